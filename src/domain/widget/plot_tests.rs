//! Where marks stand: within the frame, in order, and never below nothing.

use proptest::prelude::*;

use super::super::decimal::Decimal;
use super::*;

const ROOM: Room = Room { width: 600, height: 240 };

fn chart(kind: Kind, values: &[&[Option<i64>]]) -> Chart {
    let series = values
        .iter()
        .map(|values| Series { name: "s".into(), values: values.iter().map(|value| value.map(|value| Decimal::new(value, 0))).collect() });
    let count = values.iter().map(|values| values.len()).max().unwrap_or(0);
    Chart { kind, labels: (0..count).map(|at| at.to_string()).collect(), series: series.collect(), ..Chart::default() }
}

#[test]
fn a_line_runs_from_edge_to_edge_and_breaks_at_gaps() {
    let plot = plot(&chart(Kind::Line, &[&[Some(0), Some(10), None, Some(5)]]), Kind::Line, ROOM);
    let [left, top, right, bottom] = plot.frame;
    assert_eq!((plot.columns[0], plot.columns[3]), (left, right));
    let drawn = &plot.drawn[0];
    assert_eq!((drawn.points[0].2, drawn.points[1].2), (bottom, top));
    assert_eq!(drawn.line.matches('M').count(), 2);
    assert!(drawn.area.is_empty());
    assert_eq!(plot.steps.len(), 3);
}

#[test]
fn bars_stand_on_nothing_beside_each_other() {
    let plot = plot(&chart(Kind::Bar, &[&[Some(5), Some(-5)], &[Some(10), Some(1)]]), Kind::Bar, ROOM);
    let (one, two) = (&plot.drawn[0].bars, &plot.drawn[1].bars);
    let zero = one[0][1] + one[0][3];
    assert_eq!(one[1][1], zero, "what is less than nothing hangs");
    assert_eq!(two[0][1] + two[0][3], zero);
    assert!(one[0][0] + one[0][2] <= two[0][0] && two[0][0] + two[0][2] <= one[1][0]);
}

#[test]
fn an_area_is_closed_and_a_ring_is_whole() {
    let area = plot(&chart(Kind::Area, &[&[Some(1), Some(2)]]), Kind::Area, ROOM);
    assert!(area.drawn[0].area.ends_with('Z'));
    let pie = plot(&chart(Kind::Pie, &[&[Some(1), Some(0), Some(-4), Some(2)]]), Kind::Pie, ROOM);
    assert_eq!(pie.slices, [Slice { at: 0, from: 0, length: 333 }, Slice { at: 3, from: 333, length: 667 }]);
}

#[test]
fn points_stand_where_their_numbers_say() {
    let mut chart = chart(Kind::Scatter, &[&[Some(1), Some(2), Some(3)]]);
    chart.labels = vec!["0".into(), "100".into(), "50".into()];
    let columns = plot(&chart, Kind::Scatter, ROOM).columns;
    assert!(columns[0] < columns[2] && columns[2] < columns[1]);
    assert_eq!(nearest(&columns, columns[2] + 5), 2);
}

#[test]
fn labels_do_not_run_into_each_other() {
    let many = vec![Some(1); 200];
    let plot = plot(&chart(Kind::Line, &[&many]), Kind::Line, Room { width: 340, height: 200 });
    assert!(plot.labels.len() < 15 && plot.labels.windows(2).all(|pair| pair[1].0 - pair[0].0 > 160));
}

#[test]
fn tenths_are_written_without_fractions() {
    assert_eq!([0, 5, 10, 123, -7, -30].map(tenths), ["0", "0.5", "1", "12.3", "-0.7", "-3"]);
}

proptest! {
    #[test]
    fn marks_stay_in_the_frame(values in prop::collection::vec(prop::option::of(-1_000_000_i64..1_000_000), 1..60), kind in 0_usize..5, width in 0_i32..2_000) {
        let plot = plot(&chart(Kind::ALL[kind], &[&values]), Kind::ALL[kind], Room { width, height: 240 });
        let [left, top, right, bottom] = plot.frame;
        for drawn in &plot.drawn {
            for (_, x, y) in &drawn.points {
                prop_assert!((left..=right).contains(x) && (top..=bottom).contains(y));
            }
            for [_, y, wide, high] in &drawn.bars {
                prop_assert!(*wide > 0 && *y >= top - 5 && y + high <= bottom + 5);
            }
        }
        prop_assert!(plot.slices.iter().map(|slice| slice.length).sum::<i32>() <= 1_000);
    }
}
