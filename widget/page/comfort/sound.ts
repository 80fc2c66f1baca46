// When an answer is heard that the visitor does not look at (V22); the tone itself is in `later/ring.ts`.
import type { Lent } from "./comfort";

/** A tab in which the answer is seen says so within this time, and every tab has heard of it within that. */
const SEEN = 300;
const HEARD = 5000;

export type Sound = ReturnType<typeof sound>;

const pause = (time: number) => new Promise((done) => setTimeout(done, time));

export function sound({ loader, name, over }: Lent, ring: () => void) {
  const { host, root, tag } = loader;
  const key = `${name}:sound`;
  const tone = {
    key,
    audio: undefined as AudioContext | undefined,
    isOn: true,
    isWanted: () => tag.dataset.sound !== "off",
    /** An answer came. It is heard once, in whichever tab may, unless it is seen in one. */
    came: async (seq: number) => {
      const isSeen = () => host.hasAttribute("open") && !document.hidden;
      const isQuiet = isSeen();
      if (!isQuiet && !(tone.isOn && tone.isWanted() && navigator.userActivation.hasBeenActive)) return;
      if (!isQuiet) await pause(SEEN);
      const speak = () => {
        if (!isQuiet && !isSeen()) ring();
        return pause(HEARD);
      };
      // A page that is left meanwhile takes it along.
      if (navigator.locks) navigator.locks.request(`${name}:${seq}`, { ifAvailable: true }, (lock) => lock && speak()).catch(() => {});
      else speak();
    },
  };
  try {
    tone.isOn = localStorage[key] !== "off";
  } catch {
    // Storage is denied: then it is kept as long as the page.
  }

  // Some browsers let it begin with a click or a key alone. It rests in between.
  const begin = () => {
    if (tone.audio || !tone.isOn || !tone.isWanted()) return;
    const audio = (tone.audio = new AudioContext());
    audio.resume().then(() => audio.suspend());
  };
  for (const event of ["click", "submit"]) root.addEventListener(event, begin, { signal: over });
  return tone;
}
