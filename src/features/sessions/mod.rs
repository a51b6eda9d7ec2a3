//! The list of sessions, live, and the button that stops a run.
//! Refuses to know how rows come here; `state::sessions` does.

mod order;
mod row;
mod shown;

use leptos::prelude::*;

use crate::domain::say;
use crate::protocol::SessionKey;
use crate::protocol::sessions::{SessionsAbort, SessionsList};
use crate::state::cached::Freshness;
use crate::state::profile::Profile;
use crate::state::sessions::{PAGE, Sessions};
use row::Row;

/// Draws the view.
#[component]
pub fn SessionsView() -> impl IntoView {
    let Profile { sessions, link, .. } = expect_context();
    // Rows must not move away from under a pointer or a focused button.
    let is_held = RwSignal::new(false);
    let keys = Memo::new(move |held: Option<&Vec<SessionKey>>| {
        let held = held.filter(|_| is_held.get());
        sessions.with_value(|rows| order::order(rows, held)).unwrap_or_default()
    });
    let summary = Memo::new(move |_| sessions.with_value(shown::summary).unwrap_or_default());
    let freshness = Memo::new(move |_| sessions.with(|cached| cached.freshness));
    let trouble = Memo::new(move |_| sessions.with(|cached| cached.trouble.as_ref().map(shown::trouble)));
    let has_value = Memo::new(move |_| sessions.with(|cached| cached.value.is_some()));
    let may_read = move || link.hello.with(Option::is_none) || link.allows::<SessionsList>();
    let is_read_only = move || link.hello.with(Option::is_some) && may_read() && !link.allows::<SessionsAbort>();
    view! {
        <section class="sessions">
            <header class="view-head">
                <h1>"Sessions"</h1>
                <p class="summary">{summary}</p>
                <Show when=is_read_only>
                    <p class="note">"Read only: this connection was not granted operator.write, so it cannot stop runs."</p>
                </Show>
            </header>
            {move || trouble.get().map(|words| view! { <p class="list-fault" role="alert">{words}</p> })}
            <Show when=may_read fallback=NotAllowed>
                <div class="table-wrap" data-stale=move || (has_value.get() && freshness.get() == Freshness::Stale).then_some("")>
                    <Show when=move || has_value.get() fallback=Skeleton>
                        <Show when=move || keys.with(|keys| !keys.is_empty()) fallback=Empty>
                            <table
                                aria-label="Sessions"
                                on:pointerenter=move |_| is_held.set(true)
                                on:pointerleave=move |_| is_held.set(false)
                                on:focusin=move |_| is_held.set(true)
                                on:focusout=move |_| is_held.set(false)
                            >
                                <thead>
                                    <tr>
                                        <th scope="col">"Session"</th>
                                        <th scope="col">"State"</th>
                                        <th scope="col" class="model">"Model"</th>
                                        <th scope="col" class="number">"Active"</th>
                                        <th scope="col"><span class="offscreen">"Actions"</span></th>
                                    </tr>
                                </thead>
                                <tbody>
                                    <For each=move || keys.get() key=Clone::clone let:key>
                                        <Row key />
                                    </For>
                                </tbody>
                            </table>
                        </Show>
                    </Show>
                </div>
                <Foot keys />
            </Show>
        </section>
    }
}

/// What stands under the table: how much of the whole it is, and the way to more.
#[component]
fn Foot(keys: Memo<Vec<SessionKey>>) -> impl IntoView {
    let Profile { sessions, .. } = expect_context();
    let limit = RwSignal::new(PAGE);
    let shown = move || keys.with(Vec::len);
    let total = Memo::new(move |_| sessions.with_value(|rows| rows.total).flatten());
    let unreadable = Memo::new(move |_| sessions.with_value(|rows| rows.unreadable).unwrap_or_default());
    let has_more = move || total.get().is_some_and(|total| total > shown());
    let more = move |_| {
        limit.update(|limit| *limit += PAGE);
        sessions.ask(Sessions { limit: limit.get_untracked() });
    };
    view! {
        <footer class="view-foot">
            <Show when=has_more>
                <span>{move || format!("{} of {} shown", say::count(shown()), say::count(total.get().unwrap_or_default()))}</span>
                <button type="button" class="button" on:click=more>
                    "Show more"
                </button>
            </Show>
            <Show when=move || { unreadable.get() > 0 }>
                <span>{move || format!("{} rows could not be read; the gateway may be newer than this dashboard", unreadable.get())}</span>
            </Show>
        </footer>
    }
}

#[component]
fn Empty() -> impl IntoView {
    view! {
        <div class="page-note">
            <p>
                <strong>"No sessions yet"</strong>
            </p>
            <p>"A session appears here as soon as somebody talks to an agent. From the gateway's machine:"</p>
            <crate::ui::paste::Paste text="openclaw agent --agent main --message \"hello\"".to_owned() />
        </div>
    }
}

#[component]
fn NotAllowed() -> impl IntoView {
    let Profile { link, .. } = expect_context();
    let granted = move || {
        let scopes = link.hello.with(|hello| hello.as_ref().map(|hello| hello.auth.scopes.join(", ")).unwrap_or_default());
        if scopes.is_empty() { "nothing".to_owned() } else { scopes }
    };
    view! {
        <div class="page-note" role="alert">
            <p>
                <strong>"This connection may not read sessions."</strong>
            </p>
            <p>"It needs operator.read and was granted: " {granted} ". Have this browser approved with that permission on the gateway's machine."</p>
        </div>
    }
}

/// Holds the place of the rows while the first answer is on its way; the style sheet lets it appear late.
#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="skeleton" aria-busy="true" aria-label="Reading sessions">
            {(0..6).map(|_| view! { <span></span> }).collect_view()}
        </div>
    }
}
