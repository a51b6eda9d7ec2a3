//! From what was typed to the sessions that fit. Pure.
//! Refuses to know the order in which they stand.

use std::time::Duration;

use super::{kind, shown};
use crate::domain::query::{Query, Term, small};
use crate::protocol::UnixMs;
use crate::protocol::sessions::SessionRow;

/// The keys that the search box knows.
pub const KEYS: [&str; 8] = ["status", "agent", "kind", "model", "group", "channel", "active", "project"];

/// Reads what was typed.
pub fn read(typed: &str) -> Query {
    Query::read(typed, &KEYS)
}

/// Whether the project of a session is called by one of these names.
pub type Called<'a> = &'a dyn Fn(&SessionRow, &[String]) -> bool;

/// Whether a session fits. `state` is the name of its state as shown, `now` the clock on the wall.
pub fn fits(query: &Query, row: &SessionRow, state: &str, now: UnixMs, called: Called<'_>) -> bool {
    query.holds(|term| {
        let is = |text: Option<&str>| term.any(|value| text.is_some_and(|text| small(text) == *value));
        let has = |text: Option<&str>| term.any(|value| text.is_some_and(|text| small(text).contains(value.as_str())));
        match term.key {
            Some("status") => term.any(|value| {
                // As the list and its counts call it.
                state == value || matches!((value.as_str(), state), ("stopped", "killed") | ("failed", "timeout"))
            }),
            Some("agent") => is(row.agent_id.as_deref()) || begins(term, row),
            Some("kind") => term.any(|value| kind::is_called(row, value)),
            Some("model") => has(row.model.as_deref()) || has(row.model_provider.as_deref()),
            Some("group") => is(row.category.as_deref()),
            Some("channel") => is(row.channel.as_deref()),
            Some("project") => called(row, &term.values),
            Some("active") => term.any(|value| was_active(row, value, now)),
            _ => has(Some(&shown::title(row))) || has(Some(row.key.as_str())) || has(row.last_run_error.as_deref()),
        }
    })
}

/// Whether a kind is asked for by name that this is of: then it is shown, noise or not.
pub fn asks_for_kind(query: &Query, row: &SessionRow) -> bool {
    let asks = |term: &Term| term.key == Some("kind") && !term.is_negated && term.any(|value| kind::is_called(row, value));
    query.terms.iter().any(asks)
}

/// A key that was pasted reads as a term: `agent:main:main`.
fn begins(term: &Term, row: &SessionRow) -> bool {
    term.any(|value| {
        small(row.key.as_str()).strip_prefix("agent:").is_some_and(|rest| value.contains(':') && rest.starts_with(value.as_str()))
    })
}

/// Whether it did something within a span such as `30m`, `24h`, `7d`, or does now.
fn was_active(row: &SessionRow, span: &str, now: UnixMs) -> bool {
    let Some(span) = span_of(span) else { return false };
    let since = now.0.saturating_sub(i64::try_from(span.as_millis()).unwrap_or(i64::MAX));
    row.has_active_run || shown::last_active(row).is_some_and(|at| at.0 >= since)
}

fn span_of(text: &str) -> Option<Duration> {
    let unit = text.chars().next_back()?;
    let number: u64 = text.strip_suffix(unit)?.parse().ok()?;
    let seconds = match unit {
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return None,
    };
    Some(Duration::from_secs(number.saturating_mul(seconds)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: UnixMs = UnixMs(1_000_000_000);

    fn fits_typed(typed: &str) -> bool {
        let row: SessionRow = serde_json::from_value(json!({
            "key": "agent:ops:telegram:-100", "agentId": "ops", "displayName": "Quarterly report", "classification": "group",
            "channel": "telegram", "model": "claude-sonnet-5", "modelProvider": "anthropic", "category": "Work", "updatedAt": NOW.0 - 3_600_000,
        }))
        .unwrap();
        fits(&read(typed), &row, "failed", NOW, &|_, names| names == ["home"])
    }

    #[test]
    fn every_key_finds_what_it_names_and_nothing_else() {
        for typed in [
            "",
            "report",
            "QUARTERLY",
            "\"quarterly report\"",
            "telegram:-100",
            "agent:ops",
            "agent:ops:telegram:-100",
            "kind:group",
            "model:sonnet",
            "model:anthropic",
            "group:work",
            "channel:telegram",
            "status:failed",
            "status:running,failed",
            "active:2h",
            "project:home",
            "active:1d",
            "-status:running",
        ] {
            assert!(fits_typed(typed), "{typed}");
        }
        for typed in [
            "invoice",
            "agent:op",
            "kind:direct",
            "model:gpt",
            "status:running",
            "active:30m",
            "project:website",
            "-project:home",
            "active:x",
            "active:5",
            "-report",
            "agent:ops:x",
        ] {
            assert!(!fits_typed(typed), "{typed}");
        }
    }

    #[test]
    fn what_timed_out_has_failed() {
        let row: SessionRow = serde_json::from_value(json!({"key": "k"})).unwrap();
        assert!(
            fits(&read("status:failed"), &row, "timeout", NOW, &|_, _| false)
                && fits(&read("status:timeout"), &row, "timeout", NOW, &|_, _| false)
        );
        assert!(
            !fits(&read("status:timeout"), &row, "failed", NOW, &|_, _| false)
                && !fits(&read("-status:failed"), &row, "timeout", NOW, &|_, _| false)
        );
    }
}
