// A page of the site as a browser would get it: its tags of ours, and the policies that it is under.

const MOST_BYTES = 2_000_000;
const MOST_MILLISECONDS = 10_000;
const MOST_REDIRECTS = 5;

/**
 * Answers JSON text, a `desk::install::Seen`; never rejects for what the other server does. Only the origins
 * in `allowed` are asked: who is redirected elsewhere is told so. Our own pages come from `assets`.
 */
export async function look(page, allowed, ours, assets) {
  const seen = { page, status: 0, is_html: false, policies: [], tags: [] };
  try {
    const signal = AbortSignal.timeout(MOST_MILLISECONDS);
    for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
      const { origin } = new URL(seen.page);
      if (!allowed.includes(origin)) break;
      const from = origin === ours ? assets : globalThis;
      const answer = await from.fetch(seen.page, { redirect: "manual", headers: { accept: "text/html" }, signal });
      const to = answer.headers.get("location");
      if (answer.status >= 300 && answer.status < 400 && to) {
        await answer.body?.cancel();
        seen.page = new URL(to, seen.page).href;
        continue;
      }
      await read(answer, seen);
      break;
    }
  } catch {
    // Not there, too slow, or an address that is none.
    seen.status = 0;
  }
  return JSON.stringify(seen);
}

async function read(answer, seen) {
  seen.status = answer.status;
  seen.is_html = /^text\/html\b|^application\/xhtml\+xml\b/i.test(answer.headers.get("content-type") ?? "");
  // Several headers, or one that lists several, arrive as one text.
  const policies = (answer.headers.get("content-security-policy") ?? "").split(",");
  if (seen.is_html) {
    const html = new Response(await beginning(answer.body));
    await new HTMLRewriter()
      .on("script[src]", {
        element(script) {
          const src = script.getAttribute("src");
          if (!URL.canParse(src, seen.page)) return;
          const { href, pathname } = new URL(src, seen.page);
          if (!pathname.endsWith("/porchlight.js")) return;
          const [site, nonce] = ["data-site", "nonce"].map((name) => script.getAttribute(name) ?? "");
          seen.tags.push({ script: href, site, nonce });
        },
      })
      .on("meta[http-equiv]", {
        element(meta) {
          if (meta.getAttribute("http-equiv").toLowerCase() !== "content-security-policy") return;
          policies.push(meta.getAttribute("content") ?? "");
        },
      })
      .transform(html)
      .arrayBuffer();
  } else await answer.body?.cancel();
  seen.policies = policies.map((policy) => policy.trim()).filter(Boolean);
}

/** As much of a body as is read. */
async function beginning(body) {
  const chunks = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MOST_BYTES) break;
  }
  return new Blob(chunks).arrayBuffer();
}
