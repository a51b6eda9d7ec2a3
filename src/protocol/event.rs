//! What the gateway tells unasked: one arm per event that somebody reads, and a floor for all others.
//! Refuses to fail: a name or payload that we cannot read is kept as `Unknown`.

use super::agent::{AgentStep, ChatState};
use super::approvals::{Asked, Settled};
use super::fields::{FromJson, Piece, reads};
use super::ids::UnixMs;
use super::sessions::{SessionMessage, SessionsChanged};
use super::suggestions::Suggested;

/// An event, typed when we know it.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// `sessions.changed`: a row changed, appeared or went; without a key, "reload the list".
    SessionsChanged(Box<SessionsChanged>),
    /// `session.message`: a message was written; it carries the row as it is then.
    SessionMessage(Box<SessionMessage>),
    /// `agent`: a piece of news of a run, for sessions whose messages were subscribed to.
    AgentStep(Box<AgentStep>),
    /// `chat`: how a run stands, for the same sessions.
    ChatState(Box<ChatState>),
    /// `exec.approval.requested`, `plugin.approval.requested` and `question.requested`: an agent waits for somebody.
    Asked(Box<Asked>),
    /// `exec.approval.resolved`, `plugin.approval.resolved` and `question.resolved`: it waits no longer.
    Settled(Settled),
    /// `task.suggestion`: an agent proposes work, or a proposal waits no longer.
    Suggested(Box<Suggested>),
    /// `cron`: a job was made, changed or taken away, or ran. Its words, read by whoever keeps jobs, which few pages do.
    Cron(Box<str>),
    /// `task`: a run in the background began, changed or was forgotten. Its words, read by whoever keeps them.
    Background(Box<str>),
    /// `plugin.workboard.changed`: something on the gateway's own board changed; it does not say what.
    Workboard,
    /// `tick`: the gateway is alive, and says what its clock shows.
    Tick(Option<UnixMs>),
    /// `shutdown`: a close with 1012 follows within milliseconds.
    Shutdown,
    /// Any other event, kept as it came.
    Unknown {
        /// The event's name.
        name: String,
        /// Its payload as text.
        payload: String,
        /// Why a payload whose event we know could not be read; `None` for a name that we do not know.
        why: Option<String>,
    },
}

/// The groups by which subscribers ask for events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Rows of the sessions list.
    Sessions,
    /// Steps of runs.
    Steps,
    /// Requests that wait for somebody.
    Requests,
    /// Scheduled jobs.
    Jobs,
    /// Runs in the background.
    Background,
    /// The gateway's own board.
    Workboard,
    /// The gateway's own life: ticks and shutdown.
    Gateway,
    /// Everything that we do not know.
    Other,
}

impl Event {
    /// Reads an event. Total: what cannot be read becomes [`Event::Unknown`].
    pub fn decode(name: &str, payload: Piece<'_>) -> Self {
        let read = match name {
            "sessions.changed" => FromJson::from_json(payload).map(|changed| Self::SessionsChanged(Box::new(changed))),
            "session.message" => FromJson::from_json(payload).map(|message| Self::SessionMessage(Box::new(message))),
            "agent" => FromJson::from_json(payload).map(|step| Self::AgentStep(Box::new(step))),
            "chat" => FromJson::from_json(payload).map(|state| Self::ChatState(Box::new(state))),
            "exec.approval.requested" | "plugin.approval.requested" | "question.requested" => {
                FromJson::from_json(payload).map(|asked| Self::Asked(Box::new(asked)))
            }
            "exec.approval.resolved" | "plugin.approval.resolved" | "question.resolved" => FromJson::from_json(payload).map(Self::Settled),
            "task.suggestion" => FromJson::from_json(payload).map(|suggested| Self::Suggested(Box::new(suggested))),
            "cron" => Ok(Self::Cron(payload.get().into())),
            "task" => Ok(Self::Background(payload.get().into())),
            "plugin.workboard.changed" => Ok(Self::Workboard),
            "tick" => Ok(Self::Tick(Ticked::from_json(payload).ok().and_then(|tick| tick.ts))),
            "shutdown" => Ok(Self::Shutdown),
            _ => return Self::unknown(name, payload, None),
        };
        read.unwrap_or_else(|why| Self::unknown(name, payload, Some(why)))
    }

    /// Returns the group that this event belongs to.
    pub fn family(&self) -> Family {
        match self {
            Self::SessionsChanged(_) | Self::SessionMessage(_) => Family::Sessions,
            Self::AgentStep(_) | Self::ChatState(_) => Family::Steps,
            Self::Asked(_) | Self::Settled(_) | Self::Suggested(_) => Family::Requests,
            Self::Cron(_) => Family::Jobs,
            Self::Background(_) => Family::Background,
            Self::Workboard => Family::Workboard,
            Self::Tick(_) | Self::Shutdown => Family::Gateway,
            // The row is in there somewhere: whoever keeps rows must hear that one was missed.
            Self::Unknown { name, why: Some(_), .. } if name.starts_with("session") => Family::Sessions,
            Self::Unknown { .. } => Family::Other,
        }
    }

    fn unknown(name: &str, payload: Piece<'_>, why: Option<String>) -> Self {
        Self::Unknown { name: name.into(), payload: payload.get().into(), why }
    }
}

/// The payload of `tick`.
struct Ticked {
    ts: Option<UnixMs>,
}

reads! { Ticked { ts } }

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(name: &str, payload: &str) -> Event {
        Event::decode(name, Piece::read(payload).unwrap())
    }

    #[test]
    fn an_unknown_name_is_kept_with_its_payload() {
        let Event::Unknown { name, payload, why: None } = decode("weather", r#"{"sun":1}"#) else { panic!() };
        assert_eq!((name.as_str(), payload.as_str()), ("weather", r#"{"sun":1}"#));
    }

    #[test]
    fn an_unreadable_payload_is_kept_and_says_why() {
        let event = decode("sessions.changed", r#"{"session": 5}"#);
        assert_eq!(event.family(), Family::Sessions, "whoever keeps rows must hear of it");
        assert!(matches!(event, Event::Unknown { why: Some(_), .. }), "{event:?}");
    }

    #[test]
    fn a_tick_needs_no_payload() {
        assert_eq!(decode("tick", "null"), Event::Tick(None));
        assert_eq!(decode("tick", r#"{"ts": 5}"#), Event::Tick(Some(UnixMs(5))));
    }
}
