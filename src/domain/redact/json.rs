//! Masking of JSON: what a name calls secret, and what a text looks like that is one. What is left is the same JSON, word for word.
//! Refuses to know which frames there are.

use super::{MASK, Masked, is_secret_name, redact_into};
use crate::domain::widget::tree::{Kind, Tree, decoded};

/// Names of fields that are secret besides those of [`is_secret_name`], in small letters.
const FIELDS: [&str; 11] = [
    "recoveryscope",
    "signature",
    "publickey",
    "secrets",
    "passwords",
    "credential",
    "credentials",
    "cookies",
    "setupcode",
    "pairingcode",
    "bearer",
];

/// Masks a text of JSON, and adds to what was masked. What is no JSON is masked as a text.
pub fn redact_json(text: &str, masked: &mut Vec<Masked>) -> String {
    let Ok(tree) = Tree::read(text) else { return redact_into(text, masked) };
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    // Of each value whether it stands under a name that is secret.
    let mut secret: Vec<bool> = vec![];
    for at in 0.. {
        let Some(node) = tree.node(at) else { break };
        let name = tree.text(&node.key);
        let is_secret = is_field(name) || (at > 0 && secret.get(node.parent) == Some(&true));
        secret.push(is_secret);
        let value = tree.text(&node.value);
        let written = match node.kind {
            Kind::Text if is_secret && value.len() > 2 => Some(note(masked)),
            Kind::Number if is_secret => Some(note(masked)),
            Kind::Text => changed(value, masked),
            _ => None,
        };
        // A name may be somebody's, too.
        for (range, written) in [(&node.key, changed(name, masked)), (&node.value, written)] {
            if let Some(written) = written {
                out.push_str(text.get(done..range.start).unwrap_or_default());
                out.push_str(&written);
                done = range.end;
            }
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

fn is_field(name: &str) -> bool {
    let name = decoded(name);
    is_secret_name(&name) || FIELDS.contains(&&*name.to_ascii_lowercase())
}

fn note(masked: &mut Vec<Masked>) -> String {
    super::note(masked, "secret");
    ["\"", MASK, "\""].concat()
}

/// Masks what stands in a text, if something must be.
fn changed(quoted: &str, masked: &mut Vec<Masked>) -> Option<String> {
    let words = decoded(quoted);
    let clean = redact_into(&words, masked);
    // A text is always written.
    (clean != words).then(|| serde_json::to_string(&clean).unwrap_or_default())
}
