// The way from the loader to the Wasm: fetches both halves of the page at once, mounts the static panel,
// opens the door between the two.
import { finish, imports } from "porchlight:glue";
import type { Loader } from "../loader/loader";
import { open, type Texts } from "./door";
import { mount } from "./mount";

/** The languages that there are, of two letters each, without anything between, and those that go by other names. By `build.mjs`. */
declare const LANGUAGES: string;
declare const SAME: Record<string, string>;

/** Brings the widget to life. Rejects where Wasm is refused or something did not arrive. */
export async function start(loader: Loader): Promise<void> {
  const { root } = loader;
  const tags = LANGUAGES.match(/../g)!.map((tag) => ({ [tag]: tag }));
  const tag = loader.speak<string>(Object.assign({}, SAME, ...tags)) ?? "en";
  const at = (name: string) => fetch(new URL(name, import.meta.url), { credentials: "omit" });
  const [answer, { instance }] = await Promise.all([
    at(`${tag}.json`),
    WebAssembly.instantiateStreaming(at("page_bg.wasm"), imports()),
  ]);
  const texts = (await answer.json()) as Texts;

  mount(root, tag, texts);
  finish(instance);
  open(loader, tag, texts);
}
