//! One frame of text, in and out: the header is read here, the payload stays raw for whoever knows its type.
//! Refuses to know methods, events and the state of the connection.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::value::RawValue;

use super::Fault;
use super::fields::{Fields, Piece, text};

/// A frame from the gateway, read as far as its header goes.
#[allow(missing_docs, reason = "the line of each variant says what its fields are")]
#[derive(Debug)]
pub enum Incoming<'a> {
    /// `type: "event"`. `seq` counts per connection from 1; the challenge has none.
    Event { name: Cow<'a, str>, payload: Piece<'a>, seq: Option<u64> },
    /// `type: "res"`: the answer to the request of that id.
    Response { id: Cow<'a, str>, outcome: Result<Piece<'a>, Fault> },
}

/// Reads one text frame.
///
/// # Errors
/// Returns what is wrong with it, in words, when it is not a frame that we understand. The link survives that.
pub fn decode(frame: &str) -> Result<Incoming<'_>, String> {
    let mut header = Fields::read(frame)?;
    let (ok, seq): (bool, Option<u64>) = (header.get("ok"), header.get("seq"));
    let [kind, event, id] = ["type", "event", "id"].map(|name| header.raw(name).map(text).transpose());
    let (payload, fault): (_, Option<Fault>) = (header.raw("payload").unwrap_or(Piece::NULL), header.lossy("error"));
    match header.finish((&*kind?.unwrap_or_default(), event?, id?))? {
        ("event", Some(name), _) => Ok(Incoming::Event { name, payload, seq }),
        ("res", _, Some(id)) if ok => Ok(Incoming::Response { id, outcome: Ok(payload) }),
        ("res", _, Some(id)) => {
            // A refusal that we cannot read is still a refusal: its caller must not wait for ever.
            Ok(Incoming::Response { id, outcome: Err(fault.unwrap_or_default()) })
        }
        (kind, ..) => Err(format!("a frame of type {kind} without its name or id")),
    }
}

#[derive(Serialize)]
struct Request<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    method: &'a str,
    params: &'a RawValue,
}

/// Writes one request frame. Only these four keys: the gateway refuses unknown ones.
pub fn encode(id: &str, method: &str, params: &RawValue) -> String {
    serde_json::to_string(&Request { kind: "req", id, method, params }).expect("strings and an already valid JSON value always serialise")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_has_four_keys_and_raw_params() {
        let params = serde_json::value::to_raw_value(&serde_json::json!({"key": "a\"b"})).unwrap();
        assert_eq!(encode("7", "sessions.abort", &params), r#"{"type":"req","id":"7","method":"sessions.abort","params":{"key":"a\"b"}}"#);
    }

    #[test]
    fn an_answer_without_payload_reads_as_null() {
        let Ok(Incoming::Response { id, outcome: Ok(payload) }) = decode(r#"{"type":"res","id":"2","ok":true}"#) else { panic!() };
        assert_eq!((&*id, payload.get()), ("2", "null"));
    }

    #[test]
    fn a_refusal_without_error_is_still_a_refusal() {
        let Ok(Incoming::Response { outcome: Err(fault), .. }) = decode(r#"{"type":"res","id":"2","ok":false}"#) else { panic!() };
        assert_eq!(fault, Fault::default());
    }

    #[test]
    fn an_unreadable_refusal_is_still_a_refusal() {
        let Ok(Incoming::Response { outcome: Err(fault), .. }) = decode(r#"{"type":"res","id":"2","ok":false,"error":[7]}"#) else {
            panic!()
        };
        assert_eq!(fault, Fault::default());
    }

    #[test]
    fn nonsense_is_described_and_never_panics() {
        for text in [
            "",
            "null",
            "[]",
            "{}",
            "{",
            r#"{"type":"event"}"#,
            r#"{"type":"res","ok":true}"#,
            r#"{"type":"req","id":"1"}"#,
            "\u{0}",
            r#"{"type":7}"#,
        ] {
            assert!(decode(text).is_err(), "{text}");
        }
    }
}
