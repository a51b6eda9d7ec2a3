//! All of a log as it is looked at: what came and waits to be read, the lines that are kept, what a query finds in them, and what is shown
//! of that. Everything is done a few lines at a time. Pure: how many now is an argument.
//! Refuses to know time, and to ask for lines.

use std::collections::VecDeque;
use std::sync::Arc;

use super::filter::Sieve;
use super::level::{Level, Levels};
use super::line::{Line, Mark, goes_on};
use super::repeat::Repeats;
use super::ring::Ring;
use super::sifting::Sifting;
use super::tail::Brought;
use crate::domain::query::strict::Mistake;
use crate::protocol::logs::Lines;

/// At most so many texts become one line.
const TALLEST: usize = 500;
/// Reading a line takes as long as trying a query on so many.
const READING: usize = 8;

enum Incoming {
    Mark(Mark),
    Lines(Lines),
}

/// What is left to be shown of what fits the query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Levels that are not shown.
    pub hidden: Levels,
    /// The time that is shown, both ends included; all of it without.
    pub span: Option<(i64, i64)>,
    /// What counts as a repeat.
    pub repeats: Repeats,
}

/// A line that is shown, and how many there are of it at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its number; of several the last.
    pub serial: u64,
    /// So many in a row say the same; none where something is said between lines.
    pub times: u32,
}

/// Says whether a line is among those that are looked at.
pub type Within = Box<dyn Fn(&Line) -> bool + Send + Sync>;

/// All of a log.
pub struct Book {
    incoming: VecDeque<Incoming>,
    /// A line that was read to see whether it goes on with the one before.
    ahead: Option<String>,
    /// The lines.
    pub ring: Ring,
    typed: String,
    sieve: Sieve,
    within: Option<Within>,
    sifting: Sifting,
    /// What is wrong with the query that was typed last, if anything; the one before it goes on then.
    pub mistake: Option<Mistake>,
}

impl Book {
    /// Makes an empty one that keeps so many lines.
    pub fn new(bound: usize) -> Self {
        Self {
            incoming: VecDeque::new(),
            ahead: None,
            ring: Ring::new(bound),
            typed: String::new(),
            sieve: Sieve::default(),
            within: None,
            sifting: Sifting::default(),
            mistake: None,
        }
    }

    /// Takes what was brought, to be read.
    pub fn take(&mut self, brought: Brought) {
        self.incoming.extend(brought.marks.into_iter().map(Incoming::Mark));
        if !brought.lines.is_empty() {
            self.incoming.push_back(Incoming::Lines(brought.lines));
        }
    }

    /// Looks for something else, from the newest line on. A query that means nothing leaves all as it is.
    pub fn search(&mut self, typed: &str) {
        if typed == self.typed {
            self.mistake = None;
            return;
        }
        match Sieve::read(typed) {
            Ok(sieve) => {
                (self.sieve, self.mistake) = (sieve, None);
                typed.clone_into(&mut self.typed);
                self.sifting = Sifting::new(&self.ring);
            }
            Err(mistake) => self.mistake = Some(mistake),
        }
    }

    /// Looks among some lines only, or among all again.
    pub fn narrow(&mut self, within: Option<Within>) {
        if within.is_some() || self.within.is_some() {
            self.within = within;
            self.sifting = Sifting::new(&self.ring);
        }
    }

    /// Does so much of what is to be done as trying a query on so many lines is; says whether there is more.
    pub fn work(&mut self, lines: usize) -> bool {
        let mut left = lines;
        while left > 0 && self.is_reading() {
            self.read();
            left = left.saturating_sub(READING);
        }
        let (sieve, within) = (&self.sieve, &self.within);
        let is_within = |line: &Line| line.mark.is_some() || within.as_ref().is_none_or(|within| within(line));
        self.sifting.step(&self.ring, &|line| sieve.fits(line) && is_within(line), left.max(1));
        self.is_busy()
    }

    /// Whether there is more to be done.
    pub fn is_busy(&self) -> bool {
        self.is_reading() || !self.sifting.is_done(&self.ring)
    }

    fn is_reading(&self) -> bool {
        self.ahead.is_some() || !self.incoming.is_empty()
    }

    /// Returns how many of the lines that were read are to be tried yet.
    pub fn left(&self) -> u64 {
        self.sifting.left(&self.ring)
    }

    /// Reads one line of what came, with all that goes on with it.
    fn read(&mut self) {
        let (before, known) = self.ring.last().map_or((0, None), |line| (line.at, Some(line.subsystem.clone())));
        if self.ahead.is_none() {
            self.ahead = self.next_text();
        }
        if let Some(mut text) = self.ahead.take() {
            for _ in 1..TALLEST {
                // Only what came at once goes on: what comes later may come in other pieces.
                self.ahead = self.next_text();
                let Some(more) = self.ahead.take_if(|more| goes_on(more)) else { break };
                text.push('\n');
                text.push_str(&more);
            }
            self.ring.push(Line::read(text, before, known.as_ref()));
        } else if let Some(Incoming::Mark(_)) = self.incoming.front()
            && let Some(Incoming::Mark(mark)) = self.incoming.pop_front()
        {
            self.ring.push(Line::mark(mark, before));
        }
    }

    /// Reads the next text of those that came at once; nothing at their end.
    fn next_text(&mut self) -> Option<String> {
        let Some(Incoming::Lines(lines)) = self.incoming.front_mut() else { return None };
        let next = lines.next();
        if next.is_none() {
            self.incoming.pop_front();
        }
        next
    }

    /// Drops all lines, what waits to be read too.
    pub fn clear(&mut self) {
        self.incoming.clear();
        self.ahead = None;
        self.ring.clear();
    }

    /// Drops everything, for another gateway.
    pub fn forget(&mut self) {
        self.incoming.clear();
        self.ahead = None;
        self.ring.forget();
        self.sifting = Sifting::new(&self.ring);
    }

    /// Returns what is looked for.
    pub fn sieve(&self) -> &Sieve {
        &self.sieve
    }

    /// Returns what is shown, in order.
    pub fn shown(&self, view: View) -> Vec<Shown> {
        let mut shown: Vec<Shown> = vec![];
        let mut last: Option<&Arc<Line>> = None;
        let is_in = |at: i64| view.span.is_none_or(|(from, to)| (from..=to).contains(&at));
        let first = self.ring.first();
        let hits = self.sifting.hits.iter().skip_while(|hit| hit.serial < first);
        for hit in hits.filter(|hit| is_in(hit.at) && (hit.is_mark || !view.hidden.has(hit.level))) {
            if view.repeats == Repeats::Shown {
                shown.push(Shown { serial: hit.serial, times: u32::from(!hit.is_mark) });
                continue;
            }
            let line = self.ring.get(hit.serial);
            let is_same = last.zip(line).is_some_and(|(last, line)| line.mark.is_none() && last.marks.same(line.marks, view.repeats));
            match shown.last_mut() {
                Some(before) if is_same => *before = Shown { serial: hit.serial, times: before.times + 1 },
                _ => shown.push(Shown { serial: hit.serial, times: u32::from(!hit.is_mark) }),
            }
            last = line.filter(|line| line.mark.is_none());
        }
        shown
    }

    /// Returns when what fits the query was written, and how grave it is, whatever levels and time are shown.
    pub fn points(&self) -> impl DoubleEndedIterator<Item = (i64, Level)> {
        self.sifting.hits.iter().filter(|hit| !hit.is_mark && hit.at > 0).map(|hit| (hit.at, hit.level))
    }

    /// Returns the first and the last time at which something was written that fits the query.
    pub fn span(&self) -> Option<(i64, i64)> {
        self.points().fold(None, |span, (at, _)| {
            let (from, to) = span.unwrap_or((at, at));
            Some((at.min(from), at.max(to)))
        })
    }

    /// Counts what is at least an error among the newest lines, back to a time.
    pub fn errors_since(&self, time: i64) -> usize {
        let newest = (self.ring.first()..self.ring.end()).rev().filter_map(|serial| self.ring.get(serial));
        newest.take_while(|line| line.at >= time).filter(|line| line.level >= Level::Error).count()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "book_tests.rs"]
mod tests;
