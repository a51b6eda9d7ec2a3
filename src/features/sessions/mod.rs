//! The list of sessions, live, and the button that stops a run.
//! Refuses to know how rows come here; `state::sessions` does.

mod order;
mod row;
mod shown;

use leptos::prelude::*;

use crate::domain::say;
use crate::platform::dom;
use crate::protocol::SessionKey;
use crate::protocol::sessions::{SessionsAbort, SessionsList};
use crate::state::cached::Freshness;
use crate::state::link::LinkState;
use crate::state::profile::Profile;
use crate::state::sessions::{PAGE, Sessions};
use crate::ui::live;
use crate::ui::paste::paste;
use row::Row;

/// Draws the view.
#[component]
pub fn SessionsView() -> impl IntoView {
    let Profile { sessions, link, .. } = expect_context();
    // Rows must not move away from under a pointer or a focused button. Where the focus is, only the document knows for sure:
    // a button that goes away with the focus on it says nothing.
    let is_pointed = RwSignal::new(false);
    let keys = Memo::new(move |held: Option<&Vec<SessionKey>>| {
        let held = held.filter(|_| is_pointed.get() || dom::is_focus_in(".sessions table"));
        sessions.with_value(|rows| order::order(rows, held)).unwrap_or_default()
    });
    let summary = live::text(move || sessions.with_value(shown::summary).unwrap_or_default());
    let may_read = move || link.with(|view| view.hello.is_none() || view.allows::<SessionsList>());
    let trouble = move || {
        let words = sessions.with(|cached| cached.trouble.as_ref().filter(|_| may_read()).map(shown::trouble));
        words.map(|words| view! { <p class="list-fault" role="alert">{words}</p> })
    };
    let has_value = move || sessions.with(|cached| cached.value.is_some());
    let is_loading = move || sessions.with(|cached| cached.freshness == Freshness::Loading);
    let stale = live::attr(move || (has_value() && !link.is_ready()).then(String::new));
    let is_read_only = move || link.with(|view| view.allows::<SessionsList>() && !view.allows::<SessionsAbort>());
    let read_only = || view! { <p class="note">"Read only: this connection was not granted operator.write, so it cannot stop runs."</p> };

    let table = move || {
        view! {
            <table
                role="table"
                aria-label="Sessions"
                on:pointerenter=move |_| is_pointed.set(true)
                on:pointerleave=move |_| is_pointed.set(false)
            >
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">"Session"</th>
                        <th role="columnheader" scope="col">"State"</th>
                        <th role="columnheader" scope="col" class="model">"Model"</th>
                        <th role="columnheader" scope="col" class="number">"Active"</th>
                        <th role="columnheader" scope="col"><span class="offscreen">"Actions"</span></th>
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    <For each=move || keys.get() key=Clone::clone let:key>
                        <Row key />
                    </For>
                </tbody>
            </table>
        }
    };
    let filled = move || live::if_else(move || keys.with(|keys| !keys.is_empty()), table, empty);
    let list = move || {
        view! {
            <div class="table-wrap" data-stale=stale.clone()>{live::if_else(has_value, filled, move || live::when(is_loading, skeleton))}</div>
            <Foot keys />
        }
    };
    view! {
        <section class="sessions">
            <header class="view-head">
                <h1>"Sessions"</h1>
                <p class="summary" role="status">{summary}</p>
                {live::when(is_read_only, read_only)}
            </header>
            {live::part(trouble)}
            {live::if_else(may_read, list, move || not_allowed(link))}
        </section>
    }
}

/// What stands under the table: how much of the whole it is, and the way to more.
#[component]
fn Foot(keys: Memo<Vec<SessionKey>>) -> impl IntoView {
    let Profile { sessions, .. } = expect_context();
    let shown = move || keys.with(Vec::len);
    let total = move || sessions.with_value(|rows| rows.total).flatten().unwrap_or_default();
    let unreadable = move || sessions.with_value(|rows| rows.unreadable).unwrap_or_default();
    let more = move |_| sessions.ask(Sessions { limit: keys.with_untracked(Vec::len).next_multiple_of(PAGE) + PAGE });
    let rest = move || {
        view! {
            <span>{live::text(move || format!("{} of {} shown", say::count(shown()), say::count(total())))}</span>
            <button type="button" class="button" on:click=more>"Show more"</button>
        }
    };
    let spoilt =
        move || view! { <span>{format!("{} rows could not be read; the gateway may be newer than this dashboard", unreadable())}</span> };
    view! {
        <footer class="view-foot">
            {live::when(move || total() > shown(), rest)}
            {live::when(move || unreadable() > 0, spoilt)}
        </footer>
    }
}

fn empty() -> impl IntoView {
    view! {
        <div class="page-note">
            <p><strong>"No sessions yet"</strong></p>
            <p>"A session appears here as soon as somebody talks to an agent. From the gateway's machine:"</p>
            {paste("openclaw agent --agent main --message \"hello\"".to_owned())}
        </div>
    }
}

fn not_allowed(link: LinkState) -> impl IntoView {
    let granted = live::text(move || {
        let scopes = link.with(|view| view.hello.as_ref().map(|hello| hello.auth.scopes.join(", ")).unwrap_or_default());
        if scopes.is_empty() { "nothing".to_owned() } else { scopes }
    });
    view! {
        <div class="page-note" role="alert">
            <p><strong>"This connection may not read sessions."</strong></p>
            <p>"It needs operator.read and was granted: " {granted} ". Have this browser approved with that permission on the gateway's machine."</p>
        </div>
    }
}

/// Holds the place of the rows while the first answer is on its way; the style sheet lets it appear late.
fn skeleton() -> impl IntoView {
    view! {
        <div class="skeleton" role="status" aria-label="Reading sessions">
            {(0..6).map(|_| view! { <span></span> }).collect_view()}
        </div>
    }
}
