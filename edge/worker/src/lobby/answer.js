// What the lobby answers and counts by, as the rest of the edge does: wire::http::Problem, request::Asked.

const STATUS = {
  conflict: 409, foreign_origin: 403, internal: 500, not_found: 404, too_many: 429, upgrade_required: 426,
};
// Seconds, with `too_many`.
const WAIT = 300;

/** A refusal. What only the operator may know goes to the log, under the same id. */
export function refusal(code, message, cause) {
  const occurrence = id(6);
  if (cause) console.error(`${occurrence}:`, cause);
  const wait = code === "too_many" && { retry_after: WAIT };
  const headers = { "cache-control": "no-store", ...(wait && { "retry-after": `${WAIT}` }) };
  return Response.json({ code, id: occurrence, message, ...wait }, { status: STATUS[code], headers });
}

/** A name made of so many random bytes. */
export const id = (bytes) => text(crypto.getRandomValues(new Uint8Array(bytes)));

/**
 * The network that a request came from, hashed with the site's salt; nothing where there is none to limit (L3):
 * on a developer's machine, or behind a proxy that does not tell.
 */
export async function network(request, salt) {
  const address = request.headers.get("cf-connecting-ip")?.trim() ?? "";
  // One customer has at least a /64.
  const known = address.includes(":") ? half(address) : address;
  if (!known || known.startsWith("127.") || address === "::1") return;
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${salt} ${known}`));
  return `address ${text(new Uint8Array(hash))}`;
}

// The first four groups of an IPv6 address.
function half(address) {
  const [head, tail] = address.split("::").map((part) => part.split(":").filter(Boolean));
  const zeros = tail ? Array(Math.max(8 - head.length - tail.length, 0)).fill("0") : [];
  return [...head, ...zeros, ...(tail ?? [])].slice(0, 4).map((group) => parseInt(group, 16)).join(":");
}

const text = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
