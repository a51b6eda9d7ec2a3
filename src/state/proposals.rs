//! What agents propose to have done apart. Nobody waits for that, so it is asked for when a conversation is first looked at.
//! Refuses to take anything up.

use super::cached::Fold;
use super::collection::{Collection, Live};
use super::keeper::Ask;
use super::profile::Profile;
use crate::gateway::{CallError, Gateway};
use crate::protocol::suggestions::{Suggestion, TaskSuggestionsList};
use crate::protocol::{Event, Family, SessionKey};

/// All proposals.
#[derive(Clone, Copy, Debug)]
pub struct Proposals;

/// The proposals that we know of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposed {
    /// The newest first.
    proposed: Vec<Suggestion>,
}

impl Proposals {
    /// Returns the proposals of a gateway; the first time they are asked for.
    pub fn of(profile: &Profile) -> Live<Self> {
        profile.keep(|gateway, clock| Live::start(Self, gateway, clock))
    }
}

impl Proposed {
    /// Whether anything is proposed in a session.
    pub fn has_any(&self, key: &SessionKey) -> bool {
        self.proposed.iter().any(|proposal| proposal.session_key == *key)
    }

    /// Returns what is proposed in a session, the newest first.
    pub fn of(&self, key: &SessionKey) -> Vec<Suggestion> {
        self.proposed.iter().filter(|proposal| proposal.session_key == *key).cloned().collect()
    }
}

impl Collection for Proposals {
    type State = Proposed;
    type Answer = Proposed;
    const FAMILIES: &'static [Family] = &[Family::Requests];

    /// A gateway that knows no proposals has none.
    async fn fetch(&self, gateway: &Gateway, _: Ask, _: impl FnMut(CallError) + 'static) -> Result<Proposed, CallError> {
        let proposed = match gateway.allows::<TaskSuggestionsList>() {
            true => gateway.call(&TaskSuggestionsList {}).await.map(|listed| listed.suggestions.items).unwrap_or_default(),
            false => vec![],
        };
        Ok(Proposed { proposed })
    }

    fn place(&self, _: Option<Proposed>, answer: Proposed, _: usize) -> Proposed {
        answer
    }

    fn fold(state: &mut Proposed, event: &Event) -> Fold {
        let Event::Suggested(told) = event else { return Fold::Same };
        let before = state.proposed.len();
        if let Some(proposal) = told.suggestion.as_ref().filter(|new| state.proposed.iter().all(|known| known.id != new.id)) {
            state.proposed.insert(0, proposal.clone());
        }
        state.proposed.retain(|known| Some(&known.id) != told.task_id.as_ref());
        if state.proposed.len() == before { Fold::Same } else { Fold::Changed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_proposal_waits_for_nobody_until_it_is_taken_up_or_put_away() {
        let told = |value: serde_json::Value| Event::Suggested(Box::new(serde_json::from_value(value).unwrap()));
        let mut waiting = Proposed::default();
        let proposal = |id: &str| {
            told(
                json!({"action": "created", "suggestion": {"id": id, "title": "T", "tldr": "t", "prompt": "p", "cwd": "/", "sessionKey": "a", "createdAt": 1}}),
            )
        };
        assert_eq!(Proposals::fold(&mut waiting, &proposal("1")), Fold::Changed);
        assert_eq!(Proposals::fold(&mut waiting, &proposal("1")), Fold::Same, "the list may already hold it");
        assert_eq!(Proposals::fold(&mut waiting, &proposal("2")), Fold::Changed);
        let ids = |waiting: &Proposed| waiting.of(&"a".into()).iter().map(|proposal| proposal.id.to_string()).collect::<Vec<_>>();
        assert_eq!((ids(&waiting), waiting.of(&"b".into()).len()), (vec!["2".to_owned(), "1".into()], 0));
        let resolved = told(json!({"action": "resolved", "taskId": "2", "resolution": "accepted"}));
        assert_eq!((Proposals::fold(&mut waiting, &resolved), Proposals::fold(&mut waiting, &resolved)), (Fold::Changed, Fold::Same));
        assert_eq!(ids(&waiting), ["1"]);
    }
}
