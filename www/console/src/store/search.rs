//! The search through all messages, notes, names and addresses: what is typed is asked for at once, one question at a time.

use wire::agent::Says;
use wire::inbox::{Hit, Words};
use wire::{ConversationId, Seq};

use super::{Effect, Store};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// As it stands in the field.
    pub text: String,
    /// What was found last, and for which words.
    pub found: Option<(Words, Vec<Hit>)>,
    /// An answer is on its way.
    pub is_asking: bool,
    /// The message of the open conversation that was found: it is to be seen.
    pub spot: Option<Seq>,
}

impl Search {
    /// Whether its results stand where the list stands otherwise.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !self.text.trim().is_empty()
    }

    fn words(&self) -> Option<Words> {
        Words::parse(self.text.chars().take(100).collect::<String>()).ok()
    }

    pub(super) fn forget(&mut self, id: &ConversationId) {
        if let Some((_, hits)) = &mut self.found {
            hits.retain(|hit| hit.row.id != *id);
        }
    }

    pub(super) fn refused(&mut self) {
        self.is_asking = false;
    }
}

impl Store {
    pub(super) fn search_for(&mut self, text: String) -> Vec<Effect> {
        self.search.text = text;
        if !self.search.is_on() {
            self.search.found = None;
        }
        self.ask_search()
    }

    fn ask_search(&mut self) -> Vec<Effect> {
        let is_found = |words: &Words| self.search.found.as_ref().is_some_and(|(found, _)| found == words);
        let Some(words) = self.search.words().filter(|words| !is_found(words)) else { return Vec::new() };
        if self.search.is_asking || !self.link.is_open() {
            return Vec::new();
        }
        self.search.is_asking = true;
        self.say(Says::Search { words })
    }

    /// After a cut, nobody answers what was asked.
    pub(super) fn search_again(&mut self) -> Vec<Effect> {
        self.search.is_asking = false;
        self.ask_search()
    }

    pub(super) fn found(&mut self, words: &Words, hits: Vec<Hit>) -> Vec<Effect> {
        self.search.is_asking = false;
        if self.search.is_on() {
            for hit in &hits {
                self.inbox.put(hit.row.clone());
            }
            self.search.found = Some((words.clone(), hits));
        }
        // It may have been typed on meanwhile.
        self.ask_search()
    }

    pub(super) fn open_hit(&mut self, id: ConversationId, seq: Option<Seq>) -> Vec<Effect> {
        let effects = self.select(id);
        self.search.spot = seq;
        effects
    }
}

/// A text in pieces: those that begin a word that was searched for, and those between. As much of it as fits
/// around the first one.
#[must_use]
pub fn pieces(text: &str, words: &Words) -> Vec<(String, bool)> {
    const BEFORE: usize = 30;
    const MOST: usize = 140;
    let wanted: Vec<String> = words
        .as_str()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let chars: Vec<char> = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let match_at = |at: usize| {
        let is_begin = at == 0 || !chars[at - 1].is_alphanumeric();
        let lengths = wanted.iter().filter(|word| {
            let mut rest = chars[at..].iter().flat_map(|c| c.to_lowercase());
            word.chars().all(|c| rest.next() == Some(c))
        });
        lengths.map(|word| word.chars().count()).max().filter(|_| is_begin)
    };
    let first = (0..chars.len()).find(|at| match_at(*at).is_some()).unwrap_or(0);
    let from = first.saturating_sub(BEFORE);
    let until = chars.len().min(from + MOST);
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut push = |text: String, is_hit: bool| match pieces.last_mut() {
        Some((last, was_hit)) if *was_hit == is_hit => last.push_str(&text),
        _ => pieces.push((text, is_hit)),
    };
    if from > 0 {
        push("…".to_owned(), false);
    }
    let mut at = from;
    while at < until {
        let length = match_at(at).unwrap_or(0);
        let end = (at + length.max(1)).min(until);
        push(chars[at..end].iter().collect(), length > 0);
        at = end;
    }
    if until < chars.len() {
        push("…".to_owned(), false);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, words: &str) -> String {
        let words = Words::parse(words).expect("words");
        let mark = |(text, is_hit): (String, bool)| if is_hit { format!("[{text}]") } else { text };
        pieces(text, &words).into_iter().map(mark).collect()
    }

    #[test]
    fn what_was_found_is_marked_where_a_word_begins_with_it() {
        assert_eq!(shown("Do you ship to Peru?", "peru ship"), "Do you [ship] to [Peru]?");
        assert_eq!(shown("A shipment, unshipped", "ship"), "A [ship]ment, unshipped");
        assert_eq!(shown("Ärger über Straßen", "är stra"), "[Är]ger über [Stra]ßen");
        assert_eq!(shown("eve@mail.example", "mail.ex"), "eve@[mail].[ex]ample");
        assert_eq!(shown("nothing here", "peru"), "nothing here");
        assert_eq!(shown("", "peru"), "");
    }

    #[test]
    fn of_a_long_text_that_part_is_shown_in_which_something_was_found() {
        let text = format!("{}Peru{}", "word ".repeat(100), " more".repeat(100));
        let shown = shown(&text, "peru");
        assert!(shown.starts_with("…word") && shown.contains("[Peru]") && shown.ends_with('…'), "{shown}");
        assert!(shown.chars().count() < 160);
    }
}
