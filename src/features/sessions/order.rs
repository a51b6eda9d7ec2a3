//! In which order the rows stand: pinned, running, then newest; and still while somebody points at them. Pure.
//! Refuses to draw.

use rustc_hash::FxHashSet;

use crate::protocol::SessionKey;
use crate::protocol::UnixMs;
use crate::protocol::sessions::SessionRow;
use crate::state::sessions::SessionRows;

/// Returns the keys in order. While an order is `held`, its rows stay where they are and new ones line up at the end.
pub fn order(rows: &SessionRows, held: Option<&Vec<SessionKey>>) -> Vec<SessionKey> {
    let mut sorted: Vec<&SessionRow> = rows.rows.values().map(|row| &**row).collect();
    let rank = |row: &SessionRow| (row.pinned, row.has_active_run, last_active(row));
    sorted.sort_unstable_by(|one, other| rank(other).cmp(&rank(one)).then_with(|| one.key.cmp(&other.key)));
    let sorted = sorted.into_iter().map(|row| row.key.clone());
    let Some(held) = held else { return sorted.collect() };
    let known: FxHashSet<&SessionKey> = held.iter().collect();
    let stay = held.iter().filter(|key| rows.rows.contains_key(key)).cloned();
    stay.chain(sorted.filter(|key| !known.contains(key))).collect()
}

/// Returns when a session last did something.
pub fn last_active(row: &SessionRow) -> Option<UnixMs> {
    [row.last_interaction_at, row.ended_at, row.started_at, row.updated_at].into_iter().flatten().max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::sync::Arc;

    fn rows(rows: &[serde_json::Value]) -> SessionRows {
        let rows = rows.iter().map(|row| serde_json::from_value::<SessionRow>(row.clone()).unwrap());
        SessionRows { rows: rows.map(|row| (row.key.clone(), Arc::new(row))).collect(), ..SessionRows::default() }
    }

    fn ordered(of: &SessionRows, held: Option<&[&str]>) -> Vec<String> {
        let held = held.map(|keys| keys.iter().map(|key| SessionKey::from(*key)).collect());
        order(of, held.as_ref()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn pinned_then_running_then_newest() {
        let rows = rows(&[
            json!({"key": "old", "updatedAt": 1}),
            json!({"key": "new", "updatedAt": 9}),
            json!({"key": "running", "updatedAt": 2, "hasActiveRun": true}),
            json!({"key": "pinned", "pinned": true}),
        ]);
        assert_eq!(ordered(&rows, None), ["pinned", "running", "new", "old"]);
    }

    #[test]
    fn a_held_order_keeps_its_rows_in_place_and_appends_new_ones() {
        let rows = rows(&[json!({"key": "a"}), json!({"key": "b", "hasActiveRun": true}), json!({"key": "new", "pinned": true})]);
        assert_eq!(ordered(&rows, Some(&["a", "gone", "b"])), ["a", "b", "new"]);
    }
}
