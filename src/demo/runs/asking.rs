//! Runs that wait for a person: for a yes to a command, or for an answer to a question. Refuses to know what is done with it.

use serde_json::{Value, json};

use super::{Run, Step, telling};
use crate::demo::world::{Audience, World, ids};

/// How long a request waits for a person, in milliseconds.
const PATIENCE: i64 = 30 * 60_000;
/// How long a question does.
const PATIENCE_WITH_QUESTIONS: i64 = 15 * 60_000;
/// So many decisions are remembered.
const REMEMBERED: usize = 100;
const APPROVALS: Audience = Audience::Scope("operator.approvals");
const QUESTIONS: Audience = Audience::Scope("operator.questions");

/// Asks whether a command may run.
pub fn allow(world: &mut World, run: &mut Run, command: &str) {
    let id = ids::uuid(&mut world.dice);
    let session = world.sessions.get(&run.key);
    let asked = json!({
        "id": id, "approvalKind": "exec", "createdAtMs": world.now, "expiresAtMs": world.now + PATIENCE,
        "request": {
            "command": command, "cwd": "/home/clawdia/work", "host": "gateway", "nodeId": null, "security": "allowlist", "ask": "on-miss",
            "warningText": null, "commandAnalysis": {"commandCount": 1, "nestedCommandCount": 0, "riskKinds": [], "warningLines": []},
            "allowedDecisions": ["allow-once", "allow-always", "deny"], "agentId": session.map(|session| session.agent),
            "sessionKey": run.key, "sessionId": null, "runId": run.id, "toolCallId": run.tool.as_ref().map(|tool| tool.call.clone()),
        },
    });
    world.asked.push(asked.clone());
    run.asks = Some(id.clone());
    world.tell("exec.approval.requested", asked, APPROVALS);
    telling::waits(world, run, "waiting-approval", &id);
}

/// Asks something.
pub fn question(world: &mut World, run: &mut Run, question: &Value) {
    let id = format!("ask_{}", ids::uuid(&mut world.dice).replace('-', ""));
    let asked = json!({
        "id": id, "questions": [question], "agentId": world.sessions.get(&run.key).map(|session| session.agent), "sessionKey": run.key,
        "runId": run.id, "createdAtMs": world.now, "expiresAtMs": world.now + PATIENCE_WITH_QUESTIONS, "status": "pending",
    });
    world.questions.push(asked.clone());
    run.asks = Some(id);
    world.tell("question.requested", asked, QUESTIONS);
}

/// Takes a request out of those that wait.
fn take(waiting: &mut Vec<Value>, id: &str) -> Option<Value> {
    let at = waiting.iter().position(|asked| asked["id"] == id)?;
    Some(waiting.remove(at))
}

/// Takes the run that waits for a request out of those that go on.
fn waiter(world: &mut World, id: &str) -> Option<Run> {
    let at = world.runs.iter().position(|run| run.asks.as_deref() == Some(id))?;
    Some(world.runs.remove(at))
}

/// Lets a run go on that waited; what the tool says is this, if it is not what it would have said anyway.
fn go_on(world: &mut World, mut run: Run, says: Option<(&str, bool)>) {
    run.asks = None;
    run.next = world.now + 300;
    if let Some((said, failed)) = says {
        // What it would have said on the way is not to come.
        while matches!(run.steps.front(), Some((_, Step::Output(_)))) {
            run.steps.pop_front();
        }
        if let Some((_, Step::Result { text, is_error })) = run.steps.front_mut() {
            (*text, *is_error) = (said.into(), failed);
        }
    }
    world.runs.push(run);
}

/// Answers whether a command may run; whether anybody asked that.
pub fn resolve(world: &mut World, id: &str, decision: &str) -> bool {
    let refusal = (decision == "deny").then_some("The operator denied this command.");
    decide(world, id, decision, refusal, Some("openclaw-control-ui"))
}

fn decide(world: &mut World, id: &str, decision: &str, refusal: Option<&str>, by: Option<&str>) -> bool {
    let Some(asked) = take(&mut world.asked, id) else { return false };
    remember(world, id, decision);
    tell_decided(world, &asked, decision, by);
    if let Some(mut run) = waiter(world, id) {
        telling::waits(world, &mut run, "approval-resolved", id);
        go_on(world, run, refusal.map(|refusal| (refusal, true)));
    }
    true
}

fn tell_decided(world: &mut World, asked: &Value, decision: &str, by: Option<&str>) {
    let told = json!({"id": asked["id"], "decision": decision, "resolvedBy": by, "ts": world.now, "request": asked["request"]});
    world.tell("exec.approval.resolved", told, APPROVALS);
}

/// Answers a question, or says that nobody will: `answered` with what, `cancelled` or `expired`. Returns what is told of it.
pub fn reply(world: &mut World, id: &str, status: &str, answers: &Value) -> Option<Value> {
    let asked = take(&mut world.questions, id)?;
    remember(world, id, status);
    let mut told = json!({"id": id, "status": status});
    if status == "answered" {
        told["answers"] = answers.clone();
    }
    world.tell("question.resolved", told.clone(), QUESTIONS);
    if let Some(run) = waiter(world, id) {
        let said = if status == "answered" { in_words(&asked, answers) } else { format!("The question was {status}.") };
        go_on(world, run, Some((&said, status != "answered")));
    }
    Some(told)
}

/// Says what was answered, a line for each question.
fn in_words(asked: &Value, answers: &Value) -> String {
    let line = |question: &Value| {
        let name = question["questionId"].as_str().unwrap_or_default();
        let chosen = answers["answers"][name].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>();
        format!("{}: {}", question["header"].as_str().unwrap_or_default(), chosen.join(", "))
    };
    asked["questions"].as_array().into_iter().flatten().map(line).collect::<Vec<_>>().join("\n")
}

fn remember(world: &mut World, id: &str, how: &str) {
    world.decided.push_back((id.into(), how.into()));
    if world.decided.len() > REMEMBERED {
        world.decided.pop_front();
    }
}

/// Says yes to whatever it is; whether anybody asked that.
pub fn agree(world: &mut World, id: &str) -> bool {
    let first = world.questions.iter().find(|asked| asked["id"] == id).map(|asked| {
        let question = &asked["questions"][0];
        let name = question["questionId"].as_str().unwrap_or_default();
        json!({"answers": {name: [question["options"][0]["label"]]}})
    });
    match first {
        Some(answers) => reply(world, id, "answered", &answers).is_some(),
        None => resolve(world, id, "allow-once"),
    }
}

/// Takes back what a run asks.
pub fn withdraw(world: &mut World, run: &mut Run) {
    let Some(id) = run.asks.take() else { return };
    if let Some(asked) = take(&mut world.asked, &id) {
        tell_decided(world, &asked, "deny", None);
    }
    reply(world, &id, "cancelled", &Value::Null);
}

fn all(world: &World) -> impl Iterator<Item = (&str, i64)> {
    let waiting = world.asked.iter().chain(&world.questions);
    waiting.filter_map(|asked| Some((asked["id"].as_str()?, asked["expiresAtMs"].as_i64()?)))
}

/// Returns when a request has waited long enough.
pub fn due(world: &World) -> Option<i64> {
    all(world).map(|(_, expires)| expires).min()
}

/// Ends what has waited long enough: nobody said yes, so it is a no.
pub fn pass(world: &mut World) {
    let over: Vec<String> = all(world).filter(|(_, expires)| *expires <= world.now).map(|(id, _)| id.to_owned()).collect();
    for id in over {
        if !decide(world, &id, "deny", Some("The approval expired: nobody answered in time."), None) {
            reply(world, &id, "expired", &Value::Null);
        }
    }
}

/// Lets requests wait longer when the clock jumped.
pub fn shift(world: &mut World, by: i64) {
    for asked in world.asked.iter_mut().chain(&mut world.questions) {
        let expires = asked["expiresAtMs"].as_i64().unwrap_or(0);
        asked["expiresAtMs"] = json!(expires.saturating_add(by));
    }
}
