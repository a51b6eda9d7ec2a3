//! A recording that somebody opened, connected to in the place of a gateway.
//! Refuses to keep anything of it beyond the page.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::task::spawn_local;

use super::bench::Bench;
use crate::domain::redact::redact_json;
use crate::gateway::Socket;
use crate::gateway::record::file;
use crate::gateway::record::host::host;
use crate::gateway::record::replay::Replay;
use crate::state::address::REPLAY_URL;
use crate::state::profile::Profile;
use crate::state::replaying::Door;

/// Opens a recording and connects to it.
///
/// # Errors
/// Says in a sentence why it cannot be replayed.
pub fn replay(text: &str, profile: Profile, door: &Door) -> Result<(), &'static str> {
    let recording = file::read(text)?;
    // What is asked now is known by how it was written down then.
    let mask = |words: &str| redact_json(words, &mut vec![]);
    let replay = Rc::new(RefCell::new(Replay::new(recording, Box::new(mask))));
    let clock = profile.clock();
    door.leads_to(move || {
        let (near, far) = Socket::pair();
        spawn_local(host(replay.clone(), far, clock.clone()));
        near
    });
    Bench::of(&profile).stop(&profile);
    profile.resume(REPLAY_URL.into());
    Ok(())
}
