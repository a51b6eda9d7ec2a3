//! The gateways that a person connected to, and where the next tab begins. How addresses are read lies in `address`.
//! Refuses to hold secrets, and to say where this tab is connected: the link knows that.

use serde::Serialize;

use super::profile::Profile;
use super::stored::{self, KeyValue, Stored};
use crate::gateway::Command;
use crate::protocol::fields::reads;

/// The key under which they are kept.
pub const GATEWAYS: &str = "openclutch.gateways";
/// The key under which there was only one, once.
const SINGLE: &str = "openclutch.gateway";

/// Returns the key under which the device key of this browser for a gateway is kept. Without it this device was forgotten.
pub fn identity_key(url: &str) -> String {
    ["openclutch.identity.", url].concat()
}

/// One gateway.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Known {
    /// Its address.
    pub url: String,
    /// What the person calls it.
    pub name: String,
    /// Nothing is to be changed there from this browser: only the permission to read is asked for.
    pub is_read_only: bool,
}

reads! { Known { url: needed, name: needed, is_read_only } }

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Gateways {
    /// In the order in which they were added.
    pub list: Vec<Known>,
    /// The address that was connected to last; empty when there is none.
    pub last: String,
    /// The person disconnected: do not connect by yourself next time.
    pub left: bool,
}

reads! { Gateways { list, last, left } }

/// What was kept when there was only one.
struct Single {
    url: String,
    left: bool,
}

reads! { Single { url, left } }

/// Takes over what was kept when there was only one gateway. Does nothing the second time.
pub fn take_over_single(store: &dyn KeyValue) {
    let Some(single) = stored::read::<Single>(store, SINGLE) else { return };
    if store.get(GATEWAYS).is_none() && !single.url.is_empty() {
        let mut gateways = Gateways::default();
        gateways.enter(&single.url);
        gateways.left = single.left;
        // Where it cannot be written, memory keeps it for this tab.
        let _ = stored::write(store, GATEWAYS, &gateways);
    }
    let _ = store.set(SINGLE, None);
}

impl Gateways {
    /// Notes that a person connects there; an unknown one is added under the name of its host.
    pub fn enter(&mut self, url: &str) {
        if !self.list.iter().any(|known| known.url == url) {
            self.list.push(Known { url: url.into(), name: host(url).into(), is_read_only: false });
        }
        (self.last, self.left) = (url.into(), false);
    }

    /// Names a gateway; without a name it goes by its host.
    pub fn rename(&mut self, url: &str, name: &str) {
        let name = Some(name.trim()).filter(|name| !name.is_empty()).unwrap_or_else(|| host(url));
        for known in self.list.iter_mut().filter(|known| known.url == url) {
            name.clone_into(&mut known.name);
        }
    }

    /// Whether only the permission to read is asked for there.
    pub fn is_read_only(&self, url: &str) -> bool {
        self.list.iter().any(|known| known.url == url && known.is_read_only)
    }

    /// Asks there only for the permission to read, or for all again.
    pub fn look_only(&mut self, url: &str, wanted: bool) {
        self.list.iter_mut().filter(|known| known.url == url).for_each(|known| known.is_read_only = wanted);
    }

    /// Takes a gateway off the list. If the next tab would have begun there, it begins with the form.
    pub fn remove(&mut self, url: &str) {
        self.list.retain(|known| known.url != url);
        if self.last == url {
            self.last.clear();
        }
    }

    /// Returns what a gateway is called.
    pub fn name(&self, url: &str) -> String {
        let known = self.list.iter().find(|known| known.url == url);
        known.map_or_else(|| host(url), |known| &known.name).to_owned()
    }
}

impl Stored<Gateways> {
    /// Returns what a gateway is called, and tracks it.
    pub fn name(&self, url: &str) -> String {
        self.get().name(url)
    }

    /// Connects this tab to a known gateway, with what was issued to this device or is remembered on it.
    pub fn switch(&self, profile: Profile, url: String) {
        self.change(|gateways| gateways.enter(&url));
        profile.resume(url);
    }

    /// Disconnects, and remembers that nothing is to connect by itself until a person does.
    pub fn leave(&self, profile: Profile) {
        let url = profile.link.url();
        // What is not among them says nothing about them.
        self.change(|gateways| gateways.left |= gateways.list.iter().any(|known| known.url == url));
        profile.tell(Command::Leave);
    }
}

/// Returns the host of an address, with its port and path.
fn host(url: &str) -> &str {
    url.split_once("://").map_or(url.trim_end_matches(':'), |(_, host)| host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::stored::Memory;

    fn two() -> Gateways {
        let mut gateways = Gateways::default();
        gateways.enter("ws://a:1");
        gateways.enter("wss://b/path");
        gateways
    }

    #[test]
    fn a_gateway_is_listed_once_and_goes_by_its_host_until_it_is_named() {
        let mut gateways = two();
        gateways.left = true;
        gateways.enter("ws://a:1");
        assert_eq!((gateways.list.len(), gateways.last.as_str(), gateways.left), (2, "ws://a:1", false));
        assert_eq!((gateways.name("wss://b/path"), gateways.name("ws://never-seen")), ("b/path".into(), "never-seen".into()));
        gateways.rename("ws://a:1", "  Home ");
        assert_eq!(gateways.name("ws://a:1"), "Home");
        gateways.rename("ws://a:1", " ");
        assert_eq!(gateways.name("ws://a:1"), "a:1");
    }

    #[test]
    fn who_only_looks_does_so_at_that_gateway_alone() {
        let mut gateways = two();
        gateways.look_only("ws://a:1", true);
        gateways.enter("ws://a:1");
        let store = Memory::default();
        stored::write(&store, GATEWAYS, &gateways).unwrap();
        let read: Gateways = stored::read(&store, GATEWAYS).unwrap();
        assert_eq!(
            [read.is_read_only("ws://a:1"), read.is_read_only("wss://b/path"), read.is_read_only("ws://never")],
            [true, false, false]
        );
    }

    #[test]
    fn removing_the_last_one_leaves_nowhere_to_begin() {
        let mut gateways = two();
        gateways.remove("ws://a:1");
        assert_eq!((gateways.list.len(), gateways.last.as_str()), (1, "wss://b/path"));
        gateways.remove("wss://b/path");
        assert_eq!((gateways.list.len(), gateways.last.as_str()), (0, ""));
    }

    #[test]
    fn the_single_gateway_of_earlier_versions_is_taken_over_once() {
        for (old, url, left) in [
            (r#"{"v":1,"value":{"url":"ws://a:1","left":true}}"#, "ws://a:1", true),
            (r#"{"v":1,"value":{"url":"ws://a:1"}}"#, "ws://a:1", false),
            (r#"{"v":1,"value":{"url":""}}"#, "", false),
            ("spoilt", "", false),
        ] {
            let store = Memory::default();
            store.set(SINGLE, Some(old)).unwrap();
            take_over_single(&store);
            let gateways: Gateways = stored::read(&store, GATEWAYS).unwrap_or_default();
            assert_eq!((gateways.last.as_str(), gateways.left, gateways.list.len()), (url, left, usize::from(!url.is_empty())), "{old}");
        }
        let store = Memory::default();
        stored::write(&store, GATEWAYS, &two()).unwrap();
        store.set(SINGLE, Some(r#"{"v":1,"value":{"url":"ws://old"}}"#)).unwrap();
        take_over_single(&store);
        assert_eq!((stored::read(&store, GATEWAYS), store.get(SINGLE)), (Some(two()), None));
    }
}
