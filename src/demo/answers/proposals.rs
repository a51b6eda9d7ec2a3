//! Answers about what agents propose: what waits, and taking it up or putting it away.

use serde_json::{Value, json};

use super::{ADMIN, Asked, Method, READ, WRITE, deeds, method};
use crate::demo::runs::{self, proposing};
use crate::demo::wire::{Answer, Refusal};

pub const METHODS: [Method; 4] = [
    method("taskSuggestions.list", READ, list),
    method("taskSuggestions.create", WRITE, create),
    method("taskSuggestions.accept", ADMIN, accept),
    method("taskSuggestions.dismiss", WRITE, dismiss),
];

fn list(asked: &mut Asked<'_>) -> Answer {
    let of = asked.text("sessionKey");
    let fits = |proposal: &&Value| of.is_none_or(|key| proposal["sessionKey"] == key);
    // The newest first.
    let waiting: Vec<&Value> = asked.world.proposed.iter().rev().filter(fits).collect();
    Ok(json!({"suggestions": waiting}))
}

fn create(asked: &mut Asked<'_>) -> Answer {
    let key = asked.must("sessionKey")?;
    for name in ["title", "prompt", "tldr"] {
        asked.must(name)?;
    }
    if !asked.must("cwd")?.starts_with('/') {
        return Err(Refusal::invalid("task suggestion cwd must be absolute"));
    }
    let made = proposing::propose(asked.world, &key, asked.params);
    Ok(json!({"taskId": made["id"], "suggestion": made}))
}

fn accept(asked: &mut Asked<'_>) -> Answer {
    let id = asked.must("taskId")?;
    if let Some((_, key)) = asked.world.taken_up.iter().find(|(other, _)| *other == id) {
        return Ok(json!({"taskId": id, "key": key}));
    }
    let mode = asked.text("mode").unwrap_or("worktree").to_owned();
    let missing = || Refusal::invalid("task suggestion cannot be accepted: missing");
    let proposal = asked.world.proposed.iter().find(|proposal| proposal["id"] == *id).cloned().ok_or_else(missing)?;
    let (source, prompt) = (proposal["sessionKey"].as_str().unwrap_or_default(), proposal["prompt"].as_str().unwrap_or_default());
    let key = match &*mode {
        "session" if asked.world.sessions.contains_key(source) => {
            runs::send(asked.world, source, prompt, &format!("task-suggestion:{id}"));
            source.to_owned()
        }
        "session" => return Err(Refusal::invalid("source session no longer exists; start it in a new session instead")),
        "local" => {
            let params = json!({"label": proposal["title"], "message": prompt, "agentId": proposal["agentId"]});
            let made = deeds::create(&mut Asked { world: asked.world, link: asked.link, params: &params })?;
            made["key"].as_str().unwrap_or_default().to_owned()
        }
        _ => {
            return Err(Refusal::invalid(
                "Choose a repository with a commit to start this task in a new worktree. The task has not started.",
            ));
        }
    };
    proposing::take(asked.world, &id);
    proposing::remember(asked.world, &id, &key);
    proposing::tell_over(asked.world, &json!(id), "accepted");
    Ok(json!({"taskId": id, "key": key}))
}

fn dismiss(asked: &mut Asked<'_>) -> Answer {
    let id = asked.must("taskId")?;
    let dismissed = proposing::take(asked.world, &id).is_some();
    if dismissed {
        proposing::tell_over(asked.world, &json!(id), "dismissed");
    }
    Ok(json!({"taskId": id, "dismissed": dismissed}))
}
