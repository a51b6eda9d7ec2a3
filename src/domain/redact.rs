//! Masks what should not leave: tokens, keys, passwords, addresses of people, home folders. Says what and how often.
//! Refuses to promise that nothing else is secret.

/// What was masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Masked {
    /// What kind of thing, as one of them is called.
    pub what: &'static str,
    /// How often.
    pub count: usize,
}

/// Beginnings of tokens that name themselves.
const TOKENS: [&str; 16] = [
    "sk-",
    "pk-",
    "rk-",
    "ghp_",
    "gho_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "xoxa-",
    "AKIA",
    "ASIA",
    "AIza",
    "npm_",
];
/// Names whose values are secret.
const NAMES: [&str; 9] = ["token", "password", "passwd", "secret", "api_key", "apikey", "api-key", "authorization", "private_key"];
/// What stands in the place of a secret.
const MASK: &str = "[masked]";
/// A token is at least so long.
const SHORTEST: usize = 12;

/// Masks a text.
pub fn redact(text: &str) -> (String, Vec<Masked>) {
    let mut masked = vec![];
    let out = redact_into(text, &mut masked);
    (out, masked)
}

/// Masks one of several texts, and adds to what was masked in the others.
pub fn redact_into(text: &str, masked: &mut Vec<Masked>) -> String {
    let mut work = Work { out: String::with_capacity(text.len()), masked: std::mem::take(masked) };
    let mut rest = text;
    while let Some((before, after)) = key_in(rest) {
        work.lines(before);
        work.note("private key");
        work.out.push_str(MASK);
        rest = after;
    }
    work.lines(rest);
    *masked = work.masked;
    work.out
}

/// Finds the next private key: what stands before it, and what behind. One whose end is missing ends with its last line of key.
fn key_in(text: &str) -> Option<(&str, &str)> {
    const BEGIN: &str = "-----BEGIN";
    const END: &str = "-----END";
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find(BEGIN)?;
        let head = text.get(at + BEGIN.len()..)?;
        let name =
            head.find("-----").filter(|end| head.get(..*end).is_some_and(|name| name.contains("PRIVATE KEY") && !name.contains('\n')));
        let Some(name) = name else {
            from = at + BEGIN.len();
            continue;
        };
        let body = head.get(name + 5..)?;
        let behind = match body.find(END) {
            Some(end) => {
                let tail = body.get(end + END.len()..).unwrap_or_default();
                tail.find("-----").map_or("", |close| tail.get(close + 5..).unwrap_or_default())
            }
            None => {
                let is_key =
                    |line: &&str| line.trim().chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '/' | '='));
                let long: usize = body.split_inclusive('\n').take_while(is_key).map(str::len).sum();
                body.get(long..).unwrap_or_default()
            }
        };
        return Some((text.get(..at)?, behind));
    }
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Comes {
    Anything,
    /// A colon or an equals sign, behind the name of a secret.
    Assignment,
    /// The secret.
    Secret,
}

struct Work {
    out: String,
    masked: Vec<Masked>,
}

/// What ends a word, besides blanks.
fn is_edge(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '"' | '\'' | '`' | ',' | ';' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '|' | '&' | '?' | '\\')
}

impl Work {
    fn note(&mut self, what: &'static str) {
        match self.masked.iter_mut().find(|masked| masked.what == what) {
            Some(masked) => masked.count += 1,
            None => self.masked.push(Masked { what, count: 1 }),
        }
    }

    fn lines(&mut self, text: &str) {
        text.split_inclusive('\n').for_each(|line| self.line(line));
    }

    fn line(&mut self, line: &str) {
        let mut rest = line;
        let mut comes = Comes::Anything;
        while !rest.is_empty() {
            let end = rest.find(is_edge).unwrap_or(rest.len());
            if end == 0 {
                let edge = rest.chars().next().map_or(1, char::len_utf8);
                self.out.push_str(rest.get(..edge).unwrap_or_default());
                rest = rest.get(edge..).unwrap_or_default();
                continue;
            }
            let word = rest.get(..end).unwrap_or_default();
            rest = rest.get(end..).unwrap_or_default();
            comes = self.word(word, comes);
        }
    }

    /// Writes a word, masked if it must be; says what this one makes of the next.
    fn word(&mut self, word: &str, comes: Comes) -> Comes {
        if comes == Comes::Assignment && matches!(word, ":" | "=") {
            self.out.push_str(word);
            return Comes::Secret;
        }
        let (name, value) = match word.find(['=', ':']).filter(|at| !word.get(*at..).unwrap_or_default().starts_with("://")) {
            Some(at) => (word.get(..at).unwrap_or_default(), word.get(at + 1..).unwrap_or_default()),
            None => ("", word),
        };
        let is_named = is_secret_name(name);
        if is_named && !value.is_empty() {
            self.out.push_str(word.get(..=name.len()).unwrap_or_default());
            self.out.push_str(MASK);
            self.note("secret");
            return Comes::Anything;
        }
        if comes == Comes::Secret {
            let is_scheme = word.eq_ignore_ascii_case("bearer") || word.eq_ignore_ascii_case("basic");
            self.out.push_str(if is_scheme { word } else { MASK });
            if !is_scheme {
                self.note("secret");
            }
            return if is_scheme { Comes::Secret } else { Comes::Anything };
        }
        if let Some(kind) = kind_of(word) {
            self.out.push_str(MASK);
            self.note(kind);
            return Comes::Anything;
        }
        self.plain(word);
        match word {
            _ if is_named || word.eq_ignore_ascii_case("bearer") => Comes::Secret,
            _ if is_secret_name(word) => Comes::Assignment,
            _ => Comes::Anything,
        }
    }

    /// Writes a word, with what leads to somebody's home cut short.
    fn plain(&mut self, word: &str) {
        for home in ["/home/", "/Users/"] {
            if let Some(at) = word.find(home) {
                let after = word.get(at + home.len()..).unwrap_or_default();
                let user = after.find('/').unwrap_or(after.len());
                if user > 0 {
                    self.out.push_str(word.get(..at).unwrap_or_default());
                    self.out.push('~');
                    self.out.push_str(after.get(user..).unwrap_or_default());
                    return self.note("home folder");
                }
            }
        }
        self.out.push_str(word);
    }
}

fn is_secret_name(name: &str) -> bool {
    let name = name.trim_matches(|letter: char| !letter.is_alphanumeric()).to_ascii_lowercase();
    NAMES.iter().any(|secret| name.ends_with(secret))
}

/// Says what kind of secret a word is, if it is one.
fn kind_of(word: &str) -> Option<&'static str> {
    let body = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    let is_token = |text: &str| text.len() >= SHORTEST && TOKENS.iter().any(|token| text.starts_with(token));
    // Within an address or an assignment, too.
    if body.split(['=', '/', ':', '@']).any(is_token) {
        return Some("token");
    }
    let mut parts = body.split('.');
    if body.starts_with("eyJ") && parts.by_ref().take(3).filter(|part| part.len() >= 8).count() == 3 {
        return Some("token");
    }
    let (who, host) = body.split_once('@')?;
    let is_address =
        !who.is_empty() && host.contains('.') && host.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '-'));
    is_address.then_some("e-mail address")
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_secret_of_the_corpus_passes() {
        for (text, secret) in [
            ("use sk-abcdef1234567890abcdef please", "abcdef1234567890"),
            ("export GITHUB_TOKEN=ghp_0123456789abcdef0123", "0123456789abcdef"),
            ("Authorization: Bearer abc.def.ghi-jkl", "abc.def.ghi-jkl"),
            (r#"{"password": "hunter2", "user": "x"}"#, "hunter2"),
            (r#"{"api_key":"k-123456"}"#, "k-123456"),
            ("secret: swordfish", "swordfish"),
            ("https://user:ghp_0123456789abcdef@host/x", "0123456789abcdef"),
            ("?token=abc123&x=1", "abc123"),
            ("eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSMeKK", "eyJzdWIiOiIx"),
            ("write to clawdia@example.org today", "clawdia@"),
            ("cat /home/clawdia/notes.txt", "clawdia"),
            ("cat '/Users/clawdia/x'", "clawdia"),
            ("-----BEGIN OPENSSH PRIVATE KEY-----\nabcdef\n-----END OPENSSH PRIVATE KEY-----\n", "abcdef"),
            ("AKIAIOSFODNN7EXAMPLE", "IOSFODNN7"),
            ("OPENAI_API_KEY='sk-proj-aaaaaaaaaaaaaaaa'", "proj-aaaa"),
        ] {
            let (masked, what) = redact(text);
            assert!(!masked.contains(secret), "{text} became {masked}");
            assert!(!what.is_empty(), "{text}");
        }
    }

    #[test]
    fn of_a_text_with_a_key_all_but_the_key_stays() {
        let key = "-----BEGIN RSA PRIVATE KEY-----\nabc+/=\ndef\n-----END RSA PRIVATE KEY-----";
        assert_eq!(redact(&format!("before\n{key}\nafter {key}!")).0, "before\n[masked]\nafter [masked]!");
        // In a text that is written within quotes, and where the end is missing.
        assert_eq!(redact("{\"a\": \"-----BEGIN PRIVATE KEY-----\\nabc\\n-----END PRIVATE KEY-----\"}").0, "{\"a\": \"[masked]\"}");
        assert_eq!(redact("x -----BEGIN PRIVATE KEY-----\nabc\ndef\nThen we go on.").0, "x [masked]Then we go on.");
        assert_eq!(redact("grep -----BEGIN PRIVATE KEY in it\nand go on").0, "grep -----BEGIN PRIVATE KEY in it\nand go on");
    }

    #[test]
    fn ordinary_words_stay_as_they_are() {
        for text in [
            "A task: ship it.\n",
            "let x = risk-free;",
            "see https://example.org/a?b=c",
            "12:30, at home/away",
            "",
            "tokens: 48k used",
            "the token is here, the password too",
        ] {
            assert_eq!(redact(text).0, text);
        }
    }

    proptest! {
        #[test]
        fn nothing_panics_and_lines_stay(text in "(.|\n){0,80}") {
            let (masked, _) = redact(&text);
            prop_assert!(masked.matches('\n').count() <= text.matches('\n').count() + 1);
        }
    }
}
