// A soft tone when an answer comes and the visitor does not look (V22). Nothing is loaded for it.
import type { Lent } from "./comfort";

/** A tab in which the answer is seen says so within this time, and every tab has heard of it within that. */
const SEEN = 300;
const HEARD = 5000;

const pause = (time: number) => new Promise((done) => setTimeout(done, time));

export function sound({ loader, name, over }: Lent) {
  const { host, root, tag } = loader;
  const key = `${name}:sound`;
  const isWanted = () => tag.dataset.sound !== "off";
  let audio: AudioContext | undefined;
  let isOn = true;
  try {
    isOn = localStorage[key] !== "off";
  } catch {
    // Storage is denied: then it is kept as long as the page.
  }

  // Some browsers let it begin with a click or a key alone. It rests in between.
  const begin = () => {
    if (audio || !isOn || !isWanted()) return;
    audio = new AudioContext();
    audio.resume().then(() => audio!.suspend());
  };
  for (const event of ["click", "submit"]) root.addEventListener(event, begin, { signal: over });

  const ring = async () => {
    audio ??= new AudioContext();
    await audio.resume();
    for (const [pitch, wait] of [[660, 0], [880, 0.15]]) {
      const at = audio.currentTime + wait;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.1, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(1e-4, at + 0.6);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.6);
    }
    await pause(1000);
    await audio.suspend();
  };

  return {
    isWanted,
    isOn: () => isOn,
    turn: () => {
      isOn = !isOn;
      try {
        localStorage[key] = isOn ? "on" : "off";
      } catch {}
      if (isOn) ring();
    },
    /** An answer came. It is heard once, in whichever tab may, unless it is seen in one. */
    came: async (seq: number) => {
      const isSeen = () => host.hasAttribute("open") && !document.hidden;
      const isQuiet = isSeen();
      if (!isQuiet && !(isOn && isWanted() && navigator.userActivation.hasBeenActive)) return;
      if (!isQuiet) await pause(SEEN);
      const speak = () => {
        if (!isQuiet && !isSeen()) ring().catch(() => {});
        return pause(HEARD);
      };
      // A page that is left meanwhile takes it along.
      if (navigator.locks) navigator.locks.request(`${name}:${seq}`, { ifAvailable: true }, (lock) => lock && speak()).catch(() => {});
      else speak();
    },
  };
}
