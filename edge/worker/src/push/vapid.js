// Pushes without a payload, signed with VAPID (RFC 8292) by the platform's own cryptography.

// PKCS #8 of a P-256 key, up to its 32 bytes; without the public key, which follows from it.
const HEAD = Uint8Array.from(atob("MEECAQAwEwYHKoZIzj0CAQYIKoZIzj0DAQcEJzAlAgEBBCA="), (c) => c.charCodeAt(0));
const CURVE = { name: "ECDSA", namedCurve: "P-256" };
// RFC 8292 allows a day.
const LASTS = 12 * 3600;

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const json = (value) => text(new TextEncoder().encode(JSON.stringify(value)));

let kept = { secret: null };
const tokens = new Map();

async function pair(secret) {
  if (kept.secret === secret) return kept;
  const raw = bytes(secret.trim());
  if (raw.length !== 32) throw new Error("not 32 bytes");
  const der = new Uint8Array([...HEAD, ...raw]);
  const key = await crypto.subtle.importKey("pkcs8", der, CURVE, true, ["sign"]);
  const { x, y } = await crypto.subtle.exportKey("jwk", key);
  tokens.clear();
  kept = { secret, key, open: text([4, ...bytes(x), ...bytes(y)]) };
  return kept;
}

/** The public key that belongs to a secret one, as browsers want it. Rejects for what is no key. */
export async function publicKey(secret) {
  return (await pair(secret)).open;
}

async function authorization(audience, contact, secret) {
  const { key, open } = await pair(secret);
  const now = Math.floor(Date.now() / 1000);
  let token = tokens.get(audience);
  // A new one each hour: services may refuse what is about to end.
  if (!token || token.made < now - 3600 || token.made > now) {
    const claims = `${json({ typ: "JWT", alg: "ES256" })}.${json({ aud: audience, exp: now + LASTS, sub: contact })}`;
    const signed = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, new TextEncoder().encode(claims));
    token = { made: now, jwt: `${claims}.${text(signed)}` };
    tokens.set(audience, token);
  }
  return `vapid t=${token.jwt}, k=${open}`;
}

/** Pushes once. Answers the status of the push service; 0 where there was none. */
export async function send(endpoint, audience, contact, secret) {
  try {
    const headers = { TTL: "600", Urgency: "high", Topic: "calls", Authorization: await authorization(audience, contact, secret) };
    const signal = AbortSignal.timeout(10_000);
    const response = await fetch(endpoint, { method: "POST", headers, redirect: "manual", signal });
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
}
