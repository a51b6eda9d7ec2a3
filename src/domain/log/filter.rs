//! What a query finds in lines, and where its words stand in them. Pure.
//! Refuses to know which lines there are.

use std::ops::Range;

use regex_lite::{Regex, RegexBuilder};

use super::level::{Level, Levels};
use super::line::Line;
use crate::domain::query::strict::{Grammar, Mistake};
use crate::domain::query::{Query, Sign, Term, small};

const GRAMMAR: Grammar = Grammar { keys: &["level", "subsystem"], compared: &["level"] };
/// A pattern that becomes larger than this is none.
const LARGEST: usize = 1 << 18;

/// A query, ready to be tried on lines.
#[derive(Debug, Default)]
pub struct Sieve {
    tests: Vec<Test>,
}

#[derive(Debug)]
struct Test {
    is_negated: bool,
    what: What,
}

#[derive(Debug)]
enum What {
    Words(String),
    Pattern(Box<Regex>),
    Subsystem(Vec<String>),
    Level(Levels),
    Field(Vec<String>),
}

impl Sieve {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Says what is wrong, and where.
    pub fn read(typed: &str) -> Result<Self, Mistake> {
        let query = Query::strict(typed, GRAMMAR)?;
        let test = |term: Term| Ok(Test { is_negated: term.is_negated, what: What::of(term)? });
        Ok(Self { tests: query.terms.into_iter().map(test).collect::<Result<_, _>>()? })
    }

    /// Whether a line fits. What is said between lines always does.
    pub fn fits(&self, line: &Line) -> bool {
        line.mark.is_some() || self.tests.iter().all(|test| test.what.holds(line) != test.is_negated)
    }

    /// Whether everything fits.
    pub fn is_open(&self) -> bool {
        self.tests.is_empty()
    }

    /// Whether it looks for words that can be shown where they stand.
    pub fn has_words(&self) -> bool {
        self.tests.iter().any(|test| !test.is_negated && matches!(test.what, What::Words(_) | What::Pattern(_)))
    }

    /// Returns where in a text its words stand, in order, none within another.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        let mut places = vec![];
        for test in self.tests.iter().filter(|test| !test.is_negated) {
            match &test.what {
                What::Words(words) => {
                    let low = small(text);
                    // Where making letters small changes their length nothing is marked; it is found all the same.
                    if low.len() == text.len() {
                        places.extend(low.match_indices(words.as_str()).map(|(at, word)| at..at + word.len()));
                    }
                }
                What::Pattern(pattern) => places.extend(pattern.find_iter(text).map(|found| found.range())),
                _ => {}
            }
        }
        places.retain(|place| !place.is_empty());
        let mut places = crate::domain::sorted::sorted(places, &|one, other| one.start.cmp(&other.start));
        let mut end = 0;
        places.retain(|place| {
            let is_apart = place.start >= end;
            end = end.max(if is_apart { place.end } else { end });
            is_apart
        });
        places
    }
}

impl What {
    fn of(term: Term) -> Result<Self, Mistake> {
        let (from, to) = term.span;
        let wrong = |words: String| Mistake { from, to, words };
        let level = |word: &String| Level::read(word).ok_or_else(|| wrong(["There is no level ", word, "."].concat()));
        let first = term.values.first().cloned().unwrap_or_default();
        Ok(match (term.sign, term.key) {
            (Sign::Pattern, _) => {
                let pattern = RegexBuilder::new(&first).case_insensitive(true).size_limit(LARGEST).build();
                Self::Pattern(Box::new(
                    pattern.map_err(|error| wrong(["This pattern cannot be read: ", &error.to_string(), "."].concat()))?,
                ))
            }
            (Sign::Field, _) => Self::Field(term.values),
            (Sign::Is, Some("level")) => {
                let levels = term.values.iter().map(level).collect::<Result<Vec<_>, _>>()?;
                Self::Level(Levels::of(|level| levels.contains(&level)))
            }
            (Sign::Is, Some(_)) => Self::Subsystem(term.values),
            (Sign::Is, None) => Self::Words(first),
            (sign, _) => {
                let bound = level(&first)?;
                // A line that does not say how grave it is is neither above nor below.
                let holds = |level: Level| match sign {
                    Sign::AtLeast => level >= bound,
                    Sign::AtMost => level <= bound,
                    Sign::Above => level > bound,
                    _ => level < bound,
                };
                Self::Level(Levels::of(|level| level != Level::Unknown && holds(level)))
            }
        })
    }

    fn holds(&self, line: &Line) -> bool {
        match self {
            Self::Words(words) => contains(&line.text, words) || contains(&line.subsystem, words),
            Self::Pattern(pattern) => pattern.is_match(&line.text),
            Self::Subsystem(names) => names.iter().any(|name| contains(&line.subsystem, name)),
            Self::Level(levels) => levels.has(line.level),
            Self::Field(values) => match values.as_slice() {
                // Fields are only read of lines in which the value stands, as it is written in JSON where that is simple.
                [name, value] => {
                    let is_simple = value.bytes().all(|byte| byte.is_ascii_alphanumeric());
                    (!is_simple || contains(&line.raw, value)) && line.field(name).is_some_and(|is| small(&is) == *value)
                }
                _ => false,
            },
        }
    }
}

/// Whether words in small letters stand in a text, however its letters are. Most words are ASCII, and those are looked for in place.
fn contains(text: &str, words: &str) -> bool {
    let [first, rest @ ..] = words.as_bytes() else { return true };
    if !words.is_ascii() {
        return small(text).contains(words);
    }
    let bytes = text.as_bytes();
    let upper = first.to_ascii_uppercase();
    let last = bytes.len().saturating_sub(rest.len());
    bytes.get(..last).unwrap_or_default().iter().enumerate().any(|(at, byte)| {
        (byte == first || *byte == upper) && bytes.get(at + 1..=at + rest.len()).is_some_and(|other| other.eq_ignore_ascii_case(rest))
    })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line() -> Line {
        let raw = r#"{"0":"{\"subsystem\":\"gateway/ws\"}","message":"Größe of agent:main:main is 42 [ok]","_meta":{"logLevelName":"WARN"},"runId":"r 1","n":7}"#;
        Line::read(raw.to_owned(), 0, None)
    }

    #[test]
    fn every_kind_of_term_finds_what_it_means() {
        for typed in [
            "",
            "AGENT:main",
            "größe",
            "\"is 42\"",
            "ws",
            "-cron",
            "/\\b4\\d\\b/",
            "/größe of/",
            "level:warn",
            "level:info,WARN",
            "level>=warn",
            "level<=warn",
            "level>info",
            "level<error",
            "-level:error",
            "subsystem:ws",
            "subsystem:x,gateway",
            ".runId:\"R 1\"",
            ".n:7",
            "-.n:8",
            "._meta.logLevelName:warn",
            "[ok]",
        ] {
            assert!(Sieve::read(typed).unwrap().fits(&line()), "{typed}");
        }
        for typed in [
            "agents",
            "-42",
            "\"42 is\"",
            "/^of/",
            "level:info",
            "level>warn",
            "level>=error",
            "level<warn",
            "subsystem:cron",
            ".n:8",
            ".n.x:7",
            "-subsystem:gateway",
            "-/ok/",
        ] {
            assert!(!Sieve::read(typed).unwrap().fits(&line()), "{typed}");
        }
    }

    #[test]
    fn mistakes_are_told_where_they_are() {
        for (typed, from, to) in [("a /(/ b", 2, 5), ("level:loud", 0, 10), ("x level>=loud", 2, 13), ("/a{99999999}/", 0, 13)] {
            let mistake = Sieve::read(typed).unwrap_err();
            assert_eq!((mistake.from, mistake.to), (from, to), "{}", mistake.words);
        }
    }

    #[test]
    fn words_are_shown_where_they_stand() {
        let places = |typed: &str, text: &str| Sieve::read(typed).unwrap().places(text);
        assert_eq!(places("of /o./ -size", "Größe of OK"), [8..10, 11..13]);
        assert_eq!(places("ab abc", "xabc").first(), Some(&(1..3)));
        assert!(places("/x*/", "aab").is_empty());
        assert!(!Sieve::read("level>=warn -a").unwrap().has_words() && Sieve::read("/a/").unwrap().has_words());
    }

    proptest! {
        #[test]
        fn looking_in_place_is_looking_in_small_letters(text in "[aAbBé]{0,12}", words in "[abé]{0,4}") {
            prop_assert_eq!(contains(&text, &words), small(&text).contains(&words));
        }

        #[test]
        fn places_are_within_the_text_and_apart(typed in "[ab/.* ]{0,8}", text in "[abé ]{0,20}") {
            if let Ok(sieve) = Sieve::read(&typed) {
                let mut end = 0;
                for place in sieve.places(&text) {
                    prop_assert!(place.start >= end && text.get(place.clone()).is_some());
                    end = place.end;
                }
            }
        }
    }
}
