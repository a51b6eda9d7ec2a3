//! The log of a gateway, read on for as long as somebody looks: one question at a time, never sooner than two seconds after the last, and a
//! few lines of work a frame. What was read stays when the view is left, and is read on from there.
//! Refuses to ask while nobody looks, and to draw.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::log::book::{Book, Within};
use crate::domain::log::ring::BOUNDS;
use crate::domain::log::tail::{Brought, Tail};
use crate::gateway::{CallError, Clock, Gateway, Moment};
use crate::protocol::logs::LogsTail;

/// The key under which it is kept how many lines are; 0 for as many as can be.
pub const LINES: &str = "openclutch.logs";

/// How the last question ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// There was no answer yet.
    #[default]
    Waits,
    /// There was one.
    Read,
    /// The gateway will not answer, for this reason: it is not asked again.
    Refused(String),
    /// It failed, for this reason; it is asked again.
    Failed(String),
}

/// So long may reading and sifting take of a frame.
const SLICE: Duration = Duration::from_millis(7);
/// While there is more to do, whoever looks is woken every so many frames: to draw takes longer than to look.
const WAKES: u32 = 4;
/// So many lines are tried between two looks at the clock.
const AT_ONCE: usize = 48;
/// How long who finds a question in flight waits before it looks again.
const OTHER: Duration = Duration::from_millis(250);

#[derive(Default)]
struct Running {
    /// The gateway whose log it is.
    url: String,
    tail: Tail,
    /// Counts those who read on; only the last of them does.
    turn: u32,
    is_asking: bool,
    is_working: bool,
    asked_at: Option<Moment>,
}

/// The log of one gateway.
#[derive(Clone, Copy)]
pub struct Logs {
    book: StoredValue<Book>,
    running: StoredValue<Running>,
    changed: RwSignal<u32>,
    /// How the last question ended.
    pub standing: RwSignal<Standing>,
    /// A person wants nothing new.
    pub is_paused: RwSignal<bool>,
    gateway: StoredValue<Gateway>,
    clock: StoredValue<Arc<dyn Clock>>,
}

impl Logs {
    /// Makes an empty one; nothing is asked.
    pub fn new(gateway: Gateway, clock: Arc<dyn Clock>) -> Self {
        Self {
            book: StoredValue::new(Book::new(BOUNDS[BOUNDS.len() - 1])),
            running: StoredValue::default(),
            changed: RwSignal::default(),
            standing: RwSignal::default(),
            is_paused: RwSignal::default(),
            gateway: StoredValue::new(gateway),
            clock: StoredValue::new(clock),
        }
    }

    /// Reads on for as long as the present owner lives, and whenever `reads` names a gateway that can be asked.
    pub fn follow(self, reads: impl Fn() -> Option<String> + Send + Sync + 'static) {
        let reads = Memo::new(move |_| reads());
        Effect::new(move || {
            let url = reads.get();
            let turn = self.next_turn();
            if let Some(url) = url {
                self.belong_to(&url);
                spawn_local(self.read_on(turn));
            }
        });
        on_cleanup(move || {
            self.next_turn();
        });
    }

    fn next_turn(self) -> u32 {
        let turn = self.running.try_update_value(|running| {
            running.turn += 1;
            running.turn
        });
        turn.unwrap_or_default()
    }

    /// What was read of another gateway says nothing about this one.
    fn belong_to(self, url: &str) {
        let is_other = self.running.with_value(|running| running.url != url);
        if is_other {
            self.running.update_value(|running| (running.url, running.tail) = (url.to_owned(), Tail::default()));
            self.book.update_value(Book::forget);
            self.standing.set(Standing::Waits);
            self.wake();
        }
    }

    async fn read_on(self, turn: u32) {
        // The page may end at any pause.
        let is_mine = move || self.running.try_with_value(|running| running.turn == turn) == Some(true);
        let clock = self.clock.get_value();
        while is_mine() {
            if self.running.with_value(|running| running.is_asking) {
                clock.sleep(OTHER).await;
                continue;
            }
            let pause = self.running.with_value(|running| {
                let since = running.asked_at.map(|at| clock.now().saturating_sub(at));
                since.map_or(Duration::ZERO, |since| running.tail.pause.saturating_sub(since))
            });
            if !pause.is_zero() {
                clock.sleep(pause).await;
                continue;
            }
            if !self.ask(&*clock).await {
                return;
            }
        }
    }

    /// Asks once; says whether to go on.
    async fn ask(self, clock: &dyn Clock) -> bool {
        let (url, cursor) = self.running.with_value(|running| (running.url.clone(), running.tail.cursor));
        self.running.update_value(|running| running.is_asking = true);
        let waits = move |error: CallError| {
            let _ = self.standing.try_set(Standing::Failed(error.unread("log")));
        };
        let answer = self.gateway.with_value(|gateway| gateway.ask(&LogsTail::new(cursor), waits)).await;
        let mut brought = None;
        let is_same = self.running.try_update_value(|running| {
            running.is_asking = false;
            // What is sent only when the tab is shown again was asked then.
            running.asked_at = Some(clock.now());
            running.url == url && running.tail.cursor == cursor
        });
        if is_same != Some(true) {
            return is_same.is_some();
        }
        let standing = match answer {
            Ok(answer) => {
                self.running.update_value(|running| brought = Some(running.tail.take(answer)));
                Standing::Read
            }
            // Who is back asks again; until then nothing is asked, so there is no trouble with it.
            Err(CallError::NotReady { .. } | CallError::LinkLost { .. }) => {
                if self.standing.with_untracked(|standing| matches!(standing, Standing::Failed(_))) {
                    self.standing.set(if cursor.is_some() { Standing::Read } else { Standing::Waits });
                }
                return false;
            }
            // The question is always the same, so a refusal that is not for now is one for good.
            Err(error) if matches!(error, CallError::Refused { .. }) && !error.is_retryable() => Standing::Refused(error.in_words()),
            Err(error) => {
                self.running.update_value(|running| running.tail.failed());
                Standing::Failed(error.unread("log"))
            }
        };
        let goes_on = !matches!(standing, Standing::Refused(_));
        if self.standing.with_untracked(|before| *before != standing) {
            self.standing.set(standing);
        }
        // An answer without news wakes nobody, unless it is the first.
        if let Some(brought) = brought.filter(|brought| cursor.is_none() || *brought != Brought::default()) {
            self.book.update_value(|book| book.take(brought));
            self.work();
        }
        goes_on
    }

    /// Does what is to be done, a slice a frame, and wakes whoever looks once a frame.
    fn work(self) {
        let is_working = self.running.try_update_value(|running| std::mem::replace(&mut running.is_working, true));
        if is_working != Some(false) {
            return;
        }
        spawn_local(async move {
            let clock = self.clock.get_value();
            for frame in 0_u32.. {
                clock.frame().await;
                let began = clock.now();
                let more = self.book.try_update_value(|book| {
                    let mut more = true;
                    while more && clock.now().saturating_sub(began) < SLICE {
                        more = book.work(AT_ONCE);
                    }
                    more
                });
                let Some(more) = more else { return };
                if !more || frame.is_multiple_of(WAKES) {
                    self.wake();
                }
                if !more {
                    break;
                }
            }
            self.running.update_value(|running| running.is_working = false);
        });
    }

    fn wake(self) {
        self.changed.update(|changed| *changed = changed.wrapping_add(1));
    }

    /// Reads the log, and tracks it.
    pub fn with<R>(self, read: impl FnOnce(&Book) -> R) -> R {
        self.changed.track();
        self.book.with_value(read)
    }

    /// Reads the log.
    pub fn with_untracked<R>(self, read: impl FnOnce(&Book) -> R) -> R {
        self.book.with_value(read)
    }

    /// Whether it was read at least once, whatever became of the last question.
    pub fn was_read(self) -> bool {
        self.standing.track();
        self.running.with_value(|running| running.tail.cursor.is_some())
    }

    /// Asks again what was refused.
    pub fn try_again(self) {
        self.standing.set(Standing::Waits);
        spawn_local(self.read_on(self.next_turn()));
    }

    /// Looks for something in it.
    pub fn search(self, typed: &str) {
        self.book.update_value(|book| book.search(typed));
        self.wake();
        self.work();
    }

    /// Looks among some lines only, or among all again.
    pub fn narrow(self, within: Option<Within>) {
        self.book.update_value(|book| book.narrow(within));
        self.wake();
        self.work();
    }

    /// Drops all lines but a mark.
    pub fn clear(self) {
        self.book.update_value(Book::clear);
        self.work();
    }

    /// Keeps so many lines from now on.
    pub fn keep(self, bound: usize) {
        self.book.update_value(|book| book.ring.keep(bound));
        self.work();
    }
}
