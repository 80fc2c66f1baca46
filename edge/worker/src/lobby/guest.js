// One page in a site's lobby: where its visitor is, and which invitation it has (SPEC.md, O1 and O2). A plain
// object, kept with the page's socket. `node edge/worker/src/lobby/guest.test.mjs`

// The most bytes of a frame; as in wire::lobby.
const MOST_BYTES = 2_048;
// A page is asked once in this time.
const BETWEEN = 10 * 60_000;
// The longest that a page may claim to be open, in seconds.
const LONGEST = 86_400;
// A page says something when its visitor goes elsewhere: seldom, and in bursts.
const EVERY = 500;
const BURST = 20;

const OUTCOMES = new Set(["sent", "shown", "busy", "declined", "answered"]);

export const GONE = ["not_found", "This visitor has left the page."];

/** One that came just now, and has said nothing yet. */
export const enter = (id, now) => ({ id, opened: now, since: now, whole: 0 });

/** Counts a frame. False where they come faster than any honest page sends them. */
export function count(guest, now) {
  const whole = Math.max(guest.whole, now) + EVERY;
  if (whole - now > EVERY * BURST) return false;
  guest.whole = whole;
  return true;
}

/** Takes in what a page says. Answers whether that is news, or the close code and reason where it is refused. */
export function hear(guest, now, text) {
  if (typeof text !== "string") return [1003, "text only"];
  if (new TextEncoder().encode(text).length > MOST_BYTES) return [1009, "larger than 2 KiB"];
  const frame = read(text);
  if (!frame) return [4000, "not a frame of ours"];
  if (frame.type === "here") {
    if (!guest.here) guest.since = now - Math.min(frame.ago, LONGEST) * 1_000;
    guest.here = frame;
    return true;
  }
  const { asked } = guest;
  if (!asked || asked.id !== frame.id || asked.outcome === frame.outcome) return false;
  asked.outcome = frame.outcome;
  return true;
}

/** As the team sees it; nothing before it has said where it is. As wire::online::Visitor, which reads it. */
export function visitor({ id, here, since, asked }) {
  return here && {
    id, page: here.page, title: here.title, since, visits: Math.max(here.visits, 1), wrote: here.wrote,
    ...(asked && { invited: { by: asked.by, at: asked.at, outcome: asked.outcome } }),
  };
}

/** An agent starts a chat with it. Answers why not. */
export function ask(guest, now, id, by) {
  const { asked, here } = guest;
  if (!here) return GONE;
  if (here.declined || asked?.outcome === "declined") {
    return ["conflict", "This visitor closed an invitation, and is not asked again in this visit."];
  }
  if (asked && asked.outcome !== "busy" && now - asked.at < BETWEEN) {
    return ["conflict", "This visitor was asked in the last 10 minutes."];
  }
  guest.asked = { id, by, at: now, outcome: "sent" };
}

/** The frame, as wire::lobby::Says has it: what is kept of it, a console can read. */
function read(text) {
  let frame;
  try {
    frame = JSON.parse(text);
  } catch {
    return;
  }
  if (frame?.type === "invited") {
    const { type, id, outcome } = frame;
    return typeof id === "string" && OUTCOMES.has(outcome) ? { type, id, outcome } : undefined;
  }
  if (frame?.type !== "here") return;
  const { type, ago = 0, visits = 0, wrote = false, declined = false } = frame;
  const page = pageOf(frame.page), title = titleOf(frame.title);
  const isFine = page !== undefined && title !== undefined && isCount(ago, 0xffff_ffff) &&
    isCount(visits, 0xffff) && typeof wrote === "boolean" && typeof declined === "boolean";
  return isFine ? { type, page, title, ago, visits, wrote, declined } : undefined;
}

const isCount = (value, most) => Number.isInteger(value) && value >= 0 && value <= most;

// Without query and fragment, which may hold secrets; as wire::Page.
function pageOf(text) {
  if (typeof text !== "string") return;
  const page = text.replace(/[?#].*$/s, "");
  return /^https?:\/\/[^\p{Cc}\s]*$/u.test(page) ? cut(page, 500) : undefined;
}

// As wire::Title.
const titleOf = (text) => typeof text === "string" ? cut(text.trim().replace(/\p{Cc}/gu, " "), 120) : undefined;

// By characters; half of one, which JSON can hold, is no text to anybody else.
const cut = (text, most) => [...text.toWellFormed()].slice(0, most).join("");
