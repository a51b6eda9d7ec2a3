//! What there is to know of a job: what it does, where, by whose clock, who hears of it; and how late it may be.
//! Refuses to change the job.

use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::project::all::All;
use crate::domain::project::thing::Thing;
use crate::domain::say;
use crate::features::cron::deeds::title;
use crate::features::cron::desk::{Desk, Seen};
use crate::features::cron::listing::Known;
use crate::features::cron::row::{due, schedule};
use crate::features::cron::shown;
use crate::paths;
use crate::platform::dom;
use crate::protocol::UnixMs;
use crate::protocol::cron::{Delivery, JobConfig, Payload};
use crate::protocol::fields::{FromJson, Piece};
use crate::ui::el::{El, div, el, link, when};
use crate::ui::within::project_list;

/// Draws the facts.
pub fn overview(desk: Desk, of: StoredValue<Arc<str>>, seen: Seen) -> Vec<El> {
    // The words, not the row: the clock ticks in the row.
    let config = Memo::new(move |_| seen.with(|seen| seen.as_ref().map(|known| known.whole.clone())));
    let facts = move || {
        let known = seen.get_untracked();
        match (config.with(Option::is_some), known) {
            (true, Some(known)) => table(&known),
            _ => el("p"),
        }
    };
    vec![crate::ui::el::part(facts), project(desk, of, seen), grace(desk, of)]
}

fn table(known: &Known) -> El {
    let job = &known.whole.job;
    let config = Piece::read(&known.whole.text).ok();
    let config = config.and_then(|json| JobConfig::from_json(json).ok()).unwrap_or_default();
    let date = |at: Option<UnixMs>| at.map_or_else(|| "—".into(), dom::local_time);
    let agent = job.agent_id.clone().unwrap_or_else(|| "the gateway's default".into());
    let mut rows = vec![
        ("For", job.description.clone().unwrap_or_default()),
        ("Schedule", schedule(known)),
        ("Expression", job.schedule.expr.clone().unwrap_or_default()),
        ("Next run", date(due(known))),
        ("Does", does(&config.payload)),
        ("Model", config.payload.model.clone().unwrap_or_default()),
        ("Thinking", config.payload.thinking.clone().unwrap_or_default()),
        ("Given up after", config.payload.timeout_seconds.as_ref().map_or(String::new(), |limit| format!("{} s", limit.get()))),
        ("Agent", agent),
        ("Runs in", target(&job.session_target)),
        ("Answer", told(config.delivery.as_ref())),
    ];
    if let Some(since) = shown::paused_since(job) {
        rows.push(("Paused since", dom::local_time(since)));
    }
    if job.delete_after_run == Some(true) {
        rows.push(("Afterwards", "it goes, if it ran well".into()));
    }
    if known.facts.is_system {
        rows.push(("Created by", job.declaration_key.clone().unwrap_or_default()));
    }
    rows.push(("Created", date(Some(job.created_at_ms).filter(|at| at.0 > 0))));
    let rows = rows.into_iter().filter(|(_, words)| !words.is_empty());
    let list = rows.fold(el("dl").class("facts"), |list, (name, words)| list.child(el("dt").text(name)).child(el("dd").text(&words)));
    let session = format!("agent:{}:cron:{}", job.agent_id.as_deref().unwrap_or("main"), job.id);
    list.child(el("dt").text("Session"))
        .child(el("dd").child(link(&paths::session(&session)).text(&title(&known.whole))))
        .child(el("dt").text("Logs"))
        .child(el("dd").child(link(&paths::logs(&job.id)).text("Lines that name this job")))
}

/// Says what a job does.
fn does(payload: &Payload) -> String {
    let words = match payload.kind.as_str() {
        "agentTurn" => payload.message.clone(),
        "systemEvent" => payload.text.clone(),
        "command" => payload.argv.as_ref().map(|argv| argv.join(" ")),
        "script" => payload.script.clone(),
        "heartbeat" => Some("wakes the main session".into()),
        _ => None,
    };
    let kind = match payload.kind.as_str() {
        "agentTurn" => "Says to the agent: ",
        "systemEvent" => "Tells the main session: ",
        "command" => "Runs a command: ",
        "script" => "Runs a script: ",
        _ => "",
    };
    [kind, &words.unwrap_or_else(|| payload.kind.clone())].concat()
}

fn target(target: &str) -> String {
    match target {
        "main" => "the agent's main session".into(),
        "isolated" => "a session of its own".into(),
        "current" => "the session that it was made in".into(),
        other => other.strip_prefix("session:").unwrap_or(other).to_owned(),
    }
}

fn told(delivery: Option<&Delivery>) -> String {
    let Some(Delivery { mode, channel, to }) = delivery else { return "is told to nobody".into() };
    let to = to.as_ref().map(|to| format!(", {to}")).unwrap_or_default();
    match (mode.as_str(), channel.as_deref()) {
        ("none", _) => "is told to nobody".into(),
        ("webhook", _) => format!("goes to a web address{to}"),
        (_, None | Some("last")) => format!("is told where somebody spoke last{to}"),
        (_, Some(channel)) => format!("is told in {channel}{to}"),
    }
}

/// How late the job may be, chosen here and kept on this device.
/// The project, to be chosen among those that there are.
fn project(desk: Desk, of: StoredValue<Arc<str>>, seen: Seen) -> El {
    let projects = desk.profile.projects;
    let now = move || {
        let url = desk.profile.link.with(|view| view.scene.url.clone());
        let of = |known: &Known| projects.with(|all| all.of(&Thing::job(&url, &known.whole.job)).map(|of| of.name.value.clone()));
        ["Project: ", &seen.with(|seen| seen.as_ref().and_then(of)).unwrap_or_else(|| "none".into())].concat()
    };
    let choose = move |project: &str| of.with_value(|id| desk.tag(std::slice::from_ref(id), project));
    let draw =
        move || div("project-of").child(el("span").say(now)).child(project_list("Change", move || projects.with(All::places), choose));
    when(move || projects.with(|all| all.projects().next().is_some()), draw)
}

fn grace(desk: Desk, of: StoredValue<Arc<str>>) -> El {
    let minutes = move || of.with_value(|id| desk.graces.get().of(id));
    let field = el("input")
        .set("type", "number")
        .set("min", "0")
        .set("max", "10000")
        .set("inputmode", "numeric")
        .value(move || minutes().to_string())
        .change(move |typed| {
            if let Ok(minutes) = typed.trim().parse::<i64>() {
                of.with_value(|id| desk.graces.change(|graces| graces.choose(id, minutes.clamp(0, 10_000))));
            }
        });
    div("grace").child(el("label").class("field").child(el("span").text("Grace in minutes")).child(field)).child(el("p").class("hint").say(
        move || {
            let count = usize::try_from(minutes()).unwrap_or(0);
            format!("The job counts as late when it has not started {} after its time. Kept on this device.", say::many(count, "minute"))
        },
    ))
}
