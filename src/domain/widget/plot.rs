//! Where the marks of a chart stand, in tenths of a CSS pixel, so that no fraction is ever written.
//! Refuses to know colours and elements.

use super::chart::{Chart, Kind, Series};
use super::decimal;
use super::scale::{Scale, scale};
use crate::domain::sorted::sort;

/// The room that a chart has, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// How wide it is.
    pub width: i32,
    /// How high it is.
    pub height: i32,
}

/// What is drawn of one series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// The ways of the pen through values beside each other.
    pub line: String,
    /// The outline of the space below the line.
    pub area: String,
    /// Each value's place, and where it is to be seen.
    pub points: Vec<(usize, i32, i32)>,
    /// Left, top, width and height of each value's bar.
    pub bars: Vec<[i32; 4]>,
}

/// A piece of a ring, in thousandths of it: where it begins and how long it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Which label.
    pub at: usize,
    /// Where it begins.
    pub from: i32,
    /// How long it is.
    pub length: i32,
}

/// A chart that is laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plot {
    /// The left, top, right and bottom of where values are.
    pub frame: [i32; 4],
    /// The steps of the axis: where, and what they say.
    pub steps: Vec<(i32, String)>,
    /// The labels that have room: where, and which.
    pub labels: Vec<(i32, usize)>,
    /// Where each label's values stand.
    pub columns: Vec<i32>,
    /// The series.
    pub drawn: Vec<Drawn>,
    /// The pieces of a ring.
    pub slices: Vec<Slice>,
}

/// A letter of an axis, in tenths.
const LETTER: i32 = 66;
/// Lines of an axis.
const LINE: i32 = 220;

/// Lays a chart out in one of the ways.
pub fn plot(chart: &Chart, kind: Kind, room: Room) -> Plot {
    if kind == Kind::Pie {
        return Plot { slices: slices(chart), ..Plot::default() };
    }
    let values = || chart.series.iter().flat_map(|series| series.values.iter().flatten()).map(|value| value.about());
    let (lowest, highest) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    // What is filled must begin at nothing, or it lies.
    let is_filled = matches!(kind, Kind::Bar | Kind::Area);
    let axis = if is_filled { scale(lowest.min(0.0), highest.max(0.0), 4) } else { scale(lowest, highest, 4) };
    let said: Vec<String> = axis.steps.iter().map(|(_, step)| decimal::with_unit(*step, &chart.unit)).collect();
    let widest = said.iter().map(|said| said.chars().count()).max().unwrap_or(0).min(14);
    let left = i32::try_from(widest).unwrap_or(0) * LETTER + 100;
    let (right, bottom) = ((room.width * 10 - 120).max(left + 400), (room.height * 10 - LINE).max(400));
    let frame = [left, 90, right, bottom];
    let y = |value: f64| bottom - ((bottom - 90) as f64 * axis.part(value)) as i32;
    let columns = columns(chart, kind, left, right);
    let steps = axis.steps.iter().zip(said).map(|((step, _), said)| (y(*step), said)).collect();
    let labels = labels(chart, kind, &columns, right - left);
    let count = chart.series.len();
    let gap = columns.iter().zip(columns.iter().skip(1)).map(|(one, two)| two - one).min().unwrap_or((right - left) / 2);
    let drawn = chart.series.iter().enumerate().map(|(at, series)| match kind {
        Kind::Bar => {
            Drawn { bars: bars(series, &columns, &axis, (gap, at, count), y), points: points(series, &columns, y), ..Drawn::default() }
        }
        kind => lines(series, &columns, y(axis.from.max(0.0).min(axis.to)), kind, y),
    });
    let drawn = drawn.collect();
    Plot { frame, steps, labels, columns, drawn, slices: vec![] }
}

/// Where each label's values stand: side by side, or where their own number says.
fn columns(chart: &Chart, kind: Kind, left: i32, right: i32) -> Vec<i32> {
    let count = i32::try_from(chart.labels.len()).unwrap_or(i32::MAX).max(1);
    let numbers: Option<Vec<f64>> = chart.labels.iter().map(|label| decimal::read(label).map(|(number, _)| number.about())).collect();
    if let Some(numbers) = numbers.filter(|_| kind == Kind::Scatter) {
        let (low, high) =
            (numbers.iter().copied().fold(f64::INFINITY, f64::min), numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max));
        let axis = Scale { from: low, to: if high > low { high } else { low + 1.0 }, steps: vec![] };
        return numbers.iter().map(|x| left + 100 + ((right - left - 200) as f64 * axis.part(*x)) as i32).collect();
    }
    // Bars stand in the middle of their share; lines run from edge to edge.
    let is_shared = kind == Kind::Bar || count == 1;
    let place = |at: i32| {
        let (at, count, width) = (i64::from(at), i64::from(count), i64::from(right - left));
        let x = if is_shared { width * (2 * at + 1) / (2 * count) } else { width * at / (count - 1).max(1) };
        left + i32::try_from(x).unwrap_or(0)
    };
    (0..count).map(place).collect()
}

/// The labels that do not run into each other.
fn labels(chart: &Chart, kind: Kind, columns: &[i32], width: i32) -> Vec<(i32, usize)> {
    let widest = chart.labels.iter().map(|label| label.chars().count()).max().unwrap_or(1).clamp(1, 16);
    let room = i32::try_from(widest).unwrap_or(16) * LETTER + 160;
    let most = usize::try_from(width / room).unwrap_or(1).max(1);
    let step = columns.len().div_ceil(most).max(1);
    let mut places: Vec<usize> = (0..columns.len()).step_by(step).collect();
    let x = |at: usize| columns.get(at).copied().unwrap_or(0);
    if kind == Kind::Scatter {
        sort(&mut places, &|one, two| x(one).cmp(&x(two)));
        let mut last = i32::MIN / 2;
        places.retain(|at| {
            let has_room = x(*at) - last >= room;
            last = if has_room { x(*at) } else { last };
            has_room
        });
    }
    places.into_iter().map(|at| (x(at), at)).collect()
}

fn points(series: &Series, columns: &[i32], y: impl Fn(f64) -> i32) -> Vec<(usize, i32, i32)> {
    let values = series.values.iter().zip(columns).enumerate();
    values.filter_map(|(at, (value, x))| value.map(|value| (at, *x, y(value.about())))).collect()
}

fn bars(series: &Series, columns: &[i32], axis: &Scale, (gap, at, count): (i32, usize, usize), y: impl Fn(f64) -> i32) -> Vec<[i32; 4]> {
    let (at, count) = (i32::try_from(at).unwrap_or(0), i32::try_from(count).unwrap_or(1).max(1));
    let share = (gap * 4 / 5).clamp(10, 900);
    let wide = (share / count).max(5);
    let zero = y(0.0_f64.clamp(axis.from, axis.to));
    let bar = |(_, x, top): (usize, i32, i32)| {
        let left = x - wide * count / 2 + wide * at;
        [left, top.min(zero), (wide - if wide > 60 { 15 } else { 0 }).max(5), (zero - top).abs().max(5)]
    };
    points(series, columns, y).into_iter().map(bar).collect()
}

fn lines(series: &Series, columns: &[i32], floor: i32, kind: Kind, y: impl Fn(f64) -> i32) -> Drawn {
    let points = points(series, columns, y);
    let mut drawn = Drawn { points, ..Drawn::default() };
    if kind == Kind::Scatter {
        return drawn;
    }
    let mut before = None::<(usize, i32)>;
    for (at, x, y) in &drawn.points {
        let is_next = before.is_some_and(|(place, _)| place + 1 == *at);
        if !is_next && let Some((_, end)) = before {
            to(&mut drawn.area, 'L', end, floor);
            drawn.area.push('Z');
        }
        if is_next {
            to(&mut drawn.area, 'L', *x, *y);
        } else {
            to(&mut drawn.area, 'M', *x, floor);
            to(&mut drawn.area, 'L', *x, *y);
        }
        to(&mut drawn.line, if is_next { 'L' } else { 'M' }, *x, *y);
        before = Some((*at, *x));
    }
    if let Some((_, end)) = before {
        to(&mut drawn.area, 'L', end, floor);
        drawn.area.push('Z');
    }
    if kind != Kind::Area {
        drawn.area.clear();
    }
    drawn
}

/// Moves the pen.
fn to(way: &mut String, how: char, x: i32, y: i32) {
    way.push(how);
    way.push_str(&tenths(x));
    way.push(' ');
    way.push_str(&tenths(y));
}

/// Writes tenths of a pixel.
pub fn tenths(number: i32) -> String {
    let (sign, number) = (if number < 0 { "-" } else { "" }, number.unsigned_abs());
    let whole = (number / 10).to_string();
    match number % 10 {
        0 => [sign, &whole].concat(),
        rest => [sign, &whole, ".", &rest.to_string()].concat(),
    }
}

/// The pieces of a ring: the shares of the first series. What is nothing or less has none.
fn slices(chart: &Chart) -> Vec<Slice> {
    let values = chart.series.first().map_or(&[][..], |series| &series.values);
    let shares: Vec<f64> = values.iter().map(|value| value.map_or(0.0, |value| value.about().max(0.0))).collect();
    let sum: f64 = shares.iter().sum();
    let mut so_far = 0.0;
    let mut slices = vec![];
    for (at, share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let from = (so_far / sum * 1_000.0).round() as i32;
        so_far += share;
        let end = (so_far / sum * 1_000.0).round() as i32;
        slices.push(Slice { at, from, length: end - from });
    }
    slices
}

/// Returns the label whose column is nearest to a place, in tenths.
pub fn nearest(columns: &[i32], x: i32) -> usize {
    columns.iter().enumerate().min_by_key(|(_, column)| (*column - x).abs()).map_or(0, |(at, _)| at)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "plot_tests.rs"]
mod tests;
