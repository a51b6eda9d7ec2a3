//! Reading a conversation: by pages from its end, around one message, from a cursor on, and one message whole.
//! Refuses to know what becomes of the messages.

use super::Message;
use crate::protocol::fields::{Fields, FromJson, Piece, by_serde, reads};
use crate::protocol::ids::{RunId, SessionKey, UnixMs};
use crate::protocol::lenient::Lenient;
use crate::protocol::method::{Kind, Method};
use crate::protocol::raw::Raw;
use crate::protocol::scope::Scope;
use serde::Serialize;

/// `chat.history`. The gateway refuses what it does not know, so only what is set is sent.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatHistory {
    /// Which session.
    pub session_key: String,
    /// How many messages at most, 1,000 at the very most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    /// How many messages at the end are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<usize>,
    /// From where on: what an earlier answer called `deltaCursor`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// In which of its lives, together with a message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// Around which message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// Where longer texts are cut; 8,000 letters unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_chars: Option<usize>,
}

impl ChatHistory {
    /// Asks for a page that ends so many messages before the newest.
    pub fn page(key: &SessionKey, limit: usize, offset: usize) -> Self {
        let offset = (offset > 0).then_some(offset);
        Self { session_key: key.to_string(), limit: Some(limit), offset, max_chars: Some(MAX_CHARS), ..Self::default() }
    }

    /// Asks for what was written since.
    pub fn since(key: &SessionKey, cursor: String) -> Self {
        Self { session_key: key.to_string(), cursor: Some(cursor), max_chars: Some(MAX_CHARS), ..Self::default() }
    }

    /// Asks for a few messages around one, of one of the session's lives.
    pub fn around(key: &SessionKey, life: String, message: String, limit: usize, max_chars: usize) -> Self {
        Self {
            session_key: key.to_string(),
            session_id: Some(life),
            message_id: Some(message),
            limit: Some(limit),
            max_chars: Some(max_chars),
            ..Self::default()
        }
    }
}

/// Where the gateway cuts long texts for us: at its own default, what was streamed would be shorter after a reload.
const MAX_CHARS: usize = 100_000;

impl Method for ChatHistory {
    const NAME: &'static str = "chat.history";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    type Reply = ChatHistoried;
}

/// The answer to `chat.history`.
#[derive(Clone, Debug, Default)]
pub struct ChatHistoried {
    /// Which of its lives this is.
    pub session_id: Option<String>,
    /// `delta` or `reset` when a cursor was given: what came since, or nothing but the advice to read anew.
    pub kind: Option<String>,
    /// The messages, old to new; with a cursor each within what was told of it.
    pub messages: Lenient<Told>,
    /// Whether there are older ones.
    pub has_more: bool,
    /// Which offset leads to them.
    pub next_offset: Option<usize>,
    /// How many messages there are in all.
    pub total_messages: Option<usize>,
    /// Where to go on from.
    pub delta_cursor: Option<String>,
    /// What was taken in and waits for its turn.
    pub pending_inputs: PendingInputs,
    /// The run that goes on, as far as it said something.
    pub in_flight_run: Option<InFlight>,
    /// How the session stands.
    pub session_info: Option<Standing>,
}

reads! { ChatHistoried {
    session_id, kind, messages, has_more, next_offset, total_messages, delta_cursor, pending_inputs, in_flight_run, session_info,
} }

/// How a session stands, as far as its conversation cares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Whether it is at work.
    pub has_active_run: bool,
}

reads! { Standing { has_active_run } }

/// A message, bare in a page, wrapped in a delta as `session.message` tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told(pub Message);

impl FromJson for Told {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        let inner = Fields::of(json)?.raw("message").unwrap_or(json);
        Message::from_json(inner).map(Self)
    }
}

by_serde!(Told);

/// What was said to a session that was busy, and waits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PendingInputs {
    /// What waits, in order.
    pub items: Lenient<Pending>,
}

reads! { PendingInputs { items } }

impl PendingInputs {
    /// Whether what was said under this key still waits.
    pub fn waits(&self, run: &RunId) -> bool {
        self.items.items.iter().any(|pending| !pending.is_given_up() && pending.run_id.as_ref() == Some(run))
    }
}

/// One thing that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The idempotency key under which it was said.
    pub run_id: Option<RunId>,
    /// `queued`, or how it ended without being taken in: what was stopped stays listed as `cancelled`.
    pub state: Option<String>,
}

reads! { Pending { run_id, state } }

impl Pending {
    /// Whether it was given up and will never be taken in.
    pub fn is_given_up(&self) -> bool {
        self.state.as_deref() == Some("cancelled")
    }
}

/// The run that goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InFlight {
    /// Its id; not the key under which it was asked for when it had to wait.
    pub run_id: RunId,
    /// What it said so far, over all its messages.
    pub text: String,
    /// Since when.
    pub started_at: Option<UnixMs>,
}

reads! { InFlight { run_id: needed, text, started_at } }

/// `chat.message.get`: one message in full.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatMessageGet {
    /// Which session.
    pub session_key: SessionKey,
    /// Which message.
    pub message_id: String,
    /// Where a longer text is cut, 2,000,000 letters at most.
    pub max_chars: usize,
}

impl Method for ChatMessageGet {
    const NAME: &'static str = "chat.message.get";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    type Reply = ChatMessageGot;
}

/// The answer to `chat.message.get`.
#[derive(Clone, Debug)]
pub struct ChatMessageGot {
    /// The message.
    pub message: Raw,
}

reads! { ChatMessageGot { message: needed } }
