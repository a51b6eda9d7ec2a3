//! Masking of JSON: what a name calls secret, and what a text looks like that is one. What is left is the same JSON, word for word.
//! Refuses to know which frames there are, and to show what is too large to be read.

use super::names::{Named, is_count, named};
use super::{MASK, Masked, as_text, redact_into};
use crate::domain::widget::tree::{Kind, Tree, decoded};

/// A text that is longer, begins like JSON and cannot be read may be JSON of more values than are read.
const LARGE: usize = 400_000;
/// What stands in the place of such a one.
const TOO_LARGE: &str = "\"[too large to be masked]\"";

/// Masks a text of JSON, and adds to what was masked. What is no JSON is masked as a text.
pub fn redact_json(text: &str, masked: &mut Vec<Masked>) -> String {
    match Tree::read(text) {
        Ok(tree) => of_tree(&tree, masked),
        Err(_) if text.len() >= LARGE && text.trim_start().starts_with(['{', '[']) => {
            super::note(masked, "overlong text");
            TOO_LARGE.into()
        }
        Err(_) => as_text(text, masked),
    }
}

/// Whether a text looks like an object or an array.
pub fn is_like(text: &str) -> bool {
    let text = text.trim();
    (text.starts_with('{') && text.ends_with('}')) || (text.starts_with('[') && text.ends_with(']'))
}

/// What is known of a value by its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Nothing,
    /// All of it is secret.
    Secret,
    /// Texts that stand in it directly are.
    Many,
}

fn of_tree(tree: &Tree, masked: &mut Vec<Masked>) -> String {
    let text = tree.whole();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    let mut all: Vec<Known> = vec![];
    // The last text of an array, and the array that it stands in: what it says of the next one.
    let mut before: Option<(usize, String)> = None;
    for at in 0.. {
        let Some(node) = tree.node(at) else { break };
        let name = tree.text(&node.key);
        let above = all.get(node.parent).copied().filter(|_| at > 0).unwrap_or(Known::Nothing);
        let told = || match named(&decoded(name)) {
            _ if is_value(name) && names_value(tree, node.parent) => Known::Secret,
            Some(Named::Many) => Known::Many,
            Some(Named::Maybe) if is_harmless(tree.text(&node.value)) => Known::Nothing,
            Some(_) => Known::Secret,
            None => Known::Nothing,
        };
        let known = match above {
            Known::Secret => Known::Secret,
            Known::Many if name.is_empty() && node.kind == Kind::Text => Known::Many,
            _ if name.is_empty() => Known::Nothing,
            _ => told(),
        };
        all.push(known);
        let value = tree.text(&node.value);
        let argument = before.take().filter(|(array, _)| name.is_empty() && *array == node.parent && at > 0).map(|(_, flag)| flag);
        let is_secret = match known {
            Known::Secret => (node.kind == Kind::Text && value.len() > 2) || node.kind == Kind::Number,
            Known::Many => node.kind == Kind::Text && value.len() > 2 && !is_count(value.trim_matches('"')),
            Known::Nothing => node.kind == Kind::Text && argument.is_some_and(|flag| is_argument(&flag, value)),
        };
        let written = match node.kind {
            _ if is_secret => Some(note(masked)),
            Kind::Text => changed(value, masked),
            _ => None,
        };
        if node.kind == Kind::Text && name.is_empty() && value.len() < 64 {
            before = Some((node.parent, decoded(value)));
        }
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

/// A path, or a small number, both as written.
fn is_harmless(value: &str) -> bool {
    value.starts_with("\"/") || value.starts_with("\"~") || (value.len() < 4 && value.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_value(name: &str) -> bool {
    matches!(name, "\"value\"" | "\"Value\"" | "\"values\"" | "\"val\"")
}

/// Whether an object tells beside its value a name that is secret.
fn names_value(tree: &Tree, object: usize) -> bool {
    let is_name =
        |name: &str| matches!(name, "\"name\"" | "\"Name\"" | "\"key\"" | "\"Key\"" | "\"header\"" | "\"field\"" | "\"variable\"");
    // The name of a value does not stand far from it.
    tree.children(object).take(16).filter_map(|at| tree.node(at)).any(|node| {
        node.kind == Kind::Text
            && is_name(tree.text(&node.key))
            && named(&decoded(tree.text(&node.value))).is_some_and(|named| named != Named::Many)
    })
}

/// Whether a text in an array is secret for the one before it: an argument, or the value of a header.
fn is_argument(before: &str, value: &str) -> bool {
    let kind = named(before);
    match before {
        "-u" | "-U" | "--user" | "--proxy-user" => value.contains(':'),
        _ if before.starts_with("--") => kind.is_some_and(|kind| kind != Named::Many) && !value.starts_with("\"--"),
        _ => kind == Some(Named::Line) || before.eq_ignore_ascii_case("x-api-key"),
    }
}

fn note(masked: &mut Vec<Masked>) -> String {
    super::note(masked, "secret");
    ["\"", MASK, "\""].concat()
}

/// Masks what stands in a text, if something must be.
fn changed(quoted: &str, masked: &mut Vec<Masked>) -> Option<String> {
    if quoted.len() < 4 {
        return None;
    }
    let words = decoded(quoted);
    let clean = redact_into(&words, masked);
    // A text is always written.
    (clean != words).then(|| serde_json::to_string(&clean).unwrap_or_default())
}
