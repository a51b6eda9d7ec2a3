//! How late jobs may be before they count as late: chosen by a person for a job, and kept on this device.
//! Refuses to know when a job is due.

use serde::Serialize;

use crate::domain::job::late::GRACE;
use crate::protocol::fields::reads;

/// The key under which these are kept.
pub const GRACES: &str = "openclutch.grace";

/// The grace periods that somebody chose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Graces {
    /// A job each.
    pub jobs: Vec<Grace>,
}

reads! { Graces { jobs } }

/// The grace period of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Grace {
    /// Its id.
    pub id: String,
    /// In minutes.
    pub minutes: i64,
}

reads! { Grace { id: needed, minutes: needed } }

impl Graces {
    /// Returns the grace period of a job in minutes.
    pub fn of(&self, id: &str) -> i64 {
        self.jobs.iter().find(|grace| grace.id == id).map_or(GRACE, |grace| grace.minutes.clamp(0, 100_000))
    }

    /// Chooses the grace period of a job.
    pub fn choose(&mut self, id: &str, minutes: i64) {
        self.jobs.retain(|grace| grace.id != id);
        if minutes != GRACE {
            self.jobs.push(Grace { id: id.to_owned(), minutes });
        }
    }
}
