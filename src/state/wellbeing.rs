//! How the gateway says that it is, by the event that it sends about once a minute anyway.
//! Refuses to ask.

use futures::StreamExt;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::profile::Profile;
use crate::gateway::Notice;
use crate::protocol::fields::{FromJson, Piece, reads};
use crate::protocol::{Event, Family};

/// How it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wellbeing {
    /// All in all.
    pub ok: Option<bool>,
    /// The loop that does its work.
    pub event_loop: EventLoop,
}

reads! { Wellbeing { ok, event_loop } }

/// The loop that does the gateway's work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventLoop {
    /// It does not keep up.
    pub degraded: bool,
}

reads! { EventLoop { degraded } }

impl Wellbeing {
    /// Whether all is well.
    pub fn is_well(self) -> bool {
        self.ok != Some(false) && !self.event_loop.degraded
    }

    /// Says it.
    pub fn words(self) -> &'static str {
        match (self.ok, self.event_loop.degraded) {
            (Some(false), _) => "not well",
            (_, true) => "slow to do its work",
            _ => "well",
        }
    }
}

/// What the gateway last told.
#[derive(Clone, Copy)]
struct Told(RwSignal<Option<Wellbeing>>);

/// Returns how a gateway last said that it is; it is listened to from the first time on.
pub fn wellbeing(profile: &Profile) -> ReadSignal<Option<Wellbeing>> {
    let told = profile.keep(|gateway, _| {
        let told = RwSignal::new(None);
        let mut notices = gateway.notices(&[Family::Other]);
        spawn_local(async move {
            while let Some(notice) = notices.next().await {
                match notice {
                    Notice::Event(event) => {
                        if let Some(said) = read(&event) {
                            told.maybe_update(|told| told.replace(said) != Some(said));
                        }
                    }
                    Notice::AnotherGateway => told.set(None),
                    _ => {}
                }
            }
        });
        Told(told)
    });
    told.0.read_only()
}

fn read(event: &Event) -> Option<Wellbeing> {
    let Event::Unknown { name, payload, .. } = event else { return None };
    if name != "health" {
        return None;
    }
    Wellbeing::from_json(Piece::read(payload).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_from_its_event_alone() {
        let told = |name: &str, payload: &str| read(&Event::Unknown { name: name.into(), payload: payload.into(), why: None });
        for (payload, words, is_well) in [
            (r#"{"ok": true, "eventLoop": {"degraded": false}}"#, "well", true),
            (r#"{"ok": true, "eventLoop": {"degraded": true}}"#, "slow to do its work", false),
            (r#"{"ok": false}"#, "not well", false),
            ("{}", "well", true),
        ] {
            let said = told("health", payload).unwrap();
            assert_eq!((said.words(), said.is_well()), (words, is_well), "{payload}");
        }
        assert_eq!((told("presence", "{}"), told("health", "nonsense")), (None, None));
    }
}
