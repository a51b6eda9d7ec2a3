//! What an agent proposes as a task, as the person's own task.
//! Refuses to decide that it is taken up.

use super::columns::Columns;
use super::{Link, Part, Priority, Step};
use crate::domain::query::small;
use crate::domain::widget::task::Task as Proposal;

/// Returns by what a proposal is known again: where it was made, and its words.
pub fn origin(gateway: &str, session: &str, words: &str) -> String {
    [gateway, " ", session, " ", &digest(words.trim())].concat()
}

/// Returns the id of the task that is made of a proposal: the same in every tab, so that two which take it up at once make one task.
pub fn id(origin: &str) -> String {
    ["proposed-", &digest(origin)].concat()
}

/// FNV-1a: the same in every browser and every version.
fn digest(text: &str) -> String {
    let fold = |digest: u64, byte: u8| (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, fold).to_string()
}

/// Returns the column that a proposal means, and what is to be written into its task.
pub fn parts(proposal: &Proposal, columns: &Columns, about: Link, origin: &str) -> (String, Vec<Part>) {
    let column = proposal.status.as_deref().and_then(|word| columns.called(word)).or_else(|| columns.list.first());
    let steps = proposal.checklist.iter().map(|(text, done)| Step { text: text.clone(), done: *done }).collect();
    let parts = vec![
        Part::Title(proposal.title.split_whitespace().collect::<Vec<_>>().join(" ")),
        Part::About(proposal.description.clone().unwrap_or_default()),
        Part::Priority(proposal.priority.as_deref().map(priority).unwrap_or_default()),
        Part::Steps(steps),
        Part::Links(vec![about]),
        Part::Origin(origin.into()),
    ];
    (column.map(|column| column.id.clone()).unwrap_or_default(), parts)
}

/// Returns the priority that somebody means by a word.
pub fn priority(word: &str) -> Priority {
    match small(word.trim()).as_str() {
        "urgent" | "critical" | "highest" | "p0" | "now" => Priority::Urgent,
        "high" | "p1" => Priority::High,
        "medium" | "normal" | "p2" => Priority::Medium,
        "low" | "lowest" | "p3" => Priority::Low,
        _ => Priority::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_is_known_again_by_where_it_was_made_and_its_words() {
        let one = origin("ws://a", "agent:main:main", r#"{"title": "Ship"}"#);
        assert_eq!(one, origin("ws://a", "agent:main:main", "{\"title\": \"Ship\"}\n"));
        for other in
            [origin("ws://b", "agent:main:main", "x"), origin("ws://a", "agent:main:other", "x"), origin("ws://a", "agent:main:main", "y")]
        {
            assert_ne!((&one, id(&one)), (&other, id(&other)));
        }
    }

    #[test]
    fn what_an_agent_says_is_read_as_people_mean_it() {
        let proposal = Proposal {
            title: " Ship  it ".into(),
            status: Some("in_progress".into()),
            priority: Some("Critical".into()),
            checklist: vec![("Pack".into(), true)],
            ..Proposal::default()
        };
        let (column, parts) = parts(&proposal, &Columns::default(), Link::default(), "o");
        assert_eq!(column, "doing");
        assert!(parts.contains(&Part::Title("Ship it".into())) && parts.contains(&Part::Priority(Priority::Urgent)));
        assert!(parts.contains(&Part::Steps(vec![Step { text: "Pack".into(), done: true }])));
        let unknown = Proposal { status: Some("somewhere".into()), priority: Some("7".into()), ..Proposal::default() };
        assert_eq!(super::parts(&unknown, &Columns::default(), Link::default(), "").0, "todo");
        assert_eq!(priority("7"), Priority::None);
    }
}
