//! A run as it is told while it goes on: pieces of text and reasoning, tools, and what it is about to do. Pure.
//! Refuses to know the transcript; whoever holds both decides when this one has become that one.

use std::sync::Arc;

use super::row::{Row, Tool, What, Working, text_key, thought_key, tool_key};
use super::work::{self, Told};
use crate::protocol::agent::{AgentStep, StepData};
use crate::protocol::raw::Raw;
use crate::protocol::{RunId, UnixMs};

/// A run that was heard of.
#[derive(Clone, Debug)]
pub struct LiveRun {
    /// Which.
    pub id: RunId,
    /// Since when.
    pub started: Option<UnixMs>,
    /// How it ended, once it did.
    pub ended: Option<Ended>,
    /// What is to be seen of it, in order.
    rows: Vec<Arc<Row>>,
    /// What it is about to do.
    doing: String,
    /// The message in which the last text stands.
    item: Option<String>,
    /// The number of the last news.
    seq: u64,
    /// Something may have been missed: the next news about a text must be taken whole.
    is_unsure: bool,
    /// How many pieces of text and reasoning there were before.
    texts: usize,
    thoughts: usize,
}

/// How a run ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// What went wrong, if that was why.
    pub error: Option<String>,
}

impl LiveRun {
    /// Begins to follow a run of which so many pieces of text and reasoning stand in the transcript already.
    pub fn new(id: RunId, (texts, thoughts): (usize, usize)) -> Self {
        Self {
            id,
            started: None,
            ended: None,
            rows: vec![],
            doing: "Preparing".into(),
            item: None,
            seq: 0,
            is_unsure: true,
            texts,
            thoughts,
        }
    }

    /// Notes that something may have been missed.
    pub fn doubt(&mut self) {
        self.is_unsure = true;
    }

    /// Returns what is to be seen of it.
    pub fn rows(&self) -> impl Iterator<Item = Arc<Row>> + '_ {
        let is_quiet =
            self.ended.is_none() && !matches!(self.rows.last().map(|row| &row.what), Some(What::Text { .. } | What::Thought { .. }));
        let works = self.rows.last().is_some_and(|row| matches!(&row.what, What::Tool(tool) if tool.state == Working::Running));
        let doing =
            (is_quiet && !works).then(|| Arc::new(Row::live(format!("w:{}", self.id), self.started, What::Doing(self.doing.clone()))));
        self.rows.iter().filter(|row| !matches!(&row.what, What::Text { text, .. } if text.is_empty())).cloned().chain(doing)
    }

    /// Puts in what a person said meanwhile, at the place where it came.
    pub fn heard(&mut self, said: Arc<Row>) {
        if self.rows.iter().all(|row| row.key != said.key) {
            self.close_last();
            self.rows.push(said);
            self.item = None;
        }
    }

    /// Takes news; returns whether there is something new to draw. Late doubles change nothing.
    pub fn take(&mut self, news: &AgentStep) -> bool {
        if self.ended.is_some() || (news.seq > 0 && news.seq <= self.seq) {
            return false;
        }
        self.seq = self.seq.max(news.seq);
        let data = &news.data;
        match news.stream.as_str() {
            "assistant" => self.spoke(data, news.ts),
            "thinking" => self.thought(data, news.ts),
            "item" if data.kind.as_deref() == Some("tool") => self.worked(data, Told::Item),
            "tool" => self.worked(data, Told::Tool),
            "lifecycle" => self.lived(data),
            "run_status" => self.is_about_to(data),
            _ => false,
        }
    }

    /// Notes that it is over. What still seems to go on was cut off.
    pub fn end(&mut self, ended: Ended) {
        if self.ended.is_some() {
            return;
        }
        self.close_last();
        for row in &mut self.rows {
            if let What::Tool(tool) = &row.what
                && tool.state == Working::Running
            {
                *row = Arc::new(row.with(What::Tool(Box::new(Tool { state: Working::Cut, ..(**tool).clone() }))));
            }
        }
        self.ended = Some(ended);
    }

    fn spoke(&mut self, data: &StepData, at: Option<UnixMs>) -> bool {
        let is_same = self.item.is_none() || data.item_id.is_none() || self.item == data.item_id;
        let goes_on = is_same && matches!(self.rows.last().map(|row| &row.what), Some(What::Text { .. }));
        let delta = data.delta.as_deref().unwrap_or_default();
        let whole = || data.text.as_ref().and_then(Raw::read::<String>);
        let is_whole = self.is_unsure || data.replace || !goes_on;
        let text = is_whole.then(whole).flatten();
        self.is_unsure = false;
        if data.item_id.is_some() {
            self.item.clone_from(&data.item_id);
        }
        match text {
            Some(text) if goes_on => {
                let is_new = self.rows.last().is_some_and(|row| row.text() != text);
                self.rewrite(What::Text { text, is_open: true, is_cut: false });
                is_new
            }
            None if goes_on => self.append(delta),
            whole => {
                self.add_text(whole.unwrap_or_else(|| delta.to_owned()), data.item_id.clone(), at);
                true
            }
        }
    }

    /// Adds to the last piece in its place, unless it was drawn since: what is drawn does not change under the drawer's hands.
    fn append(&mut self, delta: &str) -> bool {
        if delta.is_empty() {
            return false;
        }
        let Some(row) = self.rows.last_mut() else { return false };
        if let Some(row) = Arc::get_mut(row) {
            if let What::Text { text, .. } | What::Thought { text, .. } = &mut row.what {
                text.push_str(delta);
            }
            return true;
        }
        let mut what = row.what.clone();
        if let What::Text { text, .. } | What::Thought { text, .. } = &mut what {
            text.push_str(delta);
        }
        self.rewrite(what);
        true
    }

    /// Sets right what was said last, by what the gateway says of the run as a whole: the pieces before it are known.
    pub fn correct(&mut self, said: &str, before: &[&str]) {
        let mut rest = said;
        for piece in before {
            let Some(after) = rest.strip_prefix(piece.trim_end()) else { return };
            rest = after.trim_start_matches('\n');
        }
        match self.rows.last().map(|row| &row.what) {
            Some(What::Text { text, is_open: true, .. }) if self.is_unsure && text != rest => {
                self.rewrite(What::Text { text: rest.to_owned(), is_open: true, is_cut: false });
            }
            Some(What::Text { is_open: true, .. }) => {}
            _ if self.is_unsure && !rest.is_empty() => {
                self.add_text(rest.to_owned(), None, None);
                self.is_unsure = true;
            }
            _ => {}
        }
    }

    /// Returns the finished pieces of text that stand here before the open one, by key.
    pub fn finished_texts(&self) -> impl Iterator<Item = &Arc<Row>> {
        self.rows.iter().filter(|row| matches!(row.what, What::Text { is_open: false, .. }))
    }

    fn add_text(&mut self, text: String, item: Option<String>, at: Option<UnixMs>) {
        self.close_last();
        let key = text_key(self.id.as_str(), self.texts);
        self.texts += 1;
        self.item = item;
        self.rows.push(Arc::new(Row::live(key, at, What::Text { text, is_open: true, is_cut: false })));
    }

    fn thought(&mut self, data: &StepData, at: Option<UnixMs>) -> bool {
        let delta = data.delta.as_deref().unwrap_or_default();
        let whole = || data.text.as_ref().and_then(Raw::read::<String>);
        let goes_on = matches!(self.rows.last().map(|row| &row.what), Some(What::Thought { is_open: true, .. }));
        let is_whole = self.is_unsure || !goes_on;
        let text = is_whole.then(whole).flatten();
        self.is_unsure = false;
        match text {
            Some(text) if goes_on => {
                let is_new = self.rows.last().is_some_and(|row| row.text() != text);
                self.rewrite(What::Thought { text, is_open: true });
                is_new
            }
            None if goes_on => self.append(delta),
            whole => {
                let text = whole.unwrap_or_else(|| delta.to_owned());
                if text.is_empty() {
                    return false;
                }
                self.close_last();
                let key = thought_key(self.id.as_str(), self.thoughts);
                self.thoughts += 1;
                self.rows.push(Arc::new(Row::live(key, at, What::Thought { text, is_open: true })));
                true
            }
        }
    }

    fn worked(&mut self, data: &StepData, told: Told) -> bool {
        let Some(call) = &data.tool_call_id else { return false };
        let key = tool_key(call);
        let at = self.rows.iter().rposition(|row| *row.key == key).unwrap_or_else(|| {
            self.close_last();
            self.item = None;
            let tool = Tool { call: call.clone(), ..Tool::default() };
            self.rows.push(Arc::new(Row::live(key, data.started_at, What::Tool(Box::new(tool)))));
            self.rows.len() - 1
        });
        let Some(row) = self.rows.get_mut(at) else { return false };
        let What::Tool(before) = &row.what else { return false };
        let tool = work::after(before, data, told);
        if tool == **before {
            return false;
        }
        *row = Arc::new(row.with(What::Tool(Box::new(tool))));
        true
    }

    fn lived(&mut self, data: &StepData) -> bool {
        self.started = self.started.or(data.started_at);
        match data.phase.as_deref() {
            Some("start") => self.does("Waiting for the model"),
            Some("waiting-approval") => self.does("Waiting for you"),
            Some("approval-resolved") => self.does("Going on"),
            _ => false,
        }
    }

    fn is_about_to(&mut self, data: &StepData) -> bool {
        let words = match (data.phase.as_deref(), &data.message) {
            (_, Some(message)) => message.clone(),
            (Some("preparing_workspace" | "preparing_context"), _) => "Preparing".into(),
            (Some("starting_model"), _) => "Waiting for the model".into(),
            (Some(other), _) => other.replace('_', " "),
            _ => return false,
        };
        self.does(&words)
    }

    fn does(&mut self, words: &str) -> bool {
        let is_new = self.doing != words;
        self.doing = words.to_owned();
        is_new
    }

    fn rewrite(&mut self, what: What) {
        if let Some(row) = self.rows.last_mut() {
            *row = Arc::new(row.with(what));
        }
    }

    /// Nothing more will be added to the last piece.
    fn close_last(&mut self) {
        let closed = match self.rows.last().map(|row| &row.what) {
            Some(What::Text { text, is_open: true, is_cut }) => What::Text { text: text.clone(), is_open: false, is_cut: *is_cut },
            Some(What::Thought { text, is_open: true }) => What::Thought { text: text.clone(), is_open: false },
            _ => return,
        };
        self.rewrite(closed);
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "run_tests.rs"]
mod tests;
