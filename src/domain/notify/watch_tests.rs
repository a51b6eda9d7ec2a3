//! What is told and what is not: tables, and properties over any course of things.

use super::*;
use crate::domain::notify::Quiet;
use proptest::prelude::*;

fn item(id: &str, kind: Kind) -> Item {
    let words = "who: a secret word";
    let to = if kind == Kind::Approval { "/chat/a".to_owned() } else { ["/", id].concat() };
    Item { id: id.into(), kind, of: id.into(), title: words.into(), more: "rm -r secret".into(), since: 0, until: None, to }
}

struct Course {
    watch: Watch,
    wishes: Wishes,
}

impl Course {
    fn new() -> Self {
        Self { watch: Watch::default(), wishes: Wishes { is_on: true, ..Wishes::default() } }
    }

    fn step(&mut self, items: &[Item], (is_quiet, is_watched): (bool, bool)) -> Follows {
        let who = |_: &Item| "the session".to_owned();
        self.watch.step(&Now { items, knows: &|_| true, who: &who, wishes: &self.wishes, is_quiet, is_watched })
    }

    /// What is told of these while nobody looks, as titles.
    fn told(&mut self, items: &[Item]) -> Vec<String> {
        self.step(items, (false, false)).tell.into_iter().map(|note| note.title).collect()
    }
}

#[test]
fn what_was_there_is_not_told_and_what_comes_is_told_once() {
    let mut course = Course::new();
    let (old, new) = (item("old", Kind::Failed), item("new", Kind::Approval));
    assert!(course.told(std::slice::from_ref(&old)).is_empty());
    let told = course.step(&[old.clone(), new.clone()], (false, false)).tell;
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].title.as_str(), told[0].body.as_str()), ("An approval waits", "In the session"));
    assert!(course.told(&[old.clone(), new.clone()]).is_empty());
    assert_eq!(course.step(std::slice::from_ref(&old), (false, false)).over, [told[0].tag.clone()]);
    assert!(course.told(&[old, new]).is_empty(), "it came back and is not new");
}

#[test]
fn what_is_not_known_yet_is_no_news_when_it_becomes_known() {
    let mut course = Course::new();
    let items = [item("one", Kind::Late)];
    let step = |course: &mut Course, items: &[Item], knows: bool| {
        let now = Now { items, knows: &|_| knows, who: &|_| String::new(), wishes: &course.wishes, is_quiet: false, is_watched: false };
        course.watch.step(&now).tell.len()
    };
    assert_eq!((step(&mut course, &[], false), step(&mut course, &items, true), step(&mut course, &items, true)), (0, 0, 0));
    assert_eq!(step(&mut course, &[items[0].clone(), item("two", Kind::Late)], true), 1);
}

#[test]
fn equal_ones_are_told_as_one_and_many_at_once_too() {
    let mut course = Course::new();
    course.told(&[]);
    let (one, two) = (item("1", Kind::Approval), item("2", Kind::Approval));
    assert_eq!(course.told(std::slice::from_ref(&one)), ["An approval waits"]);
    assert_eq!(course.told(&[one, two]), ["2 approvals wait"]);
    let many: Vec<Item> = ["3", "4", "5", "6"].map(|id| item(id, Kind::Failed)).into();
    assert_eq!(course.told(&many), ["4 things wait for you"]);
}

#[test]
fn who_looks_is_not_told_and_what_is_muted_neither() {
    let mut course = Course::new();
    course.told(&[]);
    let one = item("1", Kind::Failed);
    let seen = course.step(std::slice::from_ref(&one), (false, true));
    assert_eq!((seen.tell.len(), seen.seen), (0, vec!["1".into()]));
    assert!(course.told(&[one]).is_empty());
    course.wishes.mute("jobs", true);
    assert!(course.told(&[item("2", Kind::Late)]).is_empty());
    course.wishes.mute("jobs", false);
    assert_eq!(course.told(&[item("3", Kind::Late)]), ["A job is late"]);
    course.wishes.is_on = false;
    assert_eq!(course.step(&[item("3", Kind::Late), item("4", Kind::Late)], (false, false)).over.len(), 1);
    course.wishes.is_on = true;
    assert!(course.told(&[item("3", Kind::Late), item("4", Kind::Late)]).is_empty(), "what came while it was off is not told later");
}

#[test]
fn what_comes_in_quiet_hours_is_told_together_at_their_end_if_it_still_waits() {
    let mut course = Course::new();
    course.told(&[]);
    let [one, two, gone] = [item("1", Kind::Failed), item("2", Kind::Approval), item("3", Kind::Blocked)];
    assert!(course.step(&[one.clone(), gone], (true, false)).tell.is_empty() && course.watch.holds());
    assert!(course.step(&[one.clone(), two.clone()], (true, false)).tell.is_empty());
    let told = course.told(&[one, two, item("4", Kind::Budget)]);
    assert_eq!(told, ["3 things wait for you"]);
    assert!(!course.watch.holds());
    let mut alone = Course::new();
    alone.told(&[]);
    alone.step(&[item("1", Kind::Failed)], (true, false));
    assert_eq!(alone.told(&[item("1", Kind::Failed)]), ["A job failed"]);
    assert_eq!(Quiet::default().left(0), None, "they are off at first");
}

proptest! {
    #[test]
    fn each_is_told_at_most_once_never_in_vain_and_without_its_words(
        course in prop::collection::vec((prop::collection::vec(0_usize..12, 0..8), any::<bool>(), any::<bool>(), any::<bool>()), 1..20),
    ) {
        let mut watched = Course::new();
        let (mut told, mut first): (Vec<Arc<str>>, Vec<Arc<str>>) = (vec![], vec![]);
        for (at, (ids, is_quiet, is_watched, is_on)) in course.into_iter().enumerate() {
            let mut items: Vec<Item> = vec![];
            for id in ids {
                if items.iter().all(|item| *item.id != *id.to_string()) {
                    items.push(item(&id.to_string(), Kind::ALL[id % Kind::ALL.len()]));
                }
            }
            if at == 0 {
                first = items.iter().map(|item| item.id.clone()).collect();
            }
            watched.wishes.is_on = is_on;
            let follows = watched.step(&items, (is_quiet, is_watched));
            let shut = is_quiet || is_watched || !is_on || at == 0;
            prop_assert!(!shut || follows.tell.is_empty());
            for note in follows.tell {
                prop_assert!(note.ids.iter().all(|id| items.iter().any(|item| item.id == *id)));
                let new: Vec<Arc<str>> = note.ids.iter().filter(|id| !told.contains(id)).cloned().collect();
                prop_assert!(!new.is_empty(), "nothing of it is new");
                prop_assert!(new.iter().all(|id| !first.contains(id)));
                told.extend(new);
                prop_assert!(!note.title.contains("secret"));
                let names_itself = note.tag.starts_with("openclutch:approve") || note.tag.starts_with("openclutch:question");
                prop_assert!(!names_itself || !note.body.contains("secret"));
            }
        }
    }
}
