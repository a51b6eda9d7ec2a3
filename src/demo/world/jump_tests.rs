//! What a jump of the clock, or a world that stood still, does to what goes on.

use super::*;

const NOW: i64 = 1_795_158_860_534;
const HOUR: i64 = 3_600_000;

fn world(is_still: bool) -> World {
    World::new(&Settings { is_still, ..Settings::default() }, NOW)
}

fn job(world: &World, id: &str) -> Value {
    world.jobs.list.iter().find(|job| job.id == id).map(|job| job.answered()).unwrap_or_default()
}

/// Lets time pass; returns what is told of jobs meanwhile: which job, and what.
fn told(world: &mut World, now: i64) -> Vec<(String, String)> {
    world.pass(now);
    let told = std::mem::take(&mut world.told);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    told.iter().filter(|told| told.event == "cron").map(|told| (text(&told.payload["jobId"]), text(&told.payload["action"]))).collect()
}

#[test]
fn a_job_that_runs_takes_as_long_as_it_would_have() {
    // Neither has a session that would say when it is over.
    let is_short = |job: &crate::demo::jobs::Job| job.config["payload"]["kind"] == "command";
    for by in [HOUR, -HOUR, 7 * 24 * HOUR] {
        let mut world = world(true);
        let at = world.jobs.list.iter().position(is_short).unwrap();
        let id = world.jobs.list[at].id.clone();
        work::start(&mut world, at, None);
        world.pass(NOW + 1_000);
        world.told.clear();
        world.clock_jumped(by);
        assert_eq!(told(&mut world, NOW + by + 2_300), [], "{by}");
        assert_eq!(told(&mut world, NOW + by + 2_500), [(id.clone(), "finished".into())], "{by}");
        assert!(job(&world, &id)["state"]["lastDurationMs"].as_i64() >= Some(0));
    }
}

#[test]
fn nothing_happens_in_a_storm_when_the_world_stood_still() {
    for hours in [1, 9, 24 * 30] {
        let mut world = world(false);
        let once = json!({
            "name": "Once", "schedule": {"kind": "at", "at": calendar::iso(NOW + 60_000)}, "sessionTarget": "isolated",
            "wakeMode": "now", "payload": {"kind": "command", "argv": ["true"]},
        });
        world.jobs.list.push(crate::demo::jobs::Job::new("once".into(), once.as_object().unwrap().clone(), NOW).unwrap());
        let runs = world.runs.len();
        let now = NOW + hours * HOUR;
        world.clock_jumped(hours * HOUR);
        let started = told(&mut world, now);
        assert!(started.contains(&("once".into(), "started".into())), "{hours}: what was to happen once happens late");
        for (id, action) in &started {
            let kind = job(&world, id)["schedule"]["kind"].clone();
            assert_eq!((kind, action.as_str()), (json!("at"), "started"), "{hours}: {id}");
        }
        assert!(world.runs.len() < runs + started.len(), "{hours}");
        let is_late = |job: &&crate::demo::jobs::Job| job.next().is_some_and(|next| next <= now) && !job.is_running();
        assert_eq!(world.jobs.list.iter().filter(is_late).count(), 1, "{hours}: only what is held");
        assert_eq!(world.asked.len() + world.questions.len(), 2, "{hours}: who waits goes on waiting");
        assert!(told(&mut world, now + 1_000).iter().all(|(_, action)| action == "finished"), "{hours}: nothing more starts");
        world.pass(now + 20_000);
        assert!(world.told.iter().any(|told| told.payload["reason"] == "send"), "{hours}: and life goes on");
    }
}

#[test]
fn a_request_that_nobody_answers_is_refused_in_the_end() {
    let mut world = world(true);
    world.pass(NOW + HOUR / 2 - 41_000);
    assert_eq!(world.asked.len(), 1);
    world.told.clear();
    world.pass(NOW + HOUR / 2);
    assert_eq!(world.asked.len(), 0);
    let resolved = world.told.iter().find(|told| told.event == "exec.approval.resolved").unwrap();
    assert_eq!((&resolved.payload["decision"], &resolved.payload["resolvedBy"]), (&json!("deny"), &Value::Null));
    world.pass(NOW + HOUR / 2 + 60_000);
    let key = resolved_key(&world.told).unwrap();
    let session = &world.sessions[&key];
    assert_eq!(session.status, Some("done"), "the run goes on with the refusal");
    assert!(session.transcript.iter().any(|message| message["isError"] == true && message.to_string().contains("expired")));
}

fn resolved_key(told: &[Told]) -> Option<String> {
    told.iter().find_map(|told| told.payload["request"]["sessionKey"].as_str().map(Into::into))
}
