//! Sentences with something in them that is no text: a key, a name in bold. Each language puts it where it belongs.

use console::tongue::{Piece, pieces};
use leptos::prelude::*;

/// `weave!("Press {key} for help.", key = view! { <kbd>"?"</kbd> })`: like `say!`, with views as values.
macro_rules! weave {
    ($text:literal, $($name:ident = $view:expr),+ $(,)?) => {
        $crate::page::view::weave::woven(console::tongue::text($text), vec![$((stringify!($name), $view.into_any())),+])
    };
}
pub(crate) use weave;

pub(in crate::page::view) fn woven(text: &str, mut values: Vec<(&str, AnyView)>) -> Vec<AnyView> {
    let part = |piece| match piece {
        Piece::Words(words) => Some(words.to_owned().into_any()),
        Piece::Place(name) => {
            let at = values.iter().position(|(known, _)| *known == name)?;
            Some(values.swap_remove(at).1)
        }
    };
    pieces(text).filter_map(part).collect()
}
