//! What there is to choose from on a gateway: models, agents, groups. Asked for when somebody is about to choose, and kept.
//! Refuses to ask before that, but for the groups when the gateway says that they changed.

use futures::StreamExt;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::gateway::{Gateway, Notice};
use crate::protocol::catalog::{Agent, AgentsList, Model, ModelsList};
use crate::protocol::sessions::SessionsGroupsList;
use crate::protocol::{Event, Family};

/// What there is to choose from. Lists that could not be read are empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choosable {
    /// The models that the gateway is set up for.
    pub models: Vec<Model>,
    /// The agents.
    pub agents: Vec<Agent>,
    /// The gateway's groups of sessions, in their order.
    pub groups: Vec<String>,
}

/// What there is to choose from, as a signal.
#[derive(Clone, Copy)]
pub struct Catalog {
    choosable: RwSignal<Choosable>,
    is_asked: StoredValue<bool>,
    gateway: StoredValue<Gateway>,
}

impl Catalog {
    /// Starts with nothing asked. `on_groups` hears the names of groups whenever they changed: rows follow without an event of
    /// their own.
    pub fn new(gateway: Gateway, on_groups: impl Fn(&[String]) + Clone + 'static) -> Self {
        let mut notices = gateway.notices(&[Family::Sessions]);
        let asks = gateway.clone();
        let catalog = Self { choosable: RwSignal::default(), is_asked: StoredValue::new(false), gateway: StoredValue::new(gateway) };
        spawn_local(async move {
            while let Some(notice) = notices.next().await {
                match notice {
                    Notice::AnotherGateway => {
                        catalog.is_asked.set_value(false);
                        catalog.choosable.set(Choosable::default());
                    }
                    // A new connection may be to a gateway with another configuration; asked again when next needed.
                    Notice::Hello(_) => catalog.is_asked.set_value(false),
                    Notice::Event(event) if names_groups(&event) => {
                        catalog.ask_groups(&asks).await;
                        // An answer may outlive the page that asked.
                        catalog.choosable.try_with_untracked(|choosable| on_groups(&choosable.groups));
                    }
                    _ => {}
                }
            }
        });
        catalog
    }

    /// Reads what there is, and tracks it. Asks for it the first time.
    pub fn with<R>(&self, read: impl FnOnce(&Choosable) -> R) -> R {
        if !self.is_asked.get_value() {
            self.is_asked.set_value(true);
            self.ask();
        }
        self.choosable.with(read)
    }

    fn ask(&self) {
        let (catalog, gateway) = (*self, self.gateway.get_value());
        spawn_local(async move {
            // What cannot be read cannot be chosen; the rest can.
            if let Ok(listed) = gateway.call(&ModelsList {}).await {
                catalog.choosable.update(|choosable| choosable.models = listed.models.items);
            }
            if let Ok(listed) = gateway.call(&AgentsList {}).await {
                catalog.choosable.update(|choosable| choosable.agents = listed.agents.items);
            }
            catalog.ask_groups(&gateway).await;
        });
    }

    async fn ask_groups(&self, gateway: &Gateway) {
        if let Ok(listed) = gateway.call(&SessionsGroupsList {}).await {
            self.choosable.update(|choosable| choosable.groups = listed.groups.items.into_iter().map(|group| group.name).collect());
        }
    }
}

fn names_groups(event: &Event) -> bool {
    matches!(event, Event::SessionsChanged(changed) if changed.reason.as_deref() == Some("groups"))
}
