//! Whatever is chosen can be read, and what is sent is no more than differs.

use std::collections::BTreeMap;

use paint::{Accent, Palette, Rgb, paint};
use proptest::prelude::*;
use wire::about::Passed;
use wire::style::{Color, Icon, Side, Style, Theme};

/// The widget's own sheet.
const PANEL: &str = include_str!("../../../widget/page/panel.css");

fn color() -> impl Strategy<Value = Rgb> {
    // Greys and pure colours are where roundings hurt.
    prop_oneof![
        any::<[u8; 3]>().prop_map(Rgb),
        any::<u8>().prop_map(|grey| Rgb([grey; 3])),
        any::<[bool; 3]>().prop_map(|on| Rgb(on.map(|on| if on { 255 } else { 0 }))),
    ]
}

/// The contrast of 1.4.3, with the library's own power, in case ours was wrong.
fn contrast(one: Rgb, two: Rgb) -> f64 {
    let light = |color: Rgb| {
        let [red, green, blue] = color.0.map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, two) = (light(one), light(two));
    (one.max(two) + 0.05) / (one.min(two) + 0.05)
}

/// What the sheet of the panel puts on what.
fn assert_read(palette: &Palette) {
    let Palette { ink, soft, paper, shade, field, deep, mine, glow, .. } = *palette;
    for (what, text, ground) in [
        ("a message", ink, shade),
        ("the visitor's message", ink, mine),
        ("the field", ink, paper),
        ("the title", ink, glow),
        ("the time", soft, paper),
        ("the notice", soft, shade),
        ("the status", soft, glow),
        ("Retry", deep, paper),
        ("the lamp", deep, glow),
    ] {
        let contrast = contrast(text, ground);
        assert!(contrast >= 4.5, "{what}: {text} on {ground} has {contrast:.2} in {palette:?}");
    }
    assert!(contrast(field, paper) >= 3.0, "the edge of a field: {palette:?}");
}

proptest! {
    #[test]
    fn y1_every_colour_is_read_in_light_and_in_dark(color in color()) {
        let Accent { accent, on, hover } = Accent::of(color);
        prop_assert_eq!(accent, color, "the colour itself is as chosen");
        prop_assert!(contrast(on, accent) >= 4.5 && contrast(on, hover) >= 4.5, "{} on {} and {}", on, accent, hover);
        assert_read(&Palette::light(Some(color)));
        assert_read(&Palette::dark(Some(color)));
    }

    #[test]
    fn y1_a_colour_that_can_be_read_is_left_alone(color in color()) {
        let Palette { deep, paper, shade, glow, .. } = Palette::light(Some(color));
        if [paper, shade, glow].iter().all(|ground| contrast(color, *ground) >= 4.5) {
            prop_assert_eq!(deep, color);
        }
    }
}

#[test]
fn y1_the_colours_of_a_new_site_are_those_of_the_sheet_and_are_read() {
    let rules = |text: &str| -> BTreeMap<String, String> {
        let rule = text.split(":host {").nth(1).and_then(|rest| rest.split('}').next()).expect("a rule");
        let pair = |line: &str| {
            line.trim()
                .strip_prefix("--")?
                .split_once(':')
                .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        };
        rule.split(';').filter_map(pair).collect()
    };
    let (light, dark) = PANEL.split_once("(prefers-color-scheme: dark)").expect("both");
    for (sheet, palette) in [(light, Palette::light(None)), (dark, Palette::dark(None))] {
        let sheet = rules(sheet);
        for (name, color) in palette.list() {
            assert_eq!(sheet.get(name), Some(&color.to_string()), "--{name}");
        }
        assert_read(&palette);
    }
}

#[test]
fn y1_only_what_differs_is_sent() {
    assert_eq!(paint(&Style::default(), &Passed::default()), None);
    let css = |style: Style| paint(&style, &Passed::default()).expect("something").css;
    assert_eq!(css(Style { x: 8, ..Style::default() }), ":host{--end:8px;}");
    let start = Style { side: Side::Start, radius: Some(0), size: 64, ..Style::default() };
    assert_eq!(css(start), ":host{--start:20px;--end:auto;--size:64px;--radius:0px;}");
    let heart =
        paint(&Style { icon: Icon::Heart, ..Style::default() }, &Passed::default()).expect("something");
    assert!(heart.css.is_empty() && heart.icon.is_some());
    let blue = |theme| css(Style { color: Color::parse("#2266ee").ok(), theme, ..Style::default() });
    let (auto, light, dark) = (blue(Theme::Auto), blue(Theme::Light), blue(Theme::Dark));
    assert!(light.starts_with(":host{--accent:#2266ee;--on:#ffffff;--hover:#1d58cd;--ink:#"), "{light}");
    assert!(auto.starts_with(&light) && auto.contains("@media(prefers-color-scheme:dark){:host{--ink:#"));
    assert!(!dark.contains("@media") && !light.contains("@media"), "a theme that is chosen asks no system");
    // Also in amber: the widget's sheet has both, and would ask.
    assert!(css(Style { theme: Theme::Dark, ..Style::default() }).contains("--paper:#1d1813;"));
    let most = Style { side: Side::Start, x: 1, y: 1, size: 44, radius: Some(1), ..Style::default() };
    let most = css(Style { color: Color::parse("#777777").ok(), ..most });
    assert!(most.len() < 600, "{} bytes come with each first answer", most.len());
}
