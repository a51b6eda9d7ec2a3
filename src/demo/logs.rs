//! The gateway's log file: it grows with time, and with what happens. Lines are made when somebody looks, and only the last ones are kept.
//! Refuses to know who looks.

use std::collections::VecDeque;

use fastrand::Rng;
use serde_json::{Value, json};

use super::world::calendar::{self, DAY};

/// The log of one day.
pub struct Log {
    seed: u64,
    day: i64,
    /// Where the file ends, in bytes.
    size: u64,
    /// The last lines, each with where it begins.
    lines: VecDeque<(u64, String)>,
    /// The stretch of time whose line comes next.
    next: i64,
    flood: Flood,
}

/// Lines that are written on top, for trials of speed.
struct Flood {
    /// So many a second; none at all with 0.
    rate: u32,
    /// Up to when they are written.
    until: i64,
}

/// What is read of the file.
pub struct Read {
    pub file: String,
    pub size: u64,
    pub lines: Vec<String>,
    /// Older lines were left out.
    pub is_cut: bool,
    /// There is no such place in the file (any more): it begins anew.
    pub is_reset: bool,
    /// So many bytes were left out, where too many were written since.
    pub skipped: Option<u64>,
}

/// There is one line in each stretch of so many milliseconds.
const STRETCH: i64 = 1_500;
/// So many lines are kept.
const KEPT: usize = 2_000;
/// So many of a flood, which is answered whole, however much it is.
const KEPT_OF_FLOOD: usize = 60_000;
/// A flood is so old when it is first seen, in milliseconds.
const FLOODED: i64 = 10_000;
/// Lines that nobody sees are counted at this length.
const LENGTH: u64 = 420;

impl Log {
    /// Begins the log of the day. Its lines are made when somebody looks.
    pub fn new(seed: u64, rate: u32, now: i64) -> Self {
        let day = now.div_euclid(DAY);
        let flood = Flood { rate, until: now - FLOODED };
        Self { seed, day, size: 0, lines: VecDeque::new(), next: (day * DAY).div_euclid(STRETCH) + 1, flood }
    }

    /// Notes that something happened.
    pub fn note(&mut self, now: i64, level: &str, subsystem: &str, text: &str) {
        self.fill(now);
        self.push(line(now, level, subsystem, text));
    }

    /// Reads on from a place, or the last lines.
    pub fn read(&mut self, now: i64, cursor: Option<u64>, limit: usize, bytes: u64) -> Read {
        self.fill(now);
        self.flood(now);
        let (limit, bytes) = if self.flood.rate > 0 { (usize::MAX, u64::MAX) } else { (limit, bytes) };
        // Whoever is too far behind is not read on from the cursor either.
        let behind = cursor.map(|cursor| self.size.saturating_sub(cursor)).filter(|behind| *behind > bytes);
        let is_reset = cursor.is_some_and(|cursor| cursor > self.size) || behind.is_some();
        let from = cursor.filter(|_| !is_reset);
        let lines: Vec<&(u64, String)> =
            self.lines.iter().filter(|(at, _)| *at >= from.unwrap_or(0).max(self.size.saturating_sub(bytes))).collect();
        let lines = &lines[lines.len().saturating_sub(limit)..];
        let begins = lines.first().map_or(self.size, |(at, _)| *at);
        Read {
            file: format!("/tmp/openclaw/openclaw-{}.log", calendar::date(self.day * DAY)),
            size: self.size,
            lines: lines.iter().map(|(_, line)| line.clone()).collect(),
            is_cut: begins > from.unwrap_or(0),
            is_reset,
            skipped: behind.map(|behind| behind - bytes),
        }
    }

    /// Writes what a flood brings up to now.
    fn flood(&mut self, now: i64) {
        let Flood { rate, until } = self.flood;
        let count = (now - until).max(0) * i64::from(rate) / 1_000;
        for at in 0..count {
            let time = until + at * 1_000 / i64::from(rate.max(1));
            let mut dice = Rng::with_seed(self.seed ^ time.unsigned_abs().wrapping_mul(31).wrapping_add(at.unsigned_abs()));
            let line = made_up(&mut dice, time);
            self.push(line);
        }
        if rate > 0 {
            self.flood.until = now;
        }
    }

    /// Makes the lines up to now.
    fn fill(&mut self, now: i64) {
        let day = now.div_euclid(DAY);
        if day > self.day {
            (self.day, self.size) = (day, 0);
            self.lines.clear();
            self.next = (day * DAY).div_euclid(STRETCH) + 1;
        }
        let last = now.div_euclid(STRETCH);
        let unseen = last - self.next - KEPT as i64;
        if unseen > 0 {
            self.next += unseen;
            self.size += LENGTH * unseen.unsigned_abs();
            self.lines.clear();
        }
        while self.next <= last {
            let mut dice = Rng::with_seed(self.seed ^ self.next.unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let at = self.next * STRETCH + dice.i64(0..STRETCH);
            if at > now {
                break;
            }
            self.next += 1;
            let line = made_up(&mut dice, at);
            self.push(line);
        }
    }

    fn push(&mut self, line: String) {
        let length = line.len() as u64 + 1;
        self.lines.push_back((self.size, line));
        self.size += length;
        if self.lines.len() > if self.flood.rate > 0 { KEPT_OF_FLOOD } else { KEPT } {
            self.lines.pop_front();
        }
    }
}

/// What is written when nothing happens: level, subsystem and text, the frequent ones more often.
const SAID: [(&str, &str, &str); 14] = [
    ("INFO", "gateway/ws", "⇄ res ✓ sessions.list {}ms conn=9ad86d16…fe23 id={}"),
    ("INFO", "gateway/ws", "⇄ res ✓ chat.history {}ms conn=9ad86d16…fe23 id={}"),
    ("DEBUG", "gateway/ws", "→ event tick conns={} seq={}"),
    ("TRACE", "gateway/ws", "← frame req bytes={} id={}"),
    ("INFO", "channels/telegram", "poll ok updates={} offset={}"),
    ("DEBUG", "channels/whatsapp", "presence refreshed contacts={} in {}ms"),
    ("INFO", "state/database-verify", "database integrity verification passed pages={} in {}ms"),
    ("DEBUG", "agents/context", "estimated prompt tokens={} budget={}"),
    ("INFO", "memory/index", "indexed {} notes in {}ms"),
    ("WARN", "gateway/ws", "⇄ res ✗ sessions.describe {}ms errorCode=INVALID_REQUEST id={}"),
    ("WARN", "channels/slack", "rate limited, waiting {}ms (attempt {})"),
    ("WARN", "agents/model", "slow first token {}ms, fallback in {}ms"),
    ("ERROR", "channels/discord", "socket closed code=1006 after {}s, reconnect #{}"),
    ("FATAL", "plugins/loader", "worker {} ended with signal 9 after {}ms; started anew"),
];

fn made_up(dice: &mut Rng, at: i64) -> String {
    // The first are common, the last are rare.
    let rarity = dice.f64() * dice.f64();
    let (level, subsystem, text) = SAID[(rarity * SAID.len() as f64) as usize % SAID.len()];
    let mut text = text.to_owned();
    for most in [900, 9_000] {
        text = text.replacen("{}", &dice.u32(1..most).to_string(), 1);
    }
    line(at, level, subsystem, &text)
}

/// Writes a line as the gateway's logger does.
fn line(at: i64, level: &str, subsystem: &str, text: &str) -> String {
    const LEVELS: [&str; 7] = ["SILLY", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
    let name = json!({"subsystem": subsystem}).to_string();
    let date = calendar::iso(at);
    let line: Value = json!({
        "0": name, "1": text, "message": text, "hostname": "clawdia", "time": date.replace('Z', "+00:00"),
        "_meta": {
            "runtime": "node", "runtimeVersion": "26.10.0", "hostname": "clawdia", "date": date, "name": name, "parentNames": ["openclaw"],
            "logLevelId": LEVELS.iter().position(|known| *known == level), "logLevelName": level,
        },
    });
    line.to_string()
}
