//! What a session is, in a word, and whether it is mere noise to somebody who looks for conversations. Pure.
//! Refuses to hide anything; the listing does.

use crate::domain::query::small;
pub use crate::domain::session::is_noise;
use crate::protocol::sessions::SessionRow;

/// Says what a session is: the gateway's word, else `direct`.
pub fn word(row: &SessionRow) -> &str {
    match row.classification.as_deref() {
        // A dashboard's session is called direct as soon as somebody talked in it.
        Some("dashboard") | None => "direct",
        Some("subagent") => "sub-agent",
        Some(word) => word,
    }
}

/// Says what stands beside the key: what it is, and through which channel.
pub fn with_channel(row: &SessionRow) -> String {
    match row.channel.as_deref().filter(|channel| *channel != "webchat") {
        Some(channel) => format!("{} · {channel}", word(row)),
        None => word(row).to_owned(),
    }
}

/// Whether a word names what it is: its kind as shown, the gateway's own word, or its kind of noise.
pub fn is_called(row: &SessionRow, name: &str) -> bool {
    let is = |word: &str| small(word) == name;
    is(word(row)) || row.classification.as_deref().is_some_and(is) || (is_noise(row) && is(noise(row)))
}

/// Names a kind of noise for the chip that counts what is hidden.
pub fn noise(row: &SessionRow) -> &'static str {
    match row.classification.as_deref() {
        Some("cron") => "cron",
        Some("dreaming") => "dreaming",
        Some("heartbeat") => "heartbeat",
        _ => "background",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn row(more: serde_json::Value) -> SessionRow {
        let mut row = json!({"key": "k"});
        row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(row).unwrap()
    }

    #[test]
    fn background_is_noise_unless_somebody_sent_it() {
        assert!(is_noise(&row(json!({"isBackground": true, "classification": "dreaming"}))));
        assert!(!is_noise(&row(json!({"isBackground": true, "classification": "subagent", "spawnedBy": "p"}))));
        assert!(!is_noise(&row(json!({"classification": "main"}))));
    }

    #[test]
    fn kinds_have_words() {
        assert_eq!(with_channel(&row(json!({"classification": "group", "channel": "telegram"}))), "group · telegram");
        assert_eq!(with_channel(&row(json!({"classification": "dashboard", "channel": "webchat"}))), "direct");
        assert_eq!(word(&row(json!({"classification": "subagent"}))), "sub-agent");
        let noisy = row(json!({"isBackground": true, "classification": "Hook"}));
        assert!(is_called(&noisy, "hook") && is_called(&noisy, "background") && !is_called(&noisy, "cron"));
    }
}
