//! Devices that ask to come in, kept true by what the gateway tells of them. Only a connection that may let them in knows of any.
//! Refuses to let anybody in.

use super::cached::Fold;
use super::collection::{Collection, Live};
use super::keeper::Ask;
use super::profile::Profile;
use crate::gateway::{CallError, Gateway};
use crate::protocol::devices::{AskingDevice, DevicePairList};
use crate::protocol::{Event, Family};

/// All devices that ask.
#[derive(Clone, Copy, Debug)]
pub struct Pairings;

impl Pairings {
    /// Returns those of a gateway; the first time they are asked for.
    pub fn of(profile: &Profile) -> Live<Self> {
        profile.keep(|gateway, clock| Live::start(Self, gateway, clock))
    }
}

impl Collection for Pairings {
    type State = Vec<AskingDevice>;
    type Answer = Vec<AskingDevice>;
    const FAMILIES: &'static [Family] = &[Family::Other];

    async fn fetch(&self, gateway: &Gateway, _: Ask, on_trouble: impl FnMut(CallError) + 'static) -> Result<Vec<AskingDevice>, CallError> {
        if !gateway.allows::<DevicePairList>() {
            return Ok(vec![]);
        }
        Ok(gateway.ask(&DevicePairList {}, on_trouble).await?.pending.items)
    }

    fn place(&self, _: Option<Vec<AskingDevice>>, answer: Vec<AskingDevice>, _: usize) -> Vec<AskingDevice> {
        answer
    }

    /// The events do not say everything that the list does, and are rare.
    fn fold(_: &mut Vec<AskingDevice>, event: &Event) -> Fold {
        let is_told = matches!(event, Event::Unknown { name, .. } if name.starts_with("device.pair."));
        if is_told { Fold::Stale } else { Fold::Same }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_told_of_devices_asks_again() {
        let told = |name: &str| Event::Unknown { name: name.into(), payload: "{}".into(), why: None };
        for (name, fold) in
            [("device.pair.requested", Fold::Stale), ("device.pair.resolved", Fold::Stale), ("node.pair.requested", Fold::Same)]
        {
            assert_eq!(Pairings::fold(&mut vec![], &told(name)), fold, "{name}");
        }
    }
}
