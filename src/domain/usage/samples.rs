//! Answers about usage, made up for tests: consistent, as the gateway's are.
//! Refuses to be used outside of them.

use proptest::prelude::*;

use super::ledger::Ledger;
use crate::protocol::SessionKey;
use crate::protocol::day::Day;
use crate::protocol::lenient::Lenient;
use crate::protocol::sessions::CacheStatus;
use crate::protocol::usage::{Aggregates, DaySums, ModelDay, ModelSums, Nano, Quarter, Spender, Spent, Sums, Tool, Tools, UsageTold};

/// One piece of use: session, model, day, quarter of an hour, kinds of tokens. The last model has no price.
pub type Piece = (usize, usize, i32, u32, [u64; 4]);

pub const MODELS: [(&str, &str); 11] = [
    ("a", "one"),
    ("a", "two"),
    ("b", "one"),
    ("b", "two"),
    ("c", "1"),
    ("c", "2"),
    ("c", "3"),
    ("c", "4"),
    ("c", "5"),
    ("c", "6"),
    ("home", "free"),
];
pub const FIRST: i32 = 20_700;

fn list<T>(items: Vec<T>) -> Lenient<T> {
    Lenient { items, unreadable: 0 }
}

fn add(sums: &mut Sums, model: usize, [input, output, read, written]: [u64; 4]) {
    let is_priced = model + 1 < MODELS.len();
    let cost = |tokens: u64, price: i64| if is_priced { tokens as i64 * price } else { 0 };
    sums.input += input;
    sums.output += output;
    sums.cache_read += read;
    sums.cache_write += written;
    sums.total_tokens += input + output + read + written;
    sums.input_cost.0 += cost(input, 3_000);
    sums.cache_read_cost.0 += cost(read, 300);
    sums.cache_write_cost.0 += cost(written, 3_750);
    sums.total_cost.0 += cost(input, 3_000) + cost(output, 15_000) + cost(read, 300) + cost(written, 3_750);
    sums.missing_cost_entries += u64::from(!is_priced);
}

fn sum(pieces: &[&Piece]) -> Sums {
    let mut sums = Sums::default();
    pieces.iter().for_each(|(_, model, _, _, kinds)| add(&mut sums, *model, *kinds));
    sums
}

fn by<K: Ord + Copy>(pieces: &[&Piece], key: impl Fn(&Piece) -> K) -> Vec<(K, Sums, u64)> {
    let mut keys: Vec<K> = pieces.iter().map(|piece| key(piece)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
        .map(|of| {
            let own: Vec<&Piece> = pieces.iter().copied().filter(|piece| key(piece) == of).collect();
            (of, sum(&own), own.len() as u64)
        })
        .collect()
}

fn spent(pieces: &[&Piece]) -> Spent {
    let days = by(pieces, |piece| piece.2);
    let models = by(pieces, |piece| piece.1);
    let of_days = by(pieces, |piece| (piece.2, piece.1));
    let quarters = by(pieces, |piece| (piece.2, piece.3));
    let name = |model: usize| (Some(MODELS[model].0.to_owned()), Some(MODELS[model].1.to_owned()));
    Spent {
        daily_breakdown: list(days.into_iter().map(|(day, sums, _)| DaySums { date: Day(day), sums }).collect()),
        model_usage: list(
            models
                .into_iter()
                .map(|(model, totals, count)| ModelSums { provider: name(model).0, model: name(model).1, count, totals })
                .collect(),
        ),
        daily_model_usage: list(
            of_days
                .into_iter()
                .map(|((day, model), sums, _)| ModelDay {
                    date: Day(day),
                    provider: name(model).0,
                    model: name(model).1,
                    tokens: sums.total_tokens,
                    cost: sums.total_cost,
                })
                .collect(),
        ),
        tool_usage: Some(Tools { tools: list(vec![Tool { name: "exec".into(), count: pieces.len() as u64 }]) }),
        utc_quarter_hour_token_usage: list(
            quarters
                .into_iter()
                .map(|((day, quarter_index), sums, _)| Quarter {
                    date: Day(day),
                    quarter_index,
                    input: sums.input,
                    output: sums.output,
                    cache_read: sums.cache_read,
                    cache_write: sums.cache_write,
                    total_tokens: sums.total_tokens,
                    total_cost: Nano(sums.total_cost.0),
                })
                .collect(),
        ),
    }
}

/// What the gateway would say of these pieces.
pub fn told(pieces: &[Piece]) -> UsageTold {
    let all: Vec<&Piece> = pieces.iter().collect();
    let mut sessions: Vec<usize> = pieces.iter().map(|piece| piece.0).collect();
    sessions.sort_unstable();
    sessions.dedup();
    let spender = |session: usize| {
        let own: Vec<&Piece> = pieces.iter().filter(|piece| piece.0 == session).collect();
        let agent = ["main", "ops"][session % 2];
        let rest = if session.is_multiple_of(3) { format!("cron:job-{session}:run:x") } else { format!("s{session}") };
        Spender {
            key: SessionKey::from(format!("agent:{agent}:{rest}").as_str()),
            label: Some(format!("Session {session}")),
            agent_id: Some(agent.into()),
            channel: session.is_multiple_of(2).then(|| "slack".into()),
            usage: Some(spent(&own)),
        }
    };
    UsageTold {
        sessions: list(sessions.into_iter().map(spender).collect()),
        totals: sum(&all),
        aggregates: Aggregates {
            cost_daily: list(by(&all, |piece| piece.2).into_iter().map(|(day, sums, _)| DaySums { date: Day(day), sums }).collect()),
        },
        cache_status: CacheStatus { status: "fresh".into() },
        ..UsageTold::default()
    }
}

pub fn ledger(pieces: &[Piece]) -> Ledger {
    Ledger::of(&told(pieces), &|_| 0)
}

/// Some use within sixty days.
pub fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let kinds = prop::array::uniform4(0..100_000_u64).prop_filter("something", |kinds| kinds.iter().sum::<u64>() > 0);
    prop::collection::vec((0..6_usize, 0..MODELS.len(), FIRST..FIRST + 60, 0..96_u32, kinds), 0..60)
}
