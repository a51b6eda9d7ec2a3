//! Answers about jobs: what there is, what came of their runs, and what is done to them. Refuses what the real gateway refuses.

use serde_json::{Map, Value, json};

use super::{ADMIN, Asked, Method, READ, WRITE, method};
use crate::demo::jobs::{self, Job, work};
use crate::demo::wire::{Answer, Refusal};
use crate::demo::world::{calendar, ids};

pub const METHODS: [Method; 9] = [
    method("cron.status", READ, status),
    method("cron.list", READ, list),
    method("cron.get", READ, get),
    method("cron.runs", READ, runs),
    method("cron.add", ADMIN, add),
    method("cron.update", ADMIN, update),
    method("cron.remove", ADMIN, remove),
    method("cron.run", ADMIN, run),
    method("wake", WRITE, |_| Ok(json!({"ok": true}))),
];

/// No answer holds more jobs or runs.
const MOST: usize = 200;
/// How many runs are answered unless somebody says otherwise.
const PAGE: usize = 50;
/// What may stand in a patch.
const PATCHED: [&str; 16] = [
    "name",
    "displayName",
    "agentId",
    "sessionKey",
    "description",
    "enabled",
    "deleteAfterRun",
    "schedule",
    "pacing",
    "trigger",
    "sessionTarget",
    "wakeMode",
    "payload",
    "delivery",
    "failureAlert",
    "state",
];

fn status(asked: &mut Asked<'_>) -> Answer {
    let path = "/home/clawdia/.openclaw/state/openclaw.sqlite";
    Ok(json!({
        "enabled": true, "triggersEnabled": true, "storePath": path, "storage": "sqlite", "sqlitePath": path,
        "jobs": asked.world.jobs.list.len(), "nextWakeAtMs": asked.world.jobs.next_wake(),
    }))
}

/// Returns the place of the job that is named.
fn place(asked: &Asked<'_>) -> Result<usize, Refusal> {
    let id = asked.text("id").or(asked.text("jobId")).unwrap_or_default();
    asked.world.jobs.list.iter().position(|job| job.id == id).ok_or_else(|| unknown(id))
}

fn unknown(id: &str) -> Refusal {
    Refusal::invalid(format!("Automation not found: {id}. List automations and retry with a current job id."))
        .with(json!({"code": "CRON_JOB_NOT_FOUND", "jobId": id}))
}

/// Cuts a page out of a list: the page, and what every paged answer says about it.
fn page<T>(asked: &Asked<'_>, all: Vec<T>, total: usize, limit: usize) -> (Vec<T>, Value) {
    let limit = asked.number("limit").unwrap_or(limit).clamp(1, MOST);
    let offset = asked.number("offset").unwrap_or(0).min(total);
    let end = offset.saturating_add(limit).min(total);
    let page: Vec<T> = all.into_iter().skip(offset).take(limit).collect();
    let is_more = end < total;
    (page, json!({"total": total, "offset": offset, "limit": limit, "hasMore": is_more, "nextOffset": is_more.then_some(end)}))
}

fn list(asked: &mut Asked<'_>) -> Answer {
    let enabled = asked.text("enabled").unwrap_or(if asked.params["includeDisabled"] == true { "all" } else { "enabled" });
    let query = asked.text("query").unwrap_or_default().to_lowercase();
    let is_asked = |name: &str, value: &str| asked.text(name).is_none_or(|wanted| wanted == "all" || wanted == value);
    let mut jobs: Vec<&Job> = asked
        .world
        .jobs
        .list
        .iter()
        .filter(|job| {
            let said = format!("{} {}", job.name(), job.config["description"].as_str().unwrap_or_default());
            let last = job.state.get("lastRunStatus").and_then(Value::as_str).unwrap_or("unknown");
            (enabled == "all" || job.is_enabled() == (enabled == "enabled"))
                && is_asked("scheduleKind", job.config["schedule"]["kind"].as_str().unwrap_or_default())
                && is_asked("lastRunStatus", last)
                && is_asked("agentId", job.agent().id)
                && said.to_lowercase().contains(&query)
        })
        .collect();
    match asked.text("sortBy") {
        Some("name") => jobs.sort_by_key(|job| job.name().to_lowercase()),
        Some("updatedAtMs") => jobs.sort_by_key(|job| job.updated),
        // What is not due at all comes last.
        _ => jobs.sort_by_key(|job| (job.next().unwrap_or(i64::MAX), job.id.clone())),
    }
    if asked.text("sortDir") == Some("desc") {
        jobs.reverse();
    }
    let total = jobs.len();
    let (jobs, mut answer) = page(asked, jobs, total, total.max(1));
    let is_compact = asked.params["compact"] == true;
    let rows: Vec<Value> = jobs.iter().map(|job| if is_compact { compact(job) } else { listed(job) }).collect();
    answer["snapshotRevision"] = json!(jobs::revision(&json!(rows).to_string()));
    if !is_compact {
        answer["deliveryPreviews"] = jobs.iter().map(|job| (job.id.clone(), job.preview())).collect::<Map<_, _>>().into();
    }
    answer["jobs"] = json!(rows);
    Ok(answer)
}

fn listed(job: &Job) -> Value {
    let mut row = job.answered();
    row["effectiveAgentId"] = json!(job.agent().id);
    row
}

fn compact(job: &Job) -> Value {
    let state = |name: &str| job.state.get(name).cloned().unwrap_or_default();
    let iso = |at: Option<i64>| at.map(calendar::iso);
    json!({
        "id": job.id, "name": job.name(), "agentId": job.config["agentId"], "updatedAtMs": job.updated, "enabled": job.is_enabled(),
        "nextRunAt": iso(job.next()), "nextRunAtMs": job.next(), "scheduleKind": job.config["schedule"]["kind"],
        "schedule": job.config["schedule"], "lastRunAt": iso(state("lastRunAtMs").as_i64()), "lastRunAtMs": state("lastRunAtMs"),
        "lastRunStatus": state("lastRunStatus"), "lastRunError": state("lastError"), "effectiveAgentId": job.agent().id,
    })
}

fn get(asked: &mut Asked<'_>) -> Answer {
    let at = place(asked)?;
    Ok(asked.world.jobs.list[at].answered())
}

fn runs(asked: &mut Asked<'_>) -> Answer {
    let jobs: Vec<&Job> = match place(asked) {
        Ok(at) => vec![&asked.world.jobs.list[at]],
        Err(_) if asked.text("scope") == Some("all") => asked.world.jobs.list.iter().collect(),
        Err(refusal) => return Err(refusal),
    };
    let words = |one: &str, many: &str| -> Vec<String> {
        let many = asked.params[many].as_array().into_iter().flatten().filter_map(Value::as_str);
        many.chain(asked.text(one).filter(|word| *word != "all")).map(Into::into).collect()
    };
    let wanted = [
        ("status", words("status", "statuses")),
        ("deliveryStatus", words("deliveryStatus", "deliveryStatuses")),
        ("runId", words("runId", "")),
    ];
    let is_old_first = asked.text("sortDir") == Some("asc");
    let is_all = wanted.iter().all(|(_, words)| words.is_empty()) && !is_old_first;
    // Runs are made up when somebody looks: of each job only as many as can stand on the page.
    let needed = asked.number("offset").unwrap_or(0).saturating_add(asked.number("limit").unwrap_or(PAGE).min(MOST));
    let mut entries: Vec<Value> = jobs.iter().flat_map(|job| job.history().take(if is_all { needed } else { usize::MAX })).collect();
    entries.retain(|entry| wanted.iter().all(|(name, words)| words.is_empty() || words.iter().any(|word| entry[name] == word.as_str())));
    entries.sort_by_key(|entry| std::cmp::Reverse(entry["ts"].as_i64()));
    if is_old_first {
        entries.reverse();
    }
    let total = if is_all { jobs.iter().map(|job| job.count()).sum() } else { entries.len() };
    let (entries, mut answer) = page(asked, entries, total, PAGE);
    answer["entries"] = json!(entries);
    Ok(answer)
}

/// How many changes of a kind are taken within a minute, in milliseconds.
const LIMIT: (usize, i64) = (30, 60_000);

/// Counts a change, and refuses what is too much for a minute.
fn counted(asked: &mut Asked<'_>, method: &'static str) -> Result<(), Refusal> {
    let (most, span) = LIMIT;
    let (now, writes) = (asked.world.now, &mut asked.world.jobs.writes);
    writes.retain(|(_, at)| *at > now - span);
    let of_kind: Vec<i64> = writes.iter().filter(|(of, _)| *of == method).map(|(_, at)| *at).collect();
    if of_kind.len() < most {
        writes.push((method, now));
        return Ok(());
    }
    let left = (of_kind[0] + span - now).max(1);
    let message = format!("rate limit exceeded for {method}; retry after {}s", (left + 999) / 1_000);
    let details = json!({"method": method, "limit": format!("{most} per {}s", span / 1_000)});
    Err(Refusal { code: "UNAVAILABLE", message, details: Some(details), retry_after: Some(left) })
}

fn add(asked: &mut Asked<'_>) -> Answer {
    counted(asked, "cron.add")?;
    let invalid = |why: String| Refusal::invalid(format!("invalid cron.add params: {why}"));
    let config = asked.params.as_object().cloned().unwrap_or_default();
    is_to_come(&config, asked.world.now)?;
    let id = ids::uuid(&mut asked.world.dice);
    let mut config = known(&config);
    if config.get("schedule").is_some_and(|schedule| schedule["kind"] == "at") {
        config.entry("deleteAfterRun").or_insert(json!(true));
    }
    let job = Job::new(id, config, asked.world.now).map_err(invalid)?;
    let (told, answer) = (job.told(), with_preview(&job));
    asked.world.jobs.list.push(job);
    jobs::tell_edit(asked.world, "added", told);
    Ok(answer)
}

/// Refuses to do something once in the past.
fn is_to_come(config: &Map<String, Value>, now: i64) -> Result<(), Refusal> {
    let at = config.get("schedule").filter(|schedule| schedule["kind"] == "at").and_then(|schedule| schedule["at"].as_str());
    match at.and_then(calendar::read_iso) {
        Some(at) if at < now - 60_000 => {
            let (when, today, ago) = (calendar::iso(at), calendar::iso(now), (now - at) / 60_000);
            Err(Refusal::invalid(format!("schedule.at is in the past: {when} ({ago} minutes ago). Current time: {today}")))
        }
        _ => Ok(()),
    }
}

/// Leaves out what jobs do not have.
fn known(config: &Map<String, Value>) -> Map<String, Value> {
    let is_known = |name: &str| PATCHED.contains(&name) && name != "state";
    config.iter().filter(|(name, value)| is_known(name) && !value.is_null()).map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn with_preview(job: &Job) -> Value {
    let mut answer = job.answered();
    answer["deliveryPreview"] = job.preview();
    answer
}

fn update(asked: &mut Asked<'_>) -> Answer {
    counted(asked, "cron.update")?;
    let invalid = |why: String| Refusal::invalid(format!("invalid cron.update params: {why}"));
    let Some(patch) = asked.params["patch"].as_object() else { return Err(invalid("at root: must have required property 'patch'".into())) };
    if let Some(name) = patch.keys().find(|name| !PATCHED.contains(&name.as_str())) {
        return Err(invalid(format!("at /patch: unexpected property '{name}'")));
    }
    let at = place(asked)?;
    let now = asked.world.now;
    is_to_come(patch, now)?;
    let job = &mut asked.world.jobs.list[at];
    if asked.params["expectedConfigRevision"].as_str().is_some_and(|expected| expected != job.revision()) {
        let (expected, actual) = (asked.params["expectedConfigRevision"].clone(), job.revision());
        let words = "cron job definition no longer matches the loaded version; review the latest version before retrying";
        let details = json!({"code": "CRON_JOB_CHANGED", "expectedConfigRevision": expected, "actualConfigRevision": actual});
        return Err(Refusal::invalid(words).with(details));
    }
    job.change(patch, now).map_err(invalid)?;
    let (told, answer) = (job.told(), with_preview(job));
    jobs::tell_edit(asked.world, "updated", told);
    Ok(answer)
}

fn remove(asked: &mut Asked<'_>) -> Answer {
    counted(asked, "cron.remove")?;
    let at = place(asked)?;
    work::call_off(asked.world, at);
    let job = asked.world.jobs.list.remove(at);
    jobs::tell_edit(asked.world, "removed", job.told());
    Ok(json!({"ok": true, "removed": true}))
}

fn run(asked: &mut Asked<'_>) -> Answer {
    counted(asked, "cron.run")?;
    let at = place(asked)?;
    let (now, boot) = (asked.world.now, asked.world.boot_id.clone());
    let job = &asked.world.jobs.list[at];
    let reason = match asked.text("mode") {
        _ if job.is_running() => Some("already-running"),
        Some("due") if job.next().is_none_or(|next| next > now) => Some("not-due"),
        Some("if-enabled") if !job.is_enabled() => Some("disabled"),
        _ => None,
    };
    if let Some(reason) = reason {
        return Ok(json!({"ok": true, "ran": false, "reason": reason, "processInstanceId": boot}));
    }
    asked.world.jobs.by_hand += 1;
    let run = format!("manual:{}:{now}:{}", job.id, asked.world.jobs.by_hand);
    work::start(asked.world, at, Some(run.clone()));
    Ok(json!({"ok": true, "enqueued": true, "runId": run, "processInstanceId": boot}))
}
