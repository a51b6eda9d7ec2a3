//! Settings as a file, and all of them back to the beginning: each says first what would change.
//! Refuses to read and write files; `state::choices::file` does.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::kept::Kept;
use crate::domain::say;
use crate::domain::settings::SETTINGS;
use crate::platform::dom;
use crate::protocol::day::Day;
use crate::state::choices::file::{self, Offer};
use crate::state::profile::Profile;
use crate::ui::dialog::{Ask, asking, modal};
use crate::ui::el::{El, button, div, el};

/// Export and import.
pub fn file(kept: Kept) -> Vec<El> {
    let profile: Profile = expect_context();
    let export = button("button").text("Export").click(move || {
        let day = Day(i32::try_from(profile.wall().0.div_euclid(86_400_000)).unwrap_or_default()).write();
        let text = kept.choices.with_untracked(file::write);
        dom::download(&["openclutch-settings-", &day, ".json"].concat(), "application/json", &text);
    });
    let offer: RwSignal<Option<Offer>> = RwSignal::new(None);
    let field = el("input").set("type", "file").set("accept", ".json,application/json").picks("change", move |files| {
        let Some(picked) = files.into_iter().next() else { return };
        spawn_local(async move {
            let text = picked.text().await;
            let read = match text {
                Some(text) => file::read(&text, &kept.choices.get_untracked()),
                None => Err("The browser could not read the file."),
            };
            match read {
                // The view may have been left meanwhile.
                Ok(read) => drop(offer.try_set(Some(read))),
                Err(why) => kept.toasts.fault(why),
            }
        });
    });
    // The same file chosen again is a choice too.
    let node = field.raw();
    let field = field.on("click", move |_| dom::empty(&node));
    let import = el("label").class("file").child(el("span").text("Import")).child(field);
    vec![div("options").child(export).child(import), preview(kept, offer)]
}

/// What a file would change, and the question whether it may.
fn preview(kept: Kept, offer: RwSignal<Option<Offer>>) -> El {
    let content = move || {
        let Offer { changes, left_out, after } = offer.get()?;
        let ids: Vec<&'static str> = changes.iter().map(|change| change.setting.id).collect();
        let count = changes.len();
        let title = match count {
            0 => "The file changes nothing".to_owned(),
            count => ["The file changes ", &say::many(count, "setting")].concat(),
        };
        let line = |change: &file::Change| {
            let to = el("span").class("to").child(el("del").text(&change.from)).text(" → ").child(el("ins").text(&change.to));
            el("li").child(el("b").text(change.setting.name)).child(to)
        };
        let left = left_out.iter().map(|words| el("li").class("hint").text(words)).collect::<Vec<_>>();
        let close = button("button").text(if count > 0 { "Cancel" } else { "Close" }).click(move || offer.set(None));
        let import = (count > 0).then(|| el("button").class("button").set("data-kind", "primary").text("Import"));
        let form = el("form")
            .child(el("h2").text(&title))
            .child(el("ul").class("changes").children(changes.iter().map(line).collect::<Vec<_>>()))
            .children((!left.is_empty()).then(|| el("ul").class("left-out").children(left)))
            .child(div("buttons").child(close).children(import));
        Some(form.submit(move || {
            offer.set(None);
            if count > 0 {
                kept.take(ids.clone(), after.clone(), [&say::many(count, "setting"), " taken over from the file."].concat());
            }
        }))
    };
    modal(|| Some("Import settings".to_owned()), move || offer.with(Option::is_some), move || offer.set(None), content)
}

/// All of it back to the beginning, asked about first.
pub fn reset_all(kept: Kept) -> Vec<El> {
    let ask: RwSignal<Option<Ask>> = RwSignal::new(None);
    let is_plain = move || kept.others().is_empty();
    let reset = button("button")
        .set("data-kind", "danger")
        .truth("aria-disabled", is_plain)
        .live("title", move || is_plain().then(|| "Everything is as it was at first".to_owned()))
        .text("Reset all")
        .click(move || {
            let others = untrack(|| kept.others());
            if !others.is_empty() {
                ask.set(Some(question(kept, others)));
            }
        });
    vec![reset, asking(ask)]
}

fn question(kept: Kept, others: Vec<&'static str>) -> Ask {
    let names: Vec<&str> = SETTINGS.iter().filter(|setting| others.contains(&setting.id)).map(|setting| setting.name).collect();
    Ask {
        title: "Reset all settings?".into(),
        text: ["These go back to what they were at first: ", &names.join(", "), ". Gateways, projects and tasks stay."].concat(),
        field: None,
        word: "Reset all",
        is_danger: true,
        deed: Arc::new(move |_| kept.reset(others.clone())),
    }
}
