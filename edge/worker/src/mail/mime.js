// A raw mail, read inside workerd: MIME by postal-mime, HTML by the platform's HTMLRewriter.
import PostalMime, { addressParser } from "postal-mime";

const MAX_TEXT = 500_000;
const MAX_LINE = 2_000;
const MAX_HTML = 1_000_000;
// How often HTMLRewriter may call: it takes 10 µs each time.
const MAX_EVENTS = 60_000;

// postal-mime takes linear time, but some hundred bytes of memory for a line, a tag, a padded piece of base64,
// and a thousand for a part; an isolate has 128 MB. So a mail is read until its bytes cost this much: 10 MB of
// a usual one, 250,000 empty lines of another. (5 MB of empty lines, read whole, would take 1.4 GB.)
const MAX_COST = 80_000_000;
const COST = new Uint16Array(256).fill(4);
for (const [byte, cost] of [["\n", 300], ["=", 400], ["-", 600], ["<", 100]]) COST[byte.charCodeAt(0)] = cost;

const LIMITS = {
  // What exceeds these two makes postal-mime throw; see `parse`.
  maxNestingDepth: 50,
  maxHeadersSize: 256 * 1024,
  // A mail within the mail is not what its sender says.
  forceRfc822Attachments: true,
};

const HEADERS = new Set([
  "auto-submitted", "precedence", "list-id", "list-unsubscribe", "list-post", "list-help", "x-autoreply",
  "x-autorespond", "x-auto-response-suppress", "x-porchlight-mail", "authentication-results", "received",
  "return-path", "content-type", "x-failed-recipients",
]);

// Not `head`: its end tag may be left out.
const UNSEEN = "title,style,script,noscript,template,xml,select,object,svg,math";
const PARAGRAPHS = "p,h1,h2,h3,h4,h5,h6,ul,ol,dl,table,pre";
const BLOCKS =
  "div,li,tr,dt,dd,hr,address,article,aside,center,fieldset,figure,footer,form,header,main,nav,section,blockquote";

// What mail programs put around the history that they quote: Gmail, Yahoo, Proton, Outlook, Thunderbird, Spark,
// Zoho, GMX, NetEase …
const OLD =
  "blockquote,.gmail_quote,.gmail_quote_container,.gmail_attr,.gmail_extra,.yahoo_quoted,.protonmail_quote," +
  "#OLK_SRC_BODY_SECTION,#mail-editor-reference-message-container,.ms-outlook-mobile-reference-message," +
  ".moz-cite-prefix,[name=messageReplySection],.zmail_extra,div[name=quote],#isReplyContent";
// … and what Outlook puts before it: on the web, in Hotmail's time, and on the desktop a line above the headers.
const OLD_FROM_HERE =
  "#divRplyFwdMsg,#appendonsend,#stopSpelling,.OutlookMessageHeader," +
  ["#E1E1E1", "#B5C4DF"].flatMap((grey) => ["", " "].map((s) => `[style*="border-top:${s}solid ${grey}" i]`));
// Samsung has a comment there.
const OLD_COMMENT = /^\s*originalMessage\s*$/i;
// So Gmail and Apple Mail indent what is new.
const INDENT = /\b0(px)? 40px;\s*border:\s*none/i;
// Paragraphs without the space between: Outlook writes every line so.
const CLOSE = /\bMso|\bmargin:\s*0\w*\s*(;|$)/;

/**
 * Reads a raw mail (a Uint8Array). Answers JSON text; rejects never for what is in the mail: at worst it is a
 * mail with what could be read.
 */
export async function read(raw) {
  const mail = await parse(raw);
  const froms = mail.headers.filter(({ key }) => key === "from").flatMap(({ value }) => addressParser(value));
  // Two senders are none: who checked the one may have checked the other.
  const from = froms.length === 1 && isAddress(froms[0].address) ? froms[0].address : "";
  const headers = mail.headers.filter(({ key }) => HEADERS.has(key)).slice(0, 60);
  const isPlain = !!mail.text?.trim() || !mail.html;
  const [text, fresh] = isPlain ? [mail.text ?? ""] : await fromHtml(mail.html.slice(0, MAX_HTML));
  const answer = {
    from,
    subject: line(mail.subject),
    headers: headers.map(({ key, value }) => [key, line(value)]),
    text: lines(text),
    new_html: isPlain ? null : lines(fresh),
    report: reported(headers, mail.attachments),
    attachments: mail.attachments.slice(0, 50).map(({ filename }) => ({ name: line(filename) })),
  };
  // Rust's strings hold no half of a character, which a cut can leave.
  return JSON.stringify(answer, (_, value) => (typeof value === "string" ? value.toWellFormed() : value));
}

/** For a report on another mail what became of that one (RFC 3464, 2.3.3), `""` if it does not say; null for others. */
function reported(headers, parts) {
  const isOne = headers.some(({ key, value }) => key === "content-type" && /^multipart\/report\b/i.test(value));
  const status = parts.find(({ mimeType }) => /^message\/(global-)?delivery-status$/.test(mimeType));
  if (!status) return isOne ? "" : null;
  const fields = new TextDecoder().decode(status.content.slice(0, 64 * 1024));
  const actions = Array.from(fields.matchAll(/^Action:[ \t]*(\w+)/gim), ([, action]) => action.toLowerCase());
  // It may speak of several who were to have the mail.
  return actions.includes("failed") ? "failed" : (actions[0] ?? "");
}

async function parse(raw) {
  let end = 0;
  for (let cost = 0; end < raw.length && cost < MAX_COST; end++) cost += COST[raw[end]];
  try {
    return await PostalMime.parse(raw.subarray(0, end), LIMITS);
  } catch {
    // Its start as one text: the first Content-Type is the one that counts, and with it no limit is in reach.
    const start = new Blob(["Content-Type: text/plain\r\n", raw.slice(0, 64 * 1024)]);
    const mail = await PostalMime.parse(start, LIMITS);
    mail.headers.shift();
    return mail;
  }
}

/** HTML as text: with the history that it quotes, and without. */
async function fromHtml(html) {
  // Each a line and whether it is old; with character references until `decode`.
  const rows = [];
  let row = "";
  let isSpaced = true;
  let isApart = false;
  let mark = "";
  let link;
  let [unseen, pre, old, quotes, events] = [0, 0, 0, 0, 0];

  // Ends the reading: nothing more is called.
  const count = () => {
    if (++events > MAX_EVENTS) throw new Error("Too much");
  };
  const push = (text) => rows.push([("> ".repeat(Math.min(quotes, 5)) + text).trimEnd(), old > 0]);
  const end = () => {
    push(row);
    row = "";
    isSpaced = true;
  };
  const block = () => row && end();
  const say = (text) => {
    if (!row) {
      if (isApart && rows.at(-1)?.[0]) push("");
      isApart = false;
      text = mark + text;
      mark = "";
    }
    row += text;
  };
  const write = (text) => {
    if (link) link.text += text;
    if (pre) {
      text.split(/\r?\n/).forEach((part, i) => {
        if (i) {
          count();
          end();
        }
        if (part) say(part);
      });
      return;
    }
    text = text.replace(/[ \t\r\n\f]+/g, " ");
    if (isSpaced) text = text.replace(/^ /, "");
    if (!text) return;
    isSpaced = text.endsWith(" ");
    say(text);
  };

  const quote = (element) => {
    const isBlock = element.tagName === "blockquote";
    if (isBlock && INDENT.test(element.getAttribute("style"))) return;
    block();
    old += 1;
    quotes += isBlock;
    return () => {
      block();
      old -= 1;
      quotes -= isBlock;
    };
  };
  // For tags what to do at the start, which gives what to do at the end.
  const rules = [
    [BLOCKS, () => (block(), block)],
    [PARAGRAPHS, (element) => {
      const isClose = CLOSE.test(`${element.getAttribute("class")} ${element.getAttribute("style") ?? ""}`);
      const apart = () => {
        block();
        isApart ||= !isClose;
      };
      apart();
      return apart;
    }],
    ["li", () => {
      mark = "- ";
      return () => (mark = "");
    }],
    ["pre", () => {
      pre += 1;
      return () => (pre -= 1);
    }],
    ["br", end],
    ["td,th", () => write(" ")],
    ["img", (element) => write(element.getAttribute("alt") ?? "")],
    ["a", (element) => {
      const mine = (link = { text: "" });
      const href = (element.getAttribute("href") ?? "").replace(/\s+/g, "");
      return () => {
        if (link !== mine) return;
        link = undefined;
        const isShown = /^(https?|mailto):/i.test(href) && href.length <= MAX_LINE;
        if (!isShown || !mine.text.trim() || bare(mine.text) === bare(href)) return;
        // In an attribute, `&copy=` is no reference.
        say(`${isSpaced ? "" : " "}(${href.replace(/&(?=\w+=)/g, "&amp;")})`);
        isSpaced = false;
      };
    }],
    [UNSEEN, () => {
      unseen += 1;
      return () => (unseen -= 1);
    }],
  ].map(([tags, begin]) => [tags.split(","), begin]);

  const history = () => {
    block();
    old += 1;
  };
  let isQuote = false;
  const rewriter = new HTMLRewriter()
    .on(OLD_FROM_HERE, { element: history })
    .on(OLD, { element: () => void (isQuote = true) })
    // After them, and one for all: of several ends that are asked for, the platform tells only the last.
    .on([OLD, ...rules.map(([tags]) => tags)].join(), {
      element(element) {
        count();
        const begins = isQuote ? [quote] : [];
        isQuote = false;
        if (unseen) return;
        const tag = element.tagName;
        for (const [tags, begin] of rules) if (tags.includes(tag)) begins.push(begin);
        const ends = begins.map((begin) => begin(element)).filter(Boolean);
        if (!ends.length) return;
        const finish = () => ends.forEach((end) => end());
        // Where there is no end tag to come, it throws.
        try {
          element.onEndTag(finish);
        } catch {
          finish();
        }
      },
    })
    .onDocument({
      text({ text }) {
        count();
        if (!unseen) write(text);
      },
      comments: ({ text }) => void (OLD_COMMENT.test(text) && history()),
    });

  try {
    // The answer is not needed, but who reads it makes the rewriter work.
    await rewriter.transform(new Response(html)).arrayBuffer();
  } catch {
    // It gives up where only a whole browser could tell markup from text. postal-mime goes on, but knows no quotes.
    if (events <= MAX_EVENTS) return [await convert(html.replace(/\s+/g, " ")), ""];
  }
  block();
  const text = (some) => decode(some.map(([text]) => text).join("\n"));
  return [await text(rows), await text(rows.filter(([, isOld]) => !isOld))];
}

/** A link without what people leave out of its text. */
function bare(link) {
  return link.replace(/\s+/g, "").replaceAll("&amp;", "&").replace(/^(https?:\/\/|mailto:)/i, "").replace(/\/$/, "");
}

/** Decodes character references, and leaves the lines as they are but for spaces at their end. */
async function decode(text) {
  // What the conversion would take for markup or for folding.
  const escaped = text.replace(/[<>\p{Cc}]| (?= )/gu, (c) => `&#${c.charCodeAt(0)};`).replaceAll("&#X", "&#x");
  const decoded = await convert(escaped);
  // As HTML has it: such numbers mean Windows' characters, and a space that does not break is one here.
  const spaced = decoded.replace(/[\x80-\x9f]/g, (c) => C1[c.charCodeAt(0) - 0x80]).replaceAll("\xa0", " ");
  return spaced.split("\n").map((row) => row.trimEnd()).join("\n").replace(/\n{3,}/g, "\n\n");
}

const C1 = new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i));

/**
 * HTML in one line as text, as postal-mime converts the HTML beside a plain part; the caller trims it. It is
 * here for the table of character references: postal-mime brings it, but does not export it, and the package
 * `entities` would be 13.6 KB more of gzip.
 */
async function convert(html) {
  const mail = `Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--b\nContent-Type: text/html\n\n ${html}`;
  return (await PostalMime.parse(mail)).text ?? "";
}

function isAddress(text) {
  return typeof text === "string" && text.length <= 320 && /^[^\s\p{Cc}<>]+@[^\s\p{Cc}<>@]+$/u.test(text);
}

/** Without control characters, those that turn the direction of writing among them. */
function line(text) {
  return (text ?? "").replace(/[\s\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, " ").trim().slice(0, MAX_LINE);
}

function lines(text) {
  return text.replace(/\r\n?/g, "\n").replace(/(?![\n\t])\p{Cc}/gu, "").trim().slice(0, MAX_TEXT);
}
