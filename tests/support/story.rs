//! Collections and stops over a fake gateway, with real signals and no browser: what a story begins with.

use std::sync::Arc;

use any_spawner::Executor;
use leptos::prelude::*;
use openclutch::gateway::{Clock, Gateway};
use openclutch::protocol::SessionKey;
use openclutch::protocol::sessions::{SessionRow, SessionsSubscribe};
use openclutch::state::cached::Freshness;
use openclutch::state::collection::Live;
use openclutch::state::edits::Edits;
use openclutch::state::sessions::Sessions;
use openclutch::state::stops::{Stop, Stops};
use serde_json::{Value, json};

use super::fake::{FakeGateway, settle};
use super::row;

pub struct Story {
    pub fake: FakeGateway,
    pub gateway: Gateway,
    pub sessions: Live<Sessions>,
    pub stops: Stops,
    pub edits: Edits,
}

impl Story {
    /// A client that is connected and has listed these rows.
    pub async fn with(rows: Value) -> Self {
        let (fake, gateway, clock) = FakeGateway::start();
        let clock: Arc<dyn Clock> = clock;
        let sessions = Live::start(Sessions { is_looked_at: StoredValue::new(false) }, gateway.clone(), clock.clone());
        let stops = Stops::new(gateway.clone(), clock.clone());
        let edits = Edits::new(gateway.clone(), clock);
        let mut story = Self { fake, gateway, sessions, stops, edits };
        story.connect(rows).await;
        story
    }

    pub async fn connect(&mut self, rows: Value) {
        self.fake.accept().await;
        let request = self.fake.expect::<SessionsSubscribe>().await;
        self.fake.answer(&request, listed(rows));
        settle().await;
    }

    pub fn keys(&self) -> Vec<String> {
        let mut keys =
            self.sessions.with_value(|rows| rows.rows.all().iter().map(|row| row.key.to_string()).collect::<Vec<_>>()).unwrap_or_default();
        keys.sort();
        keys
    }

    pub fn is_running(&self, key: &str) -> bool {
        self.sessions.with_value(|rows| rows.rows.get(&SessionKey::from(key)).unwrap().has_active_run).unwrap()
    }

    pub fn freshness(&self) -> Freshness {
        self.sessions.with(|cached| cached.freshness)
    }

    /// The row as it is shown: with what is under way laid over it.
    pub fn shown(&self, key: &str) -> Option<Arc<SessionRow>> {
        let row = self.sessions.with_value(|rows| rows.rows.get(&SessionKey::from(key)).cloned()).flatten()?;
        self.edits.over(&row)
    }

    pub fn row(&self, key: &str) -> Arc<SessionRow> {
        self.sessions.with_value(|rows| rows.rows.get(&SessionKey::from(key)).unwrap().clone()).unwrap()
    }

    pub fn stop(&self) -> Option<Stop> {
        let row = self.sessions.with_value(|rows| rows.rows.get(&SessionKey::from("a")).cloned()).flatten()?;
        self.stops.of(&row)
    }

    pub fn changed(&mut self, row: Value) {
        let key = row["key"].clone();
        self.fake.emit("sessions.changed", json!({"sessionKey": key, "session": row, "ts": 1}));
    }
}

pub fn listed(rows: Value) -> Value {
    let total = rows.as_array().unwrap().len();
    json!({"subscribed": true, "list": {"sessions": rows, "totalCount": total}})
}

pub fn running(key: &str) -> Value {
    row(key, json!({"hasActiveRun": true, "status": "running", "snapshotAt": 2_000}))
}

pub fn killed(key: &str) -> Value {
    row(key, json!({"status": "killed", "snapshotAt": 3_000}))
}

/// Runs a story in paused time, on the one executor of this process.
pub fn tell<F: Future<Output = ()>>(story: impl FnOnce() -> F) {
    let _ = Executor::init_tokio();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    let owner = Owner::new();
    owner.set();
    tokio::task::LocalSet::new().block_on(&runtime, story());
}
