//! Planted bugs: switches of the simulation's own shells, never of the product. The checkers must see each.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// The edge acknowledges, then writes.
    AcknowledgeFirst,
    /// The edge knows only from memory which messages it has.
    DedupeInMemory,
    /// A greeting brings the messages of the last seconds, whatever the client has.
    TimeWindow,
    /// Clients send each message once.
    NoResend,
    /// An agent counts as reachable while a socket is listed.
    SocketList,
    /// The alarm is set by the first event only.
    AlarmOnce,
    /// After a write that failed, the desk at hand stays ahead of what is stored.
    KeepsAhead,
    /// A visitor's message goes out under a new id at each try.
    NewIds,
    /// After a panic between writing and telling, nobody is asked to come back.
    Untold,
    /// An agent's other devices do not hear what one of them read.
    MarksUntold,
    /// Each tab sends what the browser keeps, without the lock and under new ids.
    EveryTab,
    /// What visitors saw is taken down as they say it, whichever way that goes.
    ReadsBack,
    /// What a provider said of a mail is not taken down.
    MailUnnoted,
    /// A mail is handed over before it is stored that it is.
    MailFirst,
    /// A mail that is brought again is entered again.
    MailAgain,
    /// When a mail is due, whoever it is for counts as having read everything.
    SeenByAll,
}

impl Mutant {
    pub const ALL: &[Self] = &[
        Self::AcknowledgeFirst,
        Self::DedupeInMemory,
        Self::TimeWindow,
        Self::NoResend,
        Self::SocketList,
        Self::AlarmOnce,
        Self::KeepsAhead,
        Self::NewIds,
        Self::Untold,
        Self::EveryTab,
        Self::MarksUntold,
        Self::ReadsBack,
        Self::MailUnnoted,
        Self::MailFirst,
        Self::MailAgain,
        Self::SeenByAll,
    ];
}
