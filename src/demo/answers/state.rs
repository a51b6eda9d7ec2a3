//! Answers about how the gateway is: its state, its log, its channels, what works in the background.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{ADMIN, Asked, Method, READ, WRITE, method};
use crate::demo::jobs::tasks;
use crate::demo::runs;
use crate::demo::wire::{Answer, Refusal};
use crate::demo::world::World;
use crate::demo::world::catalog::{AGENTS, CHANNELS};
use crate::demo::world::session::Session;

pub const METHODS: [Method; 7] = [
    method("status", READ, status),
    method("channels.status", READ, channels),
    method("logs.tail", READ, tail),
    method("tasks.list", READ, tasks),
    method("tasks.get", READ, task),
    method("tasks.cancel", WRITE, cancel),
    method("exec.approvals.get", ADMIN, approvals),
];

const HOME: &str = "/home/clawdia/.openclaw";

/// How busy the machine is.
pub fn event_loop(world: &World) -> Value {
    let busy = (world.runs.len() as f64).min(8.0) / 10.0;
    json!({
        "degraded": false, "degradedSinceMs": null, "reasons": [], "intervalMs": 1_009.6, "delayP99Ms": 21.4 + busy * 40.0,
        "delayMaxMs": 39.8 + busy * 60.0, "utilization": 0.04 + busy, "cpuCoreRatio": 0.06 + busy,
        "cpuBreakdown": {"mainThreadCoreRatio": 0.03 + busy / 2.0, "hostUtilization": 0.1 + busy, "hostCpuCount": 8},
    })
}

fn status(asked: &mut Asked<'_>) -> Answer {
    let world = &*asked.world;
    let all = tasks::all(world);
    let count = |name: &str, value: &str| all.iter().filter(|task| task[name] == value).count();
    let (running, failed) = (count("status", "running"), count("status", "failed"));
    let path = |agent: &str| format!("{HOME}/agents/{agent}/agent/openclaw-agent.sqlite");
    let mut sessions: Vec<&Session> = world.sessions.values().filter(|session| session.is_listed()).collect();
    sessions.sort_by_key(|session| std::cmp::Reverse(session.updated));
    let recent = |agent: Option<&str>| -> Vec<Value> {
        let of = sessions.iter().filter(|session| agent.is_none_or(|agent| session.agent == agent));
        of.take(10).map(|session| recent(session, world.now)).collect()
    };
    let by_agent: Vec<Value> = AGENTS
        .iter()
        .map(|agent| {
            let count = sessions.iter().filter(|session| session.agent == agent.id).count();
            json!({"agentId": agent.id, "path": path(agent.id), "count": count, "recent": recent(Some(agent.id))})
        })
        .collect();
    let pool = json!({"maxWorkers": 1, "workers": 0, "workersCreated": 0, "activeTasks": 0, "pendingTasks": 0});
    let job_runs = world.jobs.list.iter().filter(|job| job.is_running()).count();
    Ok(json!({
        "runtimeVersion": "2026.9.6",
        "hostDesktop": {"enabled": false, "state": "disabled", "port": 5900},
        "heartbeat": {"defaultAgentId": "main", "agents": AGENTS.iter().map(|agent| {
            let is_on = agent.id == "main";
            json!({
                "agentId": agent.id, "enabled": is_on, "every": if is_on { "30m" } else { "disabled" },
                "everyMs": is_on.then_some(1_800_000), "waitingForRoute": false,
            })
        }).collect::<Vec<_>>()},
        "channelSummary": CHANNELS.iter().map(|channel| format!("{}: configured", channel.name)).collect::<Vec<_>>(),
        "queuedSystemEvents": [], "degradedSecretOwners": [], "degradedPlugins": [],
        "tasks": {
            "total": all.len(), "active": running, "terminal": all.len() - running, "failures": failed,
            "byStatus": {
                "queued": 0, "running": running, "succeeded": count("status", "completed"), "failed": failed, "timed_out": 0,
                "cancelled": count("status", "cancelled"), "lost": 0,
            },
            "byRuntime": {"subagent": count("runtime", "subagent"), "acp": 0, "cli": 0, "cron": count("runtime", "cron")},
        },
        "taskAudit": {"total": 0, "warnings": 0, "errors": 0, "byCode": {
            "stale_queued": 0, "stale_running": 0, "lost": 0, "delivery_failed": 0, "missing_cleanup": 0, "inconsistent_timestamps": 0,
        }},
        "sessions": {
            "paths": AGENTS.iter().map(|agent| path(agent.id)).collect::<Vec<_>>(), "count": sessions.len(),
            "defaults": {"model": AGENTS[0].model.id, "contextTokens": AGENTS[0].model.window}, "recent": recent(None), "byAgent": by_agent,
        },
        "modelRuntime": {"degraded": false, "pendingAgents": []},
        "eventLoop": event_loop(world),
        "processMemory": {
            "rssBytes": 412_303_360, "heapUsedBytes": 181_599_464, "heapTotalBytes": 226_278_912, "externalBytes": 9_434_590,
            "arrayBuffersBytes": 4_840_593,
        },
        "workerPools": {"transcriptReconciliation": pool, "modelCatalog": pool},
        "pid": 4_711,
        "shutdownBudget": {
            "timeoutMs": 325_000, "reserveMs": 10_000, "nativeStopBudget": false, "writeCustody": [],
            "activeWork": {"rootRequests": 0, "cronRuns": job_runs, "sessionMutations": 0, "terminalPersistence": 0, "lifecycleWrites": 0},
        },
    }))
}

/// Returns a session in short.
fn recent(session: &Session, now: i64) -> Value {
    let model = session.model();
    let total = session.total.unwrap_or(0);
    json!({
        "agentId": session.agent, "key": session.key, "kind": if session.spawned_by.is_some() { "spawn-child" } else { "direct" },
        "sessionId": session.id, "updatedAt": session.updated, "age": now - session.updated, "systemSent": session.last_interaction.is_some(),
        "abortedLastRun": session.status == Some("killed"), "inputTokens": session.input, "outputTokens": session.output, "cacheRead": 0,
        "cacheWrite": 0, "totalTokens": session.total, "totalTokensFresh": session.is_total_fresh,
        "remainingTokens": model.window.saturating_sub(total), "percentUsed": total * 100 / model.window, "model": model.id,
        "configuredModel": model.full(), "selectedModel": model.full(), "modelSelectionReason": null, "runtime": "OpenClaw Default",
        "contextTokens": model.window, "flags": ["system", format!("id:{}", session.id)],
    })
}

/// What each channel says of itself was not recorded anywhere: this shape is a guess, and kept small for that reason.
fn channels(asked: &mut Asked<'_>) -> Answer {
    let now = asked.world.now;
    let each = |of: &dyn Fn(&str, &str) -> Value| -> Map<String, Value> {
        CHANNELS.iter().map(|channel| (channel.id.to_owned(), of(channel.name, channel.account))).collect()
    };
    let account = |name: &str, account: &str| {
        // One of them is set up and not there.
        let is_there = name != "iMessage";
        let mut state = json!({
            "accountId": "default", "name": account, "enabled": true, "configured": true, "running": is_there, "connected": is_there,
            "lastStartAt": asked.world.born, "lastInboundAt": now - 300_000, "lastOutboundAt": now - 240_000,
        });
        if !is_there {
            state["lastError"] = json!("imsg: command not found");
        }
        state
    };
    let meta = CHANNELS.iter().map(|channel| json!({"id": channel.id, "label": channel.name, "detailLabel": channel.name}));
    Ok(json!({
        "ts": now, "channelOrder": CHANNELS.iter().map(|channel| channel.id).collect::<Vec<_>>(), "channelLabels": each(&|name, _| json!(name)),
        "channelDetailLabels": each(&|name, _| json!(name)), "channelSystemImages": {}, "channelMeta": meta.collect::<Vec<_>>(),
        "eventLoop": event_loop(asked.world),
        "channels": each(&|name, of| {
            let of = account(name, of);
            json!({"configured": true, "running": of["running"], "lastStartAt": of["lastStartAt"], "lastError": of["lastError"]})
        }),
        "channelAccounts": each(&|name, of| json!([account(name, of)])), "channelDefaultAccountId": each(&|_, _| json!("default")),
        "statusIssues": [],
    }))
}

fn tail(asked: &mut Asked<'_>) -> Answer {
    const MOST_LINES: usize = 5_000;
    const MOST_BYTES: usize = 1_000_000;
    for (name, most) in [("limit", MOST_LINES), ("maxBytes", MOST_BYTES)] {
        if asked.number(name).is_some_and(|number| number > most) {
            return Err(Refusal::invalid(format!("invalid logs.tail params: at /{name}: must be <= {most}")));
        }
    }
    let (limit, bytes) = (asked.number("limit").unwrap_or(500).max(1), asked.number("maxBytes").unwrap_or(250_000).max(1));
    let (cursor, now) = (asked.params["cursor"].as_u64(), asked.world.now);
    let read = asked.world.logs.read(now, cursor, limit, bytes as u64);
    let mut answer = json!({
        "file": read.file, "cursor": read.size, "size": read.size, "lines": read.lines, "truncated": read.is_cut, "reset": read.is_reset,
    });
    if let Some(skipped) = read.skipped {
        answer["skippedBytes"] = skipped.into();
    }
    Ok(answer)
}

/// The cursor is how many tasks were answered before.
fn tasks(asked: &mut Asked<'_>) -> Answer {
    let statuses: Vec<&str> = match &asked.params["status"] {
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    let is_asked = |task: &Value, name: &str| asked.text(name).is_none_or(|wanted| task[name] == wanted);
    let mut all = tasks::all(asked.world);
    all.retain(|task| {
        (statuses.is_empty() || statuses.iter().any(|status| task["status"] == *status))
            && is_asked(task, "agentId")
            && is_asked(task, "sessionKey")
    });
    let limit = asked.number("limit").unwrap_or(100).clamp(1, 500);
    let from = asked.text("cursor").and_then(|cursor| cursor.parse::<usize>().ok()).unwrap_or(0).min(all.len());
    let end = from.saturating_add(limit).min(all.len());
    let mut answer = BTreeMap::from([("tasks", json!(all[from..end]))]);
    if end < all.len() {
        answer.insert("nextCursor", json!(end.to_string()));
    }
    Ok(json!(answer))
}

fn task(asked: &mut Asked<'_>) -> Answer {
    let id = asked.must("taskId")?;
    let found = tasks::all(asked.world).into_iter().find(|task| task["id"] == id.as_str());
    found.map(|task| json!({"task": task})).ok_or_else(|| Refusal::invalid(format!("task not found: {id}")))
}

fn cancel(asked: &mut Asked<'_>) -> Answer {
    let id = asked.must("taskId")?;
    let Some(task) = tasks::all(asked.world).into_iter().find(|task| task["id"] == id.as_str()) else {
        return Ok(json!({"found": false, "cancelled": false, "reason": "Task not found."}));
    };
    let key = task["childSessionKey"].as_str().unwrap_or_default();
    if task["status"] != "running" || runs::stop(asked.world, key).is_empty() {
        return Ok(json!({"found": true, "cancelled": false, "reason": "Task is already terminal.", "task": task}));
    }
    Ok(json!({"found": true, "cancelled": true, "task": task}))
}

fn approvals(_: &mut Asked<'_>) -> Answer {
    Ok(json!({
        "path": format!("{HOME}/state/openclaw.sqlite#exec_approvals_config"), "exists": true,
        "file": {"version": 1, "socket": {"path": format!("{HOME}/exec-approvals.sock")}, "defaults": {}, "agents": {}},
        "hash": "31ccaba123a509c13633fa9c102cc840a3979c950ebff3e7cb3b4c721af7f652",
        "resolvedDefaults": {"security": "allowlist", "ask": "on-miss", "askFallback": "deny", "autoAllowSkills": false},
    }))
}
