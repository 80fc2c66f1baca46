// The launcher: the first that is seen, painted before anything else is fetched. The console's previews show it, too.
import { make } from "./make";

/** How the site wants it to look, ready to be used (`edge/paint`). */
export interface Paint {
  css?: string;
  icon?: string;
  /** What stands on the launcher, by language. */
  labels?: Record<string, string>;
}

/** The host against the page's CSS, and the launcher. By the build. */
declare const STYLE: string;

/** Puts it into the root, with the text that stands beside the icon, if there is one. */
export function launch(root: ShadowRoot, { css = "", icon: drawn = "M4 12a8 7.5 0 1 1 3.4 6.1L4 19.5l.9-3.6A7 7 0 0 1 4 12Z" }: Paint, label?: string): HTMLElement {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE + css);
  root.adoptedStyleSheets = [sheet];

  const launcher = make("button", { id: "launcher", part: "launcher", ariaLabel: label ?? "Chat", ariaExpanded: "false" });
  launcher.append(icon(drawn, "chat"), icon("M6 9l6 6 6-6", "down"));
  if (label) launcher.append(make("span", { dir: "auto", className: "chat", textContent: label }));
  root.append(launcher, make("span", { id: "badge", part: "badge", role: "status", hidden: true }));
  return launcher;
}

/** The launcher has a name: what is in it is for the eyes. */
function icon(path: string, name: string): Element {
  const [svg, line] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", name);
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}
