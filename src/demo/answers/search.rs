//! The answer that looks into what was said. Refuses to change anything.

use serde_json::{Value, json};

use super::{Asked, Method, READ, method};
use crate::demo::wire::{Answer, Refusal};

pub const METHODS: [Method; 1] = [method("sessions.search", READ, search)];

/// No answer holds more hits.
const MOST_HITS: usize = 25;

fn search(asked: &mut Asked<'_>) -> Answer {
    let query = asked.must("query")?;
    let limit = asked.number("limit").unwrap_or(MOST_HITS);
    if limit > MOST_HITS {
        return Err(Refusal::invalid("invalid sessions.search params: at /limit: must be <= 25"));
    }
    let words: Vec<String> = words(&query);
    if words.is_empty() {
        return Ok(json!({"results": []}));
    }
    let archived = &asked.params["scope"]["archived"];
    let is_everywhere = !asked.params["scope"].is_null();
    let sessions = asked.world.sessions.values().filter(|session| match (session.archived_at, archived) {
        (None, _) => is_everywhere || session.agent == "main",
        (Some(_), Value::Null) => !is_everywhere && session.agent == "main",
        (Some(_), _) => true,
    });
    let mut hits: Vec<Value> = vec![];
    for session in sessions {
        for message in session.transcript.iter().filter(|message| message["role"] != "toolResult") {
            let text = text_of(message);
            let found = self::words(&text);
            let matches = words.iter().map(|word| found.iter().filter(|other| *other == word).count());
            if matches.clone().all(|count| count > 0) {
                hits.push(json!({
                    "sessionKey": session.key, "sessionId": session.id, "messageId": message["__openclaw"]["id"], "role": message["role"],
                    "timestamp": message["timestamp"], "snippet": snippet(&text, &words[0]), "score": matches.sum::<usize>() as f64 / 2.0,
                }));
            }
        }
    }
    let newest = |hit: &Value| std::cmp::Reverse(hit["timestamp"].as_i64());
    hits.sort_by_key(newest);
    let is_cut = hits.len() > limit;
    hits.truncate(limit);
    let mut answer = json!({"results": hits});
    if is_cut {
        answer["truncated"] = json!(true);
    }
    Ok(answer)
}

fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

pub fn text_of(message: &Value) -> String {
    match &message["content"] {
        Value::String(text) => text.clone(),
        parts => parts.as_array().into_iter().flatten().filter_map(|part| part["text"].as_str()).collect::<Vec<_>>().join("\n"),
    }
}

/// Cuts out what stands around a word.
fn snippet(text: &str, word: &str) -> String {
    const AROUND: usize = 90;
    let letters: Vec<char> = text.chars().collect();
    let small: Vec<char> = letters.iter().map(|letter| letter.to_lowercase().next().unwrap_or(*letter)).collect();
    let wanted: Vec<char> = word.chars().collect();
    let at = small.windows(wanted.len().max(1)).position(|window| window == wanted).unwrap_or(0);
    let (from, to) = (at.saturating_sub(AROUND), (at + AROUND).min(letters.len()));
    letters[from..to].iter().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
