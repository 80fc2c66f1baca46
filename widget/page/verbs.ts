// What a page's own script says to the widget, and hears from it: `porchlight.d.ts` is what it promises. Fetched with
// the first call. The widget needs to know nothing of it: what it shows is read where it stands.
import type { Loader } from "../loader/loader";

type Listener = (said: object) => void;

const EVENTS = "ready mode open close message unread".split(" ");

/** Takes calls. Whatever it does not know, or cannot take, it rejects with a sentence. */
export function verbs(loader: Loader) {
  const { site, tag } = loader;
  const key = `porchlight:${site}`;
  const part = (id: string) => loader.host && loader.root.getElementById(id);
  const listeners: Record<string, Listener[]> = {};
  /** What is to be looked at again once something changed. */
  const waiting = new Set<() => void>();
  /** What this browser keeps; whoever is identified has more than that. */
  const stored = loader.token;
  const veil = new CSSStyleSheet();
  let isAway = false;
  let isOver = false;
  /** How often the page said `logout`. */
  let logouts = 0;
  let seen = state();
  /** The newest message that is no news. */
  let newest = loader.token() ? undefined : 0;
  let watched: HTMLElement | undefined;
  let list: Element | null = null;

  function state() {
    const { host, presence, group } = loader;
    const badge = part("badge");
    return {
      ready: !!part("panel"),
      mode: host?.getAttribute("mode") ?? presence?.mode,
      open: !!host?.hasAttribute("open"),
      shown: !isAway,
      unread: badge && !badge.hidden ? parseInt(badge.textContent!) : 0,
      group,
    };
  }

  const fire = (event: string, said: object) => {
    for (const listener of [...(listeners[event] ?? [])]) {
      try {
        listener(said);
      } catch (error) {
        // The page's mistake, for its console; the other listeners are not to suffer.
        reportError(error);
      }
    }
  };

  /** Messages that were stored since the last look. What a browser had before it is history. */
  const read = () => {
    const rows = [...(list?.querySelectorAll<HTMLElement>("[data-seq]") ?? [])];
    if (!rows.length) return;
    const last = Number(rows.at(-1)!.dataset.seq);
    const news = newest === undefined ? [] : rows.filter(({ dataset }) => Number(dataset.seq) > newest!);
    newest = last;
    for (const row of news) {
      const said = (selector: string) => row.querySelector(selector)!.textContent!;
      const { id, from } = row.dataset;
      fire("message", { id, from, text: said(".bubble"), ...(from === "agent" && { name: said(".who") }) });
    }
  };

  /** What had the focus when the page asked for the panel gets it back where no launcher of ours can take it. */
  let opener: HTMLElement | null = null;

  /** Tells what is another since the last look. */
  const look = () => {
    const was = seen;
    seen = state();
    for (const again of [...waiting]) again();
    if (isOver) return;
    if (seen.ready && !was.ready) fire("ready", seen);
    if (seen.mode !== was.mode) fire("mode", seen);
    if (seen.open !== was.open) fire(seen.open ? "open" : "close", seen);
    if (was.open && !seen.open && !part("launcher")?.checkVisibility()) opener?.focus();
    if (seen.unread !== was.unread) fire("unread", seen);
    read();
  };

  const watch = new MutationObserver(look);
  loader.changed = () => {
    if (isOver) loader.end?.();
    if (loader.host && watched !== loader.host) {
      watched = loader.host;
      watch.observe(watched, { attributeFilter: ["mode", "open"] });
      watch.observe(part("badge")!, { attributes: true, childList: true });
      dim();
    }
    if (!list?.isConnected && (list = part("list"))) watch.observe(list, { childList: true, subtree: true, attributeFilter: ["data-seq"] });
    look();
  };

  /** Until something is so. */
  const until = (is: () => boolean) =>
    new Promise<void>((done) => {
      const again = () => {
        if (!is()) return;
        waiting.delete(again);
        done();
      };
      waiting.add(again);
      again();
    });

  const dim = () => {
    if (!loader.host) return;
    veil.replaceSync(isAway ? ":host{display:none!important}" : "");
    if (!loader.root.adoptedStyleSheets.includes(veil)) loader.root.adoptedStyleSheets.push(veil);
  };

  /** The widget goes; a page that wants it again asks anew. */
  const end = () => {
    loader.end?.();
    watch.disconnect();
    watched = undefined;
    list = null;
    loader.host?.remove();
  };

  /** Drops all that this browser has of whoever was here, or what it has under these names. */
  const forget = (kept = ["", ":chats", ":me", ":sound"]) => {
    end();
    try {
      for (const name of kept) {
        localStorage.removeItem(key + name);
        sessionStorage.removeItem(key + name);
      }
      indexedDB.deleteDatabase(key);
    } catch {
      // Denied: then nothing is kept either.
    }
    newest = 0;
    loader.token = stored;
    loader.keep = loader.vouched = undefined;
    loader.host = loader.opens = undefined!;
    loader.ask();
  };

  /** The widget begins anew, as whoever the visitor is now. What is typed stays. */
  const again = async (hasHistory: boolean) => {
    newest = hasHistory ? undefined : 0;
    if (!loader.host) return hasHistory && loader.ask();
    const { ready, open } = state();
    if (!ready) return;
    const { value } = part("text") as HTMLTextAreaElement;
    end();
    loader.host = undefined!;
    loader.opens = open;
    loader.ask();
    if (!value) return;
    await until(() => isOver || !!part("text"));
    const field = part("text") as HTMLTextAreaElement;
    field.value = value;
    field.dispatchEvent(new Event("input"));
  };

  const known = (event: unknown) => {
    if (!EVENTS.includes(event as string)) throw wrong(`no event "${event}": there are ${EVENTS.join(", ")}`);
    return event as string;
  };

  const settings: Record<string, (value: never) => void> = {
    group: (group: string | null | undefined) => {
      group = group ?? undefined;
      if (loader.group === group) return;
      loader.group = group;
      if (!loader.host) return loader.ask();
      // What was heard is of another group: the page, if it is on its way, asks at once.
      loader.presence.fresh_for = 0;
      loader.regroup?.();
    },
    visitor: (visitor: object) => {
      if (Object(visitor) !== visitor) throw wrong("visitor is an object");
      tag.dataset.visitor = JSON.stringify(visitor);
    },
    consent: (given: boolean) => {
      if (given !== true) throw wrong("consent can only be given: true");
      if (tag.dataset.consent !== "wait") return;
      delete tag.dataset.consent;
      loader.ask();
    },
  };

  const all: Record<string, (...words: never[]) => unknown> = {
    async open() {
      // So that the same link works again.
      if (location.hash === "#porchlight") history.replaceState(history.state, "", location.pathname + location.search);
      if (tag.dataset.consent === "wait") return false;
      await until(() => !!loader.presence);
      const { mode } = state();
      if (!loader.host || (mode === "hidden" && !seen.open)) return false;
      isAway = false;
      dim();
      if (state().open) return true;
      opener = document.activeElement as HTMLElement | null;
      part("launcher")!.click();
      await until(() => isOver || state().open || !loader.opens);
      return state().open;
    },
    close() {
      loader.opens = false;
      if (state().open) part("close")!.click();
    },
    toggle: () => (state().open ? all.close() : all.open()),
    show() {
      isAway = false;
      dim();
    },
    hide() {
      all.close();
      isAway = true;
      dim();
    },
    set(wanted: Record<string, never>) {
      const names = Object.keys(Object(wanted));
      const other = names.find((name) => !Object.hasOwn(settings, name));
      if (other) throw wrong(`no setting "${other}": there are ${Object.keys(settings).join(", ")}`);
      for (const name of names) settings[name](wanted[name]);
    },
    track(what: string, details: object = {}) {
      if (typeof what !== "string" || !what.trim()) throw wrong("track wants a name");
      const more = Object.entries(details).map(([name, value]) => `${name} ${value}`);
      loader.track?.(more.length ? `${what}: ${more.join(", ")}` : what);
      return !!loader.track;
    },
    /** The widget notices another page by itself: taken, so that nobody has to look this up. */
    page() {},
    on(event: string, listener: Listener) {
      if (typeof listener !== "function") throw wrong("on wants a function");
      (listeners[known(event)] ??= []).push(listener);
      if (event === "ready" && seen.ready) listener(seen);
    },
    off(event: string, listener?: Listener) {
      listeners[known(event)] = listener ? (listeners[event] ?? []).filter((one) => one !== listener) : [];
    },
    once: (event: string, listener?: Listener) =>
      new Promise((done) => {
        const once = (said: object) => {
          all.off(event as never, once as never);
          done(said);
          listener?.(said);
        };
        all.on(event as never, once as never);
      }),
    state,
    async identify(given: unknown) {
      const before = logouts;
      await until(() => isOver || tag.dataset.consent !== "wait");
      const { identify } = await import(new URL("identify.js", import.meta.url).href);
      await identify(loader, given, { stored, isOver: () => isOver || before !== logouts, forget, again, wrong });
    },
    logout() {
      logouts++;
      forget();
      // What is said next waits for what is so then.
      loader.presence = undefined!;
    },
    async restart() {
      if (loader.vouched) throw wrong("restart is not for whom the site knows: a person has one conversation");
      forget([""]);
      loader.presence = undefined!;
      return all.open();
    },
    destroy() {
      isOver = true;
      end();
      // Nobody asks where somebody is: an element that is on no page.
      loader.host = document.createElement("i");
      look();
      delete (window as { Porchlight?: unknown }).Porchlight;
    },
  };

  loader.changed();
  return (verb: unknown, ...words: never[]) => {
    if (!Object.hasOwn(all, verb as string)) throw wrong(`no verb "${verb}": there are ${Object.keys(all).join(", ")}`);
    return all[verb as string](...words);
  };
}

const wrong = (what: string) => TypeError(`Porchlight: ${what}`);
