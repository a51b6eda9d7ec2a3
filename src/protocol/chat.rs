//! The chat family, as far as sessions need it: a window of a session's history, and saying a word.
//! Refuses to know how messages are shown.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::ids::{SessionKey, UnixMs};
use super::lenient::Lenient;
use super::method::{Kind, Method};
use super::scope::Scope;

/// `chat.history` around one message.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatHistory {
    /// Which session.
    pub session_key: SessionKey,
    /// In which of its lives.
    pub session_id: String,
    /// Around which message.
    pub message_id: String,
    /// How many messages at most.
    pub limit: usize,
    /// Where longer texts are cut.
    pub max_chars: usize,
}

impl Method for ChatHistory {
    const NAME: &'static str = "chat.history";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    type Reply = ChatHistoried;
}

/// The answer to `chat.history`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ChatHistoried {
    /// The messages, old to new.
    pub messages: Lenient<Message>,
}

/// One message.
#[derive(Clone, Debug, Deserialize)]
pub struct Message {
    /// Who says it: `user`, `assistant`, `toolResult`, `system`.
    pub role: String,
    /// What is said: a text, or parts of which some are text.
    pub content: Option<Box<RawValue>>,
    /// When.
    pub timestamp: Option<UnixMs>,
    /// The gateway's own notes on it.
    #[serde(default, rename = "__openclaw")]
    pub notes: Notes,
}

/// The gateway's own notes on a message.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Notes {
    /// The message's id.
    pub id: Option<String>,
}

/// A part of a message: a text, or the name of a tool that is called.
#[derive(Deserialize)]
struct Part {
    text: Option<String>,
    name: Option<String>,
}

impl Message {
    /// Returns what can be read in it: its texts, and the names of the tools that it calls.
    pub fn text(&self) -> String {
        let Some(content) = &self.content else { return String::new() };
        if let Ok(text) = serde_json::from_str(content.get()) {
            return text;
        }
        let parts: Lenient<Part> = serde_json::from_str(content.get()).unwrap_or_default();
        let said = parts.items.into_iter().map(|part| match (part.text, part.name) {
            (Some(text), _) => text,
            (None, Some(name)) => format!("calls {name}"),
            (None, None) => String::new(),
        });
        said.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

/// `chat.send`: says something in a session. A word with a slash in front is an order, such as `/stop`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatSend {
    /// Which session.
    pub session_key: SessionKey,
    /// What is said.
    pub message: String,
    /// Made at the click: the gateway takes the same key once.
    pub idempotency_key: String,
}

impl Method for ChatSend {
    const NAME: &'static str = "chat.send";
    const KIND: Kind = Kind::Urgent;
    const SCOPE: Scope = Scope::Write;
    type Reply = IgnoredAny;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_parts_can_both_be_read() {
        let text = |content: &str| serde_json::from_str::<Message>(&format!(r#"{{"role": "user", "content": {content}}}"#)).unwrap().text();
        assert_eq!(text(r#""hello""#), "hello");
        assert_eq!(text(r#"[{"type": "text", "text": "a"}, {"type": "toolCall", "name": "exec"}, 5]"#), "a\ncalls exec");
        assert_eq!((text("null"), text("{}")), (String::new(), String::new()));
    }
}
