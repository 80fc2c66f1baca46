// <porchlight-status>: says anywhere on a page whether somebody is in, and opens the chat.
//
//   <script async src="https://YOUR-EDGE/status.js" data-site="demo"></script>
//   <porchlight-status></porchlight-status>
//
// It needs no widget on the page and loads none. `site`, `group`, `live` and `messaging` (what it says), and
// `kind="badge"` are its attributes; its own `mode` tells a page's CSS what it shows.
import { make } from "./make";
import { speak } from "./speak";

declare const STYLE: string;
declare const TEXTS: Record<string, { live: string; messaging: string }>;

/** In milliseconds: what is older is not shown (G9). */
const OLDEST = 60_000;

const tag = document.currentScript as HTMLScriptElement;
const edge = new URL(tag.src).origin;

class Status extends HTMLElement {
  static observedAttributes = ["site", "group", "live", "messaging"];

  private text = make("span", { part: "text", dir: "auto" });
  private link = make("a", { part: "link", target: "_blank", rel: "noopener" });
  private timer = 0;
  /** When the edge last said so. */
  private heard = 0;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    this.link.append(make("span", { part: "lamp" }), this.text);
    root.append(this.link);
    this.link.onclick = (event) => {
      const { Porchlight } = window as { Porchlight?: (verb: string) => Promise<boolean> | undefined };
      // Without a widget here, or with one that has nothing to open, the link leads to the chat's own page.
      if (!document.querySelector("porchlight-widget")) return;
      event.preventDefault();
      Porchlight?.("open")?.then((isOpen) => isOpen || window.open(this.link.href, "_blank", "noopener"));
    };
  }

  connectedCallback() {
    document.addEventListener("visibilitychange", this.ask);
    this.ask();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.ask);
    clearTimeout(this.timer);
  }

  attributeChangedCallback(name: string) {
    this.say();
    if (this.isConnected && (name === "site" || name === "group")) this.ask();
  }

  private get site() {
    return this.getAttribute("site") ?? tag.dataset.site ?? "";
  }

  private say() {
    const mode = this.getAttribute("mode") === "live" ? "live" : "messaging";
    this.text.textContent = this.getAttribute(mode) ?? speak(TEXTS)![mode];
    this.link.href = `${edge}/chat/${encodeURIComponent(this.site)}`;
  }

  private show(mode?: string) {
    if (mode) this.setAttribute("mode", mode);
    else this.removeAttribute("mode");
    this.say();
  }

  private ask = async () => {
    clearTimeout(this.timer);
    if (Date.now() - this.heard > OLDEST) this.show();
    if (document.hidden) return;
    const group = this.getAttribute("group") ?? tag.dataset.group;
    const address = `${edge}/v1/sites/${encodeURIComponent(this.site)}/presence${group ? `?group=${encodeURIComponent(group)}` : ""}`;
    let wait = 30;
    try {
      const answer = await fetch(address, { credentials: "omit" });
      const { mode, fresh_for } = await answer.json();
      if (!mode) console.info(`Porchlight: no site "${this.site}"`);
      this.heard = Date.now();
      this.show(mode);
      wait = fresh_for ?? wait;
    } catch {
      // Asked again, and what was said before is told for as long as it may be.
    }
    clearTimeout(this.timer);
    if (this.isConnected) this.timer = window.setTimeout(this.ask, wait * 1000);
  };
}

if (!customElements.get("porchlight-status")) customElements.define("porchlight-status", Status);
