//! Requests of agents that wait for somebody: commands that want a yes, questions that want an answer.
//! Refuses to answer them.

use super::cached::Fold;
use super::collection::Collection;
use super::keeper::Ask;
use crate::gateway::{CallError, Gateway, Written};
use crate::protocol::approvals::{Asked, ExecApprovalList, ExecApprovalResolve, PluginApprovalList, PluginApprovalResolve, QuestionList};
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

impl Over {
    /// Says how it ended.
    pub fn words(&self) -> &'static str {
        match self.how.as_str() {
            "allow-once" => "Allowed once",
            "allow-always" => "Allowed for good",
            "deny" => "Denied",
            "answered" => "Answered",
            "cancelled" => "Nobody will answer",
            "expired" => "Ran out before anybody answered",
            _ => "Settled",
        }
    }
}

/// Writes the answer to a request that wants a yes or a no.
pub fn verdict(asked: &Asked, decision: &str) -> Written {
    let (id, decision) = (asked.id.clone(), decision.to_owned());
    match asked.request.command {
        Some(_) => Written::of(&ExecApprovalResolve { id, decision }),
        None => Written::of(&PluginApprovalResolve { id, decision }),
    }
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

    /// Returns all that wait.
    pub fn all(&self) -> &[Asked] {
        &self.asked
    }

    /// Returns a request that waits.
    pub fn get(&self, id: &str) -> Option<&Asked> {
        self.asked.iter().find(|asked| asked.id.as_str() == id)
    }

    /// Returns how the last requests ended, the newest last.
    pub fn over(&self) -> &[Over] {
        &self.over
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
    async fn fetch(&self, gateway: &Gateway, _: Ask, on_trouble: impl FnMut(CallError) + 'static) -> Result<Waiting, CallError> {
        let mut waiting = vec![];
        if gateway.allows::<ExecApprovalList>() {
            waiting = gateway.ask(&ExecApprovalList {}, on_trouble).await?.items;
        }
        // A gateway that knows no plugins' requests has none.
        if gateway.allows::<PluginApprovalList>() && gateway.announces::<PluginApprovalList>() {
            waiting.extend(gateway.call(&PluginApprovalList {}).await.map(|listed| listed.items).unwrap_or_default());
        }
        if gateway.allows::<QuestionList>() {
            waiting.extend(gateway.call(&QuestionList {}).await?.questions.items);
        }
        Ok(Waiting { asked: waiting, over: vec![] })
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
