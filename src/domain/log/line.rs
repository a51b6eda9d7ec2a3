//! One line of a log, read from what the logger wrote: JSON, or any other text. Pure.
//! Refuses to fail: what cannot be read is a line all the same.

use std::borrow::Cow;
use std::sync::Arc;

use super::level::Level;
use super::repeat::Marks;
use super::time;
use crate::protocol::fields::{Fields, Piece, text};

/// What stands between lines, in the place of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// What was shown was cleared: so many lines.
    Cleared(usize),
    /// The gateway writes another file now.
    Rotated(String),
    /// The file became shorter: it was begun anew.
    Shrunk,
    /// More was written than can be read at once: so many bytes were left out, if that is known.
    Skipped(Option<u64>),
    /// Nothing older was read of the file.
    Begins,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When it was written, in milliseconds since 1970; of a line that does not say, when the one before was.
    pub at: i64,
    /// It says itself when it was written.
    pub is_dated: bool,
    /// How grave it is.
    pub level: Level,
    /// Which part of the gateway wrote it; empty if it does not say.
    pub subsystem: Arc<str>,
    /// What it says.
    pub text: Box<str>,
    /// It as it was written.
    pub raw: Box<str>,
    /// By what repeats are known.
    pub marks: Marks,
    /// It is no line: something is to be said between lines.
    pub mark: Option<Mark>,
}

impl Line {
    /// Reads a line. `before` is when the line before it was written, `known` a subsystem whose name need not be kept twice.
    pub fn read(raw: String, before: i64, known: Option<&Arc<str>>) -> Self {
        let Head { at, level, subsystem, text } = object(&raw).map_or_else(|| Head::plain(&raw), |fields| Head::of(&fields, &raw));
        let subsystem = known.filter(|known| ***known == *subsystem).cloned().unwrap_or_else(|| subsystem.as_str().into());
        Self {
            at: at.unwrap_or(before),
            is_dated: at.is_some(),
            level,
            marks: Marks::of(&[level.as_str(), &subsystem, &text]),
            subsystem,
            text: text.into(),
            raw: raw.into(),
            mark: None,
        }
    }

    /// Makes a mark between lines.
    pub fn mark(mark: Mark, at: i64) -> Self {
        Self {
            at,
            is_dated: false,
            level: Level::Unknown,
            subsystem: "".into(),
            text: "".into(),
            raw: "".into(),
            marks: Marks::default(),
            mark: Some(mark),
        }
    }

    /// Returns its fields by their names, those of objects in it too; values as they are read, objects further within as JSON.
    pub fn fields(&self) -> Vec<(String, String)> {
        let mut all = vec![];
        let Some(fields) = object(&self.raw) else { return all };
        for (name, json) in fields.all() {
            match Fields::of(json) {
                Ok(within) => all.extend(within.all().map(|(inner, json)| ([name, ".", inner].concat(), plain(json).into_owned()))),
                Err(_) => all.push((name.to_owned(), plain(json).into_owned())),
            }
        }
        all
    }

    /// Returns the value of a field by its name, as [`Line::fields`] names it.
    pub fn field(&self, name: &str) -> Option<String> {
        let fields = object(&self.raw)?;
        let own = |fields: &Fields<'_>, name: &str| {
            fields.all().find(|(is, _)| is.eq_ignore_ascii_case(name)).map(|(_, json)| plain(json).into_owned())
        };
        own(&fields, name).or_else(|| {
            let (outer, inner) = name.split_once('.')?;
            let (_, json) = fields.all().find(|(is, _)| is.eq_ignore_ascii_case(outer))?;
            own(&Fields::of(json).ok()?, inner)
        })
    }

    /// Whether it was written as JSON.
    pub fn is_json(&self) -> bool {
        object(&self.raw).is_some()
    }

    /// How many lines of text it has.
    pub fn height(&self) -> usize {
        self.text.trim_end().bytes().filter(|byte| *byte == b'\n').count() + 1
    }
}

/// Takes the object apart that a line begins with; what goes on below it is text.
fn object(raw: &str) -> Option<Fields<'_>> {
    raw.lines().next().filter(|first| first.starts_with('{')).and_then(|first| Fields::read(first).ok())
}

/// Whether a text goes on with the line before it: it is no JSON, and is set in or closes something.
pub fn goes_on(raw: &str) -> bool {
    raw.is_empty() || raw.starts_with([' ', '\t', '}', ']', ')'])
}

/// A value for people: a text without its quotes, all else as JSON.
fn plain(json: Piece<'_>) -> Cow<'_, str> {
    text(json).unwrap_or(Cow::Borrowed(json.get()))
}

struct Head {
    at: Option<i64>,
    level: Level,
    subsystem: String,
    text: String,
}

impl Head {
    fn of(fields: &Fields<'_>, raw: &str) -> Self {
        let words = |fields: &Fields<'_>, name: &str| fields.raw(name).and_then(|json| text(json).ok()).map(Cow::into_owned);
        let meta = fields.raw("=_meta").and_then(|json| Fields::of(json).ok());
        let of_meta = |name: &str| meta.as_ref().and_then(|meta| words(meta, name));
        let at = words(fields, "=time").or_else(|| of_meta("=date")).and_then(|at| time::read(&at));
        let level = of_meta("=logLevelName").or_else(|| words(fields, "=level")).and_then(|name| Level::read(&name)).unwrap_or_default();
        // The first value names the part of the gateway, or is what is said.
        let first = words(fields, "=0");
        let subsystem = first.as_deref().and_then(named).or_else(|| of_meta("=name").as_deref().and_then(named));
        let is_named = first.as_deref().and_then(named).is_some();
        let message = words(fields, "=message");
        let mut said = message.clone().unwrap_or_default();
        for (name, json) in fields.all() {
            let is_value = name.bytes().all(|byte| byte.is_ascii_digit()) && !(is_named && name == "0");
            // The message holds the texts; objects beside it are said behind it.
            if is_value && json.get() != "null" && (message.is_none() || text(json).is_err()) {
                said.push_str(if said.is_empty() { "" } else { " " });
                said.push_str(&plain(json));
            }
        }
        let subsystem = subsystem.or_else(|| words(fields, "=subsystem")).unwrap_or_default();
        if said.is_empty() {
            said = words(fields, "=msg").unwrap_or_default();
        }
        if let Some((_, more)) = raw.split_once('\n') {
            said = [&said, "\n", more].concat();
        }
        Self { at, level, subsystem, text: said }
    }

    fn plain(raw: &str) -> Self {
        Self { at: time::read(raw), level: Level::Unknown, subsystem: String::new(), text: raw.to_owned() }
    }
}

/// Reads the name of a part out of `{"subsystem": "gateway/ws"}`.
fn named(json: &str) -> Option<String> {
    let fields = Fields::read(json.trim_start().starts_with('{').then_some(json)?).ok()?;
    let name = ["=subsystem", "=module", "=plugin"].into_iter().find_map(|name| fields.raw(name));
    name.and_then(|json| text(json).ok()).map(Cow::into_owned)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn read(raw: &str) -> Line {
        Line::read(raw.to_owned(), 7, None)
    }

    fn wire(more: serde_json::Value) -> String {
        let mut line = json!({
            "0": "{\"subsystem\":\"gateway/ws\"}", "_meta": {"logLevelName": "WARN", "name": "{\"subsystem\":\"gateway/ws\"}"},
            "time": "2026-11-20T07:15:49.474+00:00", "hostname": "vm",
        });
        line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        line.to_string()
    }

    #[test]
    fn lines_of_the_gateway_are_read() {
        let line = read(&wire(json!({"1": "⇄ res \"x\"", "message": "⇄ res \"x\""})));
        assert_eq!((&*line.text, &*line.subsystem, line.level, line.at), ("⇄ res \"x\"", "gateway/ws", Level::Warn, 1_795_158_949_474));
        let line = read(&wire(json!({"1": {"kind": "agent"}, "2": "passed", "message": "passed"})));
        assert_eq!(&*line.text, r#"passed {"kind":"agent"}"#);
        assert_eq!(
            (line.field("1.kind").as_deref(), line.field("HOSTNAME").as_deref(), line.field("2.x")),
            (Some("agent"), Some("vm"), None)
        );
        assert!(line.fields().contains(&("_meta.logLevelName".into(), "WARN".into())));
        let line = read(&wire(json!({"1": "two", "2": "words"})));
        assert_eq!(&*line.text, "two words");
    }

    #[test]
    fn other_lines_are_lines_too() {
        for (raw, said, level) in [
            ("plain words", "plain words", Level::Unknown),
            (r#"{"level":"error","msg":"no luck"}"#, "no luck", Level::Error),
            (r#"{"0":"only this"}"#, "only this", Level::Unknown),
            ("{not json", "{not json", Level::Unknown),
            ("", "", Level::Unknown),
        ] {
            let line = read(raw);
            assert_eq!((&*line.text, line.level, line.at, line.is_dated), (said, level, 7, false), "{raw}");
        }
        let dated = read("2026-11-20T07:15:49.474Z it began");
        assert_eq!((dated.at, dated.is_dated, dated.is_json()), (1_795_158_949_474, true, false));
    }

    #[test]
    fn what_is_set_in_goes_on() {
        assert!(goes_on("    at main (x.js:1)") && goes_on("}") && goes_on("") && !goes_on("{\"a\":1}") && !goes_on("Error"));
        assert_eq!((read("a\n b\n").height(), read("a").height()), (2, 1));
    }

    proptest! {
        #[test]
        fn nothing_panics(raw in "(.|\n){0,60}", json in "[\\{\\}\\[\\]\":,_a0-9metaime ]{0,40}") {
            for raw in [raw, format!("{{{json}}}"), wire(serde_json::json!({"1": json, "time": json}))] {
                let line = read(&raw);
                line.fields();
                line.field(&raw);
                prop_assert_eq!(&*line.raw, &raw);
            }
        }
    }
}
