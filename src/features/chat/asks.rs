//! What an agent of this conversation waits for: a yes to a command, an answer to a question. At the end, where the run waits.
//! Refuses to answer for anybody: a button is bound to the request that is written beside it.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::room::Room;
use crate::domain::{danger, say};
use crate::gateway::Written;
use crate::protocol::approvals::{Answers, Asked, ExecApprovalResolve, Question, QuestionResolve};
use crate::protocol::{RequestId, Scope};
use crate::state::requests::Over;
use crate::ui::el::{El, button, div, effect, el, span};
use crate::ui::keyed::keyed;

/// Draws the requests that wait, and how the last ones ended.
pub fn asks(room: Room) -> El {
    let key = room.talk.key;
    let waiting = move || key.with_value(|key| room.profile.requests.with_value(|waiting| waiting.all_of(key)).unwrap_or_default());
    let over = move || key.with_value(|key| room.profile.requests.with_value(|waiting| waiting.over_in(key)).unwrap_or_default());
    // How one ended is said until something else is said here; of before this look nothing.
    let passed = RwSignal::new(vec![]);
    effect(move || {
        room.to_end.track();
        passed.set(untrack(over));
    });
    let shown = move || passed.with(|passed| over().into_iter().filter(|over| !passed.contains(over)).collect());
    div("asks").child(keyed("over", shown, |over| div("settled").set("role", "status").text(&ended(&over)))).child(keyed(
        "cards",
        waiting,
        move |asked| card(room, asked),
    ))
}

/// Says how a request ended.
fn ended(over: &Over) -> String {
    let by = over.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
    let how = match over.how.as_str() {
        "allow-once" => "Allowed once",
        "allow-always" => "Allowed for good",
        "deny" => "Denied",
        "answered" => "Answered",
        "cancelled" => "Nobody will answer",
        "expired" => "Ran out before anybody answered",
        _ => "Settled",
    };
    format!("{how}{by}: {}", over.what)
}

fn card(room: Room, asked: Asked) -> El {
    let until = asked.expires_at_ms;
    let left = move || {
        let left = until.map(|until| until.0 - room.now().0);
        left.map_or(String::new(), |left| {
            format!("{} left", say::duration(std::time::Duration::from_millis(u64::try_from(left).unwrap_or(0))))
        })
    };
    let card = div("card").set("role", "group").set("data-request", asked.id.as_str());
    let content = if asked.request.command.is_some() { command(room, &asked) } else { questions(room, &asked) };
    card.children(content).child(span("quiet left").say(left))
}

/// Sends an answer; the card goes when the gateway says that it is settled.
fn answer(room: Room, is_sent: RwSignal<bool>, written: Written) {
    is_sent.set(true);
    let answered = room.profile.order(written);
    spawn_local(async move {
        if let Err(error) = answered.await {
            room.toasts.fault(format!("The answer was not taken. {}", error.in_words()));
            // The card may be gone: somebody else was quicker.
            let _ = is_sent.try_set(false);
        }
    });
}

fn command(room: Room, asked: &Asked) -> Vec<El> {
    let request = &asked.request;
    let line = request.command.clone().unwrap_or_default();
    let is_sent = RwSignal::new(false);
    let pieces = danger::pieces(&line)
        .into_iter()
        .map(|(text, is_risky)| if is_risky { el("mark").class("risky").text(text) } else { El::words(text) });
    let fact = |name: &str, value: &Option<String>| {
        value.as_ref().map(|value| vec![el("dt").text(name), el("dd").text(value)]).unwrap_or_default()
    };
    let warnings: Vec<&String> =
        request.warning_text.iter().chain(request.command_analysis.iter().flat_map(|found| &found.warning_lines)).collect();
    let decide = |decision: &str| {
        let (word, kind) = match decision {
            "allow-once" => ("Allow once", "primary"),
            "allow-always" => ("Allow always", ""),
            "deny" => ("Deny", "danger"),
            other => (other, ""),
        };
        let (id, decision): (RequestId, String) = (asked.id.clone(), decision.to_owned());
        let obstacle = move || room.may_not_scope(Scope::Approvals);
        button("button")
            .set("data-kind", kind)
            .truth("aria-disabled", move || is_sent.get() || obstacle().is_some())
            .live("title", obstacle)
            .text(word)
            .click(move || {
                if !is_sent.get_untracked() && untrack(obstacle).is_none() {
                    answer(room, is_sent, Written::of(&ExecApprovalResolve { id: id.clone(), decision: decision.clone() }));
                }
            })
    };
    vec![
        el("h2").text("An agent asks to run a command"),
        el("pre").class("command").set("tabindex", "0").children(pieces.collect::<Vec<_>>()),
        el("dl").children(fact("Folder", &request.cwd)).children(fact("On", &request.host)).children(fact("Agent", &request.agent_id)),
        div("").children(warnings.into_iter().map(|warning| el("p").class("warning").text(warning)).collect::<Vec<_>>()),
        div("buttons").children(request.allowed_decisions.iter().map(|decision| decide(decision)).collect::<Vec<_>>()),
    ]
}

/// What was chosen and what was written so far.
#[derive(Default)]
struct Said {
    question: String,
    chosen: Vec<String>,
    written: String,
}

/// All of it, in the order in which somebody began.
type Given = RwSignal<Vec<Said>>;

/// Returns what was said to a question so far.
fn said_to<'a>(given: &'a mut Vec<Said>, question: &str) -> &'a mut Said {
    let at = given.iter().position(|said| said.question == question).unwrap_or(given.len());
    if at == given.len() {
        given.push(Said { question: question.to_owned(), ..Said::default() });
    }
    &mut given[at]
}

/// Returns the answers as they are sent: what was chosen, and behind it what was written.
fn answers(given: &[Said]) -> BTreeMap<String, Vec<String>> {
    // One by one: to collect a map takes along a sort of its own.
    let mut answers = BTreeMap::new();
    for said in given {
        let written = Some(said.written.trim()).filter(|written| !written.is_empty()).map(str::to_owned);
        let all: Vec<String> = said.chosen.iter().cloned().chain(written).collect();
        if !all.is_empty() {
            answers.insert(said.question.clone(), all);
        }
    }
    answers
}

fn questions(room: Room, asked: &Asked) -> Vec<El> {
    let (given, is_sent): (Given, _) = (RwSignal::default(), RwSignal::new(false));
    let all: Arc<Vec<Question>> = Arc::new(asked.questions.items.clone());
    let asks: Vec<El> = all.iter().map(|question| ask(given, question)).collect();
    let is_whole = move || {
        let said = given.with(|given| answers(given));
        all.iter().all(|question| said.contains_key(&question.question_id))
    };
    let obstacle = move || room.may_not_scope(Scope::Questions);
    let (id, cancelled) = (asked.id.clone(), asked.id.clone());
    let disabled = is_whole.clone();
    let send = move || {
        if untrack(&is_whole) && !is_sent.get_untracked() && untrack(obstacle).is_none() {
            let answers = Some(Answers { answers: given.with_untracked(|given| answers(given)) });
            answer(room, is_sent, Written::of(&QuestionResolve { id: id.clone(), answers, cancel: false }));
        }
    };
    let cancel = move || {
        if !is_sent.get_untracked() && untrack(obstacle).is_none() {
            answer(room, is_sent, Written::of(&QuestionResolve { id: cancelled.clone(), answers: None, cancel: true }));
        }
    };
    vec![
        el("h2").text("An agent asks"),
        el("form").children(asks).submit(send).child(
            div("buttons")
                .child(
                    button("button")
                        .truth("aria-disabled", move || obstacle().is_some())
                        .live("title", obstacle)
                        .text("Do not answer")
                        .click(cancel),
                )
                .child(
                    el("button")
                        .class("button")
                        .set("data-kind", "primary")
                        .truth("aria-disabled", move || !disabled() || is_sent.get() || obstacle().is_some())
                        .live("title", obstacle)
                        .text("Answer"),
                ),
        ),
    ]
}

fn ask(given: Given, question: &Question) -> El {
    let id = question.question_id.clone();
    let kind = if question.multi_select { "checkbox" } else { "radio" };
    let is_multi = question.multi_select;
    let option = |label: &str, description: Option<&String>| {
        let (of, said) = (id.clone(), label.to_owned());
        let (held, is) = (id.clone(), label.to_owned());
        let is_chosen = move || given.with(|given| given.iter().any(|said| said.question == held && said.chosen.contains(&is)));
        let tick = el("input").set("type", kind).set("name", &id).checked(is_chosen).on("change", move |_| {
            given.update(|given| {
                let Said { chosen, written, .. } = said_to(given, &of);
                match chosen.iter().position(|other| *other == said) {
                    Some(at) if is_multi => drop(chosen.remove(at)),
                    _ if is_multi => chosen.push(said.clone()),
                    // One answer only: what was written gives way to what is chosen, and the other way round.
                    _ => (*chosen, *written) = (vec![said.clone()], String::new()),
                }
            });
        });
        el("label").child(tick).child(el("strong").text(label)).children(description.map(|words| span("quiet").text(&format!(" {words}"))))
    };
    let options: Vec<El> = question.options.iter().map(|choice| option(&choice.label, choice.description.as_ref())).collect();
    let written = (question.is_other || question.options.is_empty()).then(|| {
        let (of, held) = (id.clone(), id.clone());
        let kind = if question.is_secret { "password" } else { "text" };
        el("input")
            .set("type", kind)
            .set("aria-label", &question.question)
            .set("placeholder", if question.options.is_empty() { "Your answer" } else { "Another answer" })
            .set("autocomplete", "off")
            .value(move || {
                given.with(|given| given.iter().find(|said| said.question == held).map(|said| said.written.clone()).unwrap_or_default())
            })
            .input(move |text| {
                given.update(|given| {
                    let Said { chosen, written, .. } = said_to(given, &of);
                    if !is_multi && !text.trim().is_empty() {
                        chosen.clear();
                    }
                    *written = text;
                });
            })
    });
    el("fieldset").child(el("legend").text(&question.question)).children(options).children(written)
}
