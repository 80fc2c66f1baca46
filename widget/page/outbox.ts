// What a visitor wrote and the edge has not stored, in IndexedDB: what one transaction completed survives the
// end of the browser, where localStorage may lose the last seconds. Made with the first message (V5).

/** A browser that does not answer within this is not waited for. */
const PATIENCE = 3000;

export function outbox(name: string) {
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

  /** In the order of writing, over all tabs. */
  const list = () => store<{ token?: string }[]>((box) => box.getAll()).catch(() => []);

  return {
    put: (say: object) => store((box) => box.add(say)),
    drop: (id: string) => {
      store((box) => {
        const found = box.index("id").getKey(id);
        found.onsuccess = () => found.result && box.delete(found.result);
        return found;
      }).catch(() => {});
    },
    list,
    /** The token of what is unsent, if there is any. Makes nothing where nothing was written (V5). */
    recall: async () => {
      try {
        const bases = await indexedDB.databases();
        if (bases.some((base) => base.name === name)) return (await list())[0]?.token ?? "";
      } catch {}
      return "";
    },
  };
}
