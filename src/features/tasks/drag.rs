//! Carrying a card by a pointer: when a press becomes a carry, where it would be dropped, and when the view scrolls along. Pure.
//! Refuses to know elements and clocks: places and times are arguments.

/// A mouse that is pressed may tremble by so many pixels.
const THRESHOLD: i32 = 5;
/// A finger may move so much while it is held; more is scrolling.
const SLACK: i32 = 10;
/// For so long a finger is held, in milliseconds.
pub const HOLD: i64 = 400;
/// So near to an edge the view scrolls along.
const EDGE: i32 = 48;

/// What is being done with a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Drag {
    /// Nothing.
    #[default]
    Idle,
    /// It is pressed.
    Pressed {
        /// The card.
        id: String,
        /// Where.
        at: (i32, i32),
        /// By a finger, since then.
        held_since: Option<i64>,
    },
    /// It is carried.
    Carried {
        /// The card.
        id: String,
    },
}

impl Drag {
    /// A card is pressed.
    pub fn press(id: String, at: (i32, i32), is_touch: bool, now: i64) -> Self {
        Self::Pressed { id, at, held_since: is_touch.then_some(now) }
    }

    /// The pointer moved. Whether the card was lifted by that.
    pub fn moved(&mut self, to: (i32, i32)) -> bool {
        let Self::Pressed { id, at, held_since } = self else { return false };
        let far = (to.0 - at.0).abs().max((to.1 - at.1).abs());
        match held_since {
            // The page is scrolled.
            Some(_) if far > SLACK => *self = Self::Idle,
            None if far >= THRESHOLD => {
                *self = Self::Carried { id: std::mem::take(id) };
                return true;
            }
            _ => {}
        }
        false
    }

    /// Time passed. Whether the card was lifted by that.
    pub fn held(&mut self, now: i64) -> bool {
        match self {
            Self::Pressed { id, held_since: Some(since), .. } if now - *since >= HOLD => {
                *self = Self::Carried { id: std::mem::take(id) };
                true
            }
            _ => false,
        }
    }

    /// The card that is carried.
    pub fn carried(&self) -> Option<&str> {
        match self {
            Self::Carried { id } => Some(id),
            _ => None,
        }
    }
}

/// A column on screen, and the cards in it that can be seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lane {
    /// Its id.
    pub id: String,
    /// Its left, top, right and lower edge.
    pub edges: (i32, i32, i32, i32),
    /// The cards from the top, each with its id, its upper and its lower edge. Without the one that is carried.
    pub cards: Vec<(String, i32, i32)>,
    /// Where its first card would stand.
    pub first: i32,
}

/// Where a card would be dropped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// In which column.
    pub lane: String,
    /// Before which card; none for the end of what is drawn.
    pub before: Option<String>,
    /// Where a line shows it: left, top, width.
    pub line: (i32, i32, i32),
}

/// Returns where a card would be dropped at a point.
pub fn target(lanes: &[Lane], (x, y): (i32, i32)) -> Option<Target> {
    let lane = lanes.iter().find(|lane| {
        let (left, top, right, bottom) = lane.edges;
        (left..=right).contains(&x) && (top..=bottom).contains(&y)
    })?;
    let before = lane.cards.iter().find(|(_, top, bottom)| y < i32::midpoint(*top, *bottom));
    let line = match (before, lane.cards.last()) {
        (Some((_, top, _)), _) => top - 5,
        (None, Some((_, _, bottom))) => bottom + 3,
        (None, None) => lane.first,
    };
    let (left, top, right, bottom) = lane.edges;
    Some(Target { lane: lane.id.clone(), before: before.map(|(id, ..)| id.clone()), line: (left, line.clamp(top, bottom), right - left) })
}

/// Returns by how much to scroll along when a pointer is so near to one of two edges.
pub fn pull(at: i32, low: i32, high: i32) -> i32 {
    if high - low < 3 * EDGE {
        0
    } else if at < low + EDGE {
        -((low + EDGE - at).min(EDGE) / 4)
    } else if at > high - EDGE {
        (at - high + EDGE).min(EDGE) / 4
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mouse_lifts_after_five_pixels_and_a_finger_after_a_while() {
        let mut mouse = Drag::press("a".into(), (10, 10), false, 0);
        assert!(!mouse.moved((14, 10)) && !mouse.held(9_000) && mouse.moved((15, 10)));
        assert!(!mouse.moved((90, 90)) && mouse.carried() == Some("a"));
        let mut finger = Drag::press("a".into(), (10, 10), true, 100);
        assert!(!finger.moved((16, 10)) && !finger.held(499) && finger.held(500));
        let mut scroll = Drag::press("a".into(), (10, 10), true, 100);
        assert!(!scroll.moved((10, 30)) && !scroll.held(900));
        assert_eq!(scroll, Drag::Idle);
    }

    #[test]
    fn a_card_is_dropped_where_the_line_is() {
        let lanes = [
            Lane { id: "todo".into(), edges: (0, 0, 100, 500), cards: vec![("a".into(), 10, 50), ("b".into(), 60, 100)], first: 10 },
            Lane { id: "done".into(), edges: (110, 0, 210, 500), cards: vec![], first: 10 },
        ];
        let at = |x, y| target(&lanes, (x, y)).map(|target| (target.lane, target.before, target.line));
        assert_eq!(at(50, 20), Some(("todo".into(), Some("a".into()), (0, 5, 100))));
        assert_eq!(at(50, 40), Some(("todo".into(), Some("b".into()), (0, 55, 100))));
        assert_eq!(at(50, 400), Some(("todo".into(), None, (0, 103, 100))));
        assert_eq!(at(150, 400), Some(("done".into(), None, (110, 10, 100))));
        assert_eq!((at(105, 50), at(50, 501)), (None, None));
    }

    #[test]
    fn edges_pull_the_more_the_nearer() {
        for (at, wanted) in [(300, 0), (47, -0), (20, -7), (-900, -12), (580, 7), (5_000, 12)] {
            assert_eq!(pull(at, 0, 600), wanted, "{at}");
        }
        assert_eq!(pull(0, 0, 100), 0);
    }
}
