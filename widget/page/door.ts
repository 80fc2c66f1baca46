// Between the Wasm and the browser: what it asks for is done here, what happens here is told to it.
// One plain object and a handful of functions: no closure crosses. What is to be seen is decided in Rust.
import { answered, closed, found, happened, heard, kept, retried, start, submitted, targeted, turned, unsent } from "porchlight:glue";
import type { Loader } from "../loader/loader";
import type { More } from "./more/more";
import type { Outbox, Say } from "./outbox";
import { isAtEnd } from "./panel";
import { random } from "./random";
import { GONE, type Link } from "./share";

/** What says no more than that it happened. The numbers are those of `happened` in `moments.rs`. */
const enum Moment {
  Woke,
  TabShown,
  TabHidden,
  NetworkCame,
  NetworkWent,
  SocketOpened,
  Ponged,
  EmailEdited,
  Regrouped,
  Typed,
}

/** A language as it is sent: its direction, then its texts (`texts.mjs`). */
export type Texts = string[];

/** The panel is mounted. `tag` is the language of the texts. */
export function open(loader: Loader, tag: string, texts: Texts) {
  const { host, root, token } = loader;
  const base = `${loader.edge}/v1/sites/${loader.site}/`;
  const key = `porchlight:${loader.site}`;
  const part = (id: string) => (id ? root.getElementById(id)! : host);
  const panel = part("panel");
  const list = part("list");
  const log = part("log");
  const field = part("text") as HTMLTextAreaElement;
  const email = part("email") as HTMLInputElement;
  const message = (part("row") as HTMLTemplateElement).content.firstElementChild!;
  const isCoarse = matchMedia("(pointer: coarse)").matches;
  // The region matters for the time of day: the first language of the browser that has these words.
  const locale = navigator.languages.find((known) => known.split("-")[0] === tag) ?? tag;
  // Made with the first message: to make one takes longer than all else that is done here.
  let clock: Intl.DateTimeFormat | undefined;

  const address = (path: string) => {
    const url = new URL(base + path);
    if (loader.group) url.searchParams.set("group", loader.group);
    return url.href;
  };

  const text = (place: number, words: string) => (place ? texts[place].replace(/\{\w+\}/, () => words) : words);
  // What stands there already is left alone: a screen reader would say it again.
  const show = (element: Element, selector: string, place: number, words: string) => {
    const target = selector ? element.querySelector(selector)! : element;
    // What stands there until the first message a page may say itself.
    const wanted = (selector === "#empty" && loader.tag.dataset.greeting) || text(place, words);
    if (target.textContent !== wanted) target.textContent = wanted;
  };
  // A copy of the text in the same grid cell gives the field its height: nothing is measured.
  const grow = () => (field.parentElement!.dataset.text = field.value);

  let socket: Link | undefined;
  /** Which link is wanted: one that is late is not opened any more. */
  let turn = 0;
  const disconnect = () => {
    turn++;
    socket?.close();
    socket = undefined;
  };

  // A page's script may have ended this widget: what happens is of no interest then.
  const isOver = () => loader.host !== host;
  const tell = (moment: Moment) => isOver() || happened(moment);

  let timer = 0;
  let more: More | undefined;
  let brought: Promise<void> | undefined;
  /** Brings what only some sites need. Without it the widget works as on the others. */
  const bring = () => {
    brought ??= import(new URL("more.js", import.meta.url).href)
      .then((module) => module.start({ loader, tag, locale, base, address, part, texts, send: targeted }))
      .then((made: More) => {
        more = made;
        tell(Moment.Woke);
      })
      .catch(() => {});
  };

  loader.regroup = () => {
    more?.regrouped();
    tell(Moment.Regrouped);
  };

  // What only those need who write, or have written: fetched when the panel opens, at the latest with the first
  // message.
  let box: Outbox | undefined;
  const outbox = async (): Promise<Outbox> => {
    const module = await import(new URL("outbox.js", import.meta.url).href);
    // Asked for by several at once, it is made by the first: one of them holds the lock.
    return (box ??= module.outbox(key, loader, locale, { found, kept, unsent }));
  };
  /** Passes on what the edge said, to a body of ours; the outbox hears where the conversation stands, of files and refusals. */
  const follow = <T extends { state?: string; code?: string; file?: object; rating?: number }>(said: T, body?: object) => {
    if (said.state || said.code || said.file) outbox().then((box) => box.hear(said, body), () => {});
    return said;
  };
  const whole = (json: object) => JSON.stringify(box ? box.whole(json) : json);

  loader.end = () => {
    disconnect();
    box?.end();
  };

  start({
    presence: loader.presence,
    seed: Math.random() * 2 ** 32,
    opens: !!loader.opens,
    visible: !document.hidden,
    shares: !!navigator.locks,

    part,
    show,
    name: (element: Element, place: number, words: string) => {
      const name = text(place, words);
      if (element.ariaLabel !== name) element.ariaLabel = name;
    },
    mark: (element: Element, name: string, value?: string) => {
      if (value == null) element.removeAttribute(name);
      else element.setAttribute(name, value);
    },
    row: (id: string) => {
      const row = message.cloneNode(true) as HTMLElement;
      row.dataset.id = row.querySelector("button")!.dataset.retry = id;
      return row;
    },
    insert: (row: Element, before?: Element) => list.insertBefore(row, before ?? list.lastChild),
    time: (message: HTMLElement, at: number) => {
      message.dataset.at = `${at}`;
      show(message, "time", 0, (clock ??= new Intl.DateTimeFormat(locale, { timeStyle: "short" })).format(at));
    },
    back: (at: number) => (more ? more.back(at) : bring()),
    get ends() {
      return isAtEnd(log);
    },
    scroll: () => (log.scrollTop = 1e9),
    // Where there is no keyboard of its own, a focused field would cover half of the panel with one.
    focus: (id: string) => part(id || (isCoarse ? "panel" : "text")).focus(),
    clear: () => {
      field.value = "";
      grow();
      field.focus();
    },

    ask: (number: number, path: string, token?: string, body?: object) => {
      const { group } = loader;
      // Nobody but the token says who asks: cookies stay out of it.
      const init: RequestInit = { credentials: "omit", headers: {} };
      const headers = init.headers as Record<string, string>;
      if (token) headers.authorization = `Bearer ${token}`;
      if (body) {
        init.method = "POST";
        init.body = whole(body);
        headers["content-type"] = "application/json";
      }
      fetch(address(path), init)
        .then(async (answer) => ({ ...(await answer.json().catch(() => {})), status: answer.status }))
        .catch(() => ({}))
        // What was said of another group does not matter any more: it was asked again.
        .then((answer) => isOver() || (!body && group !== loader.group) || answered(number, follow(answer, body), body));
    },
    connect: async () => {
      disconnect();
      const mine = turn;
      try {
        const { share } = await outbox();
        if (mine !== turn) return;
        socket = share(address("socket").replace("http", "ws"), token, {
          opened: () => tell(Moment.SocketOpened),
          closed,
          said: (data) => {
            if (data === "pong") return tell(Moment.Ponged);
            let frame;
            try {
              frame = Object(JSON.parse(data));
            } catch {
              return;
            }
            heard(follow(frame));
          },
        });
      } catch {
        if (mine === turn) closed(GONE);
      }
    },
    send: (frame?: object) => socket?.send(frame ? whole(frame) : "ping"),
    disconnect,
    wake: (wait: number) => {
      clearTimeout(timer);
      // A browser cannot wait longer than 2^31 ms, nor is anything that far ahead.
      if (wait >= 0) timer = setTimeout(tell, Math.min(wait, 36e5), Moment.Woke);
    },

    token,
    keep: (token?: string) => {
      try {
        if (token) localStorage[key] = token;
        else delete localStorage[key];
        return true;
      } catch {
        return false;
      }
    },
    put: (say: Say) =>
      outbox().then(
        (box) => box.put(say),
        () => kept(say.id, false),
      ),
    drop: (id: string) => box?.drop(id),
    want: () =>
      outbox().then(
        (box) => box.want(),
        () => unsent({ says: [] }),
      ),
    free: () => box?.free(),
    random,
  });

  const save = part("email-save");
  const submit = async (event: Event) => {
    event.preventDefault();
    // To save an address sends no draft. Where there is nothing to save it for, Enter in its field sends both.
    const isSaved = (event as SubmitEvent).submitter === save && save.checkVisibility();
    // What is to be answered first may be on its way.
    await brought;
    if (isSaved || !more?.asks()) submitted(isSaved ? "" : field.value, email.value);
  };
  const fetched = () => outbox().catch(() => {});
  if (loader.opens) fetched();
  part("launcher").onclick = () => {
    fetched();
    turned(!host.hasAttribute("open"));
  };
  part("close").onclick = () => turned(false);
  part("form").onsubmit = submit;
  email.oninput = () => tell(Moment.EmailEdited);
  field.oninput = () => {
    grow();
    tell(Moment.Typed);
  };
  field.onkeydown = (event) => {
    // 229: a key that an input method still works on, in browsers that say it no other way.
    const isComposing = event.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && !event.shiftKey && !isComposing) submit(event);
  };
  panel.onkeydown = (event) => {
    if (event.key === "Escape" && !event.isComposing) {
      event.stopPropagation();
      turned(false);
    }
  };
  // Only the button bears an id: a click elsewhere says nothing.
  list.onclick = ({ target }) => retried((target as HTMLElement).dataset.retry ?? "");
  document.addEventListener("visibilitychange", () => tell(document.hidden ? Moment.TabHidden : Moment.TabShown));
  addEventListener("online", () => tell(Moment.NetworkCame));
  addEventListener("offline", () => tell(Moment.NetworkWent));
  addEventListener("storage", () => found(token() ?? ""));
  if (loader.presence.more) bring();
  // Browsers write localStorage late, and one that was killed may have lost the token: unsent messages name it.
  const recall = async () => {
    if (!token() && (await indexedDB.databases()).some(({ name }) => name === key)) (await outbox()).recall();
  };
  recall().catch(() => {});
}
