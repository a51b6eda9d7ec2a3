//! The work of a tool, as two streams tell it: one in words made for people, one in full. Pure.
//! Refuses to keep more than the end of what a tool says.

use std::time::Duration;

use super::row::{Tool, Working};
use crate::protocol::agent::StepData;
use crate::protocol::chat::Part;
use crate::protocol::fields::reads;
use crate::protocol::lenient::Lenient;
use crate::protocol::raw::Raw;

/// How many lines of a tool's output are kept, the last ones.
pub const MOST_LINES: usize = 10_000;

/// By which of two streams a tool's work is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// In words made for people.
    Item,
    /// In full.
    Tool,
}

/// Returns how a tool stands after news of it.
pub fn after(before: &Tool, data: &StepData, told: Told) -> Tool {
    let mut tool = before.clone();
    if let Some(name) = &data.name {
        tool.name.clone_from(name);
    }
    tool.title = data.title.clone().or(tool.title);
    tool.started = data.started_at.or(tool.started);
    match (told, data.phase.as_deref()) {
        (Told::Tool, Some("start")) => tool.args.clone_from(&data.args),
        (Told::Tool, Some("update")) => {
            if let Some(output) = data.partial_result.as_ref().map(output_of) {
                tool.output = output;
            }
        }
        (Told::Tool, Some("result")) => {
            tool.state = if data.is_error { Working::Failed } else { Working::Done };
            if let Some(output) = data.result.as_ref().map(output_of) {
                tool.output = output;
            }
        }
        (Told::Item, Some("end")) => {
            let is_failed = matches!(data.status.as_deref(), Some("failed" | "error"));
            tool.state = if is_failed { Working::Failed } else { Working::Done };
            if let (Some(from), Some(to)) = (tool.started, data.ended_at) {
                tool.took = u64::try_from(to.0.saturating_sub(from.0)).ok().map(Duration::from_millis);
            }
        }
        _ => {}
    }
    tool
}

#[derive(Default)]
struct ToolSaid {
    content: Lenient<Part>,
}

reads! { ToolSaid { content } }

/// Reads what a tool says: the last lines of it.
fn output_of(result: &Raw) -> String {
    let parts = result.read::<ToolSaid>().unwrap_or_default().content.items;
    let texts: Vec<String> = parts.into_iter().filter_map(|part| part.text).collect();
    last_lines(&texts.join("\n"), MOST_LINES).to_owned()
}

/// Returns the last lines of a text, so many at most.
fn last_lines(text: &str, most: usize) -> &str {
    let mut ends = text.rmatch_indices('\n').map(|(at, _)| at).skip(usize::from(text.ends_with('\n')));
    ends.nth(most.saturating_sub(1)).and_then(|at| text.get(at + 1..)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_output_the_end_is_kept() {
        assert_eq!(
            (last_lines("a\nb\nc", 2), last_lines("a\nb\nc\n", 2), last_lines("a", 2), last_lines("", 2)),
            ("b\nc", "b\nc\n", "a", "")
        );
    }
}
