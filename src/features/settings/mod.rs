//! What a person can choose: looks, and the gateways.
//! Refuses to apply the looks; the frame does.

mod gateways;

use leptos::prelude::*;

use crate::state::prefs::{Prefs, Theme};
use crate::state::stored::Stored;
use crate::ui::el::{El, div, el};
use gateways::gateways;

/// Draws the view.
pub fn settings() -> El {
    let hint = "Compact fits about a third more rows on a screen. Both are kept in this browser and hold for all its tabs.";
    let appearance = div("block")
        .child(el("h2").text("Appearance"))
        .child(choice("Theme", &["System", "Dark", "Light"], |prefs| prefs.theme as usize, choose_theme))
        .child(choice("Density", &["Comfortable", "Compact"], |prefs| usize::from(prefs.compact), |prefs, at| prefs.compact = at > 0))
        .child(el("p").class("hint").text(hint));
    el("section")
        .class("settings")
        .child(el("h1").text("Settings"))
        .child(appearance)
        .child(tasks())
        .child(div("block").child(el("h2").text("Gateways")).children(gateways()))
}

fn tasks() -> El {
    let hint = "What an agent writes down as a task has a button that puts it on the board. By themselves go those of conversations that are open.";
    div("block")
        .child(el("h2").text("Tasks"))
        .child(choice(
            "Tasks of agents",
            &["When I say so", "By themselves"],
            |prefs| usize::from(prefs.takes_tasks),
            |prefs, at| prefs.takes_tasks = at > 0,
        ))
        .child(el("p").class("hint").text(hint))
}

fn choose_theme(prefs: &mut Prefs, at: usize) {
    prefs.theme = [Theme::System, Theme::Dark, Theme::Light].get(at).copied().unwrap_or_default();
}

/// Draws a choice of one out of a few.
fn choice(name: &'static str, words: &'static [&'static str], chosen: fn(&Prefs) -> usize, choose: fn(&mut Prefs, usize)) -> El {
    let prefs: Stored<Prefs> = expect_context();
    let option = move |(at, word): (usize, &&'static str)| {
        let radio = el("input").set("type", "radio").set("name", name).checked(move || chosen(&prefs.get()) == at);
        el("label").child(radio.on("change", move |_| prefs.change(|prefs| choose(prefs, at)))).text(word)
    };
    el("fieldset").class("options").child(el("legend").text(name)).children(words.iter().enumerate().map(option).collect::<Vec<_>>())
}
