// A phone's keyboard lies upon the page: there the panel stands in what is left to be seen.
import type { Lent } from "./comfort";

export function keyboard({ loader: { host }, grow, over }: Lent) {
  const seen = visualViewport!;
  const fit = () =>
    // Who has zoomed in looks at a part of it.
    grow(() => seen.scale === 1 && (host.style.cssText = `--top:${seen.offsetTop}px;--seen:${seen.height}px`));
  for (const moment of ["resize", "scroll"]) seen.addEventListener(moment, fit, { signal: over });
}
