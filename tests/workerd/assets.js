// The static files on plain workerd, where the platform's own service for them is missing: types, index
// pages, 404, and what `_headers` and `_redirects` say. For tests only.
const types = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  wasm: "application/wasm",
};

export default {
  async fetch(request, env) {
    const asked = new URL(request.url).pathname;
    const file = (await rewritten(asked, env)) ?? asked;
    const path = file.endsWith("/") ? `${file}index.html` : file;
    if (env.LACKING && path.endsWith(env.LACKING)) return new Response("Gone wrong", { status: 500 });
    const found = await env.PUBLIC.fetch(`http://public${path}`);
    const type = types[path.split(".").pop()];
    if (found.status !== 200 || !type) return new Response("Not found", { status: 404 });
    const headers = new Headers({ "content-type": type });
    for (const [name, value] of await extra(asked, env)) headers.append(name, value);
    return new Response(found.body, { headers });
  },
};

/** Where a rule of `_redirects` leads that answers in place: `/chat/:site /chat/ 200`. */
async function rewritten(path, env) {
  const file = await env.PUBLIC.fetch("http://public/_redirects");
  const rules = (await file.text()).split("\n").map((line) => line.split(" "));
  return rules.find(([from, , code]) => code === "200" && new RegExp(`^${from.replace(/:\w+/g, "[^/]+")}$`).test(path))?.[1];
}

/** The headers of `_headers` for a path: a line with a pattern, then indented lines with headers. */
async function extra(path, env) {
  const file = await env.PUBLIC.fetch("http://public/_headers");
  if (file.status !== 200) return [];
  const headers = [];
  let applies = false;
  for (const line of (await file.text()).split("\n")) {
    if (!line.trim() || line.trim().startsWith("#")) continue;
    if (/^\s/.test(line)) {
      const colon = line.indexOf(":");
      if (applies) headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
    } else {
      const pattern = line.trim().replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
      applies = new RegExp(`^${pattern}$`).test(path);
    }
  }
  return headers;
}
