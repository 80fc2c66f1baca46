// The site says who the visitor is, by a JWT (K): brought to the edge, and what follows for this browser. Fetched with
// the first `identify`.
import type { Loader } from "../loader/loader";
import { post } from "./http";
import { random } from "./random";

/** What the verbs do for it. */
interface Verbs {
  /** The token that this browser keeps. */
  stored: () => string | undefined;
  /** The page has said `logout` or `destroy` since. */
  isOver: () => boolean;
  /** Drops all that this browser has of whoever was here before. */
  forget: () => void;
  /** The widget begins anew, as whoever the visitor is now. */
  again: (hasHistory: boolean) => void;
  wrong: (what: string) => Error;
}

export async function identify(loader: Loader, given: unknown, { stored, isOver, forget, again, wrong }: Verbs) {
  const { edge, site } = loader;
  const key = `porchlight:${site}`;
  const jwt = await (typeof given === "function" ? given() : given);
  if (typeof jwt !== "string") throw wrong("identify wants a JWT, or a function that gives one");
  let token = loader.token();
  let isNew = false;
  for (;;) {
    if (isOver()) throw wrong("identify came to nothing: the page has logged out since");
    const kept = stored();
    const mine = (token = kept ?? token ?? random(32));
    const answer = await post({ edge, site, token: () => mine }, "identity", { jwt, kept: !!kept }).catch(() => {
      throw wrong("identify did not reach the edge");
    });
    const said = await answer.json().catch(() => ({}));
    // The next look says that it is over.
    if (isOver()) continue;
    if (answer.status === 409) {
      forget();
      token = undefined;
      isNew = true;
      continue;
    }
    if (!answer.ok) throw wrong(said.message ?? "identify was refused");
    isNew ||= said.token !== "known";
    if (said.token === "joined") {
      // What was here stands in the person's conversation, which another token opens. The widget lets go of the old one
      // before it hears that from the edge, and forgets the new one.
      loader.end?.();
      token = random(32);
      if (kept) localStorage[key] = token;
      continue;
    }
    // The visitor wrote meanwhile, as somebody whom nobody knows.
    if (stored() !== kept) continue;
    // Nothing is stored before the visitor writes (V5). Nor is the widget loaded for a person without a history where
    // nobody is in and the site shows nothing (V2).
    loader.token = () => stored() ?? (loader.host || said.conversation ? mine : undefined);
    const keep = () => {
      loader.keep = undefined;
      try {
        localStorage[key] = mine;
      } catch {}
    };
    loader.keep = kept ? undefined : keep;
    loader.vouched = true;
    if (isNew) again(said.conversation);
    return;
  }
}
