// What the page asks and tells over HTTP beside the conversation. Nobody but the token says who does: cookies stay out.
import type { Loader } from "../loader/loader";

export async function json<T>(address: string | URL): Promise<T> {
  return (await fetch(address, { credentials: "omit" })).json();
}

/** Posts what the visitor does. The page may be left before it is answered. */
export const post = ({ edge, site, token }: Pick<Loader, "edge" | "site" | "token">, path: string, body: object) =>
  fetch(`${edge}/v1/sites/${site}/${path}`, {
    method: "POST",
    keepalive: true,
    credentials: "omit",
    headers: { authorization: `Bearer ${token()}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
