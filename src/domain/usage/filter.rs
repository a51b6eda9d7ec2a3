//! What is left out: by model, provider, agent, channel, tool, job and session. Of one kind any of several, of several kinds all.
//! Refuses to know how a filter is chosen.

use super::ledger::{Fact, Ledger, Spender};

/// By what facts are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dim {
    /// Provider and model.
    #[default]
    Model,
    /// Provider.
    Provider,
    /// Agent.
    Agent,
    /// Channel.
    Channel,
    /// Tools that the session called.
    Tool,
    /// Scheduled job.
    Job,
    /// Session.
    Session,
}

impl Dim {
    /// All of them.
    pub const ALL: [Self; 7] = [Self::Model, Self::Provider, Self::Agent, Self::Channel, Self::Tool, Self::Job, Self::Session];

    /// Returns its name, in the address and on screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Provider => "provider",
            Self::Agent => "agent",
            Self::Channel => "channel",
            Self::Tool => "tool",
            Self::Job => "job",
            Self::Session => "session",
        }
    }

    /// Whether it tells models apart, not sessions.
    pub fn is_of_models(self) -> bool {
        matches!(self, Self::Model | Self::Provider)
    }
}

/// A filter.
pub type Filter = (Dim, String);

/// Which spenders and models fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    spenders: Vec<bool>,
    models: Vec<bool>,
    is_of_models: bool,
}

impl Fit {
    /// Finds out which fit.
    pub fn of(ledger: &Ledger, filters: &[Filter]) -> Self {
        let fits = |is: &dyn Fn(Dim, &str) -> bool, of_models: bool| {
            Dim::ALL.into_iter().filter(|dim| dim.is_of_models() == of_models).all(|dim| {
                let mut wanted = filters.iter().filter(|(of, _)| *of == dim).peekable();
                wanted.peek().is_none() || wanted.any(|(_, value)| is(dim, value))
            })
        };
        Self {
            spenders: ledger.spenders.iter().map(|spender| fits(&|dim, value| has(spender, dim, value), false)).collect(),
            models: ledger
                .models
                .iter()
                .map(|model| fits(&|dim, value| if dim == Dim::Model { model.name == value } else { model.provider == value }, true))
                .collect(),
            is_of_models: filters.iter().any(|(dim, _)| dim.is_of_models()),
        }
    }

    /// Leaves of them only those spenders that belong to something, a project say.
    #[must_use]
    pub fn within(mut self, ledger: &Ledger, belongs: &dyn Fn(&Spender) -> bool) -> Self {
        for (fits, spender) in self.spenders.iter_mut().zip(&ledger.spenders) {
            *fits = *fits && belongs(spender);
        }
        self
    }

    /// Whether a fact is looked at.
    pub fn fits(&self, fact: &Fact) -> bool {
        let model = self.models.get(fact.model as usize).copied().unwrap_or(!self.is_of_models);
        model && self.spenders.get(fact.spender as usize) == Some(&true)
    }

    /// Whether a filter tells models apart.
    pub fn is_of_models(&self) -> bool {
        self.is_of_models
    }
}

fn has(spender: &Spender, dim: Dim, value: &str) -> bool {
    match dim {
        Dim::Agent => spender.agent == value,
        Dim::Channel => spender.channel == value,
        Dim::Tool => spender.tools.iter().any(|(name, _)| name == value),
        Dim::Job => spender.job.as_deref() == Some(value),
        Dim::Session => &*spender.key == value,
        Dim::Model | Dim::Provider => true,
    }
}
