//! The transcript of a session as far as it was read: rows in the order of the session, pages put together without gap or double. Pure.
//! Refuses to ask for anything, and to know what streams.

use std::sync::Arc;
use std::time::Duration;

use super::row::{End, Row, Teller, Tool, What, Working, end_key, said_key, text_key, thought_key, tool_key};
use crate::protocol::chat::{Message, Part};
use crate::protocol::lenient::Lenient;

/// The rows that were read.
#[derive(Clone, Debug, Default)]
pub struct Transcript {
    /// Oldest first.
    pub rows: Vec<Arc<Row>>,
    /// Which offset leads to what is older, while there is any.
    pub older: Option<usize>,
}

impl Transcript {
    /// Puts messages at the end that were written since; those that are here already are replaced by how they are now. Returns how
    /// many messages are new.
    pub fn take(&mut self, messages: &[Message]) -> usize {
        let Some(first) = messages.iter().filter_map(|message| message.notes.seq).min() else { return 0 };
        let last = self.last_seq();
        let came = messages.iter().filter(|message| message.notes.seq > Some(last)).count();
        let from = self.rows.partition_point(|row| row.seq < first);
        let old = self.rows.split_off(from);
        let upto = messages.iter().filter_map(|message| message.notes.seq).max().unwrap_or(first);
        let is_known = |seq| messages.iter().any(|message| message.notes.seq == Some(seq));
        let mut add = Adding { rows: std::mem::take(&mut self.rows), kept: &old };
        // What was told of in between may have been missed here, and the other way round: each message stands once, in its place.
        let mut between = old.iter().filter(|row| row.seq <= upto && !is_known(row.seq) && !matches!(row.what, What::End(_))).peekable();
        for message in messages {
            let seq = message.notes.seq.unwrap_or(0);
            while between.peek().is_some_and(|row| row.seq < seq) {
                add.rows.extend(between.next().cloned());
            }
            add.message(message);
        }
        add.rows.extend(between.cloned());
        add.rows.extend(old.iter().filter(|row| row.seq > upto).cloned());
        self.rows = add.rows;
        if let Some(older) = &mut self.older {
            *older += came;
        }
        came
    }

    /// Puts an older page in front. Returns whether anything came.
    pub fn take_older(&mut self, messages: &[Message], older: Option<usize>) -> bool {
        let first = self.rows.first().map_or(u64::MAX, |row| row.seq);
        let before: Vec<&Message> = messages.iter().filter(|message| message.notes.seq.unwrap_or(0) < first).collect();
        let mut add = Adding { rows: vec![], kept: &[] };
        for message in &before {
            add.message(message);
        }
        let mut rows = add.rows;
        let split = rows.iter().rev().find_map(|row| row.key.strip_prefix("e:").map(str::to_owned));
        let count = split.as_deref().map(|run| Self { rows: rows.clone(), older: None }.pieces(run)).unwrap_or_default();
        for row in std::mem::take(&mut self.rows) {
            // A result whose call stands on the older page goes there.
            let call = rows.iter().rposition(|other| other.key == row.key && matches!(other.what, What::Tool(_)));
            if let (Some(at), What::Tool(result)) = (call, &row.what) {
                join(&mut rows[at], result, row.at);
                continue;
            }
            let row = match &split {
                Some(run) => moved_on(&mut rows, row, run, count),
                None => row,
            };
            rows.push(row);
        }
        self.rows = rows;
        self.older = older;
        !before.is_empty()
    }

    /// Returns the row of a key, looked for from the end.
    pub fn find(&self, key: &str) -> Option<&Arc<Row>> {
        self.rows.iter().rev().find(|row| &*row.key == key)
    }

    /// Returns how many pieces of text and of reasoning of a run are here.
    pub fn pieces(&self, run: &str) -> (usize, usize) {
        let count = |key: &str| self.rows.iter().rev().take(RECENT).filter(|row| row.key.starts_with(key)).count();
        (count(&format!("r:{run}:")), count(&format!("h:{run}:")))
    }

    /// Returns the texts of a run that are here, joined as the gateway joins them.
    pub fn said_by(&self, run: &str) -> String {
        let key = format!("r:{run}:");
        let texts: Vec<&str> = self.rows.iter().filter(|row| row.key.starts_with(&key)).map(|row| row.text()).collect();
        texts.join("\n\n")
    }

    /// Returns the number of the newest message.
    pub fn last_seq(&self) -> u64 {
        self.rows.iter().rev().find(|row| row.seq > 0).map_or(0, |row| row.seq)
    }
}

/// Renames a row of a run that began on an older page: its pieces count from there, and so does what it used.
fn moved_on(older: &mut Vec<Arc<Row>>, row: Arc<Row>, run: &str, (texts, thoughts): (usize, usize)) -> Arc<Row> {
    let number = |kind: &str| row.key.strip_prefix(kind)?.strip_prefix(run)?.strip_prefix(':')?.parse::<usize>().ok();
    if let Some(number) = number("r:") {
        Arc::new(row.renamed(text_key(run, number + texts)))
    } else if let Some(number) = number("h:") {
        Arc::new(row.renamed(thought_key(run, number + thoughts)))
    } else if *row.key == end_key(run)
        && let What::End(end) = &row.what
        && let Some(at) = older.iter().rposition(|other| other.key == row.key)
    {
        let earlier = older.remove(at);
        let mut end = end.clone();
        if let What::End(earlier) = &earlier.what {
            end.answers.splice(0..0, earlier.answers.iter().cloned());
        }
        Arc::new(row.with(What::End(end)))
    } else {
        row
    }
}

/// Of so many runs, the last ones, a message may still bring a piece.
const RUNS: usize = 4;
/// How far back the pieces of a run that goes on are looked for.
const RECENT: usize = 2_000;

/// Adds messages to rows, one after the other.
struct Adding<'a> {
    rows: Vec<Arc<Row>>,
    /// Rows of before; what shows the same is kept as it is, and with it what was measured of it.
    kept: &'a [Arc<Row>],
}

impl Adding<'_> {
    fn push(&mut self, row: Row) {
        let same = self.kept.iter().find(|old| old.is_like(&row)).cloned();
        self.rows.push(same.unwrap_or_else(|| Arc::new(row)));
    }

    fn message(&mut self, message: &Message) {
        match message.role.as_str() {
            "user" => self.said(message),
            "toolResult" => self.result(message),
            "custom" => self.nested(message),
            "system" => self.push(Row::new(id_key("s", message), message, What::Mark(message.text()))),
            _ if message.model.as_deref() == Some("gateway-injected") && message.notes.run_id.is_none() => {
                self.push(Row::new(id_key("n", message), message, What::Note(message.text())));
            }
            _ => self.answered(message),
        }
    }

    fn said(&mut self, message: &Message) {
        let key = message.idempotency_key.as_deref().and_then(|key| key.strip_suffix(":user")).map(said_key);
        let teller = message.provenance.as_ref().and_then(|provenance| match provenance.kind.as_str() {
            "internal_system" => Some(Teller::Gateway),
            "inter_session" => Some(Teller::Session),
            _ => None,
        });
        let what = match teller {
            Some(by) => What::Told { by, text: message.text() },
            None => What::Said { text: message.text(), media: message.notes.media.clone() },
        };
        self.push(Row::new(key.unwrap_or_else(|| id_key("m", message)), message, what));
    }

    /// A tool that another tool has called: call and result in one message. What of another kind comes so is drawn as far as it has parts.
    fn nested(&mut self, message: &Message) {
        self.parts(message);
        let results = message.content.as_ref().and_then(|content| content.read::<Lenient<Message>>()).unwrap_or_default();
        results.items.iter().filter(|part| part.role == "toolResult").for_each(|result| self.result(result));
    }

    fn answered(&mut self, message: &Message) {
        self.parts(message);
        self.ended(message, &run_or_id(message));
    }

    fn parts(&mut self, message: &Message) {
        let run_or_id = &run_or_id(message);
        for Part { kind, text, thinking, id, name, arguments } in message.parts() {
            match (kind.as_str(), text.filter(|text| !text.is_empty()), thinking.filter(|text| !text.is_empty())) {
                ("toolCall", _, _) => {
                    let (call, name) = (id.unwrap_or_default(), name.unwrap_or_default());
                    let tool = Tool { call, name, args: arguments, started: message.timestamp, ..Tool::default() };
                    self.push(Row::new(tool_key(&tool.call), message, What::Tool(Box::new(tool))));
                }
                (_, _, Some(text)) => {
                    let key = thought_key(run_or_id, self.count(&format!("h:{run_or_id}:")));
                    self.push(Row::new(key, message, What::Thought { text, is_open: false }));
                }
                (_, Some(_), None) if message.stop_reason.as_deref() == Some("error") => {}
                (_, Some(text), None) => {
                    let key = text_key(run_or_id, self.count(&format!("r:{run_or_id}:")));
                    let is_cut = message.notes.truncated;
                    self.push(Row::new(key, message, What::Text { text, is_open: false, is_cut }));
                }
                _ => {}
            }
        }
    }

    /// Sums up what a run used, behind its last answer so far: the earlier end of the same run gives way.
    fn ended(&mut self, message: &Message, run: &str) {
        let key = end_key(run);
        let seq = message.notes.seq.unwrap_or(0);
        let mut end = End { run: message.notes.run_id.clone(), model: message.model.clone(), ..End::default() };
        let before = self.back(&key).map(|at| self.rows.remove(at));
        let before = before.or_else(|| self.kept.iter().find(|row| *row.key == key).cloned());
        if let Some(What::End(before)) = before.as_ref().map(|row| &row.what) {
            end.answers.extend(before.answers.iter().filter(|(of, _)| *of != seq).cloned());
        }
        end.answers.extend(message.usage.clone().map(|used| (seq, used)));
        end.is_stopped = message.openclaw_abort.is_some();
        if end.is_stopped {
            end.model = None;
        }
        if message.stop_reason.as_deref() == Some("error") {
            end.error = Some(message.error_message.clone().unwrap_or_else(|| message.text()));
        }
        self.push(Row::new(key, message, What::End(end)));
    }

    fn result(&mut self, message: &Message) {
        let call = message.tool_call_id.clone().unwrap_or_default();
        let state = if message.is_error { Working::Failed } else { Working::Done };
        let result = Tool { call, name: message.tool_name.clone().unwrap_or_default(), output: message.text(), state, ..Tool::default() };
        let key = tool_key(&result.call);
        match self.back(&key) {
            Some(at) => {
                join(&mut self.rows[at], &result, message.timestamp);
                let same = self.kept.iter().find(|old| old.is_like(&self.rows[at])).cloned();
                if let Some(same) = same {
                    self.rows[at] = same;
                }
            }
            None => self.push(Row::new(key, message, What::Tool(Box::new(result)))),
        }
    }

    /// Returns where a key stands, not too far back.
    fn back(&self, key: &str) -> Option<usize> {
        self.latest().find(|(_, row)| &*row.key == key).map(|(at, _)| at)
    }

    fn count(&self, key: &str) -> usize {
        self.latest().filter(|(_, row)| row.key.starts_with(key)).count()
    }

    /// Returns the rows of the last few runs, the newest first: what belongs together stands together.
    fn latest(&self) -> impl Iterator<Item = (usize, &Arc<Row>)> {
        let mut ends = 0;
        self.rows.iter().enumerate().rev().take_while(move |(_, row)| {
            ends += usize::from(matches!(row.what, What::End(_)));
            ends <= RUNS
        })
    }
}

/// Puts a tool's result to its call.
fn join(row: &mut Arc<Row>, result: &Tool, at: Option<crate::protocol::UnixMs>) {
    let What::Tool(call) = &row.what else { return };
    let took = match (call.started, at) {
        (Some(from), Some(to)) => u64::try_from(to.0.saturating_sub(from.0)).ok().map(Duration::from_millis),
        _ => None,
    };
    let tool = Tool { output: result.output.clone(), state: result.state, took, ..(**call).clone() };
    *row = Arc::new(row.with(What::Tool(Box::new(tool))));
}

/// Returns the run that made a message, or the message itself where the gateway does not say.
fn run_or_id(message: &Message) -> String {
    let run = message.notes.run_id.as_ref().map_or("", |run| run.as_str());
    if run.is_empty() { message.notes.id.clone().unwrap_or_default() } else { run.to_owned() }
}

fn id_key(kind: &str, message: &Message) -> String {
    format!("{kind}:{}", message.notes.id.as_deref().unwrap_or_default())
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "transcript_tests.rs"]
mod tests;
