// What the console does with this device, where the bindings would weigh more than these lines.

/** The tab's icon, as SVG text, and how many are unread on the icon of an installed console. */
export function badge(svg, count) {
  const icon = document.querySelector("link[rel=icon]");
  if (icon) icon.href = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  const set = count ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  // A browser may refuse it; the title counts all the same.
  set?.catch(() => {});
}

// --- Sound -----------------------------------------------------------------------------------------------
const NOTES = { new: [659, 880], message: [784, 659], mine: [587, 784] };
let audio;

/** Two calm notes. */
export function ring(kind, volume) {
  count("rung");
  audio ??= new AudioContext();
  audio.resume().catch(() => {});
  NOTES[kind].forEach((pitch, place) => {
    const at = audio.currentTime + 0.02 + place * 0.18;
    const [tone, gain] = [audio.createOscillator(), audio.createGain()];
    tone.frequency.value = pitch;
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime((volume / 100) ** 2 * 0.5, at + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.6);
    tone.connect(gain).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.65);
  });
}

/** How often something happened, where tests and curious people can see it. */
function count(what) {
  const { dataset } = document.documentElement;
  dataset[what] = Number(dataset[what] ?? 0) + 1;
}

// --- One tab of many -------------------------------------------------------------------------------------
// The browser takes a lock back from a tab that is gone.
const mine = new Set();
let claimed;

function hold(name, what) {
  const done = () => {
    mine.add(what);
    document.documentElement.dataset[what] = "";
  };
  if (!navigator.locks) return done();
  navigator.locks.request(name, () => (done(), new Promise(() => {}))).catch(done);
}

/** Stands in line for speaking up: for sounds only once this tab may play one. */
export function claim(site) {
  try {
    localStorage.setItem("porchlight-site", site);
  } catch {
    // Storage is denied: an installed console asks for the site, then.
  }
  if (claimed) return;
  claimed = true;
  hold(`porchlight-note:${site}`, "notes");
  const sounds = () => hold(`porchlight-sound:${site}`, "sounds");
  if (navigator.userActivation?.hasBeenActive) return sounds();
  const kinds = ["pointerdown", "keydown"];
  const first = ({ isTrusted }) => {
    if (!isTrusted) return;
    for (const kind of kinds) removeEventListener(kind, first, true);
    sounds();
  };
  for (const kind of kinds) addEventListener(kind, first, true);
}

let away = () => {};

/** Holds a lock that is named after what is looked at here. */
export function look(site, conversation) {
  away();
  away = () => {};
  if (!conversation || !navigator.locks) return;
  const end = new AbortController();
  let leave;
  const until = new Promise((done) => (leave = done));
  away = () => (end.abort(), leave());
  const options = { mode: "shared", signal: end.signal };
  navigator.locks.request(`porchlight-look:${site}:${conversation}`, options, () => until).catch(() => {});
}

/** By a sound and a notification, unless another tab does, or somebody looks at it there. */
export async function announce(site, conversation, sound, volume, title, text) {
  const looks = `porchlight-look:${site}:${conversation}`;
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  if (held.some(({ name }) => name === looks)) return;
  if (sound && mine.has("sounds")) ring(sound, volume);
  if (title != null && mine.has("notes")) await note(site, conversation, title, text);
}

// --- Notifications ---------------------------------------------------------------------------------------
export function permission() {
  return globalThis.Notification?.permission ?? "absent";
}

export async function askPermission() {
  await globalThis.Notification?.requestPermission();
}

async function note(site, conversation, title, body) {
  count("noted");
  // Ours is the sound. The same tag as a push about it: one notification, whoever is first.
  const options = { body, tag: conversation, silent: true, icon: "/console/icon.svg", data: { site, conversation } };
  const worker = await navigator.serviceWorker?.getRegistration("/console/");
  if (worker?.active) return worker.showNotification(title, options);
  const shown = new Notification(title, options);
  shown.onclick = () => {
    focus();
    open(conversation);
    shown.close();
  };
}

function open(conversation) {
  location.hash = `conversation=${conversation}`;
}

navigator.serviceWorker?.addEventListener("message", ({ data }) => data?.open && open(data.open));

// --- Push ------------------------------------------------------------------------------------------------
export function canPush() {
  return "serviceWorker" in navigator && "PushManager" in globalThis;
}

// What the service worker has to know, where it can read it: which sites to ask, and what to show.
const KEPT = "porchlight-push";
const place = (site) => `/console/push/${site}`;
const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** Subscribes. Answers where pushes go, or nothing. */
export async function startPush(site, key, hides, kinds) {
  try {
    const { pushManager } = await navigator.serviceWorker.getRegistration("/console/");
    let subscription = await pushManager.getSubscription();
    const tied = subscription?.options.applicationServerKey;
    if (tied && base64url(tied) !== key) {
      // The deployment has another key now.
      await subscription.unsubscribe();
      subscription = null;
    }
    subscription ??= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const kept = JSON.stringify({ after: Date.now(), hides, kinds: JSON.parse(kinds) });
    await (await caches.open(KEPT)).put(place(site), new Response(kept));
    return subscription.endpoint;
  } catch (error) {
    console.warn("no push", error);
    return null;
  }
}

/** The site's pushes end here; the subscription too, if no other site of this origin needs it. */
export async function stopPush(site) {
  try {
    const kept = await caches.open(KEPT);
    await kept.delete(place(site));
    if ((await kept.keys()).length > 0) return;
    const worker = await navigator.serviceWorker.getRegistration("/console/");
    await (await worker?.pushManager.getSubscription())?.unsubscribe();
  } catch (error) {
    console.warn("push", error);
  }
}
