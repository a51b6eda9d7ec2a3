//! What a line names: sessions, jobs and runs, known by how their names are written. Pure.
//! Refuses to know whether they are there.

use crate::domain::log::line::Line;

/// Something that a line names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A session, by its key.
    Session(String),
    /// A job, by its id.
    Job(String),
    /// A run, by its id.
    Run(String),
}

/// At most so many are found of each kind.
const MOST: usize = 3;

/// Finds what a line names, each once.
pub fn named(line: &Line) -> Vec<Named> {
    let mut found = vec![];
    let mut note = |named: Named| {
        let is_same = |other: &&Named| std::mem::discriminant(*other) == std::mem::discriminant(&named);
        if !found.contains(&named) && found.iter().filter(is_same).count() < MOST {
            found.push(named);
        }
    };
    for (at, _) in line.raw.match_indices("agent:") {
        let is_begun = line.raw.get(..at).is_some_and(|before| before.ends_with(|letter: char| !letter.is_alphanumeric() && letter != '-'));
        let key = word(line.raw.get(at..).unwrap_or_default());
        if is_begun && key.split(':').filter(|part| !part.is_empty()).count() >= 3 {
            note(Named::Session(key.to_owned()));
        }
    }
    for (name, make) in [("jobId", Named::Job as fn(String) -> Named), ("runId", Named::Run)] {
        for (at, _) in line.raw.match_indices(name) {
            let behind = line.raw.get(at + name.len()..).unwrap_or_default();
            let value = behind.trim_start_matches(['\\', '"', '=', ':', ' ']);
            let id = value.get(..36).unwrap_or_default();
            let is_assigned = value.len() < behind.len();
            if is_assigned && is_uuid(id) {
                note(make(id.to_owned()));
            }
        }
    }
    found
}

/// Cuts off what belongs to a key that begins here. What ends a sentence or a list does not.
fn word(rest: &str) -> &str {
    let end = rest.find(|letter: char| !(letter.is_alphanumeric() || matches!(letter, ':' | '-' | '_' | '.' | '@' | '+' | '/' | '#')));
    rest.get(..end.unwrap_or(rest.len())).unwrap_or_default().trim_end_matches([':', '.', '-', '/'])
}

fn is_uuid(text: &str) -> bool {
    let is_right = |(at, letter): (usize, char)| if matches!(at, 8 | 13 | 18 | 23) { letter == '-' } else { letter.is_ascii_hexdigit() };
    text.len() == 36 && text.chars().enumerate().all(is_right)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ID: &str = "154d172f-1592-4c77-bf03-a63ad1f467db";

    fn of(raw: &str) -> Vec<Named> {
        named(&Line::read(raw.to_owned(), 0, None))
    }

    #[test]
    fn names_are_found_as_the_gateway_writes_them() {
        let session = |key: &str| Named::Session(key.into());
        assert_eq!(of("lane=session:agent:main:dashboard:54bb durationMs=7"), [session("agent:main:dashboard:54bb")]);
        assert_eq!(of("sessionKey=agent:main:main, agent:main:main."), [session("agent:main:main")]);
        assert_eq!(of(r#"{"1":{"sessionKey":"agent:ops:telegram:-100/5"}}"#), [session("agent:ops:telegram:-100/5")]);
        assert_eq!(of(&format!(r#"{{"1":{{"jobId":"{ID}"}}}}"#)), [Named::Job(ID.into())]);
        assert_eq!(of(&format!(r#"{{"1":"ok runId={ID} runId={ID}","message":"ok runId={ID}"}}"#)), [Named::Run(ID.into())]);
        assert!(of("subagent:x:y runId=none jobId agent:main agents").is_empty());
    }

    proptest! {
        #[test]
        fn nothing_panics(raw in "(agent:|jobId|runId=|[a-z:é\"/-]){0,12}") {
            prop_assert!(of(&raw).len() <= 3 * MOST);
        }
    }
}
