//! What is shown, in which order, under which heads.

use super::*;
use crate::domain::task::Part;

const DAY: i64 = 24 * 3_600_000;

fn board() -> Board {
    let mut board = Board::default();
    let mut put = |id: &str, number: u32, parts: Vec<Part>| {
        let all = [vec![Part::Gone(false), Part::Number(number), Part::Order(id.into())], parts].concat();
        board.apply(vec![(id.into(), all)], i64::from(number));
    };
    put("a", 1, vec![Part::Title("Ship".into()), Part::Priority(Priority::Low), Part::Labels(vec!["docs".into(), "web".into()])]);
    put(
        "b",
        2,
        vec![Part::Title("Test".into()), Part::Column("doing".into()), Part::Due(Some(Day(99))), Part::BlockedBy(vec!["a".into()])],
    );
    put("c", 3, vec![Part::Title("Old".into()), Part::Column("done".into()), Part::Since(80 * DAY)]);
    put("d", 4, vec![Part::Title("New".into()), Part::Priority(Priority::High), Part::Due(Some(Day(101))), Part::Project("p".into())]);
    board
}

fn seen(wish: &Wish) -> Vec<(String, String)> {
    let columns = Columns::default();
    let projects = [("p".to_owned(), "Website".to_owned())];
    let around = Around { columns: &columns, projects: &projects, today: Day(100), now: 100 * DAY, is_in: &|_| true };
    let listing = listing(&board(), around, wish);
    assert_eq!((listing.open, listing.all), (3, 4));
    listing.lanes.iter().map(|lane| (lane.name.clone(), lane.ids.concat())).filter(|(_, ids)| !ids.is_empty()).collect()
}

fn ids(query: &str) -> String {
    seen(&Wish { query: query.into(), ..Wish::default() }).into_iter().map(|(_, ids)| ids).collect()
}

#[test]
fn what_is_looked_for_is_found() {
    for (query, wanted) in [
        ("", "adb"),
        ("ship", "a"),
        ("oc-2", "b"),
        ("old", "c"),
        ("is:archived", "c"),
        ("status:todo", "ad"),
        ("status:\"in progress\"", "b"),
        ("-status:todo", "b"),
        ("priority:high,low", "ad"),
        ("label:web", "a"),
        ("project:website", "d"),
        ("project:none", "ab"),
        ("due:week", "d"),
        ("due:overdue", "b"),
        ("due:none", "a"),
        ("is:blocked", "b"),
        ("is:linked", ""),
    ] {
        assert_eq!(ids(query), wanted, "{query}");
    }
}

#[test]
fn it_is_sorted_and_grouped() {
    let sorted = |sort, is_reversed| seen(&Wish { sort, is_reversed, query: "status:todo".into(), ..Wish::default() })[0].1.clone();
    assert_eq!(
        (sorted(Sort::Priority, false), sorted(Sort::Due, false), sorted(Sort::Created, true)),
        ("da".into(), "da".into(), "ad".into())
    );
    let grouped = |group| seen(&Wish { group, ..Wish::default() }).into_iter().map(|(name, ids)| [name, ids].join(" ")).collect::<Vec<_>>();
    assert_eq!(grouped(Group::Priority), ["High d", "Low a", "No priority b"]);
    assert_eq!(grouped(Group::Label), ["docs a", "web a", "No label bd"]);
    assert_eq!(grouped(Group::Project), ["Website d", "No project ab"]);
}

#[test]
fn a_limit_counts_what_is_there_not_what_is_looked_for() {
    let mut columns = Columns::default();
    columns.list[0].limit = 1;
    let around = Around { columns: &columns, projects: &[], today: Day(100), now: 100 * DAY, is_in: &|_| true };
    let listing = listing(&board(), around, &Wish { query: "ship".into(), ..Wish::default() });
    let lane = &listing.lanes[0];
    assert_eq!((lane.ids.len(), lane.all, lane.is_over()), (1, 2, true));
    assert_eq!((listing.find("a"), listing.find("d")), (Some((0, 0)), None));
}
