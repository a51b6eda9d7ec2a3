//! What waits for a person, row by row, each with what can be done about it.
//! Refuses to know what happens then.

use std::sync::Arc;

use leptos::prelude::*;

use super::desk::Desk;
use crate::asked::drawn;
use crate::domain::queue::{Item, Kind};
use crate::domain::say;
use crate::domain::shortcuts::Context;
use crate::keys::Keys;
use crate::paths;
use crate::platform::dom;
use crate::protocol::cron::CronRun;
use crate::protocol::devices::DevicePairApprove;
use crate::protocol::{Method, Scope, UnixMs};
use crate::ui::el::{El, button, div, el, link, span, when};
use crate::ui::keyed::keyed;

/// Draws the queue.
pub fn queue(desk: Desk) -> El {
    let ids = move || desk.rows.with(|rows| rows.iter().map(|row| row.item.id.clone()).collect::<Vec<_>>());
    let is_empty = move || desk.rows.with(Vec::is_empty);
    let asleep = move || desk.waits.asleep.get();
    let head = div("panel-head").child(el("h2").set("id", "waits").text("Waits for you")).child(hints().flag("hidden", is_empty)).when(
        move || asleep() > 0,
        move || {
            button("chip-button")
                .say(move || [&say::count(asleep()), " put off, show"].concat())
                .click(move || desk.waits.snoozed.change(|snoozed| snoozed.list.clear()))
        },
    );
    let nothing = move || {
        let (has_come, is_in_trouble) = desk.profile.requests.with(|cached| (cached.value.is_some(), cached.trouble.is_some()));
        let words = match (has_come, is_in_trouble) {
            (true, _) if desk.unseen().is_empty() => "Nothing waits for you.",
            (true, _) => return None,
            (_, true) => "Could not be read.",
            _ if desk.is_reading() => return Some(skeleton()),
            _ => "Not known without a connection.",
        };
        Some(el("p").class("none").text(words))
    };
    let unseen = move || {
        let names = desk.unseen().join(", ");
        let words = ["Not shown here: ", &*names, ". This connection may not see them."].concat();
        (!names.is_empty()).then(|| el("p").class("quiet").text(&words))
    };
    let list = keyed("list", ids, move |id| row(desk, &id)).set("role", "list").set("aria-labelledby", "waits");
    div("panel waits").child(head).child(list).child(when(is_empty, nothing)).part(unseen)
}

fn skeleton() -> El {
    div("skeleton").set("role", "status").set("aria-label", "Reading what waits").children((0..3).map(|_| el("span")).collect::<Vec<_>>())
}

/// Says which keys there are, as long as they do what they say.
fn hints() -> El {
    let keys: Option<Keys> = use_context();
    let all = [
        (Context::Lists, "j", ""),
        (Context::Lists, "k", " move"),
        (Context::Now, "a", " allow once"),
        (Context::Now, "A", " always"),
        (Context::Now, "d", " deny"),
        (Context::Lists, "Enter", " open"),
        (Context::Now, "s", " put off"),
    ];
    let hint = move |(context, key, words): &(Context, &str, &str)| {
        let now = keys.and_then(|keys| keys.label(*context, key));
        now.map_or(vec![], |now| vec![el("kbd").text(&now), El::words(words)])
    };
    span("keys").set("aria-hidden", "true").part(move || all.iter().flat_map(hint).collect::<Vec<_>>())
}

fn row(desk: Desk, id: &Arc<str>) -> El {
    let Some(first) = untrack(|| desk.row(id)).map(|row| row.item) else { return div("") };
    let (of, name) = (id.clone(), paths::encode(id));
    let seen = Memo::new(move |_| desk.row(&of));
    let gone = Memo::new(move |_| seen.with(|row| row.as_ref().and_then(|row| row.gone.clone()).map(|(words, _)| words)));
    let (on, chosen) = (id.clone(), id.clone());
    let is_on = move || desk.cursor.with(|cursor| cursor.id.as_ref() == Some(&on));
    let item = move || seen.get().map(|row| row.item);
    let (word, tone) = first.kind.words();
    let say = move |read: fn(&Item) -> &str| move || item().map_or(String::new(), |item| read(&item).to_owned());
    let words =
        div("words").child(link(&first.to).class("title").say(say(|item| &item.title))).child(span("more").say(say(|item| &item.more)));
    let asked = matches!(first.kind, Kind::Approval | Kind::Question).then(|| desk.asked(&first)).flatten();
    let (kind, acting) = (first.kind, first.clone());
    let content = StoredValue::new_local(asked);
    let asked = when(
        move || gone.with(Option::is_none),
        move || content.with_value(|asked| asked.as_ref().map(|asked| div("asked").children(drawn(desk.answering, asked)))),
    );
    let deeds = when(move || gone.with(Option::is_none), move || div("deeds").children(deeds(desk, kind, &acting)));
    let note = move || gone.get().map(|words| span("gone").set("role", "status").text(&words));
    div("wait")
        .set("role", "listitem")
        .set("data-id", &name)
        .set("data-kind", word)
        .set("tabindex", "-1")
        .live("aria-current", move || is_on().then(|| "true".to_owned()))
        .flag("data-gone", move || gone.with(Option::is_some))
        .on("focusin", move |_| desk.choose(&chosen))
        .child(span("badge").set("data-tone", tone).text(word))
        .child(words)
        .child(age(desk, &first))
        .child(deeds)
        .part(note)
        .child(asked)
}

/// How long it still waits, or since when it does.
fn age(desk: Desk, item: &Item) -> El {
    let (since, until, kind) = (UnixMs(item.since), item.until.map(UnixMs), item.kind);
    let words = move || {
        let ticker = desk.waits.ticker;
        match until {
            Some(until) => [&*say::span(ticker.there(), until), " left"].concat(),
            None if since.0 == 0 => "—".into(),
            None if kind == Kind::Late => [&*say::age(since, ticker.there_calmly()), " late"].concat(),
            None => say::age(since, ticker.there_calmly()),
        }
    };
    let hint = match (until, since.0) {
        (Some(until), _) => ["Waits until ", &dom::local_time(until)].concat(),
        (None, 0) => "Nobody noted since when".into(),
        (None, _) => ["Since ", &dom::local_time(since)].concat(),
    };
    span("age").set("title", &hint).say(words)
}

/// The buttons of a row, besides those with which a request is answered.
fn deeds(desk: Desk, kind: Kind, item: &Item) -> Vec<El> {
    let mut deeds = match kind {
        Kind::Pairing => vec![
            deed(desk, item, ("Approve", "primary"), DevicePairApprove::SCOPE, |desk, item| desk.pair(item, true)),
            deed(desk, item, ("Deny", "danger"), DevicePairApprove::SCOPE, |desk, item| desk.pair(item, false)),
        ],
        Kind::Failed | Kind::Late => vec![deed(desk, item, ("Run now", ""), CronRun::SCOPE, |desk, item| desk.run(item))],
        _ => vec![],
    };
    let put_off = item.clone();
    let snooze = button("button")
        .set("data-size", "small")
        .set("title", "What is asked comes back in an hour, or when half of its time is left; the rest tomorrow")
        .text("Put off")
        .child(span("offscreen").text(&[" ", &item.title].concat()))
        .click(move || desk.snooze(&put_off));
    deeds.push(snooze);
    deeds
}

fn deed(desk: Desk, item: &Item, (word, kind): (&str, &str), scope: Scope, act: fn(Desk, &Item)) -> El {
    let (item, id) = (item.clone(), item.id.clone());
    let obstacle = move || desk.obstacle(scope);
    button("button")
        .set("data-size", "small")
        .set_if("data-kind", Some(kind).filter(|kind| !kind.is_empty()))
        .truth("aria-disabled", move || obstacle().is_some() || desk.is_done(&id))
        .live("title", obstacle)
        .text(word)
        .child(span("offscreen").text(&[" ", &item.title].concat()))
        .click(move || {
            if desk.may_press(&item) {
                act(desk, &item);
            }
        })
}
