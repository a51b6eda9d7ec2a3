//! The open tasks of a project, what is most urgent first.
//! Refuses to change them.

use std::sync::Arc;

use leptos::prelude::*;

use super::page::{Scope, line, quiet};
use crate::domain::say;
use crate::domain::sorted::sorted;
use crate::domain::task::Task;
use crate::domain::task::columns::Stage;
use crate::paths;
use crate::platform::dom;
use crate::state::tasks::Tasks;
use crate::ui::el::{El, div, part};

/// So many are shown here; the board has all.
const SHOWN: usize = 10;

/// Draws them.
pub fn tasks(scope: Scope) -> Vec<El> {
    let tasks = Tasks::of(&scope.profile);
    let content = move || {
        let columns = tasks.columns.get();
        let is_open = |task: &&Arc<Task>| {
            let is_in = scope.profile.projects.with(|all| scope.id.with_value(|id| all.has_task(id, &task.project, &task.labels)));
            is_in && columns.stage(&task.column) != Stage::Done
        };
        let found = tasks.board.with(|board| board.all().filter(is_open).cloned().collect::<Vec<_>>());
        let found = sorted(found, &|one, other| (other.priority.value, one.made_at).cmp(&(one.priority.value, other.made_at)));
        let draw = |task: &Arc<Task>| {
            let state = columns.of(&task.column).map(|column| column.name.clone()).unwrap_or_default();
            line(dom::href(&paths::task(&task.name())), [&task.name(), " ", task.title.as_str()].concat(), state)
        };
        let rest = match found.len() {
            0 => Some("No open tasks.".to_owned()),
            count if count > SHOWN => Some(["and ", &say::count(count - SHOWN), " more on the board"].concat()),
            _ => None,
        };
        let items = div("items").children(found.iter().take(SHOWN).map(draw).collect::<Vec<_>>());
        std::iter::once(items).chain(rest.map(|words| quiet(&words))).collect::<Vec<_>>()
    };
    vec![part(content)]
}
