//! One session: title and key, state, model, last activity, and its stop button.
//! Refuses to know its neighbours.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use super::{order, shown};
use crate::domain::say;
use crate::platform::dom;
use crate::protocol::SessionKey;
use crate::protocol::sessions::{SessionRow, SessionsAbort};
use crate::state::link::LinkView;
use crate::state::profile::Profile;
use crate::state::sessions::{PAGE, Sessions};
use crate::state::ticker::Ticker;
use crate::ui::badge::badge;
use crate::ui::live;

/// Draws the row. It listens to its own row alone, so a change of one does not redraw the others.
#[component]
pub fn Row(
    /// Which session.
    key: SessionKey,
) -> impl IntoView {
    let Profile { sessions, stops, link, .. } = expect_context();
    let ticker: Ticker = expect_context();

    let row = {
        let key = key.clone();
        Memo::new(move |_| sessions.with_value(|rows| rows.rows.get(&key).cloned()).flatten())
    };
    let read = move |read: fn(&SessionRow) -> String| row.with(|row| row.as_deref().map(read));
    let text = move |of: fn(&SessionRow) -> String| live::text(move || read(of).unwrap_or_default());
    let hint = move |of: fn(&SessionRow) -> String| live::attr(move || read(of));
    let state = Memo::new(move |_| row.with(|row| row.as_deref().map(|row| shown::state(row, stops.of(row).as_ref())).unwrap_or_default()));
    // What is wrong is worth more than which model it went wrong with.
    let model_or_why = live::text(move || state.with(|state| state.hint.clone()).or_else(|| read(shown::model)).unwrap_or_default());
    let in_full = live::attr(move || state.with(|state| state.hint.clone()).or_else(|| read(shown::model_in_full)));
    let activity = live::text(move || row.with(|row| row.as_ref().map(|row| activity(row, ticker))).unwrap_or_default());
    let exact = live::attr(move || row.with(|row| row.as_deref().and_then(order::last_active).map(dom::local_time)));
    let can_stop =
        move || row.with(|row| row.as_ref().is_some_and(|row| row.has_active_run)) && link.with(LinkView::allows::<SessionsAbort>);
    let cannot_now = move || state.with(|state| state.name == shown::STOPPING) || !link.is_ready();

    let name = key.to_string();
    let on_stop = move |_| {
        if let Some(row) = row.get_untracked().filter(|_| !cannot_now()) {
            let limit = sessions.with_value(|rows| rows.rows.len()).unwrap_or_default().max(PAGE);
            stops.stop(&row, move || sessions.ask(Sessions { limit }));
        }
    };
    let button = move || {
        view! {
            <button type="button" class="button" data-kind="danger" aria-label=hint(shown::stop_label) aria-disabled=live::name(move || if cannot_now() { "true" } else { "false" }) on:click=on_stop>
                "Stop"
            </button>
        }
    };
    view! {
        <tr role="row" data-key=name.clone() data-state=live::name(move || state.with(|state| state.name))>
            <td role="cell" class="name">
                <span class="title" title=hint(shown::title)>{text(shown::title)}</span>
                <span class="key" title=name.clone()>{name.clone()}</span>
            </td>
            <td role="cell" class="state">
                {badge(
                    live::name(move || state.with(|state| state.tone.as_str())),
                    live::text(move || state.with(|state| state.word.clone())),
                )}
            </td>
            <td role="cell" class="model" title=in_full>{model_or_why}</td>
            <td role="cell" class="number" title=exact>{activity}</td>
            <td role="cell" class="actions">{live::when(can_stop, button)}</td>
        </tr>
    }
}

/// Says how long a run has been going on, else how long ago the session did something.
fn activity(row: &Arc<SessionRow>, ticker: Ticker) -> String {
    if row.has_active_run
        && let Some(started) = row.started_at
    {
        let ran = u64::try_from(ticker.get().wall.0.saturating_sub(started.0)).unwrap_or(0);
        return say::duration(Duration::from_millis(ran));
    }
    order::last_active(row).map_or_else(|| "unknown".into(), |at| say::age(at, ticker.get().wall))
}
