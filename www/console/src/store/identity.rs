//! The keys with which the site signs who its visitors are (K2), as admins see to them.

use wire::KeyId;
use wire::identity::{IdentityKey, IdentityKeyCreated};

use super::{Failure, Loaded, Saving, Store};

/// What somebody does on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A key is to be made: of this public one, else with a secret.
    Asked(Option<String>),
    /// A key is to be removed.
    Dropped(KeyId),
    /// The secret of a new one was copied, or at least seen.
    Seen,
}

/// What the edge is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// `GET …/identity/keys`.
    Ask,
    /// `POST …/identity/keys`.
    Make(Option<String>),
    /// `DELETE …/identity/keys/{key}`.
    Drop(KeyId),
}

/// And what it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Keys(Result<Vec<IdentityKey>, Failure>),
    Made(Result<Box<IdentityKeyCreated>, Failure>),
    Dropped(KeyId, Result<(), Failure>),
}

/// What the page knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    pub keys: Loaded<Vec<IdentityKey>>,
    /// Its secret is shown once.
    pub new: Option<IdentityKeyCreated>,
    pub saving: Saving,
}

impl Store {
    pub(super) fn on_identity(&mut self, event: Event) -> Vec<super::Effect> {
        let identity = &mut self.identity;
        let effect = match event {
            Event::Asked(public) if identity.saving != Saving::Busy => Effect::Make(public),
            Event::Dropped(kid) if identity.saving != Saving::Busy => Effect::Drop(kid),
            Event::Seen => {
                identity.new = None;
                return Vec::new();
            }
            Event::Asked(_) | Event::Dropped(_) => return Vec::new(),
        };
        identity.saving = Saving::Busy;
        vec![super::Effect::Identity(effect)]
    }

    pub(super) fn identity_answered(&mut self, answer: Answer) {
        let identity = &mut self.identity;
        identity.saving = match answer {
            Answer::Keys(answer) => return identity.keys.answered(answer),
            Answer::Made(Ok(created)) => {
                identity.keys.known.get_or_insert_default().push(created.key.clone());
                identity.new = Some(*created);
                Saving::Saved
            }
            Answer::Dropped(kid, Ok(())) => {
                identity.keys.known.get_or_insert_default().retain(|key| key.kid != kid);
                identity.new.take_if(|created| created.key.kid == kid);
                Saving::Saved
            }
            Answer::Made(Err(failure)) | Answer::Dropped(_, Err(failure)) => Saving::Failed(failure),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Event as Any;
    use crate::store::tests::{NOW, entering};
    use wire::identity::Algorithm;
    use wire::{Secret, Timestamp};

    #[test]
    fn k2_a_secret_is_shown_until_it_was_seen_and_goes_with_its_key() {
        let mut store = entering();
        let kid = KeyId::parse("k1").expect("an id");
        let key = IdentityKey { kid: kid.clone(), algorithm: Algorithm::Hs256, created_at: Timestamp(1) };
        let secret = Secret::parse("A".repeat(43)).ok();
        let asked = store.apply(NOW, Any::Identity(Event::Asked(None)));
        assert_eq!(asked, [super::super::Effect::Identity(Effect::Make(None))]);
        // Pressed twice: one key.
        assert!(store.apply(NOW, Any::Identity(Event::Asked(None))).is_empty());
        let made =
            || Answer::Made(Ok(Box::new(IdentityKeyCreated { key: key.clone(), secret: secret.clone() })));
        store.identity_answered(made());
        assert_eq!(store.identity.new.as_ref().and_then(|new| new.secret.clone()), secret);
        store.apply(NOW, Any::Identity(Event::Seen));
        assert_eq!(
            (store.identity.new.as_ref(), store.identity.keys.known.as_deref()),
            (None, Some(&[key.clone()][..]))
        );
        store.identity_answered(made());
        store.identity_answered(Answer::Dropped(kid, Ok(())));
        assert_eq!(store.identity.new, None);
    }
}
