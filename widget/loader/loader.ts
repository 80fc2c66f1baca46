// The script tag. Asks who is in; while the answer is "hidden" nothing else happens. Otherwise it paints the
// launcher and brings the widget when the page is idle or the visitor reaches for it.
//
// It never throws, never blocks, never shifts the layout, and stores nothing.
import { make } from "./make";

/** The module of the widget, below the edge's origin; by `build.mjs`. */
declare const PAGE: string;

/** What the loader hands over. The group may change at any time; `regroup` is told, once there is one. */
export interface Loader {
  edge: string;
  site: string;
  /** It passes what the site says of the visitor, in `data-visitor`. */
  tag: HTMLElement;
  host: HTMLElement;
  root: ShadowRoot;
  /** The first answer of the edge. */
  presence: { mode: string; fresh_for: number; back_at?: number; more?: boolean; paint?: Paint };
  /** The group that the page names or the visitor picked. */
  group?: string;
  /** Of what there is in several languages: the page's, then the browser's, then the one for everybody else. */
  speak: typeof speak;
  /** What was answered before the first message, for that message. */
  answered?: () => object;
  /** Whether the visitor asked for the panel already. */
  opens: () => boolean;
  regroup?: () => void;
}

/** How the site wants it to look, ready to be used (`edge/paint`). */
interface Paint {
  css?: string;
  icon?: string;
  /** What stands on the launcher, by language. */
  labels?: Record<string, string>;
}

/** What goes with the question: the group, and what the tag may say of the look, as `data-color` and so on. */
const SAID = "group color theme side x y size radius icon".split(" ");

/** `Porchlight("set", { group: "sales" })`; null for no group. Rejects what it does not know. */
type Porchlight = (verb: string, setting?: { group?: string | null }) => Promise<void>;

const script = document.currentScript as HTMLScriptElement | null;
const site = script?.dataset.site;
// Before the tag runs, a page may put a function there that keeps its calls in `q`.
const scope = window as unknown as { Porchlight?: Porchlight & { q?: ArrayLike<never>[] } };
const waiting = scope.Porchlight?.q;

if (script && site && (!scope.Porchlight || waiting) && isAble()) {
  const regroup = run(script, site);
  const call: Porchlight = async (verb, setting = {}) => {
    const unknown = verb === "set" ? Object.keys(setting).find((name) => name !== "group") : verb;
    if (unknown !== undefined) throw TypeError(`Porchlight: no "${unknown}"`);
    regroup(setting.group ?? undefined);
  };
  scope.Porchlight = call;
  for (const words of waiting ?? []) call(...(Array.from(words) as [string]));
}

function speak<T>(all: Record<string, T>): T | undefined {
  const tags = [document.documentElement.lang, ...navigator.languages, "*"].map((tag) => tag.toLowerCase());
  return tags.flatMap((tag) => [tag, tag.split("-")[0]]).map((tag) => all[tag]).find((one) => one);
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

/** Gives back what changes the group. */
function run(tag: HTMLScriptElement, site: string) {
  const edge = new URL(tag.src).origin;
  let { group } = tag.dataset;
  let isDue = true;
  let mounted: Loader | undefined;

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
    if (!isDue || mounted || document.hidden) return;
    isDue = false;
    const asked = group;
    const said = Object.entries({ ...tag.dataset, group }).filter(([name, value]) => value && SAID.includes(name));
    const query = `${new URLSearchParams(said as string[][])}`;
    fetch(`${edge}/v1/sites/${site}/presence${query && `?${query}`}`, { credentials: "omit" })
      .then((answer) => answer.json())
      .then((presence) => {
        // It was asked again meanwhile.
        if (asked !== group || mounted) return;
        if (presence.mode === "hidden" && !isKnown()) again(presence.fresh_for);
        else if (presence.mode) mount(presence);
        // An unknown site: the owner's mistake, for the owner's eyes.
        else console.info(`Porchlight: no site "${site}"`);
      })
      .catch(() => again(60));
  };

  const mount = (presence: Loader["presence"]) => {
    const host = document.createElement("porchlight-widget");
    host.setAttribute("mode", presence.mode);
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    const { css = "", labels = {}, icon: drawn = "M4 12a8 7.5 0 1 1 3.4 6.1L4 19.5l.9-3.6A7 7 0 0 1 4 12Z" } = presence.paint ?? {};
    sheet.replaceSync(STYLE + css);
    root.adoptedStyleSheets = [sheet];

    const launcher = make("button", { id: "launcher", type: "button", part: "launcher", ariaExpanded: "false", ariaLabel: "Chat" });
    launcher.append(icon(drawn, "chat"), icon("M6 9l6 6 6-6", "down"));
    const label = speak(labels);
    if (label) launcher.append(make("span", { className: "chat", dir: "auto", textContent: (launcher.ariaLabel = label) }));
    const badge = make("span", { id: "badge", part: "badge", hidden: true });
    root.append(launcher, badge);

    let opens = false;
    let isLoading = false;
    const loader: Loader = (mounted = { edge, site, tag, host, root, presence, group, speak, opens: () => opens });
    const load = () => {
      if (isLoading) return;
      isLoading = true;
      import(edge + PAGE)
        .then((page: { start: (loader: Loader) => Promise<void> }) => page.start(loader))
        .catch(() => {
          mounted = undefined;
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
  return (wanted?: string) => {
    if (group === wanted) return;
    group = wanted;
    if (!mounted) {
      isDue = true;
      ask();
      return;
    }
    mounted.group = group;
    // What was heard is of another group: the page, if it is on its way, asks at once.
    mounted.presence.fresh_for = 0;
    mounted.regroup?.();
  };
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
