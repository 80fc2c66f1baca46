// What the console does with this device, where the bindings would weigh more than these lines.

/** The tab's icon, as SVG text, and how many are unread on the icon of an installed console. */
export function badge(svg, count) {
  const icon = document.querySelector("link[rel=icon]");
  if (icon) icon.href = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  const set = count ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  // A browser may refuse it; the title counts all the same.
  set?.catch(() => {});
}
