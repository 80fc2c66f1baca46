// Checks what a push service would: the signature of a VAPID header (RFC 8292). Prints its claims.
const [, token, key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(process.argv[2]);
const [head, claims, signature] = token.split(".");
const bytes = (text) => Buffer.from(text, "base64url");
const open = await crypto.subtle.importKey("raw", bytes(key), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
const how = { name: "ECDSA", hash: "SHA-256" };
const isGood = await crypto.subtle.verify(how, open, bytes(signature), Buffer.from(`${head}.${claims}`));
if (!isGood || JSON.parse(bytes(head)).alg !== "ES256") throw new Error("the signature is none");
console.log(JSON.stringify({ ...JSON.parse(bytes(claims)), key }));
