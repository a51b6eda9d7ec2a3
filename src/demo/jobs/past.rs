//! The runs of a job before the world began. They are kept nowhere: when they were follows from the schedule, what came of them from
//! the seed. Refuses to know what happened since.

use fastrand::Rng;
use serde_json::Value;

use super::Job;
use super::entry::{self, Ended};
use super::schedule::Schedule;
use crate::demo::world::{chance, ids};

/// What is to know of a past.
pub struct Past {
    pub seed: u64,
    pub from: i64,
    pub until: i64,
    pub habit: Habit,
    /// What the schedule was then; it may have been changed since.
    pub schedule: Option<Schedule>,
}

/// How a job's runs come out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Habit {
    /// Well, but for a bad day.
    Well,
    /// Not any more: the last so many runs failed.
    Fails(usize),
    /// Now so, now so.
    Flaps,
    /// Mostly there was nothing to do.
    Skips,
    /// Well, but it takes long.
    Slow,
}

impl Past {
    /// There was nothing.
    pub fn none(now: i64) -> Self {
        Self { seed: 0, from: now, until: now, habit: Habit::Well, schedule: None }
    }

    /// Returns when there were runs, old to new.
    pub fn times(&self, most: usize) -> Vec<i64> {
        self.schedule.as_ref().map(|schedule| schedule.between(self.from, self.until, most)).unwrap_or_default()
    }

    /// Returns the dice of one run.
    fn dice(&self, at: i64) -> Rng {
        Rng::with_seed(self.seed ^ at.unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// Says how a run came out: whether it was skipped, whether it failed. `ago` counts from the newest.
    fn outcome(&self, dice: &mut Rng, ago: usize) -> (bool, bool) {
        let chance = dice.f64();
        match self.habit {
            Habit::Fails(last) => (false, ago < last || chance < 0.02),
            Habit::Flaps => (false, chance < 0.4),
            Habit::Skips => (chance < 0.8, false),
            Habit::Well | Habit::Slow => (false, ago > 3 && chance < 0.02),
        }
    }
}

/// Returns a run as the wire has it.
pub fn entry(job: &Job, at: i64, ago: usize) -> Value {
    let mut dice = job.past.dice(at);
    let (is_skipped, has_failed) = job.past.outcome(&mut dice, ago);
    let kind = job.config["payload"]["kind"].as_str().unwrap_or_default();
    let is_slow = job.past.habit == Habit::Slow;
    let mut ended = Ended { at: at + dice.i64(5..900), duration: dice.i64(20..400), is_skipped, ..Ended::default() };
    match kind {
        "agentTurn" if !is_skipped => {
            ended.duration = if is_slow { dice.i64(400_000..1_500_000) } else { dice.i64(2_500..48_000) };
            ended.session = Some(ids::uuid(&mut dice));
            ended.model = Some(entry::model(job));
            ended.used = [dice.u64(2_000..9_000), dice.u64(80..1_600), dice.u64(4_000..60_000), 0];
            if has_failed {
                ended.error = Some("⚠️ provider/model request failed (server_error)".into());
            } else {
                ended.summary = Some(SAID[chance::place(&mut dice, SAID.len())].into());
            }
        }
        "command" if has_failed => ended.error = Some(entry::exit()),
        "systemEvent" => ended.summary = job.config["payload"]["text"].as_str().map(Into::into),
        _ => {}
    }
    // What began just before the world did is over all the same.
    ended.at = ended.at.min(job.past.until - 1);
    ended.duration = ended.duration.min(job.past.until - ended.at);
    entry::of(job, &ended, job.schedule.next(at))
}

/// What was said at the end.
const SAID: [&str; 5] = [
    "All well: nothing needs you today.",
    "Done. Two things stand out, both small; they are in the notes.",
    "Checked: 14 of 14 are as they should be.",
    "Done in one go. The slowest part was the mirror, as ever.",
    "Nothing new since the last time.",
];
