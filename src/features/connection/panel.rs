//! A panel of the gateway: read once when somebody looks, and again by hand or after the connection was made anew. It says itself why
//! it has nothing to show.
//! Refuses to know what it shows.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::say;
use crate::gateway::{Answer, CallError, Written};
use crate::protocol::{Method, Scope};
use crate::state::profile::Profile;
use crate::ui::el::{El, div, effect, el, part};

/// What a panel is of.
pub struct Panel {
    /// What it is called.
    pub name: &'static str,
    ask: Written,
    method: &'static str,
    scope: Scope,
    draw: fn(&Answer) -> Result<Vec<El>, CallError>,
}

impl Panel {
    /// Makes a panel of what a method answers.
    pub fn of<M: Method>(name: &'static str, method: &M, draw: fn(&Answer) -> Result<Vec<El>, CallError>) -> Self {
        Self { name, ask: Written::of(method), method: M::NAME, scope: M::SCOPE, draw }
    }
}

/// Draws a panel; `again` counts how often it is to be read anew.
pub fn panel(profile: Profile, again: RwSignal<u32>, panel: Panel) -> El {
    let Panel { name, ask, method, scope, draw } = panel;
    let heard: RwSignal<Option<Result<Arc<Answer>, CallError>>> = RwSignal::new(None);
    let obstacle = Memo::new(move |_| profile.link.with(|view| view.obstacle(scope)));
    effect(move || {
        again.get();
        if obstacle.with(Option::is_none) {
            // While it is asked again and again, that is said where there is nothing else to show.
            let waits = move |error: CallError| {
                let _ = heard.try_update(|heard| {
                    if !matches!(heard, Some(Ok(_))) {
                        *heard = Some(Err(error));
                    }
                });
            };
            let asked = profile.order_telling(ask.clone(), Box::new(waits));
            spawn_local(async move {
                let answer = asked.await.map(Arc::new);
                // The view may be left meanwhile. What was shown stays while it is read anew.
                let _ = heard.try_set(Some(answer));
            });
        }
    });
    let content = move || {
        let drawn = heard.with(|heard| heard.as_ref().map(|heard| heard.as_ref().map_err(Clone::clone).and_then(|answer| draw(answer))));
        match (drawn, obstacle.get()) {
            (Some(Ok(drawn)), _) => drawn,
            (_, Some(obstacle)) => vec![hint(&[&obstacle, "."].concat())],
            // What was lost with the connection is asked anew.
            (None | Some(Err(CallError::NotReady { .. } | CallError::LinkLost { .. })), None) => vec![hint("Reading")],
            (Some(Err(error)), None) => vec![failed(name, method, &error)],
        }
    };
    let is_stale = move || obstacle.with(Option::is_some) && heard.with(Option::is_some);
    div("panel").flag("data-stale", is_stale).child(el("h2").text(name)).child(part(content))
}

fn hint(words: &str) -> El {
    el("p").class("hint").text(words)
}

/// Says why there is nothing to show. What a gateway does not have is no fault of it.
fn failed(name: &str, method: &str, error: &CallError) -> El {
    match error {
        CallError::Refused { fault, .. } if fault.message.starts_with("unknown method") => {
            hint(&["This gateway does not have ", method, "."].concat())
        }
        CallError::Refused { fault, .. } if fault.code == "NOT_RECORDED" => hint(&fault.message),
        error => el("p").class("list-fault").set("role", "alert").text(&error.unread(&say::lower(name))),
    }
}
