//! What a secret looks like that has no name beside it: tokens that name themselves, keys in base64.
//! Refuses to know what stands before it.

/// Beginnings of tokens that name themselves.
const TOKENS: [&str; 51] = [
    "sk_live_",
    "sk_test_",
    "rk_live_",
    "rk_test_",
    "whsec_",
    "xapp-",
    "hf_",
    "gsk_",
    "ya29.",
    "sk-",
    "pk-",
    "rk-",
    "ghp_",
    "gho_",
    "ghs_",
    "ghu_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "glsa_",
    "xoxb-",
    "xoxp-",
    "xoxa-",
    "xoxs-",
    "xoxc-",
    "xoxr-",
    "xoxd-",
    "xoxe.",
    "xoxe-",
    "AKIA",
    "ASIA",
    "AIza",
    "npm_",
    "SG.",
    "GOCSPX-",
    "pypi-",
    "xai-",
    "tskey-",
    "dop_v1_",
    "doo_v1_",
    "dor_v1_",
    "shpat_",
    "hvs.",
    "lin_api_",
    "ntn_",
    "tvly-",
    "pplx-",
    "dckr_pat_",
    "nvapi-",
    "r8_",
    "AGE-SECRET-KEY-",
];
/// Addresses that let anybody in who knows them.
const HOOKS: [&str; 3] = ["hooks.slack.com/", "hooks.zapier.com/hooks/", "webhook.office.com/"];
/// A token is at least so long.
const SHORTEST: usize = 12;
/// What has no other look is at least so long.
const LEAST: usize = 9;
/// So many letters tell what base64 is.
const ENOUGH: usize = 128;

/// What ends a word, besides blanks.
pub fn is_edge(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '"' | '\'' | '`' | ',' | ';' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '|' | '&' | '?' | '#' | '\\' | '\u{1b}'
        )
}

/// Returns where the secret ends that a text begins with, if it begins with one.
pub fn secret_at(text: &str) -> Option<usize> {
    // Most words are shorter than any secret, and are not looked at further.
    let is_sign = |byte: &u8| matches!(byte, b'_' | b'-' | b'.' | b'+' | b'/' | b':' | b'%' | b'=' | b'~');
    // What a gateway has cut already says so with an ellipsis.
    let is_long = |byte: &u8| byte.is_ascii_alphanumeric() || is_sign(byte) || "…".as_bytes().contains(byte);
    if text.len() < LEAST || !text.as_bytes().iter().take(LEAST).all(is_long) {
        return None;
    }
    let end = || {
        let word = text.get(..text.find(is_edge).unwrap_or(text.len())).unwrap_or_default();
        word.trim_end_matches(['.', ':', '!']).len()
    };
    if HOOKS.iter().any(|hook| text.len() > hook.len() && text.starts_with(hook)) {
        return Some(end());
    }
    let is_named = TOKENS.iter().any(|token| text.starts_with(token)) && end() >= SHORTEST;
    (is_named || is_signed(text) || is_bot(text) || is_discord(text) || is_key(text)).then(end)
}

/// How many letters there are that a part of a token may have.
fn part(text: &str, most: usize) -> usize {
    text.bytes().take(most).take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count()
}

/// A JWT, whatever is left of its signature; and JSON in base64, which is how codes of a setup are handed on.
fn is_signed(text: &str) -> bool {
    text.starts_with("eyJ") && {
        let head = part(text, ENOUGH);
        head >= 20 || (head >= 8 && matches!(text.as_bytes().get(head), Some(b'.')))
    }
}

/// The token of a bot of Telegram: digits, a colon, letters.
fn is_bot(text: &str) -> bool {
    let text = text.strip_prefix("bot").unwrap_or(text);
    let digits = text.bytes().take(16).take_while(u8::is_ascii_digit).count();
    let key = text.get(digits..).unwrap_or_default();
    let key = key.strip_prefix(':').or_else(|| key.strip_prefix("%3A"));
    digits >= 8 && key.is_some_and(|key| part(key, 30) >= 30)
}

/// The token of a bot of Discord: who in base64, when, and what proves it.
fn is_discord(text: &str) -> bool {
    let who = if text.starts_with(['M', 'N', 'O']) { part(text, 32) } else { 0 };
    let rest = text.get(who..).and_then(|rest| rest.strip_prefix('.')).unwrap_or_default();
    let when = part(rest, 8);
    let proof = rest.get(when..).and_then(|rest| rest.strip_prefix('.')).unwrap_or_default();
    (22..=30).contains(&who) && (5..=7).contains(&when) && part(proof, 25) >= 25
}

/// A key in base64, or a line of one: it begins as keys do, or its letters change as only dice change them.
fn is_key(text: &str) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'_' | b'-');
    let long = text.bytes().take(ENOUGH).take_while(is_letter).count();
    if long < 24 {
        return false;
    }
    if ["MII", "b3Bl", "LS0tLS1CRUdJTi"].iter().any(|begin| text.starts_with(begin)) {
        return true;
    }
    let class = |byte: u8| match byte {
        b'A'..=b'Z' => 1_usize,
        b'a'..=b'z' => 2,
        b'0'..=b'9' => 4,
        _ => 8,
    };
    let (mut seen, mut before, mut changes, mut others) = (0, 0, 0, 0);
    for byte in text.bytes().take(long) {
        let class = class(byte);
        (changes, others) = (changes + usize::from(class != before && class != 8), others + usize::from(class == 8));
        (seen, before) = (seen | class, class);
    }
    long >= 40 && seen & 7 == 7 && changes * 3 >= long && others * 8 <= long
}
