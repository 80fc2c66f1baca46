// Files in R2 (U). They pass through as streams: none is ever whole in memory.

// How long the operator's scanner may take.
const PATIENCE = 30_000;

/** Whether this deployment keeps files. */
export const isKept = (env) => !!env.FILES;

/** The first bytes of what is sent; the rest waits behind them. */
export async function first({ body }, bytes) {
  const reader = body.getReader({ mode: "byob" });
  const { value } = await reader.readAtLeast(bytes, new Uint8Array(bytes));
  reader.releaseLock();
  return value ?? new Uint8Array();
}

/** Keeps a file whole, or rejects: also where it has not the length that was announced. Gives what the scanner says. */
export async function keep(env, place, { body }, head, size, contentType, name) {
  const way = contentType.startsWith("image/") ? "inline" : "attachment";
  // RFC 8187 allows less than the function leaves as it is.
  const text = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  const httpMetadata = { contentType, contentDisposition: `${way}; filename*=UTF-8''${text}` };
  const { readable, writable } = new FixedLengthStream(size);
  const pour = async () => {
    const writer = writable.getWriter();
    await writer.write(head);
    writer.releaseLock();
    await body.pipeTo(writable);
  };
  await Promise.all([env.FILES.put(place, readable, { httpMetadata }), pour()]);
  return env.FILE_SCANNER ? scan(env, place) : 200;
}

/** What the operator's scanner says of a file, as the status of its answer; 0 where there was none. */
async function scan(env, place) {
  try {
    const { body, size, httpMetadata } = await env.FILES.get(place);
    const headers = { "content-type": httpMetadata.contentType, "content-disposition": httpMetadata.contentDisposition };
    if (env.FILE_SCANNER_KEY) headers.authorization = `Bearer ${env.FILE_SCANNER_KEY}`;
    const { readable, writable } = new FixedLengthStream(size);
    body.pipeTo(writable).catch(() => {});
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(env.FILE_SCANNER, { method: "POST", body: readable, headers, redirect: "manual", signal });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return 0;
  }
}

/** The file as a browser may have it; undefined where there is none. Nothing in it runs, whatever it is. The style is
 *  that of the page which a browser makes around an image. */
export async function show(env, place) {
  const object = await env.FILES?.get(place);
  return (
    object &&
    new Response(object.body, {
      headers: {
        "content-type": object.httpMetadata.contentType,
        "content-disposition": object.httpMetadata.contentDisposition,
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "cross-origin-resource-policy": "cross-origin",
        "cache-control": "private, max-age=3600",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex",
      },
    })
  );
}

/** Drops files, named with spaces between them. What is not there is dropped. */
export const drop = async (env, places) => env.FILES.delete(places.split(" "));
