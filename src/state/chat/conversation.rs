//! One conversation: the transcript, and over it the runs that go on, until the transcript has become what was streamed. Pure.
//! Refuses to ask: it says what should be asked.

use std::sync::Arc;

use super::laid::lay;
use super::question::{Asked, Question};
use super::row::{Row, What, end_key, text_key};
use super::run::{Ended, LiveRun};
use super::transcript::Transcript;
use crate::protocol::agent::{AgentStep, ChatState};
use crate::protocol::chat::{ChatHistoried, InFlight, Message};
use crate::protocol::{Event, RunId, SessionKey};

/// How often a run that has ended is looked for in the transcript before that is believed without it.
const TRIES: u8 = 4;
/// How many runs that are over are remembered, so that late news do not bring them back.
const REMEMBERED: usize = 32;

/// A conversation as it stands.
#[derive(Clone, Debug, Default)]
pub struct Conversation {
    transcript: Transcript,
    runs: Vec<LiveRun>,
    over: Vec<RunId>,
    /// What is asked of the gateway just now.
    question: Option<Question>,
    /// Where to go on from, once something was read.
    cursor: Option<String>,
    /// Which of the session's lives this is.
    life: Option<String>,
    /// How often ended runs were looked for.
    tries: u8,
    /// How many rows of the transcript stand before what is laid over it.
    cut: usize,
    /// What stands behind them.
    tail: Vec<Arc<Row>>,
    /// How many messages have come since it was opened.
    pub came: usize,
    /// Whether anything was read at all.
    pub is_read: bool,
}

/// What should follow from something that was heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// There is something new to draw.
    pub is_new: bool,
    /// The transcript should be asked for what came since.
    pub asks: bool,
}

const NEW: Heard = Heard { is_new: true, asks: false };
const ASK: Heard = Heard { is_new: true, asks: true };

impl Conversation {
    /// Returns how many rows there are.
    pub fn len(&self) -> usize {
        self.cut + self.tail.len()
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns a row by its place.
    pub fn row(&self, at: usize) -> Option<&Arc<Row>> {
        if at < self.cut { self.transcript.rows.get(at) } else { self.tail.get(at - self.cut) }
    }

    /// Returns all rows in order.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = &Arc<Row>> {
        self.transcript.rows.iter().take(self.cut).chain(&self.tail)
    }

    /// Returns where a key stands, looked for from the end.
    pub fn place(&self, key: &str) -> Option<usize> {
        let back = self.rows().rev().position(|row| &*row.key == key)?;
        Some(self.len() - 1 - back)
    }

    /// Whether a key stands in the transcript, whatever is laid over it.
    pub fn has_read(&self, key: &str) -> bool {
        self.transcript.find(key).is_some()
    }

    /// Returns which offset leads to what is older, while there is any.
    pub fn older(&self) -> Option<usize> {
        self.transcript.older
    }

    /// Whether a run goes on, as far as was heard.
    pub fn is_busy(&self) -> bool {
        self.runs.iter().any(|run| run.ended.is_none())
    }

    /// Whether a run that is over waits to be found in the transcript.
    pub fn is_settling(&self) -> bool {
        self.runs.iter().any(|run| run.ended.is_some())
    }

    /// Notes that something may have been missed.
    pub fn doubt(&mut self) {
        self.runs.iter_mut().for_each(LiveRun::doubt);
    }

    /// Folds an event of this session in.
    pub fn take(&mut self, key: &SessionKey, event: &Event) -> Heard {
        match event {
            Event::AgentStep(step) if step.session_key == *key => self.step(step),
            Event::ChatState(state) if state.session_key == *key => self.stand(state),
            Event::SessionMessage(told) if told.session_key.as_ref() == Some(key) => {
                told.message.as_ref().and_then(|raw| raw.read::<Message>()).map_or(ASK, |message| self.written(message))
            }
            Event::SessionsChanged(changed) if changed.session_key.as_ref() == Some(key) => match changed.reason.as_deref() {
                Some("reset" | "delete" | "compact") => ASK,
                // Whether the end of a run was missed, only the transcript can tell: the row may be of before the run began.
                _ if self.is_busy() && changed.session.as_ref().is_some_and(|row| !row.has_active_run) => ASK,
                _ => Heard::default(),
            },
            _ => Heard::default(),
        }
    }

    fn step(&mut self, step: &AgentStep) -> Heard {
        if self.over.contains(&step.run_id) {
            return Heard::default();
        }
        let at = self.runs.iter().position(|run| run.id == step.run_id).unwrap_or_else(|| {
            let pieces = self.transcript.pieces(step.run_id.as_str());
            self.runs.push(LiveRun::new(step.run_id.clone(), pieces));
            self.runs.len() - 1
        });
        let is_new = self.runs.get_mut(at).is_some_and(|run| run.take(step));
        Heard { is_new, asks: false }
    }

    fn stand(&mut self, state: &ChatState) -> Heard {
        if !state.ends() {
            return Heard::default();
        }
        let Some(run) = self.runs.iter_mut().find(|run| run.id == state.run_id) else {
            self.remember(state.run_id.clone());
            return Heard { is_new: false, asks: true };
        };
        if run.ended.is_some() {
            return Heard::default();
        }
        run.end(Ended { error: state.error_message.clone() });
        self.tries = 0;
        ASK
    }

    fn written(&mut self, message: Message) -> Heard {
        let is_said = message.role == "user";
        let seq = message.notes.seq;
        let before = self.transcript.last_seq();
        if let Some(question) = &mut self.question {
            question.told.push(message.clone());
        }
        self.came += self.transcript.take(&[message]);
        if is_said
            && seq > Some(before)
            && let Some(said) = self.transcript.rows.last().cloned()
            && let Some(run) =
                self.runs.iter_mut().rfind(|run| run.ended.is_none() && run.rows().any(|row| !matches!(row.what, What::Doing(_))))
        {
            run.heard(said);
        }
        NEW
    }

    /// Notes that a question goes out. Returns which, and from where on.
    pub fn asking(&mut self) -> (Asked, Option<String>) {
        self.question = Some(self.knows());
        (if self.cursor.is_some() { Asked::Since } else { Asked::Page }, self.cursor.clone())
    }

    fn knows(&self) -> Question {
        Question { last: self.transcript.last_seq(), runs: self.runs.iter().map(|run| run.id.clone()).collect(), told: vec![] }
    }

    /// Puts an answer in its place. Says whether to ask again: at once for the whole, or later for what should be there by now.
    pub fn answered(&mut self, answer: ChatHistoried, asked: Asked) -> Heard {
        if answer.kind.as_deref() == Some("reset") {
            self.cursor = None;
            return Heard { is_new: false, asks: true };
        }
        let messages: Vec<Message> = answer.messages.items.into_iter().map(|told| told.0).collect();
        let older = answer.next_offset.filter(|_| answer.has_more);
        if asked == Asked::Older {
            self.transcript.take_older(&messages, older);
            return NEW;
        }
        let question = self.question.take().unwrap_or_else(|| self.knows());
        let is_other_life = answer.session_id.is_some() && self.life.is_some() && answer.session_id != self.life;
        let first = messages.iter().filter_map(|message| message.notes.seq).min().unwrap_or(0);
        let last = messages.iter().filter_map(|message| message.notes.seq).max().unwrap_or(0);
        let has_gap = first > question.last + 1;
        // After a reset the numbers begin anew.
        let begins_anew = last < question.last;
        let is_anew = is_other_life || (asked == Asked::Page && (has_gap || begins_anew || messages.is_empty()));
        if is_anew {
            self.transcript = Transcript::default();
        }
        self.life = answer.session_id.or(self.life.take());
        let was_empty = self.transcript.rows.is_empty();
        let came = self.transcript.take(&messages);
        if asked == Asked::Page && was_empty {
            self.transcript.older = older;
        } else {
            self.came += came;
        }
        if is_anew {
            self.transcript.take(&question.told);
        }
        self.cursor = answer.delta_cursor.or(self.cursor.take());
        self.is_read = true;
        let is_idle = answer.in_flight_run.is_none() && answer.session_info.is_some_and(|info| !info.has_active_run);
        // While something waits, the gateway names that, as if it ran; what does run tells by itself how far it is.
        match answer.in_flight_run.filter(|run| !answer.pending_inputs.waits(&run.run_id)) {
            Some(in_flight) => self.in_flight(&in_flight),
            None if is_idle => {
                let was_known = |run: &&mut LiveRun| question.runs.contains(&run.id);
                self.runs.iter_mut().filter(was_known).for_each(|run| run.end(Ended::default()));
            }
            None => {}
        }
        self.settle()
    }

    fn in_flight(&mut self, flying: &InFlight) {
        if self.over.contains(&flying.run_id) {
            return;
        }
        let key = flying.run_id.as_str();
        let at = self.runs.iter().position(|run| run.id == flying.run_id).unwrap_or_else(|| {
            let mut run = LiveRun::new(flying.run_id.clone(), self.transcript.pieces(key));
            run.started = flying.started_at;
            self.runs.push(run);
            self.runs.len() - 1
        });
        let Some(run) = self.runs.get_mut(at) else { return };
        let mut pieces: Vec<Arc<Row>> = vec![];
        for number in 0.. {
            let key = text_key(key, number);
            let live = run.finished_texts().find(|row| *row.key == *key).cloned();
            match live.or_else(|| self.transcript.find(&key).cloned()) {
                Some(row) => pieces.push(row),
                None => break,
            }
        }
        let before: Vec<&str> = pieces.iter().map(|row| row.text()).collect();
        run.correct(&flying.text, &before);
    }

    /// Lets go of runs that are over and stand in the transcript.
    fn settle(&mut self) -> Heard {
        let is_patient = self.tries < TRIES;
        let transcript = &self.transcript;
        let is_found = |run: &LiveRun| {
            let has_end = transcript.find(&end_key(run.id.as_str())).is_some();
            has_end
                && run.rows().all(|row| matches!(row.what, What::Doing(_) | What::Thought { .. }) || transcript.find(&row.key).is_some())
        };
        let (done, left): (Vec<LiveRun>, Vec<LiveRun>) =
            std::mem::take(&mut self.runs).into_iter().partition(|run| run.ended.is_some() && (is_found(run) || !is_patient));
        self.runs = left;
        for run in done {
            self.remember(run.id);
        }
        if self.is_settling() {
            self.tries += 1;
        }
        Heard { is_new: true, asks: false }
    }

    fn remember(&mut self, run: RunId) {
        if !self.over.contains(&run) {
            self.over.push(run);
            let surplus = self.over.len().saturating_sub(REMEMBERED);
            self.over.drain(..surplus);
        }
    }

    /// Lays what streams over the transcript, for drawing.
    pub fn lay(&mut self) {
        (self.cut, self.tail) = lay(&self.transcript.rows, &self.runs);
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "conversation_tests.rs"]
mod tests;
