//! The settings of notifications: switched on with the browser's permission, kind by kind, and the hours without.
//! Refuses to ask for the permission at any other moment, and to decide what is told.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::controls::tick;
use super::kept::Kept;
use crate::domain::notify::{GROUPS, Quiet, clock, minute};
use crate::platform::dom::{self, May};
use crate::ui::el::{El, div, el, part};

/// The switch for all of them, and what stands in its way.
pub fn notifications(kept: Kept) -> Vec<El> {
    let may = RwSignal::new(dom::may_notify());
    let is_on = move || may.get() == May::Yes && kept.choices.with(|choices| choices.wishes.is_on);
    let turn = move |wanted: bool| {
        kept.change(|choices| choices.wishes.is_on = wanted && dom::may_notify() == May::Yes);
        if !wanted || dom::may_notify() == May::Yes {
            may.set(dom::may_notify());
            return;
        }
        let asked = dom::ask_to_notify();
        spawn_local(async move {
            let said = asked.await;
            if said == May::Yes {
                kept.change(|choices| choices.wishes.is_on = true);
            }
            // The view may have been left; what was answered is kept all the same. Told even when it is the same: the box must go back.
            if !may.is_disposed() {
                may.set(said);
            }
        });
    };
    let words = move || match (may.get(), kept.choices.with(|choices| choices.wishes.is_on)) {
        (May::Never, _) => "This browser has no notifications for pages.",
        (May::NotHere, _) => {
            "Browsers show notifications only for pages that came over https or from this machine. Open this page so, then switch them on."
        }
        (May::No, _) => {
            "The browser blocks notifications of this page. Allow them beside the page's address, in the settings of the site, then switch this on."
        }
        (May::Unasked, true) => "They were on, but this browser has not allowed them yet. Switch them on to be asked.",
        _ => "",
    };
    let is_hopeless = move || matches!(may.get(), May::Never | May::NotHere);
    let node = el("input").set("type", "checkbox").flag("disabled", is_hopeless).checked(is_on);
    let switch = el("label").child(node.on("change", move |_| turn(!untrack(is_on)))).text("On");
    let note = part(move || {
        Some(words()).filter(|words| !words.is_empty()).map(|words| el("p").class("hint note").set("role", "status").text(words))
    });
    vec![div("options").child(switch), note]
}

/// What is told of.
pub fn kinds(kept: Kept) -> El {
    let one = |(group, words): (&'static str, &'static str)| {
        let is_told = move || kept.choices.with(|choices| choices.wishes.tells(group));
        tick(words, is_told, move |is_told| kept.change(|choices| choices.wishes.mute(group, !is_told)))
    };
    div("options").set("data-way", "down").children(GROUPS.into_iter().map(one).collect::<Vec<_>>())
}

/// When nothing is.
pub fn quiet(kept: Kept) -> El {
    let read = move || kept.choices.with(|choices| choices.wishes.quiet.clone());
    let time = move |words: &'static str, of: fn(&mut Quiet) -> &mut i64| {
        let field = el("input").set("type", "time").set("required", "").value(move || clock(*of(&mut read()))).change(move |written| {
            // Half a time is none: the old one stays until it is whole.
            if let Some(minute) = minute(&written) {
                kept.change(|choices| *of(&mut choices.wishes.quiet) = minute);
            }
        });
        el("label").class("time").text(words).child(field)
    };
    let is_on = move || read().is_on;
    div("options")
        .child(tick("On", is_on, move |is_on| kept.change(|choices| choices.wishes.quiet.is_on = is_on)))
        .child(time("from", |quiet| &mut quiet.from))
        .child(time("to", |quiet| &mut quiet.to))
}
