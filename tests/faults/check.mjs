// The judge of the fault tests: what a site's SQLite file, the clients' journal and the histories say of each
// other. It shares no code with the product and knows of it only its two tables.
//   node check.mjs site.sqlite journal.jsonl
// The journal has one JSON object per line:
//   {is:"wrote", who, conversation, id, body}          before a client sends a message for the first time
//   {is:"acknowledged", who, conversation, id, seq}    each time that the edge says it is stored
//   {is:"history", who, conversation, whole, messages: [{seq, id, body}]}   what a client has in the end
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

const [database, journal] = process.argv.slice(2);
const faults = { lost: [], doubled: [], reordered: [], gaps: [], foreign: [] };
const fault = (kind, what) => faults[kind].push(what);

const sql = new DatabaseSync(database);
const { integrity_check: integrity } = sql.prepare("PRAGMA integrity_check").get();
if (integrity !== "ok") fault("lost", `the database is damaged: ${integrity}`);

/** Conversation to its rows, in order. */
const stored = new Map();
/** Id of a message to its row: the clients' ids are unique by 128 random bits. */
const byId = new Map();
/** The clients never write the same text twice. */
const bodies = new Set();
for (const row of sql.prepare("SELECT conversation, seq, id, body FROM message ORDER BY conversation, seq").all()) {
  if (!stored.has(row.conversation)) stored.set(row.conversation, []);
  stored.get(row.conversation).push(row);
  if (byId.has(row.id)) fault("doubled", `${row.id} is stored at ${byId.get(row.id).seq} and ${row.seq}`);
  if (bodies.has(row.body)) fault("doubled", `"${row.body}" is stored twice`);
  byId.set(row.id, row);
  bodies.add(row.body);
}
for (const { id, last } of sql.prepare("SELECT id, last FROM conversation").all()) {
  const rows = stored.get(id) ?? [];
  rows.forEach((row, at) => {
    if (row.seq !== at + 1) fault("gaps", `${id}: ${row.seq} stands at place ${at + 1}`);
  });
  if (rows.length !== last) fault("gaps", `${id} counts ${last} messages and has ${rows.length}`);
}

const wrote = new Map();
/** Conversation and writer to the place that this writer has reached. */
const reached = new Map();
const acknowledged = new Set();
const counts = { written: 0, stored: byId.size, acknowledgements: 0, histories: 0 };
const lines = readFileSync(journal, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));

for (const { who, conversation, id, body } of lines.filter(({ is }) => is === "wrote")) {
  counts.written++;
  wrote.set(id, body);
  const row = byId.get(id);
  if (!row || row.conversation !== conversation) {
    fault("lost", `${who} wrote ${id}, which is not stored there`);
    continue;
  }
  if (row.body !== body) fault("foreign", `${id} says ${row.body} where ${who} wrote ${body}`);
  const lane = `${conversation} ${who}`;
  if (row.seq <= (reached.get(lane) ?? 0)) fault("reordered", `${who} wrote ${id} later than what it precedes`);
  reached.set(lane, row.seq);
}
for (const id of byId.keys()) if (!wrote.has(id)) fault("foreign", `nobody wrote ${id}`);

for (const { who, id, seq } of lines.filter(({ is }) => is === "acknowledged")) {
  counts.acknowledgements++;
  acknowledged.add(id);
  const row = byId.get(id);
  if (!row) fault("lost", `${who} was told that ${id} is stored`);
  else if (row.seq !== seq) fault("reordered", `${who} was told ${seq} for ${id}, which stands at ${row.seq}`);
}
for (const id of wrote.keys()) if (!acknowledged.has(id)) fault("lost", `${id} was never acknowledged`);

for (const { who, conversation, whole, messages } of lines.filter(({ is }) => is === "history")) {
  counts.histories++;
  const rows = stored.get(conversation) ?? [];
  const seen = new Set();
  messages.forEach((message, at) => {
    if (seen.has(message.id)) fault("doubled", `${who} shows ${message.id} twice`);
    seen.add(message.id);
    const row = rows[at];
    if (!row) fault("foreign", `${who} shows ${message.id} beyond the end of ${conversation}`);
    else if (row.id !== message.id || row.seq !== message.seq) {
      fault("reordered", `${who} shows ${message.id} at place ${at + 1} of ${conversation}`);
    } else if (row.body !== message.body) fault("foreign", `${who} shows another text for ${message.id}`);
  });
  if (whole && messages.length < rows.length) {
    fault("lost", `${who} shows ${messages.length} of the ${rows.length} messages of ${conversation}`);
  }
}

const summary = Object.fromEntries(Object.entries(faults).map(([kind, found]) => [kind, found.length]));
console.log(JSON.stringify({ ...counts, ...summary }));
for (const [kind, found] of Object.entries(faults)) {
  for (const what of found.slice(0, 5)) console.error(`${kind}: ${what}`);
}
process.exitCode = Object.values(faults).some((found) => found.length) ? 1 : 0;
