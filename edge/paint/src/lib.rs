//! What a site's admins chose of its look, as the widget is sent it: custom properties, and colours that are read.
//!
//! Pure. The edge answers with it, the console previews with it; the widget puts it into a style sheet and knows
//! nothing of colours. Text has a contrast of 4.5 at least with everything that it stands on, whichever colour was
//! chosen, in light and in dark (WCAG 2.2, 1.4.3).
#![warn(missing_docs)]

mod color;
mod palette;

pub use color::Rgb;
pub use palette::{Accent, Palette};

use wire::about::{Label, Passed, Value};
use wire::style::{Icon, Paint, Side, Style, Theme};

/// What a page is told; nothing where all is as with a new site.
#[must_use]
pub fn paint(style: &Style, texts: &Passed) -> Option<Paint> {
    let paint = Paint { css: css(style), icon: icon(style.icon).map(str::to_owned), labels: labels(texts) };
    (paint != Paint::default()).then_some(paint)
}

/// What stands on the launcher, by language.
fn labels(texts: &Passed) -> Passed {
    let label = |(label, text): (&Label, &Value)| {
        let language = label.as_str().strip_suffix(".launcher")?;
        Some((Label::parse(language).ok()?, text.clone()))
    };
    texts.iter().filter_map(label).collect()
}

/// The sheet: what differs from that of the widget.
fn css(style: &Style) -> String {
    let mut rules = Rules::default();
    if let Some(color) = &style.color {
        let accent = Accent::of(Rgb(color.channels()));
        rules.put("accent", &accent.accent.to_string());
        rules.put("on", &accent.on.to_string());
        rules.put("hover", &accent.hover.to_string());
    }
    let usual = Style::default();
    if style.side == Side::Start {
        rules.put("start", &px(style.x));
        rules.put("end", "auto");
    } else if style.x != usual.x {
        rules.put("end", &px(style.x));
    }
    for (name, value, usual) in [("y", style.y, usual.y), ("size", style.size, usual.size)] {
        if value != usual {
            rules.put(name, &px(value));
        }
    }
    if let Some(radius) = style.radius {
        rules.put("radius", &px(radius));
    }
    let color = style.color.as_ref().map(|color| Rgb(color.channels()));
    let mut dark = Rules::default();
    match style.theme {
        // The widget's own sheet has both.
        Theme::Auto if color.is_none() => {}
        Theme::Auto => {
            rules.palette(&Palette::light(color));
            dark.palette(&Palette::dark(color));
        }
        Theme::Light => rules.palette(&Palette::light(color)),
        Theme::Dark => rules.palette(&Palette::dark(color)),
    }
    let mut css = String::new();
    for (before, rules, after) in [("", rules, ""), ("@media(prefers-color-scheme:dark){", dark, "}")] {
        if !rules.0.is_empty() {
            for part in [before, ":host{", &rules.0, "}", after] {
                css.push_str(part);
            }
        }
    }
    if style.icon == Icon::None {
        css.push_str("#launcher{display:none}");
    }
    css
}

/// The lines of a rule.
#[derive(Default)]
struct Rules(String);

impl Rules {
    fn put(&mut self, name: &str, value: &str) {
        for part in ["--", name, ":", value, ";"] {
            self.0.push_str(part);
        }
    }

    fn palette(&mut self, palette: &Palette) {
        for (name, color) in palette.list() {
            self.put(name, &color.to_string());
        }
    }
}

fn px(pixels: u16) -> String {
    pixels.to_string() + "px"
}

/// Lines in a square of 24; nothing for the one that the loader has.
fn icon(icon: Icon) -> Option<&'static str> {
    match icon {
        Icon::Chat | Icon::None => None,
        Icon::Question => Some("M8 9a4 4 0 1 1 6 3.4c-1.4.8-2 1.6-2 3.1M12 19.4v.1"),
        Icon::Letter => Some("M4 6.5h16v11H4zM4.5 7l7.5 6 7.5-6"),
        Icon::Heart => {
            Some("M12 19.5C7 16 4 13 4 9.6a4.1 4.1 0 0 1 8-1.2 4.1 4.1 0 0 1 8 1.2c0 3.4-3 6.4-8 9.9Z")
        }
        Icon::Lamp => Some("M12 3v4M5 15a7 7 0 0 1 14 0ZM9.5 18.5a2.6 2.6 0 0 0 5 0"),
    }
}
