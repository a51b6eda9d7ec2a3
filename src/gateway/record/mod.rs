//! What passes over the connection, word for word: a bounded ring of frames, requests joined with their answers. Pure.
//! Refuses to be there unless somebody wants it, and to mask: there are secrets in it until somebody shows or saves it.

pub mod file;
pub mod host;
pub mod replay;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::Moment;
use super::socket::Tap;
use crate::protocol::fields::{Fields, FromJson, text};

/// So many frames are kept.
pub const MOST_FRAMES: usize = 2_000;
/// So many bytes of them are kept.
pub const MOST_BYTES: usize = 8_000_000;
/// Of a longer frame only its head is kept. The log comes in a megabyte at a time, and more with its quotation marks.
const LONGEST: usize = 2_500_000;
/// So many requests are remembered until their answers come.
const MOST_OPEN: usize = 64;

/// What a frame is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// One of our questions.
    Request,
    /// The answer to one.
    Answer,
    /// What the gateway tells unasked.
    Event,
    /// A socket was opened.
    Opened,
    /// It was closed.
    Closed,
    /// No frame that anybody could read.
    #[default]
    Other,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Request, Self::Answer, Self::Event, Self::Opened, Self::Closed, Self::Other];

    /// Returns its name, for files and for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Answer => "answer",
            Self::Event => "event",
            Self::Opened => "opened",
            Self::Closed => "closed",
            Self::Other => "unreadable",
        }
    }
}

/// One frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Counts up from 0 over the whole recording.
    pub number: u64,
    /// When it passed, from the beginning of the recording.
    pub at: Duration,
    /// What it is.
    pub kind: Kind,
    /// The method or the event; of a close its code.
    pub name: Box<str>,
    /// The id of a request and its answer.
    pub id: Box<str>,
    /// How long the answer took: stands with both.
    pub took: Option<Duration>,
    /// The answer is a refusal: stands with both.
    pub is_refused: bool,
    /// How long it is, in bytes.
    pub size: usize,
    /// Its words; empty if it was too long to be kept.
    pub text: Box<str>,
}

/// The frames that passed while it looked on, the oldest first.
#[derive(Default)]
pub struct Recorder {
    began: Moment,
    frames: VecDeque<Arc<Frame>>,
    bytes: usize,
    /// How many were dropped at the far end.
    pub dropped: u64,
    next: u64,
    /// Requests that wait for their answers, by number.
    open: VecDeque<u64>,
}

impl Recorder {
    /// Begins a recording.
    pub fn new(now: Moment) -> Self {
        Self { began: now, ..Self::default() }
    }

    /// Returns the frames.
    pub fn frames(&self) -> impl DoubleEndedIterator<Item = &Arc<Frame>> + ExactSizeIterator {
        self.frames.iter()
    }

    /// Returns how long the frames that are kept are together.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Returns the number that the next frame will have: what was looked at before is known by it.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Returns the frame of a number, if it is still there.
    pub fn get(&self, number: u64) -> Option<&Arc<Frame>> {
        let first = self.frames.front()?.number;
        self.frames.get(usize::try_from(number.checked_sub(first)?).ok()?)
    }

    /// Takes a frame.
    pub fn passed(&mut self, is_ours: bool, words: &str, now: Moment) {
        let mut frame = read(is_ours, words);
        match frame.kind {
            Kind::Request => {
                if self.open.len() >= MOST_OPEN {
                    self.open.pop_front();
                }
                self.open.push_back(self.next);
            }
            Kind::Answer => self.join(&mut frame, now),
            _ => {}
        }
        self.push(frame, words, now);
    }

    /// Takes what befell the socket.
    pub fn befell(&mut self, kind: Kind, name: &str, words: &str, now: Moment) {
        if kind == Kind::Closed {
            self.open.clear();
        }
        self.push(Frame { kind, name: name.into(), ..Frame::default() }, words, now);
    }

    /// Joins an answer with its request.
    fn join(&mut self, answer: &mut Frame, now: Moment) {
        let found = self.open.iter().position(|number| self.get(*number).is_some_and(|asked| asked.id == answer.id));
        let Some(number) = found.and_then(|at| self.open.remove(at)) else { return };
        let Some(first) = self.frames.front().map(|frame| frame.number) else { return };
        let at = number.checked_sub(first).and_then(|at| usize::try_from(at).ok());
        let Some(asked) = at.and_then(|at| self.frames.get_mut(at)) else { return };
        answer.name = asked.name.clone();
        answer.took = Some(now.saturating_sub(self.began).saturating_sub(asked.at));
        let joined = Frame { took: answer.took, is_refused: answer.is_refused, ..(**asked).clone() };
        *asked = Arc::new(joined);
    }

    fn push(&mut self, frame: Frame, words: &str, now: Moment) {
        let kept = if words.len() > LONGEST { "" } else { words };
        let at = now.saturating_sub(self.began);
        self.bytes += kept.len();
        self.frames.push_back(Arc::new(Frame { number: self.next, at, size: words.len(), text: kept.into(), ..frame }));
        self.next += 1;
        while self.frames.len() > MOST_FRAMES || self.bytes > MOST_BYTES {
            let Some(gone) = self.frames.pop_front() else { break };
            self.bytes -= gone.text.len();
            self.dropped += 1;
        }
    }
}

/// Reads a frame as far as its head goes.
fn read(is_ours: bool, words: &str) -> Frame {
    let Ok(fields) = Fields::read(words) else { return Frame::default() };
    let of = |name: &str| fields.raw(name).and_then(|piece| text(piece).ok()).unwrap_or_default();
    let (kind, method, event, id) = (of("type"), of("method"), of("event"), of("id"));
    let is_ok = fields.raw("ok").is_some_and(|piece| bool::from_json(piece) == Ok(true));
    let (kind, name) = match (&*kind, is_ours) {
        ("req", true) => (Kind::Request, method),
        ("res", false) => (Kind::Answer, std::borrow::Cow::Borrowed("")),
        ("event", false) => (Kind::Event, event),
        _ => return Frame::default(),
    };
    Frame { kind, name: (*name).into(), id: (*id).into(), is_refused: kind == Kind::Answer && !is_ok, ..Frame::default() }
}

/// A recorder that the connection and a view share.
#[derive(Clone, Default)]
pub struct Shared(Arc<Mutex<Recorder>>);

impl Shared {
    /// Begins a recording.
    pub fn new(now: Moment) -> Self {
        Self(Arc::new(Mutex::new(Recorder::new(now))))
    }

    /// Looks at it, or changes it.
    pub fn with<R>(&self, look: impl FnOnce(&mut Recorder) -> R) -> R {
        // Nothing that can panic runs under the lock; and half a frame is no reason to stop.
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Tap for Shared {
    fn opened(&mut self, url: &str, now: Moment) {
        self.with(|recorder| recorder.befell(Kind::Opened, "socket", url, now));
    }

    fn passed(&mut self, is_ours: bool, text: &str, now: Moment) {
        self.with(|recorder| recorder.passed(is_ours, text, now));
    }

    fn closed(&mut self, code: u16, reason: &str, now: Moment) {
        self.with(|recorder| recorder.befell(Kind::Closed, &code.to_string(), reason, now));
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_request_is_joined_with_its_answer() {
        let mut recorder = Recorder::new(ms(100));
        recorder.passed(true, r#"{"type":"req","id":"7","method":"sessions.list","params":{}}"#, ms(110));
        recorder.passed(false, r#"{"type":"event","event":"tick","seq":1}"#, ms(112));
        recorder.passed(false, r#"{"type":"res","id":"7","ok":false,"error":{}}"#, ms(150));
        recorder.passed(false, r#"{"type":"res","id":"9","ok":true}"#, ms(151));
        recorder.passed(false, "{", ms(152));
        let all: Vec<_> = recorder.frames().map(|frame| (frame.kind, &*frame.name, frame.took, frame.is_refused)).collect();
        assert_eq!(all[0], (Kind::Request, "sessions.list", Some(ms(40)), true));
        assert_eq!(all[1], (Kind::Event, "tick", None, false));
        assert_eq!(all[2], (Kind::Answer, "sessions.list", Some(ms(40)), true));
        assert_eq!((all[3], all[4].0), ((Kind::Answer, "", None, false), Kind::Other));
        assert_eq!((recorder.get(2).unwrap().at, recorder.get(5)), (ms(50), None));
    }

    #[test]
    fn what_is_too_long_is_known_by_its_head() {
        let mut recorder = Recorder::default();
        recorder.passed(false, &format!(r#"{{"type":"event","event":"big","payload":"{}"}}"#, "x".repeat(LONGEST)), ms(0));
        let frame = recorder.get(0).unwrap();
        assert_eq!((&*frame.name, frame.text.len(), frame.size > LONGEST, recorder.bytes()), ("big", 0, true, 0));
    }

    proptest! {
        #[test]
        fn the_ring_is_bounded_and_keeps_the_newest(sizes in proptest::collection::vec(0_usize..9_000, 0..3_000)) {
            let mut recorder = Recorder::default();
            for size in &sizes {
                recorder.passed(false, &"x".repeat(*size), ms(0));
            }
            prop_assert!(recorder.frames().len() <= MOST_FRAMES && recorder.bytes() <= MOST_BYTES);
            prop_assert_eq!(recorder.dropped + recorder.frames().len() as u64, sizes.len() as u64);
            prop_assert_eq!(recorder.frames().map(|frame| frame.text.len()).sum::<usize>(), recorder.bytes());
            for (frame, size) in recorder.frames().rev().zip(sizes.iter().rev()) {
                prop_assert_eq!(frame.size, *size);
            }
        }
    }
}
