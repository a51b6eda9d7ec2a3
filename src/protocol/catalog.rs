//! What there is to choose from: models and agents.
//! Refuses to know who chooses.

use serde::Serialize;

use super::fields::reads;
use super::lenient::Lenient;
use super::method::{Kind, Method};
use super::scope::Scope;

/// `models.list`: the models that the gateway is set up for.
#[derive(Clone, Debug, Serialize)]
pub struct ModelsList {}

impl Method for ModelsList {
    const NAME: &'static str = "models.list";
    const KIND: Kind = Kind::Background;
    const SCOPE: Scope = Scope::Read;
    type Reply = ModelsListed;
}

/// The answer to `models.list`.
#[derive(Clone, Debug, Default)]
pub struct ModelsListed {
    /// The models.
    pub models: Lenient<Model>,
}

reads! { ModelsListed { models: needed } }

/// One model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// Its name within its provider.
    pub id: String,
    /// Its provider.
    pub provider: String,
    /// Its name for people.
    pub name: Option<String>,
    /// How hard it can think, from least to most.
    pub thinking_levels: Vec<Level>,
}

reads! { Model { id: needed, provider: needed, name, thinking_levels } }

/// How hard a model can think.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// The level's name, for the wire and for people.
    pub id: String,
}

reads! { Level { id: needed } }

/// `agents.list`.
#[derive(Clone, Debug, Serialize)]
pub struct AgentsList {}

impl Method for AgentsList {
    const NAME: &'static str = "agents.list";
    const KIND: Kind = Kind::Background;
    const SCOPE: Scope = Scope::Read;
    type Reply = AgentsListed;
}

/// The answer to `agents.list`.
#[derive(Clone, Debug, Default)]
pub struct AgentsListed {
    /// The agents.
    pub agents: Lenient<Agent>,
}

reads! { AgentsListed { agents: needed } }

/// One agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Its id, the second part of its sessions' keys.
    pub id: String,
    /// Its name for people.
    pub name: Option<String>,
}

reads! { Agent { id: needed, name } }
