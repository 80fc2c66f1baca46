// Fills a site's SQLite file as years of use would: conversations, most of them closed, and their messages.
//   node seed.mjs site.sqlite CONVERSATIONS MESSAGES
import { DatabaseSync } from "node:sqlite";

const [database, conversations, messages] = process.argv.slice(2).map((text, at) => (at ? Number(text) : text));
const words = "lamp shade brass oak ship order Peru week thanks price colour cable light table return".split(" ");
const end = Date.now() - 60_000;
const each = Math.floor(messages / conversations);

// The same at each run.
let state = 7;
const random = (below) => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
  return (state >> 8) % below;
};
const text = () => Array.from({ length: 6 + random(12) }, () => words[random(words.length)]).join(" ");

const sql = new DatabaseSync(database);
sql.exec("PRAGMA synchronous = OFF; BEGIN");
const open = sql.prepare(
  `INSERT INTO conversation (id, visitor, opened_at, state, waiting, members, email, last, read, answered, at, excerpt, pace)
   VALUES (?, ?, ?, ?, ?, '[]', ?, ?, 0, 0, ?, ?, 0)`,
);
const say = sql.prepare("INSERT INTO message (conversation, seq, sender, id, name, body, at) VALUES (?, ?, '', ?, NULL, ?, ?)");
for (let number = 0; number < conversations; number += 1) {
  const id = `seed-${String(number).padStart(8, "0")}`;
  const at = end - (conversations - number) * 60_000;
  const isOpen = number % 200 === 0;
  const last = text();
  const email = number % 3 ? null : `visitor${number}@home.example`;
  open.run(id, `visitor-${number}`, at, isOpen ? "open" : "closed", isOpen ? 1 : 0, email, each, at, last.slice(0, 120));
  for (let seq = 1; seq <= each; seq += 1) {
    // One word that stands in one message only.
    const unique = seq === 1 ? ` needle${number}` : "";
    say.run(id, seq, `seed-message-${number}-${seq}`, (seq === each ? last : text()) + unique, at - (each - seq) * 1_000);
  }
}
sql.exec("COMMIT");
