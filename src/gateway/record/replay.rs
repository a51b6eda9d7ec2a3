//! A recording as the far end of a connection: it answers what was asked while it was made, in its order, and tells the events at their
//! distances. Pure: frames and time go in, frames come out.
//! Refuses to make anything up: what was not recorded is refused in words.

use std::collections::VecDeque;
use std::time::Duration;

use super::file::Recording;
use super::{Frame, Kind};
use crate::gateway::Moment;
use crate::gateway::socket::Heard;
use crate::protocol::UnixMs;
use crate::protocol::fields::{Fields, text};

/// What is recorded begins so long after the welcome, when the first questions are answered.
const LEAD: Duration = Duration::from_millis(500);
/// An answer takes as long as it took, but no longer.
const LONGEST: Duration = Duration::from_secs(3);

/// Masks the words of a frame, as it was done before the file was written: what was asked then is known by that.
pub type Mask = Box<dyn Fn(&str) -> String>;

/// A recording that is being replayed.
pub struct Replay {
    recording: Recording,
    mask: Mask,
    /// Of each frame whether it has answered.
    is_used: Vec<bool>,
    /// What was told so far, as a place among the frames.
    told: usize,
    /// When the first frame passes; none before somebody came in.
    began: Option<Moment>,
    /// What is to be heard, and when.
    due: VecDeque<(Moment, Heard)>,
    /// Since when somebody is in, if so.
    since: Option<Moment>,
}

impl Replay {
    /// Takes a recording.
    pub fn new(recording: Recording, mask: Mask) -> Self {
        let is_used = vec![false; recording.frames.len()];
        Self { recording, mask, is_used, told: 0, began: None, due: VecDeque::new(), since: None }
    }

    /// Lets somebody in. Whoever comes after the last frame hears no more of it, and is answered as at its end.
    pub fn open(&mut self, now: Moment) {
        (self.since, self.due) = (None, VecDeque::new());
        let at = self.recording.head.began_at.0.to_string();
        let challenge =
            ["{\"type\":\"event\",\"event\":\"connect.challenge\",\"payload\":{\"nonce\":\"replay\",\"ts\":", &at, "}}"].concat();
        self.due.push_back((now, Heard::Text(challenge)));
    }

    /// Hears a frame.
    pub fn hear(&mut self, words: &str, now: Moment) {
        let Ok(fields) = Fields::read(words) else { return };
        let of = |name: &str| fields.raw(name).and_then(|piece| text(piece).ok()).unwrap_or_default();
        let (method, id) = (of("method"), of("id"));
        if method == "connect" {
            self.due.push_back((now, Heard::Text(self.welcome(&id))));
            self.since = Some(now);
            self.began.get_or_insert(now + LEAD);
            return;
        }
        let (after, words) = self.answer(words, &method, &id);
        self.push(now + after, Heard::Text(words));
    }

    /// Returns what is heard by now.
    pub fn pass(&mut self, now: Moment) -> Vec<Heard> {
        while let Some((at, heard)) = self.next_event().filter(|(at, _)| *at <= now) {
            self.told += 1;
            let is_last = matches!(heard, Some(Heard::Closed { .. }));
            if let Some(heard) = heard {
                self.push(at, heard);
            }
            // What came behind it, the next connection hears.
            if is_last {
                break;
            }
        }
        let mut heard = vec![];
        while self.due.front().is_some_and(|(at, _)| *at <= now) {
            let Some((_, one)) = self.due.pop_front() else { break };
            let is_last = matches!(one, Heard::Closed { .. });
            heard.push(one);
            if is_last {
                (self.since, self.due) = (None, VecDeque::new());
                break;
            }
        }
        heard
    }

    /// Returns when [`Replay::pass`] must be called at the latest.
    pub fn deadline(&self) -> Option<Moment> {
        let due = self.due.front().map(|(at, _)| *at);
        due.into_iter().chain(self.next_event().map(|(at, _)| at)).min()
    }

    /// Returns when the next frame passed, and what is heard of it, if anything: answers wait until they are asked for.
    fn next_event(&self) -> Option<(Moment, Option<Heard>)> {
        let frames = &self.recording.frames;
        let (since, began, first, frame) = (self.since?, self.began?, frames.first()?, frames.get(self.told)?);
        let heard = match frame.kind {
            Kind::Event if &*frame.name != "connect.challenge" && !frame.text.is_empty() => Some(Heard::Text(frame.text.as_ref().into())),
            // A try that came to nothing was the end of nothing.
            Kind::Closed if self.told.checked_sub(1).and_then(|at| frames.get(at)).is_some_and(|before| before.kind == Kind::Opened) => {
                None
            }
            Kind::Closed => Some(Heard::Closed { code: frame.name.parse().unwrap_or(1006), reason: frame.text.as_ref().into() }),
            Kind::Other if !frame.text.is_empty() => Some(Heard::Text(frame.text.as_ref().into())),
            _ => None,
        };
        // What passed while nobody was in is told to who comes, behind the welcome.
        Some((since.max(began + frame.at.saturating_sub(first.at)), heard))
    }

    fn push(&mut self, at: Moment, heard: Heard) {
        let place = self.due.iter().rposition(|(other, _)| *other <= at).map_or(0, |place| place + 1);
        self.due.insert(place, (at, heard));
    }

    /// Finds what was answered to this question: the next time that the same was asked, or the last one if there are no more.
    fn answer(&mut self, words: &str, method: &str, id: &str) -> (Duration, String) {
        let wanted = (self.mask)(words);
        let wanted = params(&wanted);
        let frames = &self.recording.frames;
        let asked = frames.iter().filter(|frame| frame.kind == Kind::Request && &*frame.name == method && params(&frame.text) == wanted);
        let mut found: Option<&Frame> = None;
        for asked in asked {
            let of = |frame: &&Frame| frame.kind == Kind::Answer && frame.number > asked.number && frame.id == asked.id;
            if let Some(answer) = frames.iter().find(of) {
                found = Some(answer);
                if !self.is_used.get(place(answer)).is_some_and(|is_used| *is_used) {
                    break;
                }
            }
        }
        match found {
            Some(answer) if answer.text.is_empty() => (Duration::ZERO, refusal(id, "The answer to this was too long to be recorded.")),
            Some(answer) => {
                let (after, words) = (answer.took.unwrap_or_default().min(LONGEST), renamed(&answer.text, id));
                let at = place(answer);
                if let Some(is_used) = self.is_used.get_mut(at) {
                    *is_used = true;
                }
                (after, words)
            }
            None => (Duration::ZERO, refusal(id, "This was not asked while the recording was made.")),
        }
    }

    fn welcome(&self, id: &str) -> String {
        let head = &self.recording.head;
        // Nothing can be done to what is past; what may only be seen is seen.
        let has = |scope: &str| head.scopes.iter().any(|granted| granted == scope || granted == "operator.admin");
        let seen = ["operator.read", "operator.approvals", "operator.questions", "operator.pairing"];
        let scopes: Vec<String> =
            seen.into_iter().filter(|scope| *scope == "operator.read" || has(scope)).map(|scope| ["\"", scope, "\""].concat()).collect();
        let version = serde_json::to_string(&head.gateway).unwrap_or_default();
        let methods = serde_json::to_string(&head.methods).unwrap_or_default();
        [
            "{\"type\":\"res\",\"id\":\"",
            id,
            "\",\"ok\":true,\"payload\":{\"type\":\"hello-ok\",\"protocol\":4,\"server\":{\"version\":",
            &version,
            ",\"bootId\":\"replay\"},\"auth\":{\"scopes\":[",
            &scopes.join(","),
            "]},\"features\":{\"methods\":",
            &methods,
            // No tick need come: silence is no sign that a recording is gone.
            "},\"policy\":{\"tickIntervalMs\":86400000}}}",
        ]
        .concat()
    }

    /// Returns when what is recorded was recorded.
    pub fn began_at(&self) -> UnixMs {
        self.recording.head.began_at
    }
}

fn place(frame: &Frame) -> usize {
    usize::try_from(frame.number).unwrap_or(usize::MAX)
}

/// Returns the params of a request.
fn params(words: &str) -> Option<&str> {
    Fields::read(words).ok()?.raw("params").map(|params| params.get())
}

/// Writes an answer anew, under another id.
fn renamed(answer: &str, id: &str) -> String {
    let Ok(fields) = Fields::read(answer) else { return answer.to_owned() };
    let mut words = ["{\"type\":\"res\",\"id\":\"", id, "\""].concat();
    for name in ["ok", "payload", "error"] {
        if let Some(piece) = fields.raw(name) {
            words += &[",\"", name, "\":", piece.get()].concat();
        }
    }
    words + "}"
}

fn refusal(id: &str, words: &str) -> String {
    ["{\"type\":\"res\",\"id\":\"", id, "\",\"ok\":false,\"error\":{\"code\":\"NOT_RECORDED\",\"message\":\"", words, "\"}}"].concat()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "replay_tests.rs"]
mod tests;
