//! Tables and properties of the queue: its order, what lingers, where the keyboard is, what is put off.

use super::cursor::Cursor;
use super::snooze::Snoozed;
use super::*;
use proptest::prelude::*;

fn item(id: &str, until: Option<i64>, since: i64) -> Item {
    let id: Arc<str> = id.into();
    Item { of: id.clone(), id, kind: Kind::Approval, title: String::new(), more: String::new(), since, until, to: String::new() }
}

fn ids(rows: &[Row]) -> Vec<&str> {
    rows.iter().map(|row| &*row.item.id).collect()
}

fn list(before: &[Row], names: &[&str], now: i64) -> Vec<Row> {
    let items = names.iter().map(|name| item(name, None, 0)).collect();
    settled(before, items, &|_| Some("Denied".into()), now)
}

#[test]
fn what_runs_out_comes_first_and_then_what_waits_longest() {
    let items = vec![item("old", None, 1), item("older", None, 0), item("late", Some(9), 0), item("soon", Some(3), 5)];
    let order: Vec<String> = ordered(items).into_iter().map(|item| item.id.to_string()).collect();
    assert_eq!(order, ["soon", "late", "older", "old"]);
}

#[test]
fn what_is_gone_keeps_its_place_for_a_moment_and_says_why() {
    let first = list(&[], &["a", "b", "c"], 1_000);
    let second = list(&first, &["a", "c"], 2_000);
    assert_eq!(ids(&second), ["a", "b", "c"]);
    assert_eq!(second[1].gone, Some(("Denied".into(), 2_000)));
    assert!(second.iter().all(|row| row.is_still(2_001)), "nothing moved");
    let third = list(&second, &["a", "c"], 2_000 + LINGERS);
    assert_eq!(ids(&third), ["a", "c"]);
    assert_eq!((third[0].is_still(10_100), third[1].is_still(10_100), third[1].is_still(10_000 + SETTLES)), (true, false, true));
}

#[test]
fn what_comes_behind_moves_nothing_and_what_comes_between_moves_all_below() {
    let first = list(&[], &["a", "b"], 1_000);
    let still = |rows: &[Row], now| rows.iter().map(|row| row.is_still(now)).collect::<Vec<_>>();
    assert_eq!(still(&list(&first, &["a", "b", "c"], 2_000), 2_001), [true, true, true]);
    assert_eq!(still(&list(&first, &["a", "x", "b"], 2_000), 2_001), [true, false, false]);
}

#[test]
fn what_has_no_words_leaves_at_once() {
    let first = list(&[], &["a", "b"], 1_000);
    let second = settled(&first, vec![item("b", None, 0)], &|_| None, 2_000);
    assert_eq!(ids(&second), ["b"]);
}

#[test]
fn the_keyboard_follows_what_it_is_on_and_jumps_onto_nothing() {
    let first = list(&[], &["a", "b", "c"], 0);
    let mut cursor = Cursor::default();
    cursor.step(&first, 1);
    assert_eq!(cursor.id.as_deref(), Some("a"));
    cursor.step(&first, 1);
    assert_eq!(cursor.waiting(&first).map(|item| &*item.id), Some("b"));
    let second = list(&first, &["x", "a", "c"], 1_000);
    cursor.follow(&second);
    assert_eq!((cursor.id.as_deref(), cursor.waiting(&second)), (Some("b"), None), "settled elsewhere: nothing is answered");
    let third = list(&second, &["x", "a", "c"], 1_000 + LINGERS);
    cursor.follow(&third);
    assert_eq!(cursor.id, None);
    cursor.step(&third, 1);
    assert_eq!(cursor.id.as_deref(), Some("a"), "what stands where it was");
    cursor.step(&third, isize::MAX);
    assert_eq!(cursor.id.as_deref(), Some("c"));
    cursor.step(&[], 1);
    assert_eq!(cursor.id, None);
}

#[test]
fn what_is_put_off_comes_back() {
    let mut snoozed = Snoozed::default();
    let of = |kind, id: &str, until| Item { kind, ..item(id, until, 0) };
    snoozed.put_off(&of(Kind::Pairing, "a", None), None, 1_000);
    snoozed.put_off(&of(Kind::Approval, "b", Some(0)), Some(60_000), 1_000);
    snoozed.put_off(&of(Kind::Failed, "d", None), None, 1_000);
    let holds = |now| ["a", "b", "c", "d"].map(|id| snoozed.holds(id, now));
    assert_eq!(holds(1_001), [true, true, false, true]);
    assert_eq!(holds(31_000), [true, false, false, true], "half of what was left");
    assert_eq!(holds(3_601_000), [false, false, false, true], "nobody waits for an answer");
    assert_eq!(holds(86_401_000), [false; 4]);
    assert_eq!(holds(-99_000_000), [false; 4], "a clock that was put back");
}

proptest! {
    #[test]
    fn everything_that_waits_is_listed_once(names in prop::collection::vec(prop::collection::btree_set("[a-f]", 0..6), 1..12), pauses in prop::collection::vec(0..9_000_i64, 12)) {
        let (mut rows, mut now): (Vec<Row>, i64) = (vec![], 0);
        let mut cursor = Cursor::default();
        for (names, pause) in names.iter().zip(pauses) {
            now += pause;
            let given: Vec<&str> = names.iter().map(String::as_str).collect();
            let before = cursor.id.clone();
            rows = list(&rows, &given, now);
            cursor.follow(&rows);
            let waiting: Vec<&str> = rows.iter().filter(|row| row.gone.is_none()).map(|row| &*row.item.id).collect();
            prop_assert_eq!(waiting, given);
            let mut all = ids(&rows);
            all.sort_unstable();
            all.dedup();
            prop_assert_eq!(all.len(), rows.len());
            // Whatever moved: the keyboard is on the same thing, or on nothing that can be answered.
            if let Some(item) = cursor.waiting(&rows) {
                prop_assert_eq!(Some(&item.id), before.as_ref());
            }
            cursor.step(&rows, 1);
        }
    }
}
