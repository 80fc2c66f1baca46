// What our own rates are compared with: the least that a JavaScript object does for the same job.
//   /echo    sends each frame back
//   /insert  writes one row per frame, then acknowledges it
import { DurableObject } from "cloudflare:workers";

export class Bare extends DurableObject {
  constructor(state, env) {
    super(state, env);
    this.sql = state.storage.sql;
    this.sql.exec(
      `CREATE TABLE IF NOT EXISTS message (
         conversation TEXT NOT NULL, seq INTEGER NOT NULL, sender TEXT NOT NULL, id TEXT NOT NULL, name TEXT,
         body TEXT NOT NULL, at INTEGER NOT NULL,
         PRIMARY KEY (conversation, seq), UNIQUE (conversation, sender, id)
       ) STRICT, WITHOUT ROWID`,
    );
    this.seq = 0;
  }

  fetch(request) {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server, [new URL(request.url).pathname]);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(socket, text) {
    if (this.ctx.getTags(socket)[0] === "/echo") return socket.send(text);
    const { id, body } = JSON.parse(text);
    const seq = ++this.seq;
    const at = Date.now();
    this.sql.exec(
      "INSERT INTO message (conversation, seq, sender, id, name, body, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      "c", seq, "a", id, "Ada", body, at,
    );
    socket.send(JSON.stringify({ type: "stored", id, seq, at }));
  }

  webSocketClose(socket) {
    socket.close();
  }
}

export default {
  fetch(request, env) {
    return env.BARE.getByName("bare").fetch(request);
  },
};
