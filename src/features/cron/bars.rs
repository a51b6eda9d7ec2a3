//! The last runs of a job as bars: as high as the run was long, in the colour of what came of it.
//! Refuses to ask for runs.

use std::sync::Arc;

use crate::domain::say;
use crate::platform::dom;
use crate::protocol::cron::RunEntry;
use crate::ui::el::{El, div, el};

use super::shown::{outcome, took};

/// How many steps of height there are.
const STEPS: i64 = 8;

/// Draws runs, which come new to old, from left to right. A press on a bar is heard by the list.
pub fn bars(runs: &[Arc<RunEntry>]) -> El {
    let most = runs.iter().filter_map(|run| run.duration_ms).max().unwrap_or(0).max(1);
    let bar = |run: &Arc<RunEntry>| {
        let (word, tone) = outcome(run.status.as_deref());
        let height = 1 + run.duration_ms.unwrap_or(0).clamp(0, most) * (STEPS - 1) / most;
        let by = if run.is_by_hand() { ", by hand" } else { "" };
        el("i")
            .class("bar")
            .set("data-at", &run.at().0.to_string())
            .set("data-tone", tone.as_str())
            .set("data-height", &height.to_string())
            .set("title", &format!("{}: {word}, {}{by}", dom::local_time(run.at()), took(run.duration_ms)))
    };
    let failed = runs.iter().filter(|run| run.status.as_deref() == Some("error")).count();
    let said = match runs.len() {
        0 => "No runs yet".into(),
        all => format!("Last {}, {failed} failed", say::many(all, "run")),
    };
    div("bars").set("role", "img").set("aria-label", &said).children(runs.iter().rev().map(bar).collect::<Vec<_>>())
}
