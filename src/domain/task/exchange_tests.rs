//! Files of tasks, there and back.

use super::*;

const TODAY: Day = Day(20_000);

fn projects() -> Vec<(String, String)> {
    vec![("p".into(), "Home lab".into())]
}

fn board() -> Board {
    let mut board = Board::default();
    let parts = vec![
        Part::Gone(false),
        Part::Number(1),
        Part::Title("Ship the docs".into()),
        Part::About("All of them.\nReally.".into()),
        Part::Column("doing".into()),
        Part::Priority(Priority::High),
        Part::Labels(vec!["docs".into()]),
        Part::Project("p".into()),
        Part::Due(Some(Day(20_010))),
        Part::Steps(vec![Step { text: "Read".into(), done: true }, Step { text: "Send".into(), done: false }]),
    ];
    board.apply(vec![("a".into(), parts)], 10);
    let done = vec![Part::Gone(false), Part::Number(2), Part::Title("Rest".into()), Part::Column("done".into())];
    board.apply(vec![("b".into(), done)], 10);
    board
}

fn read_in(text: &str, board: &Board) -> Import {
    let mut made = 0;
    read(text, board, &Columns::default(), &projects(), (99, TODAY), &mut || {
        made += 1;
        format!("new-{made}")
    })
}

fn merged(board: &Board, import: &Import) -> Board {
    let mut board = board.clone();
    board.take(import.clone().tasks());
    board
}

#[test]
fn json_brings_all_of_it_back_and_is_skipped_where_it_came_from() {
    let whole = json(&board());
    let import = read_in(&whole, &Board::default());
    assert_eq!((import.added.len(), import.unread.len()), (2, 0));
    let taken = merged(&Board::default(), &import);
    assert_eq!(taken, board());
    let twice = read_in(&whole, &taken);
    assert_eq!((twice.added.len(), twice.updated.len(), twice.skipped.len()), (0, 0, 2), "the same file again is nothing new");
    let again = read_in(&whole, &board());
    assert_eq!((again.added.len(), again.updated.len(), again.skipped), (0, 0, vec!["OC-1".to_owned(), "OC-2".to_owned()]));
}

#[test]
fn what_is_later_in_the_file_is_an_update_and_what_is_later_here_is_not_lost() {
    let mut other = board();
    other.apply(vec![("a".into(), vec![Part::Title("Ship them".into())])], 50);
    let mut here = board();
    here.apply(vec![("a".into(), vec![Part::Labels(vec![])]), ("b".into(), vec![Part::Title("Sleep".into())])], 60);
    let import = read_in(&json(&other), &here);
    assert_eq!((import.updated.len(), import.skipped.clone()), (1, vec!["OC-2".to_owned()]));
    let after = merged(&here, &import);
    let titles: Vec<&str> = after.all().map(|task| task.title.as_str()).collect();
    assert_eq!((titles, after.get("a").unwrap().labels.len()), (vec!["Ship them", "Sleep"], 0));
}

#[test]
fn what_a_file_did_is_undone() {
    let mut other = board();
    other.apply(vec![("a".into(), vec![Part::Title("Ship them".into())]), ("c".into(), vec![Part::Gone(false)])], 50);
    let mut here = board();
    let back = here.take(read_in(&json(&other), &here).tasks());
    assert_eq!((here.all().count(), here.get("a").unwrap().title.as_str()), (3, "Ship them"));
    here.apply(back, 60);
    assert_eq!((here.all().count(), here.get("a").unwrap().title.as_str()), (2, "Ship the docs"));
}

#[test]
fn what_was_deleted_here_later_does_not_come_back() {
    let whole = json(&board());
    let mut here = board();
    here.apply(vec![("a".into(), vec![Part::Gone(true)])], 70);
    assert_eq!(merged(&here, &read_in(&whole, &here)).all().count(), 1);
}

#[test]
fn markdown_says_it_for_people_and_can_be_read_back() {
    let text = markdown(&board(), &Columns::default(), &projects());
    assert!(text.contains("## In progress\n\n- [ ] Ship the docs !high #docs @Home-lab ^"), "{text}");
    assert!(text.contains("  - [x] Read\n  - [ ] Send\n  > All of them.\n  > Really.\n") && text.contains("- [x] Rest\n"), "{text}");
    let import = read_in(&text, &Board::default());
    assert_eq!(import.added.len(), 2);
    let [ship, rest] = import.added.as_slice() else { panic!() };
    assert_eq!(
        (ship.title.as_str(), ship.column.as_str(), *ship.priority, ship.steps.len()),
        ("Ship the docs", "doing", Priority::High, 2)
    );
    assert_eq!((ship.about.as_str(), *ship.due, *ship.number), ("All of them.\nReally.", Some(Day(20_010)), 1));
    assert_eq!((rest.column.as_str(), *rest.number), ("done", 2));
    let again = read_in(&text, &board());
    assert_eq!((again.added.len(), again.skipped.len()), (0, 2));
}

#[test]
fn plain_lists_of_others_are_read_and_nonsense_is_told() {
    let import = read_in(r#"[{"title": "Ship", "status": "doing"}, {"title": ""}, 5, {"v": 9, "value": {}}]"#, &board());
    assert_eq!((import.added.len(), import.unread.len()), (1, 3));
    assert_eq!((import.added[0].id.as_str(), *import.added[0].number, import.added[0].made_at), ("new-1", 3, 99));
    for text in ["{", "{}", "[", "\u{0}"] {
        let import = read_in(text, &board());
        assert_eq!((import.added.len(), import.updated.len()), (0, 0), "{text}");
    }
    assert_eq!(read_in("", &board()), Import::default());
}
