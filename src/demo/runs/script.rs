//! What a run is going to do: a script of steps with pauses between them, at the pace of a model that people read along with.
//! Refuses to know what is said; the scenes do.

use std::collections::VecDeque;

use fastrand::Rng;
use serde_json::{Value, json};

use super::{Step, scenes};
use crate::demo::world::World;

/// A script while it is written.
pub struct Script<'a> {
    pub steps: VecDeque<(i64, Step)>,
    pub dice: &'a mut Rng,
    /// The model says what it thinks.
    pub thinks: bool,
    /// Nobody reads along: what is past is told in one piece.
    is_past: bool,
}

/// Writes the script of an answer to what somebody said.
pub fn answer(world: &mut World, key: &str, text: &str) -> VecDeque<(i64, Step)> {
    const BEGINS: [(i64, Step); 3] =
        [(120, Step::Ready("preparing_workspace")), (10, Step::Ready("preparing_context")), (200, Step::Begin)];
    write(world, key, text, BEGINS.into())
}

/// Writes the script of an answer to what was said to a run that goes on.
pub fn further(world: &mut World, key: &str, text: &str) -> VecDeque<(i64, Step)> {
    write(world, key, text, [(0, Step::Next)].into())
}

fn write(world: &mut World, key: &str, text: &str, steps: VecDeque<(i64, Step)>) -> VecDeque<(i64, Step)> {
    let thinks = world.sessions.get(key).is_some_and(|session| session.model().levels.len() > 1);
    let mut script = Script { steps, dice: &mut world.dice, thinks, is_past: world.is_past };
    scenes::play(&mut script, text);
    if !matches!(script.steps.back(), Some((_, Step::Fail(_)))) {
        script.wait(40, Step::End);
    }
    script.steps
}

impl Script<'_> {
    /// Adds a step after a pause in milliseconds.
    pub fn wait(&mut self, pause: i64, step: Step) {
        self.steps.push_back((pause, step));
    }

    /// Thinks, if the model does that aloud.
    pub fn think(&mut self, text: &str) {
        if self.thinks {
            self.stream(text, Step::Think);
        }
    }

    /// Says something, a few words at a time.
    pub fn say(&mut self, text: &str) {
        self.stream(text, Step::Say);
    }

    /// Uses a tool: its name, what it does in a few words, with what, what it says meanwhile, and what comes of it.
    pub fn tool(&mut self, tool: &'static str, title: &str, arguments: Value, output: &[&str], result: Result<&str, &str>) {
        self.wait(150, Step::Call { tool, title: title.into(), arguments });
        self.finish_tool(output, result);
    }

    /// Uses a tool that somebody must allow first.
    pub fn tool_if_allowed(&mut self, tool: &'static str, title: &str, arguments: Value, output: &[&str], result: &str) {
        let command = arguments["command"].as_str().unwrap_or_default().to_owned();
        self.wait(150, Step::Call { tool, title: title.into(), arguments });
        self.wait(50, Step::Ask { command });
        self.finish_tool(output, Ok(result));
    }

    /// Asks somebody, and takes what they say as the answer of a tool.
    pub fn question(&mut self, question: Value) {
        self.wait(150, Step::Call { tool: "ask_user", title: "Ask the operator".into(), arguments: json!({"questions": [question]}) });
        self.wait(50, Step::Question(question));
        self.finish_tool(&[], Ok("answered"));
    }

    /// Proposes work: what, what it is good for, and what whoever does it would be told.
    pub fn propose(&mut self, title: &str, tldr: &str, prompt: &str) {
        let arguments = json!({"title": title, "tldr": tldr, "prompt": prompt});
        self.wait(150, Step::Call { tool: "suggest_task", title: "Suggest Task".into(), arguments: arguments.clone() });
        self.wait(50, Step::Propose(arguments));
        self.finish_tool(&[], Ok("The proposal is on the operator's screen."));
    }

    fn finish_tool(&mut self, output: &[&str], result: Result<&str, &str>) {
        for line in output {
            let pause = self.dice.i64(250..900);
            self.wait(pause, Step::Output(format!("{line}\n")));
        }
        let pause = self.dice.i64(200..700);
        let (text, is_error) = result.map_or_else(|error| (error, true), |text| (text, false));
        self.wait(pause, Step::Result { text: text.into(), is_error });
    }

    fn stream(&mut self, text: &str, step: fn(String) -> Step) {
        if self.is_past {
            return self.wait(2_000, step(text.into()));
        }
        let mut rest = text;
        while !rest.is_empty() {
            let words = self.dice.u32(1..5);
            let end = rest.match_indices(' ').nth(words as usize).map_or(rest.len(), |(at, _)| at);
            let (piece, after) = rest.split_at(end.max(1).min(rest.len()));
            let pause = self.dice.i64(45..110);
            self.wait(pause, step(piece.into()));
            rest = after;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_streamed_is_what_was_written() {
        let mut dice = Rng::with_seed(3);
        for text in ["", "a", "  two  words \n and ä more", "ü ü ü ü ü ü ü", "```rust\nfn main() {}\n```"] {
            for is_past in [false, true] {
                let mut script = Script { steps: VecDeque::new(), dice: &mut dice, thinks: true, is_past };
                script.say(text);
                let said: String =
                    script.steps.iter().map(|(_, step)| if let Step::Say(piece) = step { piece.as_str() } else { "" }).collect();
                assert_eq!(said, text);
            }
        }
    }
}
