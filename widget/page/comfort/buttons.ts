// Buttons that are there before what is behind them: that comes with `later.js`.
import { make } from "../../loader/make";

/** One of one sign; `label` says what it is for. */
export const button = (id: string, sign: string, label: string, more = {}) =>
  make("button", { id, part: id, type: "button", className: "sign", textContent: sign, ariaLabel: label, ...more });

/** The button for emoji, in its place before the one that sends. */
export function smile(send: HTMLElement, label: string) {
  const made = button("smile", "☺", label, { ariaExpanded: "false" });
  send.before(made);
  return made;
}
