// Starts the console, and says so where a browser cannot.
import init from "porchlight:glue";
import { load, say } from "./language.js";

// Counts in a worker, since the timers of a tab in the background are slowed down (page/tab.rs).
const beat = new Worker(new URL("beat.js", import.meta.url));
beat.onmessage = () => dispatchEvent(new Event("porchlight-beat"));

// Opened by its icon, the console goes to where it was last.
const query = new URLSearchParams(location.search);
if (query.has("from") && !query.has("site")) {
  try {
    const site = localStorage.getItem("porchlight-site");
    if (site) history.replaceState(null, "", `?site=${encodeURIComponent(site)}${location.hash}`);
  } catch {
    // Storage is denied: the page asks for the site.
  }
}

navigator.serviceWorker?.register("/console/sw.js").catch((error) => console.warn("no service worker", error));

// What fills the wait is said in the language, too, and the console begins with its texts at hand.
const start = document.getElementById("start");
const wasm = fetch(new URL("console_bg.wasm", import.meta.url));
load()
  .then(() => {
    start.textContent = say("One moment…");
    return init({ module_or_path: wasm });
  })
  .catch((error) => {
    console.error(error);
    if (start) start.textContent = say("The console could not be loaded. Please reload this page; it needs a current browser.");
  });
