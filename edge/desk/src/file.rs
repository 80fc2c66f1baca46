//! Which files are taken, and under which name (U).

use std::time::Duration;

use wire::file::{File, Media};
use wire::http::Code;
use wire::{Body, Invalid};

use crate::ending::{BLOCKED, YOU_ARE_BLOCKED};
use crate::{Conversation, Desk, Refused};

/// How many first bytes say what a file is.
pub const HEAD: u32 = 16;
/// Files that a visitor may send in [`WINDOW`] (U3).
pub const FILES_PER_CONVERSATION: u32 = 20;
/// Bytes of files that all visitors of a site may send in [`WINDOW`] (U3).
pub const BYTES_PER_SITE: u64 = 1 << 30;
/// See [`FILES_PER_CONVERSATION`].
pub const WINDOW: Duration = Duration::from_hours(24);
/// For how long a file may be on its way into a message; after that it is nobody's (U5). Longer than any request lasts:
/// what is dropped must not become a message's.
pub const ON_ITS_WAY: Duration = Duration::from_hours(24);
/// How long to wait where files could not be dropped.
pub const DROP_AGAIN: Duration = Duration::from_mins(10);

const MOST_NAME: usize = 100;
const MOST_ENDING: usize = 12;

/// What a file is, by its first [`HEAD`] bytes (U2). SVG is no image here: it can hold scripts.
#[must_use]
pub fn media(head: &[u8]) -> Media {
    match head {
        [0xFF, 0xD8, 0xFF, ..] => Media::Jpeg,
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Media::Png,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Media::Gif,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Media::Webp,
        _ => Media::Other,
    }
}

/// The name under which a file is shown and saved: no folder, nothing that a file system or a reader's eye could
/// take for something else, 100 characters at most with the ending kept.
///
/// # Errors
/// None that is known: what is left is a message's body.
pub fn name(given: &str) -> Result<Body, Invalid> {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_kept = |c: char| !c.is_control() && !is_invisible(c);
    let put = |c: char| if "<>:\"|?*".contains(c) { '_' } else { c };
    let name: String = last.chars().filter(|c| is_kept(*c)).map(put).collect();
    // Windows drops dots and spaces at the end; a dot at the beginning hides a file.
    let name = name.trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']);
    let ending = name.rfind('.').map_or("", |at| &name[at..]);
    let ending = if ending.chars().count() <= MOST_ENDING { ending } else { "" };
    let stem = &name[..name.len() - ending.len()];
    let room = MOST_NAME - ending.chars().count();
    let short: String = stem.chars().take(room).chain(ending.chars()).collect();
    Body::parse(if short.is_empty() { "file".to_owned() } else { short })
}

/// What turns the order of what is read, or shows nothing: `gpj.exe` must not look like `exe.jpg`. What joins letters
/// stays: Persian needs it.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}')
        || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
}

/// Whether a file of this length is taken.
///
/// # Errors
/// With a sentence for whoever sends it.
fn check_size(size: u32) -> Result<(), Refused> {
    match size {
        0 => Err(Refused::new(Code::BadRequest, "The file is empty.")),
        _ if size > File::MOST_BYTES => Err(Refused::new(Code::TooLarge, "A file has 10 MB at most.")),
        _ => Ok(()),
    }
}

/// What visitors sent within [`WINDOW`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// How many files, in this conversation.
    pub here: u32,
    /// How many bytes, on the whole site.
    pub bytes: u64,
}

impl Sent {
    /// Whether the visitor may send one more.
    ///
    /// # Errors
    /// With a sentence for the visitor.
    fn check(self, size: u32) -> Result<(), Refused> {
        if self.here < FILES_PER_CONVERSATION && self.bytes + u64::from(size) <= BYTES_PER_SITE {
            return Ok(());
        }
        Err(Refused {
            code: Code::TooMany,
            message: "Too many files were sent today. Please send this one tomorrow.",
            retry_after: Some(Duration::from_hours(1)),
        })
    }
}

impl Desk {
    /// Whether a file of this length may come into a conversation. Where a visitor sends it, after `sent`.
    ///
    /// # Errors
    /// With a sentence for whoever sends it.
    pub fn check_file(
        &self,
        conversation: &Conversation,
        sent: Option<Sent>,
        size: u32,
    ) -> Result<(), Refused> {
        if conversation.is_blocked {
            let message = if sent.is_some() { YOU_ARE_BLOCKED } else { BLOCKED };
            return Err(Refused::new(Code::Blocked, message));
        }
        if sent.is_some() && !self.settings.visitor_files {
            return Err(Refused::new(Code::Forbidden, "This site takes no files."));
        }
        check_size(size)?;
        sent.map_or(Ok(()), |sent| sent.check(size))
    }
}

/// What the operator's scanner said of a file, as the status of its answer (U4): 2xx that it is clean, 406 or 422
/// that it is not.
///
/// # Errors
/// With a sentence for whoever sends it. What could not be looked at is not taken.
pub fn scanned(status: u16) -> Result<(), Refused> {
    match status {
        200..300 => Ok(()),
        406 | 422 => Err(Refused::new(Code::Forbidden, "This file was refused: it may do harm.")),
        _ => Err(Refused {
            code: Code::TooMany,
            message: "Files cannot be checked just now. Please try again later.",
            retry_after: Some(Duration::from_mins(1)),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn u2_a_file_is_what_its_first_bytes_say() {
        assert_eq!(media(b"\xFF\xD8\xFF\xE0 and so on"), Media::Jpeg);
        assert_eq!(media(b"\x89PNG\r\n\x1A\n and so on"), Media::Png);
        assert_eq!(media(b"GIF89a and so on"), Media::Gif);
        assert_eq!(media(b"RIFF\x10\0\0\0WEBPVP8 "), Media::Webp);
        for other in [
            &b""[..],
            b"\xFF\xD8",
            b"GIF88a",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"<!doctype html>",
            b"%PDF-1.7",
            b"MZ",
            b"RIFF\0\0\0\0WAVE",
        ] {
            assert_eq!(media(other), Media::Other, "{other:?}");
        }
    }

    #[test]
    fn u2_a_name_is_a_name() {
        let name = |given: &str| name(given).expect("a name");
        let long = format!("{}.tar.gz", "ä".repeat(300));
        for (given, wanted) in [
            ("photo.png", "photo.png"),
            ("Größe 10 €.pdf", "Größe 10 €.pdf"),
            ("C:\\Users\\jo\\a.txt", "a.txt"),
            ("../../etc/passwd", "passwd"),
            (".htaccess", "htaccess"),
            ("a\r\nb\0.txt", "ab.txt"),
            ("\u{202E}gpj.exe", "gpj.exe"),
            ("a<b>:\"|?*.txt", "a_b______.txt"),
            ("report.pdf. . ", "report.pdf"),
            ("", "file"),
            ("..", "file"),
            ("/", "file"),
            ("\u{200B}", "file"),
        ] {
            assert_eq!(name(given).as_str(), wanted, "{given:?}");
        }
        let short = name(&long);
        assert_eq!(short.as_str().chars().count(), MOST_NAME);
        assert!(short.as_str().ends_with("ä.gz"));
        assert_eq!(name(&"x".repeat(300)).as_str().len(), MOST_NAME);
        assert_eq!(name(&format!("a.{}", "x".repeat(300))).as_str().len(), MOST_NAME);
    }

    #[test]
    fn u2_u3_u4_what_is_refused_is_told_why() {
        let why = |answer: Result<(), Refused>| answer.expect_err("a refusal").code;
        assert!(check_size(1).is_ok() && check_size(File::MOST_BYTES).is_ok());
        assert_eq!(why(check_size(0)), Code::BadRequest);
        assert_eq!(why(check_size(File::MOST_BYTES + 1)), Code::TooLarge);
        let sent = |here, bytes| Sent { here, bytes }.check(10);
        assert!(sent(FILES_PER_CONVERSATION - 1, BYTES_PER_SITE - 10).is_ok());
        assert_eq!(why(sent(FILES_PER_CONVERSATION, 0)), Code::TooMany);
        assert_eq!(why(sent(0, BYTES_PER_SITE - 9)), Code::TooMany);
        assert!(scanned(200).is_ok() && scanned(204).is_ok());
        assert_eq!(why(scanned(422)), Code::Forbidden);
        for broken in [0, 302, 404, 500, 503] {
            assert_eq!(why(scanned(broken)), Code::TooMany, "{broken}");
        }
    }
}
