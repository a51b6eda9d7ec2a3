//! Answers about the gateway itself: agents, models, what waits for a person, whether all is well.

use serde_json::{Value, json};

use super::{APPROVALS, Asked, Method, QUESTIONS, READ, method, state};
use crate::demo::runs::asking;
use crate::demo::wire::{Answer, Refusal};
use crate::demo::world::catalog::{AGENTS, MODELS};

pub const METHODS: [Method; 9] = [
    method("agents.list", READ, agents),
    method("models.list", READ, models),
    method("exec.approval.list", APPROVALS, approvals),
    method("exec.approval.resolve", APPROVALS, resolve),
    method("question.list", QUESTIONS, |asked| Ok(json!({"questions": asked.world.questions}))),
    method("question.resolve", QUESTIONS, reply),
    method("last-heartbeat", READ, heartbeat),
    method("health", READ, |asked| Ok(asked.world.health())),
    method("system.info", READ, system),
];

fn agents(_: &mut Asked<'_>) -> Answer {
    let agents: Vec<Value> = AGENTS
        .iter()
        .map(|agent| {
            json!({
                "id": agent.id, "name": agent.name, "workspace": format!("/home/clawdia/{}", agent.id), "workspaceGit": false,
                "thinkingLevels": agent.model.levels(), "thinkingOptions": agent.model.levels,
                "thinkingDefault": agent.model.default_level(), "model": {"primary": agent.model.full()}, "defaultPermissionMode": "guarded",
            })
        })
        .collect();
    Ok(json!({
        "defaultId": "main", "ownership": "explicit", "selectionRequired": false, "mainKey": "main", "scope": "per-sender", "agents": agents,
    }))
}

fn models(_: &mut Asked<'_>) -> Answer {
    let models: Vec<Value> = MODELS
        .iter()
        .map(|model| {
            json!({
                "id": model.id, "name": model.name, "provider": model.provider, "contextWindow": model.window,
                "reasoning": model.levels.len() > 1, "thinkingLevels": model.levels(), "thinkingDefault": model.default_level(), "available": true,
            })
        })
        .collect();
    Ok(json!({"models": models, "accountSelection": {"kind": "automatic", "label": "Automatic account selection"}}))
}

fn approvals(asked: &mut Asked<'_>) -> Answer {
    Ok(json!(asked.world.asked))
}

fn resolve(asked: &mut Asked<'_>) -> Answer {
    let (id, decision) = (asked.must("id")?, asked.must("decision")?);
    if !["allow-once", "allow-always", "deny"].contains(&&*decision) {
        return Err(Refusal::invalid("invalid decision"));
    }
    let before = asked.world.decided.iter().rfind(|(other, _)| *other == id).map(|(_, before)| *before == decision);
    match before {
        Some(true) => return Ok(json!({"ok": true})),
        Some(false) => return Err(Refusal::invalid("approval already resolved").with(json!({"reason": "APPROVAL_ALREADY_RESOLVED"}))),
        None => {}
    }
    let unknown = || Refusal::invalid("unknown or expired approval id").with(json!({"reason": "APPROVAL_NOT_FOUND"}));
    asking::resolve(asked.world, &id, &decision).then(|| json!({"ok": true})).ok_or_else(unknown)
}

fn reply(asked: &mut Asked<'_>) -> Answer {
    let (id, params) = (asked.must("id")?, asked.params);
    let status = if params["cancel"] == true { "cancelled" } else { "answered" };
    if status == "answered" && !params["answers"]["answers"].is_object() {
        return Err(Refusal::invalid("invalid question.resolve params: must match a schema in anyOf"));
    }
    let refusal = |words: String, reason: &str| Refusal::invalid(words).with(json!({"reason": reason}));
    let Some(waiting) = asked.world.questions.iter().find(|waiting| waiting["id"] == *id) else {
        return Err(match asked.world.decided.iter().rfind(|(other, _)| *other == id) {
            Some((_, status)) => refusal(format!("question '{id}' is already {status}"), "QUESTION_ALREADY_TERMINAL"),
            None => refusal(format!("question '{id}' was not found"), "QUESTION_NOT_FOUND"),
        });
    };
    let is_asked = |name: &&String| waiting["questions"].as_array().into_iter().flatten().any(|question| question["questionId"] == **name);
    let mut named = params["answers"]["answers"].as_object().into_iter().flatten().map(|(name, _)| name);
    if let Some(other) = named.find(|name| !is_asked(name)) {
        return Err(refusal(format!("question '{other}' is not part of this request"), "QUESTION_INVALID_ANSWER"));
    }
    let told = asking::reply(asked.world, &id, status, &params["answers"]);
    let mut told = told.ok_or_else(|| refusal(format!("question '{id}' was not found"), "QUESTION_NOT_FOUND"))?;
    if let Some(told) = told.as_object_mut() {
        told.remove("id");
    }
    Ok(told)
}

fn system(asked: &mut Asked<'_>) -> Answer {
    let world = &asked.world;
    Ok(json!({
        "machineName": "clawdia", "hostname": "clawdia", "platform": "linux", "release": "6.18.44", "arch": "x64", "osLabel": "Linux 6.18.44",
        "port": 18_789, "nodeVersion": "v26.10.0", "pid": 4_711, "uptimeMs": world.now - world.born, "cpuCount": 8, "loadAverage": [0.42, 0.35, 0.31],
        "memoryTotalBytes": 16_777_216_000_i64, "memoryFreeBytes": 9_842_331_648_i64,
        "eventLoop": state::event_loop(world),
    }))
}

fn heartbeat(asked: &mut Asked<'_>) -> Answer {
    Ok(json!({"ts": asked.world.now - 18 * 60_000, "status": "ok-empty", "reason": "interval", "durationMs": 812}))
}
