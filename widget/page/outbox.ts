// What a visitor wrote and the edge has not stored, in IndexedDB: what one transaction completed survives the
// end of the browser, where localStorage may lose the last seconds. Made with the first message (V5).
import type { Loader } from "../loader/loader";
import { comfort, type Said } from "./comfort/comfort";
import { me } from "./comfort/me";
import { links } from "./links";
import { follow, where } from "./look";
import { share } from "./share";

/** A browser that does not answer within this is not waited for. */
const PATIENCE = 3000;

/** A message as the Wasm makes it. */
export interface Say {
  id: string;
}

/** What is told to the Wasm. */
interface Told {
  found: (token: string) => void;
  kept: (id: string, isKept: boolean) => void;
  unsent: (says: { says: Say[] }) => void;
}

export type Outbox = ReturnType<typeof outbox>;

export function outbox(name: string, loader: Loader, locale: string, { found, kept, unsent }: Told) {
  /** Opens it, does one thing, and closes it. Rejects whatever goes wrong: denied, full, broken, silent. */
  const store = <T>(work: (box: IDBObjectStore) => IDBRequest<T>) =>
    new Promise<T>((done, fail) => {
      setTimeout(fail, PATIENCE);
      const asked = indexedDB.open(name, 1);
      asked.onupgradeneeded = () =>
        asked.result.createObjectStore("says", { autoIncrement: true }).createIndex("id", "id", { unique: true });
      asked.onerror = fail;
      asked.onsuccess = () => {
        const base = asked.result;
        try {
          const act = base.transaction("says", "readwrite");
          const made = work(act.objectStore("says"));
          act.oncomplete = () => done(made.result);
          act.onabort = fail;
        } catch (error) {
          fail(error);
        }
        // It waits for the transaction.
        base.close();
      };
    });

  const over = new AbortController();
  const known = me(`${name}:me`);
  /** In the order of writing, over all tabs. */
  const list = async () => {
    try {
      // For somebody of whom this browser keeps nothing, nothing is made (V5); what is there may be unsent.
      if (loader.keep && !(await indexedDB.databases()).some((one) => one.name === name)) return [];
      return await store<(Say & { token?: string })[]>((box) => box.getAll());
    } catch {
      return [];
    }
  };
  /** What goes to the edge with a message: the page that it was written on, and what else was kept. */
  const written: Record<string, { answers?: { name?: string }; email?: string; [more: string]: unknown }> = {};
  let release = () => {};
  const followed = follow(loader);
  let comforted: Promise<((said: Said) => void) | void> | undefined;
  /** A conversation can be had without it: what did not arrive is asked for again later. */
  const beside = () => (comforted ??= comfort({ loader, locale, name, me: known, over: over.signal }).catch(() => (comforted = undefined)));
  beside();
  links(loader.root.getElementById("list")!);
  links(loader.root.getElementById("form")!, "#consent");

  const look = () =>
    list().then((says) => {
      // What this page knows of it may be newer.
      for (const { token, ...say } of says) written[say.id] ??= say;
      unsent({ says });
    });

  return {
    share,
    /** A body or a frame, with all that belongs to its message. */
    whole: (json: { id?: string; email?: string }) => {
      const all = { ...json, ...written[json.id!] };
      known({ email: all.email, name: all.answers?.name });
      return all;
    },
    put: (say: Say) => {
      loader.keep?.();
      // Who has begun anew and is not asked for an address has left it before.
      const { root, answered } = loader;
      const isKept = !answered && root.getElementById("email-row")!.hidden && !root.querySelector("[data-from=visitor][data-seq]");
      const email = isKept ? known().email : undefined;
      written[say.id] = { ...(email && { email }), ...say, ...answered?.(), page: where() };
      store((box) => box.add({ ...written[say.id], token: loader.token() })).then(
        () => kept(say.id, true),
        () => kept(say.id, false),
      );
    },
    drop: (id: string) => {
      store((box) => {
        const found = box.index("id").getKey(id);
        found.onsuccess = () => found.result && box.delete(found.result);
        return found;
      }).catch(() => {});
    },
    /** The browser takes the lock back from a tab that is gone. Where there are no locks, each tab sends by itself:
     * the edge takes each message once. */
    want: () => {
      const hold = () =>
        new Promise<void>((done) => {
          // Set first: the answer to what is found may be to let go at once.
          release = done;
          look();
        });
      if (navigator.locks) navigator.locks.request(name, hold).catch(look);
      else look();
    },
    free: () => release(),
    /** The widget is no more. */
    end: () => {
      release();
      over.abort();
      followed("closed");
    },
    /** Where the conversation stands, as the edge says: while it is open, the team sees the pages. Answers to what the
     * site does not ask any more are left out of the next try. */
    hear: ({ code, about, ...said }: Said & { code?: string; about?: string }, body?: { id?: string }) => {
      if (said.state) followed(said.state);
      beside().then((hear) => hear?.(said));
      if (code === "unasked") delete written[about ?? body?.id!]?.answers;
    },
    /** The token of what is unsent, if there is any. */
    recall: () => list().then((says) => found(says[0]?.token ?? "")),
  };
}
