// What a visitor's browser keeps of visits: how many there were, which targeted chats it had, whether an
// invitation was closed in this one.

/** What a storage keeps: of a visitor in `localStorage`, of a visit in `sessionStorage`. */
export interface Note {
  shown?: string[];
  visits?: number;
  /** The visitor closed an invitation. */
  declined?: 1;
}

export interface Notes {
  read: () => Note;
  write: (note: Note) => void;
}

/** Both, and which visit this is. */
export interface Kept {
  visitor: Notes;
  visit: Notes;
  visits: number;
}

/** Browsers may deny a storage at any moment: nothing is kept then, and nothing fails. */
function notes(storage: () => Storage, site: string): Notes {
  const key = `porchlight:${site}:chats`;
  const read = (): Note => {
    try {
      return JSON.parse(storage().getItem(key) ?? "{}") ?? {};
    } catch {
      return {};
    }
  };
  const write = (note: Note) => {
    try {
      storage().setItem(key, JSON.stringify({ ...read(), ...note }));
    } catch {}
  };
  return { read, write };
}

/** Visits are counted where that `isNeeded`, since nothing is kept that nobody needs. Else this is the first. */
export function kept(site: string, isNeeded: boolean): Kept {
  const visitor = notes(() => localStorage, site);
  const visit = notes(() => sessionStorage, site);
  let visits = isNeeded ? (visitor.read().visits ?? 0) : 1;
  if (isNeeded && !visit.read().visits) {
    visits++;
    visitor.write({ visits });
    visit.write({ visits: 1 });
  }
  return { visitor, visit, visits };
}
