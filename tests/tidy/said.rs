//! What sources say: the texts that are given to `say!`, `count!` and `weave!`, and those that should be.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr as _;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Attributes and properties whose values nobody reads.
const NOT_READ: &[&str] = &["class", "describedby", "menu", "role", "rel", "then", "viewBox"];
/// What is given to these is for developers, or for the browser.
const SILENT: &[&str] = &["code", "expect", "from_str", "matches", "panic", "unreachable", "write_str"];
/// Names of keys, of zones and of companies: the same in every language.
const NAMES: &[&str] = &[
    "ArrowDown",
    "ArrowUp",
    "Brevo",
    "C",
    "Cloudflare",
    "Enter",
    "Esc",
    "Escape",
    "Etc",
    "Porchlight",
    "Postmark",
    "Resend",
    "Tab",
];

/// What a source says, and what it holds besides.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// By `say!` and `weave!`.
    pub(crate) texts: BTreeSet<String>,
    /// By `count!`: of one, by what is said of others.
    pub(crate) counted: BTreeMap<String, String>,
    /// What looks as if it were to be said. Not raw strings: those are for programs.
    pub(crate) bare: Vec<String>,
    /// What a text may not be, as `wire::Invalid` has it.
    pub(crate) forms: Vec<String>,
}

impl Said {
    /// Reads a source but for its tests.
    pub(crate) fn of(path: &str, text: &str) -> Self {
        let mut said = Self::default();
        if !path.ends_with("/tests.rs") {
            let tokens = TokenStream::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            said.look(tokens, "");
        }
        said
    }

    /// Looks through tokens that are given to `owner`, a function or a macro.
    fn look(&mut self, tokens: TokenStream, owner: &str) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at));
            match token {
                TokenTree::Group(group) => {
                    let is_macro = is_mark(before(1), '!');
                    let is_attribute = is_mark(before(1), '#') || is_macro && is_mark(before(2), '#');
                    let is_tests = is_word(before(2), "mod") && is_word(before(1), "tests");
                    if !is_attribute && !is_tests {
                        let is_called = is_macro || group.delimiter() == Delimiter::Parenthesis;
                        let name = word(before(if is_macro { 2 } else { 1 })).filter(|_| is_called);
                        self.enter(group, name.as_deref().unwrap_or_default(), is_macro);
                    }
                }
                TokenTree::Literal(literal) => {
                    let Some(text) = unquote(&literal.to_string()) else { continue };
                    if matches!(owner, "Form" | "one_line") {
                        self.forms.push(text.clone());
                    }
                    let is_code =
                        is_mark(before(1), '>') && (is_word(before(2), "code") || is_word(before(2), "kbd"));
                    let is_unread = is_mark(before(1), '=')
                        && word(before(2)).is_some_and(|name| NOT_READ.contains(&&*name));
                    if is_prose(&text) && !is_code && !is_unread && !SILENT.contains(&owner) {
                        self.bare.push(text);
                    }
                }
                _ => {}
            }
        }
    }

    fn enter(&mut self, group: &Group, name: &str, is_macro: bool) {
        let mut tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        if is_macro && matches!(name, "say" | "weave" | "count") {
            // The keys are literals between commas; what stands before `n` of them is the number.
            let mut keys: Vec<(usize, String)> = Vec::new();
            for (at, token) in tokens.iter().enumerate() {
                let stands_alone = (at == 0 || is_mark(tokens.get(at - 1), ','))
                    && tokens.get(at + 1).is_none_or(|next| is_mark(Some(next), ','));
                if let (TokenTree::Literal(literal), true) = (token, stands_alone) {
                    keys.extend(unquote(&literal.to_string()).map(|text| (at, text)));
                }
            }
            let context = tokens.iter().position(|token| is_word(Some(token), "in"));
            let last = match (name, keys.as_slice()) {
                ("count", [(_, one), (at, other), ..]) => {
                    self.counted.insert(other.clone(), one.clone());
                    Some(*at)
                }
                (_, [(_, text), ..]) if context.is_some() => {
                    let context = tokens.last().and_then(|context| unquote(&context.to_string()));
                    self.texts.insert(format!("{text} ({})", context.unwrap_or_default()));
                    Some(tokens.len() - 1)
                }
                (_, [(at, text), ..]) => {
                    self.texts.insert(text.clone());
                    Some(*at)
                }
                _ => None,
            };
            if let Some(last) = last {
                tokens.drain(..=last);
            }
        }
        self.look(tokens.into_iter().collect(), name);
    }
}

/// Whether somebody might read it: words with a space between them, or one that begins with a capital.
fn is_prose(text: &str) -> bool {
    let words = without_places(text);
    let is_selector = words.starts_with(['#', '.', '[', '/', '<']);
    let has_small = words.chars().any(char::is_lowercase);
    if NAMES.contains(&words.trim_matches(|c: char| !c.is_alphabetic())) || is_selector || !has_small {
        return false;
    }
    let first = words.chars().find(|c| c.is_alphabetic());
    let is_word = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let count = words.split_whitespace().filter(is_word).count();
    first.is_some_and(char::is_uppercase) || count > 1 || count == 1 && words.contains(' ')
}

/// A text without what stands in braces.
fn without_places(text: &str) -> String {
    let mut parts = text.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |words, part| words + part.split_once('}').map_or(part, |(_, after)| after))
}

fn word(token: Option<&TokenTree>) -> Option<String> {
    match token? {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        _ => None,
    }
}

fn is_word(token: Option<&TokenTree>, wanted: &str) -> bool {
    word(token).as_deref() == Some(wanted)
}

fn is_mark(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

/// What a string literal says; nothing for other literals, and for raw ones.
fn unquote(literal: &str) -> Option<String> {
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::new();
    let mut letters = inner.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next()? {
                'n' => text.push('\n'),
                '\n' => while letters.next_if(|next| next.is_whitespace()).is_some() {},
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
    Some(text)
}
