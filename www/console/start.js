// Starts the console, and says so where a browser cannot.
import init from "porchlight:glue";

// Counts in a worker, since the timers of a tab in the background are slowed down (page/tab.rs).
const beat = new Worker(new URL("beat.js", import.meta.url));
beat.onmessage = () => dispatchEvent(new Event("porchlight-beat"));

init({ module_or_path: new URL("console_bg.wasm", import.meta.url) }).catch((error) => {
  console.error(error);
  const start = document.getElementById("start");
  if (start) start.textContent = "The console could not be loaded. Please reload this page; it needs a current browser.";
});
