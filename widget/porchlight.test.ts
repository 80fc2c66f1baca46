// A page's script, as `porchlight.d.ts` promises it: `make check` reads it for its types, nothing runs it.
window.Porchlight ??= function () {
  (Porchlight.q ??= []).push(arguments);
} as unknown as typeof Porchlight;

export async function page() {
  const { unread, mode } = await Porchlight("state");
  const isOpen: boolean = await Porchlight("open");
  await Porchlight("on", "message", ({ from, text, name }) => console.log(from, text, name ?? "", unread, isOpen));
  const later = await Porchlight("once", "mode");
  if (later.mode === mode) await Porchlight("hide");
  await Porchlight("set", { group: null, visitor: { plan: "pro", seats: 3, trial: false }, consent: true });
  await Porchlight("track", "Added to cart", { price: 80 });
  await Porchlight("off", "message");
  await Porchlight("identify", "a.b.c");
  await Porchlight("identify", async () => (await fetch("/porchlight-token")).text());
  await Porchlight("logout");

  // @ts-expect-error: it is the site's server that says who somebody is
  await Porchlight("identify", { sub: "42" });
  // @ts-expect-error: no such verb
  await Porchlight("fly");
  // @ts-expect-error: no such event
  await Porchlight("on", "hover", () => {});
  // @ts-expect-error: no such setting
  await Porchlight("set", { colour: "red" });
  // @ts-expect-error: consent is given, not taken
  await Porchlight("set", { consent: false });
}
