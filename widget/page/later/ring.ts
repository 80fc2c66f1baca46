// The tone by which an answer is heard (V22): two soft notes. Nothing is loaded for them.
import type { Sound } from "../comfort/sound";

export async function ring(tone: Sound) {
  const audio = (tone.audio ??= new AudioContext());
  await audio.resume();
  for (const [pitch, wait] of [[660, 0], [880, 0.15]]) {
    const at = audio.currentTime + wait;
    const note = audio.createOscillator();
    const volume = audio.createGain();
    note.frequency.value = pitch;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.1, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(1e-4, at + 0.6);
    note.connect(volume).connect(audio.destination);
    note.start(at);
    note.stop(at + 0.6);
    if (wait) note.onended = () => audio.suspend();
  }
}

/** The visitor wants it, or does not: kept by the browser. Who switches it on hears what that is. */
export function toggle(tone: Sound) {
  tone.isOn = !tone.isOn;
  try {
    localStorage[tone.key] = tone.isOn ? "on" : "off";
  } catch {}
  if (tone.isOn) ring(tone).catch(() => {});
}
