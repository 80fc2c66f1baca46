// What the visitor has said of themselves, kept in the browser for the next conversation (V23).

export interface Me {
  email?: string;
  name?: string;
}

/** Gives back what keeps it under this key, and gives back all that is known. */
export const me = (key: string) => {
  let known: Me = {};
  return ({ email, name }: Me = {}): Me => {
    try {
      known = JSON.parse(localStorage[key] ?? "{}");
      if (email) known.email = email;
      if (name) known.name = name;
      if (email || name) localStorage[key] = JSON.stringify(known);
    } catch {
      // Storage is denied, or not ours: then it is known as long as the page.
    }
    return known;
  };
};
