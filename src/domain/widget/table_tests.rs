//! Tables put in order, filtered, added up and copied.

use proptest::prelude::*;

use super::*;

fn table(text: &str) -> Table {
    Table::of_csv(text, ',').unwrap()
}

fn column(table: &Table, order: Order, at: usize) -> Vec<String> {
    table.order(order, "").iter().map(|row| table.rows[*row][at].clone()).collect()
}

#[test]
fn a_short_text_cannot_ask_for_any_number_of_cells() {
    let wide = [&",".repeat(100_000), "\n", &"a\n".repeat(100_000)].concat();
    assert!(Table::of_csv(&wide, ',').is_err());
    assert!(Table::of_csv(&[&",".repeat(WIDEST), "\na"].concat(), ',').is_err());
    assert!(Table::of_csv(&[&",".repeat(WIDEST - 1), "\na"].concat(), ',').is_ok());
    assert!(Table::of_csv(&[&",".repeat(WIDEST - 1), "\n", &"a\n".repeat(MOST_CELLS / WIDEST + 1)].concat(), ',').is_err());
}

#[test]
fn columns_of_numbers_are_known_by_their_unit() {
    let table = table("name,size,cost,share,mixed\nb,10 MB,$2.50,50 %,1\na,9 MB,$10.00,,x\nc,–,$0.25,7 %,2");
    let units: Vec<Option<&str>> = table.units.iter().map(Option::as_deref).collect();
    assert_eq!(units, [None, Some("MB"), Some("$"), Some("%"), None]);
    assert_eq!(column(&table, Some((1, false)), 1), ["9 MB", "10 MB", "–"]);
    assert_eq!(column(&table, Some((1, true)), 1), ["10 MB", "9 MB", "–"], "what is missing comes last");
    assert_eq!(column(&table, Some((0, false)), 0), ["a", "b", "c"]);
    let all = table.order(None, "");
    assert_eq!((table.total(1, &all).as_deref(), table.total(2, &all).as_deref()), (Some("19 MB"), Some("$12.75")));
    assert_eq!((table.total(0, &all), table.total(1, &[])), (None, None));
}

#[test]
fn different_units_are_no_numbers() {
    assert_eq!(table("a\n5 MB\n2 GB").units, [None]);
    assert_eq!(table("a\n2025-01-02\n2024-12-31").units, [None]);
}

#[test]
fn texts_are_in_the_order_of_people() {
    let table = table("a\nfile10\nFile2\nfile1\nfile02\n2025-01-02\n2024-12-31");
    assert_eq!(column(&table, Some((0, false)), 0), ["2024-12-31", "2025-01-02", "file1", "File2", "file02", "file10"]);
}

#[test]
fn words_filter_whatever_their_size() {
    let table = table("name,city\nAda,London\nLin,Paris");
    assert_eq!(table.order(None, " lon "), [0]);
    assert!(table.order(None, "nowhere").is_empty());
}

#[test]
fn lists_of_objects_are_tables_and_other_lists_are_none() {
    let of = |text: &str| Table::of_tree(&Tree::read(text).unwrap());
    let table = of(r#"[{"a": 1, "b": "x"}, {"b": null, "c": {"d": 2}}]"#).unwrap();
    assert_eq!(
        (table.head, table.rows),
        (
            vec!["a".into(), "b".into(), "c".into()],
            vec![vec!["1".to_owned(), "x".into(), "".into()], vec!["".into(), "".into(), r#"{"d": 2}"#.into()],]
        )
    );
    for text in ["[]", "[1]", "{}", "[{}]", r#"[{"a": 1}, 2]"#] {
        assert_eq!(of(text), None, "{text}");
    }
}

#[test]
fn it_is_copied_as_it_is_shown() {
    let table = table("name,n\n\"a|b\",2\n\"c, d\",1");
    let shown = table.order(Some((1, false)), "");
    assert_eq!(table.csv(&shown), "name,n\r\n\"c, d\",1\r\na|b,2\r\n");
    assert_eq!(table.markdown(&shown), "| name | n |\n| --- | ---: |\n| c, d | 1 |\n| a\\|b | 2 |\n");
}

#[test]
fn ten_thousand_rows_are_put_in_order() {
    let rows = (0..10_000).map(|at| format!("\nrow {},{}", at * 7_919 % 10_000, at * 31 % 1_000)).collect::<String>();
    let table = table(&["name,n", &rows].concat());
    let sorted = column(&table, Some((0, false)), 0);
    assert_eq!((sorted[0].as_str(), sorted[9_999].as_str()), ("row 0", "row 9999"));
    assert_eq!(table.total(1, &table.order(None, "")).as_deref(), Some("4,995,000"));
}

proptest! {
    #[test]
    fn an_order_holds_every_row_once(cells in prop::collection::vec("[a-b0-9.$ -]{0,5}", 1..20), is_reverse: bool) {
        let table = Table::new(vec!["a".into()], cells.into_iter().map(|cell| vec![cell]).collect());
        let mut places = table.order(Some((0, is_reverse)), "");
        places.sort_unstable();
        prop_assert_eq!(places, (0..table.rows.len()).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_natural_is_an_order(a in "[aB0-9]{0,4}", b in "[aB0-9]{0,4}", c in "[aB0-9]{0,4}") {
        prop_assert_eq!(natural(&a, &b), natural(&b, &a).reverse());
        if natural(&a, &b).is_le() && natural(&b, &c).is_le() {
            prop_assert!(natural(&a, &c).is_le());
        }
    }
}
