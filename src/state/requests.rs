//! Requests of agents that wait for somebody: commands that want a yes, questions that want an answer, and what they propose.
//! Refuses to answer them.

use super::cached::Fold;
use super::collection::Collection;
use crate::gateway::{CallError, Gateway};
use crate::protocol::approvals::{Asked, ExecApprovalList, QuestionList};
use crate::protocol::suggestions::{Suggestion, TaskSuggestionsList};
use crate::protocol::{Event, Family, RequestId, SessionKey};

/// All requests that wait.
#[derive(Clone, Copy, Debug)]
pub struct Requests;

/// The requests that we know of. Few at a time, so a list will do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    asked: Vec<Asked>,
    /// How the last ones ended, the newest last.
    over: Vec<Over>,
    /// What is proposed; nobody waits for that.
    proposed: Vec<Suggestion>,
}

/// How a request ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Over {
    /// Which.
    pub id: RequestId,
    /// Whose.
    pub session: Option<SessionKey>,
    /// What was asked, in a few words.
    pub what: String,
    /// What was decided, or how it ended otherwise, in the gateway's word.
    pub how: String,
    /// By whom.
    pub by: Option<String>,
}

/// How many that are over are remembered.
const REMEMBERED: usize = 20;

impl Waiting {
    /// Returns the sessions that wait.
    pub fn sessions(&self) -> Vec<SessionKey> {
        self.asked.iter().filter_map(Asked::session).cloned().collect()
    }

    /// Says what a session waits for, if it does.
    pub fn of(&self, key: &SessionKey) -> Option<String> {
        self.asked.iter().find(|asked| asked.session() == Some(key)).map(Asked::what)
    }

    /// Returns all that a session waits for.
    pub fn all_of(&self, key: &SessionKey) -> Vec<Asked> {
        self.asked.iter().filter(|asked| asked.session() == Some(key)).cloned().collect()
    }

    /// Returns what is proposed in a session, the newest first.
    pub fn proposed_in(&self, key: &SessionKey) -> Vec<Suggestion> {
        self.proposed.iter().filter(|proposal| proposal.session_key == *key).cloned().collect()
    }

    /// Returns how the last requests of a session ended.
    pub fn over_in(&self, key: &SessionKey) -> Vec<Over> {
        self.over.iter().filter(|over| over.session.as_ref() == Some(key)).cloned().collect()
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
        // A gateway that knows no proposals has none.
        let proposed = match gateway.allows::<TaskSuggestionsList>() {
            true => gateway.call(&TaskSuggestionsList {}).await.map(|listed| listed.suggestions.items).unwrap_or_default(),
            false => vec![],
        };
        Ok(Waiting { asked: waiting, over: vec![], proposed })
    }

    fn place(&self, old: Option<Waiting>, answer: Waiting, _: usize) -> Waiting {
        Waiting { over: old.map(|old| old.over).unwrap_or_default(), ..answer }
    }

    fn fold(state: &mut Waiting, event: &Event) -> Fold {
        match event {
            Event::Asked(asked) if state.asked.iter().all(|known| known.id != asked.id) => {
                state.asked.push((**asked).clone());
                Fold::Changed
            }
            Event::Settled(settled) => {
                let Some(at) = state.asked.iter().position(|known| known.id == settled.id) else { return Fold::Same };
                let asked = state.asked.remove(at);
                let how = settled.decision.clone().or_else(|| settled.status.clone()).unwrap_or_default();
                let over = Over {
                    id: asked.id.clone(),
                    session: asked.session().cloned(),
                    what: asked.what(),
                    how,
                    by: settled.resolved_by.clone(),
                };
                state.over.push(over);
                let surplus = state.over.len().saturating_sub(REMEMBERED);
                state.over.drain(..surplus);
                Fold::Changed
            }
            Event::Suggested(told) => {
                let before = state.proposed.len();
                if let Some(proposal) = told.suggestion.as_ref().filter(|new| state.proposed.iter().all(|known| known.id != new.id)) {
                    state.proposed.insert(0, proposal.clone());
                }
                state.proposed.retain(|known| Some(&known.id) != told.task_id.as_ref());
                if state.proposed.len() == before { Fold::Same } else { Fold::Changed }
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

    #[test]
    fn a_proposal_waits_for_nobody_until_it_is_taken_up_or_put_away() {
        let told = |value: serde_json::Value| Event::Suggested(Box::new(serde_json::from_value(value).unwrap()));
        let mut waiting = Waiting::default();
        let proposal = |id: &str| {
            told(
                json!({"action": "created", "suggestion": {"id": id, "title": "T", "tldr": "t", "prompt": "p", "cwd": "/", "sessionKey": "a", "createdAt": 1}}),
            )
        };
        assert_eq!(Requests::fold(&mut waiting, &proposal("1")), Fold::Changed);
        assert_eq!(Requests::fold(&mut waiting, &proposal("1")), Fold::Same, "the list may already hold it");
        assert_eq!(Requests::fold(&mut waiting, &proposal("2")), Fold::Changed);
        let ids = |waiting: &Waiting| waiting.proposed_in(&"a".into()).iter().map(|proposal| proposal.id.to_string()).collect::<Vec<_>>();
        assert_eq!(
            (ids(&waiting), waiting.sessions().len(), waiting.proposed_in(&"b".into()).len()),
            (vec!["2".to_owned(), "1".into()], 0, 0)
        );
        let resolved = told(json!({"action": "resolved", "taskId": "2", "resolution": "accepted"}));
        assert_eq!((Requests::fold(&mut waiting, &resolved), Requests::fold(&mut waiting, &resolved)), (Fold::Changed, Fold::Same));
        assert_eq!(ids(&waiting), ["1"]);
    }
}
