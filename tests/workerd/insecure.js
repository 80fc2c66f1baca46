// WebKit takes no `Secure` cookie from http://127.0.0.1, as the other browsers do. For it alone this stands before
// the Worker, and keeps the cookie under a name that needs no such thing. For tests only.
const OURS = "__Host-";
const THEIRS = "insecure-";

export default {
  async fetch(request, env) {
    const headers = new Headers(request.headers);
    const cookie = headers.get("cookie");
    if (cookie) headers.set("cookie", cookie.replaceAll(THEIRS, OURS));
    const answer = await env.APP.fetch(new Request(request, { headers, redirect: "manual" }));
    const cookies = answer.headers.getSetCookie();
    if (!cookies.length) return answer;
    const changed = new Response(answer.body, answer);
    changed.headers.delete("set-cookie");
    for (const one of cookies) changed.headers.append("set-cookie", one.replace(OURS, THEIRS).replace(/; *Secure/i, ""));
    return changed;
  },
};
