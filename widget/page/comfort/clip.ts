// Files to be sent (U7): a button beside the field, what is pasted into it, what is dropped onto the panel.
import { make } from "../../loader/make";
import { button } from "./buttons";
import type { Lent } from "./comfort";

/** Gives back what says whether files are taken. `send` takes those that were given. */
export function clip({ part, texts }: Pick<Lent, "part" | "texts">, send: (all: File[]) => void) {
  const input = make("input", { id: "file", type: "file", multiple: true, hidden: true });
  const made = button("clip", "+", texts.file, { hidden: true, onclick: () => input.click() });
  const take = (event: Event, given?: FileList | null) => {
    if (made.hidden || !given?.length) return;
    event.preventDefault();
    send([...given]);
  };
  input.onchange = (event) => {
    take(event, input.files);
    input.value = "";
  };
  part("form").onpaste = (event) => take(event, event.clipboardData?.files);
  const panel = part("panel");
  panel.ondragover = (event) => made.hidden || (event.dataTransfer?.types.includes("Files") && event.preventDefault());
  panel.ondrop = (event) => take(event, event.dataTransfer?.files);
  part("send").before(made, input);
  return (isTaken?: boolean) => (made.hidden = !isTaken);
}
