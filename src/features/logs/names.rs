//! What a line names: sessions, jobs and runs, known by how their names are written, and to which project it belongs by that. Pure.
//! Refuses to know whether they are there.

use std::sync::Arc;

use crate::domain::log::line::Line;
use crate::domain::project::NONE;
use crate::domain::project::all::All;
use crate::domain::project::thing::Thing;
use crate::protocol::sessions::SessionRow;

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

/// Whether a line belongs to what was chosen among the projects of a gateway: it names a session or a job that does. What names nothing
/// belongs to no project. `row` finds what is known of a session.
pub fn is_in(line: &Line, choice: &str, gateway: &str, all: &All, row: &dyn Fn(&str) -> Option<Arc<SessionRow>>) -> bool {
    let is_in = |named: &Named| match named {
        Named::Session(key) => match row(key) {
            Some(row) => all.is_in(choice, &Thing::session(gateway, &row)),
            None => all.is_in(choice, &Thing::keyed(gateway, key, None)),
        },
        Named::Job(id) => all.is_in(choice, &Thing { gateway, job: Some(id), ..Thing::default() }),
        // Whose run it is, the same line says, or nobody does.
        Named::Run(_) => choice == NONE,
    };
    let named = named(line);
    if choice == NONE { named.iter().all(is_in) } else { named.iter().any(is_in) }
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

    #[test]
    fn a_line_belongs_where_belongs_what_it_names() {
        use crate::domain::project::{Part, Rule, What, thing::job_name};
        let mut all = All::default();
        let rules = vec![Rule { what: What::Key, text: "agent:ops:".into() }];
        all.put("p", vec![Part::Gone(false), Part::Name("Ops".into()), Part::Rules(rules)], 1);
        all.put_tag("g", &job_name(ID), "p", 1);
        let is_in = |raw: &str, choice| super::is_in(&Line::read(raw.to_owned(), 0, None), choice, "g", &all, &|_| None);
        let job = format!("jobId={ID}");
        for (raw, is_of, is_of_none) in [
            ("sessionKey=agent:ops:main:1", true, false),
            ("sessionKey=agent:home:main:1", false, true),
            ("from agent:home:main:1 to agent:ops:main:1", true, false),
            (&*job, true, false),
            ("names nothing", false, true),
        ] {
            assert_eq!((is_in(raw, "p"), is_in(raw, NONE)), (is_of, is_of_none), "{raw}");
            assert!(is_in(raw, "p") || !is_in(raw, "other"), "{raw}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(raw in "(agent:|jobId|runId=|[a-z:é\"/-]){0,12}") {
            prop_assert!(of(&raw).len() <= 3 * MOST);
        }
    }
}
