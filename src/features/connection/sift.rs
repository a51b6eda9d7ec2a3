//! Which recorded frames are shown: by kind, and by words in name and text. Pure.
//! Refuses to mask; what is drawn is masked where it is drawn.

use crate::domain::query::{Query, small};
use crate::gateway::record::{Frame, Kind};

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sift {
    /// Which kinds.
    pub only: Only,
    /// What was typed.
    pub typed: String,
}

/// Which kinds of frames.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Only {
    /// All of them.
    #[default]
    All,
    /// Questions and their answers.
    Requests,
    /// Events.
    Events,
    /// What was refused.
    Refused,
}

impl Only {
    /// All choices in their order.
    pub const ALL: [Self; 4] = [Self::All, Self::Requests, Self::Events, Self::Refused];

    /// Returns the word on its button.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Requests => "Requests and answers",
            Self::Events => "Events",
            Self::Refused => "Refused",
        }
    }

    fn fits(self, frame: &Frame) -> bool {
        match self {
            Self::All => true,
            Self::Requests => matches!(frame.kind, Kind::Request | Kind::Answer),
            Self::Events => frame.kind == Kind::Event,
            Self::Refused => frame.is_refused,
        }
    }
}

impl Sift {
    /// Reads what was typed, once for many frames.
    pub fn query(&self) -> Query {
        Query::read(&self.typed, &["method", "event", "id"])
    }

    /// Whether a frame is shown.
    pub fn fits(&self, query: &Query, frame: &Frame) -> bool {
        let name = small(&frame.name);
        let mut words = None;
        self.only.fits(frame)
            && query.holds(|term| match term.key {
                Some("id") => term.any(|id| **id == *frame.id),
                Some("event") => frame.kind == Kind::Event && term.any(|value| name.contains(value.as_str())),
                Some(_) => matches!(frame.kind, Kind::Request | Kind::Answer) && term.any(|value| name.contains(value.as_str())),
                None => term
                    .any(|value| name.contains(value.as_str()) || words.get_or_insert_with(|| small(&frame.text)).contains(value.as_str())),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_found_by_kind_name_and_words() {
        let frame = |kind, name: &str, id: &str, is_refused, text: &str| Frame {
            kind,
            name: name.into(),
            id: id.into(),
            is_refused,
            text: text.into(),
            ..Frame::default()
        };
        let all = [
            frame(Kind::Request, "sessions.list", "7", true, r#"{"limit":5}"#),
            frame(Kind::Answer, "sessions.list", "7", true, r#"{"message":"No Such Thing"}"#),
            frame(Kind::Event, "sessions.changed", "", false, r#"{"key":"a"}"#),
            frame(Kind::Request, "cron.list", "8", false, "{}"),
        ];
        for (only, typed, wanted) in [
            (Only::All, "", "0123"),
            (Only::Events, "", "2"),
            (Only::Requests, "", "013"),
            (Only::Refused, "", "01"),
            (Only::All, "SESSIONS", "012"),
            (Only::All, "method:sessions", "01"),
            (Only::All, "event:sessions", "2"),
            (Only::All, "id:8", "3"),
            (Only::All, "\"no such\"", "1"),
            (Only::All, "-sessions", "3"),
            (Only::Requests, "limit", "0"),
        ] {
            let sift = Sift { only, typed: typed.into() };
            let query = sift.query();
            let found: String =
                all.iter().enumerate().filter(|(_, frame)| sift.fits(&query, frame)).map(|(at, _)| at.to_string()).collect();
            assert_eq!(found, wanted, "{only:?} {typed}");
        }
    }
}
