//! A recording as a file: a head that says where it is from and what was masked, and the frames. Pure.
//! Refuses to know what must be masked: it is handed in.

use std::time::Duration;

use super::{Frame, Kind, Recorder};
use crate::protocol::UnixMs;
use crate::protocol::fields::{Fields, FromJson, Piece, items, reads};
use crate::protocol::raw::Raw;

/// The version of the file that is written here.
const VERSION: u64 = 1;
/// The name under which it stands: what has none is no such file.
const MARK: &str = "openclutchRecording";

/// What stands at the head of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The version of the dashboard that wrote it.
    pub version: String,
    /// The version of the gateway.
    pub gateway: String,
    /// What the connection was granted.
    pub scopes: Vec<String>,
    /// The methods that the gateway announced.
    pub methods: Vec<String>,
    /// When the recording began.
    pub began_at: UnixMs,
    /// How long it went on, in milliseconds.
    pub duration_ms: u64,
    /// How many frames were dropped before the first.
    pub dropped: u64,
}

reads! { Head { version, gateway, scopes, methods, began_at, duration_ms, dropped } }

/// A recording that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recording {
    /// Its head.
    pub head: Head,
    /// Its frames, the oldest first.
    pub frames: Vec<Frame>,
}

/// One frame as it stands in a file.
struct Line {
    at: u64,
    kind: String,
    name: String,
    id: String,
    took: Option<u64>,
    refused: bool,
    size: usize,
    words: String,
    frame: Option<Raw>,
}

reads! { Line { at: needed, kind: needed, name, id, took, refused, size, words, frame } }

fn quoted(text: &str) -> String {
    // A text is always written.
    serde_json::to_string(text).unwrap_or_default()
}

fn millis(of: Duration) -> u64 {
    u64::try_from(of.as_millis()).unwrap_or(u64::MAX)
}

/// Writes the frames; `mask` masks the words of each.
pub fn frames(recorder: &Recorder, mask: &mut dyn FnMut(&str) -> String) -> String {
    let mut out = String::new();
    for frame in recorder.frames() {
        let words = mask(&frame.text);
        out += if out.is_empty() { "\n{" } else { ",\n{" };
        out +=
            &["\"at\":", &millis(frame.at).to_string(), ",\"kind\":\"", frame.kind.as_str(), "\",\"name\":", &quoted(&frame.name)].concat();
        if !frame.id.is_empty() {
            out += &[",\"id\":", &quoted(&frame.id)].concat();
        }
        if let Some(took) = frame.took {
            out += &[",\"took\":", &millis(took).to_string()].concat();
        }
        if frame.is_refused {
            out += ",\"refused\":true";
        }
        out += &[",\"size\":", &frame.size.to_string()].concat();
        // As JSON where it is that, so that other programs can read it.
        let is_json = matches!(frame.kind, Kind::Request | Kind::Answer | Kind::Event) && Piece::read(&words).is_ok();
        out += &if is_json { [",\"frame\":", &words, "}"].concat() } else { [",\"words\":", &quoted(&words), "}"].concat() };
    }
    out
}

/// Writes a file: its head, what was masked and how often, and the frames.
pub fn whole(head: &Head, masked: &[(&str, usize)], frames: &str) -> String {
    let masked = masked.iter().map(|(what, count)| ["{\"what\":", &quoted(what), ",\"count\":", &count.to_string(), "}"].concat());
    let masked: Vec<String> = masked.collect();
    let list = |all: &[String]| ["[", &all.iter().map(|one| quoted(one)).collect::<Vec<_>>().join(","), "]"].concat();
    let number = |name: &str, number: String| [",\n\"", name, "\":", &number].concat();
    let mut out = ["{\"", MARK, "\":", &VERSION.to_string(), ",\n\"version\":", &quoted(&head.version)].concat();
    out += &number("gateway", quoted(&head.gateway));
    out += &number("scopes", list(&head.scopes));
    out += &number("methods", list(&head.methods));
    out += &number("beganAt", head.began_at.0.to_string());
    out += &number("durationMs", head.duration_ms.to_string());
    out += &number("dropped", head.dropped.to_string());
    out += &number("masked", ["[", &masked.join(","), "]"].concat());
    out += &number("frames", ["[", frames, "\n]}\n"].concat());
    out
}

/// Reads a file.
///
/// # Errors
/// Says in a sentence why it cannot be replayed.
pub fn read(text: &str) -> Result<Recording, &'static str> {
    const SPOILT: &str = "This recording is spoilt: not all of it can be read.";
    let mut fields = Fields::read(text.trim_start_matches('\u{feff}')).map_err(|_| "This file is no recording: it is not JSON.")?;
    match fields.raw(MARK).map(u64::from_json) {
        None => return Err("This file is no recording of OpenClutch."),
        Some(Ok(VERSION)) => {}
        Some(Ok(0)) | Some(Err(_)) => return Err(SPOILT),
        Some(Ok(_)) => return Err("This recording was made by a newer OpenClutch."),
    }
    let head = Head::of_fields(&mut fields);
    let lines = fields.raw("frames").ok_or(SPOILT)?;
    fields.finish(()).map_err(|_| SPOILT)?;
    let mut frames = vec![];
    for (number, line) in (0..).zip(items(lines).map_err(|_| SPOILT)?) {
        let line = Line::from_json(line).map_err(|_| SPOILT)?;
        let kind = Kind::ALL.into_iter().find(|kind| kind.as_str() == line.kind).ok_or(SPOILT)?;
        let text = line.frame.map_or(line.words, |frame| frame.get().to_owned());
        let (at, took) = (Duration::from_millis(line.at), line.took.map(Duration::from_millis));
        let (name, id) = (line.name.into(), line.id.into());
        frames.push(Frame { number, at, kind, name, id, took, is_refused: line.refused, size: line.size, text: text.into() });
    }
    if frames.is_empty() { Err("There is nothing in this recording.") } else { Ok(Recording { head, frames }) }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_replayed_is_refused_in_a_sentence() {
        let of = |frames: &str| format!("{{\"{MARK}\":1,\"frames\":{frames}}}");
        for (text, why) in [
            (String::new(), "not JSON"),
            ("{".into(), "not JSON"),
            ("[]".into(), "not JSON"),
            ("{\"tasks\":[]}".into(), "no recording of OpenClutch"),
            ("{\"openclutchRecording\":\"1\"}".into(), "spoilt"),
            ("{\"openclutchRecording\":2,\"frames\":7}".into(), "newer"),
            ("{\"openclutchRecording\":1}".into(), "spoilt"),
            (of("{}"), "spoilt"),
            (of("[7]"), "spoilt"),
            (of("[{\"at\":1,\"kind\":\"dance\"}]"), "spoilt"),
            (of("[{\"at\":-1,\"kind\":\"event\"}]"), "spoilt"),
            (of("[]"), "nothing"),
        ] {
            assert!(read(&text).is_err_and(|words| words.contains(why)), "{text}");
        }
    }

    #[test]
    fn the_head_and_what_was_masked_stand_in_the_file() {
        let mut recorder = Recorder::default();
        recorder.passed(false, r#"{"type":"event","event":"tick"}"#, Duration::from_millis(5));
        let head = Head {
            version: "1".into(),
            gateway: "2".into(),
            scopes: vec!["a".into()],
            methods: vec!["b".into()],
            began_at: UnixMs(7),
            duration_ms: 8,
            dropped: 9,
        };
        let text = whole(&head, &[("token", 3)], &frames(&recorder, &mut |words| words.to_owned()));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&value["masked"][0]["what"], &value["frames"][0]["frame"]["event"]), (&"token".into(), &"tick".into()));
        assert_eq!(read(&text).unwrap().head, head);
    }
}
