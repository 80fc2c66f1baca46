// The console's service worker: says truthfully that there is no connection, and tells what a push was for.
// It keeps nothing of what the console shows.
const OFFLINE = "/console/offline.html";
const PAGES = "porchlight-offline";
const KEPT = "porchlight-push";
// Where the page leaves the texts of its language (language.js); nothing is there while it speaks English.
const LANGUAGE = "/console/language";

addEventListener("install", (event) => {
  event.waitUntil(caches.open(PAGES).then((cache) => cache.add(new Request(OFFLINE, { cache: "reload" }))));
  skipWaiting();
});

addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate") return;
  event.respondWith(fetch(event.request).catch(offline));
});

/** The page that says so, in the language of the console. */
async function offline() {
  const [page, language] = await Promise.all([caches.match(OFFLINE), caches.match(LANGUAGE)]);
  if (!language) return page;
  const texts = await language.json();
  const said = (all, text) => (texts[text] ? `>${texts[text].replaceAll("<", "&lt;")}<` : all);
  const html = (await page.text()).replace(/>([^<]+)</g, said).replace('lang="en"', `lang="${language.headers.get("content-language")}"`);
  return new Response(html, { headers: page.headers });
}

// --- A push carries nothing: what it is for, the edge says to who is signed in (SPEC.md, N4) -------------
const WHY = {
  new: ["new", (say) => say("New conversation")],
  overflow: ["new", (say) => say("A visitor has waited long")],
  message: ["message", (say) => say("New message")],
  assigned: ["mine", (say) => say("Assigned to you")],
  added: ["mine", (say) => say("A colleague added you to a conversation")],
  missed: ["mine", (say) => say("A conversation of yours was missed")],
};

addEventListener("push", (event) => event.waitUntil(tell()));

async function tell() {
  const texts = (await (await caches.match(LANGUAGE))?.json()) ?? {};
  const say = (text) => texts[text] ?? text;
  const kept = await caches.open(KEPT);
  let shown = 0;
  let otherwise = say("What was new has been taken care of.");
  for (const request of await kept.keys()) {
    const site = request.url.split("/").pop();
    const memory = await (await kept.match(request)).json();
    let calls;
    try {
      const answer = await fetch(`/v1/sites/${site}/calls?after=${memory.after}`);
      if (answer.status === 401 || answer.status === 404) {
        await kept.delete(request);
        otherwise = say("You are signed out on this device. Sign in again to be notified.");
        continue;
      }
      if (!answer.ok) throw new Error(answer.status);
      calls = await answer.json();
    } catch {
      otherwise = say("There is something new. The server cannot be reached just now.");
      continue;
    }
    for (const { why, at, row } of calls) {
      memory.after = Math.max(memory.after, at);
      const [kind, title] = WHY[why] ?? ["new", (say) => say("Something is new")];
      if (!memory.kinds.includes(kind)) continue;
      const body = memory.hides ? "" : `${row.email ?? say("Visitor {id}").replace("{id}", row.id.slice(0, 4))}: ${row.excerpt}`;
      await show(title(say), body, row.id, { site, conversation: row.id });
      shown += 1;
    }
    await kept.put(request, new Response(JSON.stringify(memory)));
  }
  // A browser wants to see something for each push, or takes the permission back.
  if (shown === 0) await show("Porchlight", otherwise, "porchlight", {});
}

function show(title, body, tag, data) {
  return registration.showNotification(title, { body, tag, data, icon: "/console/icon.svg" });
}

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(visit(event.notification.data ?? {}));
});

async function visit({ site, conversation }) {
  const tabs = await clients.matchAll({ type: "window" });
  const tab = tabs.find(({ url }) => !site || new URL(url).searchParams.get("site") === site);
  if (tab) {
    await tab.focus();
    if (conversation) tab.postMessage({ open: conversation });
    return;
  }
  await clients.openWindow(site ? `/console/?site=${site}#conversation=${conversation}` : "/console/?from=icon");
}
