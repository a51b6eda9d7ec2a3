//! The query language where mistakes are told: with patterns between slashes, comparisons, and fields that begin with a dot.
//! Refuses to know what a pattern finds; whoever asks compiles it.

use super::{Query, Sign, Term, small};

/// What a search knows besides words.
#[derive(Clone, Copy, Debug)]
pub struct Grammar {
    /// Keys that stand before a colon.
    pub keys: &'static [&'static str],
    /// Those of them that can be compared.
    pub compared: &'static [&'static str],
}

/// Why something that was typed means nothing, and where it stands, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// What is wrong, for people.
    pub words: String,
}

impl Query {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Says what is wrong first, and where.
    pub fn strict(typed: &str, grammar: Grammar) -> Result<Self, Mistake> {
        let mut terms = vec![];
        let mut at = 0;
        while let Some(from) = next(typed, at) {
            let (term, to) = term(typed, from, grammar)?;
            terms.push(term);
            at = to;
        }
        Ok(Self { terms })
    }
}

/// Where the next term begins.
fn next(typed: &str, at: usize) -> Option<usize> {
    let rest = typed.get(at..)?;
    rest.find(|letter: char| !letter.is_whitespace()).map(|blank| at + blank)
}

/// Reads the term that begins at a place; returns where it ends too.
fn term(typed: &str, from: usize, grammar: Grammar) -> Result<(Term, usize), Mistake> {
    let rest = typed.get(from..).unwrap_or_default();
    let wrong = |to: usize, words: &str| Mistake { from, to, words: words.to_owned() };
    let is_negated = rest.len() > 1 && rest.starts_with('-') && !rest[1..].starts_with(char::is_whitespace);
    let start = from + usize::from(is_negated);
    let rest = typed.get(start..).unwrap_or_default();
    let (name, sign, body) = head(rest, grammar).unwrap_or(("", Sign::Is, rest));
    let begins = typed.len() - body.len();
    let (value, to, is_quoted, sign) = if name.is_empty() && body.starts_with('/') {
        let end = closing_slash(body).ok_or_else(|| wrong(typed.len(), "The pattern has no closing slash. Put a path into quotes."))?;
        (body.get(1..end).unwrap_or_default(), begins + end + 1, true, Sign::Pattern)
    } else if let Some(quoted) = body.strip_prefix('"') {
        let end = quoted.find('"').ok_or_else(|| wrong(typed.len(), "The quotation mark is not closed."))?;
        (quoted.get(..end).unwrap_or_default(), begins + end + 2, true, sign)
    } else {
        let end = body.find(char::is_whitespace).unwrap_or(body.len());
        (body.get(..end).unwrap_or_default(), begins + end, false, sign)
    };
    if value.is_empty() && (!name.is_empty() || sign == Sign::Pattern) {
        return Err(wrong(to, "Here something is missing."));
    }
    let key = grammar.keys.iter().copied().find(|key| key.eq_ignore_ascii_case(name));
    // A pattern is kept as it was typed: small letters would change what it means.
    let said = if sign == Sign::Pattern { value.to_owned() } else { small(value) };
    let mut values: Vec<String> = if key.is_some() && !is_quoted { said.split(',').map(str::to_owned).collect() } else { vec![said] };
    values.retain(|value| !value.is_empty());
    if values.is_empty() && !name.is_empty() {
        return Err(wrong(to, "Here something is missing."));
    }
    if let Some(field) = name.strip_prefix('.') {
        values.insert(0, field.to_owned());
    }
    Ok((Term { is_negated, key, values, sign, span: (from, to) }, to))
}

/// Cuts the name off that begins a term, with the sign behind it.
fn head(rest: &str, grammar: Grammar) -> Option<(&str, Sign, &str)> {
    let end = rest.find(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-')))?;
    let (name, behind) = rest.split_at(end);
    let is_key = |keys: &[&str]| keys.iter().any(|key| key.eq_ignore_ascii_case(name));
    const COMPARED: [(&str, Sign); 4] = [(">=", Sign::AtLeast), ("<=", Sign::AtMost), (">", Sign::Above), ("<", Sign::Below)];
    if is_key(grammar.compared)
        && let Some((sign, word)) = COMPARED.iter().find_map(|(mark, sign)| behind.strip_prefix(mark).map(|word| (*sign, word)))
    {
        return Some((name, sign, word));
    }
    let word = behind.strip_prefix(':')?;
    match name.strip_prefix('.') {
        Some(field) => (!field.is_empty()).then_some((name, Sign::Field, word)),
        None => is_key(grammar.keys).then_some((name, Sign::Is, word)),
    }
}

/// Where the slash stands that ends a pattern: the first behind which nothing or a blank stands.
fn closing_slash(body: &str) -> Option<usize> {
    let bytes = body.as_bytes();
    let ends = |at: usize| bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace);
    let is_escaped = |at: usize| bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1;
    (1..bytes.len()).find(|at| bytes[*at] == b'/' && ends(*at) && !is_escaped(*at))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GRAMMAR: Grammar = Grammar { keys: &["level", "subsystem"], compared: &["level"] };

    fn read(typed: &str) -> Vec<(bool, &'static str, Sign, String)> {
        let said = |term: Term| (term.is_negated, term.key.unwrap_or_default(), term.sign, term.values.join("|"));
        Query::strict(typed, GRAMMAR).unwrap().terms.into_iter().map(said).collect()
    }

    #[test]
    fn words_phrases_keys_patterns_comparisons_and_fields() {
        for (typed, wanted) in [
            ("Fix", (false, "", Sign::Is, "fix")),
            ("-\"Two words\"", (true, "", Sign::Is, "two words")),
            ("agent:main:main", (false, "", Sign::Is, "agent:main:main")),
            ("-Subsystem:ws,Cron", (true, "subsystem", Sign::Is, "ws|cron")),
            ("subsystem:\"a, b\"", (false, "subsystem", Sign::Is, "a, b")),
            ("level>=Warn", (false, "level", Sign::AtLeast, "warn")),
            ("level<error", (false, "level", Sign::Below, "error")),
            ("subsystem>=x", (false, "", Sign::Is, "subsystem>=x")),
            ("/a B\\/ \\d+/", (false, "", Sign::Pattern, "a B\\/ \\d+")),
            ("-/a/b/", (true, "", Sign::Pattern, "a/b")),
            (".Trace-id.x:\"A b\"", (false, "", Sign::Field, "Trace-id.x|a b")),
            ("-", (false, "", Sign::Is, "-")),
            ("5>3", (false, "", Sign::Is, "5>3")),
        ] {
            let (is_negated, key, sign, values) = wanted;
            assert_eq!(read(typed), [(is_negated, key, sign, values.to_owned())], "{typed}");
        }
        assert_eq!(read("  a  -b level:info ").len(), 3);
    }

    #[test]
    fn mistakes_say_where_they_are() {
        for (typed, from, to) in
            [("ab /x", 3, 5), ("ab \"x y", 3, 7), ("a level>= b", 2, 9), ("é subsystem: b", 3, 13), ("//", 0, 2), ("/home/x", 0, 7)]
        {
            let mistake = Query::strict(typed, GRAMMAR).unwrap_err();
            assert_eq!((mistake.from, mistake.to), (from, to), "{typed}: {}", mistake.words);
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_panics_and_mistakes_lie_within(typed in "[a-c/\"\\\\:<>=. lev-é]{0,30}") {
            match Query::strict(&typed, GRAMMAR) {
                Ok(query) => prop_assert!(query.terms.iter().all(|term| typed.get(term.span.0..term.span.1).is_some())),
                Err(mistake) => prop_assert!(typed.get(mistake.from..mistake.to).is_some_and(|part| !part.is_empty())),
            }
        }

        #[test]
        fn what_has_no_signs_means_the_same_to_both(typed in "[a-c: -]{0,20}") {
            let values = |query: Query| query.terms.into_iter().map(|term| (term.is_negated, term.values)).collect::<Vec<_>>();
            prop_assert_eq!(values(Query::strict(&typed, GRAMMAR).unwrap()), values(Query::read(&typed, GRAMMAR.keys)));
        }
    }
}
