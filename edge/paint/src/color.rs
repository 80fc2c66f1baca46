//! Colours and how well one is read on another: the formula of WCAG 2.
//!
//! <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>

use std::fmt;

/// Red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub [u8; 3]);

impl Rgb {
    /// #000000.
    pub const BLACK: Self = Self([0; 3]);
    /// #ffffff.
    pub const WHITE: Self = Self([255; 3]);

    /// This colour with so much of another one in it, in hundredths.
    #[must_use]
    pub fn mix(self, other: Self, hundredths: u32) -> Self {
        let channel = |at: usize| {
            let (from, to) = (u32::from(self.0[at]), u32::from(other.0[at]));
            let mixed = (from * (100 - hundredths) + to * hundredths + 50) / 100;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Self([channel(0), channel(1), channel(2)])
    }

    /// From 0 for black to 1 for white.
    #[must_use]
    pub fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// From 1 for the same to 21 for black on white.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The colour nearest to this one, on the way to another, that has this contrast with each of these; the
    /// other one if none has.
    #[must_use]
    pub fn readable(self, on: &[Self], contrast: f64, to: Self) -> Self {
        let on_all = |color: &Self| on.iter().all(|ground| color.contrast(*ground) >= contrast);
        (0..100).map(|hundredths| self.mix(to, hundredths)).find(on_all).unwrap_or(to)
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// A channel's share of the light.
fn linear(channel: u8) -> f64 {
    let value = f64::from(channel) / 255.0;
    if value <= 0.04045 { value / 12.92 } else { power((value + 0.055) / 1.055) }
}

/// `x` to the power of 2.4, for `x` from 0.05 to 1: the square times the fifth root of the square, by Newton.
// The general power of the standard library would weigh as much in the Worker as all of this.
fn power(x: f64) -> f64 {
    let square = x * x;
    let mut root = 1.0_f64;
    for _ in 0..16 {
        root -= (root - square / (root * root * root * root)) / 5.0;
    }
    square * root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_formula_is_that_of_wcag() {
        for channel in 0..=255 {
            let value = f64::from(channel) / 255.0;
            let wanted = if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
            assert!((linear(channel) - wanted).abs() < 1e-12, "{channel}");
        }
        let near = |one: f64, two: f64| assert!((one - two).abs() < 0.005, "{one} is not {two}");
        near(Rgb::BLACK.contrast(Rgb::WHITE), 21.0);
        near(Rgb([0x77, 0x77, 0x77]).contrast(Rgb::WHITE), 4.48);
        near(Rgb([0, 0, 255]).contrast(Rgb::WHITE), 8.59);
        near(Rgb([255, 0, 0]).contrast(Rgb([255, 0, 0])), 1.0);
    }
}
