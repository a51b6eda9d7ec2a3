//! What goes wrong on purpose, frame by frame: each fault does what it says, to the millisecond, and is over when it is ordered to end.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::time::Duration;

use openclutch::gateway::socket::Local;
use openclutch::gateway::{Clock, Heard};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::demo::{ALL, Demo, NOTES, Talk};
use support::story::tell;

const TITLE: &str = "Notes on attention";
/// Enough for what comes at once, and for nothing else.
const MOMENT: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// How one is tried: on this world, with this way to end it.
type Trial = fn(Demo, &'static str) -> Local<()>;

/// Every fault by name, and how it is tried: on a world of its own, once for each of the two ways to end it.
const TRIALS: [(&str, Trial); 15] = [
    ("drop", |demo, end| Box::pin(dropped(demo, end))),
    ("refuse", |demo, end| Box::pin(refused(demo, end))),
    ("latency", |demo, end| Box::pin(late(demo, end))),
    ("jitter", |demo, end| Box::pin(uneven(demo, end))),
    ("hole", |demo, end| Box::pin(silent(demo, end))),
    ("lose", |demo, end| Box::pin(lost(demo, end))),
    ("double", |demo, end| Box::pin(doubled(demo, end))),
    ("swap", |demo, end| Box::pin(overtaken(demo, end))),
    ("garbage", |demo, end| Box::pin(garbled(demo, end))),
    ("unknown", |demo, end| Box::pin(unknown(demo, end))),
    ("huge", |demo, end| Box::pin(huge(demo, end))),
    ("fail", |demo, end| Box::pin(failing(demo, end))),
    ("mute", |demo, end| Box::pin(mute(demo, end))),
    ("trickle", |demo, end| Box::pin(trickled(demo, end))),
    ("clock", |demo, end| Box::pin(clock_jumps(demo, end))),
];

#[test]
fn every_fault_that_can_be_ordered_is_tried() {
    tell(|| async {
        let offered: Vec<_> = Demo::start("?still").order("").await.iter().map(|control| control.name).collect();
        assert_eq!(offered, TRIALS.map(|(name, _)| name));
    });
}

#[test]
fn every_fault_does_what_it_says_and_ends_when_it_shall() {
    for (name, trial) in TRIALS {
        for end in [format!("{name} off").leak() as &'static str, "clear"] {
            println!("{name}, ended by {end:?}");
            tell(|| async move {
                let demo = Demo::start("?still");
                is_well(&demo).await;
                trial(demo.clone(), end).await;
                is_well(&demo).await;
            });
        }
    }
}

// ---- how each is tried

async fn dropped(demo: Demo, end: &'static str) {
    for code in [1006, 1001, 1012, 4000] {
        let mut talks = [demo.talk(&ALL).await, demo.talk(&ALL).await];
        talks[0].listen(MOMENT).await;
        demo.order(end).await;
        assert!(closes(&talks[0].listen(MINUTE).await).is_empty(), "an end ends no connection");
        demo.order(&format!("drop {code}")).await;
        for talk in &mut talks {
            assert_eq!(closes(&talk.listen(MINUTE).await), [code]);
        }
        demo.talk(&ALL).await.ask("health", json!({})).await.unwrap();
    }
}

async fn refused(demo: Demo, end: &'static str) {
    let mut talk = demo.talk(&ALL).await;
    let ordered = demo.clock.wall().0;
    demo.order("refuse 10").await;
    assert_eq!(closes(&talk.listen(MOMENT).await), [1006], "those that stand end");
    is_on(&demo, "refuse", "9").await;
    while demo.clock.wall().0 < ordered + 10_000 {
        let after = demo.clock.wall().0 - ordered;
        assert_eq!(closes(&demo.knock().listen(MOMENT).await), [1006], "after {after} ms");
        tokio::time::sleep(MOMENT).await;
    }
    let heard = demo.knock().listen(MOMENT).await;
    assert_eq!(frames(&heard)[0].1["event"], "connect.challenge", "ten seconds and no millisecond more");
    demo.order("refuse 600").await;
    assert_eq!(closes(&demo.knock().listen(MOMENT).await), [1006]);
    demo.order(end).await;
}

async fn late(demo: Demo, end: &'static str) {
    let mut talk = listening(&demo).await;
    demo.order("latency 200").await;
    is_on(&demo, "latency", "200").await;
    assert_eq!(took(&demo, &mut talk).await, 200);
    let heard = changes(&mut talk).await;
    assert!(heard.len() >= 2 * MANY && heard.iter().all(|(at, _)| *at == 200), "answers and events alike: {heard:?}");
    demo.order(end).await;
    assert_eq!(took(&demo, &mut talk).await, 0, "on a connection that stood, too");
}

async fn uneven(demo: Demo, end: &'static str) {
    let mut talk = listening(&demo).await;
    demo.order("jitter 400").await;
    is_on(&demo, "jitter", "400").await;
    let mut times = vec![];
    for _ in 0..50 {
        times.push(took(&demo, &mut talk).await);
    }
    let (least, most) = (*times.iter().min().unwrap(), *times.iter().max().unwrap());
    assert!((0..50).contains(&least) && (350..=400).contains(&most), "{times:?}");
    let numbers: Vec<_> = numbered(&changes(&mut talk).await).iter().map(|(_, number, _)| *number).collect();
    assert!(numbers.len() >= MANY && numbers.is_sorted(), "nothing overtakes: {numbers:?}");
    demo.order(end).await;
    assert_eq!(took(&demo, &mut talk).await, 0);
}

async fn silent(demo: Demo, end: &'static str) {
    let mut talk = listening(&demo).await;
    demo.order("hole").await;
    is_on(&demo, "hole", "").await;
    change(&mut talk);
    let asked = talk.send("health", json!({}));
    assert_eq!(talk.listen(10 * MINUTE).await, [], "not even ticks, and no end");
    demo.order(end).await;
    let heard = talk.listen(MINUTE).await;
    assert!(!heard.is_empty() && closes(&heard).is_empty(), "the connection stood all the time");
    assert!(frames(&heard).iter().all(|(_, frame)| frame["id"] != asked.as_str()), "what was asked in the hole is lost");
    assert_eq!(took(&demo, &mut talk).await, 0);
}

async fn lost(demo: Demo, end: &'static str) {
    let mut talk = listening(&demo).await;
    let first = next_number(&mut talk).await;
    demo.order("lose 3").await;
    is_on(&demo, "lose", "3").await;
    let numbers: Vec<_> = numbered(&changes(&mut talk).await).iter().map(|(_, number, _)| *number).collect();
    let missing: Vec<_> = (first..*numbers.last().unwrap()).filter(|number| !numbers.contains(number)).collect();
    assert_every_third(&missing);
    assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
    demo.order(end).await;
}

async fn doubled(demo: Demo, end: &'static str) {
    let mut talk = listening(&demo).await;
    demo.order("double 3").await;
    is_on(&demo, "double", "3").await;
    let events = numbered(&changes(&mut talk).await);
    let twice: Vec<_> = events.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].1).collect();
    assert_every_third(&twice);
    let mut numbers: Vec<_> = events.iter().map(|(_, number, _)| *number).collect();
    numbers.dedup();
    assert!(numbers.is_sorted_by(|one, next| *next == one + 1), "nothing else is different: {numbers:?}");
    demo.order(end).await;
}

async fn overtaken(demo: Demo, end: &'static str) {
    let mut talk = listening(&demo).await;
    demo.order("swap 3").await;
    is_on(&demo, "swap", "3").await;
    let events = numbered(&changes(&mut talk).await);
    let (late, others): (Vec<_>, Vec<_>) = events.iter().partition(|(at, ..)| *at == 400);
    assert_every_third(&late.iter().map(|(_, number, _)| *number).collect::<Vec<_>>());
    let mut numbers: Vec<_> = others.iter().map(|(_, number, _)| *number).collect();
    assert!(numbers.is_sorted(), "{numbers:?}");
    numbers.extend(late.iter().map(|(_, number, _)| number));
    numbers.sort_unstable();
    assert!(numbers.is_sorted_by(|one, next| *next == one + 1), "all come, each once: {numbers:?}");
    demo.order(end).await;
}

async fn garbled(demo: Demo, end: &'static str) {
    let texts = once(&demo, "garbage", end).await;
    assert_eq!(texts.len(), 1);
    assert!(serde_json::from_str::<Value>(&texts[0]).is_err());
}

async fn unknown(demo: Demo, end: &'static str) {
    let texts = once(&demo, "unknown", end).await;
    let frames: Vec<Value> = texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    assert_eq!((&frames[0]["type"], &frames[1]["type"], frames.len()), (&json!("novelty"), &json!("event"), 2));
    assert_eq!((&frames[1]["event"], &frames[1]["seq"]), (&json!("novelty.made"), &Value::Null));
}

async fn huge(demo: Demo, end: &'static str) {
    let texts = once(&demo, "huge 8", end).await;
    assert_eq!(texts.len(), 1);
    assert!((8_000_000..8_001_000).contains(&texts[0].len()), "{}", texts[0].len());
    assert_eq!(serde_json::from_str::<Value>(&texts[0]).unwrap()["type"], "event");
}

async fn failing(demo: Demo, end: &'static str) {
    let mut talk = listening(&demo).await;
    let wanted = json!({"key": NOTES, "label": "Another title"});
    demo.order("fail sessions.patch").await;
    is_on(&demo, "fail", "sessions.patch").await;
    let error = talk.ask("sessions.patch", wanted.clone()).await.unwrap_err();
    assert_eq!(error["code"], "UNAVAILABLE", "{error}");
    assert_eq!(talk.ask("sessions.describe", json!({"key": NOTES})).await.unwrap()["session"]["displayName"], TITLE);
    assert_eq!(numbered(&talk.listen(MOMENT).await), [], "nothing happened");
    demo.order("fail").await;
    is_on(&demo, "fail", "").await;
    for method in ["health", "sessions.list", "no.such", "sessions.patch"] {
        assert_eq!(talk.ask(method, wanted.clone()).await.unwrap_err()["code"], "UNAVAILABLE", "{method}");
    }
    demo.talk(&ALL).await;
    demo.order(end).await;
    talk.ask("sessions.patch", wanted).await.unwrap();
}

async fn mute(demo: Demo, end: &'static str) {
    let mut talk = listening(&demo).await;
    let wanted = json!({"key": NOTES, "label": "Another title"});
    demo.order("mute sessions.patch").await;
    is_on(&demo, "mute", "sessions.patch").await;
    let mut unanswered = vec![talk.send("sessions.patch", wanted.clone())];
    assert_eq!(talk.ask("sessions.describe", json!({"key": NOTES})).await.unwrap()["session"]["displayName"], TITLE);
    demo.order("mute").await;
    is_on(&demo, "mute", "").await;
    unanswered.extend(["health", "sessions.list", "no.such"].map(|method| talk.send(method, json!({}))));
    let mut heard = talk.listen(10 * MINUTE).await;
    assert!(frames(&heard).iter().any(|(_, frame)| frame["event"] == "tick"), "what is told is told");
    demo.order(end).await;
    talk.send("sessions.patch", wanted);
    heard.extend(talk.listen(MINUTE).await);
    let answered: Vec<_> = frames(&heard).into_iter().filter(|(_, frame)| frame["type"] == "res").collect();
    assert!(
        answered.len() == 1 && answered.iter().all(|(_, frame)| !unanswered.iter().any(|id| frame["id"] == id.as_str())),
        "{answered:?}"
    );
}

async fn trickled(demo: Demo, end: &'static str) {
    let mut talk = listening(&demo).await;
    demo.order("trickle 4").await;
    is_on(&demo, "trickle", "4").await;
    tokio::time::sleep(SECOND).await;
    ask_for_health(&mut talk);
    let times: Vec<_> = talk.listen(Duration::from_secs(5)).await.iter().map(|(at, _)| *at).collect();
    assert_eq!(times, (0..MANY as i64).map(|nth| nth * 250).collect::<Vec<_>>());
    demo.order(end).await;
    ask_for_health(&mut talk);
    assert!(talk.listen(Duration::from_secs(5)).await.iter().all(|(at, _)| *at == 0));
}

fn ask_for_health(talk: &mut Talk) {
    for _ in 0..MANY {
        talk.send("health", json!({}));
    }
}

async fn clock_jumps(demo: Demo, end: &'static str) {
    let mut talk = listening(&demo).await;
    let mut told = async |order: &str| {
        let ordered = demo.clock.wall().0;
        demo.order(order).await;
        let heard = talk.listen(SECOND).await;
        let tick = frames(&heard).into_iter().find(|(_, frame)| frame["event"] == "tick").expect("it is told at once");
        tick.1["payload"]["ts"].as_i64().unwrap() - ordered
    };
    assert_eq!(told("clock 3600").await, 3_600_000);
    assert_eq!(told("clock -7200").await, -3_600_000, "jumps add up");
    assert_eq!(told(end).await, 0);
    assert_eq!(told("clock -60").await, -60_000);
    assert_eq!(told("clock 60").await, 0);
}

// ---- nothing that can be ordered breaks anything

/// Numbers and words as somebody might type them. What is huge is made only a few times: it costs time.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (-3_i64..5000).prop_map(|number| number.to_string()),
        2 => any::<i64>().prop_map(|number| number.to_string()),
        1 => Just(String::new()),
        1 => Just("off".to_owned()),
        1 => Just("sessions.list".to_owned()),
        1 => ".{0,12}",
    ]
}

fn order() -> impl Strategy<Value = String> {
    let name = proptest::sample::select(TRIALS.map(|(name, _)| name).to_vec());
    let known = (name, value()).prop_map(|(name, value)| {
        let value = if name == "huge" { value.parse::<i64>().map_or(value, |megabytes| (megabytes % 3).to_string()) } else { value };
        format!("{name} {value}")
    });
    prop_oneof![4 => known, 1 => ".{0,40}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_order_breaks_anything(orders in proptest::collection::vec(order(), 1..12)) {
        tell(|| async {
            let demo = Demo::start("");
            let mut talk = demo.talk(&ALL).await;
            for order in &orders {
                let offered: Vec<_> = demo.order(order).await.iter().map(|control| control.name).collect();
                assert_eq!(offered, TRIALS.map(|(name, _)| name));
                change(&mut talk);
                talk.listen(SECOND).await;
            }
            demo.order("clear").await;
            is_well(&demo).await;
        });
    }
}

// ---- what is heard

/// All is as it should be: nothing goes wrong by order, and on a new connection all comes at once, in order, and nothing twice.
async fn is_well(demo: &Demo) {
    let still_on: Vec<_> = demo.order("").await.into_iter().filter(|control| control.is_on).collect();
    assert_eq!(still_on, []);
    let mut talk = listening(demo).await;
    let first = next_number(&mut talk).await;
    let now = demo.clock.wall().0;
    let heard = changes(&mut talk).await;
    let answers = frames(&heard).iter().filter(|(at, frame)| *at == 0 && frame["ok"] == true).count();
    let events = numbered(&heard);
    let at_once = events.iter().filter(|(at, ..)| *at == 0).count();
    assert!(answers == MANY && at_once >= MANY, "{answers}, {at_once}");
    assert!(events.iter().map(|(_, number, _)| *number).eq(first..first + events.len() as u64), "{events:?}");
    assert!(frames(&heard).iter().any(|(_, frame)| frame["payload"]["ts"] == now), "the clock is right");
}

/// How many changes are made at once: enough for every third to come four times.
const MANY: usize = 12;

/// Makes many changes at once; returns what comes within a second.
async fn changes(talk: &mut Talk) -> Vec<(i64, Heard)> {
    (0..MANY).for_each(|_| change(talk));
    talk.listen(SECOND).await
}

/// Changes a row, which is answered and told. Does not wait.
fn change(talk: &mut Talk) {
    talk.send("sessions.patch", json!({"key": NOTES, "pinned": true}));
}

/// A connection that is told of rows, and has heard all so far.
async fn listening(demo: &Demo) -> Talk {
    let mut talk = demo.talk(&ALL).await;
    talk.ask("sessions.subscribe", json!({"limit": 1})).await.unwrap();
    talk.listen(MOMENT).await;
    talk
}

/// Returns the number that the next event has.
async fn next_number(talk: &mut Talk) -> u64 {
    change(talk);
    numbered(&talk.listen(MOMENT).await).last().expect("it is told").1 + 1
}

/// Returns how many milliseconds an answer takes.
async fn took(demo: &Demo, talk: &mut Talk) -> i64 {
    let asked = demo.clock.wall().0;
    talk.ask("health", json!({})).await.unwrap();
    demo.clock.wall().0 - asked
}

/// Orders what happens once: returns what everybody hears of it, and it leaves the connections as they are.
async fn once(demo: &Demo, order: &str, end: &str) -> Vec<String> {
    let mut talks = [listening(demo).await, listening(demo).await];
    talks[0].listen(MOMENT).await;
    demo.order(end).await;
    demo.order(order).await;
    let mut told = vec![];
    for talk in &mut talks {
        let heard = talk.listen(SECOND).await;
        assert!(closes(&heard).is_empty() && numbered(&heard).is_empty());
        told.push(heard.into_iter().filter_map(|(_, heard)| if let Heard::Text(text) = heard { Some(text) } else { None }).collect());
        assert_eq!(took(demo, talk).await, 0);
    }
    let ours: Vec<String> = told.pop().unwrap();
    assert!(told[0] == ours, "everybody hears the same");
    ours
}

async fn is_on(demo: &Demo, name: &str, value: &str) {
    let on: Vec<_> =
        demo.order("").await.into_iter().filter(|control| control.is_on).map(|control| (control.name, control.value)).collect();
    assert_eq!(on, [(name, value.to_owned())]);
}

/// The frames that can be read.
fn frames(heard: &[(i64, Heard)]) -> Vec<(i64, Value)> {
    let read = |(at, heard): &(i64, Heard)| match heard {
        Heard::Text(text) => serde_json::from_str(text).ok().map(|frame| (*at, frame)),
        Heard::Closed { .. } | Heard::Blocked { .. } => None,
    };
    heard.iter().filter_map(read).collect()
}

/// The events that are numbered: when, which number, which event.
fn numbered(heard: &[(i64, Heard)]) -> Vec<(i64, u64, String)> {
    let events = frames(heard).into_iter();
    events.filter_map(|(at, frame)| Some((at, frame["seq"].as_u64()?, frame["event"].as_str()?.to_owned()))).collect()
}

fn closes(heard: &[(i64, Heard)]) -> Vec<u16> {
    heard.iter().filter_map(|(_, heard)| if let Heard::Closed { code, .. } = heard { Some(*code) } else { None }).collect()
}

fn assert_every_third(numbers: &[u64]) {
    assert!(numbers.len() >= 3 && numbers.windows(2).all(|pair| pair[1] == pair[0] + 3), "{numbers:?}");
}
