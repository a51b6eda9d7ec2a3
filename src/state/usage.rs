//! What the gateway said about usage: one question at a time, kept, and none asked that is answered already.
//! Refuses to ask by itself, but once more where the gateway has said that it is still counting.

use std::sync::Arc;
use std::time::Duration;

use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::profile::Profile;
use crate::domain::project::thing::Thing;
use crate::domain::usage::ledger::{Ledger, Spender};
use crate::gateway::CallError;
use crate::protocol::day::Day;
use crate::protocol::usage::UsageOfAll;
use crate::protocol::{SessionKey, UnixMs};

/// What is asked: which days, by the clock of which zone.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// The zone's name.
    pub zone: String,
    /// By how many minutes its clock is ahead of UTC at a time.
    pub offset: fn(UnixMs) -> i32,
}

impl Asked {
    /// Whether an answer to this one answers another too.
    pub fn covers(&self, other: &Self) -> bool {
        // Of a day that went on since, the last one says too little: it is asked again with every other last day.
        self.zone == other.zone && self.from <= other.from && self.to == other.to
    }
}

/// An answer.
#[derive(Clone)]
struct Kept {
    url: String,
    asked: Asked,
    ledger: Arc<Ledger>,
}

/// How the question that is looked at stands.
#[derive(Clone, Default)]
pub struct Standing {
    /// The address of the gateway that is asked.
    pub url: String,
    /// The answer. An old one stays until a newer one comes.
    pub ledger: Option<Arc<Ledger>>,
    /// What it is an answer to.
    pub asked: Option<Asked>,
    /// A question is under way.
    pub is_asking: bool,
    /// Why there is no answer, or none that is newer.
    pub trouble: Option<String>,
}

impl Standing {
    /// Returns the answer and what it is an answer to, if this gateway gave it.
    pub fn of(&self, url: &str) -> Option<(&Arc<Ledger>, &Asked)> {
        self.ledger.as_ref().zip(self.asked.as_ref()).filter(|_| self.url == url)
    }
}

/// So many answers are kept.
const MOST: usize = 6;
/// The pause before a gateway is asked once more that is still counting.
const COLD: Duration = Duration::from_secs(5);

/// What is known of usage.
#[derive(Clone, Copy, Default)]
pub struct Usages {
    kept: StoredValue<Vec<Kept>>,
    standing: RwSignal<Standing>,
    under_way: StoredValue<Option<AbortHandle>>,
}

impl Usages {
    /// Reads how it stands, and tracks it.
    pub fn with<R>(&self, read: impl FnOnce(&Standing) -> R) -> R {
        self.standing.with(read)
    }

    /// Wants to know. What is known already is not asked for again, unless it is to be `anew`; what was asked before is dropped.
    pub fn want(&self, profile: Profile, asked: Asked, anew: bool) {
        let url = profile.link.url();
        let known = self.kept.with_value(|kept| kept.iter().find(|kept| kept.url == url && kept.asked.covers(&asked)).cloned());
        self.drop_question();
        // What was said while the gateway still counted is shown, and is no answer.
        if let Some(Kept { asked, ledger, .. }) = known.clone().filter(|kept| !anew && !kept.ledger.is_cold) {
            self.standing.set(Standing { url, ledger: Some(ledger), asked: Some(asked), ..Standing::default() });
            return;
        }
        let (ledger, of) = known.map(|kept| (kept.ledger, kept.asked)).unzip();
        self.standing.set(Standing { url: url.clone(), ledger, asked: of, is_asking: true, trouble: None });
        let usages = *self;
        let (answering, stop) = abortable(async move {
            let is_cold = usages.ask(profile, &url, &asked).await;
            if is_cold {
                profile.sleep(COLD).await;
                usages.change(|standing| standing.is_asking = true);
                usages.ask(profile, &url, &asked).await;
            }
        });
        self.under_way.set_value(Some(stop));
        spawn_local(async move {
            // Whoever dropped it has another question, or none.
            let _ = answering.await;
        });
    }

    /// Nobody wants to know any more.
    pub fn drop_question(&self) {
        if let Some(stop) = self.under_way.try_update_value(Option::take).flatten() {
            stop.abort();
            self.change(|standing| (standing.is_asking, standing.trouble) = (false, None));
        }
    }

    /// Asks, and returns whether the gateway is still counting.
    async fn ask(self, profile: Profile, url: &str, asked: &Asked) -> bool {
        let waits = move |error: CallError| self.change(|standing| standing.trouble = Some(error.unread("figures")));
        let told = profile.ask(&UsageOfAll::new(asked.from, asked.to, &asked.zone), waits).await;
        match told {
            Ok(told) => {
                let ledger = Arc::new(Ledger::of(&told, &asked.offset));
                let is_cold = ledger.is_cold;
                self.keep(Kept { url: url.to_owned(), asked: asked.clone(), ledger: ledger.clone() });
                self.change(|standing| {
                    let (ledger, asked) = (Some(ledger), Some(asked.clone()));
                    *standing = Standing { url: url.to_owned(), ledger, asked, ..Standing::default() };
                });
                is_cold
            }
            Err(error) => {
                // The link says itself what happened to it, and whoever looks asks again when it is back.
                let is_of_link = matches!(error, CallError::NotReady { .. } | CallError::LinkLost { .. });
                self.change(|standing| {
                    standing.is_asking = false;
                    standing.trouble = (!is_of_link).then(|| error.unread("figures"));
                });
                false
            }
        }
    }

    fn keep(self, new: Kept) {
        self.kept.update_value(|kept| {
            kept.retain(|old| old.url != new.url || !new.asked.covers(&old.asked));
            kept.insert(0, new);
            kept.truncate(MOST);
        });
    }

    fn change(self, change: impl FnOnce(&mut Standing)) {
        // The page may be gone.
        let _ = self.standing.try_update(change);
    }
}

/// Whether what a session used belongs to the chosen project. Tracks projects alone.
pub fn is_in(profile: &Profile, url: &str, project: &str, spender: &Spender) -> bool {
    profile.projects.with(|all| {
        let of_row = profile.sessions.with_untracked(|sessions| {
            sessions.rows.get(&SessionKey::from(&*spender.key)).map(|row| all.is_in(project, &Thing::session(url, row)))
        });
        of_row.flatten().unwrap_or_else(|| {
            let name = spender.label.clone().unwrap_or_default();
            let thing = Thing::keyed(url, &spender.key, Some(&spender.agent));
            all.is_in(project, &Thing { job: spender.job.as_deref(), name, ..thing })
        })
    })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn what_one_gateway_answered_is_no_answer_of_another() {
        let asked = Some(Asked { from: Day(1), to: Day(2), zone: "UTC".into(), offset: |_| 0 });
        let standing = Standing { url: "ws://a".into(), ledger: Some(Arc::default()), asked, ..Standing::default() };
        assert!(standing.of("ws://a").is_some() && standing.of("ws://b").is_none());
    }

    #[test]
    fn a_longer_answer_up_to_the_same_day_answers_a_shorter_question() {
        let asked = |from, to, zone: &str| Asked { from: Day(from), to: Day(to), zone: zone.into(), offset: |_| 0 };
        let wide = asked(10, 20, "UTC");
        for (other, covers) in [
            (asked(10, 20, "UTC"), true),
            (asked(15, 20, "UTC"), true),
            (asked(9, 20, "UTC"), false),
            (asked(15, 19, "UTC"), false),
            (asked(15, 21, "UTC"), false),
            (asked(15, 20, "Asia/Tokyo"), false),
        ] {
            assert_eq!(wide.covers(&other), covers, "{other:?}");
        }
    }
}
