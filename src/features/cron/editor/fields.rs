//! The fields of the editor, each with what is wrong about it.
//! Refuses to send them.

use leptos::prelude::*;

use super::draft::{Draft, Field, decided};
use super::preview::preview;
use crate::features::cron::desk::Desk;
use crate::platform::dom;
use crate::ui::el::{El, div, el, part};
use crate::zones;

/// A kind of choice: values and words.
type Choice = [(&'static str, &'static str)];

/// The form while it is open.
#[derive(Clone, Copy)]
pub struct Form {
    /// The desk.
    pub desk: Desk,
    /// What is wrong, field by field, as far as it is said yet; a fault of no field has none.
    pub faults: RwSignal<Vec<(Option<Field>, String)>>,
    /// It is being sent.
    pub is_busy: RwSignal<bool>,
    /// The kind of schedule, and of what is done: other fields are there for each.
    kind: Memo<(String, String, String, String)>,
    is_elsewhere: Memo<bool>,
}

impl Form {
    /// Opens the form on the draft of the desk.
    pub fn new(desk: Desk) -> Self {
        let of = |draft: &Draft| [Field::Kind, Field::Payload, Field::Target, Field::Mode].map(|field| draft.text(field).to_owned());
        let kind = Memo::new(move |_| {
            let [kind, payload, target, mode] = desk.draft.with(|draft| draft.as_ref().map(of)).unwrap_or_default();
            (kind, payload, target, mode)
        });
        let is_elsewhere = Memo::new(move |_| {
            desk.draft.with(|draft| {
                let draft = draft.as_ref()?;
                let now = desk.board.jobs.with_value(|rows| rows.get(draft.id.as_deref()?).map(|whole| decided(&whole.text))).flatten()?;
                Some(!draft.seen.is_empty() && now != draft.seen)
            }) == Some(true)
        });
        Self { desk, faults: RwSignal::default(), is_busy: RwSignal::new(false), kind, is_elsewhere }
    }

    /// Whether the job was changed elsewhere since it was opened, and tracks it.
    pub fn is_changed_elsewhere(&self) -> bool {
        self.is_elsewhere.get()
    }

    /// Returns what is wrong beyond all fields, and tracks it.
    pub fn fault(&self, _: &str) -> Option<String> {
        self.faults.with(|faults| faults.iter().find(|(field, _)| field.is_none()).map(|(_, words)| words.clone()))
    }

    /// Reads a field, and tracks it.
    pub fn text(&self, field: Field) -> String {
        self.desk.draft.with(|draft| draft.as_ref().map(|draft| draft.text(field).to_owned())).unwrap_or_default()
    }

    fn put(&self, field: Field, text: &str) {
        self.desk.draft.update(|draft| {
            if let Some(draft) = draft {
                draft.put(field, text);
            }
        });
        // What was wrong about it may be well now.
        if self.faults.with_untracked(|faults| faults.iter().any(|(of, _)| of.is_none() || *of == Some(field))) {
            self.faults.update(|faults| faults.retain(|(of, _)| of.is_some() && *of != Some(field)));
        }
    }

    fn label(self, label: &str, field: Field, input: El) -> El {
        let fault = move || self.faults.with(|faults| faults.iter().find(|(of, _)| *of == Some(field)).map(|(_, words)| words.clone()));
        let name = format!("field-{}", field as usize);
        let input = input.truth("aria-invalid", move || fault().is_some()).set("aria-describedby", &name).set("data-field", &name);
        let said = el("span").class("fault").set("id", &name).set("role", "alert").flag("hidden", move || fault().is_none());
        div("labelled")
            .child(el("label").class("field").child(el("span").text(label)).child(input))
            .child(said.say(move || fault().unwrap_or_default()))
    }

    fn line(self, label: &str, field: Field) -> El {
        let input = el("input").set("type", "text").set("autocomplete", "off");
        self.label(label, field, self.bound(input, field))
    }

    /// Like `line`, with more about the input.
    fn input(self, label: &str, field: Field, attributes: &[(&str, &str)]) -> El {
        let input = attributes.iter().fold(el("input").set("autocomplete", "off"), |input, (name, value)| input.set(name, value));
        self.label(label, field, self.bound(input, field))
    }

    fn bound(self, input: El, field: Field) -> El {
        input.value(move || self.text(field)).input(move |typed| self.put(field, &typed))
    }

    fn choice(self, label: &str, field: Field, choices: &'static Choice) -> El {
        let options = move || {
            let now = untrack(|| self.text(field));
            let known = choices.iter().map(|(value, words)| option(value, words)).collect::<Vec<_>>();
            // What only other tools can make stays as it is.
            let other = (!now.is_empty() && choices.iter().all(|(value, _)| *value != now)).then(|| option(&now, &now));
            known.into_iter().chain(other).collect::<Vec<_>>()
        };
        let select = el("select").children(options()).value(move || self.text(field)).change(move |chosen| self.put(field, &chosen));
        self.label(label, field, select)
    }
}

fn option(value: &str, words: &str) -> El {
    el("option").set("value", value).text(words)
}

/// Draws all fields.
pub fn fields(form: Form) -> Vec<El> {
    let desk = form.desk;
    let name = form.input("Name", Field::Name, &[("type", "text"), ("maxlength", "200"), ("autofocus", "")]);
    request_animation_frame(|| dom::focus(".editor input"));
    vec![
        name,
        form.line("What it is for", Field::Description),
        form.choice("Runs", Field::Kind, &[("cron", "By the clock"), ("every", "Again and again"), ("at", "Once")]),
        part(move || when(form)),
        preview(form),
        form.choice(
            "Does",
            Field::Payload,
            &[("agentTurn", "Gives an agent a task"), ("systemEvent", "Leaves a note in the main session"), ("command", "Runs a command")],
        ),
        part(move || does(form)),
        form.choice(
            "In",
            Field::Target,
            &[
                ("isolated", "A session of its own for each run"),
                ("main", "The agent's main session"),
                ("session", "A session that goes on"),
            ],
        ),
        part(move || match form.kind.with(|(_, _, target, _)| target.clone()).as_str() {
            "session" => Some(form.line("Session key", Field::Session)),
            "main" => Some(form.choice("Heard", Field::Wake, &[("now", "At once"), ("next-heartbeat", "At the session's next turn")])),
            _ => None,
        }),
        form.label("Agent", Field::Agent, agents(form)),
        part(move || {
            let (_, _, target, _) = form.kind.get();
            let modes: &'static Choice =
                &[("none", "Told to nobody"), ("announce", "Told in a channel"), ("webhook", "Sent to a web address")];
            (target != "main").then(|| form.choice("Answer", Field::Mode, modes))
        }),
        part(move || match form.kind.get() {
            (_, _, target, mode) if target != "main" && mode == "announce" => vec![
                form.input("Channel", Field::Channel, &[("type", "text"), ("placeholder", "Where somebody spoke last")]),
                form.input("To whom", Field::To, &[("type", "text"), ("placeholder", "As the channel has it")]),
            ],
            (_, _, target, mode) if target != "main" && mode == "webhook" => {
                vec![form.input("Web address", Field::To, &[("type", "url"), ("placeholder", "https://")])]
            }
            _ => vec![],
        }),
        el("p")
            .class("hint")
            .flag("hidden", move || desk.draft.with(|draft| draft.as_ref().is_none_or(|draft| draft.id.is_none())))
            .text("Only what you change is sent. What this form does not show stays as it is."),
    ]
}

fn when(form: Form) -> Vec<El> {
    let zone = || {
        let names = el("datalist").set("id", "zones").children(dom::zone_names().iter().map(|name| option(name, "")).collect::<Vec<_>>());
        vec![
            form.input(
                "Zone",
                Field::Zone,
                &[("type", "text"), ("list", "zones"), ("spellcheck", "false"), ("placeholder", &zones::own())],
            ),
            names,
        ]
    };
    let mut parts = match form.kind.with(|(kind, ..)| kind.clone()).as_str() {
        "at" => vec![
            form.input("Day and time", Field::At, &[("type", "datetime-local")]),
            form.choice("Afterwards", Field::After, &[("true", "Goes, if it ran well"), ("false", "Stays in the list as finished")]),
        ],
        "every" => {
            let units: &'static Choice = &[("1000", "seconds"), ("60000", "minutes"), ("3600000", "hours"), ("86400000", "days")];
            let count = form.input("Every", Field::Every, &[("type", "number"), ("min", "1"), ("inputmode", "numeric")]);
            return vec![div("pair").child(count).child(form.choice("Unit", Field::Unit, units))];
        }
        "cron" => vec![form.input(
            "Cron expression",
            Field::Expr,
            &[("type", "text"), ("spellcheck", "false"), ("inputmode", "url"), ("placeholder", "minute hour day month weekday")],
        )],
        _ => return vec![el("p").class("hint").text("This schedule is kept as it is; the command line can change it.")],
    };
    parts.extend(zone());
    parts
}

fn does(form: Form) -> Vec<El> {
    let area = |label: &str, hint: &str| {
        let area = el("textarea").set("rows", "4").set("placeholder", hint);
        form.label(label, Field::Message, form.bound(area, Field::Message))
    };
    let timeout = || {
        form.input(
            "Give up after, in seconds",
            Field::Timeout,
            &[("type", "text"), ("inputmode", "decimal"), ("placeholder", "The gateway's limit")],
        )
    };
    match form.kind.with(|(_, payload, ..)| payload.clone()).as_str() {
        "agentTurn" => {
            let hint = "The task, as if said to the agent. Nobody is there to answer questions.";
            let choices = div("pair").child(form.label("Model", Field::Model, models(form))).child(form.label(
                "Thinking",
                Field::Thinking,
                levels(form),
            ));
            vec![area("Task", hint), choices, timeout()]
        }
        "systemEvent" => vec![area("Note", "What the main session is told at its next turn.")],
        "command" => vec![area("Command, a word in each line", "curl\n-fsS\nhttps://example.org/"), timeout()],
        _ => vec![el("p").class("hint").text("What it does is kept as it is; the command line can change it.")],
    }
}

fn models(form: Form) -> El {
    let options = move || {
        let now = untrack(|| form.text(Field::Model));
        form.desk.profile.catalog.with(|choices| {
            let named: Vec<(String, String)> = choices
                .models
                .iter()
                .map(|model| {
                    let name = model.name.as_ref().unwrap_or(&model.id);
                    (format!("{}/{}", model.provider, model.id), format!("{name} · {}", model.provider))
                })
                .collect();
            listed("The agent's default", &named, &now)
        })
    };
    el("select").child(part(options)).value(move || form.text(Field::Model)).change(move |chosen| form.put(Field::Model, &chosen))
}

/// How hard the chosen model can think; of none chosen, what any can.
fn levels(form: Form) -> El {
    let model = Memo::new(move |_| form.text(Field::Model));
    let options = move || {
        let now = untrack(|| form.text(Field::Thinking));
        form.desk.profile.catalog.with(|choices| {
            let mut named: Vec<(String, String)> = vec![];
            for known in &choices.models {
                let is_meant = model.with(|model| model.is_empty() || *model == [&known.provider, "/", &known.id].concat());
                for level in known.thinking_levels.iter().filter(|_| is_meant) {
                    if named.iter().all(|(id, _)| *id != level.id) {
                        named.push((level.id.clone(), level.id.clone()));
                    }
                }
            }
            listed("The model's default", &named, &now)
        })
    };
    el("select").child(part(options)).value(move || form.text(Field::Thinking)).change(move |chosen| form.put(Field::Thinking, &chosen))
}

fn agents(form: Form) -> El {
    let options = move || {
        let now = untrack(|| form.text(Field::Agent));
        form.desk.profile.catalog.with(|choices| {
            let named: Vec<(String, String)> =
                choices.agents.iter().map(|agent| (agent.id.clone(), agent.name.clone().unwrap_or_else(|| agent.id.clone()))).collect();
            listed("The gateway's default", &named, &now)
        })
    };
    el("select").child(part(options)).value(move || form.text(Field::Agent)).change(move |chosen| form.put(Field::Agent, &chosen))
}

/// What there is to choose from, with what is chosen even if that is not among it.
fn listed(default: &str, named: &[(String, String)], now: &str) -> Vec<El> {
    let choice = |value: &str, words: &str| option(value, words).set_if("selected", (value == now).then_some(""));
    let other = (!now.is_empty() && named.iter().all(|(value, _)| value != now)).then(|| choice(now, now));
    let named = named.iter().map(|(value, words)| choice(value, words));
    std::iter::once(choice("", default)).chain(named).chain(other).collect()
}
