//! How each setting is chosen, or what it is set to and where it is edited.
//! Refuses to keep anything.

use leptos::prelude::*;

use super::exchange::{file, reset_all};
use super::gateways::gateways;
use super::kept::Kept;
use super::notices::{kinds, notifications, quiet};
use crate::domain::say;
use crate::domain::settings::Setting;
use crate::domain::shortcuts::Context;
use crate::keys::Keys;
use crate::paths;
use crate::state::choices::Choices;
use crate::state::prefs::Theme;
use crate::state::profile::Profile;
use crate::ui::el::{El, button, div, el, link, span};

/// Draws what stands beside the words of a setting.
pub fn control(kept: Kept, setting: &'static Setting, name_id: &str) -> Vec<El> {
    let elsewhere = |words: &str, to: &str| vec![value(kept, setting.id), edit(setting, words, to)];
    match setting.id {
        "theme" => {
            let theme = |choices: &Choices| choices.prefs.theme as usize;
            let choose = |choices: &mut Choices, at: usize| {
                choices.prefs.theme = Theme::ALL.get(at).map_or_else(Theme::default, |(theme, _)| *theme)
            };
            vec![choice(kept, setting.name, name_id, &Theme::ALL.map(|(_, name)| name), theme, choose)]
        }
        "density" => {
            let words = ["Comfortable", "Compact"];
            vec![choice(kept, setting.name, name_id, &words, |of| usize::from(of.prefs.compact), |of, at| of.prefs.compact = at > 0)]
        }
        "agent-tasks" => {
            let words = ["When I say so", "By themselves"];
            vec![choice(
                kept,
                setting.name,
                name_id,
                &words,
                |of| usize::from(of.prefs.takes_tasks),
                |of, at| of.prefs.takes_tasks = at > 0,
            )]
        }
        "notifications" => notifications(kept),
        "kinds" => vec![kinds(kept)],
        "quiet" => vec![quiet(kept)],
        "keys" => {
            let keys: Keys = expect_context();
            let show = button("button").set("data-size", "small").text("Show the keys").click(move || keys.press(Context::Everywhere, "?"));
            vec![value(kept, setting.id), show]
        }
        "snoozed" => elsewhere("Go to Now", &paths::now()),
        "looks" => elsewhere("Edit in Sessions", &paths::sessions()),
        "columns" => elsewhere("Edit on the board", &paths::tasks()),
        "graces" => elsewhere("Edit in a job", &paths::jobs()),
        "budgets" => elsewhere("Edit in Analytics", &paths::analytics()),
        "lines" => elsewhere("Edit in Logs", &paths::logs("")),
        "recorder" => vec![edit(setting, "Go to the recorder", &[&paths::connection(), "?tab=recorder"].concat())],
        "projects" => vec![projects(), edit(setting, "New project", &paths::new_project())],
        "gateways" => gateways(),
        "file" => file(kept),
        "reset" => reset_all(kept),
        _ => vec![],
    }
}

/// What a setting is set to, in words.
fn value(kept: Kept, id: &'static str) -> El {
    span("value").say(move || kept.choices.with(|choices| choices.words(id)))
}

/// The way to where a setting is edited.
fn edit(setting: &Setting, words: &str, to: &str) -> El {
    link(to).text(words).child(span("offscreen").text(&[": ", setting.name].concat()))
}

fn projects() -> El {
    let profile: Profile = expect_context();
    span("value").say(move || match profile.projects.with(|all| all.projects().count()) {
        0 => "None".into(),
        count => say::many(count, "project"),
    })
}

/// Draws a choice of one out of a few.
fn choice(
    kept: Kept,
    name: &'static str,
    name_id: &str,
    words: &[&str],
    chosen: fn(&Choices) -> usize,
    choose: fn(&mut Choices, usize),
) -> El {
    let option = |(at, word): (usize, &&str)| {
        let radio = el("input").set("type", "radio").set("name", name).checked(move || kept.choices.with(chosen) == at);
        el("label").child(radio.on("change", move |_| kept.change(|choices| choose(choices, at)))).text(word)
    };
    div("options")
        .set("role", "radiogroup")
        .set("aria-labelledby", name_id)
        .children(words.iter().enumerate().map(option).collect::<Vec<_>>())
}

/// Draws a box to be ticked.
pub fn tick(words: &str, is_on: impl Fn() -> bool + Copy + 'static, turn: impl Fn(bool) + 'static) -> El {
    let box_ = el("input").set("type", "checkbox").checked(is_on).on("change", move |_| turn(!untrack(is_on)));
    el("label").child(box_).text(words)
}
