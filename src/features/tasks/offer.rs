//! The button that makes a task of what an agent wrote down, of a session or of a job, and once it is one the way to it.
//! Refuses to know where it stands.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::task::Link;
use crate::domain::task::proposed::{id, origin};
use crate::paths;
use crate::place::Place;
use crate::state::address::is_made_up;
use crate::state::prefs::Prefs;
use crate::state::profile::Profile;
use crate::state::stored::Stored;
use crate::state::tasks::Tasks;
use crate::ui::el::{El, button, link, part};
use crate::ui::offer::Offered;

/// Draws it.
pub fn offer(offered: Arc<Offered>) -> El {
    let (profile, prefs, place): (Profile, Stored<Prefs>, Place) = (expect_context(), expect_context(), expect_context());
    let tasks = Tasks::of(&profile);
    let about = Link { gateway: profile.link.url(), kind: offered.about, key: offered.key.to_string(), run: String::new() };
    let origin = origin(&about.gateway, &[about.kind.as_str(), " ", &about.key].concat(), &offered.words);
    let is_written = !offered.words.is_empty();
    // What is made up is nobody's task, unless somebody says so.
    let is_real = !is_made_up(&about.gateway);
    let known = {
        let origin = origin.clone();
        Memo::new(move |_| tasks.board.with(|board| board.made_of(&origin).map(|task| (task.name(), *task.gone))))
    };
    let take = Rc::new(move || {
        // Where somebody works in a project, what is made there belongs to it; the rest of all projects is none.
        let chosen = untrack(|| place.project());
        let project = untrack(|| profile.projects.with(|all| all.get(&chosen).map(|project| project.id.clone()))).unwrap_or_default();
        tasks.take_up(id(&origin), &offered.task, about.clone(), &origin, project);
    });
    // What was deleted stays so until somebody says otherwise.
    if is_written && is_real && prefs.get_untracked().takes_tasks && known.with_untracked(Option::is_none) {
        let take = take.clone();
        request_animation_frame(move || take());
    }
    let size = is_written.then_some("small");
    let is_there = move || known.get().filter(|(_, gone)| !gone).map(|(name, _)| name);
    part(move || match is_there() {
        Some(name) => link(&paths::task(&name)).class("button").set_if("data-size", size).text(&["Open ", &name].concat()),
        None => {
            let take = take.clone();
            let add = button("button").set_if("data-size", size).set("title", "Makes it a task of your own, in this browser");
            add.text("Add to board").click(move || take())
        }
    })
}
