//! The groups of the team, as they are edited.

use wire::settings::{Choice, Group, Settings, SettingsPatch};
use wire::{AgentId, GroupId, Name};

use crate::say;

/// A group, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupForm {
    pub id: String,
    pub name: String,
    pub is_private: bool,
    pub agents: Vec<AgentId>,
    /// Saved under this id: pages may name it, so it stays.
    pub is_saved: bool,
    /// The id follows the name until somebody writes it.
    pub is_id_typed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groups {
    pub list: Vec<GroupForm>,
    pub asks: bool,
}

impl Groups {
    /// The most that a site has.
    pub const MOST: usize = 30;

    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        let form = |group: &Group| GroupForm {
            id: group.id.to_string(),
            name: group.name.to_string(),
            is_private: group.private,
            agents: group.agents.clone(),
            is_saved: true,
            is_id_typed: true,
        };
        Self { list: settings.groups.iter().map(form).collect(), asks: settings.ask_group }
    }

    pub fn add(&mut self) {
        self.list.push(GroupForm {
            id: String::new(),
            name: String::new(),
            is_private: false,
            agents: Vec::new(),
            is_saved: false,
            is_id_typed: false,
        });
    }

    /// Names a group; a new one's id follows.
    pub fn rename(&mut self, at: usize, name: String) {
        let Some(group) = self.list.get_mut(at) else { return };
        if !group.is_id_typed {
            group.id = slug(&name);
        }
        group.name = name;
    }

    pub fn set_member(&mut self, at: usize, agent: &AgentId, is_in: bool) {
        let Some(group) = self.list.get_mut(at) else { return };
        group.agents.retain(|member| member != agent);
        if is_in {
            group.agents.push(agent.clone());
        }
    }

    #[must_use]
    pub fn name_problem(&self, at: usize) -> Option<&'static str> {
        let group = self.list.get(at)?;
        Name::parse(group.name.as_str())
            .is_err()
            .then_some(say!("Give the group a name, 80 characters at most."))
    }

    #[must_use]
    pub fn id_problem(&self, at: usize) -> Option<&'static str> {
        let group = self.list.get(at)?;
        if GroupId::parse(group.id.as_str()).is_err() {
            return Some(say!("Use lower-case letters, digits and inner hyphens, 40 at most."));
        }
        let is_taken = self.list[..at].iter().any(|other| other.id == group.id);
        is_taken.then_some(say!("Another group has this id."))
    }

    #[must_use]
    pub fn is_valid(&self) -> bool {
        let is_fine = |at| self.name_problem(at).is_none() && self.id_problem(at).is_none();
        self.list.len() <= Self::MOST && (0..self.list.len()).all(is_fine)
    }

    /// What visitors can pick from, as far as it can be read.
    #[must_use]
    pub fn offered(&self) -> Vec<Choice> {
        let choice = |form: &GroupForm| {
            let (id, name) =
                GroupId::parse(form.id.as_str()).ok().zip(Name::parse(form.name.as_str()).ok())?;
            Some(Choice { id, name })
        };
        let public = self.list.iter().filter(|form| self.asks && !form.is_private);
        public.filter_map(choice).collect()
    }

    #[must_use]
    pub fn patch(&self, settings: &Settings) -> Option<SettingsPatch> {
        let group = |form: &GroupForm| {
            Some(Group {
                id: GroupId::parse(form.id.as_str()).ok()?,
                name: Name::parse(form.name.as_str()).ok()?,
                private: form.is_private,
                agents: form.agents.clone(),
            })
        };
        let groups = self.list.iter().map(group).collect::<Option<Vec<_>>>()?;
        let patch = SettingsPatch {
            groups: (groups != settings.groups).then_some(groups),
            ask_group: (self.asks != settings.ask_group).then_some(self.asks),
            ..SettingsPatch::default()
        };
        (patch != SettingsPatch::default()).then_some(patch)
    }
}

/// "Sales & Support" becomes "sales-support".
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().map(|c| c.to_ascii_lowercase()) {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(40);
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_follows_the_name_until_it_is_saved() {
        let mut form = Groups { list: Vec::new(), asks: false };
        form.add();
        assert!(!form.is_valid());
        form.rename(0, "Sales & Support!".to_owned());
        assert_eq!(form.list[0].id, "sales-support");
        assert!(form.is_valid());
        form.list[0].is_saved = true;
        form.list[0].is_id_typed = true;
        form.rename(0, "Sales".to_owned());
        assert_eq!(form.list[0].id, "sales-support");
        form.add();
        form.rename(1, "Sales support".to_owned());
        assert_eq!(form.id_problem(1), Some("Another group has this id."));
    }
}
