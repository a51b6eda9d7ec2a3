//! The form for a new session: agent, title, model, first message.
//! Refuses to guess: what is left open is the gateway's choice.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use crate::domain::project::thing::session_name;
use crate::protocol::sessions::SessionsCreate;
use crate::ui::dialog::modal;
use crate::ui::el::{El, button, div, el, part};

/// Draws the form in a dialog; it is open while the desk says so.
pub fn create(desk: Desk) -> El {
    let is_open = move || desk.is_creating.get();
    modal(|| Some("New session".to_owned()), is_open, move || desk.is_creating.set(false), move || Some(form(desk)))
}

fn form(desk: Desk) -> El {
    let [agent, title, model, message, fault] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let is_busy = RwSignal::new(false);
    // One for all tries of this form: a second one after a lost answer must not make a second session.
    let idempotency_key = uuid::Uuid::new_v4().to_string();
    let given = |text: RwSignal<String>| Some(text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
    let send = move || {
        let method = SessionsCreate {
            agent_id: given(agent),
            label: given(title),
            model: given(model),
            message: given(message),
            idempotency_key: idempotency_key.clone(),
        };
        is_busy.set(true);
        let project = untrack(|| desk.place.project());
        spawn_local(async move {
            let answer = desk.profile.call(&method).await;
            // The form may have been closed, and the view left.
            let _ = is_busy.try_set(false);
            if let Ok(made) = &answer {
                let url = desk.profile.link.url();
                desk.profile.projects.adopt(&url, session_name(made.key.as_str()), &project);
            }
            match answer {
                Ok(_) if desk.is_gone() || !desk.is_creating.get_untracked() => desk.toasts.note("The new session is among the others."),
                Ok(made) => {
                    desk.is_creating.set(false);
                    desk.released.update(|released| *released += 1);
                    if made.run_started == Some(false) && method.message.is_some() {
                        desk.toasts.fault("The session was made, but its first message started nothing. Look at it, and say it again.");
                    }
                    desk.open(&made.key);
                }
                Err(error) => {
                    if let Some(words) = fault.try_set(super::deeds::in_words(&error)) {
                        desk.toasts.fault(format!("The session was not made. {words}"));
                    }
                }
            }
        });
    };
    let agents = move || {
        desk.profile.catalog.with(|choices| {
            let named = choices.agents.iter().map(|agent| option(&agent.id, agent.name.as_ref().unwrap_or(&agent.id)));
            named.collect::<Vec<_>>()
        })
    };
    let field = |label: &str, input: El| el("label").class("field").child(el("span").text(label)).child(input);
    let choice = |default: &str, choices: El, into: RwSignal<String>| {
        el("select").child(option("", default)).child(choices).change(move |chosen| into.set(chosen))
    };
    let text =
        el("input").set("type", "text").set("maxlength", "512").set("autofocus", "").set("placeholder", "Taken from the first message");
    let words = el("textarea").set("rows", "3").set("placeholder", "Starts a run; leave it empty to start none");
    el("form")
        .child(el("h2").text("New session"))
        .child(field("Title", text.bind(title)))
        .child(field("Agent", choice("The gateway's default", part(agents), agent)))
        .child(field("Model", choice("The agent's default", part(move || models(desk)), model)))
        .child(field("First message", words.bind(message)))
        .child(el("p").class("fault").set("role", "alert").flag("hidden", move || fault.with(String::is_empty)).say(move || fault.get()))
        .child(
            div("buttons")
                .child(button("button").text("Cancel").click(move || desk.is_creating.set(false)))
                .child(el("button").class("button").set("data-kind", "primary").flag("disabled", move || is_busy.get()).text("Create")),
        )
        .submit(send)
}

/// The models to choose from, by the name that the gateway wants.
pub fn models(desk: Desk) -> Vec<El> {
    desk.profile.catalog.with(|choices| {
        let named = choices.models.iter().map(|model| {
            let name = model.name.as_ref().unwrap_or(&model.id);
            option(&format!("{}/{}", model.provider, model.id), &format!("{name} · {}", model.provider))
        });
        named.collect()
    })
}

/// One thing to choose: its value and its words.
pub fn option(value: &str, words: &str) -> El {
    el("option").set("value", value).text(words)
}
