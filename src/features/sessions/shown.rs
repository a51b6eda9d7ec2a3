//! What a row says: its title, its state in a word, how full its context is. Pure.
//! Refuses to draw.

use crate::domain::say;
use crate::domain::session::context;
pub use crate::domain::session::title;
use crate::protocol::UnixMs;
use crate::protocol::sessions::{RunStatus, SessionRow};
use crate::state::stops::Stop;
use crate::ui::badge::Tone;

/// What a row's state badge says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    /// The name for styles and tests.
    pub name: &'static str,
    /// The word on screen.
    pub word: String,
    /// Its colour.
    pub tone: Tone,
    /// Why, where the word alone is not enough.
    pub hint: Option<String>,
}

/// The name of the state in which a stop waits for its confirmation.
pub const STOPPING: &str = "stopping";
/// The name of the state in which that did not come.
pub const UNCONFIRMED: &str = "stop-unconfirmed";

/// Names the button that stops a row's run.
pub fn stop_label(row: &SessionRow) -> String {
    format!("Stop {}", title(row))
}

/// Returns the model's name, without its provider.
pub fn model(row: &SessionRow) -> String {
    row.model.clone().unwrap_or_else(|| "unknown".into())
}

/// Returns the model's full name.
pub fn model_in_full(row: &SessionRow) -> String {
    match (&row.model_provider, &row.model) {
        (Some(provider), Some(model)) => format!("{provider}/{model}"),
        _ => "The gateway did not say which model".into(),
    }
}

/// Returns when a session last did something.
pub fn last_active(row: &SessionRow) -> Option<UnixMs> {
    [row.last_interaction_at, row.ended_at, row.started_at, row.updated_at].into_iter().flatten().max()
}

/// What is laid over a row's own state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Over {
    /// A stop that is under way.
    pub stop: Option<Stop>,
    /// What its agent waits for.
    pub waits_for: Option<String>,
    /// Another change under way, in a word.
    pub busy: Option<&'static str>,
}

/// Names how a row stands, for searching and counting.
pub fn state_name(row: &SessionRow, is_waiting: bool) -> &'static str {
    match &row.status {
        _ if row.has_active_run && is_waiting => "waiting",
        _ if row.has_active_run => "running",
        None => "idle",
        Some(RunStatus::Queued) => "queued",
        Some(RunStatus::Done) => "done",
        Some(RunStatus::Failed) => "failed",
        Some(RunStatus::Killed) => "killed",
        Some(RunStatus::Timeout) => "timeout",
        Some(RunStatus::Running | RunStatus::Other(_)) => "unknown",
    }
}

/// Returns how a row stands, with what is under way laid over it.
pub fn state(row: &SessionRow, over: &Over) -> Shown {
    let name = state_name(row, over.waits_for.is_some());
    let shown = |word: &str, tone, hint: Option<&String>| Shown { name, word: word.into(), tone, hint: hint.cloned() };
    let stop = over.stop.as_ref().filter(|_| row.has_active_run).map(|stop| match stop {
        Stop::Stopping => Shown { name: STOPPING, ..shown("stopping", Tone::Warn, None) },
        Stop::Unconfirmed => {
            let hint = "It may still be running: stop it again, or send /stop.".to_owned();
            Shown { name: UNCONFIRMED, ..shown("stop unconfirmed", Tone::Warn, Some(&hint)) }
        }
        Stop::Refused(why) => Shown { name: "stop-refused", ..shown("stop refused", Tone::Bad, Some(why)) },
    });
    let busy = over.busy.map(|word| Shown { name: "busy", ..shown(word, Tone::Run, None) });
    stop.or(busy).unwrap_or_else(|| match (&row.status, name) {
        (_, "waiting") => shown("waiting", Tone::Warn, over.waits_for.as_ref()),
        (_, "running") => shown("running", Tone::Run, None),
        (_, "queued") => shown("queued", Tone::Run, None),
        (_, "done") => shown("done", Tone::Ok, None),
        (_, "failed") => shown("failed", Tone::Bad, row.last_run_error.as_ref()),
        (_, "timeout") => shown("timed out", Tone::Bad, row.last_run_error.as_ref()),
        (_, "killed") => shown("stopped", Tone::Idle, None),
        (Some(RunStatus::Other(word)), _) => shown(word, Tone::Idle, None),
        // The gateway says both at once when it lost a run; which is true cannot be told from here.
        (Some(RunStatus::Running), _) => {
            shown("unclear", Tone::Idle, Some(&"The gateway calls it running but knows of no run.".to_owned()))
        }
        _ => shown("idle", Tone::Idle, None),
    })
}

/// Says how full a context is: `124k / 200k`.
pub fn context_words(row: &SessionRow) -> String {
    let none = if row.status.is_none() && row.started_at.is_none() { "–" } else { "unknown" };
    context(row).map_or_else(|| none.into(), |of| format!("{} / {}", say::tokens(of.used), say::tokens(of.window)))
}

/// Says where the figure comes from, and what it means.
pub fn context_hint(row: &SessionRow) -> String {
    match context(row) {
        None => "The gateway does not know until the next run ends".into(),
        Some(of) if of.used > of.window => {
            format!(
                "{} tokens are more than the model's {}: it was changed for a smaller one",
                say::tokens(of.used),
                say::tokens(of.window)
            )
        }
        Some(of) => format!("{} % of the model's context, as of the end of the last run", of.percent),
    }
}

/// Says what the last run cost.
pub fn cost(row: &SessionRow) -> String {
    row.estimated_cost_usd.map_or_else(|| if row.input_tokens.is_some() { "unpriced".into() } else { "–".into() }, say::money)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn row(extra: serde_json::Value) -> SessionRow {
        let mut row = json!({"key": "agent:main:main"});
        row.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        serde_json::from_value(row).unwrap()
    }

    #[test]
    fn the_title_falls_back_to_the_key_and_skips_blanks() {
        assert_eq!(title(&row(json!({}))), "agent:main:main");
        assert_eq!(title(&row(json!({"displayName": " ", "label": "L", "derivedTitle": "D"}))), "L");
        assert_eq!(title(&row(json!({"derivedTitle": "D"}))), "D");
    }

    #[test]
    fn every_status_has_a_word() {
        for (extra, name, word) in [
            (json!({}), "idle", "idle"),
            (json!({"status": "queued"}), "queued", "queued"),
            (json!({"status": "running", "hasActiveRun": true}), "running", "running"),
            (json!({"status": "running"}), "unknown", "unclear"),
            (json!({"status": "done"}), "done", "done"),
            (json!({"status": "failed"}), "failed", "failed"),
            (json!({"status": "killed"}), "killed", "stopped"),
            (json!({"status": "timeout"}), "timeout", "timed out"),
            (json!({"status": "levitating"}), "unknown", "levitating"),
        ] {
            let shown = state(&row(extra), &Over::default());
            assert_eq!((shown.name, shown.word.as_str()), (name, word));
        }
    }

    #[test]
    fn what_is_under_way_is_laid_over_a_running_row_only() {
        let running = row(json!({"status": "running", "hasActiveRun": true}));
        let done = row(json!({"status": "killed"}));
        let over = |stop| Over { stop: Some(stop), ..Over::default() };
        assert_eq!(state(&running, &over(Stop::Stopping)).name, "stopping");
        assert_eq!(state(&running, &over(Stop::Unconfirmed)).name, "stop-unconfirmed");
        assert_eq!(state(&done, &over(Stop::Stopping)).name, "killed");
        let waits = Over { waits_for: Some("asks to run: ls".into()), ..Over::default() };
        let shown = state(&running, &waits);
        assert_eq!((shown.name, shown.hint.as_deref()), ("waiting", Some("asks to run: ls")));
        assert_eq!(state(&done, &waits).name, "killed");
        assert_eq!(state(&done, &Over { busy: Some("compacting"), ..Over::default() }).word, "compacting");
    }

    #[test]
    fn the_context_is_of_now_or_unknown() {
        let of = |used: u64, fresh: bool| row(json!({"totalTokens": used, "contextTokens": 1000, "totalTokensFresh": fresh}));
        for (used, level, percent) in
            [(0, "low", 0), (699, "low", 69), (700, "warm", 70), (850, "hot", 85), (950, "full", 95), (5000, "full", 100)]
        {
            let shown = context(&of(used, true)).unwrap();
            assert_eq!((shown.level, shown.percent), (level, percent));
        }
        assert_eq!(context(&of(10, false)), None);
        assert_eq!((context_words(&of(640, true)), context_words(&row(json!({})))), ("640 / 1k".into(), "–".into()));
        assert_eq!(context_words(&row(json!({"status": "done"}))), "unknown");
        assert!(context_hint(&of(5000, true)).contains("smaller one"));
    }

    #[test]
    fn a_cost_is_a_sum_or_says_why_not() {
        let of = |more| cost(&row(more));
        assert_eq!(of(json!({"inputTokens": 5, "estimatedCostUsd": 1.844})), "$1.84");
        assert_eq!((of(json!({"inputTokens": 5})), of(json!({}))), ("unpriced".into(), "–".into()));
    }
}
