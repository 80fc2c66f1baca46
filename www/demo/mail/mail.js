// The mailbox of `make dev`: what wrangler's simulation of mail keeps, and answers to it. It has nothing to show
// where Porchlight is deployed.
const SENT = "/cdn-cgi/local/explorer/api/local/email/sending";
const part = (id) => document.getElementById(id);
let open;

refresh();

async function refresh() {
  try {
    const mails = await ask(`${SENT}?per_page=100`);
    if (mails.length !== part("list").childElementCount) part("list").replaceChildren(...mails.map(row));
    part("empty").hidden = mails.length > 0;
  } catch {
    part("empty").hidden = false;
    part("empty").textContent = "There is no mailbox here: it is a part of make dev.";
  }
  setTimeout(refresh, 2_000);
}

function row(mail) {
  const button = document.createElement("button");
  button.textContent = `${mail.to.join(", ")} — ${mail.subject}`;
  button.addEventListener("click", () => show(mail.messageId, button));
  const row = document.createElement("li");
  row.append(button);
  return row;
}

async function ask(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(answer.status);
  return (await answer.json()).result;
}

async function show(id, button) {
  for (const other of part("list").querySelectorAll("button")) {
    other.setAttribute("aria-current", String(other === button));
  }
  open = await ask(`${SENT}?email_id=${encodeURIComponent(id)}`);
  part("mail").hidden = false;
  part("subject").textContent = open.subject;
  part("who").textContent = `From ${open.from} to ${open.to.join(", ")}`;
  part("html").srcdoc = open.html ?? "";
  part("reply").hidden = !open.replyTo;
  part("as").textContent = open.to[0];
  part("said").textContent = "";
}

part("reply").addEventListener("submit", async (event) => {
  event.preventDefault();
  const from = open.to[0];
  const domain = from.split("@")[1];
  const quoted = (open.text ?? "").split("\n").map((line) => `> ${line}`);
  // As a mail program would write it, and the server that takes it in would vouch for it.
  const raw = [
    `Authentication-Results: mx.cloudflare.net; dmarc=pass header.from=${domain}`,
    `From: ${from}`,
    `To: ${open.replyTo}`,
    `Subject: Re: ${open.subject}`,
    `Message-ID: <${crypto.randomUUID()}@${domain}>`,
    "Content-Type: text/plain; charset=utf-8",
    "",
    part("text").value,
    "",
    `On ${new Date().toUTCString()}, ${open.from} wrote:`,
    ...quoted,
  ].join("\r\n");
  const envelope = new URLSearchParams({ from, to: open.replyTo });
  const answer = await fetch(`/cdn-cgi/handler/email?${envelope}`, { method: "POST", body: raw });
  part("said").textContent = answer.ok ? "Sent." : `Not taken: ${await answer.text()}`;
  if (answer.ok) part("text").value = "";
});
