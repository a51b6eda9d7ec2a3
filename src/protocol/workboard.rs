//! The gateway's own board, which a plugin brings: its cards, and what can be done to them.
//! Refuses to start agents on them; the plugin's own ways to do that are no part of a board.

use serde::Serialize;
use serde::de::IgnoredAny;

use super::fields::reads;
use super::ids::UnixMs;
use super::lenient::Lenient;
use super::method::{Kind, Method};
use super::scope::Scope;

/// `workboard.cards.list`: all boards with all their cards, archived ones too.
#[derive(Clone, Debug, Serialize)]
pub struct CardsList {}

impl Method for CardsList {
    const NAME: &'static str = "workboard.cards.list";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    type Reply = BoardsTold;
}

/// The answer to `workboard.cards.list`.
#[derive(Clone, Debug, Default)]
pub struct BoardsTold {
    /// The cards.
    pub cards: Lenient<Card>,
    /// The boards.
    pub boards: Lenient<Board>,
    /// The statuses that a card can have, in the order of work.
    pub statuses: Vec<String>,
}

reads! { BoardsTold { cards: needed, boards, statuses } }

/// A board.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// Its id; `default` for the one that is always there.
    pub id: String,
    /// What it is called, if somebody named it.
    pub name: Option<String>,
}

reads! { Board { id: needed, name } }

/// A card of the gateway.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    /// Its id.
    pub id: String,
    /// What is to be done.
    pub title: String,
    /// More about it.
    pub notes: Option<String>,
    /// How it stands, one of the statuses of the answer.
    pub status: String,
    /// `low`, `normal`, `high` or `urgent`.
    pub priority: String,
    /// Its labels.
    pub labels: Vec<String>,
    /// Where it stands among the cards of its status, the least first.
    pub position: f64,
    /// The agent that is to do it.
    pub agent_id: Option<String>,
    /// The session in which it is done.
    pub session_key: Option<String>,
    /// When it was written last: its version.
    pub updated_at: UnixMs,
    /// What else is noted about it.
    pub metadata: Noted,
}

reads! { Card { id: needed, title: needed, notes, status: needed, priority, labels, position, agent_id, session_key, updated_at: needed, metadata } }

/// What else is noted about a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Noted {
    /// When it was put away, if it was.
    pub archived_at: Option<UnixMs>,
    /// Where it belongs.
    pub automation: Automation,
}

reads! { Noted { archived_at, automation } }

/// Where a card belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Automation {
    /// Its board; none is `default`.
    pub board_id: Option<String>,
}

reads! { Automation { board_id } }

impl Card {
    /// The board that is always there.
    pub const DEFAULT: &str = "default";

    /// Returns the id of its board.
    pub fn board(&self) -> &str {
        self.metadata.automation.board_id.as_deref().unwrap_or(Self::DEFAULT)
    }
}

/// What a person writes on a card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CardText {
    /// What is to be done.
    pub title: String,
    /// More about it.
    pub notes: String,
    /// How urgent it is.
    pub priority: String,
    /// Its labels.
    pub labels: Vec<String>,
}

/// The answer to everything that changes a card: the card as it is then.
#[derive(Clone, Debug, Default)]
pub struct CardTold {
    /// The card.
    pub card: Card,
}

reads! { CardTold { card: needed } }

/// `workboard.cards.create`. Nothing tells a second one from the first: never send it twice.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CardsCreate {
    /// What is to be done.
    pub title: String,
    /// More about it.
    pub notes: String,
    /// How urgent it is.
    pub priority: String,
    /// Its labels.
    pub labels: Vec<String>,
    /// Where it begins.
    pub status: String,
    /// On which board.
    pub board_id: String,
}

impl Method for CardsCreate {
    const NAME: &'static str = "workboard.cards.create";
    const KIND: Kind = Kind::Write;
    const SCOPE: Scope = Scope::Write;
    type Reply = CardTold;
}

/// `workboard.cards.update`. A version that is not the last one is refused with [`CONFLICT`].
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CardsUpdate {
    /// Which.
    pub id: String,
    /// What is to stand on it.
    pub patch: CardText,
    /// The version that was looked at.
    pub expected_updated_at: i64,
}

impl Method for CardsUpdate {
    const NAME: &'static str = "workboard.cards.update";
    const KIND: Kind = Kind::Write;
    const SCOPE: Scope = Scope::Write;
    type Reply = CardTold;
}

/// `workboard.cards.move`: to another status.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CardsMove {
    /// Which.
    pub id: String,
    /// Where to.
    pub status: String,
    /// The version that was looked at.
    pub expected_updated_at: i64,
}

impl Method for CardsMove {
    const NAME: &'static str = "workboard.cards.move";
    const KIND: Kind = Kind::Write;
    const SCOPE: Scope = Scope::Write;
    type Reply = CardTold;
}

/// `workboard.cards.archive`: puts a card away, or takes it back out.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CardsArchive {
    /// Which.
    pub id: String,
    /// Away, or back.
    pub archived: bool,
    /// The version that was looked at.
    pub expected_updated_at: i64,
}

impl Method for CardsArchive {
    const NAME: &'static str = "workboard.cards.archive";
    const KIND: Kind = Kind::Write;
    const SCOPE: Scope = Scope::Write;
    type Reply = CardTold;
}

/// `workboard.cards.delete`. Of a card that is gone already it says no more than that.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CardsDelete {
    /// Which.
    pub id: String,
    /// The version that was looked at.
    pub expected_updated_at: i64,
}

impl Method for CardsDelete {
    const NAME: &'static str = "workboard.cards.delete";
    const KIND: Kind = Kind::Write;
    const SCOPE: Scope = Scope::Write;
    type Reply = IgnoredAny;
}

/// The code with which a change to a card is refused that somebody else changed meanwhile.
pub const CONFLICT: &str = "workboard_conflict";
