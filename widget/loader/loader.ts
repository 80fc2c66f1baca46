// The script tag. Asks who is in; while the answer is "hidden" nothing else happens. Otherwise it paints the
// launcher and brings the widget when the page is idle or the visitor reaches for it.
//
// It never throws, never blocks, never shifts the layout, and stores nothing.
export {};

/** The module of the widget, below the edge's origin; by `build.mjs`. */
declare const PAGE: string;

interface Page {
  start: (setting: object) => Promise<void>;
}

const script = document.currentScript as HTMLScriptElement | null;
const site = script?.dataset.site;
const scope = window as unknown as { Porchlight?: object };

if (script && site && !scope.Porchlight && isAble()) {
  scope.Porchlight = {};
  run(new URL(script.src).origin, site);
}

/** Eight bytes of Wasm, the smallest there is: a policy that refuses it refuses the widget. */
function isAble(): boolean {
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    return "adoptedStyleSheets" in document;
  } catch {
    return false;
  }
}

function run(edge: string, site: string) {
  let isDue = true;

  /** Whether this browser has a conversation here: then even a hidden site answers it. */
  const isKnown = () => {
    try {
      return !!localStorage[`porchlight:${site}`];
    } catch {
      return false;
    }
  };

  /** Later, and only while somebody looks. */
  const again = (seconds: number) =>
    setTimeout(() => {
      isDue = true;
      ask();
    }, seconds * 1000);

  const ask = () => {
    if (!isDue || document.hidden) return;
    isDue = false;
    fetch(`${edge}/v1/sites/${site}/presence`, { credentials: "omit" })
      .then((answer) => answer.json())
      .then(({ mode, fresh_for: fresh }) => {
        if (mode === "hidden" && !isKnown()) again(fresh);
        else if (mode) mount(mode, fresh);
        // An unknown site: the owner's mistake, for the owner's eyes.
        else console.info(`Porchlight: there is no site "${site}" at ${edge}`);
      })
      .catch(() => again(60));
  };

  const mount = (mode: string, fresh: number) => {
    const host = document.createElement("porchlight-widget");
    host.setAttribute("mode", mode);
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];

    const launcher = document.createElement("button");
    launcher.id = "launcher";
    launcher.type = "button";
    launcher.setAttribute("part", "launcher");
    launcher.setAttribute("aria-expanded", "false");
    launcher.setAttribute("aria-label", "Chat");
    launcher.append(icon("M4 12a8 7.5 0 1 1 3.4 6.1L4 19.5l.9-3.6A7 7 0 0 1 4 12Z", "chat"), icon("M6 9l6 6 6-6", "down"));
    const badge = document.createElement("span");
    badge.id = "badge";
    badge.setAttribute("part", "badge");
    badge.hidden = true;
    root.append(launcher, badge);

    let opens = false;
    let isLoading = false;
    const load = () => {
      if (isLoading) return;
      isLoading = true;
      import(edge + PAGE)
        .then((page: Page) => page.start({ host, root, edge, site, mode, fresh, opens: () => ((launcher.onclick = null), opens) }))
        .catch(() => {
          host.remove();
          again(60);
        });
    };
    launcher.onpointerenter = launcher.onfocus = load;
    launcher.onclick = () => {
      opens = true;
      load();
    };
    (document.body || document.documentElement).append(host);

    const rest = () => (window.requestIdleCallback || setTimeout)(load, { timeout: 2000 } as never);
    if (document.readyState === "complete") rest();
    else addEventListener("load", rest);
  };

  document.addEventListener("visibilitychange", ask);
  ask();
}

function icon(path: string, name: string): SVGElement {
  const make = (tag: string) => document.createElementNS("http://www.w3.org/2000/svg", tag);
  const svg = make("svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", name);
  svg.setAttribute("aria-hidden", "true");
  const line = make("path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** The host against the page's CSS, and the launcher. */
declare const STYLE: string;
