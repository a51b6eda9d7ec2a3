//! What a session is called, and how full its context is. Pure.
//! Refuses to know whether it runs.

use crate::protocol::sessions::SessionRow;

/// Returns the best title that there is: given name, derived title, key.
pub fn title(row: &SessionRow) -> String {
    let given = [&row.display_name, &row.label, &row.derived_title].into_iter().flatten().find(|title| !title.trim().is_empty());
    given.cloned().unwrap_or_else(|| row.key.to_string())
}

/// Whether it is a session that the gateway runs for itself or for a schedule. A sub-agent is none: it belongs to whoever sent it.
pub fn is_noise(row: &SessionRow) -> bool {
    row.is_background && row.spawned_by.is_none() && row.classification.as_deref() != Some("subagent")
}

/// How full a session's context is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// How many tokens it holds.
    pub used: u64,
    /// How many it can hold.
    pub window: u64,
    /// How full that is, 0 to 100.
    pub percent: u64,
    /// For the style sheet: `low`, `warm` from 70 %, `hot` from 85 %, `full` from 95 %.
    pub level: &'static str,
}

/// Returns how full a context is, if the gateway knows: after a compaction it does not, until the next run.
pub fn context(row: &SessionRow) -> Option<Context> {
    let (used, window) = (row.total_tokens?, row.context_tokens.filter(|window| *window > 0)?);
    if row.total_tokens_fresh == Some(false) {
        return None;
    }
    let percent = (used.saturating_mul(100) / window).min(100);
    let level = match percent {
        0..=69 => "low",
        70..=84 => "warm",
        85..=94 => "hot",
        _ => "full",
    };
    Some(Context { used, window, percent, level })
}
