//! One message, and what stands between messages: days, and transcripts.

use console::store::mails::Notes;
use console::store::thread::{Line, Progress};
use console::store::{Event, Store};
use console::{say, words};
use leptos::prelude::*;
use wire::{Author, MessageId, Seq};

use super::file::Sent;
use super::mails::Told;
use super::row::visitor;
use crate::page::{Shell, clock};

/// A line among the messages.
#[derive(Clone, PartialEq)]
pub(super) enum Item {
    Day(String),
    Line(Box<Line>),
    /// A file on its way.
    Upload(MessageId),
    /// The transcripts that ended with this message.
    Transcripts(Seq),
}

impl Item {
    /// A message keeps its place on the screen when it is stored: ids are unique per writer (G2).
    pub(super) fn key(&self) -> String {
        match self {
            Self::Day(label) => format!("day:{label}"),
            Self::Upload(id) => format!("upload:{id}"),
            Self::Transcripts(seq) => format!("transcripts:{}", seq.0),
            Self::Line(line) => {
                let author = match &line.author {
                    Author::Visitor => "",
                    Author::Agent { id, .. } => id.as_str(),
                    Author::Site { .. } => "site",
                };
                let kind = if line.is_note { "note:" } else { "" };
                format!("{kind}{author}:{}", line.id)
            }
        }
    }

    pub(super) fn is_unsent(&self) -> bool {
        match self {
            Self::Line(line) => !matches!(line.progress, Progress::Stored(_)),
            Self::Upload(_) => true,
            Self::Day(_) | Self::Transcripts(_) => false,
        }
    }
}

/// The messages of the selected conversation, with a line above each day.
pub(super) fn items(store: &Store) -> Vec<Item> {
    let Some(thread) = store.thread() else { return Vec::new() };
    let mut items = Vec::new();
    let mut day = None;
    for line in thread.lines(store.me.as_ref().map(|me| (&me.id, &me.name))) {
        let this = clock::day_key(line.at);
        if day.is_none_or(|day| this > day) {
            items.push(Item::Day(clock::day_line(line.at)));
            day = Some(this);
        }
        let seq = match line.progress {
            Progress::Stored(seq) if !line.is_note => Some(seq),
            _ => None,
        };
        items.push(Item::Line(Box::new(line)));
        items.extend(seq.filter(|seq| !store.transcripts(*seq).is_empty()).map(Item::Transcripts));
    }
    items.extend(thread.uploads.iter().map(|upload| Item::Upload(upload.id.clone())));
    items
}

#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
pub(super) fn Message(line: Line, list: Memo<Vec<Item>>) -> impl IntoView {
    let shell = Shell::here();
    let key = Item::Line(Box::new(line.clone())).key();
    // The element stays; what became of the message is followed.
    let first = line.progress.clone();
    let progress = Memo::new(move |_| {
        list.with(|list| {
            list.iter().find_map(|item| match item {
                Item::Line(line) if item.key() == key => Some(line.progress.clone()),
                _ => None,
            })
        })
        .unwrap_or_else(|| first.clone())
    });
    let seen = shell.memo(|store| {
        let row = store.selected.as_ref().and_then(|id| store.inbox.row(id));
        row.map_or(Seq(0), |row| row.read)
    });
    let me = shell.store.with_untracked(|store| store.me.as_ref().map(|me| me.id.clone()));
    // Whoever is called otherwise later is called so here, too.
    let visitor = shell.memo(visitor);
    let (name, from, is_own) = match &line.author {
        Author::Visitor => (String::new(), "visitor", false),
        Author::Agent { id, .. } if Some(id) == me.as_ref() => (say!("You").to_owned(), "agent", true),
        Author::Agent { name, .. } => (name.to_string(), "agent", false),
        Author::Site { name } => (say!("{name}, by itself", name = name), "site", false),
    };
    let name = move || match name.as_str() {
        "" => visitor.get().unwrap_or_else(|| say!("Visitor").to_owned()),
        name => name.to_owned(),
    };
    let is_note = line.is_note;
    let is_agent = from == "agent" && !is_note;
    let state = move || match *progress.read() {
        Progress::Sending => "sending",
        Progress::Stored(_) => "sent",
        Progress::Refused(_) => "failed",
    };
    let seq = move || match *progress.read() {
        Progress::Stored(seq) if !is_note => Some(seq.0.to_string()),
        _ => None,
    };
    let mark = move || match *progress.read() {
        Progress::Sending => say!("Sending…"),
        Progress::Stored(seq) if is_agent && seen.get() >= seq => say!("✓ Seen"),
        Progress::Stored(_) if is_agent => "✓",
        _ => "",
    };
    let notes = shell.memo(move |store| match *progress.read() {
        Progress::Stored(seq) if !is_note => store.mail_notes(seq),
        _ => Notes::default(),
    });
    let id = StoredValue::new(line.id.clone());
    view! {
        <article
            class="message"
            data-testid="message"
            data-seq=seq
            data-state=state
            data-from=from
            data-own=is_own.to_string()
            data-note=is_note.to_string()
            data-mail=move || (!notes.read().is_empty()).to_string()
        >
            <p class="by"><b>{name}</b>{is_note.then(|| [", ", say!("a note for the team")].map(str::to_owned).concat())}" "<time>{clock::time(line.at)}</time></p>
            {match line.file.clone() {
                Some(file) => view! { <Sent file name=line.body.to_string() /> }.into_any(),
                None => view! { <p class="body" dir="auto">{line.body.to_string()}</p> }.into_any(),
            }}
            <p class="state">
                <span title=move || if mark().starts_with('✓') { say!("Stored") } else { "" }>{mark}</span>
                <Told notes />
                <Show when=move || matches!(*progress.read(), Progress::Refused(_))>
                    <span class="refused">
                        {say!("Not sent.")}" "
                        {move || match &*progress.read() {
                            Progress::Refused(why) => Some(words::edge::said(why)),
                            _ => None,
                        }}
                    </span>
                    " "
                    <button class="link" data-testid="retry" on:click=move |_| shell.tell(Event::Retried(id.get_value()))>{say!("Retry")}</button>
                    " "
                    <button class="link" on:click=move |_| shell.tell(Event::Discarded(id.get_value()))>{say!("Discard")}</button>
                </Show>
            </p>
        </article>
    }
}
