//! Masks what should not leave: tokens, keys, passwords, addresses of people, home folders. Says what and how often.
//! Refuses to promise that nothing else is secret.

mod json;
mod looks;
mod names;
mod pem;
mod people;
mod reach;
mod text;
use super::say;
pub use json::redact_json;
pub use pem::Across;

/// What was masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Masked {
    /// What kind of thing, as one of them is called.
    pub what: &'static str,
    /// How often.
    pub count: usize,
}

/// Says what was masked, for people.
pub fn said(masked: &[Masked]) -> String {
    if masked.is_empty() {
        return "Nothing had to be masked.".into();
    }
    let list: Vec<String> = masked.iter().map(|masked| say::many(masked.count, masked.what)).collect();
    ["Masked: ", &list.join(", "), "."].concat()
}

/// What stands in the place of a secret.
const MASK: &str = "[masked]";

/// Masks a text.
pub fn redact(text: &str) -> (String, Vec<Masked>) {
    let mut masked = vec![];
    let out = redact_into(text, &mut masked);
    (out, masked)
}

/// Masks one of several texts, and adds to what was masked in the others. What is JSON is masked as JSON.
pub fn redact_into(text: &str, masked: &mut Vec<Masked>) -> String {
    if json::is_like(text) { redact_json(text, masked) } else { as_text(text, masked) }
}

/// Masks a text that is no JSON.
fn as_text(text: &str, masked: &mut Vec<Masked>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut keys = pem::Keys::of(text);
    while let Some(before) = keys.next() {
        text::masked_text(before, &mut out, masked);
        note(masked, "private key");
        out.push_str(MASK);
    }
    text::masked_text(keys.rest(), &mut out, masked);
    out
}

/// Counts something that was masked.
fn note(masked: &mut Vec<Masked>, what: &'static str) {
    match masked.iter_mut().find(|masked| masked.what == what) {
        Some(masked) => masked.count += 1,
        None => masked.push(Masked { what, count: 1 }),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "../redact_tests.rs"]
mod tests;

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "../redact_corpus_tests.rs"]
mod corpus_tests;

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "../redact_plain_tests.rs"]
mod plain_tests;
