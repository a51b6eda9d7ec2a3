//! What a session remembers: how full its context is when a run begins, and how it is made room in. Refuses to let anything be said.

use serde_json::json;

use crate::demo::world::{Audience, World, ids, talk};

/// A run that would begin above this share of the window begins with a compaction, in percent.
const FULL: u64 = 85;

/// Returns how many tokens a run finds in the context; `None` in a new one. Makes room first where it is needed.
pub fn enter(world: &mut World, key: &str) -> Option<u64> {
    let session = world.sessions.get(key)?;
    let total = session.total.filter(|total| *total > 0)?;
    if total * 100 <= session.model().window * FULL {
        return Some(total);
    }
    compact(world, key);
    Some(world.dice.u64(3_000..9_000))
}

/// Puts a summary in the place of what was said: how full the context is then, nobody knows before the next run.
pub fn compact(world: &mut World, key: &str) {
    let Some(session) = world.sessions.get_mut(key) else { return };
    (session.input, session.total, session.is_total_fresh) = (None, None, false);
    session.era += 1;
    let agent = session.agent;
    let operation = ids::uuid(&mut world.dice);
    let mut told = json!({
        "operationId": operation, "operation": "compact", "phase": "start", "sessionKey": key, "agentId": agent, "ts": world.now,
    });
    world.tell("session.operation", told.clone(), Audience::Rows);
    (told["phase"], told["completed"]) = (json!("end"), json!(true));
    world.tell("session.operation", told, Audience::Rows);
    // The mark stands in the transcript, and nobody is told of it.
    let mark = talk::mark(world, "compaction", "Compaction");
    talk::add(world, key, mark);
    world.tell_row(key, ("reason", "compact"), None);
}
