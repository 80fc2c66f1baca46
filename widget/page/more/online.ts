// Tells the site's lobby where the visitor is, while the page is looked at, and shows what an agent writes who
// starts a chat. A socket of its own, so that a page that is only open costs the site's object nothing.
import type { Lent } from "./more";
import type { Kept } from "./visits";

/** A `ping` this often; the edge gives a silent page up after 100 s. */
const BEAT = 30;
/** Seconds that a page may be in the background before it leaves. */
const HIDDEN = 120;
/** The longest wait for the next try, in milliseconds. */
const MOST_WAIT = 3e5;

export function online({ loader, address, part, send }: Lent, { visit, visits }: Kept) {
  const { host } = loader;
  let socket: WebSocket | undefined;
  let tries = 0;
  let timer = 0;
  let told = "";
  /** Seconds since the last word, and in the background. */
  let quiet = 0;
  let unseen = 0;
  /** The invitation that stands there, and is not answered. */
  let asked: string | undefined;
  let isOpened = false;
  /** The edge wants this page no more. */
  let isOver = false;

  const say = (frame: object | string) => {
    if (socket?.readyState !== 1) return;
    socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
    quiet = 0;
  };

  /** Says where the visitor is, if that is new. What stands behind `?` and `#` may be secret and stays here. */
  const look = () => {
    const here = {
      type: "here",
      page: location.origin + location.pathname,
      title: document.title.slice(0, 200),
      visits,
      wrote: !!loader.token(),
      declined: !!visit.read().declined,
    };
    const now = JSON.stringify(here);
    if (now === told || socket?.readyState !== 1) return;
    told = now;
    say({ ...here, ago: Math.min(Math.round(performance.now() / 1e3), 86400) });
  };

  const outcome = (id: string, outcome: string) => say({ type: "invited", id, outcome });

  const invited = ({ id, name, body }: Record<"id" | "name" | "body", string>) => {
    if (visit.read().declined) return outcome(id, "declined");
    const isShown = send({ id, text: body }, name);
    if (isShown) {
      asked = id;
      isOpened = host.hasAttribute("open");
    }
    outcome(id, isShown ? "shown" : "busy");
  };

  const connect = () => {
    clearTimeout(timer);
    if (socket || isOver || document.hidden || loader.host !== host) return;
    try {
      const mine = new WebSocket(address("lobby").replace("http", "ws"));
      socket = mine;
      mine.onopen = () => {
        if (mine !== socket) return;
        tries = 0;
        told = "";
        look();
      };
      mine.onmessage = ({ data }) => {
        try {
          const frame = Object(JSON.parse(data));
          if (mine === socket && frame.type === "invitation") invited(frame);
        } catch {}
      };
      mine.onclose = ({ code }) => {
        if (mine !== socket) return;
        socket = undefined;
        // Those codes say that the same would happen again.
        isOver = code >= 4000 && code !== 4003;
        timer = setTimeout(connect, Math.random() * Math.min(1e3 * 2 ** ++tries, MOST_WAIT));
      };
    } catch {}
  };

  const leave = () => {
    const old = socket;
    socket = undefined;
    old?.close();
  };

  // What the visitor does about an invitation: answers it, or closes the panel on it.
  const list = part("list");
  new MutationObserver(() => {
    if (asked && list.querySelector('[data-from="visitor"]:has(+ #empty)')) {
      outcome(asked, "answered");
      asked = undefined;
    }
  }).observe(list, { childList: true });
  new MutationObserver(() => {
    if (!asked) return;
    if (host.hasAttribute("open")) isOpened = true;
    else if (isOpened) {
      outcome(asked, "declined");
      asked = undefined;
      // To close it is to say something: now that may be kept, for as long as this visit lasts.
      visit.write({ declined: 1 });
      look();
    }
  }).observe(host, { attributeFilter: ["open"] });

  document.addEventListener("visibilitychange", connect);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", connect);
  addEventListener("online", connect);
  setInterval(() => {
    unseen = document.hidden ? unseen + 1 : 0;
    if (unseen > HIDDEN || loader.host !== host) leave();
    // Also where a page changes its address without loading.
    look();
    if (++quiet >= BEAT) say("ping");
  }, 1000);
  connect();
}
