//! What agents propose to have done apart: made, taken up, put away. Refuses to know what is proposed; the scenes do.

use serde_json::{Value, json};

use crate::demo::world::{Audience, World, ids};

/// More are not kept.
const MOST: usize = 100;
const READERS: Audience = Audience::Scope("operator.read");

/// Proposes something in a session: `title`, `tldr`, what it is good for, `prompt`, what whoever does it would be told, and `cwd`.
pub fn propose(world: &mut World, key: &str, what: &Value) -> Value {
    let word = |name: &str| what[name].as_str().unwrap_or_default().trim().to_owned();
    let proposal = json!({
        "id": format!("task_{}", ids::uuid(&mut world.dice)), "title": word("title"), "prompt": word("prompt"), "tldr": word("tldr"),
        "cwd": what["cwd"].as_str().unwrap_or("/home/clawdia/work"), "sessionKey": key,
        "agentId": world.sessions.get(key).map(|session| session.agent), "createdAt": world.now,
    });
    if world.proposed.len() >= MOST {
        let oldest = world.proposed.remove(0);
        tell_over(world, &oldest["id"], "expired");
    }
    world.proposed.push(proposal.clone());
    world.tell("task.suggestion", json!({"action": "created", "suggestion": proposal}), READERS);
    proposal
}

/// Takes a proposal out of those that wait.
pub fn take(world: &mut World, id: &str) -> Option<Value> {
    let at = world.proposed.iter().position(|proposal| proposal["id"] == id)?;
    Some(world.proposed.remove(at))
}

/// Tells that a proposal waits no longer: `accepted`, `dismissed` or `expired`.
pub fn tell_over(world: &mut World, id: &Value, how: &str) {
    world.tell("task.suggestion", json!({"action": "resolved", "taskId": id, "resolution": how}), READERS);
}

/// Remembers which session does what was taken up.
pub fn remember(world: &mut World, id: &str, key: &str) {
    world.taken_up.push_back((id.into(), key.into()));
    if world.taken_up.len() > MOST {
        world.taken_up.pop_front();
    }
}
