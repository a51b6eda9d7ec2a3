//! The chat family: messages as a transcript holds them.
//! Refuses to know how they are shown. How they are asked for is in `history`, how they are made in `send`.

mod history;
mod send;

use super::fields::reads;
use super::ids::{RunId, UnixMs, Usd};
use super::lenient::Lenient;
use super::raw::Raw;

pub use history::{ChatHistoried, ChatHistory, ChatMessageGet, ChatMessageGot, InFlight, Pending, PendingInputs, Standing, Told};
pub use send::{Attachment, ChatInject, ChatSend, CommandsList, CommandsListed, SlashCommand};

/// One message. One record of a transcript may come as two of them, text and tool call, under the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Who says it: `user`, `assistant`, `toolResult`, `system`.
    pub role: String,
    /// What is said: a text, or parts of which some are text.
    pub content: Option<Raw>,
    /// When.
    pub timestamp: Option<UnixMs>,
    /// What the model used for it.
    pub usage: Option<Usage>,
    /// Whose model.
    pub provider: Option<String>,
    /// Which model; `gateway-injected` for what the gateway wrote itself.
    pub model: Option<String>,
    /// Why it ended: `stop`, `toolUse`, `error` and more.
    pub stop_reason: Option<String>,
    /// What went wrong, where the provider said so.
    pub error_message: Option<String>,
    /// Which call a tool's result belongs to.
    pub tool_call_id: Option<String>,
    /// Which tool it is the result of.
    pub tool_name: Option<String>,
    /// Whether the tool failed.
    pub is_error: bool,
    /// `<key>:user` for what was said under an idempotency key.
    pub idempotency_key: Option<String>,
    /// There when no person said it.
    pub provenance: Option<Provenance>,
    /// There when the run was stopped here.
    pub openclaw_abort: Option<Stopped>,
    /// The gateway's own notes on it.
    pub notes: Notes,
}

reads! { Message {
    role: needed, content, timestamp, usage, provider, model, stop_reason, error_message, tool_call_id, tool_name, is_error,
    idempotency_key, provenance, openclaw_abort, notes as "__openclaw",
} }

/// Where a message of role `user` comes from that no person has said. Seen on 2026.9.6 after a restart in the middle of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// `internal_system`, `inter_session`, `external_user`.
    pub kind: String,
}

reads! { Provenance { kind } }

/// How a run was stopped in the middle of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// By what: `rpc`, `stop` and more.
    pub origin: Option<String>,
}

reads! { Stopped { origin } }

/// The gateway's own notes on a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// The message's id.
    pub id: Option<String>,
    /// Its number within the session.
    pub seq: Option<u64>,
    /// The run that made it.
    pub run_id: Option<RunId>,
    /// What kind of mark it is, of role `system`: `reset`, `compaction`.
    pub kind: Option<String>,
    /// Its text was cut by the gateway; the whole is to be had by `chat.message.get`.
    pub truncated: bool,
    /// What was attached to it.
    pub media: Vec<Media>,
}

reads! { Notes { id, seq, run_id, kind, truncated, media } }

/// Something that was attached to a message, and stays with the gateway.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Media {
    /// What it is called.
    pub file_name: Option<String>,
    /// What kind of thing it is.
    pub content_type: Option<String>,
    /// How large it is, in bytes.
    pub size_bytes: Option<u64>,
}

reads! { Media { file_name, content_type, size_bytes } }

/// What one answer of a model used, in tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Read for the first time.
    pub input: u64,
    /// Written.
    pub output: u64,
    /// Read from the cache.
    pub cache_read: u64,
    /// Written into the cache.
    pub cache_write: u64,
    /// What it cost by the gateway's prices.
    pub cost: Option<Cost>,
}

reads! { Usage { input, output, cache_read, cache_write, cost } }

/// What one answer cost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// In all.
    pub total: Usd,
}

reads! { Cost { total } }

/// A part of a message. Which fields there are depends on its type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// `text`, `thinking`, `toolCall`, `image` and more.
    pub kind: String,
    /// A text.
    pub text: Option<String>,
    /// What was thought.
    pub thinking: Option<String>,
    /// The id of a tool call.
    pub id: Option<String>,
    /// The name of the tool that is called.
    pub name: Option<String>,
    /// With what it is called.
    pub arguments: Option<Raw>,
}

reads! { Part { kind as "type", text, thinking, id, name, arguments } }

impl Message {
    /// Returns its parts; a bare text is one part. What cannot be read is left out.
    pub fn parts(&self) -> Vec<Part> {
        let Some(content) = &self.content else { return vec![] };
        match content.read() {
            Some(text) => vec![Part { kind: "text".into(), text: Some(text), ..Part::default() }],
            None => content.read::<Lenient<Part>>().unwrap_or_default().items,
        }
    }

    /// Returns what can be read in it: its texts, and the names of the tools that it calls.
    pub fn text(&self) -> String {
        let said = self.parts().into_iter().map(|part| match (part.text, part.name) {
            (Some(text), _) => text,
            (None, Some(name)) => format!("calls {name}"),
            (None, None) => String::new(),
        });
        said.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    }
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
