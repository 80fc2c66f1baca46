// What a page may say to the widget, and hear from it. Every call gives a promise; calls made before the script tag
// has run are kept, where the page has this line before it:
//
//   window.Porchlight ??= function () { (Porchlight.q ??= []).push(arguments) };
//
// (calls kept so give nothing back). What is not known, or cannot be taken, rejects with a sentence.

export interface State {
  /** The panel can be used; before that `open` waits for it. */
  ready: boolean;
  /** What a visitor sees; absent until the edge said who is in. */
  mode?: "live" | "messaging" | "hidden";
  /** The panel is open. */
  open: boolean;
  /** The page has not hidden the widget. */
  shown: boolean;
  /** Answers that the visitor has not seen; 9 also stands for more. */
  unread: number;
  group?: string;
}

export interface Message {
  id: string;
  from: "visitor" | "agent";
  text: string;
  /** Who of the team wrote it. */
  name?: string;
}

export interface Events {
  /** The panel can be used. Told at once to whoever comes later. */
  ready: State;
  /** Live Chat, Messaging or hidden: it is another than before. */
  mode: State;
  open: State;
  close: State;
  unread: State;
  /** A message was stored. What the browser had before the page was loaded is no news. */
  message: Message;
}

export interface Settings {
  /** The group of agents that this page belongs to; null for none. */
  group?: string | null;
  /** What the team sees beside the conversation: 20 at most, marked as not verified. */
  visitor?: Record<string, string | number | boolean>;
  /** With `data-consent="wait"` in the tag nothing is asked or loaded before this. */
  consent?: true;
}

export interface Porchlight {
  /** Opens the panel; false where there is none, since nobody is in and the site shows nothing then. */
  (verb: "open"): Promise<boolean>;
  (verb: "close"): Promise<void>;
  (verb: "toggle"): Promise<boolean | void>;
  /** Shows what `hide` took away. */
  (verb: "show"): Promise<void>;
  /** Takes launcher and panel off the page until `show` or `open`. Events go on. */
  (verb: "hide"): Promise<void>;
  (verb: "set", settings: Settings): Promise<void>;
  /** Tells the team what the visitor did, while a conversation is open; false where none is. */
  (verb: "track", what: string, details?: Record<string, string | number | boolean>): Promise<boolean>;
  /** Another page is shown: does nothing, since the widget notices by itself. */
  (verb: "page"): Promise<void>;
  <E extends keyof Events>(verb: "on", event: E, listener: (said: Events[E]) => void): Promise<void>;
  /** Without a listener all of the event's are taken away. */
  <E extends keyof Events>(verb: "off", event: E, listener?: (said: Events[E]) => void): Promise<void>;
  <E extends keyof Events>(verb: "once", event: E, listener?: (said: Events[E]) => void): Promise<Events[E]>;
  (verb: "state"): Promise<State>;
  /** The site says who the visitor is, by a JWT that its server signed, or a function that gives one: history follows
   * into every browser of that person. Rejects with a sentence that says what is wrong with it. */
  (verb: "identify", jwt: string | Promise<string> | (() => string | Promise<string>)): Promise<void>;
  /** Leaves the conversation, which the team keeps, and opens a new one; false where there is none, as `open` says. Whom
   * the site knows has one conversation: then it rejects. */
  (verb: "restart"): Promise<boolean>;
  /** This browser forgets the conversation and who the visitor is: what was not sent is lost. */
  (verb: "logout"): Promise<void>;
  /** Takes the widget away, with its connection. A script tag that is added later starts anew. */
  (verb: "destroy"): Promise<void>;
  q?: IArguments[];
}

declare global {
  interface Window {
    Porchlight: Porchlight;
  }
  var Porchlight: Porchlight;
}
