//! A session in which something was said every few hours for a year. Refuses to make that up before somebody looks.

use fastrand::Rng;
use serde_json::{Value, json};

use super::session::Session;
use super::{World, chance, ids, talk};

/// So many messages there are.
const MANY: u64 = 2_000;
/// So far apart they are, in milliseconds.
const APART: i64 = 4 * 3_600_000;

const ASKED: [&str; 8] = [
    "Did the parcel arrive?",
    "Remind me of the bins",
    "What did we spend this week?",
    "Move the appointment, please",
    "How warm is the attic?",
    "Any news from the school?",
    "Water the plants?",
    "Which train is late today?",
];

const ANSWERED: [&str; 8] = [
    "Yes, at noon. It lies in the hall.",
    "The paper goes out tonight, glass on Thursday.\n\n- [x] paper\n- [ ] glass",
    "| What | Sum |\n|---|---:|\n| Groceries | 84.20 |\n| Fares | 31.00 |\n| Books | 12.90 |\n\nThat is a little less than last week.",
    "Done: it is on **Tuesday at ten** now, and the practice has confirmed it.",
    "26 degrees, and falling since the window was opened.",
    "One letter. They ask for 12 for the excursion, by the end of the month; I put it on the list.",
    "The moisture is at 41 %, so they can wait until tomorrow. The fern got a little all the same.",
    "None of yours. The one at 17:12 runs from platform `4b` today.",
];

/// Promises the messages of a session: their numbers are taken, the last one is of this time.
pub fn promise(session: &mut Session, now: i64) {
    (session.is_long, session.last_seq) = (true, MANY);
    (session.updated, session.last_interaction) = (now, Some(now));
    (session.status, session.started, session.ended) = (Some("done"), Some(now - 9_000), Some(now));
    (session.input, session.output, session.total, session.is_total_fresh) = (Some(41_000), Some(60), Some(41_060), true);
    session.created = now - APART * MANY.cast_signed();
}

/// Makes up what was promised.
pub fn recall(world: &mut World) {
    let seed = world.seed;
    for session in world.sessions.values_mut().filter(|session| session.is_long && session.transcript.is_empty()) {
        let (last, end) = (session.last_seq, session.updated);
        let mut dice = Rng::with_seed(seed ^ last);
        let (mut messages, mut about, mut run) = (vec![], 0, String::new());
        for seq in 1..=last {
            let at = end - APART * (last - seq).cast_signed();
            let id = ids::uuid(&mut dice);
            messages.push(if seq % 2 == 1 {
                (about, run) = (chance::place(&mut dice, ASKED.len()), ids::uuid(&mut dice));
                let text = format!("{} ({})", ASKED[about], seq.div_ceil(2));
                json!({
                    "role": "user", "content": text, "timestamp": at + APART - 9_000, "idempotencyKey": format!("{run}:user"),
                    "__openclaw": {"id": id, "seq": seq},
                })
            } else {
                answer(session, &mut dice, (about, at), json!({"id": id, "seq": seq, "runId": run}))
            });
        }
        session.transcript = messages;
    }
}

fn answer(session: &Session, dice: &mut Rng, (about, at): (usize, i64), notes: Value) -> Value {
    let model = session.model();
    let (input, output) = (dice.u64(200..900), dice.u64(20..90));
    let used = [input, output, 0, 0];
    json!({
        "role": "assistant", "content": [talk::text(ANSWERED[about])], "provider": model.provider, "model": model.id,
        "usage": {
            "input": input, "output": output, "cacheRead": 0, "cacheWrite": 0, "totalTokens": input + output,
            "cost": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0, "total": model.cost(used)},
        },
        "stopReason": "stop", "timestamp": at, "__openclaw": notes,
    })
}
