// One socket for all tabs of a browser: the tab that holds a Web Lock leads. It has the socket, tells the others all that
// the edge says, and the edge what they say. When it goes, every link is gone, and whoever comes back first leads.

/** A tab that leads and does not answer within this is asleep. */
const ASLEEP = 1000;
/** What a socket says that was not closed in form. */
export const GONE = 1006;
/** What the edge takes for a frame that is not ours: no second try follows. */
const REFUSED = 4000;

/** Of the tab that leads: a frame, the code with which it ends, whether it is up. Of another: its frame, or nothing, to hear
 * whether somebody leads. */
type Word = string | number | boolean | string[];

/** What is heard of a link. */
interface Told {
  opened: () => void;
  closed: (code: number) => void;
  said: (data: string) => void;
}

export type Link = ReturnType<typeof share>;

/** A link to the edge at this address, shared by the tabs of the visitor with this token. Who has none yet has a socket of
 * its own, and leads with it from then on. */
export function share(address: string, token: () => string | undefined, { opened, closed, said }: Told) {
  const over = new AbortController();
  const { signal } = over;
  let socket: WebSocket | undefined;
  let channel: BroadcastChannel | undefined;
  let isOpen = false;
  let timer = 0;

  /** The other tabs hear no more of this one. */
  const part = () => {
    channel?.close();
    channel = undefined;
  };
  const close = () => {
    over.abort();
    clearTimeout(timer);
    if (socket) channel?.postMessage(GONE);
    socket?.close();
    part();
  };
  const hear = (word: Word) => {
    clearTimeout(timer);
    if (signal.aborted) return;
    if (typeof word === "number") {
      close();
      closed(word);
    } else if (typeof word === "string") said(word);
    else if (word) {
      isOpen = true;
      opened();
    }
  };
  const tell = (word: Word) => {
    channel?.postMessage(word);
    hear(word);
  };
  const lead = () => {
    if (signal.aborted) return;
    if (!socket) {
      // The one that led is gone.
      if (isOpen) return tell(GONE);
      try {
        socket = new WebSocket(address);
      } catch {
        // The policy of this page refuses it; another tab may be of another page.
        return hear(REFUSED);
      }
      socket.onopen = () => tell(true);
      socket.onclose = ({ code }) => {
        socket = undefined;
        tell(code);
      };
      socket.onmessage = ({ data }) => tell(data);
    }
    return new Promise<unknown>((done) => (signal.onabort = done));
  };
  /** What cannot be sent is not acknowledged either, and so sent again. */
  const pass = (data: string) => socket!.readyState === 1 && socket!.send(data);

  const join = () => {
    const known = token();
    if (!known || !navigator.locks) return;
    const name = address + known;
    let others: BroadcastChannel;
    try {
      others = new BroadcastChannel(name);
    } catch {
      // Storage is denied: there is nobody to share with.
      return;
    }
    others.onmessage = ({ data }: MessageEvent<Word>) => {
      if (!Array.isArray(data)) socket || hear(data);
      else if (socket) data[0] ? pass(data[0]) : tell(socket.readyState === 1);
    };
    // Who has one already has it for all.
    if (socket) others.postMessage(GONE);
    navigator.locks.request(name, socket ? { steal: true } : { signal }, lead).catch(() => {
      // Without locks, as in some frames, there are no other tabs either.
      if (!socket) return lead();
      // Another tab has it now.
      part();
      hear(GONE);
    });
    /** Whether somebody leads. A tab that is seen waits for none that sleeps. */
    const look = () => {
      if (socket) return;
      others.postMessage([]);
      clearTimeout(timer);
      timer = setTimeout(() => document.hidden || navigator.locks.request(name, { steal: true }, () => tell(GONE)).catch(() => {}), ASLEEP);
    };
    look();
    document.addEventListener("visibilitychange", look, { signal });
    return others;
  };

  // A page that may come back as it was left must not hold anything meanwhile.
  addEventListener("pagehide", () => hear(GONE), { signal });
  channel = join();
  if (!channel) lead();
  return {
    close,
    send: (data: string) => {
      channel ??= join();
      if (socket) pass(data);
      else channel?.postMessage([data]);
    },
  };
}
