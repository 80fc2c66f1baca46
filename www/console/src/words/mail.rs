//! What the console says of mail: who gets which, what became of each, and why some was set aside.

use wire::mail::{AgentMail, Incoming, Judgement, MailSetup, Purpose, VisitorMail};

use crate::store::mails::trial::Trial;
use crate::store::mails::{Fate, Note};

/// Which mail an agent gets (M1): the choice, and what it means. An admin chooses for others, too.
#[must_use]
pub fn to_agent(choice: AgentMail, is_own: bool) -> (&'static str, &'static str) {
    match choice {
        AgentMail::Off => ("None", "What visitors write waits in this console."),
        AgentMail::Missed => (
            "What was written while nobody was in, or was missed",
            "One mail for each burst of messages. Answering the mail answers the visitor.",
        ),
        AgentMail::Transcripts if !is_own => (
            "That, and transcripts of their conversations",
            "The whole conversation, when one is closed in which they answered.",
        ),
        AgentMail::Transcripts => (
            "That, and transcripts of my conversations",
            "The whole conversation, when one is closed in which you answered.",
        ),
    }
}

/// The same as one word of its test id.
#[must_use]
pub fn to_agent_id(choice: AgentMail) -> &'static str {
    match choice {
        AgentMail::Off => "off",
        AgentMail::Missed => "missed",
        AgentMail::Transcripts => "transcripts",
    }
}

/// Which mail visitors get (M2): the choice, and what it means.
#[must_use]
pub fn to_visitor(choice: VisitorMail) -> (&'static str, &'static str) {
    match choice {
        VisitorMail::Nothing => ("Nothing", "Answers wait in the chat until the visitor comes back."),
        VisitorMail::Unread => (
            "Unread answers (recommended)",
            "What was not read in the chat within five minutes. Answering the mail writes into the conversation.",
        ),
        VisitorMail::Transcripts => {
            ("Unread answers, and the transcript", "The whole conversation too, when it is closed.")
        }
    }
}

/// What became of mails, at the message that they are about, with the instant in words.
#[must_use]
pub fn note(note: &Note, at: &str) -> String {
    let (what, whom, not_needed) = match note.purpose {
        Purpose::Transcript => ("Transcript ", format!(" to {}", note.to.join(", ")), ""),
        // Answers have one addressee, who needs no mention.
        Purpose::Answer => ("", String::new(), " unless it is read before"),
        Purpose::Notice | Purpose::Test => {
            ("", format!(" to {}", note.to.join(", ")), " unless it is answered before")
        }
    };
    let text = match &note.fate {
        // A transcript waits for nothing.
        Fate::Goes if note.purpose != Purpose::Transcript => {
            format!("goes by mail{whom} at {at}{not_needed}")
        }
        Fate::Goes | Fate::Going => format!("being mailed{whom}…"),
        Fate::Late(why) => format!("not mailed{whom} yet: {why} Next try {at}"),
        Fate::Went => format!("mailed{whom} {at}"),
        Fate::Failed(why) => format!("not mailed{whom}: {why}"),
    };
    if what.is_empty() { begin(&text) } else { format!("{what}{text}") }
}

fn begin(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// A mail of a conversation that did not become a message. `who` is whom its token names.
#[must_use]
pub fn aside(mail: &Incoming, who: &str) -> String {
    let subject = subject(mail);
    match mail.judgement {
        Judgement::Unverified => {
            format!("A mail says to be from {who} and to answer here, but nothing proves it.")
        }
        Judgement::Automatic if mail.agent.is_some() => {
            format!("A machine answered by mail for {who}: {subject}")
        }
        Judgement::Automatic => format!("A machine answered by mail: {subject}"),
        Judgement::Bounced => format!("Mail to {who} came back: {subject}"),
        Judgement::Empty => format!("A mail without words came from {}.", from(mail)),
        other => format!("A mail from {} was set aside: {}", from(mail), why(other)),
    }
}

/// The button that takes an unproved mail as an answer.
#[must_use]
pub fn confirm(who: &str) -> String {
    let whom = if who == "you" { "me" } else { who };
    format!("It is from {whom}: take it as the answer")
}

/// What was decided about a mail, as a sentence.
#[must_use]
pub fn why(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Taken => "It stands in the conversation.",
        Judgement::Unverified => "It speaks as an agent, and nothing proves that the agent wrote it.",
        Judgement::Automatic => "A machine wrote it: an absence note, or a list.",
        Judgement::Bounced => "It says that a mail of ours could not be delivered.",
        Judgement::Forged => "It came to an address that was never given out here.",
        Judgement::Unknown => "The conversation or the person that it answers is gone.",
        Judgement::Expired => "It answers a mail that is too old.",
        Judgement::Empty => "There are no words in it.",
        Judgement::Discarded => "It was put away.",
        Judgement::Blocked => "The visitor is blocked.",
    }
}

#[must_use]
pub fn from(mail: &Incoming) -> &str {
    if mail.from.is_empty() { "an unknown sender" } else { &mail.from }
}

#[must_use]
pub fn subject(mail: &Incoming) -> &str {
    let subject = mail.subject.trim();
    if subject.is_empty() { "(no subject)" } else { subject }
}

/// The files that came with a mail, if there are any.
#[must_use]
pub fn files(mail: &Incoming) -> Option<String> {
    let names = mail.attachments.iter().map(|name| name.trim());
    let all: Vec<&str> = names.map(|name| if name.is_empty() { "(no name)" } else { name }).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// Who takes mail over.
#[must_use]
pub fn provider(name: &str) -> &str {
    match name {
        "binding" => "Cloudflare",
        "brevo" => "Brevo",
        "resend" => "Resend",
        "postmark" => "Postmark",
        other => other,
    }
}

/// How many mails wait and failed, in words.
#[must_use]
pub fn counts(setup: &MailSetup) -> String {
    let waiting = match setup.waiting {
        0 => "None waits for its time or another try".to_owned(),
        1 => "1 waits for its time or another try".to_owned(),
        many => format!("{many} wait for their time or another try"),
    };
    let failed = match setup.failed {
        0 => "none failed".to_owned(),
        many => format!("{many} failed"),
    };
    format!("{waiting}; {failed} in the last seven days.")
}

/// How far a test has come: a sentence, and whether it is bad news.
#[must_use]
pub fn trial(trial: &Trial) -> (String, bool) {
    match trial {
        Trial::Asking | Trial::Waits { problem: None, .. } => ("Sending…".to_owned(), false),
        Trial::Waits { problem: Some(why), .. } => (format!("Not sent yet: {why} It is tried again."), true),
        Trial::Sent => {
            ("Sent. Look into your mailbox, and among the spam if it is not there.".to_owned(), false)
        }
        Trial::Failed(why) => (format!("Not sent: {why}"), true),
        Trial::Late(None) => ("It has not gone out within a minute. Look again later.".to_owned(), true),
        Trial::Late(Some(why)) => {
            (format!("It has not gone out within a minute: {why} It is tried again for three days."), true)
        }
        Trial::Refused(failure) => (super::failure(failure), true),
    }
}

#[cfg(test)]
mod tests {
    use wire::{ReceivedId, Seq, Timestamp};

    use super::*;

    #[test]
    fn m3_a_note_says_what_became_of_a_mail() {
        let at = "14:06";
        let said = |purpose, fate: &Fate, to: &[&str]| {
            let to = to.iter().map(|name| (*name).to_owned()).collect();
            note(&Note { purpose, fate: fate.clone(), at: Timestamp(0), to }, at)
        };
        let late = Fate::Late("The provider is down.".to_owned());
        let failed = Fate::Failed("There is no address any more.".to_owned());
        for (fate, answer, notice, transcript) in [
            (
                Fate::Goes,
                "Goes by mail at 14:06 unless it is read before",
                "Goes by mail to Ada, you at 14:06 unless it is answered before",
                "Transcript being mailed to Ada, you…",
            ),
            (
                late,
                "Not mailed yet: The provider is down. Next try 14:06",
                "Not mailed to Ada, you yet: The provider is down. Next try 14:06",
                "Transcript not mailed to Ada, you yet: The provider is down. Next try 14:06",
            ),
            (
                Fate::Going,
                "Being mailed…",
                "Being mailed to Ada, you…",
                "Transcript being mailed to Ada, you…",
            ),
            (Fate::Went, "Mailed 14:06", "Mailed to Ada, you 14:06", "Transcript mailed to Ada, you 14:06"),
            (
                failed,
                "Not mailed: There is no address any more.",
                "Not mailed to Ada, you: There is no address any more.",
                "Transcript not mailed to Ada, you: There is no address any more.",
            ),
        ] {
            assert_eq!(said(Purpose::Answer, &fate, &["the visitor"]), answer);
            assert_eq!(said(Purpose::Notice, &fate, &["Ada", "you"]), notice);
            assert_eq!(said(Purpose::Transcript, &fate, &["Ada", "you"]), transcript);
        }
    }

    #[test]
    fn m6_m7_what_was_set_aside_says_why() {
        let mut mail = Incoming {
            id: ReceivedId::parse("A".repeat(43)).expect("an id"),
            at: Timestamp(0),
            from: "ada@shop.example".to_owned(),
            subject: " Out of office ".to_owned(),
            judgement: Judgement::Automatic,
            conversation: None,
            agent: None,
            first: Seq(0),
            last: Seq(0),
            attachments: Vec::new(),
        };
        assert_eq!(aside(&mail, "the visitor"), "A machine answered by mail: Out of office");
        mail.judgement = Judgement::Bounced;
        assert_eq!(aside(&mail, "the visitor"), "Mail to the visitor came back: Out of office");
        mail.judgement = Judgement::Empty;
        mail.from.clear();
        assert_eq!(aside(&mail, "the visitor"), "A mail without words came from an unknown sender.");
        mail.judgement = Judgement::Unverified;
        assert!(aside(&mail, "Ada").starts_with("A mail says to be from Ada and to answer here"));
        assert_eq!(confirm("Ada"), "It is from Ada: take it as the answer");
        assert_eq!(confirm("you"), "It is from me: take it as the answer");
        assert_eq!(files(&mail), None);
        mail.attachments = vec!["lamp.png".to_owned(), String::new()];
        assert_eq!(files(&mail).as_deref(), Some("lamp.png, (no name)"));
    }

    #[test]
    fn mails_are_counted_in_words() {
        let said = |waiting, failed| {
            counts(&MailSetup {
                provider: "binding".to_owned(),
                from: "a@b.example".to_owned(),
                reply_to: None,
                problem: None,
                waiting,
                failed,
                test: None,
                blocked: Vec::new(),
            })
        };
        assert_eq!(said(0, 0), "None waits for its time or another try; none failed in the last seven days.");
        assert_eq!(said(2, 1), "2 wait for their time or another try; 1 failed in the last seven days.");
    }
}
