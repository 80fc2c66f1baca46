// The choice of a group, for a visitor who has no conversation yet on a page that names none.
import { make } from "../../loader/make";
import type { Lent, Texts, Widget } from "./more";

/** Puts the choice above the composer. Gives back what is to be called when the group is another. */
export function pick({ loader, part }: Lent, texts: Texts, groups: Widget["groups"]): () => void {
  const row = make("div", { id: "group-row" });
  const label = make("label", { id: "group-label", htmlFor: "group", textContent: texts.group_label });
  const choice = make("select", { id: "group", part: "group" });
  choice.append(new Option(texts.group_any, ""), ...groups.map(({ id, name }) => new Option(name, id)));
  row.append(label, choice);

  let picked: string | undefined;
  // The page names a group, or the browser has a conversation, which has one: there is nothing to pick.
  const isNeeded = () => loader.group === picked;
  const take = (group?: string) => {
    picked = group;
    loader.group = group;
    loader.regroup!();
  };
  choice.onchange = () => take(choice.value || undefined);
  row.hidden = !isNeeded();
  part("email-row").before(row);

  // Nobody takes visitors of the picked group, and the site shows nothing then: the pick would lock the
  // visitor out of the other groups.
  const free = () => {
    if (picked && loader.host.getAttribute("mode") === "hidden" && !loader.host.hasAttribute("open") && isNeeded()) {
      choice.value = "";
      take();
    }
  };
  new MutationObserver(free).observe(loader.host, { attributeFilter: ["mode", "open"] });
  return () => (row.hidden = !isNeeded());
}
