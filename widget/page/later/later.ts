// What comes when it is asked for: the menu and the emoji once somebody reaches for them, the stars once there is
// something to rate, files and the tone with the first of them. Those who need none of it load none of it.
import { json } from "../http";
import { wear } from "../panel";
import type { Lent } from "../comfort/comfort";
import type { Sound } from "../comfort/sound";
import { emoji } from "./emoji";
import { files } from "./files";
import css from "./later.css";
import { menu } from "./menu";
import { rate } from "./rate";
import { ring } from "./ring";

export type Later = Awaited<ReturnType<typeof later>>;

/** Rejects where its texts do not arrive. */
export async function later(given: Lent, tone: Sound) {
  const { loader, part, said } = given;
  const own = await json<Lent["texts"]>(new URL(`later-${part("panel").lang}.json`, import.meta.url));
  wear(loader.root, css);
  const lent = { ...given, texts: { ...given.texts, ...own } };
  menu(lent, tone);
  emoji(lent);
  const rated = rate(lent);
  return { ...files(lent), rate: () => rated(said.rating), ring: () => ring(tone).catch(() => {}) };
}
