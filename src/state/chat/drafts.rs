//! What is being written in each session and was not sent.
//! Refuses to keep more than the latest few.

use serde::Serialize;

use crate::protocol::SessionKey;
use crate::protocol::fields::reads;
use crate::state::stored::{self, KeyValue};

/// Under which key drafts are kept.
pub const DRAFTS: &str = "openclutch.drafts";
/// How many drafts are kept, the latest.
const MOST: usize = 50;

#[derive(Serialize)]
struct Draft {
    gateway: String,
    session: SessionKey,
    text: String,
}

reads! { Draft { gateway: needed, session: needed, text: needed } }

fn all(store: &dyn KeyValue) -> Vec<Draft> {
    stored::read(store, DRAFTS).unwrap_or_default()
}

/// Returns the draft of a session.
pub fn read(store: &dyn KeyValue, gateway: &str, session: &SessionKey) -> String {
    let draft = all(store).into_iter().find(|draft| draft.gateway == gateway && draft.session == *session);
    draft.map(|draft| draft.text).unwrap_or_default()
}

/// Keeps the draft of a session, in the place of the one before.
pub fn keep(store: &dyn KeyValue, gateway: &str, session: &SessionKey, text: &str) {
    let mut drafts = all(store);
    let before = drafts.iter().position(|draft| draft.gateway == gateway && draft.session == *session).map(|at| drafts.remove(at));
    if before.map(|draft| draft.text).unwrap_or_default() == text {
        return;
    }
    if !text.is_empty() {
        drafts.push(Draft { gateway: gateway.into(), session: session.clone(), text: text.into() });
    }
    let surplus = drafts.len().saturating_sub(MOST);
    drafts.drain(..surplus);
    // A draft that cannot be kept is still on screen.
    let _ = stored::write(store, DRAFTS, &drafts);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::stored::Memory;

    #[test]
    fn drafts_are_kept_by_session_and_the_oldest_go() {
        let store = Memory::default();
        keep(&store, "g", &"a".into(), "one");
        keep(&store, "g", &"b".into(), "two");
        keep(&store, "g", &"a".into(), "three");
        assert_eq!((read(&store, "g", &"a".into()), read(&store, "g", &"b".into())), ("three".into(), "two".into()));
        assert_eq!(read(&store, "other", &"a".into()), "");
        keep(&store, "g", &"a".into(), "");
        assert_eq!(read(&store, "g", &"a".into()), "");
        for number in 0..MOST {
            keep(&store, "g", &number.to_string().as_str().into(), "x");
        }
        assert_eq!(read(&store, "g", &"b".into()), "");
    }
}
