// A lobby's object: who is on a site now (SPEC.md, O1 and O2). All that it knows of a page is with the page's
// socket, so that it sleeps while nobody moves; a `ping` is answered without waking it.
//
// Sockets and fan-out, and no decision of a site's: whether something may be it asks the site's object. In
// JavaScript, since that weighs a tenth here.
import { GONE, ask, count, enter, hear, visitor } from "./guest.js";
import { id, network, refusal } from "./answer.js";

// Pages of visitors in one lobby, unless LOBBY_MOST says otherwise.
const MOST = 5_000;
// Sockets from one address (L2).
const MOST_PER_ADDRESS = 20;
// While a console listens: how often its session is looked at, and whether pages are still there.
const LOOK = 30_000;
// A page says `ping` every 30 s, in the background once a minute.
const SILENCE = 100_000;
// The most visitors in one frame; as in wire::online.
const PAGE = 200;
// The state of an open socket.
const OPEN = 1;
// As in wire::close; 1012 is a restart: clients come back.
const [UNAUTHORIZED, TOO_MANY, BAD_FRAME, RESTART] = [4001, 4003, 4000, 1012];

export class Lobby {
  #ctx;
  #env;
  // As they are stored.
  #rules;

  constructor(ctx, env) {
    this.#ctx = ctx;
    this.#env = env;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /** `/v1/sites/{site}/{what}`, from the router. */
  async fetch(request) {
    const [, , site, what] = new URL(request.url).pathname.split("/").filter(Boolean);
    let response;
    try {
      response = await this.#serve(request, site, what);
    } catch (error) {
      response = refusal("internal", "Something went wrong on our side. Please try again.", error);
    }
    // Pages may read why they may not (H2); an upgrade's headers are not for them.
    if (what === "lobby" && response.status !== 101) {
      response.headers.set("access-control-allow-origin", "*");
      response.headers.set("access-control-expose-headers", "etag, retry-after");
    }
    return response;
  }

  async #serve(request, site, what) {
    switch (what) {
      case "lobby": return this.#enter(request, site);
      case "visitors": return this.#listen(request, site);
      case "invitations": return this.#invite(request, site);
      default:
        // The router says that something changed.
        await this.#look(site);
        return new Response(null, { status: 204 });
    }
  }

  // A visitor's page comes.
  async #enter(request, site) {
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
      return refusal("upgrade_required", "This address takes a WebSocket.");
    }
    const { on, origins, salt } = await this.#known(site);
    if (!on) {
      return refusal("conflict", "Visitors online is switched off. An admin can switch it on in the settings.");
    }
    const origin = request.headers.get("origin");
    if (origin === null) return refusal("foreign_origin", "The request names no Origin.");
    if (origin !== (this.#env.PUBLIC_ORIGIN ?? new URL(request.url).origin) && !origins.includes(origin)) {
      return refusal(
        "foreign_origin",
        "Pages of this origin may not carry the widget of this site. An admin can allow it in the settings.",
      );
    }
    const address = await network(request, salt);
    if (this.#open("page").length >= this.#most()) return refusal("too_many", "The lobby is full.");
    if (address && this.#open(address).length >= MOST_PER_ADDRESS) {
      return refusal("too_many", "Too many pages of your network are connected.");
    }
    const guest = enter(id(16), Date.now());
    return this.#accept(guest, ["page", `id ${guest.id}`, ...(address ? [address] : [])])[0];
  }

  // A console comes, if the site's object lets it in.
  async #listen(request, site) {
    const answer = await this.#site(site).fetch(request);
    if (!answer.ok) return answer;
    const { session, ...rules } = await answer.json();
    await this.#learn(rules);
    const [response, socket] = this.#accept(session, ["console"]);
    const pages = this.#open("page");
    const visitors = pages.map((page) => visitor(page.deserializeAttachment())).filter(Boolean);
    const full = pages.length >= this.#most();
    let at = 0;
    do {
      const some = visitors.slice(at, at += PAGE);
      socket.send(JSON.stringify({ type: "visitors", visitors: some, done: at >= visitors.length, full }));
    } while (at < visitors.length);
    await this.#ctx.storage.setAlarm(Date.now() + LOOK);
    return response;
  }

  // Hands a page what an agent wrote, if the site's object lets it through; that keeps the text.
  async #invite(request, site) {
    const answer = await this.#site(site).fetch(request);
    if (!answer.ok) return answer;
    const { visitor, id, name, body } = await answer.json();
    const [page] = this.#open(`id ${visitor}`);
    if (!page) return refusal(...GONE);
    const guest = page.deserializeAttachment();
    const why = ask(guest, Date.now(), id, name);
    if (why) return refusal(...why);
    page.send(JSON.stringify({ type: "invitation", id, name, body }));
    page.serializeAttachment(guest);
    this.#show(guest);
    return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
  }

  webSocketMessage(socket, text) {
    const hangUp = (code, reason) => {
      close(socket, code, reason);
      this.#left(socket);
    };
    if (this.#ctx.getTags(socket).includes("console")) return hangUp(BAD_FRAME, "consoles only listen here");
    const guest = socket.deserializeAttachment(), now = Date.now();
    // One that was hung up on.
    if (!guest) return;
    if (!count(guest, now)) return hangUp(TOO_MANY, "too many frames");
    const isNews = hear(guest, now, text);
    if (Array.isArray(isNews)) return hangUp(...isNews);
    socket.serializeAttachment(guest);
    if (isNews) this.#show(guest);
  }

  webSocketClose(socket) {
    // Without it the browser's side stays in CLOSING.
    close(socket, 1000, "");
    this.#left(socket);
  }

  webSocketError(socket) {
    this.#left(socket);
  }

  /** Never fails: an alarm that keeps failing is dropped for good by the platform. */
  async alarm() {
    try {
      await this.#lookAround();
    } catch (error) {
      console.error("the lobby's alarm:", error);
    }
  }

  // While somebody listens: whether they may, and which pages are gone without a word.
  async #lookAround() {
    const consoles = this.#open("console");
    if (!consoles.length) return;
    try {
      const rules = await this.#stored();
      if (rules) await this.#look(rules.site);
    } catch (error) {
      console.error("the lobby could not ask:", error);
      // Who cannot be asked about is let in anew.
      for (const listener of consoles) close(listener, RESTART, "please come back");
    }
    const now = Date.now();
    for (const page of this.#open("page")) {
      const ping = this.#ctx.getWebSocketAutoResponseTimestamp(page)?.getTime() ?? 0;
      if (now - Math.max(ping, page.deserializeAttachment()?.opened) <= SILENCE) continue;
      close(page, RESTART, "please come back");
      this.#left(page);
    }
    if (this.#open("console").length) await this.#ctx.storage.setAlarm(now + LOOK);
  }

  #accept(attachment, tags) {
    const [client, server] = Object.values(new WebSocketPair());
    this.#ctx.acceptWebSocket(server, tags);
    server.serializeAttachment(attachment);
    return [new Response(null, { status: 101, webSocket: client }), server];
  }

  // Tells the consoles where a visitor is.
  #show(guest) {
    const one = visitor(guest);
    if (one) this.#tell({ type: "visitor", ...one });
  }

  // Tells them that a page is gone, once.
  #left(socket) {
    // Of a console there is nothing to tell.
    const id = socket.deserializeAttachment()?.id;
    if (!id) return;
    socket.serializeAttachment(null);
    this.#tell({ type: "left", id });
  }

  #tell(frame) {
    const text = JSON.stringify(frame);
    for (const listener of this.#open("console")) {
      try {
        listener.send(text);
      } catch {
        // It is closing.
      }
    }
  }

  // The open sockets with a tag. One that is closing is not there any more.
  #open(tag) {
    return this.#ctx.getWebSockets(tag).filter((socket) => socket.readyState === OPEN);
  }

  #most() {
    return Number(this.#env.LOBBY_MOST) || MOST;
  }

  #site(site) {
    return this.#env.SITE.get(this.#env.SITE.idFromName(site));
  }

  async #stored() {
    return (this.#rules ??= await this.#ctx.storage.get("rules"));
  }

  // The rules as they are stored; asked for where there are none yet.
  async #known(site) {
    return (await this.#stored()) ?? this.#look(site);
  }

  // Asks the site's object how it stands, and which consoles may still listen.
  async #look(site) {
    const consoles = this.#open("console");
    const sessions = consoles.map((listener) => listener.deserializeAttachment()).join();
    const headers = { "x-porchlight-sessions": sessions };
    const answer = await this.#site(site).fetch("https://site/lobby", { headers });
    if (!answer.ok) throw new Error(`the site's object answered ${answer.status}`);
    const { session, ...rules } = await answer.json();
    const holds = session.split(",");
    for (const listener of consoles) {
      if (!holds.includes(listener.deserializeAttachment())) close(listener, UNAUTHORIZED, "the session ended");
    }
    return this.#learn(rules);
  }

  // Takes the rules in as they are now. Where the list is off nobody stays.
  async #learn(rules) {
    if (!rules.on) {
      for (const socket of this.#ctx.getWebSockets()) close(socket, UNAUTHORIZED, "switched off");
    }
    if (JSON.stringify(rules) !== JSON.stringify(await this.#stored())) {
      await this.#ctx.storage.put("rules", rules);
      this.#rules = rules;
    }
    return rules;
  }
}

function close(socket, code, reason) {
  try {
    socket.close(code, reason);
  } catch {
    // It is closed.
  }
}
