// One page in a lobby. `node edge/worker/src/lobby/guest.test.mjs`
import assert from "node:assert/strict";
import { GONE, ask, count, enter, hear, visitor } from "./guest.js";

const NOW = 1_790_000_000_000;
const MINUTE = 60_000;
const PLACE = { type: "here", page: "https://shop.example/lamps?token=secret", title: "Lamps", ago: 60 };

let checked = 0;
const same = (seen, wanted, what) => {
  assert.deepEqual(seen, wanted, what);
  checked++;
};
const say = (guest, frame, at = NOW) => hear(guest, at, JSON.stringify(frame));
const at = (frame = {}) => {
  const guest = enter("place", NOW);
  same(say(guest, { ...PLACE, ...frame }), true, "it says where it is");
  return guest;
};

// O1: a page is listed once it said where it is, and keeps when it came.
same(visitor(enter("place", NOW)), undefined, "nothing said yet");
const moving = at();
same(say(moving, { ...PLACE, ago: 0, title: "More", visits: 3, wrote: true }, NOW + 5 * MINUTE), true, "it goes on");
same(
  visitor(moving),
  { id: "place", page: "https://shop.example/lamps", title: "More", since: NOW - MINUTE, visits: 3, wrote: true },
  "no query",
);
same(visitor(at({ ago: 4_000_000_000 })).since, NOW - 86_400_000, "a day at most");

// O1: what is no frame of ours is none, and what is kept a console can read.
for (const frame of [
  null, 1, [], {}, { type: "other" }, { ...PLACE, page: undefined }, { ...PLACE, page: "javascript:alert(1)" },
  { ...PLACE, page: "https://shop.example/a b" }, { ...PLACE, page: "https://shop.example/\u0085" },
  { ...PLACE, title: 1 }, { ...PLACE, ago: -1 }, { ...PLACE, ago: 2 ** 32 }, { ...PLACE, ago: 0.5 },
  { ...PLACE, visits: 65_536 }, { ...PLACE, visits: "1" }, { ...PLACE, wrote: 1 }, { ...PLACE, declined: null },
  { type: "invited", id: 1, outcome: "shown" }, { type: "invited", id: "a", outcome: "other" },
]) same(say(enter("place", NOW), frame), [4000, "not a frame of ours"], JSON.stringify(frame));
same(hear(enter("place", NOW), NOW, "nonsense"), [4000, "not a frame of ours"], "no JSON");
same(hear(enter("place", NOW), NOW, new ArrayBuffer(1)), [1003, "text only"], "binary");
same(hear(enter("place", NOW), NOW, `"${"ä".repeat(1_024)}"`), [1009, "larger than 2 KiB"], "bytes, not characters");
const odd = visitor(at({ page: `https://shop.example/\ud800${"😀".repeat(300)}`, title: ` a\u0000b\udc00 ` }));
same(odd.title, "a b\ufffd", "one line of text");
same([odd.page.isWellFormed(), odd.page.length <= 1_000], [true, true], "text that everybody can read");
same([...visitor(at({ page: `https://shop.example/${"a".repeat(900)}` })).page].length, 500, "cut");

// O2: a page is asked once in ten minutes, and never after a no.
const one = at();
same(ask(one, NOW, "first", "Ada"), undefined, "asked");
same(ask(one, NOW + 9 * MINUTE, "second", "Ada")[0], "conflict", "too soon");
same(ask(one, NOW + 10 * MINUTE, "third", "Ada"), undefined, "asked again");
same(say(one, { type: "invited", id: "first", outcome: "shown" }), false, "an old one");
same(say(one, { type: "invited", id: "third", outcome: "busy" }), true, "news");
same(say(one, { type: "invited", id: "third", outcome: "busy" }), false, "no news");
same(ask(one, NOW + 11 * MINUTE, "fourth", "Ada"), undefined, "what was not shown does not count");
same(say(one, { type: "invited", id: "fourth", outcome: "declined" }), true, "a no");
same(visitor(one).invited, { by: "Ada", at: NOW + 11 * MINUTE, outcome: "declined" }, "as the team sees it");
same(ask(one, NOW + 999 * MINUTE, "fifth", "Ada")[0], "conflict", "never after a no");
same(ask(at({ declined: true }), NOW, "first", "Ada")[0], "conflict", "it said no on another page");
same(ask(enter("place", NOW), NOW, "first", "Ada"), GONE, "it has not said where it is");

// O1: frames are counted.
const hasty = at();
let taken = 0;
while (count(hasty, NOW)) taken++;
same(taken, 20, "a burst");
same([count(hasty, NOW + 500), count(hasty, NOW + 500)], [true, false], "and two a second");

console.log(`lobby: ${checked} checks`);
