//! One session of an answer about usage, and the days that such an answer is about. Refuses to add up sessions.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Asked;
use super::tally::Tally;
use crate::demo::usage::{self, Piece, Spender};
use crate::demo::wire::Refusal;
use crate::demo::world::calendar::{self, DAY};

/// A span of whole days by the clock of a zone.
pub struct Span {
    /// The first day and the one after the last, as clocks show them.
    pub from: i64,
    pub to: i64,
    zone: String,
}

impl Span {
    /// Reads which days are asked for.
    pub fn read(asked: &Asked<'_>, method: &str) -> Result<Self, Refusal> {
        let day = |name: &str| match asked.text(name) {
            None => Ok(None),
            Some(text) => calendar::read_date(text).map(Some).ok_or_else(|| {
                let pattern = r"^\d{4}-\d{2}-\d{2}$";
                Refusal::invalid(format!("invalid {method} params: at /{name}: must match pattern \"{pattern}\""))
            }),
        };
        let (start, end) = (day("startDate")?, day("endDate")?);
        // The gateway's own clock shows UTC.
        let zone = asked.text("timeZone").filter(|_| asked.text("mode") == Some("specific")).unwrap_or("UTC").to_owned();
        let today = (asked.world.now + calendar::offset(&zone, asked.world.now)).div_euclid(DAY) * DAY;
        let days = match asked.text("range") {
            Some("7d") => 7,
            Some("30d") => 30,
            Some("90d") => 90,
            Some("1y" | "all") => 365,
            _ => asked.number("days").and_then(|days| i64::try_from(days).ok()).unwrap_or(30).clamp(1, 3_650),
        };
        let to = end.unwrap_or(today) + DAY;
        let from = start.unwrap_or(to - days * DAY).max(to - 3_650 * DAY).min(to - DAY);
        Ok(Self { from, to, zone })
    }

    pub fn days(&self) -> impl Iterator<Item = i64> {
        (self.from.div_euclid(DAY)..self.to.div_euclid(DAY)).map(|day| day * DAY)
    }

    /// Returns the day of a time, by the clock of the zone.
    pub fn day(&self, at: i64) -> String {
        calendar::date(at + calendar::offset(&self.zone, at))
    }

    pub fn spenders(&self, asked: &Asked<'_>) -> Vec<Spender> {
        let agent = if asked.text("agentScope") == Some("all") { None } else { Some(asked.text("agentId").unwrap_or("main")) };
        let at = |local: i64| calendar::from_local(&self.zone, local);
        usage::spenders(asked.world, agent, at(self.from), at(self.to))
    }
}

/// Adds up what belongs together.
pub fn gather<'a, K: Ord>(
    pieces: impl Iterator<Item = (&'a Spender, &'a Piece)>,
    of: impl Fn(&Spender, &Piece) -> Option<K>,
) -> BTreeMap<K, Tally> {
    let mut sums = BTreeMap::<K, Tally>::new();
    for (spender, piece) in pieces {
        if let Some(key) = of(spender, piece) {
            sums.entry(key).or_default().add(piece);
        }
    }
    sums
}

pub fn creator(maker: Option<&str>) -> Value {
    match maker {
        None => json!({"key": "[\"unknown\"]"}),
        Some(kind) => json!({"key": creator_key(kind), "actor": actor(kind)}),
    }
}

fn creator_key(kind: &str) -> String {
    if kind == "human" { "[\"profile\",\"gateway-owner\"]" } else { "[\"agent\",\"main\"]" }.into()
}

fn actor(kind: &str) -> Value {
    let (id, identity) = if kind == "human" { ("gateway-owner", "profile") } else { ("main", "agent") };
    json!({"type": kind, "id": id, "identity": {"type": identity, "id": id}})
}

pub fn dated(date: &str, mut of: Value) -> Value {
    of["date"] = json!(date);
    of
}

pub fn lasted(spender: &Spender) -> i64 {
    spender.pieces.first().zip(spender.pieces.last()).map_or(0, |(first, last)| last.at - first.at)
}

/// Returns what one session used.
pub fn row(span: &Span, spender: &Spender) -> Value {
    let pieces = || spender.pieces.iter().map(|piece| (spender, piece));
    let by_day = gather(pieces(), |_, piece| Some(span.day(piece.at)));
    let by_quarter = gather(pieces(), |_, piece| Some((calendar::date(piece.at), piece.at.rem_euclid(DAY) / (DAY / 96))));
    let mut all = Tally::default();
    pieces().for_each(|(_, piece)| all.add(piece));
    let mut used = all.with(json!({
        "sessionId": spender.id,
        "sessionFile": format!("sqlite:{0}:{1}:/home/clawdia/.openclaw/agents/{0}/agent/openclaw-agent.sqlite", spender.agent, spender.id),
        "firstActivity": spender.pieces.first().map(|piece| piece.at), "lastActivity": spender.pieces.last().map(|piece| piece.at),
        "durationMs": lasted(spender), "messageCounts": all.messages(), "latency": all.latency(), "activityDates": by_day.keys().collect::<Vec<_>>(),
        "modelUsage": gather(pieces(), |_, piece| piece.model.map(|model| (model.provider, model.id))).iter().map(|((provider, model), tally)| {
            json!({"provider": provider, "model": model, "count": tally.answers, "totals": tally.totals()})
        }).collect::<Vec<_>>(),
        "dailyBreakdown": by_day.iter().map(|(date, tally)| {
            tally.with(json!({"date": date, "tokens": tally.tokens(), "cost": tally.cost()}))
        }).collect::<Vec<_>>(),
        "dailyMessageCounts": by_day.iter().map(|(date, tally)| dated(date, tally.messages())).collect::<Vec<_>>(),
        "dailyLatency": by_day.iter().map(|(date, tally)| dated(date, tally.latency())).collect::<Vec<_>>(),
        "utcQuarterHourMessageCounts": by_quarter.iter().map(|((date, quarter), tally)| {
            let mut counts = dated(date, tally.messages());
            counts["quarterIndex"] = json!(quarter);
            counts
        }).collect::<Vec<_>>(),
        "utcQuarterHourTokenUsage": by_quarter.iter().map(|((date, quarter), tally)| {
            let [input, output, read, written] = tally.used;
            json!({
                "date": date, "quarterIndex": quarter, "input": input, "output": output, "cacheRead": read, "cacheWrite": written,
                "totalTokens": tally.tokens(), "totalCost": tally.cost(),
            })
        }).collect::<Vec<_>>(),
        "dailyModelUsage": gather(pieces(), |_, piece| piece.model.map(|model| (span.day(piece.at), model.provider, model.id))).iter()
            .map(|((date, provider, model), tally)| {
                json!({"date": date, "provider": provider, "model": model, "tokens": tally.tokens(), "cost": tally.cost(), "count": tally.answers})
            }).collect::<Vec<_>>(),
    }));
    if all.calls() > 0 {
        used["toolUsage"] = all.tools();
    }
    let mut row = json!({
        "key": spender.key, "sessionId": spender.id, "scope": "instance", "updatedAt": spender.updated, "agentId": spender.agent,
        "creatorKey": spender.maker.map_or("[\"unknown\"]".into(), creator_key), "hasContextWeight": false, "usage": used,
    });
    if let Some(kind) = spender.maker {
        (row["createdActor"], row["modelProvider"], row["model"]) = (actor(kind), json!(spender.model.provider), json!(spender.model.id));
    }
    for (name, value) in [
        ("label", spender.label.as_deref()),
        ("channel", spender.channel),
        ("chatType", spender.maker.filter(|kind| *kind == "human").map(|_| "direct")),
    ] {
        if let Some(value) = value {
            row[name] = json!(value);
        }
    }
    row
}
