//! A place that shows one of our texts, and touches the page only when it is another one.

use std::cell::Cell;

use visit::Text;
use web_sys::Element;

use crate::Setting;

pub(super) struct Label {
    element: Element,
    /// The attribute that the text goes into; the content where there is none.
    attribute: Option<&'static str>,
    shown: Cell<Option<Text>>,
}

impl Label {
    pub(super) fn text(element: Element) -> Self {
        Self { element, attribute: None, shown: Cell::new(None) }
    }

    pub(super) fn attribute(element: Element, name: &'static str) -> Self {
        Self { element, attribute: Some(name), shown: Cell::new(None) }
    }

    /// Tells whether it was another one.
    pub(super) fn set(&self, setting: &Setting, text: Option<Text>) -> bool {
        if self.shown.replace(text) == text {
            return false;
        }
        let words = text.map(|text| setting.text(text.key(), "")).unwrap_or_default();
        match self.attribute {
            Some(name) => super::set(&self.element, name, &words),
            None => self.element.set_text_content(Some(&words)),
        }
        true
    }
}
