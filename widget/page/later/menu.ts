// The menu behind the button in the panel's head (V23): to take the conversation along, to begin another, to be forgotten.
import { make } from "../../loader/make";
import { post } from "../http";
import type { Lent } from "../comfort/comfort";
import type { Sound } from "../comfort/sound";
import { toggle } from "./ring";

export function menu({ loader, part, texts, me, said }: Lent, tone: Sound) {
  const { host, root } = loader;
  const button = part("more");
  const box = make("div", { id: "menu", part: "menu", hidden: true, tabIndex: -1, ariaLabel: texts.menu });
  button.after(box);

  const turn = (isOpen: boolean) => {
    box.hidden = !isOpen;
    button.ariaExpanded = `${isOpen}`;
  };
  const show = (role: string, ...content: Node[]) => {
    box.role = role;
    box.replaceChildren(...content);
    turn(true);
    (box.querySelector<HTMLElement>("button,input") ?? box).focus();
  };
  const choice = (textContent: string, onclick: () => void, more = {}) => make("button", { type: "button", textContent, onclick, ...more });
  const item = (text: string, act: () => void, more = {}) =>
    choice(text, () => {
      leave();
      act();
    }, { role: "menuitem", tabIndex: -1, ...more });
  const leave = () => {
    turn(false);
    button.focus();
  };

  const mail = () => {
    const status = make("p", { role: "status" });
    const tell = async (email?: string) => {
      const posts = async (path: string, body: object) => {
        if (!(await post(loader, path, body)).ok) throw path;
      };
      try {
        if (email) {
          await posts("email", { email });
          me({ email });
          said.has_email = part("email-row").hidden = true;
        }
        await posts("transcript", {});
        status.textContent = texts.menu_mailed;
      } catch {
        status.textContent = texts.failed;
      }
    };
    const { email } = me();
    // An address that an agent has entered is not known here.
    if (said.has_email && !email) {
      show("group", status);
      return tell();
    }
    const field = make("input", { id: "menu-email", type: "email", autocomplete: "email", required: true, value: email ?? "" });
    const row = make("div", { className: "field" });
    row.append(field, make("button", { textContent: texts.rate_send }));
    const form = make("form", {
      onsubmit: (event: Event) => {
        event.preventDefault();
        tell(field.value);
      },
    });
    form.append(make("label", { htmlFor: field.id, textContent: texts.ask_email }), row, status);
    show("group", form);
  };

  /** Then the panel is as for somebody who is new, and has the focus. */
  const anew = () => {
    window.Porchlight("logout");
    window.Porchlight("open");
  };
  const forget = () =>
    show(
      "group",
      make("p", { textContent: texts.menu_forgets }),
      choice(texts.menu_cancel, leave),
      choice(texts.menu_forget, anew),
    );

  button.onclick = () => {
    if (!box.hidden) return leave();
    const has = (selector: string) => part("list").querySelector(selector);
    const isMailed = !loader.presence.no_mail && said.state !== "blocked" && has("[data-from=agent][data-seq]");
    // What is unsent would open it again. Whom the site knows has one conversation.
    const isOver = said.state === "closed" && !loader.vouched && host.getAttribute("mode") !== "hidden" && !has("[data-state=sending],[data-state=failed]");
    const items = [
      isMailed && item(texts.menu_mail, mail),
      tone.isWanted() && item(texts.menu_sound, () => toggle(tone), { role: "menuitemcheckbox", ariaChecked: `${tone.isOn}` }),
      isOver && item(texts.menu_new, () => window.Porchlight("restart")),
      item(texts.menu_forget, forget),
    ];
    show("menu", ...items.filter((one) => !!one));
  };
  box.onkeydown = (event) => {
    const all = [...box.querySelectorAll<HTMLElement>("[role^=menuitem]")];
    const at = all.indexOf(root.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape") {
      event.stopPropagation();
      leave();
    } else if (all[0] && next !== undefined) {
      event.preventDefault();
      all.at(next % all.length)!.focus();
    }
  };
  // Not every browser gives a button the focus that is clicked.
  box.onmousedown = button.onmousedown = (event) => {
    if ((event.target as Element).matches("button")) event.preventDefault();
  };
  box.addEventListener("focusout", ({ relatedTarget }) => {
    if (!box.contains(relatedTarget as Node)) turn(false);
  });
}
