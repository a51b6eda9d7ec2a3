//! How a run of a job is written down: its outcome, its way to whoever is told, and what that does to the job. The same for what was and
//! for what happens now. Refuses to know which of them it is.

use serde_json::{Map, Value, json};

use super::Job;
use crate::demo::world::catalog::{self, CHANNELS, Model};
use crate::demo::world::talk::Used;

/// What came of a run.
#[derive(Clone, Default)]
pub struct Ended {
    /// When it started.
    pub at: i64,
    pub duration: i64,
    pub error: Option<String>,
    pub is_skipped: bool,
    pub summary: Option<String>,
    /// The id of its session, if it had one.
    pub session: Option<String>,
    pub model: Option<&'static Model>,
    pub used: Used,
    /// Only what was run by hand has an id.
    pub run: Option<String>,
}

/// Returns the model that a job uses.
pub fn model(job: &Job) -> &'static Model {
    job.config["payload"]["model"].as_str().and_then(catalog::model).unwrap_or(job.agent().model)
}

/// Says how a command fails.
pub fn exit() -> String {
    "command exited with code 1".into()
}

/// Says why nothing can be told in a channel, if so.
pub fn obstacle(channel: &str) -> Option<String> {
    let is_there = channel == "last" || CHANNELS.iter().any(|known| known.id == channel);
    (!is_there).then(|| format!("Channel is required (channel {channel} is not configured). Run openclaw channels add to configure one."))
}

/// Writes down a run.
pub fn of(job: &Job, ended: &Ended, next: Option<i64>) -> Value {
    let delivery = &job.config["delivery"];
    let channel = delivery["channel"].as_str().unwrap_or("last");
    let source = if channel == "last" { "last" } else { "explicit" };
    let is_asked = delivery["mode"] == "announce" && !ended.is_skipped;
    let obstacle = obstacle(channel).filter(|_| is_asked && ended.summary.is_some());
    let is_delivered = is_asked && ended.summary.is_some() && obstacle.is_none();
    // A run that answered well and could not tell anybody has failed all the same.
    let error = ended.error.as_ref().or(obstacle.as_ref());
    let (status, completion) = match (ended.is_skipped, error) {
        (true, _) => ("skipped", "unknown"),
        (_, Some(_)) => ("error", "failed"),
        _ => ("ok", "succeeded"),
    };
    let delivered = if is_delivered {
        "delivered"
    } else if is_asked {
        "not-delivered"
    } else {
        "not-requested"
    };
    let mut entry = json!({
        "ts": ended.at + ended.duration, "jobId": job.id, "jobName": job.name(), "action": "finished", "status": status,
        "completionStatus": completion, "runAtMs": ended.at, "durationMs": ended.duration, "delivered": is_delivered,
        "deliveryStatus": delivered,
        "delivery": {"intended": {"channel": channel, "to": delivery["to"], "source": source}, "fallbackUsed": false, "delivered": is_delivered},
    });
    let mut set = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            entry[name] = value;
        }
    };
    set("error", error.map(|error| json!(error)));
    set("summary", ended.summary.as_ref().map(|summary| json!(summary)));
    set("runId", ended.run.as_ref().map(|run| json!(run)));
    set("nextRunAtMs", next.map(|next| json!(next)));
    set("deliveryError", obstacle.as_ref().map(|obstacle| json!(obstacle)));
    let where_from = match (&obstacle, &ended.session) {
        (Some(_), _) => "delivery",
        (_, Some(_)) => "agent-run",
        _ => "exec",
    };
    let diagnosed = |error: &String| {
        let at = ended.at + ended.duration;
        json!({"summary": error, "entries": [{"ts": at, "source": where_from, "severity": "error", "message": error}]})
    };
    set("diagnostics", error.map(diagnosed));
    if is_asked && (is_delivered || obstacle.is_some()) {
        let mut resolved = json!({"ok": is_delivered, "channel": channel, "to": delivery["to"], "source": source});
        if let Some(obstacle) = &obstacle {
            resolved["error"] = json!(obstacle);
        }
        entry["delivery"]["resolved"] = resolved;
    }
    if let (Some(session), Some(model)) = (&ended.session, ended.model) {
        let [input, output, read, written] = ended.used;
        entry["sessionId"] = json!(session);
        entry["sessionKey"] = json!(format!("{}:run:{session}", job.key()));
        (entry["model"], entry["provider"]) = (json!(model.id), json!(model.provider));
        entry["usage"] = json!({
            "input_tokens": input + written, "output_tokens": output, "total_tokens": input + output + read + written,
            "cache_read_tokens": read,
        });
    }
    entry
}

/// Writes what a run says about the job into its state.
pub fn note(state: &mut Map<String, Value>, entry: &Value) {
    let count = |name: &str, state: &Map<String, Value>| state.get(name).and_then(Value::as_u64).unwrap_or(0);
    let (has_failed, is_skipped) = (entry["status"] == "error", entry["status"] == "skipped");
    // What was skipped says nothing about how often it fails.
    let errors = if has_failed {
        count("consecutiveErrors", state) + 1
    } else if is_skipped {
        count("consecutiveErrors", state)
    } else {
        0
    };
    let skipped = if is_skipped { count("consecutiveSkipped", state) + 1 } else { 0 };
    state.remove("runningAtMs");
    for (name, value) in [
        ("lastRunAtMs", &entry["runAtMs"]),
        ("lastRunStatus", &entry["status"]),
        ("lastStatus", &entry["status"]),
        ("lastDurationMs", &entry["durationMs"]),
        ("lastError", &entry["error"]),
        ("lastDiagnostics", &entry["diagnostics"]),
        ("lastDiagnosticSummary", &entry["diagnostics"]["summary"]),
        ("lastDelivered", &entry["delivered"]),
        ("lastDeliveryStatus", &entry["deliveryStatus"]),
        ("lastDeliveryError", &entry["deliveryError"]),
        ("lastFailureNotificationDeliveryStatus", &json!("not-requested")),
        ("consecutiveErrors", &json!(errors)),
        ("consecutiveSkipped", &json!(skipped)),
    ] {
        if value.is_null() {
            state.remove(name);
        } else {
            state.insert(name.into(), value.clone());
        }
    }
}
