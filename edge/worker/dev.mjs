// `make dev`: wrangler dev with persisted data, the site `demo` seeded once, and a way in for its agents.
import { spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const port = Number(process.env.PORT ?? 8787);
const state = resolve(process.env.STATE || join(root, ".state"));
const origin = `http://localhost:${port}`;
const agents = [
  { name: "Ada Lovelace", email: "ada@demo.example", role: "admin" },
  { name: "Grace Hopper", email: "grace@demo.example", role: "agent" },
];

let wrangler;
let stopping = false;

if (!Number.isInteger(port) || port < 1 || port > 65535) fail(`PORT is no port: ${process.env.PORT}`);
if (!(await isFree(port))) fail(`Port ${port} is taken. Stop what uses it, or choose another: make dev PORT=8788`);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(0));

const mails = join(state, "mails");
mkdirSync(mails, { recursive: true });
const key = secret("operator-key", () => randomBytes(32).toString("base64url"));
const pushKey = secret("push-key", () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }).d);

say(`Starting Porchlight on port ${port}…`);
// A group of its own, so that one signal reaches workerd and esbuild too.
wrangler = spawn(
  process.execPath,
  [
    join(root, "node_modules/wrangler/bin/wrangler.js"), "dev",
    "--config", join(root, "edge/worker/wrangler.toml"),
    "--port", String(port), "--ip", "127.0.0.1", "--inspector-port", "0",
    "--persist-to", state,
    "--var", `OPERATOR_KEY:${key}`,
    "--var", `VAPID_PRIVATE_KEY:${pushKey}`,
    "--var", `PUBLIC_ORIGIN:${origin}`,
    "--var", "MAIL_REPLY:reply@mail.example",
    "--show-interactive-dev-session=false", "--log-level", process.env.LOG ?? "log",
  ],
  { cwd: join(root, "edge/worker"), detached: true, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: "false" } },
);
const output = [];
for (const stream of [wrangler.stdout, wrangler.stderr]) stream.on("data", hear);
wrangler.on("exit", (code) => {
  if (stopping) return;
  console.error(output.join(""));
  fail(`wrangler ended by itself (${code}); what it said stands above.`);
});

await until(async () => (await fetch(`${origin}/v1/sites/demo/presence`)).status < 500);
const created = await operator("PUT", "sites/demo", {
  name: "Lantern & Oak",
  origins: [origin, `http://127.0.0.1:${port}`],
  agents,
});
const links = [];
for (const agent of agents) {
  links.push({ agent, url: (await operator("POST", "sites/demo/links", { email: agent.email })).url });
}

say("");
say(`Porchlight is ready: ${origin}/`);
say(`  A shop with the widget  ${origin}/demo/`);
say(`  The agents' console     ${origin}/console/?site=demo`);
say(`  Everybody's mailbox     ${origin}/demo/mail/`);
for (const { agent, url } of links) say(`  Sign in as ${agent.name.padEnd(13)}${url}`);
say("");
say(
  created.created
    ? `The site "demo" was created; its data is kept in ${short(state)}.`
    : `Kept the data of the last time, in ${short(state)}.`,
);
say(`Each link works once, for ten minutes. Mails are kept in the mailbox, and in ${short(mails)}.`);
say("Ctrl-C stops it.");
await keepMails();

/** Keeps what goes out as files, and says so: wrangler's own are gone when it ends. */
async function keepMails() {
  const kept = new Set();
  const sent = `${origin}/cdn-cgi/local/explorer/api/local/email/sending`;
  for (;;) {
    await new Promise((done) => setTimeout(done, 1_000));
    try {
      const { result } = await (await fetch(`${sent}?per_page=100`)).json();
      for (const { messageId, to, subject, sentAt } of result.toReversed()) {
        if (kept.has(messageId)) continue;
        kept.add(messageId);
        const query = new URLSearchParams({ email_id: messageId });
        const mail = (await (await fetch(`${sent}?${query}`)).json()).result;
        const path = join(mails, `${sentAt.replaceAll(":", "-")}-${to[0].replace(/[^\w@.-]/g, "")}`);
        writeFileSync(`${path}.txt`, mail.text ?? "");
        writeFileSync(`${path}.html`, mail.html ?? "");
        say(`Mail to ${to[0]}: ${subject}`);
        say(`Text: ${path}.txt`);
      }
    } catch {
      // wrangler starts anew, or ends.
    }
  }
}

/** What wrangler says goes to the reader only where it is news: errors. Mails are told of by `keepMails`. */
function hear(chunk) {
  const text = chunk.toString();
  if (output.length < 400) output.push(text);
  for (const line of text.split("\n")) {
    if (/\berror\b/i.test(line) && !/Request\.cf/.test(line)) {
      say(line.trimEnd());
    }
  }
}

/** A secret of the deployment, made once and kept beside the data. */
function secret(name, make) {
  const path = join(state, name);
  if (!existsSync(path)) writeFileSync(path, make(), { mode: 0o600 });
  chmodSync(path, 0o600);
  return readFileSync(path, "utf8").trim();
}

async function operator(method, path, body) {
  const response = await fetch(`${origin}/v1/operator/${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) fail(`The edge refused to seed the demo: ${answer.message ?? response.status}`);
  return answer;
}

async function until(isReady) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      if (await isReady()) return;
    } catch {
      // Not listening yet.
    }
    if (Date.now() > deadline) {
      console.error(output.join(""));
      fail("The edge did not answer within a minute; what wrangler said stands above.");
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}

function isFree(wanted) {
  return new Promise((done) => {
    const probe = createServer();
    probe.once("error", () => done(false));
    probe.listen(wanted, "127.0.0.1", () => probe.close(() => done(true)));
  });
}

/** Ends wrangler and all that it started: asked first, then forced. */
function stop(code) {
  if (stopping) return;
  stopping = true;
  if (!wrangler || wrangler.exitCode !== null) process.exit(code);
  const signal = (name) => {
    try {
      process.kill(-wrangler.pid, name);
    } catch {
      // The group is gone.
    }
  };
  const force = setTimeout(() => signal("SIGKILL"), 4_000);
  wrangler.on("exit", () => {
    clearTimeout(force);
    // wrangler may leave before its children do.
    signal("SIGKILL");
    process.exit(code);
  });
  signal("SIGTERM");
}

function fail(message) {
  console.error(message);
  stop(1);
  if (!wrangler) process.exit(1);
  throw new Error(message);
}

function short(path) {
  const inside = relative(process.cwd(), path);
  return inside.startsWith("..") ? path : inside || ".";
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
