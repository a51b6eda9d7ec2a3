//! The gateway's own board, mirrored from the moment on in which somebody looked at it; and the changes to it that are under way.
//! Refuses to say who wins when two change a card at once; a person does.

use std::sync::Arc;

use leptos::prelude::*;

use super::cached::Fold;
use super::collection::{Collection, Live};
use super::keeper::Ask;
use super::profile::Profile;
use crate::domain::sorted::sorted;
use crate::gateway::{CallError, Gateway};
use crate::protocol::workboard::{Board, BoardsTold, Card, CardText, CardsList};
use crate::protocol::{Event, Family};

/// The board.
#[derive(Clone, Copy, Debug)]
pub struct Workboard;

/// What is known of it.
#[derive(Clone, Debug, Default)]
pub struct Cards {
    /// The cards, in the order in which they stand in their columns.
    pub cards: Vec<Arc<Card>>,
    /// The boards.
    pub boards: Vec<Board>,
    /// The columns.
    pub statuses: Vec<String>,
    /// How many cards could not be read.
    pub unreadable: usize,
}

impl Cards {
    /// Returns a card.
    pub fn get(&self, id: &str) -> Option<&Arc<Card>> {
        self.cards.iter().find(|card| card.id == id)
    }

    /// Puts a card in its place, unless it is older than what is known of it.
    pub fn put(&mut self, card: Card) {
        if self.get(&card.id).is_some_and(|known| known.updated_at > card.updated_at) {
            return;
        }
        self.cards.retain(|known| known.id != card.id);
        self.cards.push(Arc::new(card));
        self.tidy();
    }

    fn tidy(&mut self) {
        let stands = |one: &Arc<Card>, other: &Arc<Card>| one.position.total_cmp(&other.position).then_with(|| one.id.cmp(&other.id));
        self.cards = sorted(std::mem::take(&mut self.cards), &stands);
    }
}

impl Collection for Workboard {
    type State = Cards;
    type Answer = BoardsTold;
    const FAMILIES: &'static [Family] = &[Family::Workboard];

    async fn fetch(&self, gateway: &Gateway, _: Ask, on_trouble: impl FnMut(CallError) + 'static) -> Result<BoardsTold, CallError> {
        match gateway.announces::<CardsList>() {
            true => gateway.ask(&CardsList {}, on_trouble).await,
            false => Ok(BoardsTold::default()),
        }
    }

    fn place(&self, _: Option<Cards>, answer: BoardsTold, _: usize) -> Cards {
        let BoardsTold { cards, boards, statuses } = answer;
        let unreadable = cards.unreadable;
        let cards = cards.items.into_iter().map(Arc::new).collect();
        let mut all = Cards { cards, boards: boards.items, statuses, unreadable };
        all.tidy();
        all
    }

    fn fold(_: &mut Cards, event: &Event) -> Fold {
        // It says only that something changed.
        if *event == Event::Workboard { Fold::Stale } else { Fold::Same }
    }
}

/// What a person wants of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// That it say something else.
    Write(CardText),
    /// That it stand elsewhere.
    Move(String),
    /// That it be put away, or taken back out.
    Archive(bool),
    /// That it be gone.
    Delete,
}

/// A wish that met a change of somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The card.
    pub id: String,
    /// What was wanted.
    pub wish: Wish,
}

/// The board as its views share it.
#[derive(Clone, Copy)]
pub struct Shared {
    /// The cards.
    pub live: Live<Workboard>,
    /// Wishes that wait for a person to say who wins. Few, so a list will do.
    pub clashes: RwSignal<Vec<Clash>>,
    /// Cards to which something is under way.
    pub busy: RwSignal<Vec<String>>,
}

impl Shared {
    /// Returns the board of a gateway; it is read for the first time with that.
    pub fn of(profile: &Profile) -> Self {
        profile.keep(|gateway, clock| Self {
            live: Live::start(Workboard, gateway, clock),
            clashes: RwSignal::default(),
            busy: RwSignal::default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn card(id: &str, position: f64, written: i64) -> serde_json::Value {
        json!({"id": id, "title": id, "status": "todo", "position": position, "updatedAt": written})
    }

    #[test]
    fn cards_stand_by_their_places_and_an_older_picture_changes_nothing() {
        let told =
            json!({"cards": [card("b", 2000.0, 5), card("a", 1000.0, 5), {"id": 1}], "boards": [{"id": "default"}], "statuses": ["todo"]});
        let mut state = Workboard.place(None, serde_json::from_value(told).unwrap(), 0);
        let ids = |state: &Cards| state.cards.iter().map(|card| card.id.clone()).collect::<String>();
        assert_eq!((ids(&state).as_str(), state.unreadable, state.statuses.len()), ("ab", 1, 1));
        state.put(serde_json::from_value(card("a", 3000.0, 4)).unwrap());
        assert_eq!(ids(&state), "ab");
        state.put(serde_json::from_value(card("a", 3000.0, 6)).unwrap());
        assert_eq!(ids(&state), "ba");
        assert_eq!((state.get("a").unwrap().board(), state.get("x")), ("default", None));
    }

    #[test]
    fn what_changed_is_not_told_so_it_is_read_again() {
        assert_eq!(Workboard::fold(&mut Cards::default(), &Event::Workboard), Fold::Stale);
        assert_eq!(Workboard::fold(&mut Cards::default(), &Event::Tick(None)), Fold::Same);
    }
}
