//! What a row says: its title, its state in a word, and the sentence above the list. Pure.
//! Refuses to draw.

use crate::gateway::CallError;
use crate::protocol::sessions::{RunStatus, SessionRow};
use crate::state::sessions::SessionRows;
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

/// Returns the best title that there is: given name, derived title, key.
pub fn title(row: &SessionRow) -> String {
    let given = [&row.display_name, &row.label, &row.derived_title].into_iter().flatten().find(|title| !title.trim().is_empty());
    given.cloned().unwrap_or_else(|| row.key.to_string())
}

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

/// Returns how a row stands, with a stop that may be under way laid over it.
pub fn state(row: &SessionRow, stop: Option<&Stop>) -> Shown {
    let shown = |name, word: &str, tone| Shown { name, word: word.into(), tone, hint: None };
    if row.has_active_run {
        return match stop {
            None => shown("running", "running", Tone::Run),
            Some(Stop::Stopping) => shown(STOPPING, "stopping", Tone::Warn),
            Some(Stop::Unconfirmed) => Shown {
                hint: Some("It may still be running: stop it again, or send /stop in its chat.".into()),
                ..shown("stop-unconfirmed", "stop unconfirmed", Tone::Warn)
            },
            Some(Stop::Refused(why)) => Shown { hint: Some(why.clone()), ..shown("stop-refused", "stop refused", Tone::Bad) },
        };
    }
    match &row.status {
        None => shown("idle", "idle", Tone::Idle),
        Some(RunStatus::Queued) => shown("queued", "queued", Tone::Run),
        // The gateway says both at once when it lost a run; which is true cannot be told from here.
        Some(RunStatus::Running) => {
            Shown { hint: Some("The gateway calls it running but knows of no run.".into()), ..shown("unknown", "unclear", Tone::Idle) }
        }
        Some(RunStatus::Done) => shown("done", "done", Tone::Ok),
        Some(RunStatus::Failed) => Shown { hint: row.last_run_error.clone(), ..shown("failed", "failed", Tone::Bad) },
        Some(RunStatus::Killed) => shown("killed", "stopped", Tone::Idle),
        Some(RunStatus::Timeout) => Shown { hint: row.last_run_error.clone(), ..shown("timeout", "timed out", Tone::Bad) },
        Some(RunStatus::Other(word)) => shown("unknown", word, Tone::Idle),
    }
}

/// Says the most important thing about the list.
pub fn summary(rows: &SessionRows) -> String {
    let count = |wanted: fn(&SessionRow) -> bool| rows.rows.values().filter(|row| wanted(row)).count();
    let running = count(|row| row.has_active_run);
    let failed = count(|row| !row.has_active_run && matches!(row.status, Some(RunStatus::Failed | RunStatus::Timeout)));
    match (running, failed) {
        _ if rows.rows.is_empty() => String::new(),
        (0, 0) => "nothing is running".into(),
        (0, failed) => format!("nothing is running, {failed} failed"),
        (running, 0) => format!("{running} running"),
        (running, failed) => format!("{running} running, {failed} failed"),
    }
}

/// Says why the list could not be read, and what follows.
pub fn trouble(error: &CallError) -> String {
    let next =
        if error.is_retryable() { "It is asked again by itself." } else { "Reload the page, and look into the gateway's log if it stays." };
    match error {
        CallError::TimedOut { after, .. } => {
            format!("The gateway has not answered the question for sessions within {} s. {next}", after.as_secs())
        }
        CallError::Refused { fault, .. } => {
            format!("The gateway did not give the sessions: {}. {next}", fault.message.trim_end_matches('.'))
        }
        other => format!("The sessions could not be read ({other}). {next}"),
    }
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
            let shown = state(&row(extra), None);
            assert_eq!((shown.name, shown.word.as_str()), (name, word));
        }
    }

    #[test]
    fn a_stop_is_shown_only_over_a_running_row() {
        let running = row(json!({"status": "running", "hasActiveRun": true}));
        let done = row(json!({"status": "killed"}));
        assert_eq!(state(&running, Some(&Stop::Stopping)).name, "stopping");
        assert_eq!(state(&running, Some(&Stop::Unconfirmed)).name, "stop-unconfirmed");
        assert_eq!(state(&done, Some(&Stop::Stopping)).name, "killed");
    }
}
