//! Saved replies as they are edited, and as they are put into an answer.

use wire::settings::{SavedReply, Settings, SettingsPatch};
use wire::text::characters;
use wire::{Body, Name};

use crate::say;

/// A saved reply, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReplyForm {
    pub name: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replies {
    pub list: Vec<ReplyForm>,
}

impl Replies {
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        let form =
            |reply: &SavedReply| ReplyForm { name: reply.name.to_string(), text: reply.text.to_string() };
        Self { list: settings.replies.iter().map(form).collect() }
    }

    #[must_use]
    pub fn name_problem(&self, at: usize) -> Option<&'static str> {
        let reply = self.list.get(at)?;
        let Ok(name) = Name::parse(reply.name.as_str()) else {
            return Some(say!("Give the reply a name, 80 characters at most."));
        };
        let is_taken = self.list[..at].iter().any(|other| other.name.trim() == name.as_str());
        is_taken.then_some(say!("Another reply has this name."))
    }

    #[must_use]
    pub fn text_problem(&self, at: usize) -> Option<&'static str> {
        let reply = self.list.get(at)?;
        let is_fine = Body::parse(reply.text.as_str())
            .is_ok_and(|text| characters(text.as_str()) <= SavedReply::MOST_TEXT);
        (!is_fine).then_some(say!("Write what is to be sent, 1,000 characters at most."))
    }

    /// What is wrong with all of them together.
    #[must_use]
    pub fn problem(&self) -> Option<&'static str> {
        let all: usize = self.list.iter().map(|reply| characters(&reply.text)).sum();
        (all > SavedReply::MOST_ALL).then_some(say!("All replies together have 10,000 characters at most."))
    }

    #[must_use]
    pub fn is_valid(&self) -> bool {
        let is_fine = |at| self.name_problem(at).is_none() && self.text_problem(at).is_none();
        self.problem().is_none() && self.list.len() <= SavedReply::MOST && (0..self.list.len()).all(is_fine)
    }

    #[must_use]
    pub fn patch(&self, settings: &Settings) -> Option<SettingsPatch> {
        let reply = |form: &ReplyForm| {
            Some(SavedReply {
                name: Name::parse(form.name.as_str()).ok()?,
                text: Body::parse(form.text.as_str()).ok()?,
            })
        };
        let replies = self.list.iter().map(reply).collect::<Option<Vec<_>>>()?;
        (replies != settings.replies)
            .then(|| SettingsPatch { replies: Some(replies), ..SettingsPatch::default() })
    }
}

/// The saved replies that a draft asks for: it begins with `/`, and what follows stands in the name or in the
/// text. Those whose name begins with it come first.
#[must_use]
pub fn offered<'a>(replies: &'a [SavedReply], draft: &str) -> Vec<&'a SavedReply> {
    let Some(wanted) = draft.strip_prefix('/').filter(|rest| !rest.contains('\n')) else { return Vec::new() };
    let wanted = wanted.trim().to_lowercase();
    let has = |text: &str| text.to_lowercase().contains(&wanted);
    let mut found: Vec<&SavedReply> =
        replies.iter().filter(|reply| has(reply.name.as_str()) || has(reply.text.as_str())).collect();
    found.sort_by_key(|reply| !reply.name.as_str().to_lowercase().starts_with(&wanted));
    found
}

/// What `{visitor}`, `{agent}` and `{site}` stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variables {
    /// The visitor's name, or else the address.
    pub visitor: Option<String>,
    pub agent: String,
    pub site: String,
}

/// The text of a saved reply with its variables filled in. One that is not known leaves its place to be filled
/// by hand, so that nothing false is sent.
#[must_use]
pub fn filled(text: &str, Variables { visitor, agent, site }: &Variables) -> String {
    let mut filled = text.replace("{agent}", agent).replace("{site}", site);
    if let Some(visitor) = visitor {
        filled = filled.replace("{visitor}", visitor);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(name: &str, text: &str) -> SavedReply {
        SavedReply { name: Name::parse(name).expect("a name"), text: Body::parse(text).expect("a text") }
    }

    #[test]
    fn a_slash_offers_what_fits_the_names_first() {
        let replies =
            [reply("Thanks", "Thank you!"), reply("Shipping", "It takes a week."), reply("Week", "Closed.")];
        let names =
            |draft| offered(&replies, draft).iter().map(|one| one.name.to_string()).collect::<Vec<_>>();
        assert_eq!(names("/"), ["Thanks", "Shipping", "Week"]);
        assert_eq!(names("/week"), ["Week", "Shipping"]);
        assert_eq!(names("/TH"), ["Thanks"]);
        assert_eq!(names("/x"), Vec::<String>::new());
        assert_eq!(names("Hello /week"), Vec::<String>::new(), "only at the beginning");
        assert_eq!(names("/etc/passwd\nis a file"), Vec::<String>::new());
    }

    #[test]
    fn variables_are_filled_where_they_are_known() {
        let known = Variables {
            visitor: Some("eve@mail.example".to_owned()),
            agent: "Ada".to_owned(),
            site: "Shop".to_owned(),
        };
        let text = "Dear {visitor}, {agent} of {site} here. {unknown}";
        assert_eq!(filled(text, &known), "Dear eve@mail.example, Ada of Shop here. {unknown}");
        let nobody = Variables { visitor: None, ..known };
        assert_eq!(filled(text, &nobody), "Dear {visitor}, Ada of Shop here. {unknown}");
    }

    #[test]
    fn what_cannot_be_saved_is_marked() {
        let form = |name: &str, text: &str| ReplyForm { name: name.to_owned(), text: text.to_owned() };
        let forms = Replies { list: vec![form("A", "x"), form("A", &"x".repeat(1_001)), form("", " ")] };
        assert_eq!(forms.name_problem(1), Some("Another reply has this name."));
        assert!(forms.text_problem(1).is_some() && forms.name_problem(2).is_some());
        assert!(forms.text_problem(2).is_some() && !forms.is_valid());
        let many = Replies { list: (0..11).map(|n| form(&n.to_string(), &"x".repeat(1_000))).collect() };
        assert!(many.problem().is_some());
    }
}
