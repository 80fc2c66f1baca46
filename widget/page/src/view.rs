//! The panel: draws what the visit says is to be seen, hands in what the visitor does.
//!
//! What stands on the screen is changed only where it differs, so that focus, selection and what is being
//! typed stay (V4), and a screen reader hears each message once. What anybody wrote goes in as text (V7).

mod rows;

use std::cell::Cell;

use visit::{Event, Text, Visit};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent};
use wire::{Mode, Timestamp};

use crate::Setting;
use crate::listen;
use crate::shell::Shell;
use crate::view::rows::Rows;

pub(crate) struct View {
    pub(crate) setting: Setting,
    host: HtmlElement,
    launcher: HtmlElement,
    badge: Element,
    panel: HtmlElement,
    text: HtmlTextAreaElement,
    email_row: Element,
    email: HtmlInputElement,
    rows: Rows,
    shown: Cell<Option<(Mode, bool)>>,
}

impl View {
    pub(crate) fn new(setting: Setting) -> Self {
        let part = |id: &str| setting.part(id);
        Self {
            host: setting.host(),
            launcher: part("launcher").unchecked_into(),
            badge: part("badge"),
            panel: part("panel").unchecked_into(),
            text: part("text").unchecked_into(),
            email_row: part("email-row"),
            email: part("email").unchecked_into(),
            rows: Rows::new(&setting),
            shown: Cell::new(None),
            setting,
        }
    }

    pub(crate) fn listen(&self, shell: &'static Shell) {
        on(&self.launcher, "click", move |_| shell.open(!shell.is_open()));
        on(&self.setting.part("close"), "click", move |_| shell.open(false));
        on(&self.email, "input", move |_| shell.tell(Event::EmailEdited));
        on(&self.setting.part("form"), "submit", move |event| {
            event.prevent_default();
            shell.submit();
        });
        on(&self.text, "keydown", move |event| {
            let key: &KeyboardEvent = event.unchecked_ref();
            // 229: a key that an input method still works on, in browsers that say it no other way.
            let is_composing = key.is_composing() || key.key_code() == 229;
            if key.key() == "Enter" && !key.shift_key() && !is_composing {
                event.prevent_default();
                shell.submit();
            }
        });
        on(&self.panel, "keydown", move |event| {
            let key: &KeyboardEvent = event.unchecked_ref();
            if key.key() == "Escape" && !key.is_composing() {
                event.stop_propagation();
                shell.open(false);
            }
        });
        self.rows.listen(shell);
    }

    /// What stands in the two fields.
    pub(crate) fn typed(&self) -> (String, String) {
        (self.text.value(), self.email.value())
    }

    pub(crate) fn clear(&self) {
        self.text.set_value("");
        self.setting.grow();
        drop(self.text.focus());
    }

    pub(crate) fn focus_email(&self) {
        drop(self.email.focus());
    }

    /// Leads the visitor into the panel, or back to where it was opened.
    pub(crate) fn focus(&self, is_open: bool) {
        // Where there is no keyboard of its own, a focused field would cover half of the panel with one.
        let has_keyboard = !self.setting.coarse();
        drop(match is_open {
            true if has_keyboard => self.text.focus(),
            true => self.panel.focus(),
            false => self.launcher.focus(),
        });
    }

    pub(crate) fn draw(&self, visit: &Visit, now: Timestamp) {
        let is_open = visit.is_open();
        let at_end = self.rows.is_at_end();
        if self.shown.replace(Some((visit.mode(), is_open))) != Some((visit.mode(), is_open)) {
            self.setting.mark(&self.host, "mode", Some(mode_name(visit.mode())));
            self.setting.mark(&self.host, "open", is_open.then_some(""));
            self.hide(&self.panel, !is_open);
            self.setting.mark(&self.launcher, "aria-expanded", Some(word(is_open)));
        }
        let opens = if visit.mode() == Mode::Live { Text::OpenLive } else { Text::OpenMessaging };
        self.setting.name(&self.launcher, if is_open { Text::Close } else { opens }.key(), "");
        self.write("#title", Some(visit.title()), "");
        self.write("#status", Some(visit.status(now)), "");
        self.write("#empty", Some(visit.empty()), "");
        self.write("#notice", visit.notice(now), "");
        self.draw_email(visit);
        self.draw_unread(visit.unread());
        self.draw_faces(visit);
        self.rows.draw(&self.setting, visit, now, at_end);
    }

    /// One of our texts at a place in the panel.
    fn write(&self, place: &str, text: Option<Text>, words: &str) {
        self.setting.show(&self.panel, place, text.map_or("", Text::key), words);
    }

    fn hide(&self, element: &Element, is_hidden: bool) {
        self.setting.mark(element, "hidden", is_hidden.then_some(""));
    }

    fn draw_email(&self, visit: &Visit) {
        self.hide(&self.email_row, !visit.asks_email());
        let error = visit.email_error();
        self.write("#email-error", error, "");
        self.setting.mark(&self.email, "aria-invalid", Some(word(error.is_some())));
    }

    fn draw_unread(&self, unread: usize) {
        self.hide(&self.badge, unread == 0);
        let count = crate::digits(u32::try_from(unread).unwrap_or(u32::MAX));
        let shown = if unread > 9 { "9+" } else { &count };
        self.setting.show(&self.badge, "", "", shown);
        self.setting.name(&self.badge, Text::Unread.key(), &count);
    }

    fn draw_faces(&self, visit: &Visit) {
        let mut names = String::new();
        for name in visit.faces() {
            if !names.is_empty() {
                names.push_str(", ");
            }
            names.push_str(name);
        }
        self.write("#faces", (!names.is_empty()).then_some(Text::FacesHere), &names);
    }
}

fn word(is_so: bool) -> &'static str {
    if is_so { "true" } else { "false" }
}

fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Live => "live",
        Mode::Messaging => "messaging",
        Mode::Hidden => "hidden",
    }
}

/// Listens for as long as the page lives.
fn on(target: &Element, name: &'static str, call: impl FnMut(&web_sys::Event) + 'static) {
    listen::on(target, name, Box::new(call)).forget();
}
