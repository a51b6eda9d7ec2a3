//! What belongs where, told in tables, and what holds whatever was written.

use super::*;
use crate::domain::project::{Colour, Rule, What};
use crate::protocol::fields::{FromJson, Piece};
use proptest::prelude::*;

fn rule(what: What, text: &str) -> Vec<Rule> {
    vec![Rule { what, text: text.into() }]
}

fn two() -> All {
    let mut all = All::default();
    let parts = |name: &str, rules| vec![Part::Gone(false), Part::Name(name.into()), Part::Rules(rules)];
    all.put("b", parts("Website relaunch", rule(What::Agent, "ops")), 1);
    all.put("a", parts("Home lab", rule(What::Key, "agent:")), 2);
    all
}

fn of<'a>(all: &'a All, key: &str) -> &'a str {
    all.of(&Thing::keyed("g", key, None)).map_or("-", |project| &project.id)
}

#[test]
fn the_first_rule_that_fits_decides_unless_a_person_did() {
    let mut all = two();
    assert_eq!([of(&all, "agent:ops:x"), of(&all, "agent:main:x"), of(&all, "x")], ["b", "a", "-"]);
    for (tag, wanted) in [("a", "a"), (NONE, "-"), ("", "b"), ("gone", "b")] {
        all.put_tag("g", &session_name("agent:ops:x"), tag, 5);
        assert_eq!(of(&all, "agent:ops:x"), wanted, "{tag}");
    }
    all.put_tag("g", &session_name("agent:ops:x"), "a", 6);
    assert_eq!(all.of(&Thing::keyed("other", "agent:ops:x", None)).unwrap().id, "b", "another gateway has its own tags");
    all.put("a", vec![Part::Gone(true)], 7);
    assert_eq!([of(&all, "agent:ops:x"), of(&all, "agent:main:x")], ["b", "-"]);
}

#[test]
fn runs_belong_where_their_job_does_unless_they_were_put_elsewhere() {
    let mut all = two();
    all.put_tag("g", &job_name("7"), "a", 5);
    assert_eq!(of(&all, "agent:ops:cron:7:run:1"), "a");
    all.put_tag("g", &session_name("agent:ops:cron:7:run:1"), NONE, 6);
    assert_eq!([of(&all, "agent:ops:cron:7:run:1"), of(&all, "agent:ops:cron:7:run:2")], ["-", "a"]);
}

#[test]
fn choices_and_names() {
    let all = two();
    let thing = Thing::keyed("g", "agent:ops:x", None);
    let lone = Thing::keyed("g", "x", None);
    for (choice, wanted) in [("", [true, true]), (NONE, [false, true]), ("b", [true, false]), ("a", [false; 2]), ("?", [false; 2])] {
        assert_eq!([all.is_in(choice, &thing), all.is_in(choice, &lone)], wanted, "{choice}");
    }
    assert!(all.is_called(&thing, &["website".into()]) && all.is_called(&lone, &["none".into()]));
    assert!(!all.is_called(&thing, &["home".into()]));
    assert_eq!(all.called("a").as_deref(), Some("Home lab"));
    assert_eq!((all.called(""), all.called(NONE).as_deref()), (None, Some("Untagged")));
}

fn any_all() -> impl Strategy<Value = All> {
    let part = prop_oneof![
        any::<bool>().prop_map(Part::Gone),
        "[ab]{0,2}".prop_map(Part::Name),
        (0usize..8).prop_map(|at| Part::Colour(Colour::ALL[at])),
        ((0usize..4), "[ab:]{0,2}").prop_map(|(at, text)| Part::Rules(vec![Rule { what: What::ALL[at], text }])),
    ];
    let puts = proptest::collection::vec(("[xy]", part, 0i64..4), 0..8);
    let tags =
        proptest::collection::vec(("[gh]", "session [kl]", prop_oneof!["[xy]", Just(NONE.to_owned()), Just(String::new())], 0i64..4), 0..8);
    (puts, tags).prop_map(|(puts, tags)| {
        let mut all = All::default();
        for (id, part, at) in puts {
            all.put(&id, vec![part], at);
        }
        for (gateway, thing, project, at) in tags {
            all.put_tag(&gateway, &thing, &project, at);
        }
        all
    })
}

fn merged(one: &All, other: &All) -> All {
    let mut all = one.clone();
    let (projects, tags) = other.kept();
    projects.into_iter().for_each(|project| all.merge(project.clone()));
    tags.iter().for_each(|tag| all.merge_tag(tag.clone()));
    all
}

proptest! {
    #[test]
    fn merging_commutes_and_comes_to_rest(one in any_all(), two in any_all(), three in any_all()) {
        prop_assert_eq!(merged(&one, &two), merged(&two, &one));
        prop_assert_eq!(merged(&merged(&one, &two), &three), merged(&one, &merged(&two, &three)));
        prop_assert_eq!(merged(&one, &one), one);
    }

    #[test]
    fn everything_is_in_exactly_one_bucket(all in any_all(), key in "[kl]|agent:[ab]:[ab]") {
        let thing = Thing::keyed("g", &key, None);
        let buckets = all.projects().filter(|project| all.is_in(&project.id, &thing)).count() + usize::from(all.is_in(NONE, &thing));
        prop_assert_eq!(buckets, 1);
        prop_assert!(all.is_in("", &thing));
    }

    #[test]
    fn a_tag_is_undone_by_the_one_before(all in any_all(), tag in "[xy]|none") {
        let mut now = all.clone();
        let thing = Thing::keyed("g", "k", None);
        let before = now.put_tag("g", "session k", &tag, 10);
        now.put_tag("g", "session k", &before, 10);
        prop_assert_eq!(now.of(&thing), all.of(&thing));
    }

    #[test]
    fn what_is_written_is_read(all in any_all()) {
        let (projects, tags) = all.kept();
        for project in projects {
            prop_assert_eq!(&Project::from_json(Piece::of(&serde_json::value::to_raw_value(project).unwrap())), &Ok(project.clone()));
        }
        for tag in tags {
            prop_assert_eq!(&Tag::from_json(Piece::of(&serde_json::value::to_raw_value(tag).unwrap())), &Ok(tag.clone()));
        }
    }
}

#[test]
fn a_task_belongs_where_it_was_put_else_by_the_first_rule_for_its_labels() {
    let mut all = two();
    all.put("a", vec![Part::Rules(rule(What::Label, " Home "))], 3);
    all.put("b", vec![Part::Rules(rule(What::Label, "docs"))], 3);
    let of = |project: &str, labels: &[&str]| {
        let labels: Vec<String> = labels.iter().map(|label| (*label).to_owned()).collect();
        all.of_task(project, &labels).map(|project| project.id.clone())
    };
    assert_eq!(
        (of("b", &["home"]).as_deref(), of("", &["HOME"]).as_deref(), of("", &["docs", "home"]).as_deref()),
        (Some("b"), Some("a"), Some("b"))
    );
    assert_eq!((of("", &["other"]), of("gone", &[])), (None, None));
    assert!(all.has_task("", "", &[]) && all.has_task(NONE, "", &[]) && all.has_task("a", "a", &[]) && !all.has_task("b", "a", &[]));
}
