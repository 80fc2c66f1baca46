//! Calls (S6), and web push (N5): a device that is to be woken, and what it is to tell once it is awake. A push
//! itself carries nothing.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::agent::Row;
use crate::text::{Invalid, checked};

checked! {
    /// Where a push service takes the pushes for one device: an address of 1,000 characters at most. It is as
    /// good as a key to that device.
    Endpoint,
    |text| {
        let is_fine = text.len() <= 1_000
            && (text.starts_with("https://") || text.starts_with("http://"))
            && text.bytes().all(|b| b.is_ascii_graphic() && b != b'"' && b != b'<' && b != b'>');
        if is_fine { Ok(text) } else { Err(Invalid::Form("the address of a push service")) }
    }
}

/// Why an agent is to be told of a conversation, beyond its line in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// A new conversation that anybody online may take.
    New,
    /// It was given to this agent.
    Assigned,
    /// Online agents are slow, and this invisible agent opted in (S7).
    Overflow,
    /// A colleague added this agent to it (S8).
    Added,
    /// The visitor wrote in a conversation that this agent joined.
    Message,
    /// It was assigned to this agent, and missed (S14).
    Missed,
}

/// What a device is to be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Conversations that this agent may take.
    New,
    /// What visitors write in the agent's own.
    Message,
    /// That one was given to the agent, that the agent was added, that one was missed.
    Mine,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::New, Self::Message, Self::Mine];

    /// As it stands in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Message => "message",
            Self::Mine => "mine",
        }
    }
}

impl Call {
    /// Which kind it is.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::New | Self::Overflow => Kind::New,
            Self::Message => Kind::Message,
            Self::Assigned | Self::Added | Self::Missed => Kind::Mine,
        }
    }
}

/// `POST …/push`: this session's device is to be woken, in place of what it said before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PushPost {
    /// Where.
    pub endpoint: Endpoint,
    /// For what; all of it unless given.
    #[serde(default = "all")]
    pub kinds: Vec<Kind>,
}

fn all() -> Vec<Kind> {
    Kind::ALL.to_vec()
}

/// `GET …/push`: whether this deployment can push.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PushSetup {
    /// The public key that a browser ties its subscription to (RFC 8292): a P-256 point in base64url.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What keeps pushes from going out, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// This session's device is to be woken.
    pub on: bool,
}

/// One entry of `GET …/calls`: what the signed-in agent is to be told of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Called {
    /// Why.
    pub why: Call,
    /// Since when.
    pub at: Timestamp,
    /// The conversation as it is now.
    pub row: Row,
}

/// The most entries in one answer: the latest.
pub const CALLS: u32 = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_a_kind_is_what_stands_in_json() {
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_string(&kind).ok(), Some(format!("\"{}\"", kind.word())));
        }
    }
}
