//! The agents and models of the made-up gateway. Refuses to know what they do.

use serde_json::{Value, json};

/// An agent.
pub struct Agent {
    pub id: &'static str,
    pub name: &'static str,
    /// The model that it uses unless somebody chose another.
    pub model: &'static Model,
}

/// A model. Prices are dollars per million tokens: in, out, read from the cache, written into it.
#[derive(Debug, PartialEq)]
pub struct Model {
    pub provider: &'static str,
    pub id: &'static str,
    pub name: &'static str,
    pub window: u64,
    pub levels: &'static [&'static str],
    pub price: Option<[f64; 4]>,
}

const THINKING: &[&str] = &["off", "low", "medium", "high"];

/// The models. The last one runs at home and has no price.
pub static MODELS: [Model; 5] = [
    Model {
        provider: "anthropic",
        id: "claude-sonnet-4-5",
        name: "Claude Sonnet 4.5",
        window: 200_000,
        levels: THINKING,
        price: Some([3.0, 15.0, 0.3, 3.75]),
    },
    Model {
        provider: "anthropic",
        id: "claude-haiku-4-5",
        name: "Claude Haiku 4.5",
        window: 200_000,
        levels: &["off"],
        price: Some([1.0, 5.0, 0.1, 1.25]),
    },
    Model { provider: "openai", id: "gpt-5", name: "GPT-5", window: 400_000, levels: THINKING, price: Some([1.25, 10.0, 0.125, 0.0]) },
    Model {
        provider: "google",
        id: "gemini-2.5-pro",
        name: "Gemini 2.5 Pro",
        window: 1_000_000,
        levels: THINKING,
        price: Some([1.25, 10.0, 0.31, 0.0]),
    },
    Model { provider: "ollama", id: "qwen3-coder", name: "Qwen3 Coder, at home", window: 128_000, levels: &["off"], price: None },
];

/// The agents; the first is the default.
pub static AGENTS: [Agent; 4] = [
    Agent { id: "main", name: "Clawdia", model: &MODELS[0] },
    Agent { id: "ops", name: "Operations", model: &MODELS[2] },
    Agent { id: "research", name: "Research", model: &MODELS[3] },
    Agent { id: "home", name: "Home", model: &MODELS[4] },
];

/// A channel through which people write.
pub struct Channel {
    pub id: &'static str,
    pub name: &'static str,
    /// As whom the gateway is there.
    pub account: &'static str,
}

/// The channels. The last one is set up and not there. The numbers are kept free for fiction.
pub static CHANNELS: [Channel; 6] = [
    Channel { id: "telegram", name: "Telegram", account: "@clawdia_bot" },
    Channel { id: "whatsapp", name: "WhatsApp", account: "+49 30 23125 018" },
    Channel { id: "slack", name: "Slack", account: "clawdia" },
    Channel { id: "discord", name: "Discord", account: "Clawdia#0815" },
    Channel { id: "signal", name: "Signal", account: "+49 30 23125 021" },
    Channel { id: "imessage", name: "iMessage", account: "clawdia@example.org" },
];

/// Returns an agent by its id.
pub fn agent(id: &str) -> Option<&'static Agent> {
    AGENTS.iter().find(|agent| agent.id == id)
}

/// Returns a model by its full name, `provider/id`.
pub fn model(full: &str) -> Option<&'static Model> {
    let (provider, id) = full.split_once('/')?;
    MODELS.iter().find(|model| model.provider == provider && model.id == id)
}

impl Model {
    /// Returns `provider/id`.
    pub fn full(&self) -> String {
        format!("{}/{}", self.provider, self.id)
    }

    /// Returns its levels of thinking as the wire has them.
    pub fn levels(&self) -> Vec<Value> {
        self.levels.iter().map(|level| json!({"id": level, "label": level})).collect()
    }

    /// Returns the level that counts unless somebody chose.
    pub fn default_level(&self) -> &'static str {
        if self.levels.contains(&"medium") { "medium" } else { "off" }
    }

    /// Returns what so many tokens cost, in dollars.
    pub fn cost(&self, [input, output, read, written]: [u64; 4]) -> Option<f64> {
        let [per_in, per_out, per_read, per_written] = self.price?;
        let sum = input as f64 * per_in + output as f64 * per_out + read as f64 * per_read + written as f64 * per_written;
        // Prices are per million tokens, so the sum is in millionths of a dollar.
        Some(sum.round() / 1e6)
    }
}
