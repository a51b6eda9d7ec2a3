//! What whoever comes late is told of a run that goes on. Refuses to tell it to anybody else.

use serde_json::{Value, json};

use super::Run;
use super::waiting::is_queued;
use crate::demo::world::World;
use crate::demo::world::session::Session;

/// Keeps of what is told what must be known later: which tool is at work, or that something is being said; the words stand elsewhere.
pub fn remember(run: &mut Run, told: &Value) {
    match (told["stream"].as_str(), told["data"]["phase"].as_str()) {
        (Some("assistant"), _) => {
            let mut told = told.clone();
            told["data"] = json!({});
            run.news = vec![told];
        }
        (Some("item" | "tool"), Some("start")) => {
            run.news.retain(|news| news["stream"] != "assistant");
            run.news.push(told.clone());
        }
        (Some("item" | "tool"), Some("end" | "result")) => run.news.clear(),
        _ => {}
    }
}

/// Returns the run that goes on, for whoever comes late. Where something waits, that is what is named, and it has said nothing.
pub fn in_flight(world: &World, session: &Session) -> Option<Value> {
    if let Some(item) = session.pending.iter().rfind(|item| is_queued(item)) {
        return Some(json!({"runId": item["runId"], "text": "", "startedAt": item["acceptedAt"]}));
    }
    let run = world.runs.iter().find(|run| run.key == session.key)?;
    let mut flying = json!({"runId": run.id, "text": run.said.trim_end(), "startedAt": run.started});
    if !run.news.is_empty() {
        flying["events"] = json!(run.news);
    }
    Some(flying)
}
