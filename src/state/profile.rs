//! All that belongs to one gateway: its handle, its link, its collections. Views take it from the context as one thing.
//! Refuses to be global, so that a second gateway can live beside the first.

use std::sync::Arc;

use leptos::prelude::*;

use super::collection::Live;
use super::link::LinkState;
use super::sessions::{PAGE, Sessions};
use super::stops::Stops;
use crate::gateway::{Clock, Command, Gateway};
use crate::protocol::connect::Credential;

/// One gateway.
#[derive(Clone, Copy)]
pub struct Profile {
    gateway: StoredValue<Gateway>,
    /// Its link.
    pub link: LinkState,
    /// Its sessions.
    pub sessions: Live<Sessions>,
    /// Stops under way.
    pub stops: Stops,
}

impl Profile {
    /// Starts to mirror a gateway. `origin` is the page's.
    pub fn start(gateway: Gateway, clock: Arc<dyn Clock>, origin: String) -> Self {
        Self {
            link: LinkState::follow(&gateway, origin),
            sessions: Live::start(Sessions { limit: PAGE }, gateway.clone(), clock.clone()),
            stops: Stops::new(gateway.clone(), clock),
            gateway: StoredValue::new(gateway),
        }
    }

    /// Connects there because a person wants it. Without a secret the token issued to this device is used.
    pub fn connect(&self, url: String, secret: Credential) {
        self.link.begin(&url, false);
        self.tell(Command::Connect { url, secret });
    }

    /// Connects there with the token issued to this device, because that is where the page was connected before.
    pub fn resume(&self, url: String) {
        self.link.begin(&url, true);
        self.tell(Command::Connect { url, secret: Credential::None });
    }

    /// Asks something of the connection.
    pub fn tell(&self, command: Command) {
        self.gateway.with_value(|gateway| gateway.tell(command));
    }
}
