// A site as the first version of the schema kept it, and what is in such a file.
//   node first.mjs make site.sqlite 1.sql SITE TOKEN SESSION   writes one, with rows in every table
//   node first.mjs dump site.sqlite 1.sql                      prints the first version's columns of each row
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

const [verb, file, schema, site, token, session] = process.argv.slice(2);
const sql = new DatabaseSync(file);
const hash = (secret) => createHash("sha256").update(secret).digest("base64url");
const tables = ["site", "agent", "link", "session", "conversation", "message"];

if (verb === "make") {
  sql.exec("CREATE TABLE migration (version INTEGER PRIMARY KEY) STRICT");
  sql.exec(readFileSync(schema, "utf8"));
  sql.exec("INSERT INTO migration VALUES (1)");
  const insert = (table, ...values) =>
    sql.prepare(`INSERT INTO ${table} VALUES (${values.map(() => "?").join(", ")})`).run(...values);
  const now = Date.now() - 3_600_000;
  insert("site", site, "salt", "Old Shop", "messaging", JSON.stringify(["http://shop.example"]));
  insert("agent", "ada", "ada@shop.example", "Ada", "admin", "offline", "manual", now, now);
  insert("agent", "bob", "bob@shop.example", "Bob", "agent", "online", "manual", now, now);
  insert("link", hash("an old link"), "bob", now);
  insert("session", hash(session), "ada", now + 30 * 86_400_000);
  const conversation = (id, visitor, state, waiting, last, email) =>
    insert("conversation", id, hash(visitor), null, now, state, waiting, '["ada"]', email,
      "http://shop.example/lamps", last, last - 1, last - 1, now + last, `message ${last}`, now);
  conversation("first", token, "open", 1, 203, "eve@mail.example");
  conversation("second", "of somebody else", "closed", 0, 2, null);
  for (const [id, last] of [["first", 203], ["second", 2]]) {
    for (let seq = 1; seq <= last; seq++) {
      // The visitor writes the odd ones.
      const [sender, name] = seq % 2 ? ["", null] : ["ada", "Ada"];
      insert("message", id, seq, sender, `of-${id}-0123456789-${seq}`, name, `message ${seq}`, now + seq);
    }
  }
}
// Bytes on disk, for those who copy the file.
sql.exec("PRAGMA wal_checkpoint(TRUNCATE)");
if (verb === "dump") {
  const first = new DatabaseSync(":memory:");
  first.exec(readFileSync(schema, "utf8"));
  const versions = sql.prepare("SELECT version FROM migration ORDER BY version").all();
  const rows = tables.map((table) => {
    const columns = first.prepare(`PRAGMA table_info(${table})`).all().map(({ name }) => name);
    return [table, sql.prepare(`SELECT ${columns.join(", ")} FROM ${table} ORDER BY 1, 2`).all()];
  });
  console.log(JSON.stringify({ versions: versions.map(({ version }) => version), rows: Object.fromEntries(rows) }));
}
