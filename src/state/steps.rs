//! What the tools of one session do, as it happens: steps by id, the newest last. Pure.
//! Refuses to keep more than a screen or two of them, and to draw.

use std::time::Duration;

use crate::protocol::UnixMs;
use crate::protocol::agent::AgentStep;

/// How many steps are kept.
const KEPT: usize = 200;

/// The steps of one session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Oldest first.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its id within the session.
    pub id: String,
    /// The tool's name.
    pub tool: String,
    /// What it does, in a few words.
    pub title: String,
    /// How it stands: `running`, `completed`, `failed` and more.
    pub status: String,
    /// When it began.
    pub started_at: Option<UnixMs>,
    /// How long it took; nothing while it goes on.
    pub took: Option<Duration>,
}

impl Steps {
    /// Takes news of a run; returns whether there is something new to draw.
    pub fn take(&mut self, news: &AgentStep) -> bool {
        let data = &news.data;
        if news.stream != "item" || data.kind.as_deref() != Some("tool") {
            return false;
        }
        let Some(id) = &data.item_id else { return false };
        let ended = data.phase.as_deref() == Some("end");
        let at = self.steps.iter().rposition(|step| step.id == *id).unwrap_or_else(|| {
            if self.steps.len() == KEPT {
                self.steps.remove(0);
            }
            let step =
                Step { id: id.clone(), tool: String::new(), title: String::new(), status: "running".into(), started_at: None, took: None };
            self.steps.push(step);
            self.steps.len() - 1
        });
        let step = &mut self.steps[at];
        // Late or doubled news must not bring a finished step back to life.
        if step.took.is_some() && !ended {
            return false;
        }
        let keep = |old: &mut String, new: &Option<String>| {
            if let Some(new) = new {
                old.clone_from(new);
            }
        };
        keep(&mut step.tool, &data.name);
        keep(&mut step.title, &data.title);
        keep(&mut step.status, &data.status);
        step.started_at = data.started_at.or(step.started_at);
        if ended {
            let took = match (step.started_at, data.ended_at) {
                (Some(start), Some(end)) => u64::try_from(end.0 - start.0).unwrap_or(0),
                _ => 0,
            };
            step.took = Some(Duration::from_millis(took));
        }
        true
    }

    /// Notes that the run is over: what still seems to go on was cut off.
    pub fn cut_off(&mut self) {
        for step in self.steps.iter_mut().filter(|step| step.took.is_none()) {
            step.status = "cut off".into();
            step.took = Some(Duration::ZERO);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn news(phase: &str, id: &str) -> AgentStep {
        let status = if phase == "end" { "completed" } else { "running" };
        let data = json!({"itemId": id, "kind": "tool", "phase": phase, "name": "exec", "title": "Exec", "status": status, "startedAt": 1000, "endedAt": if phase == "end" { json!(3500) } else { json!(null) }});
        serde_json::from_value(json!({"sessionKey": "s", "runId": "r", "stream": "item", "data": data})).unwrap()
    }

    #[test]
    fn a_step_starts_ends_and_does_not_come_back() {
        let mut steps = Steps::default();
        assert!(steps.take(&news("start", "a")) && steps.take(&news("start", "b")) && steps.take(&news("end", "a")));
        assert!(!steps.take(&news("update", "a")));
        let shown: Vec<_> = steps.steps.iter().map(|step| (step.id.as_str(), step.status.as_str(), step.took)).collect();
        assert_eq!(shown, [("a", "completed", Some(Duration::from_millis(2500))), ("b", "running", None)]);
        steps.cut_off();
        assert_eq!(steps.steps[1].status, "cut off");
    }

    #[test]
    fn other_news_are_no_steps_and_old_steps_go() {
        let mut steps = Steps::default();
        let text: AgentStep =
            serde_json::from_value(json!({"sessionKey": "s", "runId": "r", "stream": "assistant", "data": {"text": "x"}})).unwrap();
        assert!(!steps.take(&text));
        for number in 0..KEPT + 5 {
            steps.take(&news("start", &number.to_string()));
        }
        assert_eq!((steps.steps.len(), steps.steps[0].id.as_str()), (KEPT, "5"));
    }
}
