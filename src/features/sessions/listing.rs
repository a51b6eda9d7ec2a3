//! Which rows stand in the list and in which order: searched, sorted, sub-agents under whoever sent them; and still while
//! somebody points at them. Pure.
//! Refuses to draw.

use std::cmp::Ordering;
use std::sync::Arc;

use super::address::{Look, Sort};
use super::sums::{Brood, Counts};
use super::{filter, kind, shown};
use crate::domain::query::small;
use crate::domain::session;
use crate::protocol::sessions::SessionRow;
use crate::protocol::{SessionKey, UnixMs};

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Line {
    /// Which session.
    pub key: SessionKey,
    /// How deep it stands under others.
    pub depth: u8,
    /// What stands under it, shown or not.
    pub brood: Option<Brood>,
}

/// The list as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The rows in order.
    pub lines: Vec<Line>,
    /// How many more have come since the order was held.
    pub fresh: usize,
    /// How many are hidden as noise, by kind.
    pub hidden: Vec<(&'static str, usize)>,
    /// How many stand how.
    pub counts: Counts,
    /// How often the order had been let go.
    pub release: u32,
    /// The project that is chosen.
    pub project: String,
    /// The look of this order.
    look: Look,
    /// The rows at the top level, in order; while the order is held, with those that have gone since.
    roots: Vec<SessionKey>,
}

impl Listing {
    /// Returns the row so many further down than another; without another the first, past the ends the last before them.
    pub fn step(&self, from: Option<&SessionKey>, by: isize) -> Option<SessionKey> {
        let at = from.and_then(|from| self.lines.iter().position(|line| line.key == *from));
        let last = self.lines.len().checked_sub(1)?;
        let to = at.map_or(if by == isize::MAX { last } else { 0 }, |at| at.saturating_add_signed(by).min(last));
        self.lines.get(to).map(|line| line.key.clone())
    }

    /// Returns how many of these are not among the rows.
    pub fn lacks(&self, keys: &[SessionKey]) -> usize {
        let mut shown: Vec<&SessionKey> = self.lines.iter().map(|line| &line.key).collect();
        shown.sort_unstable();
        keys.iter().filter(|key| shown.binary_search(key).is_err()).count()
    }

    /// Returns the rows from one to another, both included.
    pub fn between(&self, one: &SessionKey, other: &SessionKey) -> Vec<SessionKey> {
        let at = |key: &SessionKey| self.lines.iter().position(|line| line.key == *key);
        let (Some(one), Some(other)) = (at(one), at(other)) else { return vec![] };
        self.lines[one.min(other)..=one.max(other)].iter().map(|line| line.key.clone()).collect()
    }
}

/// What a listing is made from, besides the rows.
pub struct Asks<'a> {
    /// How the list is looked at.
    pub look: &'a Look,
    /// The sessions whose sub-agents are shown.
    pub open: &'a [SessionKey],
    /// The session whose detail is open: an order that lacks it is not held.
    pub opened: Option<&'a SessionKey>,
    /// Whether a session waits for somebody.
    pub waits: &'a dyn Fn(&SessionKey) -> bool,
    /// The clock on the wall.
    pub now: UnixMs,
    /// What the project of a session is called.
    pub called: filter::Called<'a>,
}

/// Makes the listing of rows, which come in the order of their keys. While an order is `held`, its rows stay where they are, and
/// new ones are only counted.
pub fn listing(rows: &[Arc<SessionRow>], asks: &Asks<'_>, held: Option<&Listing>) -> Listing {
    let query = filter::read(&asks.look.query);
    let is_flat = !query.terms.is_empty() || asks.look.archived;
    let mut listing = Listing { look: asks.look.clone(), ..Listing::default() };
    // Where nothing stood nothing can be pushed away.
    let held = held.filter(|held| held.look == listing.look && !held.lines.is_empty());
    // What is at work is not hidden as noise, nor is what is asked for by its kind.
    let is_hidden =
        |row: &SessionRow| kind::is_noise(row) && !asks.look.with_noise && !row.has_active_run && !filter::asks_for_kind(&query, row);
    let find = |key: &SessionKey| {
        let row = rows.get(rows.binary_search_by(|row| row.key.cmp(key)).ok()?)?;
        (row.archived == asks.look.archived && !is_hidden(row)).then_some(&**row)
    };
    let mut under: Vec<Ranked<'_>> = vec![];
    let mut roots: Vec<Ranked<'_>> = vec![];

    for row in rows {
        let state = shown::state_name(row, (asks.waits)(&row.key));
        let is_hidden = is_hidden(row);
        if !row.archived && !is_hidden {
            listing.counts.add(state);
        }
        if row.archived != asks.look.archived {
            continue;
        }
        if is_hidden {
            hide(&mut listing.hidden, kind::noise(row));
        } else if filter::fits(&query, row, state, asks.now, asks.called) {
            let parent = parent(row, &find).filter(|_| !is_flat);
            let mut ranked = Ranked::of(row, parent, asks.look.sort, state);
            // Nor do sub-agents that are shown move while the order is held.
            if let Some(held) = held.filter(|_| parent.is_some_and(|parent| asks.open.contains(parent))) {
                let at = held.lines.iter().position(|line| line.key == row.key).and_then(|at| i64::try_from(at).ok());
                ranked.number = at.map_or(i64::MIN, |at| -at);
            }
            if parent.is_some() { &mut under } else { &mut roots }.push(ranked);
        }
    }

    for ranked in [&mut roots, &mut under] {
        sort(ranked, asks.look.is_reversed);
    }
    listing.roots = roots.into_iter().map(|ranked| ranked.row.key.clone()).collect();
    let lacks_opened = |held: &Listing| asks.opened.is_some_and(|key| listing.roots.contains(key) && !held.roots.contains(key));
    if let Some(held) = held.filter(|held| !lacks_opened(held)) {
        let mut known: Vec<&SessionKey> = held.roots.iter().collect();
        known.sort_unstable();
        listing.fresh = listing.roots.iter().filter(|key| known.binary_search(key).is_err()).count();
        // What has gone keeps its place: a deletion that is refused, or undone, is no news.
        listing.roots = held.roots.clone();
    }
    let mut draw = Draw { under: &under, open: asks.open, lines: vec![] };
    for key in listing.roots.iter().filter(|key| find(key).is_some()) {
        draw.line(key, 0);
    }
    listing.lines = draw.lines;
    listing
}

/// Deeper than this nothing is nested.
const DEEPEST: u8 = 8;

/// Returns under which row another stands. Rows that name each other as parents stand by themselves, and so does what is too deep.
fn parent<'a>(row: &'a SessionRow, find: &impl Fn(&SessionKey) -> Option<&'a SessionRow>) -> Option<&'a SessionKey> {
    let mut above = find(row.spawned_by.as_ref()?)?;
    for _ in 0..DEEPEST {
        match above.spawned_by.as_ref().and_then(find) {
            Some(next) => above = next,
            None => return row.spawned_by.as_ref(),
        }
    }
    None
}

/// Writes lines, children after their parents.
struct Draw<'a> {
    /// What stands under others, by the key of whoever it stands under.
    under: &'a [Ranked<'a>],
    open: &'a [SessionKey],
    lines: Vec<Line>,
}

impl<'a> Draw<'a> {
    fn line(&mut self, key: &SessionKey, depth: u8) {
        let children = self.children(key);
        let is_open = self.open.contains(key);
        let brood = (!children.is_empty()).then(|| Brood { is_open, ..self.sum(key) });
        self.lines.push(Line { key: key.clone(), depth, brood });
        if is_open {
            for child in children {
                self.line(&child.row.key, depth + 1);
            }
        }
    }

    fn children(&self, key: &SessionKey) -> &'a [Ranked<'a>] {
        let from = self.under.partition_point(|child| child.parent < Some(key));
        let to = self.under.partition_point(|child| child.parent <= Some(key));
        &self.under[from..to]
    }

    fn sum(&self, key: &SessionKey) -> Brood {
        let mut brood = Brood::default();
        for child in self.children(key) {
            let below = self.sum(&child.row.key);
            brood.count += 1 + below.count;
            brood.running += usize::from(child.row.has_active_run) + below.running;
            brood.failed += usize::from(child.is_failed) + below.failed;
            brood.cost.0 += child.row.estimated_cost_usd.unwrap_or_default().0 + below.cost.0;
        }
        brood
    }
}

/// A row and where it belongs.
struct Ranked<'a> {
    row: &'a SessionRow,
    parent: Option<&'a SessionKey>,
    number: i64,
    text: String,
    is_failed: bool,
}

impl<'a> Ranked<'a> {
    fn of(row: &'a SessionRow, parent: Option<&'a SessionKey>, by: Sort, state: &str) -> Self {
        let active = shown::last_active(row).map_or(0, |at| at.0);
        // What is at work stands above whatever is newer.
        let at_work = if row.has_active_run { 1 << 50 } else { 0 };
        let number = match by {
            Sort::Active => active + at_work * if state == "waiting" { 2 } else { 1 },
            Sort::Context => session::context(row).map_or(-1, |context| i64::try_from(context.percent).unwrap_or(0)),
            Sort::Cost => row.estimated_cost_usd.map_or(-1, |cost| cost.0),
            Sort::Title => 0,
        };
        let text = if by == Sort::Title { small(&shown::title(row)) } else { String::new() };
        Self { row, parent, number, text, is_failed: matches!(state, "failed" | "timeout") }
    }

    fn cmp(&self, other: &Self) -> Ordering {
        other.number.cmp(&self.number).then_with(|| self.text.cmp(&other.text)).then_with(|| self.row.key.cmp(&other.row.key))
    }
}

fn sort(ranked: &mut [Ranked<'_>], is_reversed: bool) {
    ranked.sort_unstable_by(|one, other| {
        let order = one.cmp(other);
        one.parent.cmp(&other.parent).then(other.row.pinned.cmp(&one.row.pinned)).then(if is_reversed { order.reverse() } else { order })
    });
}

fn hide(hidden: &mut Vec<(&'static str, usize)>, kind: &'static str) {
    match hidden.iter_mut().find(|(of, _)| *of == kind) {
        Some((_, count)) => *count += 1,
        None => hidden.push((kind, 1)),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "listing_tests.rs"]
mod tests;
