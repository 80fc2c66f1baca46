//! The panel's colours, made of one.

use crate::Rgb;

/// What contrast text has with what it stands on.
pub(crate) const TEXT: f64 = 4.5;
/// What contrast the edge of a field has.
pub(crate) const EDGE: f64 = 3.0;

/// What is filled with the colour: the launcher, the button that sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent {
    /// The colour itself.
    pub accent: Rgb,
    /// What stands on it: white where that can be read, else black.
    pub on: Rgb,
    /// Under the pointer: further from what stands on it.
    pub hover: Rgb,
}

impl Accent {
    /// The one of a colour.
    #[must_use]
    pub fn of(accent: Rgb) -> Self {
        let is_dark = accent.contrast(Rgb::WHITE) >= TEXT;
        // One of both always can be read: below 4.5 with white it is above 4.6 with black.
        let (on, away) = if is_dark { (Rgb::WHITE, Rgb::BLACK) } else { (Rgb::BLACK, Rgb::WHITE) };
        Self { accent, on, hover: accent.mix(away, 14) }
    }
}

/// The colours of the panel in light or in dark, as `panel.css` calls them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Text.
    pub ink: Rgb,
    /// Text of less weight.
    pub soft: Rgb,
    /// What messages stand on.
    pub paper: Rgb,
    /// The team's bubbles, and the end of the head.
    pub shade: Rgb,
    /// Between parts.
    pub line: Rgb,
    /// Around fields.
    pub field: Rgb,
    /// The accent where it is text or a thin line.
    pub deep: Rgb,
    /// The visitor's bubbles.
    pub mine: Rgb,
    /// The beginning of the head.
    pub glow: Rgb,
}

impl Palette {
    /// In light; that of a new site where no colour is chosen.
    #[must_use]
    pub fn light(color: Option<Rgb>) -> Self {
        let Some(color) = color else { return AMBER_LIGHT };
        let grounds = [Rgb::WHITE, Rgb([0xf5, 0xf5, 0xf6]), Rgb([0xe2, 0xe2, 0xe5])];
        let inks = [Rgb([0x1f, 0x1f, 0x23]), Rgb([0x5c, 0x5c, 0x63]), Rgb([0x85, 0x85, 0x8c])];
        Self::tinted(color, grounds, inks, [28, 15], Rgb::BLACK)
    }

    /// In dark; that of a new site where no colour is chosen.
    #[must_use]
    pub fn dark(color: Option<Rgb>) -> Self {
        let Some(color) = color else { return AMBER_DARK };
        let grounds = [Rgb([0x16, 0x16, 0x18]), Rgb([0x24, 0x24, 0x27]), Rgb([0x3b, 0x3b, 0x40])];
        let inks = [Rgb([0xf2, 0xf2, 0xf4]), Rgb([0xb8, 0xb8, 0xbf]), Rgb([0x88, 0x88, 0x90])];
        Self::tinted(color, grounds, inks, [38, 22], Rgb::WHITE)
    }

    /// Greys with a breath of the colour; what is to be read goes as far towards `end` as it must.
    fn tinted(color: Rgb, grounds: [Rgb; 3], inks: [Rgb; 3], tints: [u32; 2], end: Rgb) -> Self {
        let [paper, shade, line] = grounds;
        let [ink, soft, field] = inks;
        let [mine, glow] = tints.map(|tint| paper.mix(color, tint));
        let [shade, line] = [shade.mix(color, 3), line.mix(color, 6)];
        Self {
            ink: ink.mix(color, 6).readable(&[paper, shade, mine, glow], TEXT, end),
            soft: soft.mix(color, 10).readable(&[paper, shade, glow], TEXT, end),
            paper,
            shade,
            line,
            field: field.mix(color, 10).readable(&[paper], EDGE, end),
            deep: color.readable(&[paper, shade, glow], TEXT, end),
            mine,
            glow,
        }
    }

    /// Each by its name.
    #[must_use]
    pub fn list(&self) -> [(&'static str, Rgb); 9] {
        [
            ("ink", self.ink),
            ("soft", self.soft),
            ("paper", self.paper),
            ("shade", self.shade),
            ("line", self.line),
            ("field", self.field),
            ("deep", self.deep),
            ("mine", self.mine),
            ("glow", self.glow),
        ]
    }
}

/// As in `widget/page/panel.css`: a test compares them.
const AMBER_LIGHT: Palette = Palette {
    ink: Rgb([0x2b, 0x21, 0x18]),
    soft: Rgb([0x6b, 0x5a, 0x49]),
    paper: Rgb([0xff, 0xfd, 0xf9]),
    shade: Rgb([0xf6, 0xef, 0xe4]),
    line: Rgb([0xe3, 0xd7, 0xc5]),
    field: Rgb([0x8a, 0x77, 0x63]),
    deep: Rgb([0x8a, 0x4b, 0x00]),
    mine: Rgb([0xff, 0xe3, 0xad]),
    glow: Rgb([0xff, 0xe9, 0xbf]),
};

/// Likewise.
const AMBER_DARK: Palette = Palette {
    ink: Rgb([0xf6, 0xec, 0xdd]),
    soft: Rgb([0xc3, 0xb2, 0x9c]),
    paper: Rgb([0x1d, 0x18, 0x13]),
    shade: Rgb([0x2a, 0x23, 0x1b]),
    line: Rgb([0x42, 0x37, 0x2a]),
    field: Rgb([0x94, 0x82, 0x6c]),
    deep: Rgb([0xff, 0xc6, 0x5c]),
    mine: Rgb([0x5a, 0x3d, 0x0c]),
    glow: Rgb([0x4a, 0x34, 0x10]),
};
