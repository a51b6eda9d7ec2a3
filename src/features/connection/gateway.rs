//! Who is at the other end: the gateway, its machine, channels and models, what it grants, what it announces, and what that leaves out here.
//! Refuses to change anything.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::counts::UNKNOWN;
use super::offers::{self, FEATURES, Feature};
use super::panel::{Panel, panel};
use crate::domain::{grants, say};
use crate::gateway::{Answer, CallError, Cause, Link};
use crate::platform::dom;
use crate::protocol::catalog::{Model, ModelsList};
use crate::protocol::fields::Fields;
use crate::protocol::host::{ChannelsStatus, Health, SystemInfo};
use crate::protocol::{PROTOCOL, Scope};
use crate::state::profile::Profile;
use crate::ui::el::{El, button, div, effect, el, memo, span};
use crate::ui::keyed::keyed;

/// Draws it.
pub fn gateway() -> El {
    let profile: Profile = expect_context();
    let again = RwSignal::new(0_u32);
    let read = button("button")
        .flag("disabled", move || !profile.link.is_ready())
        .text("Read again")
        .click(move || again.update(|again| *again += 1));
    let is_known = move || profile.link.with(|view| view.hello.is_some());
    div("gateway")
        .child(
            div("deeds")
                .child(el("p").class("summary").say(move || {
                    profile.link.with(|view| {
                        let version = view.version().map(|version| ["OpenClaw ", version, ", protocol ", &PROTOCOL.to_string()].concat());
                        version.unwrap_or_else(|| [view.lack(), "."].concat())
                    })
                }))
                .child(read),
        )
        .child(web(profile))
        .child(
            div("pair")
                .child(
                    div("stack")
                        .child(panel(profile, again, Panel::of("Machine", &SystemInfo {}, machine)))
                        .when(is_known, move || granted(profile)),
                )
                .child(
                    div("stack")
                        .child(panel(profile, again, Panel::of("Health", &Health {}, health)))
                        .child(panel(profile, again, Panel::of("Channels", &ChannelsStatus {}, channels)))
                        .child(panel(profile, again, Panel::of("Models", &ModelsList {}, models)))
                        .when(is_known, move || announced(profile)),
                ),
        )
        .when(is_known, move || hidden(profile))
}

fn facts(facts: Vec<(&str, String)>) -> El {
    let fact = |(name, what): (&str, String)| {
        let is_none = what == UNKNOWN;
        let said = el("dd").set_if("title", is_none.then_some("The gateway does not report it")).text(&what);
        vec![el("dt").text(name), said]
    };
    el("dl").children(facts.into_iter().flat_map(fact).collect::<Vec<_>>())
}

fn machine(answer: &Answer) -> Result<Vec<El>, CallError> {
    let told = answer.read::<SystemInfo>()?;
    let or_unknown = |text: Option<String>| text.unwrap_or_else(|| UNKNOWN.into());
    let memory = match (told.memory_total_bytes, told.memory_free_bytes) {
        (Some(total), Some(free)) => Some([&say::bytes(total.saturating_sub(free)), " of ", &say::bytes(total), " used"].concat()),
        _ => None,
    };
    // One digit behind the point is enough.
    let short = |number: f64| [&(number as u64).to_string(), ".", &((number * 10.0) as u64 % 10).to_string()].concat();
    let load: Vec<String> = told.load_average.iter().map(|load| short(*load)).collect();
    let mut all = vec![
        ("Host", or_unknown(told.hostname)),
        ("System", or_unknown(told.os_label)),
        ("Node", or_unknown(told.node_version)),
        ("Process", or_unknown(told.pid.map(|pid| pid.to_string()))),
        ("Runs for", or_unknown(told.uptime_ms.map(|ms| say::duration(Duration::from_millis(ms))))),
        ("Processors", or_unknown(told.cpu_count.map(|count| count.to_string()))),
        ("Load", or_unknown(Some(load.join(", ")).filter(|load| !load.is_empty()))),
        ("Memory", or_unknown(memory)),
    ];
    if let Some(event_loop) = told.event_loop {
        let busy = event_loop.utilization.map(|part| [&((part * 100.0) as u64).to_string(), " % busy"].concat());
        let waits = event_loop.delay_p99_ms.map(|ms| ["p99 waits ", &(ms as u64).to_string(), " ms"].concat());
        let word = if event_loop.degraded { "Does not keep up" } else { "Keeps up" };
        let said: Vec<String> = [Some(word.to_owned()), busy, waits].into_iter().flatten().collect();
        all.push(("Event loop", said.join(", ")));
    }
    Ok(vec![facts(all)])
}

fn health(answer: &Answer) -> Result<Vec<El>, CallError> {
    let is_well = answer.read::<Health>()?.ok;
    let (tone, words) = if is_well { ("ok", "All is well") } else { ("bad", "Not all is well: its log says why") };
    Ok(vec![el("p").child(span("badge").set("data-tone", tone).text(words))])
}

fn channels(answer: &Answer) -> Result<Vec<El>, CallError> {
    let told = answer.read::<ChannelsStatus>()?;
    let labels = Fields::read(told.channel_labels.get()).ok();
    let name = |id: &String| {
        let label = labels.as_ref().and_then(|labels| labels.raw(&["=", id].concat()));
        label.and_then(|label| serde_json::from_str::<String>(label.get()).ok()).unwrap_or_else(|| id.clone())
    };
    Ok(named(told.channel_order.iter().map(name).collect(), "No channel is set up."))
}

fn models(answer: &Answer) -> Result<Vec<El>, CallError> {
    let told = answer.read::<ModelsList>()?;
    let name = |model: &Model| {
        let full = [&model.provider, "/", &model.id].concat();
        model.name.as_ref().filter(|name| **name != model.id).map_or(full.clone(), |name| [name, " · ", &full].concat())
    };
    Ok(named(told.models.items.iter().map(name).collect(), "No model is set up."))
}

fn named(names: Vec<String>, none: &str) -> Vec<El> {
    if names.is_empty() {
        return vec![el("p").class("hint").text(none)];
    }
    vec![el("ul").class("names").children(names.iter().map(|name| el("li").text(name)).collect::<Vec<_>>())]
}

fn granted(profile: Profile) -> El {
    let row = move |scope: Scope| {
        let has = move || profile.link.with(|view| view.hello.as_ref().is_some_and(|hello| hello.grants(scope)));
        let word = move || if has() { "Granted" } else { "Not granted" }.to_owned();
        el("li")
            .child(span("words").text(grants::words(scope.as_str())).child(el("code").text(scope.as_str())))
            .child(span("badge").name("data-tone", move || if has() { "ok" } else { "idle" }).say(word))
    };
    div("panel")
        .child(el("h2").text("Permissions"))
        .child(el("ul").class("rows").children(Scope::ALL.map(row).into_iter().collect::<Vec<_>>()))
}

fn announced(profile: Profile) -> El {
    let typed = RwSignal::new(String::new());
    let all = Memo::new(move |_| profile.link.with(|view| view.hello.as_deref().map(offers::methods).unwrap_or_default()));
    let found = move || {
        all.with(|all| typed.with(|typed| all.iter().filter(|name| name.contains(typed.trim())).cloned().collect::<Vec<Arc<str>>>()))
    };
    let count = move || all.with(|all| say::many(all.len(), "method"));
    let field = el("input").set("type", "search").set("aria-label", "Search methods").set("placeholder", "Search").bind(typed);
    div("panel")
        .child(el("h2").say(move || ["Announced: ", &count()].concat()))
        .child(el("p").class("hint").text("A gateway leaves some of its methods out of this list on purpose."))
        .child(div("search").child(field))
        .child(
            div("announced")
                .set("tabindex", "0")
                .set("role", "region")
                .set("aria-label", "Announced methods")
                .child(keyed("names", found, |name: Arc<str>| div("").set("role", "listitem").text(&name)).set("role", "list")),
        )
}

fn hidden(profile: Profile) -> El {
    let row = move |feature: &'static Feature| {
        let judged = Memo::new(move |_| profile.link.with(|view| offers::judged(feature, view.hello.as_deref())));
        el("li")
            .child(span("words").text(feature.name).child(el("code").text(feature.method)))
            .child(span("why").say(move || judged.get().1))
            .child(span("badge").name("data-tone", move || judged.get().0.as_str()).say(move || judged.get().0.word().to_owned()))
    };
    div("panel")
        .child(el("h2").text("What OpenClutch can do here"))
        .child(el("ul").class("rows").children(FEATURES.iter().map(row).collect::<Vec<_>>()))
}

/// Says what plain HTTP tells while the socket cannot be opened.
fn web(profile: Profile) -> El {
    let answers = memo(move || {
        profile.link.with(|view| matches!(&view.link, Link::Reconnecting { cause: Cause::Network { answers_http: Some(true) }, .. }))
    });
    let told = RwSignal::new(None::<String>);
    effect(move || {
        if !answers.get() {
            return;
        }
        let Some(address) = profile.link.with(|view| offers::own_http(&view.scene.url, &view.scene.origin)) else { return };
        spawn_local(async move {
            let (health, ready) =
                (dom::read_own(&[&address, "/health"].concat()).await, dom::read_own(&[&address, "/readyz"].concat()).await);
            let said = |name: &str, answer: Option<String>| [name, ": ", &answer.unwrap_or_else(|| "no answer".into())].concat();
            // The view may be left meanwhile.
            let _ = told.try_set(Some([&said("/health", health), "\n", &said("/readyz", ready)].concat()));
        });
    });
    let words = move || match told.get() {
        Some(_) => "The socket does not open, but the gateway answers plain HTTP:",
        None => {
            "The socket does not open, but something answers plain HTTP there. What it says cannot be read from a page of another origin."
        }
    };
    div("notes").set("role", "status").when(
        move || answers.get(),
        move || div("note-line").child(el("p").text(words())).children(told.get().map(|told| el("pre").text(&told))),
    )
}
