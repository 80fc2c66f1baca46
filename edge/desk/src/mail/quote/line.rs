//! What one line of a mail looks like, whatever stands around it.

use super::words;

/// Above this many bytes a line is nobody's attribution or field.
const LONG: usize = 600;

/// White space, and what takes no room: marks of direction, joiners, the byte order mark.
fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// A line without what cannot be seen at its ends.
pub(super) fn bare(line: &str) -> &str {
    line.trim_matches(is_unseen)
}

/// How a line begins that may be quoted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// As mail programs write it: `> text`, `>> text`.
    Sure,
    /// `>text`, or nothing but the sign: it may be `>5 kg`, `>_<` or the end of a tag.
    Tight,
    /// Behind spaces: it may be code, or a `>` of the writer's own (RFC 3676, 4.4).
    Indented,
}

/// The sign with which a line begins, if any.
pub(super) fn sign(line: &str) -> Option<Sign> {
    let line = line.trim_end_matches(is_unseen);
    let rest = line.trim_start_matches(is_unseen).strip_prefix('>')?;
    if line.trim_start_matches(|c| is_unseen(c) && c != ' ' && c != '\t').starts_with([' ', '\t']) {
        return Some(Sign::Indented);
    }
    let is_sure = rest.starts_with(|c| c == '>' || is_unseen(c));
    Some(if is_sure { Sign::Sure } else { Sign::Tight })
}

fn is_rule(c: char) -> bool {
    matches!(c, '-' | '_' | '=' | '*' | '─' | '—' | '–' | '―' | '－')
}

/// A line of nothing but dashes or the like, or with a title between them.
pub(super) fn is_ruled(line: &str) -> bool {
    let line = bare(line);
    let rest = line.trim_start_matches(is_rule);
    line.len() < LONG && line.len() - rest.len() >= 2 && line.ends_with(is_rule)
}

/// A line of nothing but dashes or the like.
pub(super) fn is_bare_rule(line: &str) -> bool {
    is_ruled(line) && bare(line).trim_matches(is_rule).is_empty()
}

/// It says that a mail follows: "Original Message", in whichever language.
pub(super) fn is_title(line: &str) -> bool {
    let title = line.trim_matches(|c| is_rule(c) || is_unseen(c));
    (4..100).contains(&title.len()) && words::TITLES.contains(&title.to_lowercase().as_str())
}

/// "Begin forwarded message:", in whichever language.
pub(super) fn is_forward(line: &str) -> bool {
    let line = bare(line).trim_matches('*');
    let Some(line) = line.strip_suffix([':', '：']).filter(|line| line.len() < 160) else { return false };
    words::FORWARDED.contains(&bare(line).to_lowercase().as_str())
}

/// A line of a mail's head.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    From,
    Subject,
    Other,
}

/// Which field a line is, if it is one: `From: …`, `*Von:* …`, `De : …`.
pub(super) fn field(line: &str) -> Option<Field> {
    let line = line.trim_start_matches(|c| c == '*' || is_unseen(c));
    let (at, _) = line.char_indices().take(24).find(|(_, c)| matches!(c, ':' | '：'))?;
    let name = line[..at].trim_end_matches(|c| c == '*' || is_unseen(c)).to_lowercase();
    let is_in = |names: &[&str]| names.contains(&name.as_str());
    if is_in(words::FROM) {
        Some(Field::From)
    } else if is_in(words::SUBJECT) {
        Some(Field::Subject)
    } else {
        is_in(words::FIELDS).then_some(Field::Other)
    }
}

/// The delimiter above a signature, with its space (RFC 3676, 4.3) or without.
pub(super) fn is_delimiter(line: &str) -> bool {
    bare(line) == "--"
}

/// What a phone or a mail program puts below a text: "Sent from my iPhone", "Get Outlook for iOS<…>".
pub(super) fn is_advert(line: &str) -> bool {
    let line = bare(line);
    if line.len() > 160 || line.contains(['?', '？']) {
        return false;
    }
    let line = line.to_lowercase();
    let text = line.split('<').next().unwrap_or_default();
    let text = text.trim_end_matches(|c| is_unseen(c) || matches!(c, '.' | '!' | '。' | '(' | ')'));
    let begins = |with: &[&str]| with.iter().any(|one| text.starts_with(one));
    let ends = |with: &[&str]| with.iter().any(|one| text.ends_with(one));
    let names = |with: &[&str]| with.iter().any(|one| text.contains(one));
    let is_outlook = names(&["outlook"])
        && names(&["ios", "android"])
        && (line.contains("aka.ms") || begins(words::GET) || ends(words::GET));
    is_outlook
        || text == "yahoo mail: search, organize, conquer"
        || (begins(words::SENT_FROM) && names(words::DEVICES))
        || (ends(words::SENT_FROM_AT_END) && (begins(words::DEVICES) || begins(words::MY)))
}

/// It begins as attributions do: with "On".
pub(super) fn is_on(line: &str) -> bool {
    let line = line.trim_start_matches(|c| is_rule(c) || is_unseen(c));
    let word = line.split(is_unseen).next().unwrap_or_default();
    word.len() < 24 && words::ON.contains(&word.to_lowercase().as_str())
}

/// It begins as other attributions do: with a date, and a weekday at most before it.
pub(super) fn is_date(line: &str) -> bool {
    let line = line.trim_start_matches(|c| is_rule(c) || is_unseen(c));
    let Some((at, _)) = line.char_indices().take(7).find(|(_, c)| is_digit(*c)) else { return false };
    // A time alone is what was left of a line that was wrapped.
    !line[at..].trim_start_matches(is_digit).starts_with(':')
}

/// How the text of an attribution ends, before its colon.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Tail {
    #[default]
    Other,
    /// With the verb.
    Wrote,
    /// With an address in brackets.
    Address,
    Number,
}

/// What one line, or some in a row, give away of an attribution.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "they are what was seen, each by itself")]
pub(super) struct Clues {
    /// How many numbers, those in addresses apart.
    pub(super) numbers: usize,
    /// One of them has four digits.
    pub(super) year: bool,
    /// Two of them are `10:11`, `10h11`, `10時11`.
    pub(super) clock: bool,
    pub(super) address: bool,
    pub(super) bracket: bool,
    pub(super) wrote: bool,
    pub(super) tail: Tail,
}

impl Clues {
    /// What a line gives away. Nothing, if it is too long to be part of an attribution.
    pub(super) fn of(line: &str) -> Self {
        let mut clues = Self::default();
        let line = bare(line);
        if line.len() > LONG {
            return clues;
        }
        let line = line.to_lowercase();
        let is_gap = |c: char| is_unseen(c) || "<>[]()（）\"“”„«»,;，、|".contains(c);
        let mut before = "";
        let mut next = 0;
        for piece in line.split(is_gap) {
            let start = next;
            let end = start + piece.len();
            next = end + line[end..].chars().next().map_or(0, char::len_utf8);
            if piece.find('@').is_some_and(|at| at > 0 && at + 1 < piece.len()) {
                clues.address = true;
                // Wrapped lines may have but one of the brackets.
                let is_bracketed = line[..start].ends_with(['<', '[']) || line[end..].starts_with(['>', ']']);
                clues.bracket |= is_bracketed;
                clues.tail = if is_bracketed { Tail::Address } else { Tail::Other };
            } else if !piece.starts_with("http") {
                clues.count(piece);
                for word in piece.split(|c: char| c.is_ascii() && !c.is_ascii_alphabetic() || c == '：') {
                    clues.word(before, word);
                    before = if word.is_empty() { before } else { word };
                }
            }
        }
        clues
    }

    fn word(&mut self, before: &str, word: &str) {
        let is_verb =
            words::WROTE.contains(&word) || words::WROTE_AT_END.iter().any(|end| word.ends_with(end));
        if is_verb && !words::OWN.contains(&before) {
            self.wrote = true;
            self.tail = Tail::Wrote;
        } else if self.tail == Tail::Wrote && words::AFTER_WROTE.contains(&word) || word.is_empty() {
            // Stays as it is.
        } else {
            self.tail = Tail::Other;
        }
    }

    /// Counts the numbers in a piece of a line.
    fn count(&mut self, piece: &str) {
        let (mut length, mut last, mut between) = (0, 0, ' ');
        for c in piece.chars().chain([' ']) {
            if is_digit(c) {
                self.numbers += usize::from(length == 0);
                length += 1;
                self.tail = Tail::Number;
                continue;
            }
            if length > 0 {
                self.year |= length == 4;
                let is_colon = matches!(between, ':' | '：' | 'h' | '時' | '时' | '点' | '點' | '시');
                self.clock |= is_colon && length == 2 && (1..=2).contains(&last);
                last = length;
                length = 0;
                between = c;
            } else {
                // Two signs in a row are between no two numbers of a clock.
                between = ' ';
            }
        }
    }

    /// Those of this line and the next ones together.
    pub(super) fn then(self, next: Self) -> Self {
        Self {
            numbers: self.numbers + next.numbers,
            year: self.year || next.year,
            clock: self.clock || next.clock,
            address: self.address || next.address,
            bracket: self.bracket || next.bracket,
            wrote: self.wrote || next.wrote,
            tail: next.tail,
        }
    }

    /// A date is in it, as far as one can tell in any language.
    pub(super) fn dated(&self) -> bool {
        self.numbers >= 2 && (self.year || self.clock)
    }
}

fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '٠'..='٩' | '۰'..='۹' | '๐'..='๙' | '０'..='９')
}
