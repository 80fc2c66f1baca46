//! Which part of a mail's text is new, and which is quoted history.
//!
//! Mail programs mark history by `>`, by a line that says who wrote when, or by the head of the mail above
//! it. Only the first says where history ends, so what follows one of the others is cut to the end. A line is
//! cut where a mark is plain and kept where it could be the person's own: a quote too much does no harm.

mod line;
mod words;

use wire::text::one_line_end;

use line::{Clues, Field, Sign, Tail, bare, field, is_forward, is_ruled, is_title, sign};

/// An attribution is wrapped into this many lines at most.
const WRAPS: usize = 4;
/// So many blank lines can stand between an attribution and what it is about.
const BLANKS: usize = 3;
/// So many lines can the head of a mail take.
const HEAD: usize = 16;

/// The new part of a mail's text: quoted history is cut off for show. The whole text is kept elsewhere.
///
/// Trimmed, with one blank line at most in a row. The whole of it where nothing else would be left.
#[must_use]
pub fn new_text(whole: &str) -> String {
    let text = one_line_end(whole);
    let lines: Vec<&str> = text.split('\n').collect();
    let mut text = Text { keep: vec![true; lines.len()], lines, last_bare: 0 };
    text.drop_quotes();
    text.drop_signature();
    text.drop_history();
    text.drop_adverts();
    let new = text.kept();
    if !new.is_empty() {
        return new;
    }
    text.keep.fill(true);
    text.kept()
}

fn is_blank(line: &str) -> bool {
    bare(line).is_empty()
}

/// It ends as an attribution does: with a colon, or with the second of its rules.
fn is_closed(line: &str) -> bool {
    bare(line).trim_end_matches('*').ends_with([':', '：']) || (is_ruled(line) && bare(line).ends_with("--"))
}

/// A text by lines, and which of them are kept.
struct Text<'a> {
    lines: Vec<&'a str>,
    keep: Vec<bool>,
    /// Where the last quote by `>` begins that has no attribution of its own.
    last_bare: usize,
}

impl Text<'_> {
    /// What is left: parts from which something was cut stand apart by a blank line.
    fn kept(&self) -> String {
        let mut text = String::new();
        let mut is_apart = false;
        for (line, keep) in self.lines.iter().zip(&self.keep) {
            if !keep || is_blank(line) {
                is_apart = true;
                continue;
            }
            if !text.is_empty() {
                text.push_str(if is_apart { "\n\n" } else { "\n" });
            }
            text.push_str(line);
            is_apart = false;
        }
        text.trim().to_owned()
    }

    fn drop(&mut self, from: usize, to: usize) {
        self.keep[from..to].fill(false);
    }

    /// Drops what is quoted by `>`, with the attributions above.
    fn drop_quotes(&mut self) {
        let mut at = 0;
        while at < self.lines.len() {
            let end = at + self.lines[at..].iter().take_while(|line| sign(line).is_some()).count();
            if at == end {
                at += 1;
                continue;
            }
            let above = self.attribution_above(at);
            let signs = || self.lines[at..end].iter().filter_map(|line| sign(line));
            // A line that may be something else is quoted in the company of one that is, or of its like.
            let is_quote = above.is_some()
                || signs().any(|sign| sign == Sign::Sure)
                || signs().filter(|sign| *sign == Sign::Tight).count() > 1;
            if is_quote {
                self.last_bare = if above.is_some() { self.last_bare } else { at };
                self.drop(above.unwrap_or(at), end);
            }
            at = end;
        }
    }

    /// Where the attribution begins that stands above a quote.
    fn attribution_above(&self, quote: usize) -> Option<usize> {
        let blanks = self.lines[..quote].iter().rev().take_while(|line| is_blank(line)).count();
        let end = quote - blanks;
        if blanks > BLANKS || end == 0 {
            return None;
        }
        let is_closed = is_closed(self.lines[end - 1]);
        self.attribution(end, |clues, is_start| match clues.tail {
            // Some put no colon; then it has to look like nothing else.
            Tail::Address | Tail::Wrote if !is_closed => {
                is_start && clues.bracket && clues.year && clues.clock
            }
            _ if !is_closed => false,
            Tail::Wrote => true,
            Tail::Address if clues.wrote || clues.dated() => true,
            _ if !clues.dated() => false,
            // Without a verb that is known: a day, a month or a year, and a time.
            _ if is_start => clues.wrote || clues.address || (clues.clock && clues.numbers >= 4),
            _ => clues.bracket && (clues.wrote || clues.tail == Tail::Number),
        })
    }

    /// Where the attribution begins that ends before a line, if one does of which `is_one` holds: it is
    /// asked about the last line, the last two and so on, and whether that begins as attributions do.
    fn attribution(&self, end: usize, is_one: impl Fn(&Clues, bool) -> bool) -> Option<usize> {
        let (mut found, mut is_begun) = (None, false);
        let mut clues: Option<Clues> = None;
        for at in (end.saturating_sub(WRAPS)..end).rev() {
            let line = self.lines[at];
            if !self.keep[at] || is_blank(line) {
                break;
            }
            let own = Clues::of(line);
            // The name and address before a date that was wrapped.
            let is_name = own.tail == Tail::Address && clues.is_some_and(|below| !below.address);
            if is_begun {
                return if is_name && own.numbers == 0 { Some(at) } else { found };
            }
            let is_dated = own.numbers >= if own.year { 2 } else { 3 };
            let is_on = is_dated && line::is_on(line);
            let is_start = is_on || (is_dated && line::is_date(line));
            let ends_sentence = bare(line).ends_with(['.', '!', '?', '。', '！', '？']);
            if found.is_some() && ends_sentence && !is_start {
                break;
            }
            // The verb alone, or what is left of the name, was wrapped.
            let is_most = own.bracket && own.dated() && clues.is_some_and(|below| !below.dated());
            let whole = clues.map_or(own, |below| own.then(below));
            if is_one(&whole, is_start) {
                if is_on || (is_start && whole.address) {
                    return Some(at);
                }
                is_begun = is_start;
                if found.is_none() || is_start || is_name || is_most {
                    found = Some(at);
                }
            }
            clues = Some(whole);
        }
        found
    }

    /// Drops each signature, up to the next quote.
    fn drop_signature(&mut self) {
        let mut is_signature = false;
        for at in 0..self.lines.len() {
            // What is dropped by now is a quote.
            is_signature = self.keep[at] && (is_signature || line::is_delimiter(self.lines[at]));
            if is_signature {
                self.keep[at] = false;
            }
        }
    }

    /// Drops what follows the head of a mail, or an attribution without `>`.
    fn drop_history(&mut self) {
        let end = self.lines.len();
        for at in 0..end {
            if !self.keep[at] || is_blank(self.lines[at]) {
                continue;
            }
            if self.is_head(at) {
                return self.drop(at, end);
            }
            if let Some(mut start) = self.attribution_until(at + 1) {
                while start > 0 && line::is_bare_rule(self.lines[start - 1]) {
                    start -= 1;
                }
                // Where more is quoted further down, what stands between may be the answer's first words.
                let end = if self.last_bare > at { at + 1 } else { end };
                self.drop(start, end);
            }
        }
    }

    /// Where the attribution begins that ends with the line before this and has nothing quoted below.
    fn attribution_until(&self, end: usize) -> Option<usize> {
        is_closed(self.lines[end - 1]).then_some(())?;
        self.attribution(end, |clues, is_start| match clues.tail {
            Tail::Wrote if clues.bracket || (clues.address && clues.dated()) => true,
            Tail::Wrote => is_start && clues.dated() && clues.numbers >= 4,
            // In some languages Gmail has no verb.
            Tail::Address if clues.year && clues.clock => true,
            _ => clues.bracket && clues.wrote && clues.dated(),
        })
    }

    /// Whether the head of a mail begins here, with the rule or the title above it.
    fn is_head(&self, at: usize) -> bool {
        let line = self.lines[at];
        if is_forward(line) || (is_ruled(line) && is_title(line)) {
            return true;
        }
        match field(line) {
            Some(Field::Other) => {
                let below = self.lines.get(at + 1).and_then(|line| field(line));
                below.is_some_and(|below| below != Field::Other) && self.fields(at) >= 3
            }
            Some(_) => self.fields(at) >= 3,
            None => {
                let below =
                    self.lines[at + 1..].iter().take(BLANKS).take_while(|line| is_blank(line)).count();
                (is_ruled(line) || is_title(line)) && self.fields(at + 1 + below) >= 2
            }
        }
    }

    /// How many fields the head of a mail has that begins at this line; none if it is no such head, but some
    /// list of a person's: "From: London, To: Paris, Date: Friday".
    fn fields(&self, at: usize) -> usize {
        let (mut fields, mut froms, mut subjects, mut others) = (0, 0, 0, 0);
        let mut has_address = false;
        for line in self.lines.iter().skip(at).take(HEAD) {
            match field(line) {
                Some(Field::From) => froms += 1,
                Some(Field::Subject) => subjects += 1,
                Some(Field::Other) => others += 1,
                // Some put blank lines between, and long fields are wrapped.
                None if fields > 0 && (is_blank(line) || line.contains('@')) => {}
                None => break,
            }
            if froms > 1 || subjects > 1 {
                break;
            }
            fields = froms + subjects + others;
            has_address |= line.contains('@');
        }
        if froms > 0 && (subjects > 0 || has_address) { fields } else { 0 }
    }

    /// Drops what phones and mail programs put below a text: at its end, and above each quote.
    fn drop_adverts(&mut self) {
        let mut is_end = true;
        for at in (0..self.lines.len()).rev() {
            if self.keep[at] && !is_blank(self.lines[at]) {
                is_end = is_end && line::is_advert(self.lines[at]);
                self.keep[at] = !is_end;
            } else {
                is_end |= !self.keep[at];
            }
        }
    }
}
