//! The one queue of everything that waits for a person: what stands in it, in which order, what has just gone, what is put off. Pure.
//! Refuses to know where things come from and what can be done to them.

pub mod cursor;
pub mod snooze;

use std::cmp::Ordering;
use std::sync::Arc;

use super::sorted::sorted;

/// What kind of thing waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A command, or what a plugin wants to do, that needs a yes.
    Approval,
    /// A question that needs an answer.
    Question,
    /// A device that asks to come in.
    Pairing,
    /// A job whose last run failed, or that the gateway switched off.
    Failed,
    /// A job that should have run.
    Late,
    /// A task that cannot go on.
    Blocked,
    /// A message whose fate is unknown, or that was refused.
    Message,
    /// A budget of which a level is reached.
    Budget,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Approval, Self::Question, Self::Pairing, Self::Failed, Self::Late, Self::Blocked, Self::Message, Self::Budget];

    /// Returns its word on screen, and the tone's name.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Approval => ("approve", "warn"),
            Self::Question => ("question", "warn"),
            Self::Pairing => ("pairing", "warn"),
            Self::Failed => ("failed", "bad"),
            Self::Late => ("late", "warn"),
            Self::Blocked => ("blocked", "warn"),
            Self::Message => ("unsent", "warn"),
            Self::Budget => ("budget", "warn"),
        }
    }
}

/// Something that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Tells it from everything else, also from the next thing of its kind.
    pub id: Arc<str>,
    /// What kind of thing it is.
    pub kind: Kind,
    /// The id of the request, the device's request, the job or the task itself.
    pub of: Arc<str>,
    /// What it is about, in a sentence.
    pub title: String,
    /// More about it.
    pub more: String,
    /// Since when it waits, by the gateway's clock; 0 if nobody knows.
    pub since: i64,
    /// Until when it waits.
    pub until: Option<i64>,
    /// Where one sees more: a path within the app.
    pub to: String,
}

/// Puts things in order: what runs out comes first, the sooner the earlier; then what has waited longest.
pub fn ordered(items: Vec<Item>) -> Vec<Item> {
    sorted(items, &|one, other| match (one.until, other.until) {
        (Some(one), Some(other)) if one != other => one.cmp(&other),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        _ => one.since.cmp(&other.since),
    })
}

/// A place in the list on screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What stands there.
    pub item: Item,
    /// It waits no longer: how that came, and when by our own clock.
    pub gone: Option<(String, i64)>,
    /// When something else stood here last, by our own clock.
    pub moved: i64,
}

/// For so long what waits no longer keeps its place, in milliseconds, so that nothing moves up while somebody aims.
pub const LINGERS: i64 = 8_000;
/// For so long after it moved a row takes no press that answers something, in milliseconds.
pub const SETTLES: i64 = 600;

/// Returns the list after a change. What is gone keeps its place for a moment, and says how it ended if `how` knows; without words it leaves
/// at once.
pub fn settled(before: &[Row], items: Vec<Item>, how: &dyn Fn(&Item) -> Option<String>, now: i64) -> Vec<Row> {
    let is_here = |id: &str| items.iter().any(|item| *item.id == *id);
    let lingering: Vec<(usize, Row)> = before
        .iter()
        .enumerate()
        .filter(|(_, row)| !is_here(&row.item.id))
        .filter_map(|(at, row)| {
            let gone = row.gone.clone().or_else(|| how(&row.item).map(|words| (words, now)))?;
            (now - gone.1 < LINGERS).then(|| (at, Row { gone: Some(gone), ..row.clone() }))
        })
        .collect();
    let mut rows: Vec<Row> = items.into_iter().map(|item| Row { item, gone: None, moved: 0 }).collect();
    for (at, row) in lingering {
        rows.insert(at.min(rows.len()), row);
    }
    let same = rows.iter().zip(before).take_while(|(now, before)| now.item.id == before.item.id).count();
    for (at, row) in rows.iter_mut().enumerate() {
        row.moved = match before.get(at) {
            Some(before) if at < same => before.moved,
            // What comes after all that stood there pushes nothing.
            _ if same == before.len() => 0,
            _ => now,
        };
    }
    rows
}

impl Row {
    /// Whether it has stood here long enough to be pressed.
    pub fn is_still(&self, now: i64) -> bool {
        !(0..SETTLES).contains(&(now - self.moved))
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "queue_tests.rs"]
mod tests;
