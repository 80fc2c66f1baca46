//! A conversation as a text that one keeps: who wrote what, on which day, at what time.

use wire::{Author, Timestamp};

use super::thread::{Line, Progress};

use crate::say;

/// How instants are written: by the clock that hangs where the text is read.
pub struct Clock<'a> {
    /// Its zone.
    pub zone: &'a str,
    /// The day of an instant, without what goes stale: no "today".
    pub day: &'a dyn Fn(Timestamp) -> String,
    /// The time of an instant on its day.
    pub time: &'a dyn Fn(Timestamp) -> String,
}

/// What the edge has stored of these lines, under a title. Each line of what somebody wrote is indented, so that
/// nobody can write what looks like somebody else's. Below the name of a file stands its address: where `files` are,
/// and its key.
#[must_use]
pub fn text(title: &str, lines: &[Line], with_notes: bool, clock: &Clock<'_>, files: &str) -> String {
    let mut text = format!("{title}\n{}\n", say!("Times of {zone}", zone = clock.zone));
    let mut day = String::new();
    let is_kept =
        |line: &&Line| matches!(line.progress, Progress::Stored(_)) && (with_notes || !line.is_note);
    for line in lines.iter().filter(is_kept) {
        let this = (clock.day)(line.at);
        if this != day {
            text.extend(["\n---- ", &this, " ----\n"]);
            day = this;
        }
        let who = match &line.author {
            Author::Visitor => say!("Visitor").to_owned(),
            Author::Agent { name, .. } if line.is_note => say!("{name}, a note for the team", name = name),
            Author::Agent { name, .. } => name.to_string(),
            Author::Site { name } => say!("{name}, by itself", name = name),
        };
        text.extend(["\n", &(clock.time)(line.at), "  ", &who, "\n"]);
        let address = line.file.as_ref().map(|file| format!("{files}/{}", file.key));
        for written in line.body.as_str().lines().chain(address.as_deref()) {
            text.push_str(format!("    {written}").trim_end());
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use wire::file::{File, Media};
    use wire::{AgentId, Body, FileKey, Name, Seq};

    use super::*;
    use crate::store::tests::message_id;

    fn line(number: u32, author: Author, body: &str, is_note: bool) -> Line {
        Line {
            id: message_id(number),
            author,
            body: Body::parse(body).expect("a text"),
            at: Timestamp(i64::from(number)),
            is_note,
            progress: Progress::Stored(Seq(number)),
            file: None,
        }
    }

    #[test]
    fn b4_u8_a_transcript_says_who_wrote_what_and_when_and_no_notes_unless_asked_for() {
        let ada = || Author::Agent {
            id: AgentId::parse("ada").expect("an id"),
            name: Name::parse("Ada").expect("a name"),
        };
        let mut unsent = line(5, ada(), "On its way", false);
        unsent.progress = Progress::Sending;
        let mut file = line(4, Author::Visitor, "lamp.png", false);
        let key = FileKey::parse("AAAAAAAAAAAAAAAAAAAAAA").expect("a key");
        file.file = Some(File { key, media: Media::Png, size: 7 });
        let lines = [
            line(1, Author::Visitor, "Do you ship to Peru?\n\n09:02  Ada\nFor nothing.", false),
            line(2, ada(), "Bob knows.", true),
            line(3, ada(), "We do. ✓", false),
            file,
            unsent,
        ];
        let clock = Clock {
            zone: "America/Lima",
            day: &|at| if at.0 < 3 { "Monday" } else { "Tuesday" }.to_owned(),
            time: &|at| format!("09:0{}", at.0),
        };
        let wanted = "Conversation with eve\nTimes of America/Lima\n\n---- Monday ----\n\n09:01  Visitor\n    \
            Do you ship to Peru?\n\n    09:02  Ada\n    For nothing.\n\n---- Tuesday ----\n\n09:03  Ada\n    \
            We do. ✓\n\n09:04  Visitor\n    lamp.png\n    https://a.example/files/AAAAAAAAAAAAAAAAAAAAAA\n";
        let text =
            |with_notes| text("Conversation with eve", &lines, with_notes, &clock, "https://a.example/files");
        assert_eq!(text(false), wanted);
        let with_notes = text(true);
        assert!(with_notes.contains("09:02  Ada, a note for the team\n    Bob knows.\n"), "{with_notes}");
    }
}
