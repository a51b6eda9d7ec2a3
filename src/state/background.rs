//! The gateway's ledger of runs in the background, kept true by events from the moment on in which somebody looked at it.
//! Refuses to end one.

use std::sync::Arc;

use super::cached::Fold;
use super::collection::Collection;
use super::keeper::Ask;
use crate::domain::sorted::sorted;
use crate::gateway::{CallError, Gateway};
use crate::protocol::background::{Background, BackgroundChanged, TasksList, TasksListed};
use crate::protocol::fields::{FromJson, Piece};
use crate::protocol::{Event, Family};

/// The ledger.
#[derive(Clone, Copy, Debug)]
pub struct Ledger;

/// What is known of it.
#[derive(Clone, Debug, Default)]
pub struct Backgrounds {
    /// The runs, new to old.
    pub runs: Vec<Arc<Background>>,
    /// Where the next page begins, if there are older ones.
    pub next: Option<String>,
    /// How many could not be read.
    pub unreadable: usize,
}

impl Backgrounds {
    /// Returns a run.
    pub fn get(&self, id: &str) -> Option<&Arc<Background>> {
        self.runs.iter().find(|run| run.id == id)
    }

    /// Puts the page in that follows what is known.
    pub fn learn(&mut self, page: TasksListed) {
        self.next = page.next_cursor;
        self.unreadable += page.tasks.unreadable;
        for run in page.tasks.items {
            self.put(run);
        }
    }

    /// Puts a run in its place, unless it is older than what is known of it.
    fn put(&mut self, run: Background) -> bool {
        if let Some(known) = self.runs.iter_mut().find(|known| known.id == run.id) {
            if known.updated_at > run.updated_at || **known == run {
                return false;
            }
            *known = Arc::new(run);
            return true;
        }
        self.runs.push(Arc::new(run));
        self.runs = sorted(std::mem::take(&mut self.runs), &|one, other| (other.created_at, &other.id).cmp(&(one.created_at, &one.id)));
        true
    }
}

impl Collection for Ledger {
    type State = Backgrounds;
    type Answer = TasksListed;
    const FAMILIES: &'static [Family] = &[Family::Background];

    async fn fetch(&self, gateway: &Gateway, _: Ask, on_trouble: impl FnMut(CallError) + 'static) -> Result<TasksListed, CallError> {
        match gateway.announces::<TasksList>() {
            true => gateway.ask(&TasksList::page(None), on_trouble).await,
            false => Ok(TasksListed::default()),
        }
    }

    fn place(&self, _: Option<Backgrounds>, answer: TasksListed, _: usize) -> Backgrounds {
        // What was read further back may have changed: whoever wants it asks for it again.
        let mut all = Backgrounds::default();
        all.learn(answer);
        all
    }

    fn fold(state: &mut Backgrounds, event: &Event) -> Fold {
        let Event::Background(text) = event else { return Fold::Same };
        let Ok(changed) = Piece::read(text).and_then(BackgroundChanged::from_json) else { return Fold::Stale };
        let has_changed = match (changed.action.as_str(), changed.task, changed.task_id) {
            ("upserted", Some(run), _) => state.put(run),
            ("deleted", _, Some(id)) => {
                let before = state.runs.len();
                state.runs.retain(|run| run.id != id);
                before != state.runs.len()
            }
            _ => return Fold::Stale,
        };
        if has_changed { Fold::Changed } else { Fold::Same }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn run(id: &str, made: i64, written: i64, status: &str) -> Value {
        json!({"id": id, "status": status, "title": id, "createdAt": made, "updatedAt": written})
    }

    fn event(payload: &Value) -> Event {
        Event::Background(payload.to_string().into())
    }

    fn page(runs: &[Value], next: Option<&str>) -> TasksListed {
        serde_json::from_value(json!({"tasks": runs, "nextCursor": next})).unwrap()
    }

    fn ids(state: &Backgrounds) -> String {
        state.runs.iter().map(|run| [&run.id, ":", &run.status].concat()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pages_follow_each_other_new_to_old_and_each_run_stands_once() {
        let mut state = Ledger.place(None, page(&[run("c", 3, 3, "running"), run("b", 2, 2, "failed"), json!(1)], Some("x")), 0);
        assert_eq!((ids(&state).as_str(), state.next.as_deref(), state.unreadable), ("c:running b:failed", Some("x"), 1));
        state.learn(page(&[run("b", 2, 2, "failed"), run("a", 1, 1, "completed")], None));
        assert_eq!((ids(&state).as_str(), state.next), ("c:running b:failed a:completed", None));
    }

    #[test]
    fn events_are_folded_once_and_never_back_in_time() {
        let mut state = Ledger.place(None, page(&[run("a", 1, 5, "running")], None), 0);
        let told = |status: &str, written: i64| event(&json!({"action": "upserted", "task": run("a", 1, written, status)}));
        assert_eq!(Ledger::fold(&mut state, &told("queued", 4)), Fold::Same);
        assert_eq!(Ledger::fold(&mut state, &told("completed", 6)), Fold::Changed);
        assert_eq!(Ledger::fold(&mut state, &told("completed", 6)), Fold::Same);
        let added = event(&json!({"action": "upserted", "task": run("b", 9, 9, "queued")}));
        assert_eq!((Ledger::fold(&mut state, &added), ids(&state).as_str()), (Fold::Changed, "b:queued a:completed"));
        let gone = event(&json!({"action": "deleted", "taskId": "b"}));
        assert_eq!((Ledger::fold(&mut state, &gone), Ledger::fold(&mut state, &gone)), (Fold::Changed, Fold::Same));
        for payload in [json!({"action": "restored"}), json!({"action": "new word"}), json!(5)] {
            assert_eq!(Ledger::fold(&mut state, &event(&payload)), Fold::Stale, "{payload}");
        }
        assert_eq!(Ledger::fold(&mut state, &Event::Tick(None)), Fold::Same);
    }
}
