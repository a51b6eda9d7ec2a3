//! What a connection may do: the scopes of an operator.
//! Refuses to know which method needs which.

/// What may be done on a connection. Asked for all at once: a later upgrade costs a remote browser a second approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// See everything.
    Read,
    /// Start and stop runs, send messages, change sessions.
    Write,
    /// Everything else, such as jobs and settings; satisfies all others.
    Admin,
    /// Answer requests to run commands.
    Approvals,
    /// Answer questions of agents.
    Questions,
    /// Approve devices.
    Pairing,
}

impl Scope {
    /// All that we ask for, in the order that is sent and signed.
    pub const ALL: [Self; 6] = [Self::Read, Self::Write, Self::Admin, Self::Approvals, Self::Questions, Self::Pairing];

    /// What who only wants to look asks for.
    pub const LOOK: [Self; 1] = [Self::Read];

    /// Returns the scope's name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "operator.read",
            Self::Write => "operator.write",
            Self::Admin => "operator.admin",
            Self::Approvals => "operator.approvals",
            Self::Questions => "operator.questions",
            Self::Pairing => "operator.pairing",
        }
    }
}
