//! Labels of links and footnotes, and the definitions that they name.
//! Refuses to know where labels stand.

use std::collections::BinaryHeap;

use super::text::{byte, cut, escapes};

/// Reads a label whose opening bracket has been read. Returns it in one line and how long it is with its closing bracket.
pub(super) fn label(text: &str, may_break: bool) -> Option<(String, usize)> {
    let (mut at, mut weight) = (0, 0);
    loop {
        // The standard allows 999 letters; the weight lets long labels of plain letters pass, as the parser before this one did.
        if weight >= 1000 {
            return None;
        }
        match byte(text, at) {
            0 | b'[' => return None,
            b']' => break,
            b'\\' if escapes(text, at) => {
                at += 2;
                weight += 2;
            }
            b'\n' if !may_break => return None,
            byte => {
                weight += usize::from(!byte.is_ascii() || byte.is_ascii_whitespace());
                at += 1;
            }
        }
    }
    let mut name = String::new();
    for letter in cut(text, 0, at).chars() {
        match letter {
            '\t'..='\r' | ' ' if name.is_empty() || name.ends_with(' ') => {}
            '\t'..='\r' => name.push(' '),
            letter => name.push(letter),
        }
    }
    if name.ends_with(' ') {
        name.pop();
    }
    (!name.is_empty()).then_some((name, at + 1))
}

/// What has been defined, by label. Must be [sorted](Self::sort) before anything is found.
#[derive(Default)]
pub(super) struct Names {
    /// The labels, in which order they came, and what they mean.
    found: BinaryHeap<(String, usize, String)>,
    sorted: Vec<(String, usize, String)>,
}

impl Names {
    /// Defines a label. The first definition holds.
    pub(super) fn define(&mut self, label: &str, meaning: String) {
        self.found.push((folded(label), self.found.len(), meaning));
    }

    /// Makes all definitions ready to be found.
    pub(super) fn sort(&mut self) {
        self.sorted = std::mem::take(&mut self.found).into_sorted_vec();
    }

    /// Finds what a label means.
    pub(super) fn get(&self, label: &str) -> Option<&str> {
        if self.sorted.is_empty() {
            return None;
        }
        let label = folded(label);
        let at = self.sorted.partition_point(|(other, ..)| *other < label);
        self.sorted.get(at).filter(|(other, ..)| *other == label).map(|(.., meaning)| meaning.as_str())
    }
}

/// A label in lower case, as far as that is simple: Latin, Greek and Cyrillic. The whole table of letters would be larger than this module.
fn folded(label: &str) -> String {
    let lower = |letter: char| match letter {
        'A'..='Z' => letter.to_ascii_lowercase(),
        'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ρ' | 'Σ'..='Ϋ' | 'А'..='Я' => char::from_u32(letter as u32 + 32).unwrap_or(letter),
        'Ѐ'..='Џ' => char::from_u32(letter as u32 + 80).unwrap_or(letter),
        _ => letter,
    };
    label.chars().map(lower).collect()
}
