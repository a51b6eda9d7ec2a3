//! What can belong to a project: a session or a job, by what rules look at.
//! Refuses to know any project.

use super::{Rule, What};
use crate::domain::query::small;
use crate::domain::session;
use crate::protocol::cron::Job;
use crate::protocol::sessions::SessionRow;

/// Whose a job is that names no agent.
const DEFAULT_AGENT: &str = "main";

/// A session or a job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thing<'a> {
    /// The address of its gateway.
    pub gateway: &'a str,
    /// The session's key; empty for a job.
    pub key: &'a str,
    /// The job's id, also of a session that holds its runs.
    pub job: Option<&'a str>,
    /// Whose agent it is.
    pub agent: &'a str,
    /// What the job, or the session with its runs, is called.
    pub name: String,
    /// Its labels, and the gateway's group.
    pub labels: [Option<&'a str>; 2],
}

impl<'a> Thing<'a> {
    /// Looks at a session.
    pub fn session(gateway: &'a str, row: &'a SessionRow) -> Self {
        let labels = [row.category.as_deref(), row.label.as_deref()];
        let thing = Self::keyed(gateway, row.key.as_str(), row.agent_id.as_deref());
        let name = if thing.job.is_some() { session::title(row) } else { String::new() };
        Self { labels, name, ..thing }
    }

    /// Looks at a session of which no more than the key is known, and its agent unless that stands in the key.
    pub fn keyed(gateway: &'a str, key: &'a str, agent: Option<&'a str>) -> Self {
        let mut parts = key.split(':');
        let of_key = if parts.next() == Some("agent") { parts.next() } else { None };
        let job = if of_key.is_some() && parts.next() == Some("cron") { parts.next() } else { None };
        Self { gateway, key, job, agent: agent.or(of_key).unwrap_or_default(), ..Self::default() }
    }

    /// Looks at a job.
    pub fn job(gateway: &'a str, job: &'a Job) -> Self {
        let name = job.display_name.as_ref().unwrap_or(&job.name).clone();
        let agent = job.agent_id.as_deref().unwrap_or(DEFAULT_AGENT);
        Self { gateway, job: Some(&job.id), agent, name, ..Self::default() }
    }

    /// Whether a rule fits. What holds the runs of a job is looked at as that job, so that both are in one project.
    pub fn fits(&self, rule: &Rule) -> bool {
        let text = rule.text.trim();
        let is_text = |of: &str| of.len() == text.len() && small(of) == small(text);
        !text.is_empty()
            && match rule.what {
                What::Agent => is_text(self.agent),
                What::Key => self.job.is_none() && self.key.starts_with(text),
                What::Job => self.job.is_some() && small(&self.name).contains(&small(text)),
                What::Label => self.job.is_none() && self.labels.iter().flatten().any(|label| is_text(label)),
            }
    }
}

/// By what the tag of a session is found.
pub fn session_name(key: &str) -> String {
    ["session ", key].concat()
}

/// By what the tag of a job is found.
pub fn job_name(id: &str) -> String {
    ["job ", id].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rules_fit_what_they_name_and_nothing_else() {
        let row: SessionRow = serde_json::from_value(json!({
            "key": "agent:ops:telegram:-100", "agentId": "ops", "category": "Website", "label": "Launch",
        }))
        .unwrap();
        let runs: SessionRow =
            serde_json::from_value(json!({"key": "agent:ops:cron:7:run:1", "label": "Automation: Nightly backup", "category": "Website"}))
                .unwrap();
        let job: Job = serde_json::from_value(
            json!({"id": "7", "name": "Nightly backup", "enabled": true, "schedule": {"kind": "every"}, "state": {}}),
        )
        .unwrap();
        for (what, text, fits) in [
            (What::Agent, "OPS", [true, true, false]),
            (What::Agent, "main", [false, false, true]),
            (What::Agent, "", [false; 3]),
            (What::Key, "agent:ops:", [true, false, false]),
            (What::Key, "ops", [false; 3]),
            (What::Job, "BACKUP", [false, true, true]),
            (What::Label, "website", [true, false, false]),
            (What::Label, " launch ", [true, false, false]),
            (What::Label, "web", [false; 3]),
        ] {
            let rule = Rule { what, text: text.into() };
            let things = [Thing::session("g", &row), Thing::session("g", &runs), Thing::job("g", &job)];
            assert_eq!(things.map(|thing| thing.fits(&rule)), fits, "{rule:?}");
        }
    }

    #[test]
    fn a_key_says_whose_a_session_is_and_of_which_job() {
        for (key, agent, job) in [
            ("agent:ops:main", "ops", None),
            ("agent:ops:cron:1-2:run:3", "ops", Some("1-2")),
            ("agent:ops:cron", "ops", None),
            ("main", "", None),
            ("", "", None),
            ("x:ops:cron:1", "", None),
        ] {
            let thing = Thing::keyed("g", key, None);
            assert_eq!((thing.agent, thing.job), (agent, job), "{key}");
        }
    }
}
