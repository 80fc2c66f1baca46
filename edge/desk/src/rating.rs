//! How visitors found it: asked once the team has closed a conversation in which somebody answered (B5).

use wire::Timestamp;
use wire::http::Code;
use wire::rating::{BEST, MOST_COMMENT, Rating, RatingPost};
use wire::text::characters;
use wire::visitor::State;

use crate::desk::refuse;
use crate::figures::{self, Fact};
use crate::{Conversation, Desk, Effect, Save, Tell, Told};

impl Told {
    /// What the visitor said of a conversation as it stands: not what was said before it went on.
    #[must_use]
    pub fn rating_of(&self, conversation: &Conversation) -> Option<&Rating> {
        self.about.rating.as_ref().filter(|rating| rating.at >= conversation.at)
    }
}

impl Desk {
    /// Whether the visitor is asked how it was.
    #[must_use]
    pub fn asks_rating(&self, conversation: &Conversation) -> bool {
        self.settings.ask_rating && conversation.told_state() == State::Closed && conversation.is_answered
    }

    pub(crate) fn visitor_rated(
        &mut self,
        now: Timestamp,
        conversation: Conversation,
        mut told: Told,
        said: RatingPost,
        effects: &mut Vec<Effect>,
    ) {
        let RatingPost { score, comment } = said;
        if !(1..=BEST).contains(&score) {
            return refuse(effects, Code::BadRequest, "A score is a number from 1 to 5.");
        }
        if comment.as_ref().is_some_and(|comment| characters(comment.as_str()) > MOST_COMMENT) {
            return refuse(effects, Code::BadRequest, "A comment has 500 characters at most.");
        }
        if !self.asks_rating(&conversation) {
            return refuse(effects, Code::Conflict, "This conversation is not to be rated now.");
        }
        // The clock may stand behind the last message's.
        let rating = Rating { score, comment, at: now.max(conversation.at) };
        let is_same = |before: &Rating| before.score == score && before.comment == rating.comment;
        if told.rating_of(&conversation).is_some_and(is_same) {
            return;
        }
        if let Err(refused) = told.take_pace(now) {
            return effects.push(Effect::Refused(refused));
        }
        told.about.rating = Some(rating);
        let id = conversation.id.clone();
        effects.push(Effect::Save(Save::Told { conversation: id.clone(), told }));
        figures::note(&conversation, Fact::Rated { score }, effects);
        effects.push(Effect::Tell(Tell::Conversation { conversation, state_changed: true }));
        effects.push(Effect::Tell(Tell::About(id)));
    }
}
