//! What can be done to jobs. The gateway takes 30 calls of each of these a minute from one device, and refuses more.
//! Refuses to keep to that; whoever does much at once must.

use std::time::Duration;

use serde::de::IgnoredAny;
use serde::{Serialize, Serializer};

use super::{Job, Whole};
use crate::protocol::fields::reads;
use crate::protocol::method::{Kind, Method};
use crate::protocol::raw::Raw;
use crate::protocol::scope::Scope;

/// `cron.get`: a job with the version of its decisions.
#[derive(Clone, Debug, Serialize)]
pub struct CronGet {
    /// Which.
    pub id: String,
}

impl Method for CronGet {
    const NAME: &'static str = "cron.get";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Read;
    type Reply = Whole;
}

/// `cron.add`: makes a job of what somebody decided. Answers the job.
#[derive(Clone, Debug)]
pub struct CronAdd(pub Raw);

impl Serialize for CronAdd {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

impl Method for CronAdd {
    const NAME: &'static str = "cron.add";
    const KIND: Kind = Kind::Write;
    const SCOPE: Scope = Scope::Admin;
    type Reply = Job;
}

/// `cron.update`. The event with the job comes before the answer.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CronUpdate {
    /// Which.
    pub id: String,
    /// What changes; of payload and delivery parts may be named, unless their kind changes.
    pub patch: Raw,
    /// The version that was looked at: if it is another meanwhile, the gateway refuses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_config_revision: Option<String>,
}

impl Method for CronUpdate {
    const NAME: &'static str = "cron.update";
    const KIND: Kind = Kind::Write;
    const SCOPE: Scope = Scope::Admin;
    type Reply = IgnoredAny;
}

/// `cron.remove`. A second time is refused.
#[derive(Clone, Debug, Serialize)]
pub struct CronRemove {
    /// Which.
    pub id: String,
}

impl Method for CronRemove {
    const NAME: &'static str = "cron.remove";
    const KIND: Kind = Kind::Write;
    const SCOPE: Scope = Scope::Admin;
    type Reply = IgnoredAny;
}

/// In which case a job is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RunMode {
    /// In any, paused ones too.
    Force,
    /// Only if it is due.
    Due,
}

/// `cron.run`: starts a job. Answers at once; how it ends is told by events.
#[derive(Clone, Debug, Serialize)]
pub struct CronRun {
    /// Which.
    pub id: String,
    /// In which case.
    pub mode: RunMode,
}

impl Method for CronRun {
    const NAME: &'static str = "cron.run";
    const KIND: Kind = Kind::Write;
    const SCOPE: Scope = Scope::Admin;
    const TIMEOUT: Duration = Duration::from_secs(60);
    type Reply = CronRunAnswered;
}

/// The answer to `cron.run`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CronRunAnswered {
    /// The run that was started.
    pub run_id: Option<String>,
    /// Why none was: `already-running`, `not-due`.
    pub reason: Option<String>,
}

reads! { CronRunAnswered { run_id, reason } }
