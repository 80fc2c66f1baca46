//! An agent's console on its socket.

use desk::{Conversation, Event, Handling};
use wire::agent::{Hears, Says};
use wire::http::Code;
use wire::{AgentId, Cause, ConversationId, Timestamp, close};

use super::lines::{Down, LineId, Told};
use super::perform::{Answer, Source};
use super::visitor::PAGE;
use super::{Edge, Result, Trouble};

impl Edge {
    /// A frame of a console.
    pub(super) fn agent_says(&mut self, line: LineId, says: Says, now: Timestamp) -> Result<()> {
        if let Says::Hello { protocol } = &says
            && *protocol != self.version
        {
            return self.hang_up(line, close::code::RELOAD, now);
        }
        let Some(agent) = self.lines.get(&line).and_then(|line| line.agent().cloned()) else {
            return Ok(());
        };
        match says {
            Says::Hello { .. } => self.welcome(line, &agent, now),
            Says::Status { status } => {
                let event = Event::Chose { agent, status, cause: Cause::Manual, by: None };
                settle(self.apply(now, event, Source::default())?)
            }
            Says::Active { ago } => {
                const MOST: u32 = 3_600_000;
                let at = Timestamp(now.0 - i64::from(ago.min(MOST)));
                settle(self.apply(now, Event::Active { agent, at }, Source::default())?)
            }
            Says::Open { conversation, after } => {
                let conversation = self.load(&conversation)?;
                if after == wire::Seq(0) {
                    self.send(line, Down::Agent(Hears::Conversation(conversation.row())));
                }
                let messages = self.store.messages(&conversation.id, after, PAGE);
                let last = conversation.last;
                let history = Hears::History { conversation: conversation.id, messages, last };
                self.send(line, Down::Agent(history));
                Ok(())
            }
            Says::Say { conversation, id, body } => {
                self.look(now)?;
                let conversation = self.load(&conversation)?;
                let earlier = self.earlier(&conversation.id, agent.as_str(), &id);
                let event = Event::AgentSaid { conversation, agent, id, body, earlier, file: None };
                settle(self.apply_at_once(now, event, Source { line: Some(line), ..Source::default() })?)
            }
            Says::Read { conversation, seq } => {
                self.look(now)?;
                let conversation = self.load(&conversation)?;
                let event = Event::AgentRead { conversation, agent, seq };
                settle(self.apply_at_once(now, event, Source { line: Some(line), ..Source::default() })?)
            }
            Says::Typing { conversation } => {
                self.look(now)?;
                let conversation = self.load(&conversation)?;
                let event = Event::AgentTyped { conversation, agent };
                settle(self.apply_at_once(now, event, Source { line: Some(line), ..Source::default() })?)
            }
            Says::Assign { conversation, agent: to } => {
                self.handle(agent, &conversation, Handling::Assign(to), now)
            }
            Says::Add { conversation, agent: whom } => {
                self.handle(agent, &conversation, Handling::Add(whom), now)
            }
            Says::Remove { conversation, agent: whom } => {
                self.handle(agent, &conversation, Handling::Remove(whom), now)
            }
            Says::Move { conversation, group } => {
                self.handle(agent, &conversation, Handling::Move(group), now)
            }
            Says::Close { conversation } => self.handle(agent, &conversation, Handling::Close, now),
            Says::Reopen { conversation } => self.handle(agent, &conversation, Handling::Reopen, now),
            Says::Tag { conversation, tag } => self.handle(agent, &conversation, Handling::Tag(tag), now),
            Says::Untag { conversation, tag } => self.handle(agent, &conversation, Handling::Untag(tag), now),
            Says::More { view, filter, before } => {
                let rows = self.store.conversations(before.as_ref());
                let rows = rows.into_iter().map(Conversation::row).collect();
                self.send(line, Down::Agent(Hears::Conversations { view, filter, before, rows }));
                Ok(())
            }
            // Nobody writes notes here, blocks, erases, mails transcripts or says who visitors are.
            Says::Note { .. }
            | Says::Describe { .. }
            | Says::Block { .. }
            | Says::Unblock { .. }
            | Says::Transcript { .. }
            | Says::Erase { .. } => Ok(()),
            // Nobody searches here.
            Says::Search { words } => {
                self.send(line, Down::Agent(Hears::Found { words, hits: Vec::new() }));
                Ok(())
            }
        }
    }

    fn handle(&mut self, by: AgentId, id: &ConversationId, what: Handling, now: Timestamp) -> Result<()> {
        self.look(now)?;
        let conversation = self.load(id)?;
        settle(self.apply_at_once(now, Event::Handled { conversation, by, what }, Source::default())?)
    }

    fn load(&self, id: &ConversationId) -> Result<Conversation> {
        self.store.conversation(id).cloned().ok_or(Trouble::new(Code::NotFound))
    }

    fn welcome(&mut self, line: LineId, agent: &AgentId, now: Timestamp) -> Result<()> {
        let team = self.desk()?.colleagues(now);
        if let Some(line) = self.lines.get_mut(&line) {
            line.is_greeted = true;
            line.note(Told::Team(team));
        }
        self.apply(now, Event::Heard { agent: agent.clone(), at: now }, Source::default())?;
        let desk = self.desk()?;
        let me = desk.agent(agent).ok_or(Trouble::new(Code::Unauthorized))?.me();
        let welcome = Hears::Welcome {
            me,
            team: desk.colleagues(now),
            settings: desk.settings().clone(),
            files: false,
            marks: self.store.marks_of(agent),
            conversations: self.store.conversations(None).into_iter().map(Conversation::row).collect(),
        };
        self.send(line, Down::Agent(welcome));
        Ok(())
    }

    /// The answer to `GET …/session`.
    pub(crate) fn session(&mut self, agent: &AgentId, now: Timestamp) -> Result<wire::http::Session> {
        self.look(now)?;
        let desk = self.desk()?;
        let me = desk.agent(agent).ok_or(Trouble::new(Code::Unauthorized))?.me();
        Ok(wire::http::Session { me, settings: desk.settings().clone() })
    }
}

fn settle(answer: Answer) -> Result<()> {
    match answer {
        Answer::Refused(refused) => Err(refused.into()),
        Answer::Stored(_) | Answer::Done => Ok(()),
    }
}
