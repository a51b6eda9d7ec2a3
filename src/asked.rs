//! What an agent waits for, drawn with the buttons that answer it: in its conversation, and in the queue of everything that waits.
//! Refuses to answer for anybody: a button is bound to the request that is written beside it.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::danger;
use crate::gateway::Written;
use crate::protocol::approvals::{Answers, Asked, Question, QuestionResolve};
use crate::protocol::{RequestId, Scope};
use crate::state::profile::Profile;
use crate::state::requests::verdict;
use crate::state::toasts::Toasts;
use crate::ui::el::{El, div, el, span};

/// By what requests are answered.
#[derive(Clone, Copy)]
pub struct Answering {
    /// Whose requests they are.
    pub profile: Profile,
    /// Where notices go.
    pub toasts: Toasts,
    /// What was answered here, and how, in the gateway's word.
    sent: RwSignal<Vec<(RequestId, &'static str)>>,
    /// Whether a press counts: not while things move under the pointer.
    may_press: StoredValue<MayPress>,
}

/// Says whether a press on a request counts.
type MayPress = Arc<dyn Fn(&RequestId) -> bool + Send + Sync>;

impl Answering {
    /// Answers requests of a gateway, for as long as the present owner lives.
    pub fn new(profile: Profile, toasts: Toasts, may_press: impl Fn(&RequestId) -> bool + Send + Sync + 'static) -> Self {
        Self { profile, toasts, sent: RwSignal::default(), may_press: StoredValue::new(Arc::new(may_press)) }
    }

    /// Says yes or no, if that can be done now; what is on its way already is not said twice.
    pub fn decide(self, asked: &Asked, decision: &str) {
        if asked.decisions().contains(&decision) && untrack(|| self.obstacle(Scope::Approvals)).is_none() {
            let word = ["allow-once", "allow-always", "deny"].into_iter().find(|word| *word == decision).unwrap_or_default();
            self.send(&asked.id, word, verdict(asked, decision));
        }
    }

    fn obstacle(self, scope: Scope) -> Option<String> {
        self.profile.link.with(|view| view.obstacle(scope))
    }

    /// Whether a request ended as it was answered here; does not track it.
    pub fn has_ended(self, id: &RequestId, how: &str) -> bool {
        self.sent.with_untracked(|sent| sent.iter().any(|(of, word)| of == id && *word == how))
    }

    /// Whether an answer is on its way; tracks it.
    fn is_sent(self, id: &RequestId) -> bool {
        self.sent.with(|sent| sent.iter().any(|(of, _)| of == id))
    }

    /// Sends an answer; the request goes when the gateway says that it is settled.
    fn send(self, id: &RequestId, word: &'static str, written: Written) {
        if untrack(|| self.is_sent(id)) {
            return;
        }
        self.sent.update(|sent| sent.push((id.clone(), word)));
        let (answered, id) = (self.profile.order(written), id.clone());
        spawn_local(async move {
            if let Err(error) = answered.await {
                self.toasts.fault(["The answer was not taken. ", &error.in_words()].concat());
                // Whoever looked may have left, and somebody else may have been quicker.
                let _ = self.sent.try_update(|sent| sent.retain(|(other, _)| *other != id));
            }
        });
    }

    /// Makes a button that answers a request. A form is sent off by the one without a deed.
    fn button(self, id: &RequestId, scope: Scope, (word, kind): (&str, &str), is_ready: impl Fn() -> bool + Clone + 'static) -> El {
        let (of, ready) = (id.clone(), is_ready);
        let obstacle = move || self.obstacle(scope);
        el("button")
            .class("button")
            .set("data-kind", kind)
            .truth("aria-disabled", move || !ready() || self.is_sent(&of) || obstacle().is_some())
            .live("title", obstacle)
            .text(word)
    }

    /// Does something unless it cannot be done now.
    fn press(self, id: &RequestId, scope: Scope, deed: impl FnOnce()) {
        if untrack(|| self.obstacle(scope)).is_none() && self.may_press.with_value(|may| may(id)) {
            deed();
        }
    }
}

/// Draws what is asked, in full, with the buttons that answer it.
pub fn drawn(desk: Answering, asked: &Asked) -> Vec<El> {
    if asked.wants_decision() { decision(desk, asked) } else { questions(desk, asked) }
}

fn decision(desk: Answering, asked: &Asked) -> Vec<El> {
    let request = &asked.request;
    let line = request.command.clone().unwrap_or_default();
    let pieces = danger::pieces(&line)
        .into_iter()
        .map(|(text, is_risky)| if is_risky { el("mark").class("risky").text(text) } else { El::words(text) });
    let fact = |name: &str, value: &Option<String>| {
        value.as_ref().map(|value| vec![el("dt").text(name), el("dd").text(value)]).unwrap_or_default()
    };
    let warnings: Vec<&String> =
        request.warning_text.iter().chain(request.command_analysis.iter().flat_map(|found| &found.warning_lines)).collect();
    let all = Arc::new(asked.clone());
    let decide = |decision: &str| {
        let words = match decision {
            "allow-once" => ("Allow once", "primary"),
            "allow-always" => ("Allow always", ""),
            "deny" => ("Deny", "danger"),
            other => (other, ""),
        };
        let (asked, decision) = (all.clone(), decision.to_owned());
        desk.button(&asked.id.clone(), Scope::Approvals, words, || true)
            .set("type", "button")
            .click(move || desk.press(&asked.id, Scope::Approvals, || desk.decide(&asked, &decision)))
    };
    let command = el("pre").class("command").set("tabindex", "0").children(pieces.collect::<Vec<_>>());
    let what = match &request.title {
        Some(title) if request.command.is_none() => vec![
            el("h2").text("A plugin asks for a yes"),
            el("p").child(el("strong").text(title)),
            el("p").text(request.description.as_deref().unwrap_or_default()),
        ],
        _ => vec![el("h2").text("An agent asks to run a command"), command],
    };
    let facts = [
        fact("Folder", &request.cwd),
        fact("On", &request.host),
        fact("Plugin", &request.plugin_id),
        fact("Severity", &request.severity),
        fact("Agent", &request.agent_id),
    ];
    let mut drawn = what;
    drawn.push(el("dl").children(facts.into_iter().flatten().collect::<Vec<_>>()));
    drawn.push(div("").children(warnings.into_iter().map(|warning| el("p").class("warning").text(warning)).collect::<Vec<_>>()));
    drawn.push(div("buttons").children(asked.decisions().into_iter().map(decide).collect::<Vec<_>>()));
    drawn
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

fn questions(desk: Answering, asked: &Asked) -> Vec<El> {
    let given: Given = RwSignal::default();
    let all: Arc<Vec<Question>> = Arc::new(asked.questions.items.clone());
    let asks: Vec<El> = all.iter().map(|question| ask(given, question)).collect();
    let is_whole = move || {
        let said = given.with(|given| answers(given));
        all.iter().all(|question| said.contains_key(&question.question_id))
    };
    let ready = is_whole.clone();
    let (id, of) = (asked.id.clone(), asked.id.clone());
    let send = move || {
        if untrack(&is_whole) {
            desk.press(&of, Scope::Questions, || {
                let answers = Some(Answers { answers: given.with_untracked(|given| answers(given)) });
                desk.send(&of, "answered", Written::of(&QuestionResolve { id: of.clone(), answers, cancel: false }));
            });
        }
    };
    let cancel = desk.button(&id, Scope::Questions, ("Do not answer", ""), || true).set("type", "button");
    let answer = desk.button(&id, Scope::Questions, ("Answer", "primary"), ready);
    let cancel = cancel.click(move || {
        desk.press(&id, Scope::Questions, || {
            desk.send(&id, "cancelled", Written::of(&QuestionResolve { id: id.clone(), answers: None, cancel: true }))
        });
    });
    vec![el("h2").text("An agent asks"), el("form").children(asks).submit(send).child(div("buttons").child(cancel).child(answer))]
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
