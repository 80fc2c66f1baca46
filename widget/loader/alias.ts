// For sites that come from Brevo Conversations or Chatra: they change the address of their script, and what their pages
// call goes on. `https://YOUR-EDGE/brevo.js?site=demo`, `https://YOUR-EDGE/chatra.js?site=demo`.
//
// Their calls and settings: <https://developers.brevo.com/docs/javascript-api-reference>, <https://chatra.com/help/api>.
// What has no counterpart here is said in the browser's console, once, and does nothing.
import { make } from "./make";

/** Their global function, and the link that opens their chat. */
declare const NAME: string;
declare const LINK: string;

interface Setup {
  groupId?: string;
  colors?: { buttonBg?: string };
  /** `bl`, `br` and so on; `lt`: at the left, at the top. */
  buttonPosition?: string;
  buttonSize?: number;
  startHidden?: boolean;
  disabledOnMobile?: boolean;
  mobileOnly?: boolean;
  integration?: Record<string, string | number | boolean>;
  onNewMessage?: (message: { type: string; text: string; name?: string }) => void;
}

type Call = (verb: string, ...words: unknown[]) => unknown;

const scope = window as unknown as Record<string, Call & { q?: unknown[] }> & { Porchlight: Call & { q?: unknown[] } };
const tag = document.currentScript as HTMLScriptElement;
const { origin, searchParams } = new URL(tag.src);
const site = searchParams.get("site");
const setup: Setup = (window as unknown as Record<string, Setup>)[`${NAME}Setup`] ?? {};
const waiting = (scope[NAME]?.q ?? []) as [string][];

let passed: Record<string, string | number | boolean> = { ...setup.integration };
const told = new Set<string>();
const say: Call = (...words) => scope.Porchlight(...words);
const pass = (data: object) => {
  passed = { ...passed, ...data };
  return say("set", { visitor: passed });
};

const verbs: Record<string, (word: never) => unknown> = {
  openChat: () => say("open"),
  expandWidget: () => say("open"),
  minimizeWidget: () => say("close"),
  show: () => say("show"),
  hide: () => say("hide"),
  pageView: () => say("page"),
  setGroupId: (group?: string) => say("set", { group: group ?? null }),
  setIntegrationData: (data: object) => {
    passed = {};
    return pass(data);
  },
  updateIntegrationData: pass,
  kill: () => say("destroy"),
};

function bring(site: string) {
  // Calls wait until the script is there.
  scope.Porchlight ??= function () {
    (scope.Porchlight.q ??= []).push(arguments);
  };
  const { groupId, colors, buttonPosition, buttonSize, startHidden, onNewMessage } = setup;
  const script = make("script", { src: `${origin}/porchlight.js`, async: true });
  const side = buttonPosition?.replace(/^b/, "")[0];
  const said = { site, group: groupId, color: colors?.buttonBg, size: buttonSize, side: side && (side === "l" ? "start" : "end") };
  for (const [name, value] of Object.entries(said)) if (value) script.dataset[name] = `${value}`;
  if (Object.keys(passed).length) script.dataset.visitor = JSON.stringify(passed);
  if (startHidden) say("hide");
  if (onNewMessage)
    say("on", "message", ({ from, text, name }: { from: string; text: string; name?: string }) =>
      onNewMessage({ type: from === "agent" ? "agent" : "client", text, name }),
    );
  const call: Call = (verb, word) => {
    if (Object.hasOwn(verbs, verb)) return verbs[verb](word as never);
    if (!told.has(verb)) console.info(`Porchlight: ${NAME}("${verb}") is not taken over`);
    told.add(verb);
  };
  scope[NAME] = call;
  for (const words of waiting) call(...words);
  const linked = () => {
    if (location.hash === LINK) say("open");
  };
  addEventListener("hashchange", linked);
  linked();
  document.head.append(script);
}

const isPhone = matchMedia("(width <= 480px)").matches;
if (!site) console.info(`Porchlight: the address of ${NAME}'s script has no ?site=…`);
else if (!(isPhone ? setup.disabledOnMobile : setup.mobileOnly)) bring(site);
