//! In which order the rows stand: pinned, running, then newest; and still while somebody points at them. Pure.
//! Refuses to draw.

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
    let stay = held.iter().filter(|key| rows.rows.contains_key(key)).cloned();
    stay.chain(sorted.filter(|key| !held.contains(key))).collect()
}

/// Returns when a session last did something.
pub fn last_active(row: &SessionRow) -> Option<UnixMs> {
    [row.last_interaction_at, row.ended_at, row.started_at, row.updated_at].into_iter().flatten().max()
}
