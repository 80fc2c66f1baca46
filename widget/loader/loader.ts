// The script tag. Asks who is in; while the answer is "hidden" nothing else happens. Otherwise it paints the
// launcher and brings the widget when the page is idle or the visitor reaches for it.
//
// It never throws, never blocks, never shifts the layout, and stores nothing.
import { launch, type Paint } from "./launcher";
import { speak } from "./speak";

/** The widget, and what a page's own script may say to it: modules below the edge's origin, by `build.mjs`. */
declare const PAGE: string;
declare const VERBS: string;

/** What the loader and its modules share. */
export interface Loader {
  edge: string;
  site: string;
  /** It passes what the site says of the visitor, in `data-visitor`. */
  tag: HTMLElement;
  /** The group that the page names or the visitor picked; `regroup` is told of a change, once there is one. */
  group?: string;
  regroup?: () => void;
  speak: typeof speak;
  /** Of the conversation that this browser has here, if it has one and lets us read it. */
  token: () => string | undefined;
  /** Keeps the token of a visitor whom the site knows, once there is something to keep it for. */
  keep?: () => void;
  /** The site has said who the visitor is. */
  vouched?: boolean;
  /** Asks who is in, unless the widget is there: then it asks itself. */
  ask: () => void;
  /** The first answer of the edge, once it came. */
  presence: { mode: string; fresh_for: number; back_at?: number; more?: boolean; no_mail?: boolean; paint?: Paint };
  /** Once the launcher is there. */
  host: HTMLElement;
  root: ShadowRoot;
  /** Whether the visitor asked for the panel already. */
  opens?: boolean;
  /** Told when it is known who is in, and when the widget is there. */
  changed?: () => void;
  /** Closes the widget's socket, for good. */
  end?: () => void;
  /** What was answered before the first message, for that message. */
  answered?: () => object;
  /** Tells the team what the visitor did, while the conversation is open. */
  track?: (what: string) => void;
}

/** What goes with the question: the group, and what the tag may say of the look, as `data-color` and so on. */
const SAID = "group color theme side x y size radius icon".split(" ");

/** `Porchlight("open")` and the like: see `porchlight.d.ts`. */
type Porchlight = (...words: unknown[]) => Promise<unknown>;

const script = document.currentScript as HTMLScriptElement | null;
const site = script?.dataset.site;
// Before the tag runs, a page may put a function there that keeps its calls in `q`.
const scope = window as unknown as { Porchlight?: Porchlight & { q?: Iterable<unknown>[] } };
const waiting = scope.Porchlight?.q;

if (script && site && (!scope.Porchlight || waiting)) run(script, site);

/** Eight bytes of Wasm, the smallest there is: a policy that refuses it refuses the widget. */
function isAble(): boolean {
  try {
    return !!new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch {
    return false;
  }
}

function run(tag: HTMLScriptElement, site: string) {
  const edge = new URL(tag.src).origin;
  const token = () => {
    try {
      return localStorage[`porchlight:${site}`] as string | undefined;
    } catch {}
  };
  const loader = { edge, site, tag, group: tag.dataset.group, speak, token } as Partial<Loader> as Loader;
  let isDue = true;

  const ask = () => {
    if (!isDue || loader.host || document.hidden || tag.dataset.consent === "wait") return;
    isDue = false;
    const { group } = loader;
    const said = Object.entries({ ...tag.dataset, group }).filter(([name, value]) => value && SAID.includes(name));
    const query = `${new URLSearchParams(said as string[][])}`;
    fetch(`${edge}/v1/sites/${site}/presence${query && `?${query}`}`, { credentials: "omit" })
      .then((answer) => answer.json())
      .then((presence) => {
        // It was asked again meanwhile.
        if (group !== loader.group || loader.host) return;
        loader.presence = presence;
        // Whoever has a conversation is answered even while the site is hidden.
        if (presence.mode === "hidden" && !loader.token()) again(presence.fresh_for);
        else if (presence.mode) mount(presence);
        // An unknown site: the owner's mistake, for the owner's eyes.
        else console.info(`Porchlight: no site "${site}"`);
        loader.changed?.();
      })
      .catch(() => again(60));
  };
  loader.ask = () => {
    isDue = true;
    ask();
  };
  /** Later, and only while somebody looks. */
  const again = (seconds: number) => setTimeout(loader.ask, seconds * 1000);

  const mount = (presence: Loader["presence"]) => {
    const host = document.createElement("porchlight-widget");
    host.setAttribute("mode", presence.mode);
    const root = host.attachShadow({ mode: "open" });
    const { paint = {} } = presence;
    const launcher = launch(root, paint, speak(paint.labels));

    let isDone = !isAble();
    const load = () => {
      if (isDone || loader.host !== host) return;
      isDone = true;
      import(edge + PAGE)
        .then((page: { start: (loader: Loader) => Promise<void> }) => page.start(loader))
        .then(() => loader.changed?.())
        .catch(() => {
          host.remove();
          loader.host = undefined!;
          again(60);
        });
    };
    Object.assign(loader, { host, root });
    launcher.onpointerenter = launcher.onfocus = load;
    // Where Wasm is refused nothing will come: the same conversation stands on a page of ours.
    launcher.onclick = isDone
      ? () => open(`${edge}/chat/${site}`)
      : () => {
          loader.opens = true;
          load();
        };
    // Some sites show another page by another body, or by what is in it.
    const stay = () => {
      const { documentElement: top, body = top } = document;
      if (loader.host === host && !host.isConnected) body.append(host);
      for (const one of [top, body]) watch.observe(one, { childList: true });
    };
    const watch = new MutationObserver(stay);
    stay();

    const rest = () => (window.requestIdleCallback || setTimeout)(load, { timeout: 2000 } as never);
    if (document.readyState === "complete") rest();
    else addEventListener("load", rest);
  };

  /** Brings the verbs, however long that takes: whoever called is answered then. */
  let verbs: Promise<Porchlight> | undefined;
  const bring = (): Promise<Porchlight> =>
    import(edge + VERBS).then(
      (module) => module.verbs(loader),
      () => new Promise((wait) => setTimeout(wait, 6e4)).then(bring),
    );
  const call: Porchlight = (...words) => (verbs ??= bring()).then((say) => say(...words));
  scope.Porchlight = call;
  for (const words of waiting ?? []) call(...words);
  const linked = () => {
    if (location.hash === "#porchlight") call("open");
  };
  addEventListener("hashchange", linked);
  linked();

  document.addEventListener("visibilitychange", ask);
  // What the page said before is part of the first question.
  Promise.resolve(verbs).then(ask, ask);
}
