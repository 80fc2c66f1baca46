// What an agent looks like, beside what that one wrote (T6). On a canvas, since the policy of a page need not allow
// images of ours.
import { make } from "../../loader/make";
import type { Lent } from "./comfort";

/** Twice as fine as it is large. */
const SIDE = 48;

/** Gives back what puts each where it is missing. */
export function faces({ loader: { edge, site }, part, grow }: Lent) {
  const known: Record<string, Promise<ImageBitmap | void>> = {};
  const find = async (agent: string) => {
    const answer = await fetch(`${edge}/v1/sites/${site}/faces/${agent}`, { credentials: "omit" });
    if (answer.status === 200) return createImageBitmap(await answer.blob());
  };
  return () => {
    for (const row of part("list").querySelectorAll<HTMLElement>("[data-agent]:not([data-follows],[data-face])")) {
      const agent = row.dataset.agent!;
      row.dataset.face = "";
      (known[agent] ??= find(agent).catch(() => {})).then((image) => {
        if (!image) return;
        const face = make("canvas", { className: "face", width: SIDE, height: SIDE, ariaHidden: "true" });
        face.getContext("2d")!.drawImage(image, 0, 0, SIDE, SIDE);
        grow(() => row.querySelector(".who")!.prepend(face));
      });
    }
  };
}
