//! Answers about what was used: by day, model, agent, channel and session. Refuses to know where it comes from.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::spent::{Span, creator, dated, gather, lasted, row};
use super::tally::Tally;
use super::{Asked, Method, READ, method};
use crate::demo::usage::{self, Spender};
use crate::demo::wire::{Answer, Refusal};
use crate::demo::world::calendar::{self, DAY};

pub const METHODS: [Method; 5] = [
    method("usage.cost", READ, cost),
    method("sessions.usage", READ, sessions),
    method("usage.status", READ, |asked| Ok(json!({"updatedAt": asked.world.now, "providers": []}))),
    method("sessions.usage.timeseries", READ, points),
    method("sessions.usage.logs", READ, logs),
];

/// How many sessions are answered one by one unless somebody says otherwise.
const PAGE: usize = 50;

/// Says how fresh it is: a demo has counted already.
fn cache(asked: &Asked<'_>, files: usize) -> Value {
    json!({"status": "fresh", "cachedFiles": files, "pendingFiles": 0, "staleFiles": 0, "refreshedAt": asked.world.now})
}

fn cost(asked: &mut Asked<'_>) -> Answer {
    let span = Span::read(asked, "usage.cost")?;
    let spenders = span.spenders(asked);
    let mut days: BTreeMap<String, Tally> = span.days().map(|day| (calendar::date(day), Tally::default())).collect();
    let mut all = Tally::default();
    for piece in spenders.iter().flat_map(|spender| &spender.pieces) {
        days.entry(span.day(piece.at)).or_default().add(piece);
        all.add(piece);
    }
    let daily: Vec<Value> = days.iter().map(|(date, tally)| tally.with(json!({"date": date}))).collect();
    Ok(json!({
        "updatedAt": asked.world.now, "days": daily.len(), "daily": daily, "totals": all.totals(), "cacheStatus": cache(asked, spenders.len()),
    }))
}

/// What one session used since it last began anew.
fn session(asked: &mut Asked<'_>) -> Answer {
    let key = asked.must("key")?;
    let mut all = Tally::default();
    if let Some(session) = asked.world.sessions.get(&key) {
        usage::of_session(session).pieces.iter().for_each(|piece| all.add(piece));
    }
    Ok(json!({"updatedAt": asked.world.now, "sessions": [], "totals": all.totals(), "cacheStatus": cache(asked, 1)}))
}

/// What all sessions used, taken together and one by one.
fn sessions(asked: &mut Asked<'_>) -> Answer {
    if !asked.params["key"].is_null() {
        return session(asked);
    }
    let span = Span::read(asked, "sessions.usage")?;
    let spenders = span.spenders(asked);
    let limit = asked.number("limit").unwrap_or(PAGE);
    let rows: Vec<Value> = spenders.iter().take(limit).map(|spender| row(&span, spender)).collect();
    let pieces = || spenders.iter().flat_map(|spender| spender.pieces.iter().map(move |piece| (spender, piece)));
    let mut all = Tally::default();
    pieces().for_each(|(_, piece)| all.add(piece));
    let by_day = gather(pieces(), |_, piece| Some(span.day(piece.at)));
    let by_model = gather(pieces(), |_, piece| piece.model.map(|model| (model.provider, model.id)));
    let by_model_and_day = gather(pieces(), |_, piece| piece.model.map(|model| (span.day(piece.at), model.provider, model.id)));
    let by_provider = gather(pieces(), |_, piece| piece.model.map(|model| model.provider));
    let by_maker = gather(pieces(), |spender, _| Some(spender.maker));
    let longest = spenders.iter().map(lasted).max().unwrap_or(0);
    let aggregates = json!({
        "sessionCount": spenders.len(),
        "longestSessionDurationMs": longest,
        "messages": all.messages(),
        "tools": all.tools(),
        "byModel": by_model.iter().map(|((provider, model), tally)| {
            json!({"provider": provider, "model": model, "count": tally.answers, "totals": tally.totals()})
        }).collect::<Vec<_>>(),
        "byProvider": by_provider.iter().map(|(provider, tally)| {
            json!({"provider": provider, "count": tally.answers, "totals": tally.totals()})
        }).collect::<Vec<_>>(),
        "byAgent": gather(pieces(), |spender, _| Some(spender.agent)).iter().map(|(agent, tally)| {
            json!({"agentId": agent, "totals": tally.totals()})
        }).collect::<Vec<_>>(),
        "byChannel": gather(pieces(), |spender, _| spender.channel).iter().map(|(channel, tally)| {
            json!({"channel": channel, "totals": tally.totals()})
        }).collect::<Vec<_>>(),
        "byCreator": by_maker.iter().map(|(maker, tally)| {
            let count = spenders.iter().filter(|spender| spender.maker == *maker).count();
            let own = pieces().filter(|(spender, _)| spender.maker == *maker);
            let mut creator = creator(*maker);
            creator["daily"] = gather(own, |_, piece| Some(span.day(piece.at))).iter()
                .map(|(date, tally)| tally.with(json!({"date": date}))).collect();
            creator["sessionActivity"] = activity(&span, spenders.iter().filter(|spender| spender.maker == *maker));
            (creator["totals"], creator["sessionCount"]) = (tally.totals(), json!(count));
            creator
        }).collect::<Vec<_>>(),
        "costDaily": by_day.iter().map(|(date, tally)| tally.with(json!({"date": date}))).collect::<Vec<_>>(),
        "latency": all.latency(),
        "dailyLatency": by_day.iter().map(|(date, tally)| dated(date, tally.latency())).collect::<Vec<_>>(),
        "modelDaily": by_model_and_day.iter().map(|((date, provider, model), tally)| {
            json!({
                "date": date, "provider": provider, "model": model, "tokens": tally.tokens(), "cost": tally.cost(), "count": tally.answers,
            })
        }).collect::<Vec<_>>(),
        "daily": by_day.iter().map(|(date, tally)| {
            json!({
                "date": date, "tokens": tally.tokens(), "cost": tally.cost(), "messages": tally.count(), "toolCalls": tally.calls(),
                "errors": tally.errors,
            })
        }).collect::<Vec<_>>(),
    });
    Ok(json!({
        "updatedAt": asked.world.now, "startDate": calendar::date(span.from), "endDate": calendar::date(span.to - DAY), "sessions": rows,
        "totals": all.totals(), "aggregates": aggregates, "creatorOptions": by_maker.keys().map(|maker| creator(*maker)).collect::<Vec<_>>(),
        "cacheStatus": cache(asked, spenders.len()),
    }))
}

/// Says how many sessions were used on the very same days.
fn activity<'a>(span: &Span, spenders: impl Iterator<Item = &'a Spender>) -> Value {
    let mut days = BTreeMap::<Vec<String>, u64>::new();
    for spender in spenders {
        let mut dates: Vec<String> = spender.pieces.iter().map(|piece| span.day(piece.at)).collect();
        dates.dedup();
        *days.entry(dates).or_default() += 1;
    }
    days.iter().map(|(dates, count)| json!({"dates": dates, "sessionCount": count})).collect()
}

/// The answers of one session, one by one, and what they added up to.
fn points(asked: &mut Asked<'_>) -> Answer {
    let key = asked.must("key")?;
    let missing = || Refusal::invalid(format!("No transcript found for session: {key}"));
    let session = asked.world.sessions.get(&key).filter(|session| !session.transcript.is_empty()).ok_or_else(missing)?;
    let spender = usage::of_session(session);
    let (mut tokens, mut cost) = (0, 0.0);
    let points: Vec<Value> = spender
        .pieces
        .iter()
        .filter(|piece| piece.answers > 0)
        .map(|piece| {
            let mut tally = Tally::default();
            tally.add(piece);
            (tokens, cost) = (tokens + tally.tokens(), cost + tally.cost());
            let [input, output, read, written] = piece.used;
            json!({
                "timestamp": piece.at, "input": input, "output": output, "cacheRead": read, "cacheWrite": written,
                "totalTokens": tally.tokens(), "cost": tally.cost(), "cumulativeTokens": tokens, "cumulativeCost": cost,
            })
        })
        .collect();
    Ok(json!({"sessionId": spender.id, "points": points}))
}

/// What was said in one session, each with what it used.
fn logs(asked: &mut Asked<'_>) -> Answer {
    let key = asked.must("key")?;
    let limit = asked.number("limit").unwrap_or(PAGE);
    let missing = || Refusal::invalid(format!("No transcript found for session: {key}"));
    let session = asked.world.sessions.get(&key).filter(|session| !session.transcript.is_empty()).ok_or_else(missing)?;
    let logs: Vec<Value> = session
        .conversation()
        .iter()
        .map(|message| {
            let mut log = json!({"timestamp": message["timestamp"], "role": message["role"], "content": super::search::text_of(message)});
            if message["usage"].is_object() {
                (log["tokens"], log["cost"]) =
                    (message["usage"]["totalTokens"].clone(), json!(message["usage"]["cost"]["total"].as_f64().unwrap_or(0.0)));
            }
            log
        })
        .collect();
    Ok(json!({"logs": logs[logs.len().saturating_sub(limit)..]}))
}
