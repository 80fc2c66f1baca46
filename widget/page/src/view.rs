//! The panel: draws what the visit says is to be seen.
//!
//! What stands on the screen is changed only where it differs, so that focus, selection and what is being
//! typed stay (V4), and a screen reader hears each message once. What anybody wrote goes in as text (V7).

mod rows;

use std::cell::Cell;

use visit::{Text, Visit};
use web_sys::Element;
use wire::{Mode, Timestamp};

use crate::Setting;
use crate::view::rows::Rows;

pub(crate) struct View {
    host: Element,
    launcher: Element,
    badge: Element,
    panel: Element,
    email_row: Element,
    email: Element,
    rows: Rows,
    shown: Cell<Option<(Mode, bool)>>,
}

impl View {
    pub(crate) fn new(setting: &Setting) -> Self {
        let part = |id: &str| setting.part(id);
        Self {
            host: part(""),
            launcher: part("launcher"),
            badge: part("badge"),
            panel: part("panel"),
            email_row: part("email-row"),
            email: part("email"),
            rows: Rows::default(),
            shown: Cell::new(None),
        }
    }

    pub(crate) fn draw(&self, setting: &Setting, visit: &Visit, now: Timestamp) {
        let is_open = visit.is_open();
        let at_end = setting.ends();
        let shown = Some((visit.mode(), is_open));
        if self.shown.replace(shown) != shown {
            setting.mark(&self.host, "mode", Some(mode_name(visit.mode())));
            setting.mark(&self.host, "open", is_open.then_some(""));
            hide(setting, &self.panel, !is_open);
            setting.mark(&self.launcher, "aria-expanded", Some(word(is_open)));
        }
        let opens = if visit.mode() == Mode::Live { Text::OpenLive } else { Text::OpenMessaging };
        setting.name(&self.launcher, if is_open { Text::Close } else { opens }.place(), "");
        let write = |place: &str, text: Option<Text>, words: &str| {
            setting.show(&self.panel, place, text.map_or(0, Text::place), words);
        };
        write("#title", Some(visit.title()), "");
        #[expect(clippy::cast_precision_loss, reason = "milliseconds stay below 2^53")]
        let back = visit.back_at(now).and_then(|at| setting.back(at.0 as f64));
        match back {
            Some(back) => write("#status", None, &back),
            None => write("#status", Some(visit.status(now)), ""),
        }
        write("#empty", Some(visit.empty()), "");
        write("#notice", visit.notice(now), "");
        hide(setting, &self.email_row, !visit.asks_email());
        let error = visit.email_error();
        write("#email-error", error, "");
        setting.mark(&self.email, "aria-invalid", Some(word(error.is_some())));
        self.draw_unread(setting, visit.unread());
        let names = faces(visit);
        write("#faces", (!names.is_empty()).then_some(Text::FacesHere), &names);
        let writer = visit.writer(now);
        write("#writing", writer.map(|_| Text::Writing), writer.unwrap_or_default());
        self.rows.draw(setting, visit, now, at_end);
    }

    fn draw_unread(&self, setting: &Setting, unread: usize) {
        hide(setting, &self.badge, unread == 0);
        let count = crate::digits(u32::try_from(unread).unwrap_or(u32::MAX));
        let shown = if unread > 9 { "9+" } else { &count };
        setting.show(&self.badge, "", 0, shown);
        setting.name(&self.badge, Text::Unread.place(), &count);
    }
}

fn hide(setting: &Setting, element: &Element, is_hidden: bool) {
    setting.mark(element, "hidden", is_hidden.then_some(""));
}

fn faces(visit: &Visit) -> String {
    let mut names = String::new();
    for name in visit.faces() {
        if !names.is_empty() {
            names.push_str(", ");
        }
        names.push_str(name);
    }
    names
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
