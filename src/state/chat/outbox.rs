//! What a person said and the gateway has not yet written down: in order, kept over reloads, sent once. Pure.
//! Refuses to send; it says what is next, and what became of a message whose fate was unknown.

use crate::protocol::chat::{ChatHistoried, Pending};
use crate::protocol::fields::{Fields, FromJson, Piece, reads, text};
use crate::protocol::{SessionKey, UnixMs};
use serde::Serialize;

/// For so long a gateway remembers an idempotency key, in milliseconds, with some to spare (measured: about 5 minutes).
pub const REMEMBERED: i64 = 4 * 60_000;

/// One message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Its idempotency key, made at the click.
    pub id: String,
    /// To which gateway.
    pub gateway: String,
    /// In which session.
    pub session: SessionKey,
    /// The words.
    pub text: String,
    /// What is attached; the bytes are kept apart.
    pub files: Vec<Attached>,
    /// How it stands.
    pub state: State,
    /// It goes into the turn that goes on, and does not wait for its end.
    pub is_steer: bool,
    /// When it was last sent; 0 if never.
    pub tried: i64,
    /// To which life of the gateway.
    pub boot: String,
}

reads! { Item { id: needed, gateway: needed, session: needed, text: needed, files, state: needed, is_steer as "is_steer", tried, boot } }

/// Something that is attached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attached {
    /// What it is called.
    pub name: String,
    /// What kind of thing it is.
    pub mime: String,
    /// How large it is, in bytes.
    pub size: u64,
}

reads! { Attached { name: needed, mime: needed, size: needed } }

/// How a message stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub enum State {
    /// It waits for its turn.
    #[default]
    Waiting,
    /// It is on its way.
    Sending,
    /// The gateway took it; the transcript does not show it yet.
    Sent,
    /// It was on its way when the connection went: its fate is being looked for.
    Doubtful,
    /// Nobody can say whether it arrived. A person must decide.
    Unconfirmed,
    /// The gateway did not take it, for this reason.
    Refused(String),
}

impl FromJson for State {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        Ok(match text(json).as_deref() {
            Ok("Waiting") => Self::Waiting,
            Ok("Sending") => Self::Sending,
            Ok("Sent") => Self::Sent,
            Ok("Doubtful") => Self::Doubtful,
            Ok("Unconfirmed") => Self::Unconfirmed,
            Ok(other) => return Err(format!("{other} is no state")),
            Err(_) => {
                let mut fields = Fields::of(json)?;
                let why = fields.needed("Refused");
                return fields.finish(Self::Refused(why));
            }
        })
    }
}

/// Returns the message to be sent next: of each session the first that waits, unless one before it is under way or in doubt, or the
/// session is at work.
pub fn next<'a>(items: &'a [Item], gateway: &str, is_busy: impl Fn(&SessionKey) -> bool) -> Option<&'a Item> {
    items.iter().enumerate().filter(|(_, item)| item.gateway == gateway && item.state == State::Waiting).find_map(|(at, item)| {
        let before = items.get(..at).unwrap_or_default();
        let is_of_same = |other: &&Item| other.gateway == item.gateway && other.session == item.session;
        let is_held = before
            .iter()
            .filter(is_of_same)
            .any(|other| !matches!(other.state, State::Refused(_)) && (!item.is_steer || other.state != State::Waiting));
        let is_free = item.is_steer || !is_busy(&item.session);
        (is_free && !is_held).then_some(item)
    })
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The transcript has it.
    Written,
    /// The gateway has it and will come to it.
    Taken,
    /// It did not arrive; under the same key it may be sent again without harm.
    Again,
    /// The gateway had it, and gave it up when everything was stopped.
    GivenUp,
    /// Nobody can say.
    Unknown,
}

/// Judges what became of a message, by what the gateway says of its session, at a time, in a life of the gateway.
pub fn fate(item: &Item, history: &ChatHistoried, boot: &str, now: UnixMs) -> Fate {
    let is_key = |run: &str| run == item.id;
    let written = format!("{}:user", item.id);
    if history.messages.items.iter().any(|told| told.0.idempotency_key.as_deref() == Some(&written)) {
        return Fate::Written;
    }
    let pending =
        history.pending_inputs.items.items.iter().rfind(|pending| pending.run_id.as_ref().is_some_and(|run| is_key(run.as_str())));
    if pending.is_some_and(Pending::is_given_up) {
        return Fate::GivenUp;
    }
    if pending.is_some() || history.in_flight_run.as_ref().is_some_and(|run| is_key(run.run_id.as_str())) {
        return Fate::Taken;
    }
    if may_repeat(item, boot, now) { Fate::Again } else { Fate::Unknown }
}

/// Whether a message may be sent under its key without harm, whatever became of it before.
pub fn may_repeat(item: &Item, boot: &str, now: UnixMs) -> bool {
    item.tried == 0 || (!boot.is_empty() && item.boot == boot && (0..REMEMBERED).contains(&now.0.saturating_sub(item.tried)))
}

/// Moves a message that waits by one place among those that wait in its session.
pub fn shift(items: &mut [Item], id: &str, by: isize) {
    let Some(item) = items.iter().find(|item| item.id == id) else { return };
    let (gateway, session) = (item.gateway.clone(), item.session.clone());
    let waiting: Vec<usize> = (0..items.len())
        .filter(|at| items.get(*at).is_some_and(|item| item.gateway == gateway && item.session == session && item.state == State::Waiting))
        .collect();
    let Some(place) = waiting.iter().position(|at| items.get(*at).is_some_and(|item| item.id == id)) else { return };
    let other = place.checked_add_signed(by).and_then(|place| waiting.get(place));
    if let (Some(from), Some(to)) = (waiting.get(place), other) {
        items.swap(*from, *to);
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use serde_json::json;

    fn item(id: &str, session: &str, state: State) -> Item {
        let session = session.into();
        let (tried, boot) = if state == State::Waiting { (0, "") } else { (1_000, "b") };
        Item {
            id: id.into(),
            gateway: "g".into(),
            session,
            text: id.into(),
            files: vec![],
            state,
            is_steer: false,
            tried,
            boot: boot.into(),
        }
    }

    fn next_id(items: &[Item], busy: &[&str]) -> Option<String> {
        next(items, "g", |key| busy.contains(&key.as_str())).map(|item| item.id.clone())
    }

    #[test]
    fn messages_go_in_order_and_one_at_a_time() {
        let mut items = [item("1", "a", State::Waiting), item("2", "a", State::Waiting), item("3", "b", State::Waiting)];
        assert_eq!(next_id(&items, &[]).as_deref(), Some("1"));
        assert_eq!(next_id(&items, &["a"]).as_deref(), Some("3"), "a session that is busy holds no other up");
        for state in [State::Sending, State::Sent, State::Doubtful, State::Unconfirmed] {
            items[0].state = state;
            assert_eq!(next_id(&items, &[]).as_deref(), Some("3"));
        }
        items[0].state = State::Refused("no".into());
        assert_eq!(next_id(&items, &[]).as_deref(), Some("2"));
        assert_eq!(next(&items, "other", |_| false), None);
    }

    #[test]
    fn what_is_to_steer_does_not_wait_for_the_end() {
        let mut items = [item("1", "a", State::Waiting), item("2", "a", State::Waiting)];
        items[1].is_steer = true;
        assert_eq!(next_id(&items, &["a"]).as_deref(), Some("2"));
    }

    #[test]
    fn a_fate_is_read_from_what_the_gateway_says() {
        let history = |value| serde_json::from_value::<ChatHistoried>(value).unwrap();
        let of = |value, boot: &str, now| fate(&item("k", "a", State::Doubtful), &history(value), boot, UnixMs(now));
        let written = json!({"messages": [{"role": "user", "content": "x", "idempotencyKey": "k:user"}]});
        assert_eq!(of(written, "other", 900_000_000), Fate::Written);
        assert_eq!(of(json!({"pendingInputs": {"items": [{"runId": "k"}], "total": 1}}), "other", 0), Fate::Taken);
        let given_up = json!({"pendingInputs": {"items": [{"runId": "k", "state": "cancelled"}], "total": 1}});
        assert_eq!(of(given_up, "b", 2_000), Fate::GivenUp, "the same key would be refused for ever");
        assert_eq!(of(json!({"inFlightRun": {"runId": "k", "text": ""}}), "other", 0), Fate::Taken);
        for (boot, now, fate) in [
            ("b", 2_000, Fate::Again),
            ("b", 1_000 + REMEMBERED, Fate::Unknown),
            ("restarted", 2_000, Fate::Unknown),
            ("", 2_000, Fate::Unknown),
            // A clock that was put back tells nothing.
            ("b", 0, Fate::Unknown),
        ] {
            assert_eq!(of(json!({}), boot, now), fate, "{boot} {now}");
        }
    }

    #[test]
    fn those_that_wait_change_places_among_themselves() {
        let mut items =
            [item("1", "a", State::Sent), item("2", "a", State::Waiting), item("x", "b", State::Waiting), item("3", "a", State::Waiting)];
        let ids = |items: &[Item]| items.iter().map(|item| item.id.clone()).collect::<Vec<_>>();
        shift(&mut items, "3", -1);
        assert_eq!(ids(&items), ["1", "3", "x", "2"]);
        shift(&mut items, "3", -1);
        shift(&mut items, "1", 1);
        shift(&mut items, "nobody", 1);
        assert_eq!(ids(&items), ["1", "3", "x", "2"]);
    }
}
