//! What is told of a run while it takes its steps, in the order in which the real gateway tells it.
//! Refuses to decide what the steps are.

use serde_json::{Value, json};

use super::messages::write;
use super::{Run, Step, Tool, asking, late, proposing, waiting};
use crate::demo::world::session::Session;
use crate::demo::world::{Audience, World, ids, talk};

/// Takes a step. Whether the run goes on.
pub fn take(world: &mut World, run: &mut Run, step: Step) -> bool {
    match step {
        Step::Ready(phase) => status(world, run, phase),
        Step::Begin => {
            if let Some(session) = world.sessions.get_mut(&run.key) {
                (session.started, session.ended) = (Some(world.now), None);
            }
            agent(world, run, "lifecycle", json!({"phase": "start", "startedAt": world.now}));
            status(world, run, "starting_model");
            world.tell_row(&run.key, ("reason", "agent.run.started"), None);
            world.tell_row(&run.key, ("phase", "start"), Some(&run.id));
            asks_model(world, run);
            world.tell_row(&run.key, ("phase", "model"), Some(&run.id));
        }
        Step::Think(delta) => {
            run.thought += &delta;
            run.used[1] += tokens(&delta);
            let data = json!({"text": run.thought, "delta": delta});
            agent(world, run, "thinking", data);
        }
        Step::Say(delta) => {
            // A new message of the same run begins on a line of its own.
            let shown = if run.text.is_empty() && !run.said.is_empty() { format!("\n\n{delta}") } else { delta.clone() };
            run.text += &delta;
            run.said += &shown;
            run.used[1] += tokens(&delta);
            let data = json!({"text": run.text, "delta": delta, "itemId": format!("{}:{}", run.id, run.messages + 1)});
            agent(world, run, "assistant", data);
            let message = json!({"role": "assistant", "content": [{"type": "text", "text": run.said}], "timestamp": world.now});
            chat(world, run, json!({"state": "delta", "deltaText": shown, "message": message}));
        }
        Step::Call { tool, title, arguments } => {
            let call = ids::call(&mut world.dice);
            count(world, run);
            finish_message(world, run, Some(talk::tool_call(&call, tool, &arguments)));
            run.tool = Some(Tool { call: call.clone(), name: tool, title, since: world.now, output: String::new() });
            item(world, run, "start", None);
            agent(world, run, "tool", json!({"phase": "start", "name": tool, "toolCallId": call, "args": arguments}));
        }
        Step::Output(more) => {
            let Some(tool) = &mut run.tool else { return true };
            tool.output += &more;
            let (call, name, output, title) = (tool.call.clone(), tool.name, tool.output.clone(), tool.title.clone());
            let partial = json!({"content": [{"type": "text", "text": output}], "details": {"status": "running", "tail": output}});
            agent(world, run, "tool", json!({"phase": "update", "name": name, "toolCallId": call, "partialResult": partial}));
            item(world, run, "update", None);
            let told = json!({
                "itemId": format!("command:{call}"), "phase": "delta", "title": format!("command {title}"), "toolCallId": call,
                "name": name, "output": output, "status": "running",
            });
            agent(world, run, "command_output", told);
        }
        Step::Result { text, is_error } => {
            let Some(tool) = run.tool.clone() else { return true };
            let result = json!({"content": [{"type": "text", "text": text}], "details": {"durationMs": world.now - tool.since}});
            let told = json!({
                "phase": "result", "name": tool.name, "toolCallId": tool.call, "meta": tool.title, "isError": is_error,
                "commandBearing": tool.name == "exec", "result": result,
            });
            agent(world, run, "tool", told);
            let status = if is_error { "failed" } else { "completed" };
            item(world, run, "end", Some(if is_error { Err(&text) } else { Ok(()) }));
            if tool.name == "exec" {
                let told = json!({
                    "itemId": format!("command:{}", tool.call), "phase": "end", "title": format!("command {}", tool.title),
                    "toolCallId": tool.call, "name": tool.name, "output": text, "status": status, "durationMs": world.now - tool.since,
                });
                agent(world, run, "command_output", told);
            }
            asks_model(world, run);
            run.tool = None;
            // What a tool says goes in, and so do the files that it looked at.
            run.used[0] += tokens(&text) + world.dice.u64(500..7_000);
            let message = talk::tool_result(world, &run.id, (&tool.call, tool.name), &text, is_error);
            talk::add(world, &run.key, message);
        }
        Step::Spawn { label, task } => super::spawn(world, &run.key, label, task),
        Step::Ask { command } => asking::allow(world, run, &command),
        Step::Question(question) => asking::question(world, run, &question),
        Step::Propose(what) => {
            proposing::propose(world, &run.key, &what);
        }
        Step::Next => {
            count(world, run);
            finish_message(world, run, None);
            waiting::take_in(world, &run.key);
            asks_model(world, run);
        }
        Step::End => {
            count(world, run);
            finish_message(world, run, None);
            end(world, run, "done", None);
            return false;
        }
        Step::Fail(error) => {
            end(world, run, "failed", Some(error));
            return false;
        }
    }
    true
}

/// Tells that a run waits for a yes, or waits no longer.
pub fn waits(world: &mut World, run: &mut Run, phase: &str, approval: &str) {
    let call = run.tool.as_ref().map(|tool| &tool.call);
    let told = json!({"phase": phase, "approvalId": approval, "toolCallId": call});
    agent(world, run, "lifecycle", told);
}

fn end(world: &mut World, run: &mut Run, status: &'static str, error: Option<String>) {
    let phase = if error.is_some() { "error" } else { "end" };
    let mut finishing = json!({"phase": "finishing", "aborted": false, "endedAt": world.now});
    if let Some(error) = &error {
        finishing["error"] = json!(error);
    }
    agent(world, run, "lifecycle", finishing);
    agent(world, run, "lifecycle", json!({"phase": "model", "provider": null, "model": null}));
    let mut data = json!({"phase": phase, "aborted": false, "startedAt": run.started, "endedAt": world.now});
    let final_message = json!({"role": "assistant", "content": [{"type": "text", "text": run.said}], "timestamp": world.now});
    let mut told = json!({"state": "final", "stopReason": "stop", "message": final_message});
    if let Some(error) = &error {
        agent(world, run, "lifecycle", json!({"phase": "fallback_step", "fallbackStepFinalOutcome": "chain_exhausted"}));
        data["error"] = json!(error);
        told = json!({"state": "error", "errorMessage": error});
    }
    agent(world, run, "lifecycle", data);
    chat(world, run, told);
    settle(world, run, status, error.clone());
    if let Some(error) = error {
        // What was said before is lost; what went wrong takes its place.
        if let Some(model) = world.sessions.get(&run.key).map(Session::model) {
            let message = talk::failed(world, &error, model, &run.id);
            write(world, &run.key, message);
        }
    }
    world.tell_row(&run.key, ("reason", "agent.input.settled"), None);
    world.tell_row(&run.key, ("phase", "model"), Some(&run.id));
    world.tell_row(&run.key, ("phase", phase), Some(&run.id));
}

/// Writes the end of a run into its session.
pub(super) fn settle(world: &mut World, run: &Run, status: &'static str, error: Option<String>) {
    let now = world.now;
    let Some(session) = world.sessions.get_mut(&run.key) else { return };
    session.status = Some(status);
    session.run = None;
    session.last_run = Some(run.id.clone());
    session.ended = Some(now);
    session.updated = now;
    session.error = error;
    session.is_unread = true;
    session.input = Some(run.used[0] + run.used[2] + run.used[3]);
    session.output = Some(run.used[1]);
    session.total = Some(run.used.iter().sum::<u64>().min(session.model().window));
    session.is_total_fresh = true;
    session.cost = session.model().cost(run.used);
}

/// Puts the present message into the transcript and tells of it, if it holds anything.
fn finish_message(world: &mut World, run: &mut Run, call: Option<Value>) {
    let mut parts = vec![];
    if !run.thought.is_empty() {
        parts.push(talk::thinking(&std::mem::take(&mut run.thought)));
    }
    if !run.text.is_empty() {
        parts.push(talk::text(&std::mem::take(&mut run.text)));
    }
    parts.extend(call);
    let Some(model) = world.sessions.get(&run.key).map(|session| session.model()).filter(|_| !parts.is_empty()) else { return };
    let made = talk::assistant(world, parts, model, run.used, world.now, &run.id);
    run.messages += 1;
    write(world, &run.key, made);
}

/// Tells what the model was asked for so far.
fn count(world: &mut World, run: &mut Run) {
    agent(world, run, "usage", json!({"outputTokens": run.used[1]}));
}

/// Tells that a model is asked.
fn asks_model(world: &mut World, run: &mut Run) {
    let model = world.sessions.get(&run.key).map(|session| session.model());
    let model = model.map(|model| json!({"phase": "model", "provider": model.provider, "model": model.id}));
    agent(world, run, "lifecycle", model.unwrap_or_default());
}

/// Tells how far it is before the model says anything: the chat first, under the number of what follows.
fn status(world: &mut World, run: &mut Run, phase: &str) {
    chat(world, run, json!({"state": "status", "phase": phase, "seq": run.seq + 1}));
    agent(world, run, "run_status", json!({"phase": phase}));
}

/// Tells of a tool's work in words made for people, in the end with what came of it.
pub(super) fn item(world: &mut World, run: &mut Run, phase: &str, outcome: Option<Result<(), &str>>) {
    let Some(tool) = &run.tool else { return };
    let status = outcome.map_or("running", |outcome| if outcome.is_ok() { "completed" } else { "failed" });
    let mut data = json!({
        "itemId": format!("tool:{}", tool.call), "toolCallId": tool.call, "name": tool.name, "kind": "tool", "phase": phase,
        "title": tool.title, "status": status, "meta": tool.title, "commandBearing": tool.name == "exec",
    });
    if phase != "update" {
        data["startedAt"] = json!(tool.since);
    }
    if let Some(outcome) = outcome {
        data["endedAt"] = json!(world.now);
        if let Err(error) = outcome {
            data["error"] = json!(error);
        }
    }
    agent(world, run, "item", data);
}

pub(super) fn agent(world: &mut World, run: &mut Run, stream: &str, data: Value) {
    run.seq += 1;
    let mut told = about(world, run);
    told["stream"] = json!(stream);
    told["ts"] = json!(world.now);
    told["data"] = data;
    late::remember(run, &told);
    told["isHeartbeat"] = json!(false);
    world.tell("agent", told, Audience::Run(run.key.clone()));
}

/// A chat event carries the number of the agent event that it goes with.
pub(super) fn chat(world: &mut World, run: &Run, more: Value) {
    let mut told = about(world, run);
    if let (Some(told), Value::Object(more)) = (told.as_object_mut(), more) {
        told.extend(more);
    }
    world.tell("chat", told, Audience::Run(run.key.clone()));
}

fn about(world: &World, run: &Run) -> Value {
    let agent = world.sessions.get(&run.key).map(|session| session.agent);
    json!({"runId": run.id, "sessionKey": run.key, "agentId": agent, "seq": run.seq})
}

/// A token is about four letters.
fn tokens(text: &str) -> u64 {
    (text.len() as u64).div_ceil(4)
}
