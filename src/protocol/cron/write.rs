//! Writing the params of jobs field by field, and making a job again from its own words.
//! Refuses to know which fields the gateway wants.

use crate::protocol::fields::{Fields, FromJson, Piece};
use crate::protocol::raw::Raw;

/// An object that is being written.
#[derive(Clone, Debug, Default)]
pub struct Json {
    words: String,
    names: Vec<String>,
}

impl Json {
    /// Adds a field whose value is written already.
    pub fn raw(mut self, name: &str, json: &str) -> Self {
        self.words.push(if self.words.is_empty() { '{' } else { ',' });
        self.words += &quoted(name);
        self.words.push(':');
        self.words += json;
        self.names.push(name.to_owned());
        self
    }

    /// Adds a text.
    pub fn text(self, name: &str, text: &str) -> Self {
        let quoted = quoted(text);
        self.raw(name, &quoted)
    }

    /// Adds a text; null when it is empty, so that what was there goes.
    pub fn text_or_null(self, name: &str, text: &str) -> Self {
        if text.is_empty() { self.raw(name, "null") } else { self.text(name, text) }
    }

    /// Adds a field that is true or false.
    pub fn flag(self, name: &str, flag: bool) -> Self {
        self.raw(name, if flag { "true" } else { "false" })
    }

    /// Adds fields of another object as they are there, by their names, unless they were written already.
    pub fn keep(self, text: &str, names: &[&str]) -> Self {
        let Ok(fields) = Fields::read(text) else { return self };
        names.iter().fold(self, |json, name| match fields.raw(&["=", *name].concat()) {
            Some(value) if json.names.iter().all(|known| known != name) => json.raw(name, value.get()),
            _ => json,
        })
    }

    /// Returns the words.
    pub fn written(self) -> String {
        if self.words.is_empty() { "{}".into() } else { self.words + "}" }
    }

    /// Returns it as params. What is no JSON, which only a mistake of ours could make, is null.
    pub fn finish(self) -> Raw {
        Piece::read(&self.written()).and_then(Raw::from_json).unwrap_or_default()
    }
}

/// Writes a text as JSON has it.
pub fn quoted(text: &str) -> String {
    // Fails for no text.
    serde_json::to_string(text).unwrap_or_default()
}

/// What of a job's words makes the same job again.
const DECIDED: [&str; 16] = [
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
    "owner",
];

/// Writes the params that make a job again, under another name if one is given, and paused if so wished.
pub fn again(text: &str, name: Option<&str>, is_paused: bool) -> Raw {
    let Ok(fields) = Fields::read(text) else { return Raw::default() };
    let mut json = Json::default();
    for field in DECIDED {
        json = match (field, name) {
            ("name", Some(name)) => json.text("name", name),
            ("enabled", _) if is_paused => json.flag("enabled", false),
            _ => match fields.raw(&["=", field].concat()) {
                Some(value) => json.raw(field, value.get()),
                None => json,
            },
        };
    }
    json.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_made_again_with_all_that_was_decided_and_nothing_else() {
        let text =
            r#"{"id":"1","name":"A \"b\"","enabled":true,"state":{"x":1},"schedule":{"kind":"every","everyMs":5},"configRevision":"r"}"#;
        assert_eq!(again(text, None, false).get(), r#"{"name":"A \"b\"","enabled":true,"schedule":{"kind":"every","everyMs":5}}"#);
        assert_eq!(again(text, Some("C"), true).get(), r#"{"name":"C","enabled":false,"schedule":{"kind":"every","everyMs":5}}"#);
        assert_eq!(again("nonsense", None, false).get(), "null");
    }

    #[test]
    fn objects_are_written() {
        let json = Json::default().text("a", "x\n\"").flag("b", true).text_or_null("c", "").raw("d", "[1]");
        assert_eq!(json.finish().get(), r#"{"a":"x\n\"","b":true,"c":null,"d":[1]}"#);
        assert_eq!(Json::default().finish().get(), "{}");
        let kept = Json::default().text("a", "x").keep(r#"{"a":1,"b":{},"c":2}"#, &["a", "b", "d"]).keep("nonsense", &["a"]);
        assert_eq!(kept.written(), r#"{"a":"x","b":{}}"#);
    }
}
