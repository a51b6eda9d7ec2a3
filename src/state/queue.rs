//! What of all that is known waits for a person: requests, devices, jobs, tasks, messages and budgets become one list. Pure.
//! Refuses to put anything in order, and to answer.

use std::sync::Arc;

use super::chat::outbox::{self, State};
use super::graces::Graces;
use super::spending::Crossing;
use crate::domain::job::facts::Facts;
use crate::domain::job::late::late;
use crate::domain::queue::{Item, Kind};
use crate::domain::sorted::sorted;
use crate::domain::task::Task;
use crate::domain::task::columns::{Columns, Stage};
use crate::domain::{grants, say};
use crate::paths;
use crate::protocol::approvals::Asked;
use crate::protocol::cron::{Job, Whole};
use crate::protocol::devices::AskingDevice;
use crate::protocol::{SessionKey, UnixMs};

/// A job and what is known of it without a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The job.
    pub whole: Arc<Whole>,
    /// What is known of it.
    pub facts: Arc<Facts>,
}

/// A job that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When.
    pub at: UnixMs,
}

/// Returns the jobs that are due next, the soonest first.
pub fn due(jobs: &[Known], now: UnixMs) -> Vec<Due> {
    let due = |Known { whole, facts }: &Known| {
        let at = whole.job.state.next_run_at_ms.filter(|at| whole.job.enabled && at.0 > now.0 && !facts.is_system)?;
        Some(Due { id: whole.job.id.clone(), title: facts.title.clone(), at })
    };
    sorted(jobs.iter().filter_map(due).collect(), &|one: &Due, other| one.at.cmp(&other.at))
}

/// A crossing is worth a look for so long, in milliseconds.
const CROSSED: i64 = 24 * 3_600_000;
/// What has run out is told of a moment later.
const RUNS_OUT: i64 = 5_000;

/// Where things that wait are gathered.
pub struct Gathering<'a> {
    /// What was found.
    pub items: Vec<Item>,
    /// What the gateway's clock shows.
    pub now: UnixMs,
    /// What a session is called.
    pub title: &'a dyn Fn(&SessionKey) -> String,
}

impl Gathering<'_> {
    fn add(&mut self, kind: Kind, id: &[&str], of: &str, (title, more): (String, String), (since, until): (i64, Option<i64>), to: String) {
        self.items.push(Item { id: id.concat().into(), kind, of: of.into(), title, more, since, until, to });
    }

    /// Requests of agents and plugins.
    pub fn asked(&mut self, all: &[Asked]) {
        let now = self.now.0;
        for asked in all.iter().filter(|asked| asked.expires_at_ms.is_none_or(|until| until.0 > now - RUNS_OUT)) {
            let who = asked.session().map_or_else(|| "Somebody".to_owned(), |key| (self.title)(key));
            let first = asked.questions.items.first();
            let (kind, title) = match (&asked.request.command, &asked.request.title, first) {
                (Some(_), _, _) => (Kind::Approval, [&who, " wants to run a command"].concat()),
                (None, Some(title), _) => (Kind::Approval, [&who, ": ", title].concat()),
                (None, None, Some(question)) => (Kind::Question, [&who, ": ", &question.question].concat()),
                (None, None, None) => (Kind::Question, [&who, " asks a question"].concat()),
            };
            let to = asked.session().map_or_else(paths::chats, |key| paths::chat(key.as_str()));
            let times = (asked.created_at_ms.map_or(0, |at| at.0), asked.expires_at_ms.map(|until| until.0));
            self.add(kind, &["asked:", asked.id.as_str()], asked.id.as_str(), (title, String::new()), times, to);
        }
    }

    /// Devices that ask to come in.
    pub fn devices(&mut self, all: &[AskingDevice]) {
        for device in all {
            let id: String = device.device_id.chars().take(8).collect();
            let on = device.platform.as_ref().map_or(String::new(), |on| [" on ", on].concat());
            let title = [device.client_id.as_deref().unwrap_or("A device"), &on, " asks to come in"].concat();
            let wants = grants::together(&device.scopes, ". Wants", ". Wants to");
            let from = device.remote_ip.as_ref().map_or(String::new(), |ip| [" from ", ip].concat());
            let known = if device.is_repair { ", known already" } else { "" };
            let more = ["Device ", &id, known, &from, &wants].concat();
            let to = paths::connection() + "?tab=devices";
            self.add(Kind::Pairing, &["device:", &device.request_id], &device.request_id, (title, more), (at(device.ts), None), to);
        }
    }

    /// Jobs that failed or are late. What the gateway made for itself is no concern of a person.
    pub fn jobs(&mut self, all: &[Known], graces: &Graces) {
        for Known { whole, facts } in all.iter().filter(|known| !known.facts.is_system) {
            let (job, state) = (&whole.job, &whole.job.state);
            if state.running_at_ms.is_some() {
                continue;
            }
            if let Some(title) = failure(job, &facts.title) {
                let since = at(state.auto_disabled.as_ref().and_then(|auto| auto.at_ms).or(state.last_run_at_ms));
                let more = state.last_error.clone().unwrap_or_default();
                self.add(
                    Kind::Failed,
                    &["failed:", &job.id, ":", &since.to_string()],
                    &job.id,
                    (title, more),
                    (since, None),
                    paths::job(&job.id),
                );
                continue;
            }
            let late = late(job, facts, graces.of(&job.id), self.now).filter(|late| job.enabled && late.is_beyond_grace);
            if let Some(late) = late {
                let since = late.since.0;
                let title = [&*facts.title, if late.is_due { " is due and did not start" } else { " was passed over" }].concat();
                let more = facts.sentence.clone();
                self.add(
                    Kind::Late,
                    &["late:", &job.id, ":", &since.to_string()],
                    &job.id,
                    (title, more),
                    (since, None),
                    paths::job(&job.id),
                );
            }
        }
    }

    /// Tasks that stand where they cannot go on.
    pub fn tasks<'t>(&mut self, all: impl Iterator<Item = &'t Arc<Task>>, columns: &Columns) {
        for task in all.filter(|task| columns.stage(&task.column) == Stage::Blocked) {
            let name = task.name();
            let title = [&name, " ", &*task.title].concat();
            let since = *task.since;
            let id = ["blocked:", &*task.id, ":", &since.to_string()].concat();
            self.add(Kind::Blocked, &[&id], &task.id, (title, task.reason.to_string()), (since, None), paths::task(&name));
        }
    }

    /// Messages that nobody can say arrived, or that were refused.
    pub fn messages(&mut self, all: &[outbox::Item]) {
        for message in all {
            let who = (self.title)(&message.session);
            let (title, why) = match &message.state {
                State::Refused(why) => (["A message to ", &who, " was refused"].concat(), why.as_str()),
                _ => (["Nobody knows whether a message to ", &who, " arrived"].concat(), ""),
            };
            let words: String = message.text.chars().take(200).collect();
            let more = if why.is_empty() { words } else { [&words, " · ", why].concat() };
            let to = paths::chat(message.session.as_str());
            self.add(Kind::Message, &["message:", &message.id], &message.id, (title, more), (message.tried, None), to);
        }
    }

    /// Levels of budgets that were reached lately, of which `ours` says that they are of this gateway.
    pub fn crossings(&mut self, all: &[Crossing], gateway: &str, wall: UnixMs) {
        for crossing in all.iter().filter(|crossing| crossing.gateway == gateway && (0..CROSSED).contains(&(wall.0 - crossing.at))) {
            let when = crossing.at.to_string();
            let id = ["budget:", &when, ":", &crossing.words].concat();
            let to = paths::analytics() + &crossing.search;
            self.add(Kind::Budget, &[&id], &when, (crossing.words.clone(), String::new()), (crossing.at, None), to);
        }
    }
}

fn at(at: Option<UnixMs>) -> i64 {
    at.map_or(0, |at| at.0)
}

/// Says that a job failed, if its last run did or the gateway gave it up.
fn failure(job: &Job, title: &str) -> Option<String> {
    let state = &job.state;
    if !job.enabled && state.auto_disabled.is_some() {
        return Some([title, " was paused by the gateway"].concat());
    }
    let is_once = job.schedule.kind == "at";
    if !job.enabled {
        return (is_once && state.last_run_status.as_deref() == Some("error")).then(|| [title, " failed"].concat());
    }
    match state.consecutive_errors.unwrap_or(0) {
        0 => None,
        1 => Some([title, " failed"].concat()),
        times => Some([title, " failed ", &say::many(times as usize, "time"), " in a row"].concat()),
    }
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
