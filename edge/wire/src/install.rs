//! Whether a page carries the widget as it should: what was looked at, and what is to be mended.

use serde::{Deserialize, Serialize};

use crate::{Origin, Page};

/// `POST …/install`: look at this page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InstallQuestion {
    /// Its address.
    pub page: Page,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InstallAnswer {
    /// The page, where redirects led.
    pub page: Page,
    /// What is to be mended, the worst first. Nothing: the widget works there.
    pub findings: Vec<Finding>,
}

/// Something to mend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Finding {
    /// The settings do not name this origin: the edge refuses visitors who write from there.
    ForeignOrigin {
        /// Which one.
        origin: Origin,
    },
    /// Nothing answered at the address within ten seconds.
    Unreachable,
    /// The page answered with an error.
    Status {
        /// Its HTTP status.
        status: u16,
    },
    /// What answered is no HTML.
    NotHtml,
    /// The page has no tag. What scripts add later is not seen.
    NoTag,
    /// The tag brings another site's widget.
    OtherSite {
        /// What its `data-site` says; empty where there is none.
        site: String,
    },
    /// The tag brings its script from another server.
    OtherServer {
        /// The address of the script.
        script: String,
    },
    /// The page has the tag more than once. The first one counts.
    Twice,
    /// A Content Security Policy of the page stands in the way.
    Policy {
        /// Which part of it.
        directive: String,
        /// What is to be added to that part.
        add: String,
    },
}
