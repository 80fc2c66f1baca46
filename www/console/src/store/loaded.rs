//! Something that was asked of the edge over HTTP, and how far that got.

use super::Failure;

/// What is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded<T> {
    /// An answer is on its way.
    pub is_busy: bool,
    /// The last good answer. It stays while a newer one is on its way, so that nothing flickers.
    pub known: Option<T>,
    /// Why the last one was none.
    pub failure: Option<Failure>,
}

impl<T> Default for Loaded<T> {
    fn default() -> Self {
        Self { is_busy: false, known: None, failure: None }
    }
}

impl<T> Loaded<T> {
    pub(super) fn ask(&mut self) {
        self.is_busy = true;
        self.failure = None;
    }

    pub(super) fn answered(&mut self, answer: Result<T, Failure>) {
        self.is_busy = false;
        match answer {
            Ok(known) => {
                self.known = Some(known);
                self.failure = None;
            }
            Err(failure) => self.failure = Some(failure),
        }
    }

    /// Something else is asked now: what is known is about what was asked before.
    pub(super) fn turn(&mut self) {
        *self = Self { is_busy: true, ..Self::default() };
    }
}
