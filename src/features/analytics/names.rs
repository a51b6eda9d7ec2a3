//! What sessions and jobs are called: as the list has them, as the gateway's count calls them, or by their keys.
//! Refuses to track anything.

use leptos::prelude::*;

use crate::domain::session;
use crate::domain::usage::budget::Whose;
use crate::domain::usage::ledger::{Ledger, Spender};
use crate::protocol::SessionKey;
use crate::state::profile::Profile;

/// Returns the title of a session.
pub fn session(profile: &Profile, key: &str, label: Option<&str>) -> String {
    let listed =
        untrack(|| profile.sessions.with_value(|sessions| sessions.rows.get(&SessionKey::from(key)).map(|row| session::title(row))))
            .flatten();
    listed
        .or_else(|| label.map(str::to_owned))
        .or_else(|| counted(profile, &|spender| &*spender.key == key))
        .unwrap_or_else(|| nameless(key))
}

/// Returns the name of a job.
pub fn job(profile: &Profile, id: &str) -> String {
    let label = counted(profile, &|spender| spender.job.as_deref() == Some(id));
    label.map_or_else(|| id.to_owned(), |label| label.strip_prefix("Automation: ").unwrap_or(&label).to_owned())
}

/// Says whose spending a budget bounds; nobody in particular is each by itself.
pub fn whose(profile: &Profile, whose: Whose, of: &str) -> String {
    match (whose, of.is_empty()) {
        (Whose::All, _) => "Everything".into(),
        (whose, true) => ["Each ", whose.as_str()].concat(),
        (Whose::Agent, _) => ["Agent ", of].concat(),
        (Whose::Job, _) => ["Job ", &job(profile, of)].concat(),
        (Whose::Session, _) => session(profile, of, None),
    }
}

fn counted(profile: &Profile, is_it: &dyn Fn(&Spender) -> bool) -> Option<String> {
    let find = |ledger: &Ledger| ledger.spenders.iter().find(|spender| is_it(spender))?.label.clone();
    untrack(|| profile.usages.with(|standing| standing.ledger.as_deref().and_then(find)))
}

/// Calls a session that has no name by its agent and the beginning of its id: the whole key is too long to tell one from another.
fn nameless(key: &str) -> String {
    let id = key.rsplit(':').next().unwrap_or_default();
    let agent = key.strip_prefix("agent:").and_then(|rest| rest.split(':').next());
    match (agent, id.get(..8)) {
        (Some(agent), Some(start)) if id.len() == 36 && id.split('-').count() == 5 => [agent, " ", start].concat(),
        _ => key.to_owned(),
    }
}
