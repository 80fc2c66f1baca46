//! What the console says of mail: who gets which, what became of each, and why some was set aside.

use wire::mail::{AgentMail, Incoming, Judgement, MailSetup, Purpose, VisitorMail};

use crate::store::mails::trial::Trial;
use crate::store::mails::{Fate, Note, Whom};
use crate::{count, say};

use super::edge::said;

/// Which mail an agent gets (M1): the choice, and what it means. An admin chooses for others, too.
#[must_use]
pub fn to_agent(choice: AgentMail, is_own: bool) -> (&'static str, &'static str) {
    match choice {
        AgentMail::Off => (say!("None"), say!("What visitors write waits in this console.")),
        AgentMail::Missed => (
            say!("What was written while nobody was in, or was missed"),
            say!("One mail for each burst of messages. Answering the mail answers the visitor."),
        ),
        AgentMail::Transcripts if !is_own => (
            say!("That, and transcripts of their conversations"),
            say!("The whole conversation, when one is closed in which they answered."),
        ),
        AgentMail::Transcripts => (
            say!("That, and transcripts of my conversations"),
            say!("The whole conversation, when one is closed in which you answered."),
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
        VisitorMail::Nothing => {
            (say!("Nothing"), say!("Answers wait in the chat until the visitor comes back."))
        }
        VisitorMail::Unread => (
            say!("Unread answers (recommended)"),
            say!(
                "What was not read in the chat within five minutes. Answering the mail writes into the conversation."
            ),
        ),
        VisitorMail::Transcripts => (
            say!("Unread answers, and the transcript"),
            say!("The whole conversation too, when it is closed."),
        ),
    }
}

/// Somebody in a list of those who get a mail.
#[must_use]
pub fn name(whom: &Whom) -> String {
    match whom {
        Whom::Visitor => say!("the visitor").to_owned(),
        Whom::Me => say!("you").to_owned(),
        Whom::Agent(name) => name.clone(),
        Whom::Former => say!("a former agent").to_owned(),
    }
}

/// What became of mails, at the message that they are about, with the instant in words.
#[must_use]
pub fn note(note: &Note, at: &str) -> String {
    let to = note.to.join(", ");
    match note.purpose {
        Purpose::Transcript => transcript(&note.fate, at, &to),
        // Answers have one addressee, who needs no mention.
        Purpose::Answer => match &note.fate {
            Fate::Goes => say!("Goes by mail at {time} unless it is read before", time = at),
            Fate::Going => say!("Being mailed…").to_owned(),
            Fate::Late(why) => say!("Not mailed yet: {why} Next try {time}", why = said(why), time = at),
            Fate::Went => say!("Mailed {time}", time = at),
            Fate::Failed(why) => say!("Not mailed: {why}", why = said(why)),
        },
        Purpose::Notice | Purpose::Test => match &note.fate {
            Fate::Goes => {
                say!("Goes by mail to {names} at {time} unless it is answered before", names = to, time = at)
            }
            Fate::Going => say!("Being mailed to {names}…", names = to),
            Fate::Late(why) => {
                say!(
                    "Not mailed to {names} yet: {why} Next try {time}",
                    names = to,
                    why = said(why),
                    time = at
                )
            }
            Fate::Went => say!("Mailed to {names} {time}", names = to, time = at),
            Fate::Failed(why) => say!("Not mailed to {names}: {why}", names = to, why = said(why)),
        },
    }
}

/// A transcript waits for nothing.
fn transcript(fate: &Fate, at: &str, to: &str) -> String {
    match fate {
        Fate::Goes | Fate::Going => say!("Transcript being mailed to {names}…", names = to),
        Fate::Late(why) => {
            let why = said(why);
            say!(
                "Transcript not mailed to {names} yet: {why} Next try {time}",
                names = to,
                why = why,
                time = at
            )
        }
        Fate::Went => say!("Transcript mailed to {names} {time}", names = to, time = at),
        Fate::Failed(why) => say!("Transcript not mailed to {names}: {why}", names = to, why = said(why)),
    }
}

/// A mail of a conversation that did not become a message. `who` is whom its token names.
#[must_use]
pub fn aside(mail: &Incoming, who: &Whom) -> String {
    let (subject, name) = (subject(mail), name(who));
    match (mail.judgement, who) {
        (Judgement::Unverified, Whom::Me) => {
            say!("A mail says to be from you and to answer here, but nothing proves it.").to_owned()
        }
        (Judgement::Unverified, _) => {
            say!("A mail says to be from {name} and to answer here, but nothing proves it.", name = name)
        }
        (Judgement::Automatic, Whom::Visitor) => {
            say!("A machine answered by mail: {subject}", subject = subject)
        }
        (Judgement::Automatic, Whom::Me) => {
            say!("A machine answered by mail for you: {subject}", subject = subject)
        }
        (Judgement::Automatic, _) => {
            say!("A machine answered by mail for {name}: {subject}", name = name, subject = subject)
        }
        (Judgement::Bounced, Whom::Visitor) => {
            say!("Mail to the visitor came back: {subject}", subject = subject)
        }
        (Judgement::Bounced, Whom::Me) => say!("Mail to you came back: {subject}", subject = subject),
        (Judgement::Bounced, _) => {
            say!("Mail to {name} came back: {subject}", name = name, subject = subject)
        }
        (Judgement::Empty, _) => say!("A mail without words came from {address}.", address = from(mail)),
        (other, _) => {
            say!("A mail from {address} was set aside: {why}", address = from(mail), why = why(other))
        }
    }
}

/// The button that takes an unproved mail as an answer.
#[must_use]
pub fn confirm(who: &Whom) -> String {
    match who {
        Whom::Me => say!("It is from me: take it as the answer").to_owned(),
        _ => say!("It is from {name}: take it as the answer", name = name(who)),
    }
}

/// What was decided about a mail, as a sentence.
#[must_use]
pub fn why(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Taken => say!("It stands in the conversation."),
        Judgement::Unverified => say!("It speaks as an agent, and nothing proves that the agent wrote it."),
        Judgement::Automatic => say!("A machine wrote it: an absence note, or a list."),
        Judgement::Bounced => say!("It says that a mail of ours could not be delivered."),
        Judgement::Forged => say!("It came to an address that was never given out here."),
        Judgement::Unknown => say!("The conversation or the person that it answers is gone."),
        Judgement::Expired => say!("It answers a mail that is too old."),
        Judgement::Empty => say!("There are no words in it."),
        Judgement::Discarded => say!("It was put away."),
        Judgement::Blocked => say!("The visitor is blocked."),
    }
}

#[must_use]
pub fn from(mail: &Incoming) -> &str {
    if mail.from.is_empty() { say!("an unknown sender") } else { &mail.from }
}

#[must_use]
pub fn subject(mail: &Incoming) -> &str {
    let subject = mail.subject.trim();
    if subject.is_empty() { say!("(no subject)") } else { subject }
}

/// The files that came with a mail, if there are any.
#[must_use]
pub fn files(mail: &Incoming) -> Option<String> {
    let names = mail.attachments.iter().map(|name| name.trim());
    let all: Vec<&str> = names.map(|name| if name.is_empty() { say!("(no name)") } else { name }).collect();
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
        0 => say!("None waits for its time or another try").to_owned(),
        n => count!(n, "{n} waits for its time or another try", "{n} wait for their time or another try"),
    };
    match setup.failed {
        0 => say!("{waiting}; none failed in the last seven days.", waiting = waiting),
        n => count!(
            n,
            "{waiting}; {n} failed in the last seven days.",
            "{waiting}; {n} failed in the last seven days.",
            waiting = waiting
        ),
    }
}

/// How far a test has come: a sentence, and whether it is bad news.
#[must_use]
pub fn trial(trial: &Trial) -> (String, bool) {
    match trial {
        Trial::Asking | Trial::Waits { problem: None, .. } => (say!("Sending…").to_owned(), false),
        Trial::Waits { problem: Some(why), .. } => {
            (say!("Not sent yet: {why} It is tried again.", why = said(why)), true)
        }
        Trial::Sent => {
            (say!("Sent. Look into your mailbox, and among the spam if it is not there.").to_owned(), false)
        }
        Trial::Failed(why) => (say!("Not sent: {why}", why = said(why)), true),
        Trial::Late(None) => {
            (say!("It has not gone out within a minute. Look again later.").to_owned(), true)
        }
        Trial::Late(Some(why)) => (
            say!(
                "It has not gone out within a minute: {why} It is tried again for three days.",
                why = said(why)
            ),
            true,
        ),
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
        assert_eq!(aside(&mail, &Whom::Visitor), "A machine answered by mail: Out of office");
        mail.judgement = Judgement::Bounced;
        assert_eq!(aside(&mail, &Whom::Visitor), "Mail to the visitor came back: Out of office");
        mail.judgement = Judgement::Empty;
        mail.from.clear();
        assert_eq!(aside(&mail, &Whom::Visitor), "A mail without words came from an unknown sender.");
        mail.judgement = Judgement::Unverified;
        let ada = Whom::Agent("Ada".to_owned());
        assert!(aside(&mail, &ada).starts_with("A mail says to be from Ada and to answer here"));
        assert_eq!(confirm(&ada), "It is from Ada: take it as the answer");
        assert_eq!(confirm(&Whom::Me), "It is from me: take it as the answer");
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
