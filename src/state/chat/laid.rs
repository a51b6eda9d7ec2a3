//! Lays the runs that go on over the end of a transcript. Pure.
//! Refuses to know what an event or an answer is.

use std::sync::Arc;

use super::row::{End, Row, What, end_key};
use super::run::LiveRun;
use crate::domain::sorted::sort;

/// How many rows at the end may be laid over, besides those of the runs.
const RECENT: usize = 400;

/// From which row of the transcript on something else is drawn, and what: the runs' rows, then what others said
/// meanwhile, each row once.
pub fn lay(rows: &[Arc<Row>], runs: &[LiveRun]) -> (usize, Vec<Arc<Row>>) {
    let live: Vec<Arc<Row>> = runs.iter().flat_map(LiveRun::rows).collect();
    let ends: Vec<String> = runs.iter().map(|run| end_key(run.id.as_str())).collect();
    let keys: Vec<&str> = live.iter().map(|row| &*row.key).chain(ends.iter().map(String::as_str)).collect();
    let key = |place: usize| keys.get(place).copied().unwrap_or_default();
    let mut places: Vec<usize> = (0..keys.len()).collect();
    sort(&mut places, &|one, two| key(one).cmp(key(two)));
    let is_over = |row: &Row| places.binary_search_by(|place| key(*place).cmp(&row.key)).is_ok();
    // A long run's own messages may reach far back, and what others said stands between them.
    let recent = rows.len().saturating_sub(RECENT + 2 * live.len());
    let cut = rows.iter().skip(recent).position(|row| is_over(row));
    let cut = cut.filter(|_| !runs.is_empty()).map_or(rows.len(), |at| recent + at);
    let rest = rows.iter().skip(cut).filter(|row| !is_over(row)).cloned();
    // What an error said stands at its place until the transcript says it.
    let errors = runs.iter().filter_map(|run| {
        let error = run.ended.as_ref()?.error.clone()?;
        let end = End { run: Some(run.id.clone()), error: Some(error), ..Default::default() };
        Some(Arc::new(Row::live(end_key(run.id.as_str()), run.started, What::End(end))))
    });
    (cut, live.iter().cloned().chain(rest).chain(errors).collect())
}
