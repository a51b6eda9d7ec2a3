//! The one language in which people search: words, "phrases", `key:value`, `key:one,other`, and a minus for "not".
//! Refuses to know what is searched: whoever asks says which keys there are and tests the terms.

pub mod strict;

/// What was typed, read. All terms must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The terms in the order in which they were typed.
    pub terms: Vec<Term>,
}

/// One term.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// It must not hold.
    pub is_negated: bool,
    /// The key before the colon, in lower case; none for words and phrases.
    pub key: Option<&'static str>,
    /// What to look for, in lower case; any of these. Of a field its name comes first.
    pub values: Vec<String>,
    /// What the values are to the thing that is looked at.
    pub sign: Sign,
    /// From where to where it was typed, in bytes, where mistakes are told.
    pub span: (usize, usize),
}

/// What a value is to the thing that is looked at. All but the first only where mistakes are told: see [`Query::strict`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sign {
    /// It is it, or is in it.
    #[default]
    Is,
    /// It is a pattern.
    Pattern,
    /// It is the value of a field.
    Field,
    /// It is the least.
    AtLeast,
    /// It is the most.
    AtMost,
    /// It is less.
    Above,
    /// It is more.
    Below,
}

impl Query {
    /// Reads what was typed. Total: what is no term of a known key is a word, since a colon may stand in anything.
    pub fn read(typed: &str, keys: &[&'static str]) -> Self {
        Self { terms: tokens(typed).map(|token| Term::read(token, keys)).filter(|term| !term.values.is_empty()).collect() }
    }

    /// Returns the free words and phrases.
    pub fn words(&self) -> String {
        let mut words = String::new();
        for term in self.terms.iter().filter(|term| term.key.is_none() && !term.is_negated) {
            words.push_str(if words.is_empty() { "" } else { " " });
            words.push_str(&term.values[0]);
        }
        words
    }

    /// Whether all terms hold, when `test` says whether one of them does.
    pub fn holds(&self, mut test: impl FnMut(&Term) -> bool) -> bool {
        self.terms.iter().all(|term| test(term) != term.is_negated)
    }
}

impl Term {
    fn read(token: &str, keys: &[&'static str]) -> Self {
        let (is_negated, rest) = match token.strip_prefix('-') {
            Some(rest) if !rest.is_empty() => (true, rest),
            _ => (false, token),
        };
        let keyed = rest.split_once(':').and_then(|(key, value)| {
            let key = keys.iter().find(|known| known.eq_ignore_ascii_case(key))?;
            Some((*key, value))
        });
        let (key, value) = keyed.map_or((None, rest), |(key, value)| (Some(key), value));
        let is_quoted = value.starts_with('"');
        let value = small(&value.replace('"', ""));
        let values = if key.is_some() && !is_quoted { value.split(',').map(str::to_owned).collect() } else { vec![value] };
        Self { is_negated, key, values: values.into_iter().filter(|value| !value.is_empty()).collect(), ..Self::default() }
    }

    /// Whether any of the values passes.
    pub fn any(&self, test: impl FnMut(&String) -> bool) -> bool {
        self.values.iter().any(test)
    }
}

/// Makes letters small: Latin, Greek and Cyrillic ones, by where they stand in Unicode. The library's own table of all scripts is
/// 4 kB of the first load.
pub fn small(text: &str) -> String {
    let small = |letter: char| match letter {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ω' | 'А'..='Я' => char::from_u32(letter as u32 + 32),
        'Ѐ'..='Џ' => char::from_u32(letter as u32 + 80),
        'Ā'..='Ķ' | 'Ŋ'..='Ŷ' => char::from_u32(letter as u32 | 1),
        _ => None,
    };
    text.chars().map(|letter| small(letter).unwrap_or(letter)).collect()
}

/// Cuts at blanks, but not within quotes. A quote that is never closed reaches to the end.
fn tokens(typed: &str) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    typed
        .split(move |letter: char| {
            is_quoted ^= letter == '"';
            !is_quoted && letter.is_whitespace()
        })
        .filter(|token| !token.is_empty())
}

/// Whether a token such as `status:running` stands in what was typed.
pub fn has(typed: &str, token: &str) -> bool {
    tokens(typed).any(|other| other.eq_ignore_ascii_case(token))
}

/// Puts a token in, or takes it out; other tokens of the same key go, since two of them would find nothing.
pub fn toggle(typed: &str, token: &str) -> String {
    let key = token.split_once(':').map(|(key, _)| key);
    let is_of_key = |other: &str| other.split_once(':').map(|(key, _)| key) == key && key.is_some();
    let mut kept: Vec<&str> = tokens(typed).filter(|other| !other.eq_ignore_ascii_case(token) && !is_of_key(other)).collect();
    if !has(typed, token) {
        kept.push(token);
    }
    kept.join(" ")
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEYS: [&str; 2] = ["status", "agent"];

    fn read(typed: &str) -> Vec<(bool, Option<&'static str>, String)> {
        let said = |term: Term| (term.is_negated, term.key, term.values.join("|"));
        Query::read(typed, &KEYS).terms.into_iter().map(said).collect()
    }

    #[test]
    fn words_phrases_keys_and_minus() {
        assert_eq!(read("  Fix  it "), [(false, None, "fix".into()), (false, None, "it".into())]);
        assert_eq!(read(r#""Fix it" -agent:Ops"#), [(false, None, "fix it".into()), (true, Some("agent"), "ops".into())]);
        assert_eq!(read("STATUS:running,failed"), [(false, Some("status"), "running|failed".into())]);
        assert_eq!(read(r#"agent:"a, b""#), [(false, Some("agent"), "a, b".into())]);
        assert_eq!(read("telegram:-100 - status:"), [(false, None, "telegram:-100".into()), (false, None, "-".into())]);
        assert_eq!(read(r#"status:"run"#), [(false, Some("status"), "run".into())]);
    }

    #[test]
    fn free_words_are_what_is_left_without_keys_and_minus() {
        for (typed, words) in [("status:running", ""), ("Fix status:failed -it \"Or not\"", "fix or not"), ("  a:b ", "a:b")] {
            assert_eq!(Query::read(typed, &KEYS).words(), words, "{typed}");
        }
    }

    #[test]
    fn all_terms_must_hold() {
        let query = Query::read("a -b", &KEYS);
        let holds = |text: &str| query.holds(|term| term.any(|value| text.contains(value.as_str())));
        assert!(holds("a c") && !holds("a b") && !holds("c"));
        assert!(Query::default().holds(|_| false));
    }

    #[test]
    fn a_chip_puts_its_token_in_and_takes_it_out() {
        assert_eq!(toggle("invoice", "status:running"), "invoice status:running");
        assert_eq!(toggle("status:running invoice", "status:running"), "invoice");
        assert_eq!(toggle("status:failed invoice", "status:running"), "invoice status:running");
        assert!(has(r#"a "status:running b" c"#, "c") && !has(r#""status:running b""#, "status:running"));
    }

    #[test]
    fn letters_are_small_whatever_they_are() {
        for (text, wanted) in [("Fix IT", "fix it"), ("ÜBER ÉTÉ", "über été"), ("ΑΘΗΝΑ", "αθηνα"), ("ЁЖ Я", "ёж я"), ("Ŝ日本×", "ŝ日本×")]
        {
            assert_eq!(small(text), wanted);
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_panics_and_a_chip_always_toggles(typed in ".{0,40}") {
            Query::read(&typed, &KEYS);
            prop_assume!(!typed.contains('"'));
            let with = toggle(&typed, "status:running");
            prop_assert!(has(&with, "status:running") != has(&typed, "status:running"));
        }
    }
}
