// Checks JWTs by the platform's own cryptography. The key says how it signs; a token that says otherwise is refused.

const ALGORITHMS = {
  HS256: { name: "HMAC", hash: "SHA-256" },
  ES256: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
};

const encoder = new TextEncoder();

/** Base64url, and nothing else. */
function bytes(text) {
  if (!/^[\w-]+$/.test(text)) throw new Error("no base64url");
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
}

function object(text) {
  const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes(text)));
  if (Object.prototype.toString.call(value) !== "[object Object]") throw new Error("no object");
  return value;
}

const number = (value) => (Number.isFinite(value) ? Math.floor(Math.max(Math.min(value, 1e12), -1e12)) : null);
const string = (value) => (typeof value === "string" ? value : null);

/** What a token claims, if one of the keys signed it. Rejects with a sentence. */
export async function open(jwt, keys) {
  let parts, header, claims, signature;
  try {
    parts = jwt.split(".");
    if (parts.length !== 3) throw new Error("not three parts");
    header = object(parts[0]);
    claims = object(parts[1]);
    // What is not signed has nothing there.
    signature = parts[2] ? bytes(parts[2]) : new Uint8Array();
  } catch {
    throw "This is no JWT: header, claims and signature, each as base64url, with points between them.";
  }
  const { kid, alg } = header;
  if (typeof kid !== "string" || !kid) throw "The token's header has no `kid`: the id of one of the site's identity keys.";
  const key = JSON.parse(keys).find((one) => one.kid === kid);
  const said = (value) => `“${String(value).slice(0, 40)}”`;
  if (!key) throw `The site has no identity key ${said(kid)}, or no longer.`;
  if (alg !== key.algorithm) throw `The key ${said(kid)} signs by ${key.algorithm}, and the token's header says ${said(alg)}.`;
  if ("crit" in header) throw "The token's header has `crit`: nothing of that is understood here.";
  const how = ALGORITHMS[key.algorithm];
  const [kind, raw] = key.algorithm === "HS256" ? ["raw", encoder.encode(key.secret)] : ["jwk", JSON.parse(key.secret)];
  const checker = await crypto.subtle.importKey(kind, raw, how, false, ["verify"]);
  if (!(await crypto.subtle.verify(how, checker, signature, encoder.encode(`${parts[0]}.${parts[1]}`))))
    throw `The signature is not one of the key ${said(kid)}.`;
  const { aud, exp, nbf, sub, name, email } = claims;
  return {
    // No site's id has a line of its own in it.
    aud: [aud].flat().join("\n"),
    exp: number(exp),
    nbf: number(nbf),
    kid,
    // Many sites count their people.
    sub: Number.isSafeInteger(sub) ? String(sub) : (string(sub) ?? ""),
    name: string(name),
    email: string(email),
  };
}

/** A public key of P-256, of a JWK or PEM with an SPKI, as a JWK with nothing else in it. Rejects with "private" where it
 * is no public one, and with something else where it is no key. */
export async function publicKey(text) {
  text = text.trim();
  if (/PRIVATE KEY/.test(text)) throw "private";
  let kind = "spki";
  let raw;
  if (text.startsWith("{")) {
    kind = "jwk";
    const { kty, crv, x, y, d } = JSON.parse(text);
    if (d) throw "private";
    raw = { kty, crv, x, y };
  } else {
    const [, body] = /^-----BEGIN PUBLIC KEY-----([^-]+)-----END PUBLIC KEY-----$/.exec(text);
    raw = Uint8Array.from(atob(body.replace(/\s+/g, "")), (c) => c.charCodeAt(0));
  }
  const key = await crypto.subtle.importKey(kind, raw, ALGORITHMS.ES256, true, ["verify"]);
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", key);
  return JSON.stringify({ kty, crv, x, y });
}
