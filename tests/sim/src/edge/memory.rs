//! What the object has at hand, compared with what is stored.

use desk::Desk;
use wire::Timestamp;

use super::Edge;

impl Edge {
    /// What is at hand is what the database would say, but for heartbeats: those are saved now and then.
    pub(crate) fn check_memory(&mut self, now: Timestamp) {
        let Some(core) = &self.core else { return };
        let stored = self.store.desk_with(now, |agent| {
            let here = core.desk.agent(&agent.id);
            here.map_or((agent.heard, agent.heard), |here| (here.heard, here.saved))
        });
        let mut differs = Vec::new();
        for agent in core.desk.team() {
            if stored.agent(&agent.id) != Some(agent) {
                differs.push(format!("{agent:?} is stored as {:?}", stored.agent(&agent.id)));
            }
            if core.desk.load(&agent.id) != stored.load(&agent.id) {
                differs.push(format!("the load of {}", agent.id));
            }
        }
        if core.desk.settings() != stored.settings() {
            differs.push("the settings".to_owned());
        }
        if !core.desk.mails().eq(stored.mails()) {
            differs.push("the mails that are owed".to_owned());
        }
        let due = |desk: &Desk| desk.due(now).cloned().collect::<Vec<_>>();
        if due(&core.desk) != due(&stored) {
            differs.push(format!("due: {:?}, stored: {:?}", due(&core.desk), due(&stored)));
        }
        if core.desk.next_wakeup(now) != stored.next_wakeup(now) {
            differs.push("the next wake-up".to_owned());
        }
        if let Some(what) = differs.first() {
            let what = format!("memory is not what is stored: {what}");
            self.wrong(&what);
        }
    }
}
