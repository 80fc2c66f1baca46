// What our own rates are compared with: the least that a JavaScript object does for the same job.
//   /echo    sends each frame back
//   /insert  writes one row per frame, then acknowledges it
//   /both    writes the two rows that a message is to Porchlight, in one transaction, then acknowledges it
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
    this.sql.exec(
      `CREATE TABLE IF NOT EXISTS conversation (id TEXT PRIMARY KEY, last INTEGER NOT NULL, at INTEGER NOT NULL,
         excerpt TEXT NOT NULL) STRICT;
       CREATE INDEX IF NOT EXISTS conversation_by_change ON conversation (at, id)`,
    );
    this.seq = 0;
  }

  fetch(request) {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server, [new URL(request.url).pathname]);
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(socket, text) {
    const [job] = this.ctx.getTags(socket);
    if (job === "/echo") return socket.send(text);
    const { id, body } = JSON.parse(text);
    const seq = ++this.seq;
    const at = Date.now();
    const insert = () =>
      this.sql.exec(
        "INSERT INTO message (conversation, seq, sender, id, name, body, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        "c", seq, "a", id, "Ada", body, at,
      );
    if (job === "/insert") insert();
    else {
      this.ctx.storage.transactionSync(() => {
        this.sql.exec(
          `INSERT INTO conversation (id, last, at, excerpt) VALUES (?1, ?2, ?3, ?4)
           ON CONFLICT (id) DO UPDATE SET last = ?2, at = ?3, excerpt = ?4`,
          "c", seq, at, body,
        );
        insert();
      });
    }
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
