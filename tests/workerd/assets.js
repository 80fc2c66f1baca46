// The static files on plain workerd, where the platform's own service for them is missing: types, index
// pages, 404. For tests only.
const types = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  svg: "image/svg+xml",
  wasm: "application/wasm",
};

export default {
  async fetch(request, env) {
    let path = new URL(request.url).pathname;
    if (path.endsWith("/")) path += "index.html";
    const found = await env.PUBLIC.fetch(`http://public${path}`);
    const type = types[path.split(".").pop()];
    if (found.status !== 200 || !type) return new Response("Not found", { status: 404 });
    return new Response(found.body, { headers: { "content-type": type, "x-content-type-options": "nosniff" } });
  },
};
