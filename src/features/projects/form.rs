//! The form of a project: name, colour, description, and the rules by which things belong to it.
//! Refuses to know what fits the rules.

use leptos::prelude::*;

use crate::domain::project::{Colour, Part, Project, Rule, What};
use crate::paths;
use crate::place::Place;
use crate::platform::dom;
use crate::state::profile::Profile;
use crate::ui::el::{El, button, div, el, span};
use crate::ui::keyed::keyed;

/// What is being written.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    colour: RwSignal<Colour>,
    about: RwSignal<String>,
    /// Each with a number that it keeps.
    rules: RwSignal<Vec<(u32, Rule)>>,
    fault: RwSignal<bool>,
}

impl Draft {
    fn of(project: &Project) -> Self {
        let rules = (0..).zip(project.rules.iter().cloned()).collect();
        Self {
            name: RwSignal::new(project.name.value.clone()),
            colour: RwSignal::new(project.colour.value),
            about: RwSignal::new(project.about.value.clone()),
            rules: RwSignal::new(rules),
            fault: RwSignal::new(false),
        }
    }

    /// Returns what differs from what is kept, so that nothing is written over that another tab wrote meanwhile.
    fn parts(self, kept: &Project) -> Vec<Part> {
        let name = self.name.get_untracked().trim().to_owned();
        let about = self.about.get_untracked().trim().to_owned();
        let rules: Vec<Rule> = self.rules.get_untracked().into_iter().map(|(_, rule)| rule).collect();
        let rules: Vec<Rule> = rules.into_iter().filter(|rule| !rule.text.trim().is_empty()).collect();
        let colour = self.colour.get_untracked();
        let is_new = kept.name.at == 0;
        let all = [
            (*kept.gone, Part::Gone(false)),
            (is_new || name != *kept.name, Part::Name(name)),
            (is_new || colour != *kept.colour, Part::Colour(colour)),
            (about != *kept.about, Part::About(about)),
            (rules != *kept.rules, Part::Rules(rules)),
        ];
        all.into_iter().filter_map(|(differs, part)| differs.then_some(part)).collect()
    }
}

/// Draws the form: for a new project, or for one whose form is open as long as a signal says so.
pub fn form(of: Option<(String, RwSignal<bool>)>) -> El {
    let (profile, place): (Profile, Place) = (expect_context(), expect_context());
    let projects = profile.projects;
    let is_new = of.is_none();
    let kept = untrack(|| projects.with(|all| of.as_ref().and_then(|(id, _)| all.get(id).cloned())));
    let kept = kept.map_or_else(
        || {
            // A colour that no other has yet, while there is one.
            let free = |all: &crate::domain::project::all::All| {
                let is_free = |colour: &&Colour| all.projects().all(|project| *project.colour != **colour);
                Colour::ALL.iter().find(is_free).copied().unwrap_or_default()
            };
            let mut begun = Project::begin(&uuid::Uuid::new_v4().to_string()[..8], 0);
            begun.colour.value = untrack(|| projects.with(free));
            begun
        },
        |kept| (*kept).clone(),
    );
    let draft = Draft::of(&kept);
    let leave = move || match &of {
        Some((_, is_open)) => is_open.set(false),
        None => place.go(&paths::sessions()),
    };
    let (leave_by_key, leave_saved) = (leave.clone(), leave.clone());
    let name = el("input").set("type", "text").set("maxlength", "80").set("autocomplete", "off").bind(draft.name);
    let name = name.truth("aria-invalid", move || draft.fault.get()).set("aria-describedby", "project-fault");
    let about = el("textarea").set("rows", "3").set("maxlength", "2000").bind(draft.about);
    let field = |words: &str, field: El| el("label").class("field").child(el("span").text(words)).child(field);
    request_animation_frame(|| dom::focus(".project-view form input"));
    el("form")
        .class("project-form")
        .set("novalidate", "")
        .child(el("h1").text(if is_new { "New project" } else { "Edit project" }))
        .child(field("Name", name))
        .child(
            el("p")
                .class("fault")
                .set("id", "project-fault")
                .set("role", "alert")
                .flag("hidden", move || !draft.fault.get())
                .text("A project needs a name."),
        )
        .child(colours(draft.colour))
        .child(field("What it is about", about))
        .child(rules(draft.rules))
        .child(
            div("buttons")
                .child(button("button").text("Cancel").click(leave))
                .child(el("button").class("button").set("data-kind", "primary").text(if is_new { "Create" } else { "Save" })),
        )
        .keys(move |event| {
            if event.key() == "Escape" {
                event.prevent_default();
                leave_by_key();
            }
        })
        .submit(move || {
            if draft.name.with_untracked(|name| name.trim().is_empty()) {
                draft.fault.set(true);
                return dom::focus(".project-view form input");
            }
            projects.change(&kept.id, draft.parts(&kept));
            if is_new {
                place.go(&[&paths::project(&kept.id), "?", paths::PROJECT, "=", &kept.id].concat());
            } else {
                leave_saved();
            }
        })
}

/// One of eight colours.
fn colours(chosen: RwSignal<Colour>) -> El {
    let colour = |colour: Colour| {
        let choice = el("input")
            .set("type", "radio")
            .set("name", "colour")
            .set("aria-label", colour.as_str())
            .checked(move || chosen.get() == colour)
            .on("change", move |_| chosen.set(colour));
        el("label").class("colour").set("title", colour.as_str()).child(choice).child(span("dot").set("data-colour", colour.as_str()))
    };
    let all: Vec<El> = Colour::ALL.iter().copied().map(colour).collect();
    el("fieldset").class("colours").child(el("legend").text("Colour")).children(all)
}

/// The rules, each with what it looks at and its text.
fn rules(rules: RwSignal<Vec<(u32, Rule)>>) -> El {
    let change = move |number: u32, change: &dyn Fn(&mut Rule)| {
        rules.update(|rules| rules.iter_mut().filter(|(of, _)| *of == number).for_each(|(_, rule)| change(rule)));
    };
    let now =
        move |number: u32| rules.with(|rules| rules.iter().find(|(of, _)| *of == number).map(|(_, rule)| rule.clone()).unwrap_or_default());
    let row = move |number: u32| {
        let what = el("select")
            .set("aria-label", "What the rule looks at")
            .children(What::ALL.iter().map(|what| el("option").set("value", what.as_str()).text(what.words())).collect::<Vec<_>>())
            .value(move || now(number).what.as_str().to_owned())
            .change(move |word| {
                if let Some(what) = What::read(&word) {
                    change(number, &|rule| rule.what = what);
                }
            });
        let text = el("input")
            .set("type", "text")
            .set("maxlength", "200")
            .set("aria-label", "What must be there")
            .set("spellcheck", "false")
            .value(move || now(number).text)
            .input(move |typed| change(number, &|rule| rule.text.clone_from(&typed)));
        let remove = button("cross")
            .set("aria-label", "Remove this rule")
            .set("title", "Remove this rule")
            .text("×")
            .click(move || rules.update(|rules| rules.retain(|(of, _)| *of != number)));
        div("rule").child(what).child(text).child(remove)
    };
    let add = button("button").set("data-size", "small").text("Add a rule").click(move || {
        rules.update(|rules| {
            let number = rules.last().map_or(0, |(last, _)| last + 1);
            rules.push((number, Rule::default()));
        });
        request_animation_frame(|| dom::focus(".rule:last-child input"));
    });
    let keys = move || rules.with(|rules| rules.iter().map(|(number, _)| *number).collect());
    el("fieldset")
        .class("rules")
        .child(el("legend").text("What belongs to it by itself"))
        .child(el("p").class("hint").text("Sessions and jobs that fit one of these belong to it, unless they were put elsewhere by hand."))
        .child(keyed("rule-rows", keys, row))
        .child(add)
}
