//! A session: what is known of it, and its row on the wire. Refuses to know what happens to it.

use serde_json::{Value, json};

use super::catalog::{self, AGENTS, Model};

/// A session.
#[derive(Clone, Debug, Default)]
pub struct Session {
    pub key: String,
    pub agent: &'static str,
    /// The id of its present life.
    pub id: String,
    pub classification: &'static str,
    pub created_via: &'static str,
    /// What somebody called it; unique within its agent.
    pub label: Option<String>,
    /// What the gateway calls it.
    pub title: Option<String>,
    pub category: Option<String>,
    pub channel: Option<&'static str>,
    pub spawned_by: Option<String>,
    pub parent: Option<String>,
    pub is_background: bool,
    pub created: i64,
    pub updated: i64,
    pub last_interaction: Option<i64>,
    pub status: Option<&'static str>,
    /// The run that goes on.
    pub run: Option<String>,
    pub last_run: Option<String>,
    pub started: Option<i64>,
    pub ended: Option<i64>,
    pub error: Option<String>,
    /// A model that somebody chose.
    pub model: Option<&'static Model>,
    /// A level that somebody chose.
    pub thinking: Option<String>,
    pub input: Option<u64>,
    pub output: Option<u64>,
    /// How full the context is.
    pub total: Option<u64>,
    pub is_total_fresh: bool,
    pub cost: Option<f64>,
    pub pinned_at: Option<i64>,
    pub archived_at: Option<i64>,
    pub is_unread: bool,
    /// The number of its last message.
    pub last_seq: u64,
    /// Its last messages as the wire has them, old to new.
    pub transcript: Vec<Value>,
    /// How many messages stand before a reset: they are kept, and no longer part of the conversation.
    pub reset_at: usize,
    /// Which of its transcripts this is: a reset and a compaction begin another, and cursors of before are void.
    pub era: u64,
    /// What was said while it was at work, as the wire has it: what is queued waits, what was cancelled stays to be seen.
    pub pending: Vec<Value>,
    /// Thousands of messages were said in it; they are made up only when somebody looks.
    pub is_long: bool,
}

impl Session {
    /// Returns the model that counts.
    pub fn model(&self) -> &'static Model {
        self.model.unwrap_or_else(|| catalog::agent(self.agent).unwrap_or(&AGENTS[0]).model)
    }

    /// Whether it is the main session of its agent.
    pub fn is_main(&self) -> bool {
        self.classification == "main"
    }

    /// Whether it stands in lists: rows of single runs of a job do not.
    pub fn is_listed(&self) -> bool {
        !self.key.contains(":run:")
    }

    /// Returns its row. `now` is when the picture is taken.
    pub fn row(&self, now: i64) -> Value {
        let model = self.model();
        let mut row = json!({
            "key": self.key,
            "sessionId": self.id,
            "agentId": self.agent,
            "kind": if self.classification == "group" { "group" } else { "direct" },
            "classification": self.classification,
            "isMain": self.is_main(),
            "isBackground": self.is_background,
            "visibility": "shared",
            "sharingRole": "admin",
            "permissionModePending": false,
            "createdVia": self.created_via,
            "createdAt": self.created,
            "updatedAt": self.updated,
            "archived": self.archived_at.is_some(),
            "pinned": self.pinned_at.is_some(),
            "unread": self.is_unread,
            "abortedLastRun": self.status == Some("killed"),
            "thinkingLevels": model.levels(),
            "thinkingOptions": model.levels,
            "thinkingDefault": model.default_level(),
            "effectiveFastMode": false,
            "effectiveFastModeSource": "default",
            "fastAutoOnSeconds": 60,
            "totalTokensFresh": self.is_total_fresh,
            "effectiveResponseUsage": "off",
            "effectiveQueueMode": "steer",
            "modelProvider": model.provider,
            "model": model.id,
            "modelOverrideSource": self.model.map(|_| "user"),
            "runtimeSelectionLocked": false,
            "contextTokens": model.window,
            "snapshotAt": now,
            "hasActiveRun": self.run.is_some(),
            "activeRunIds": self.run.iter().collect::<Vec<_>>(),
            "hiddenFromInvolvingMe": false,
        });
        let title = self.label.as_ref().or(self.title.as_ref());
        let mut set = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                row[name] = value;
            }
        };
        set("label", self.label.as_ref().map(|label| json!(label)));
        set("displayName", title.map(|title| json!(title)));
        set("derivedTitle", title.map(|title| json!(title)));
        set("category", self.category.as_ref().map(|name| json!(name)));
        set("channel", self.channel.map(|name| json!(name)));
        set("chatType", self.last_interaction.map(|_| json!(if self.classification == "group" { "group" } else { "direct" })));
        set("spawnedBy", self.spawned_by.as_ref().map(|key| json!(key)));
        set("controlOwnerSessionKey", self.spawned_by.as_ref().map(|key| json!(key)));
        set("spawnDepth", (!self.is_main()).then(|| json!(u8::from(self.spawned_by.is_some()))));
        set("parentSessionKey", self.parent.as_ref().map(|key| json!(key)));
        set("lastInteractionAt", self.last_interaction.map(|at| json!(at)));
        set("systemSent", self.last_interaction.map(|_| json!(true)));
        set("status", self.status.map(|status| json!(status)));
        set("startedAt", self.started.map(|at| json!(at)));
        set("endedAt", self.ended.map(|at| json!(at)));
        set("runtimeMs", self.ended.zip(self.started).map(|(end, start)| json!(end - start)));
        set("lastRunId", self.last_run.as_ref().map(|id| json!(id)));
        set("lastRunError", self.error.as_ref().map(|error| json!(error)));
        set("inputTokens", self.input.map(|tokens| json!(tokens)));
        set("outputTokens", self.output.map(|tokens| json!(tokens)));
        set("totalTokens", self.total.map(|tokens| json!(tokens)));
        set("estimatedCostUsd", self.cost.map(|dollars| json!(dollars)));
        set("thinkingLevel", self.thinking.as_ref().map(|level| json!(level)));
        set("pinnedAt", self.pinned_at.map(|at| json!(at)));
        set("archivedAt", self.archived_at.map(|at| json!(at)));
        set("archiveReason", self.archived_at.map(|_| json!("manual")));
        set("hasAutomation", (self.classification == "cron").then_some(Value::Bool(true)));
        row
    }

    /// Returns its row as events have it: which runs go on they do not say while one does.
    pub fn row_of_event(&self, now: i64) -> Value {
        let mut row = self.row(now);
        if let (Some(row), Some(_)) = (row.as_object_mut(), &self.run) {
            row.remove("activeRunIds");
        }
        row
    }

    /// Begins anew: what was said is kept, and no longer part of the conversation, whose numbers begin anew too.
    pub fn reset(&mut self, now: i64) {
        (self.reset_at, self.total, self.is_total_fresh) = (self.transcript.len(), Some(0), true);
        (self.last_seq, self.era) = (0, self.era + 1);
        (self.status, self.error, self.updated) = (None, None, now);
        (self.input, self.output, self.cost) = (Some(0), Some(0), None);
        (self.started, self.ended, self.last_interaction) = (None, None, None);
    }

    /// Returns the messages that are part of the conversation.
    pub fn conversation(&self) -> &[Value] {
        self.transcript.get(self.reset_at..).unwrap_or_default()
    }

    /// Returns where to go on from, for whoever has read all of it. An empty conversation has no such place, nor has one that ends with
    /// an error.
    pub fn cursor(&self) -> Option<String> {
        self.conversation().last().filter(|last| !is_failure(last)).map(|_| format!("{}.{}.{}", self.id, self.era, self.last_seq))
    }

    /// Returns what was written since a cursor; `None` when nobody can say that any more, or when a run failed since.
    pub fn since(&self, cursor: &str) -> Option<&[Value]> {
        let (life, seq) = cursor.rsplit_once('.')?;
        let seq: u64 = seq.parse().ok()?;
        let messages = self.conversation();
        let first = messages.first()?["__openclaw"]["seq"].as_u64()?;
        if life != format!("{}.{}", self.id, self.era) || !(first..=self.last_seq + 1).contains(&(seq + 1)) {
            return None;
        }
        let since = messages.get(messages.partition_point(|message| message["__openclaw"]["seq"].as_u64() <= Some(seq))..)?;
        (!since.iter().any(is_failure)).then_some(since)
    }
}

/// Whether a run ended with this message because it failed.
fn is_failure(message: &Value) -> bool {
    message["stopReason"] == "error"
}
