// Some emoji behind their button beside the field (V24), for who has no keyboard of them.
import { make } from "../../loader/make";
import type { Lent } from "../comfort/comfort";

/** Each one character of Unicode. */
const ALL = [..."😀😂😍🤔👍🙏🎉💛"];

export function emoji({ part, texts }: Lent) {
  const field = part("text") as HTMLTextAreaElement;
  const button = part("smile");
  const row = make("div", { id: "emoji", part: "emoji", role: "group", ariaLabel: texts.emoji, hidden: true });
  const turn = (isOpen: boolean) => {
    row.hidden = !isOpen;
    button.ariaExpanded = `${isOpen}`;
  };
  row.append(
    ...ALL.map((one) =>
      make("button", {
        type: "button",
        className: "sign",
        textContent: one,
        onclick: () => {
          // At the caret, like what is typed: as far as there is room.
          const { selectionStart: from, selectionEnd: to, value, maxLength } = field;
          if (value.length + one.length > maxLength) return;
          field.setRangeText(one, from, to, "end");
          field.dispatchEvent(new Event("input"));
        },
      }),
    ),
  );
  button.onclick = () => {
    turn(row.hidden);
    if (!row.hidden) (row.firstChild as HTMLElement).focus();
  };
  row.onkeydown = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    turn(false);
    button.focus();
  };
  button.parentElement!.before(row);
}
