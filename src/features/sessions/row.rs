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
use crate::state::profile::Profile;
use crate::state::sessions::Sessions;
use crate::state::stops::Stop;
use crate::state::ticker::Ticker;
use crate::ui::badge::Badge;

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
    let of_row = move |read: fn(&SessionRow) -> String| Memo::new(move |_| row.with(|row| row.as_deref().map(read).unwrap_or_default()));
    let stop = {
        let key = key.clone();
        Memo::new(move |_| stops.of(&key))
    };
    let state = Memo::new(move |_| row.with(|row| row.as_deref().map(|row| shown::state(row, stop.get().as_ref()))));
    let title = of_row(shown::title);
    let model = of_row(|row| row.model.clone().unwrap_or_else(|| "unknown".into()));
    let model_in_full = of_row(|row| match (&row.model_provider, &row.model) {
        (Some(provider), Some(model)) => format!("{provider}/{model}"),
        _ => "The gateway did not say which model".into(),
    });
    let activity = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| activity(row, ticker))).unwrap_or_default());
    let exact = move || row.with(|row| row.as_deref().and_then(order::last_active).map(dom::local_time));
    let can_stop = Memo::new(move |_| {
        let is_running = row.with(|row| row.as_ref().is_some_and(|row| row.has_active_run));
        is_running && link.allows::<SessionsAbort>()
    });
    let is_stopping = move || stop.with(|stop| *stop == Some(Stop::Stopping)) || !link.link.with(crate::gateway::Link::is_ready);

    let to_stop = key.clone();
    let on_stop = move |_| {
        let limit = sessions.with_value(|rows| rows.rows.len()).unwrap_or_default().max(crate::state::sessions::PAGE);
        stops.stop(to_stop.clone(), move || sessions.ask(Sessions { limit }));
    };
    view! {
        <tr data-key=key.to_string() data-state=move || state.with(|state| state.as_ref().map(|state| state.name))>
            <td class="name">
                <span class="title" title=title>
                    {title}
                </span>
                <span class="key" title=key.to_string()>
                    {key.to_string()}
                </span>
            </td>
            <td class="state">
                <Badge
                    tone=Signal::derive(move || state.with(|state| state.as_ref().map(|state| state.tone).unwrap_or_default()))
                    word=Signal::derive(move || state.with(|state| state.as_ref().map(|state| state.word.clone()).unwrap_or_default()))
                    hint=Signal::derive(move || state.with(|state| state.as_ref().and_then(|state| state.hint.clone())))
                />
            </td>
            <td class="model" title=model_in_full>
                {model}
            </td>
            <td class="number" title=exact>
                {activity}
            </td>
            <td class="actions">
                <Show when=move || can_stop.get()>
                    <button
                        type="button"
                        class="button"
                        data-kind="danger"
                        aria-label=move || format!("Stop {}", title.get())
                        disabled=is_stopping
                        on:click=on_stop.clone()
                    >
                        "Stop"
                    </button>
                </Show>
            </td>
        </tr>
    }
}

/// Says how long a run has been going on, else how long ago the session did something.
fn activity(row: &Arc<SessionRow>, ticker: Ticker) -> String {
    if row.has_active_run
        && let Some(started) = row.started_at
    {
        let ran = u64::try_from(ticker.wall.get().0 - started.0).unwrap_or(0);
        return say::duration(Duration::from_millis(ran));
    }
    order::last_active(row).map_or_else(|| "unknown".into(), |at| say::age(at, ticker.wall.get()))
}
