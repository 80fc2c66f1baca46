//! What a mail says: subject, text, HTML, headers. Never a word of a visitor in a subject or a header (M9).

use maud::{DOCTYPE, Markup, PreEscaped, html};
use time::OffsetDateTime;
use wire::mail::Purpose;
use wire::{Author, Email, Message, Name, Timestamp};

use super::Mail;
use crate::Conversation;

/// A mail, ready to be handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// To whom.
    pub to: Email,
    /// The name before the sender's address.
    pub from_name: Name,
    /// Where an answer goes, if one can be taken.
    pub reply_to: Option<String>,
    /// The subject.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
    /// The same at each try, and no other mail's (M4).
    pub id: String,
}

/// What a mail leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// The conversation in the console, or the console.
    pub console: String,
    /// Where an answer goes; none where no address is set up for answers.
    pub reply_to: Option<String>,
    /// A page with one button that stops such mails.
    pub stop: String,
    /// What a mail program posts to for the same (RFC 8058).
    pub stop_at_once: String,
    /// The mail's own id.
    pub id: String,
    /// The part of a Message-ID after the `@`.
    pub host: String,
    /// Where files are, up to their keys (U1).
    pub files: String,
}

const STYLE: &str = "body{margin:0;padding:24px 16px;background:#f6f5f2;color:#222;font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}.card{max-width:560px;margin:0 auto;padding:24px;background:#fff;border-radius:12px}.by{margin:20px 0 2px;color:#666;font-size:14px}.said{margin:0;overflow-wrap:anywhere}.foot{max-width:560px;margin:16px auto 0;color:#666;font-size:13px}a{color:#0b62a3}.go{display:inline-block;margin-top:20px;padding:10px 18px;border-radius:8px;background:#0b62a3;color:#fff;text-decoration:none}@media(prefers-color-scheme:dark){body{background:#17181a;color:#e8e6e3}.card{background:#222427}.by,.foot{color:#a5a29d}a{color:#7cc0f5}.go{background:#7cc0f5;color:#10212e}}";

/// The parts of a mail in words; text and HTML are made of the same.
struct Words {
    subject: String,
    /// The first lines, each a paragraph.
    intro: Vec<String>,
    /// A link with its words.
    link: Option<(String, &'static str)>,
    /// What stands at the end, each a line.
    foot: Vec<String>,
    /// The link at the end that stops such mails.
    stop: Option<(String, &'static str)>,
}

/// Writes a mail. `messages` are those in it, in order.
#[must_use]
pub fn letter(
    mail: &Mail,
    to: Email,
    site: &Name,
    conversation: Option<&Conversation>,
    messages: &[Message],
    links: Links,
) -> Letter {
    let words = words(mail, site, conversation, &links);
    let is_for_visitor = mail.to.is_none();
    let mut headers = vec![
        // Ours, so that another instance of us never answers it (M7); and the id that a second copy bears.
        ("X-Porchlight-Mail", links.id.clone()),
        ("Auto-Submitted", "auto-generated".to_owned()),
        ("X-Auto-Response-Suppress", "All".to_owned()),
    ];
    if let Some(conversation) = conversation {
        // One thread a conversation in mail programs. It decides nothing when it comes back (M5).
        headers.push(("References", ["<", conversation.id.as_str(), "@", &links.host, ">"].concat()));
    }
    if words.stop.is_some() {
        headers.push(("List-Unsubscribe", ["<", &links.stop_at_once, ">"].concat()));
        headers.push(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    let said = said(messages, &links.files, is_for_visitor);
    Letter {
        to,
        from_name: site.clone(),
        reply_to: links.reply_to,
        text: text(&words, &said),
        html: markup(&words, &said).into_string(),
        subject: words.subject,
        headers,
        id: links.id,
    }
}

fn words(mail: &Mail, site: &Name, conversation: Option<&Conversation>, links: &Links) -> Words {
    let can_answer = links.reply_to.is_some();
    // Tells conversations apart where mail programs gather by subject.
    let code: String = conversation.map(|one| one.id.as_str().chars().take(6).collect()).unwrap_or_default();
    let mut intro = Vec::new();
    let mut foot = Vec::new();
    let (subject, link) = match (mail.purpose, mail.to.is_some()) {
        (Purpose::Notice, _) => {
            intro.push(["A visitor of ", site.as_str(), " wrote, and nobody has answered yet."].concat());
            if let Some(conversation) = conversation {
                let from = conversation.email.as_ref().map_or("no address left", Email::as_str);
                intro.push(["Address: ", from].concat());
                intro.extend(conversation.page.as_ref().map(|page| ["Page: ", page.as_str()].concat()));
            }
            foot.push(if can_answer {
                "Answer this mail to answer the visitor. What you write goes into the conversation."
                    .to_owned()
            } else {
                "Answer in the console: no address for answers by mail is set up.".to_owned()
            });
            let subject = [site.as_str(), ": a visitor wrote (", &code, ")"].concat();
            (subject, Some((links.console.clone(), "Open the conversation")))
        }
        (Purpose::Answer, _) => {
            intro.push([site.as_str(), " answered you."].concat());
            if can_answer {
                foot.push("Answer this mail to write back.".to_owned());
            }
            ([site.as_str(), " answered you (", &code, ")"].concat(), back(conversation))
        }
        (Purpose::Transcript, is_agent) => {
            intro.push(["Below is the whole conversation with ", site.as_str(), "."].concat());
            if can_answer && !is_agent {
                foot.push("Answer this mail to write again.".to_owned());
            }
            let link = if is_agent {
                Some((links.console.clone(), "Open the conversation"))
            } else {
                back(conversation)
            };
            ([site.as_str(), ": the whole conversation (", &code, ")"].concat(), link)
        }
        (Purpose::Test, _) => {
            intro.push("Mail goes out from here. This is the test that you asked for.".to_owned());
            let link = Some((links.console.clone(), "Open the console"));
            ([site.as_str(), ": a test of its mail"].concat(), link)
        }
    };
    let stop = match (mail.purpose, mail.to.is_some()) {
        (Purpose::Test, _) => None,
        (_, true) => {
            foot.push(
                ["You get this as an agent of ", site.as_str(), "; your profile says which mails."].concat(),
            );
            Some((links.stop.clone(), "No more mail to me"))
        }
        (_, false) => {
            foot.push(
                ["You get this because this address was left in the chat of ", site.as_str(), "."].concat(),
            );
            Some((links.stop.clone(), "No more mail to this address"))
        }
    };
    Words { subject, intro, link, foot, stop }
}

/// The page that the visitor wrote from last.
fn back(conversation: Option<&Conversation>) -> Option<(String, &'static str)> {
    let page = conversation?.page.as_ref()?;
    Some((page.as_str().to_owned(), "Go on in the chat"))
}

/// Who said what when.
struct Said<'a> {
    by: String,
    text: &'a str,
    /// Where the file is whose name the text is.
    file: Option<String>,
}

fn said<'a>(messages: &'a [Message], files: &str, is_for_visitor: bool) -> Vec<Said<'a>> {
    let said = |message| {
        let Message { author, body, at, file, .. }: &Message = message;
        let who = match author {
            Author::Visitor if is_for_visitor => "You",
            Author::Visitor => "The visitor",
            Author::Agent { name, .. } | Author::Site { name } => name.as_str(),
        };
        let file = file.as_ref().map(|file| [files, file.key.as_str()].concat());
        Said { by: [who, ", ", &instant(*at)].concat(), text: body.as_str(), file }
    };
    messages.iter().map(said).collect()
}

/// `21 Sep 2026, 13:46 UTC`: the zone of whoever reads it is not known here.
fn instant(at: Timestamp) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let Ok(time) = OffsetDateTime::from_unix_timestamp(at.0.div_euclid(1_000)) else { return String::new() };
    let month = MONTHS.get(usize::from(u8::from(time.month())) - 1).copied().unwrap_or_default();
    let (day, year) = (time.day().to_string(), time.year().to_string());
    let two = |number: u8| if number < 10 { ["0", &number.to_string()].concat() } else { number.to_string() };
    [&day, " ", month, " ", &year, ", ", &two(time.hour()), ":", &two(time.minute()), " UTC"].concat()
}

fn text(words: &Words, said: &[Said<'_>]) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for intro in &words.intro {
        lines.push(intro);
    }
    for Said { by, text, file } in said {
        lines.extend(["", by, text]);
        lines.extend(file.as_deref());
    }
    if let Some((address, label)) = &words.link {
        lines.extend(["", label, address]);
    }
    lines.extend(["", "-- "]);
    lines.extend(words.foot.iter().map(String::as_str));
    if let Some((address, label)) = &words.stop {
        lines.extend([*label, address]);
    }
    lines.push("");
    lines.join("\n")
}

fn markup(words: &Words, said: &[Said<'_>]) -> Markup {
    html! {
        (DOCTYPE)
        html {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                meta name="color-scheme" content="light dark";
                style { (PreEscaped(STYLE)) }
            }
            body {
                div.card {
                    @for line in &words.intro { div { (line) } }
                    @for one in said {
                        p.by { (one.by) }
                        p.said {
                            @if let Some(address) = &one.file { a href=(address) { (one.text) } }
                            @else { @for (number, line) in one.text.lines().enumerate() {
                                @if number > 0 { br; }
                                (line)
                            } }
                        }
                    }
                    @if let Some((address, label)) = &words.link { a.go href=(address) { (label) } }
                }
                div.foot {
                    @for line in &words.foot { div { (line) } }
                    @if let Some((address, label)) = &words.stop { a href=(address) { (label) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use wire::mail::Stage;
    use wire::visitor::State;
    use wire::{AgentId, Body, ConversationId, MailId, MessageId, Page, Seq};

    use super::*;
    use crate::VisitorId;

    fn ok<T, E: std::fmt::Debug>(value: Result<T, E>) -> T {
        value.unwrap_or_else(|error| panic!("{error:?}"))
    }

    fn written(purpose: Purpose, to: Option<&str>, texts: &[&str]) -> Letter {
        let mut conversation =
            Conversation::new(ok(ConversationId::parse("conversation-1")), VisitorId("v".to_owned()));
        conversation.state = State::Open;
        conversation.email = Some(ok(Email::parse("visitor@home.example")));
        conversation.page = Some(ok(Page::parse("https://shop.example/\"><b>lamps")));
        let mail = Mail {
            id: MailId(1),
            conversation: Some(conversation.id.clone()),
            to: to.map(|id| ok(AgentId::parse(id))),
            purpose,
            first: Seq(1),
            last: Seq(1),
            stage: Stage::Sending,
            due: Timestamp(0),
            began: Timestamp(0),
            tried: None,
            attempts: 1,
            address: None,
            problem: None,
        };
        let message = |(text, seq): (&&str, u32)| Message {
            seq: Seq(seq),
            id: ok(MessageId::parse("message-number-1")),
            author: Author::Visitor,
            body: ok(Body::parse(*text)),
            at: Timestamp(1_790_000_000_000),
            file: None,
        };
        let messages: Vec<Message> = texts.iter().zip(1..).map(message).collect();
        let links = Links {
            console: "https://edge.example/console/?site=shop#conversation=conversation-1".into(),
            reply_to: Some("reply+token@mail.example".into()),
            stop: "https://edge.example/stop/?site=shop#token".into(),
            stop_at_once: "https://edge.example/v1/sites/shop/mail/stop?t=token".into(),
            id: "mail-id".into(),
            host: "mail.example".into(),
            files: "https://edge.example/v1/sites/shop/files/".into(),
        };
        let to = ok(Email::parse("ada@shop.example"));
        letter(&mail, to, &ok(Name::parse("Lantern & <Oak>")), Some(&conversation), &messages, links)
    }

    #[test]
    fn m9_nothing_that_a_visitor_wrote_gets_into_a_header_or_becomes_markup() {
        let nasty = "<img src=x onerror=alert(1)>\nBcc: all@shop.example\n</div>\u{2028}";
        for (purpose, to) in
            [(Purpose::Notice, Some("ada")), (Purpose::Answer, None), (Purpose::Transcript, None)]
        {
            let letter = written(purpose, to, &[nasty]);
            let headers: Vec<&str> = letter.headers.iter().map(|(_, value)| value.as_str()).collect();
            for line in headers.iter().chain([&letter.subject.as_str(), &letter.from_name.as_str()]) {
                assert!(!line.contains(['\r', '\n', '\0']) && !line.contains("Bcc"), "{line:?}");
            }
            assert!(!letter.html.contains("<img") && !letter.html.contains("<b>"), "{}", letter.html);
            assert!(letter.html.contains("&lt;img src=x onerror=alert(1)&gt;<br>Bcc: all@shop.example"));
            assert!(letter.text.contains(nasty.trim()), "and the text is whole: {}", letter.text);
        }
    }

    #[test]
    fn m2_a_mail_says_who_writes_and_how_to_stop() {
        let letter = written(Purpose::Answer, None, &["Yes, we do."]);
        assert_eq!(letter.subject, "Lantern & <Oak> answered you (conver)");
        for part in [
            "Lantern & <Oak> answered you.",
            "You, 21 Sep 2026, 14:13 UTC",
            "Yes, we do.",
            "Go on in the chat",
            "No more mail to this address\nhttps://edge.example/stop/?site=shop#token",
        ] {
            assert!(letter.text.contains(part), "{part}: {}", letter.text);
        }
        let header =
            |name: &str| letter.headers.iter().find(|(key, _)| *key == name).map(|(_, v)| v.as_str());
        let at_once = "<https://edge.example/v1/sites/shop/mail/stop?t=token>";
        assert_eq!(header("List-Unsubscribe"), Some(at_once));
        assert_eq!(header("List-Unsubscribe-Post"), Some("List-Unsubscribe=One-Click"));
        assert_eq!(header("Auto-Submitted"), Some("auto-generated"));
        assert_eq!(header("X-Porchlight-Mail"), Some("mail-id"));
    }

    #[test]
    fn m1_an_agent_reads_who_where_and_what() {
        let letter = written(Purpose::Notice, Some("ada"), &["Do you ship to Peru?", "Hello?"]);
        for part in [
            "Address: visitor@home.example",
            "Page: https://shop.example/",
            "Do you ship to Peru?",
            "Hello?",
            "#conversation=conversation-1",
            "Answer this mail to answer the visitor.",
            "No more mail to me",
        ] {
            assert!(letter.text.contains(part), "{part}: {}", letter.text);
        }
    }
}
