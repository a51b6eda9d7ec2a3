//! What is sent of a draft: the params that make a job, or what changes about one; and which field a refusal is about. Pure.
//! Refuses to send.

use super::draft::{Draft, Field, WHEN, Zones};
use crate::domain::schedule::Schedule;
use crate::domain::schedule::civil::local;
use crate::protocol::cron::{Json, quoted};
use crate::protocol::fields::Fields;
use crate::protocol::raw::Raw;

/// What of a job the editor does not show.
const KEPT: [&str; 9] =
    ["displayName", "sessionKey", "enabled", "deleteAfterRun", "pacing", "trigger", "wakeMode", "failureAlert", "owner"];
/// What of its work.
const WORKS: [&str; 8] = ["fallbacks", "lightContext", "toolsAllow", "cwd", "env", "input", "noOutputTimeoutSeconds", "outputMaxBytes"];

impl Draft {
    /// Writes what makes the new job.
    pub fn added(&self, zones: Zones<'_>) -> Raw {
        let mut json = Json::default().text("name", self.text(Field::Name).trim());
        for (name, field) in [("description", Field::Description), ("agentId", Field::Agent)] {
            if !self.text(field).trim().is_empty() {
                json = json.text(name, self.text(field).trim());
            }
        }
        json = json.raw("schedule", &self.written_schedule(zones)).text("sessionTarget", &self.target());
        json = json.raw("payload", &self.payload(true));
        if self.text(Field::Target) != "main" {
            json = json.raw("delivery", &self.delivery(true));
        }
        if self.text(Field::Kind) == "at" {
            json = json.flag("deleteAfterRun", self.goes());
        }
        // What the editor does not know comes along as it is.
        json.text("wakeMode", self.text(Field::Wake)).keep(&self.source, &KEPT).finish()
    }

    /// Writes what changes about the job.
    pub fn patch(&self, zones: Zones<'_>) -> Raw {
        let mut json = Json::default();
        let is_new = |field| self.has_changed(&[field]);
        if is_new(Field::Name) {
            json = json.text("name", self.text(Field::Name).trim());
        }
        if is_new(Field::Description) {
            json = json.text("description", self.text(Field::Description).trim());
        }
        if is_new(Field::Agent) {
            json = json.text_or_null("agentId", self.text(Field::Agent).trim());
        }
        if self.has_changed(&WHEN) {
            json = json.raw("schedule", &self.written_schedule(zones));
        }
        if self.has_changed(&[Field::Target, Field::Session]) {
            json = json.text("sessionTarget", &self.target());
        }
        if self.text(Field::Kind) == "at" && self.has_changed(&[Field::Kind, Field::After]) {
            json = json.flag("deleteAfterRun", self.goes());
        }
        if is_new(Field::Wake) {
            json = json.text("wakeMode", self.text(Field::Wake));
        }
        if self.has_changed(&[Field::Payload, Field::Message, Field::Model, Field::Thinking, Field::Timeout]) {
            json = json.raw("payload", &self.payload(is_new(Field::Payload)));
        }
        if self.has_changed(&[Field::Mode, Field::Channel, Field::To]) {
            json = json.raw("delivery", &self.delivery(false));
        }
        json.finish()
    }

    /// Whether the job goes once it has run well.
    fn goes(&self) -> bool {
        self.text(Field::After) == "true"
    }

    fn target(&self) -> String {
        match self.text(Field::Target) {
            "session" => format!("session:{}", self.text(Field::Session).trim()),
            other => other.to_owned(),
        }
    }

    fn written_schedule(&self, zones: Zones<'_>) -> String {
        let text = |field| self.text(field).trim();
        let json = Json::default().text("kind", text(Field::Kind));
        let json = match self.schedule(zones) {
            Ok(Schedule::At(at)) => json.text("at", &(local(at.0) + "Z")),
            Ok(Schedule::Every { every, .. }) => json.raw("everyMs", &every.to_string()),
            _ if text(Field::Zone).is_empty() => json.text("expr", text(Field::Expr)),
            _ => json.text("expr", text(Field::Expr)).text("tz", text(Field::Zone)),
        };
        self.kept(json, "=schedule", Field::Kind, &["staggerMs"]).written()
    }

    /// Adds what was decided beyond the editor about a part of the job that is still of the same kind.
    fn kept(&self, json: Json, part: &str, kind: Field, names: &[&str]) -> Json {
        let fields = Fields::read(&self.source).ok();
        match fields.and_then(|fields| fields.raw(part)).filter(|_| !self.has_changed(&[kind])) {
            Some(source) => json.keep(source.get(), names),
            None => json,
        }
    }

    fn payload(&self, is_whole: bool) -> String {
        let kind = self.text(Field::Payload);
        let words = self.text(Field::Message).trim();
        let mut json = Json::default().text("kind", kind);
        match kind {
            "agentTurn" => json = json.text("message", words),
            "systemEvent" => return json.text("text", words).written(),
            "command" => {
                let argv: Vec<String> = words.lines().filter(|line| !line.is_empty()).map(quoted).collect();
                json = json.raw("argv", &format!("[{}]", argv.join(",")));
            }
            _ => return json.written(),
        }
        let (model, timeout) = (self.text(Field::Model).trim(), self.text(Field::Timeout).trim());
        for (name, chosen) in [("model", model), ("thinking", self.text(Field::Thinking))] {
            if kind == "agentTurn" && (!is_whole || !chosen.is_empty()) {
                json = json.text_or_null(name, chosen);
            }
        }
        if !is_whole || !timeout.is_empty() {
            json = json.raw("timeoutSeconds", if timeout.is_empty() { "null" } else { timeout });
        }
        if is_whole {
            json = self.kept(json, "=payload", Field::Payload, &WORKS);
        }
        json.written()
    }

    fn delivery(&self, is_whole: bool) -> String {
        let mode = self.text(Field::Mode);
        let mut json = Json::default().text("mode", mode);
        let is_used = |field: Field| mode == "announce" || (mode == "webhook" && field == Field::To);
        for (name, field) in [("channel", Field::Channel), ("to", Field::To)] {
            let words = if is_used(field) { self.text(field).trim() } else { "" };
            if !is_whole || !words.is_empty() {
                json = json.text_or_null(name, words);
            }
        }
        if is_whole {
            json = self.kept(json, "=delivery", Field::Mode, &["threadId", "accountId", "bestEffort", "failureDestination"]);
        }
        json.written()
    }
}

/// Returns the field that a refusal of the gateway is about, if it is about one.
pub fn field_of(message: &str) -> Option<Field> {
    const WORDS: [(&str, Field); 13] = [
        ("schedule.at", Field::At),
        ("timezone", Field::Zone),
        ("CronPattern", Field::Expr),
        ("cron expression", Field::Expr),
        ("everyMs", Field::Every),
        ("/name", Field::Name),
        ("agent is unavailable", Field::Agent),
        ("/payload/model", Field::Model),
        ("/payload/thinking", Field::Thinking),
        ("timeoutSeconds", Field::Timeout),
        ("/payload", Field::Message),
        ("delivery", Field::To),
        ("cron jobs require", Field::Target),
    ];
    WORDS.iter().find(|(words, _)| message.contains(words)).map(|(_, field)| *field)
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
