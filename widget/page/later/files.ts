// Files in the conversation (U7): sent one after the other, and shown where they stand.
import { make } from "../../loader/make";
import type { Lent } from "../comfort/comfort";
import { random } from "../random";

const MEGABYTE = 2 ** 20;
/** What the edge takes. */
const MOST = 10 * MEGABYTE;
/** So long without a byte, in milliseconds, and nobody waits any more. The operator's scanner may take half of it. */
const PATIENCE = 60_000;
/** How wide an image is drawn at most: twice as fine as a bubble is wide. */
const WIDE = 520;

export function files({ loader, part, texts, grow, files, locale, over }: Lent) {
  const { edge, site, token } = loader;
  const base = `${edge}/v1/sites/${site}/files`;
  const list = part("list");
  const template = (part("row") as HTMLTemplateElement).content.firstElementChild!;
  /** Those that are no messages yet. */
  const box = make("div", { id: "sending" });
  list.after(box);
  let queue: Promise<unknown> = Promise.resolve();

  const size = (bytes: number) => {
    const [amount, unit] = bytes < MEGABYTE ? [Math.ceil(bytes / 1024), "kilobyte"] : [bytes / MEGABYTE, "megabyte"];
    return new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: 1 }).format(amount);
  };

  const begin = (file: File) => {
    const row = template.cloneNode(true) as HTMLElement;
    const find = <T extends HTMLElement>(selector: string) => row.querySelector<T>(selector)!;
    const bar = make("progress", { max: 1, value: 0, ariaLabel: file.name });
    // The same at each try: the edge takes it once (G2).
    const id = random(18);
    let ask: XMLHttpRequest | undefined;
    row.dataset.from = "visitor";
    row.dataset.id = id;
    find(".bubble").textContent = file.name;
    const tell = (state: string, reason = "") =>
      grow(() => {
        row.dataset.state = state;
        find(".reason").textContent = reason;
        bar.hidden = state !== "sending";
      });
    const send = () =>
      new Promise<void>((done) => {
        if (!row.isConnected) return done();
        ask = new XMLHttpRequest();
        const group = loader.group ? `&group=${loader.group}` : "";
        ask.open("POST", `${base}?id=${id}&name=${encodeURIComponent(file.name.toWellFormed())}${group}`);
        ask.setRequestHeader("authorization", `Bearer ${token()}`);
        ask.responseType = "json";
        const begun = Date.now();
        const wait = () => (ask!.timeout = Date.now() - begun + PATIENCE);
        ask.upload.onprogress = ({ loaded, total }) => {
          bar.value = loaded / total;
          wait();
        };
        ask.onloadend = () => {
          const { status, response } = ask!;
          if (status && status < 300) tell("sent");
          else tell("failed", response?.message ?? texts.failed);
          show();
          done();
        };
        wait();
        ask.send(file);
      });
    const act = () => {
      bar.value = 0;
      tell("sending");
      queue = queue.then(send);
    };
    const cancel = make("button", { type: "button", className: "cancel", part: "cancel", textContent: texts.menu_cancel });
    cancel.onclick = () => {
      row.remove();
      ask?.abort();
      part("text").focus();
    };
    find(".retry").onclick = act;
    find(".meta").append(bar, cancel);
    over.addEventListener("abort", () => ask?.abort());
    box.append(row);
    part("log").scrollTop = 1e9;
    if (file.size <= MOST) return act();
    find(".retry").remove();
    tell("failed", texts.file_large);
  };

  /** On a canvas, since the policy of a page need not allow images of ours; once it is seen. */
  const draw = async (link: HTMLAnchorElement) => {
    const answer = await fetch(link.href, { credentials: "omit" });
    if (!answer.ok) return;
    const image = await createImageBitmap(await answer.blob());
    const scale = Math.min(1, WIDE / image.width);
    const canvas = make("canvas", { width: Math.max(1, image.width * scale), height: Math.max(1, image.height * scale), ariaHidden: "true" });
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    grow(() => link.prepend(canvas));
  };
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      draw(target as HTMLAnchorElement).catch(() => {});
    }
  });

  /** What stands there as a name becomes the file, and what was sent is a message now. */
  const show = () => {
    for (const row of list.querySelectorAll<HTMLElement>("[data-id]:not([data-file])")) {
      const file = files[row.dataset.id!];
      if (!file) continue;
      row.dataset.file = "";
      const bubble = row.querySelector(".bubble")!;
      const link = make("a", { href: `${base}/${file.key}`, target: "_blank", rel: "noopener noreferrer", textContent: bubble.textContent });
      link.dataset.size = size(file.size);
      grow(() => {
        bubble.replaceChildren(link);
        for (const sent of box.querySelectorAll(`[data-id="${row.dataset.id}"]`)) sent.remove();
      });
      if (file.media.startsWith("image/")) seen.observe(link);
    }
  };
  return { send: (all: File[]) => all.forEach(begin), show };
}
