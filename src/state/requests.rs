//! Requests of agents that wait for somebody: commands that want a yes, questions that want an answer.
//! Refuses to answer them; so far it only knows which session waits and for what.

use super::cached::Fold;
use super::collection::Collection;
use crate::gateway::{CallError, Gateway};
use crate::protocol::approvals::{Asked, ExecApprovalList, QuestionList};
use crate::protocol::{Event, Family, SessionKey};

/// All requests that wait.
#[derive(Clone, Copy, Debug)]
pub struct Requests;

/// The requests that we know of. Few at a time, so a list will do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting(Vec<Asked>);

impl Waiting {
    /// Returns the sessions that wait.
    pub fn sessions(&self) -> Vec<SessionKey> {
        self.0.iter().filter_map(Asked::session).cloned().collect()
    }

    /// Says what a session waits for, if it does.
    pub fn of(&self, key: &SessionKey) -> Option<String> {
        self.0.iter().find(|asked| asked.session() == Some(key)).map(Asked::what)
    }
}

impl Collection for Requests {
    type State = Waiting;
    type Answer = Waiting;
    const FAMILIES: &'static [Family] = &[Family::Requests];

    /// A connection that may not see one kind still sees the other, and does not ask in vain.
    async fn fetch(&self, gateway: &Gateway, _: bool, _: usize, _: impl FnMut(CallError) + 'static) -> Result<Waiting, CallError> {
        let mut waiting = vec![];
        if gateway.allows::<ExecApprovalList>() {
            waiting = gateway.call(&ExecApprovalList {}).await?.items;
        }
        if gateway.allows::<QuestionList>() {
            waiting.extend(gateway.call(&QuestionList {}).await?.questions.items);
        }
        Ok(Waiting(waiting))
    }

    fn place(&self, _: Option<Waiting>, answer: Waiting, _: usize) -> Waiting {
        answer
    }

    fn fold(state: &mut Waiting, event: &Event) -> Fold {
        match event {
            Event::Asked(asked) if state.0.iter().all(|known| known.id != asked.id) => {
                state.0.push((**asked).clone());
                Fold::Changed
            }
            Event::Settled(settled) => {
                let before = state.0.len();
                state.0.retain(|known| known.id != settled.id);
                if state.0.len() == before { Fold::Same } else { Fold::Changed }
            }
            Event::Unknown { why: Some(_), .. } => Fold::Stale,
            _ => Fold::Same,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::approvals::Settled;
    use serde_json::json;

    fn asked(value: serde_json::Value) -> Event {
        Event::Asked(Box::new(serde_json::from_value(value).unwrap()))
    }

    #[test]
    fn a_request_waits_until_it_is_settled() {
        let mut waiting = Waiting::default();
        let command = asked(json!({"id": "1", "request": {"sessionKey": "a", "command": "rm -r x"}}));
        assert_eq!(Requests::fold(&mut waiting, &command), Fold::Changed);
        assert_eq!(Requests::fold(&mut waiting, &command), Fold::Same, "the list may already hold it");
        assert_eq!(Requests::fold(&mut waiting, &asked(json!({"id": "2", "sessionKey": "b"}))), Fold::Changed);
        assert_eq!(waiting.of(&"a".into()).as_deref(), Some("asks to run: rm -r x"));
        assert_eq!(waiting.of(&"b".into()).as_deref(), Some("asks a question"));
        let settled = Event::Settled(Settled { id: "1".into(), decision: None, status: None, resolved_by: None });
        assert_eq!((Requests::fold(&mut waiting, &settled), Requests::fold(&mut waiting, &settled)), (Fold::Changed, Fold::Same));
        assert_eq!(waiting.of(&"a".into()), None);
        assert_eq!(Requests::fold(&mut waiting, &Event::Tick(None)), Fold::Same);
    }
}
