//! Masks what should not leave: tokens, keys, passwords, addresses of people, home folders. Says what and how often.
//! Refuses to promise that nothing else is secret.

mod json;
pub use json::redact_json;

/// What was masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Masked {
    /// What kind of thing, as one of them is called.
    pub what: &'static str,
    /// How often.
    pub count: usize,
}

/// Beginnings of tokens that name themselves.
const TOKENS: [&str; 24] = [
    "sk_live_",
    "sk_test_",
    "rk_live_",
    "whsec_",
    "xapp-",
    "hf_",
    "gsk_",
    "ya29.",
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
/// Ends of names whose values are secret.
const NAMES: [&str; 22] = [
    "token",
    "password",
    "passwd",
    "passphrase",
    "secret",
    "api_key",
    "apikey",
    "api-key",
    "auth_key",
    "auth-key",
    "authkey",
    "access_key",
    "accesskey",
    "secret_key",
    "secretkey",
    "authorization",
    "private_key",
    "private-key",
    "privatekey",
    "signing_key",
    "signingkey",
    "cookie",
];
/// What may stand between the name of a secret and the secret.
const SCHEMES: [&str; 5] = ["bearer", "basic", "token", "bot", "digest"];
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

/// Counts something that was masked.
fn note(masked: &mut Vec<Masked>, what: &'static str) {
    match masked.iter_mut().find(|masked| masked.what == what) {
        Some(masked) => masked.count += 1,
        None => masked.push(Masked { what, count: 1 }),
    }
}

struct Work {
    out: String,
    masked: Vec<Masked>,
}

/// What ends a word, besides blanks.
fn is_edge(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '"' | '\'' | '`' | ',' | ';' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '|' | '&' | '?' | '#' | '\\')
}

impl Work {
    fn note(&mut self, what: &'static str) {
        note(&mut self.masked, what);
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
                let letter = rest.chars().next().unwrap_or_default();
                self.out.push(letter);
                rest = rest.get(letter.len_utf8().max(1)..).unwrap_or_default();
                if comes == Comes::Secret && matches!(letter, '"' | '\'' | '`') {
                    rest = self.quoted(rest, letter);
                    comes = Comes::Anything;
                }
                continue;
            }
            let word = rest.get(..end).unwrap_or_default();
            rest = rest.get(end..).unwrap_or_default();
            comes = self.word(word, comes);
        }
    }

    /// Masks what stands within quotes, of which the first was seen; of a line that ends before them, all of it. Returns what follows.
    fn quoted<'a>(&mut self, text: &'a str, quote: char) -> &'a str {
        let end = text.find(quote).or_else(|| text.find(['\n', '\r'])).unwrap_or(text.len());
        // Within a text that is quoted itself, the quote is written with a backslash.
        let secret = text.get(..end).unwrap_or_default().trim_end_matches('\\');
        if !secret.is_empty() {
            self.out.push_str(MASK);
            self.note("secret");
        }
        text.get(secret.len()..).unwrap_or_default()
    }

    /// Writes a word, masked if it must be; says what this one makes of the next.
    fn word(&mut self, word: &str, comes: Comes) -> Comes {
        if comes == Comes::Assignment && matches!(word, ":" | "=") {
            self.out.push_str(word);
            return Comes::Secret;
        }
        // Any of them: an address holds several.
        let mut assigned = word.match_indices(['=', ':']).filter(|(at, _)| !word.get(*at..).unwrap_or_default().starts_with("://"));
        let named = assigned.find_map(|(at, _)| word.get(..at).filter(|name| is_secret_name(name)));
        if let Some(name) = named
            && word.len() > name.len() + 1
        {
            self.out.push_str(word.get(..=name.len()).unwrap_or_default());
            self.out.push_str(MASK);
            self.note("secret");
            return Comes::Anything;
        }
        if comes == Comes::Secret {
            let is_scheme = SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme));
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
        if named.is_some() || word.eq_ignore_ascii_case("bearer") || (word.starts_with("--") && is_secret_name(word)) {
            Comes::Secret
        } else if is_secret_name(word) {
            Comes::Assignment
        } else {
            Comes::Anything
        }
    }

    /// Writes a word, with what leads to somebody's home cut short, and an address without its password.
    fn plain(&mut self, word: &str) {
        let address = word.split_once("://").map(|(scheme, rest)| (scheme.len() + 3, rest.split('/').next().unwrap_or_default()));
        if let Some((from, who)) = address.and_then(|(from, host)| Some((from, host.rsplit_once('@')?.0)))
            && let Some((user, _)) = who.split_once(':')
        {
            self.out.push_str(word.get(..from + user.len() + 1).unwrap_or_default());
            self.out.push_str(MASK);
            self.out.push_str(word.get(from + who.len()..).unwrap_or_default());
            return self.note("password");
        }
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
    // Of a bot of Telegram: digits, a colon, letters.
    let is_bot = |text: &str| {
        let (id, key) = text.strip_prefix("bot").unwrap_or(text).split_once(':').unwrap_or_default();
        id.len() >= 8 && id.bytes().all(|letter| letter.is_ascii_digit()) && key.len() >= 30
    };
    if body.split('/').any(is_bot) {
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
#[path = "../redact_tests.rs"]
mod tests;
