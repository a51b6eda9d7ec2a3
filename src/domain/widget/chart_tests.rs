//! Charts as they are declared, and as tables imply them.

use proptest::prelude::*;

use super::*;

#[test]
fn a_declaration_is_read_and_filled_up() {
    let chart = Chart::read(
        r#"{"type": "bar", "unit": "ms", "labels": ["a", 2], "series": [{"name": "x", "values": [1, 2.50, null]}, {"values": [3]}]}"#,
    )
    .unwrap();
    assert_eq!((chart.kind, &chart.labels[..]), (Kind::Bar, &["a".to_owned(), "2".into(), "3".into()][..]));
    assert_eq!(chart.series.iter().map(|series| series.name.as_str()).collect::<Vec<_>>(), ["x", "Series 2"]);
    assert_eq!((chart.say(&chart.series[0], 1).as_deref(), chart.say(&chart.series[1], 1)), (Some("2.50 ms"), None));
    assert_eq!(chart.table().rows[1], ["2", "2.50 ms", ""]);
    assert_eq!(Chart::read(r#"{"values": [1]}"#).unwrap().series[0].name, "Value");
}

#[test]
fn what_is_wrong_is_said() {
    for (text, why) in [
        ("x", "It is no JSON."),
        ("{}", "It has no values."),
        (r#"{"type": "gauge", "values": [1]}"#, "Its type is none of line, bar, area, pie and scatter."),
        (r#"{"series": [{"name": "x"}]}"#, "A series has no values."),
        (r#"{"series": [1]}"#, "A series has no values."),
    ] {
        assert_eq!(Chart::read(text), Err(why), "{text}");
    }
    let many = ["{\"series\": [", &["{\"values\": [1]}"; 9].join(","), "]}"].concat();
    assert!(Chart::read(&many).unwrap_err().contains("eight"));
}

#[test]
fn a_table_of_numbers_is_a_chart() {
    let of = |text: &str| {
        let table = Table::of_csv(text, ',').unwrap();
        let places = table.order(None, "");
        Chart::of_table(&table, &places)
    };
    let chart = of("month,in,out,days\nMay,$5,$3,31 d\nJune,$6,,30 d").unwrap();
    assert_eq!((chart.unit.as_str(), chart.series.len(), chart.labels.join(" ")), ("$", 2, "May June".into()));
    let chart = of("x,y\n1,5\n2,7").unwrap();
    assert_eq!((chart.labels.join(" "), chart.series.len()), ("1 2".into(), 1));
    assert_eq!((of("a,b\nx,y"), of("a\n1\n2")), (None, None));
}

proptest! {
    #[test]
    fn no_text_panics(text in r#"\{("type"|"series"|"values"|"labels"|:|,|\[|\]|\{|\}|1|"pie"| ){0,20}\}"#) {
        if let Ok(chart) = Chart::read(&text) {
            prop_assert!(chart.series.iter().all(|series| series.values.len() == chart.labels.len()));
        }
    }
}
