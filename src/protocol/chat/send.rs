//! Saying something in a session, stopping what answers, leaving a note, and which orders there are.
//! Refuses to decide when.

use serde::Serialize;
use serde::de::IgnoredAny;

use crate::protocol::fields::reads;
use crate::protocol::ids::SessionKey;
use crate::protocol::lenient::Lenient;
use crate::protocol::method::{Kind, Method};
use crate::protocol::scope::Scope;

/// `chat.send`: says something in a session. A word with a slash in front is an order, such as `/stop`. A session that is at work
/// takes it into the turn that goes on.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatSend {
    /// Which session.
    pub session_key: SessionKey,
    /// What is said.
    pub message: String,
    /// Made at the click: the gateway takes the same key once.
    pub idempotency_key: String,
    /// What is attached.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

impl Method for ChatSend {
    const NAME: &'static str = "chat.send";
    const KIND: Kind = Kind::Urgent;
    const SCOPE: Scope = Scope::Write;
    type Reply = IgnoredAny;
}

/// Something that is attached to a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    /// `image` or `file`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What kind of thing it is.
    pub mime_type: String,
    /// What it is called.
    pub file_name: String,
    /// Its bytes, base64.
    pub content: String,
}

reads! { Attachment { kind as "type": needed, mime_type: needed, file_name: needed, content: needed } }

/// `chat.inject`: writes a note into the transcript in the agent's name, and starts nothing. Not among the methods that hello names.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatInject {
    /// Which session.
    pub session_key: SessionKey,
    /// The note.
    pub message: String,
}

impl Method for ChatInject {
    const NAME: &'static str = "chat.inject";
    const KIND: Kind = Kind::Write;
    const SCOPE: Scope = Scope::Admin;
    type Reply = IgnoredAny;
}

/// `commands.list`: the orders that may be given with a slash in front.
#[derive(Clone, Debug, Serialize)]
pub struct CommandsList {}

impl Method for CommandsList {
    const NAME: &'static str = "commands.list";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    type Reply = CommandsListed;
}

/// The answer to `commands.list`.
#[derive(Clone, Debug, Default)]
pub struct CommandsListed {
    /// The orders.
    pub commands: Lenient<SlashCommand>,
}

reads! { CommandsListed { commands: needed } }

/// One order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlashCommand {
    /// Its name, without the slash.
    pub name: String,
    /// What it does.
    pub description: String,
    /// Whether something may stand behind it.
    pub accepts_args: bool,
}

reads! { SlashCommand { name: needed, description, accepts_args } }
