//! The figures of the connection in words, and as rows of tables. Pure.
//! Refuses to count.

use std::sync::Arc;
use std::time::Duration;

use crate::domain::say;
use crate::gateway::Measured;
use crate::gateway::meter::{Asked, Flow};

/// Says what cannot be known yet.
pub const UNKNOWN: &str = "—";

/// Says how many frames there were.
pub fn frames(flow: Flow) -> String {
    say::many(usize::try_from(flow.frames).unwrap_or(usize::MAX), "frame")
}

fn count(count: u64) -> String {
    say::count(usize::try_from(count).unwrap_or(usize::MAX))
}

/// Says the most important of the last minute in a sentence.
pub fn sentence(measured: &Measured) -> String {
    let of = minute(measured);
    let asked = say::many(usize::try_from(of.frames).unwrap_or(usize::MAX), "request");
    ["In the last minute this page sent ", &asked, ", ", &say::bytes(of.bytes), " with their answers."].concat()
}

/// Says how many requests failed since the page connected; nothing while none did.
pub fn failed(measured: &Measured) -> String {
    let errors: u64 = measured.asked.iter().map(|asked| asked.errors).sum();
    if errors > 0 { [" ", &count(errors), " failed so far."].concat() } else { String::new() }
}

/// Adds up what this page asked in the last minute.
pub fn minute(measured: &Measured) -> Flow {
    measured
        .asked
        .iter()
        .fold(Flow::default(), |sum, asked| Flow { frames: sum.frames + asked.minute.frames, bytes: sum.bytes + asked.minute.bytes })
}

/// Says what the page does to spare the gateway; nothing while it need not.
pub fn sparing(measured: &Measured) -> Vec<String> {
    let slow = measured.holds_back.map(|pause| {
        let pause = say::left(pause);
        ["The gateway is slow or asked for a pause: reads in the background wait ", &pause, " longer."].concat()
    });
    let left_alone =
        |(method, left): &(&str, Duration)| ["The gateway asked to leave ", method, " alone for ", &say::left(*left), "."].concat();
    slow.into_iter().chain(measured.cooling.iter().map(left_alone)).collect()
}

/// Returns the methods that were asked, by how often.
pub fn methods(measured: &Measured) -> Vec<(Arc<str>, u64)> {
    measured.asked.iter().map(|asked| (asked.method.into(), asked.flow.frames)).collect()
}

/// Says the figures of a method: of the last minute, in all, bytes, median, p95, errors, in flight.
pub fn method(measured: &Measured, name: &str) -> Vec<String> {
    let asked = measured.asked.iter().find(|asked| asked.method == name);
    asked.map(of_method).unwrap_or_default()
}

fn of_method(asked: &Asked) -> Vec<String> {
    let took = |ms: Option<u64>| match ms {
        Some(0) => "<1 ms".into(),
        Some(ms) if ms < 10_000 => [&count(ms), " ms"].concat(),
        Some(ms) => say::duration(Duration::from_millis(ms)),
        None => UNKNOWN.into(),
    };
    vec![
        count(asked.minute.frames),
        count(asked.flow.frames),
        say::bytes(asked.flow.bytes),
        took(asked.took.map(|(middle, _)| middle)),
        took(asked.took.map(|(_, p95)| p95)),
        count(asked.errors),
        asked.in_flight.to_string(),
    ]
}

/// Returns the events that came, by how often.
pub fn events(measured: &Measured) -> Vec<(Arc<str>, u64)> {
    measured.events.iter().map(|event| ((*event.name).into(), event.flow.frames)).collect()
}

/// Says the figures of an event: how often, and its bytes.
pub fn event(measured: &Measured, name: &str) -> Vec<String> {
    let event = measured.events.iter().find(|event| *event.name == *name);
    event.map(|event| vec![count(event.flow.frames), say::bytes(event.flow.bytes)]).unwrap_or_default()
}

/// How high the line of frames is.
pub const HEIGHT: u32 = 32;

/// Returns the frames of the last seconds as the path of a line, one step apart, the newest at the right edge, and the most of them.
pub fn line(seconds: &[u32]) -> (String, u32) {
    let most = seconds.iter().copied().max().unwrap_or(0);
    let mut path = String::from("M");
    for (at, frames) in seconds.iter().enumerate() {
        let y = HEIGHT - frames.saturating_mul(HEIGHT) / most.max(1);
        path += &[&at.to_string(), ",", &y.to_string(), " "].concat();
    }
    (path, most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::meter::Counted;

    #[test]
    fn figures_are_said() {
        let asked = Asked {
            method: "sessions.list",
            flow: Flow { frames: 1_200, bytes: 48_000 },
            errors: 2,
            in_flight: 1,
            minute: Flow { frames: 3, bytes: 900 },
            took: Some((0, 12_000)),
        };
        let never = Asked { method: "cron.list", ..Asked::default() };
        let event = Counted { name: "tick".into(), flow: Flow { frames: 7, bytes: 700 } };
        let cooling = vec![("sessions.usage", Duration::from_millis(3_100))];
        let measured = Measured {
            asked: vec![asked, never],
            events: vec![event],
            holds_back: Some(Duration::from_secs(4)),
            cooling,
            ..Measured::default()
        };
        assert_eq!(method(&measured, "sessions.list"), ["3", "1,200", "48 kB", "<1 ms", "12s", "2", "1"]);
        assert_eq!(method(&measured, "cron.list")[3..5], [UNKNOWN, UNKNOWN]);
        assert_eq!((event_row(&measured), method(&measured, "none").len()), (vec!["7".to_owned(), "700 B".into()], 0));
        assert_eq!(sentence(&measured), "In the last minute this page sent 3 requests, 900 B with their answers.");
        assert_eq!((failed(&measured), failed(&Measured::default())), (" 2 failed so far.".into(), String::new()));
        assert_eq!(sparing(&measured)[1], "The gateway asked to leave sessions.usage alone for 4s.");
    }

    fn event_row(measured: &Measured) -> Vec<String> {
        event(measured, "tick")
    }

    #[test]
    fn the_line_reaches_the_top_at_the_most() {
        assert_eq!(line(&[0, 5, 10]), ("M0,32 1,16 2,0 ".into(), 10));
        assert_eq!(line(&[]), ("M".into(), 0));
        assert_eq!(line(&[0, 0]).0, "M0,32 1,32 ");
    }
}
