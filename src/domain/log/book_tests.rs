//! What a log shows, whatever came in which pieces.

use super::*;
use crate::protocol::logs::Lines;
use proptest::prelude::*;

fn json(text: &str, level: &str, second: i64) -> String {
    let time = super::super::time::in_full(1_795_158_949_000 + second * 1_000, 0);
    serde_json::json!({"0": "{\"subsystem\":\"x\"}", "message": text, "time": time, "_meta": {"logLevelName": level}}).to_string()
}

fn brought(lines: &[String]) -> Brought {
    Brought { marks: vec![], lines: Lines::of(lines) }
}

fn done(book: &mut Book, lines: usize) {
    while book.work(lines) {}
}

fn texts(book: &Book, view: View) -> Vec<(String, u32)> {
    let text = |shown: &Shown| book.ring.get(shown.serial).map(|line| (line.text.to_string(), shown.times));
    book.shown(view).iter().filter_map(text).collect()
}

fn filled() -> Book {
    let mut book = Book::new(100);
    book.take(brought(&[
        json("took 5 ms", "INFO", 0),
        json("took 5 ms", "INFO", 1),
        json("took 7 ms", "INFO", 2),
        json("no luck", "ERROR", 3),
        "    at main".into(),
        "    at end".into(),
        json("took 7 ms", "WARN", 4),
    ]));
    done(&mut book, 3);
    book
}

#[test]
fn lines_that_go_on_are_one_and_levels_hide_nothing_else() {
    let mut book = filled();
    let all = texts(&book, View::default());
    assert_eq!((all.len(), all[3].0.as_str()), (5, "no luck\n    at main\n    at end"));
    let hidden = Levels::of(|level| level == Level::Info);
    assert_eq!(texts(&book, View { hidden, ..View::default() }), all[3..]);
    book.search("took");
    done(&mut book, 1);
    assert_eq!(texts(&book, View::default()).len(), 4);
    assert_eq!(texts(&book, View { hidden, ..View::default() }), [("took 7 ms".to_owned(), 1)]);
    assert_eq!((book.points().count(), book.errors_since(0)), (4, 1));
}

#[test]
fn what_is_narrowed_leaves_the_query_and_goes_back_to_all() {
    let mut book = filled();
    book.search("took");
    book.narrow(Some(Box::new(|line: &Line| line.level == Level::Warn)));
    done(&mut book, 1);
    assert_eq!(texts(&book, View::default()), [("took 7 ms".to_owned(), 1)]);
    book.narrow(None);
    done(&mut book, 1);
    assert_eq!(texts(&book, View::default()).len(), 4);
}

#[test]
fn repeats_are_one_with_their_number() {
    let book = filled();
    let by = |repeats| texts(&book, View { repeats, ..View::default() }).iter().map(|(_, times)| *times).collect::<Vec<_>>();
    assert_eq!((by(Repeats::Exact), by(Repeats::Numbers)), (vec![2, 1, 1, 1], vec![3, 1, 1]));
}

#[test]
fn a_bad_query_leaves_the_last_result() {
    let mut book = filled();
    book.search("took");
    done(&mut book, 10);
    book.search("took /(/");
    done(&mut book, 10);
    assert_eq!((texts(&book, View::default()).len(), book.mistake.as_ref().map(|mistake| mistake.from)), (4, Some(5)));
    book.search("took");
    assert!(book.mistake.is_none() && !book.is_busy());
}

#[test]
fn a_span_of_time_and_what_was_cleared() {
    let mut book = filled();
    let (from, to) = book.span().unwrap();
    assert_eq!(to - from, 4_000);
    assert_eq!(texts(&book, View { span: Some((from + 1_000, from + 2_000)), ..View::default() }).len(), 2);
    book.clear();
    done(&mut book, 10);
    assert_eq!(book.shown(View::default()).len(), 1);
    book.forget();
    assert!(book.shown(View::default()).is_empty() && !book.is_busy());
}

proptest! {
    #[test]
    fn however_the_work_is_sliced_the_same_is_shown(
        texts_in in prop::collection::vec("( at|[ab]{1,3}|\\{)", 0..40), cuts in prop::collection::vec(1_usize..30, 1..6), bound in 1_usize..30,
    ) {
        let lines: Vec<String> = texts_in;
        let mut whole = Book::new(bound);
        whole.take(brought(&lines));
        whole.search("a");
        done(&mut whole, 10_000);
        let mut sliced = Book::new(bound);
        sliced.search("a");
        sliced.take(brought(&lines));
        for cut in cuts {
            sliced.work(cut);
        }
        done(&mut sliced, 1);
        prop_assert_eq!(texts(&whole, View::default()), texts(&sliced, View::default()));
        prop_assert_eq!(whole.left(), 0);
    }
}
