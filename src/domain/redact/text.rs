//! Masks a text by what stands in it: names with secrets behind them, and what looks like a secret by itself. One walk, and few steps back.
//! Refuses JSON and keys of several lines, which are taken apart before.

use std::ops::Range;

use super::looks::secret_at;
use super::names::{Named, named};
use super::reach::{Way, bare, code, secret};
use super::{MASK, Masked, note};

/// So far back a name is looked for.
const BACK: usize = 96;

/// Masks a text, and adds to what was masked.
pub fn masked_text(text: &str, out: &mut String, masked: &mut Vec<Masked>) {
    let mut walk = Walk { text, out, masked, done: 0, fresh: 0, word: 0..0, last: None };
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        let next = match byte {
            b':' | b'=' => walk.address(at).or_else(|| walk.assignment(at, 1)),
            b'%' => walk.percent(at),
            b'@' => walk.mail(at),
            b'/' | b'\\' => walk.slash(at),
            b'-' => walk.flag(at),
            0x1b => walk.code(at),
            _ if byte.is_ascii_alphanumeric() && walk.is_start(at) => walk.begun(at),
            _ => None,
        };
        // What was masked is passed over, and nothing is looked at twice.
        at = next.unwrap_or(0).max(at + 1);
    }
    let rest = walk.text.get(walk.done..).unwrap_or_default();
    walk.out.push_str(rest);
}

pub(super) struct Walk<'a> {
    pub(super) text: &'a str,
    out: &'a mut String,
    masked: &'a mut Vec<Masked>,
    /// So far everything is written.
    pub(super) done: usize,
    /// Here a word begins whatever stands before it.
    pub(super) fresh: usize,
    /// The words of an address that was looked at last, and where the last `@` stands in it.
    pub(super) word: Range<usize>,
    pub(super) last: Option<usize>,
}

impl<'a> Walk<'a> {
    pub(super) fn from(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }

    /// Writes something in the place of something else. Returns where it goes on.
    pub(super) fn put(&mut self, place: Range<usize>, instead: &str, what: &'static str) -> Option<usize> {
        if place.start >= self.done {
            self.out.push_str(self.text.get(self.done..place.start).unwrap_or_default());
            self.out.push_str(instead);
            self.done = place.end;
            note(self.masked, what);
        }
        Some(place.end)
    }

    /// Whether a word begins here: before it is nothing that could belong to it.
    fn is_start(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        let mut before = at;
        while before > self.fresh {
            match bytes.get(before - 1) {
                Some(b'_' | b'-') => before -= 1,
                Some(byte) => return !byte.is_ascii_alphanumeric(),
                None => return true,
            }
            if at - before > BACK {
                return false;
            }
        }
        true
    }

    /// A code of a terminal, which parts words.
    pub(super) fn code(&mut self, at: usize) -> Option<usize> {
        let long = code(self.from(at));
        (long > 0).then(|| {
            self.fresh = at + long;
            self.fresh
        })
    }

    fn percent(&mut self, at: usize) -> Option<usize> {
        let rest = self.from(at);
        let is_assigned = ["%3D", "%3d", "%3A", "%3a"].iter().any(|sign| rest.starts_with(sign));
        if is_assigned && let Some(next) = self.assignment(at, 3) {
            return Some(next);
        }
        if rest.as_bytes().get(1..3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit)) {
            self.fresh = at + 3;
            return Some(at + 3);
        }
        None
    }

    /// What stands behind a name and a sign of so many letters.
    fn assignment(&mut self, at: usize, sign: usize) -> Option<usize> {
        let (kind, within) = self.name_before(at)?;
        let rest = self.from(at + sign);
        let more = rest.len() - rest.trim_start_matches([':', '=', '>']).len();
        // Two signs compare, or lead to code, or assign.
        let signs = self.text.get(at..at + sign + more).unwrap_or_default();
        let is_quoted = matches!(signs, "=>" | "==" | "===" | "::") || self.text.get(..at).is_some_and(|before| before.ends_with('!'));
        let from = at + sign + more;
        let place = secret(self.from(from), Way { named: kind, within, is_quoted })?;
        self.put(from + place.start..from + place.end, MASK, "secret")
    }

    /// What the name before a place says, and the quote that was opened before the name.
    fn name_before(&self, at: usize) -> Option<(Named, Option<char>)> {
        let mut floor = at.saturating_sub(BACK);
        while !self.text.is_char_boundary(floor) {
            floor += 1;
        }
        let before = self.text.get(floor..at)?;
        let bare = without_code(before.trim_end_matches([' ', '\t']));
        let open = bare.trim_end_matches(['"', '\'', '`', '\\', '*', ']', '!']);
        let name = without_code(open.strip_suffix("%22").unwrap_or(open).trim_end_matches([' ', '\t']));
        if !name.ends_with(|letter: char| letter.is_ascii_alphanumeric()) {
            return None;
        }
        let start =
            |text: &str| text.trim_end_matches(|letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.')).len();
        let begin = start(name);
        let (lead, word) = name.split_at(begin);
        let opened = lead.chars().next_back();
        let quote = opened.filter(|letter| open.len() == bare.len() && matches!(letter, '"' | '\'' | '`'));
        // What stands before the letters of a name and is none: a code of a terminal, a letter behind a backslash or a sign of percent.
        let own = match opened {
            Some('[') if lead.ends_with("\u{1b}[") => {
                word.trim_start_matches(|letter: char| letter.is_ascii_digit()).get(1..).unwrap_or(word)
            }
            Some('\\') => word.strip_prefix(['n', 'r', 't']).unwrap_or(word),
            Some('%') => word.get(2..).unwrap_or(word),
            _ => word,
        };
        if let Some(kind) = named(word).or_else(|| named(own)) {
            return Some((kind, quote));
        }
        if opened.is_some_and(|letter| matches!(letter, '?' | '&')) && self.is_asked(word, at) {
            return Some((Named::Secret, None));
        }
        if word == "value" || word == "Value" {
            return self.value_of(lead);
        }
        // A name of two words.
        if !["key", "keys", "code", "phrase", "base", "scope"].iter().any(|last| word.eq_ignore_ascii_case(last)) {
            return None;
        }
        let two = lead.strip_suffix(' ').filter(|lead| lead.ends_with(|letter: char| letter.is_ascii_alphanumeric()))?;
        Some((named(name.get(start(two)..)?)?, None))
    }

    /// Names that are secret in the query of an address only.
    fn is_asked(&self, name: &str, at: usize) -> bool {
        let value = self.from(at + 1);
        let value = value.get(..bare(value)).unwrap_or_default();
        matches!(name, "code" | "sig" | "auth") || (name == "key" && value.len() >= 16 && !value.contains(':') && !value.contains("%3"))
    }

    /// What a name says that was itself told as a value: `name: token, value: …`.
    fn value_of(&self, lead: &str) -> Option<(Named, Option<char>)> {
        let before = lead.trim_end_matches(['"', '\'', '\\', ' ', '\t', '\n', '\r']);
        let before = before.trim_end_matches([',', ';']).trim_end_matches(['"', '\'', '\\', ' ']);
        let begin = before.trim_end_matches(|letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-')).len();
        let (lead, word) = before.split_at(begin);
        let lead = lead.trim_end_matches(['"', '\'', '\\', ' ']);
        let is_told = lead.ends_with([':', '=']);
        named(word).filter(|_| is_told).map(|kind| (kind, None))
    }

    /// A word begins: what it looks like, and whether it says that a secret follows.
    pub(super) fn begun(&mut self, at: usize) -> Option<usize> {
        let rest = self.from(at);
        if let Some(long) = secret_at(rest) {
            return self.put(at..at + long, MASK, "token");
        }
        if !rest.starts_with(['b', 'B', 'd', 'D', 's']) {
            return None;
        }
        let scheme = ["bearer", "basic", "digest"].into_iter().find(|scheme| {
            rest.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
                && rest.get(scheme.len()..).is_some_and(|rest| rest.starts_with([' ', '\t']))
        });
        if let Some(scheme) = scheme {
            let from = at + scheme.len();
            let rest = self.from(from);
            let word = rest.trim_start().split(|letter: char| letter.is_whitespace() || letter == ',').next().unwrap_or_default();
            let kind = match scheme {
                "bearer" => Named::Secret,
                "basic" if word.bytes().skip(1).any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase() || byte == b'=') => {
                    Named::Secret
                }
                "digest" if word.contains('=') => Named::Line,
                _ => return None,
            };
            let place = secret(rest, Way { named: kind, within: None, is_quoted: false })?;
            return self.put(from + place.start..from + place.end, MASK, "secret");
        }
        if let Some(rest) = rest.strip_prefix("sshpass -p") {
            let from = self.text.len() - rest.len();
            let place = secret(rest, Way { named: Named::Secret, within: None, is_quoted: false })?;
            return self.put(from + place.start..from + place.end, MASK, "secret");
        }
        None
    }

    /// An argument of a program that says that the next one is secret.
    fn flag(&mut self, at: usize) -> Option<usize> {
        let before = self.text.as_bytes().get(at.wrapping_sub(1));
        if before.is_some_and(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b'`' | b'[' | b',' | b'(')) {
            return None;
        }
        let rest = self.from(at);
        let long = rest.bytes().take(BACK).take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).count();
        let (flag, rest) = rest.split_at_checked(long)?;
        // In a list of arguments quotes and a comma stand between them.
        let value = rest.trim_start_matches(['"', '\'', '`', ',', ' ', '\t']);
        let parted = rest.len() - value.len();
        if parted == 0 || value.starts_with("--") || value.starts_with(['\n', '\r']) {
            return None;
        }
        let is_user = matches!(flag, "-u" | "-U" | "--user" | "--proxy-user");
        let is_secret = flag.starts_with("--") && named(flag).is_some_and(|kind| kind != Named::Many);
        if !is_user && !is_secret {
            return None;
        }
        let quotes = rest.get(..parted).unwrap_or_default().trim_start_matches([',', ' ', '\t']);
        let quote = quotes.chars().next_back().filter(|letter| matches!(letter, '"' | '\'' | '`'));
        let end = match quote {
            Some(quote) => value.find([quote, '\n']).unwrap_or(value.len()),
            None => bare(value),
        };
        let from = self.text.len() - value.len();
        if is_user {
            let (user, password) = value.get(..end)?.split_once(':')?;
            let is_id = password.bytes().all(|byte| byte.is_ascii_digit()) && user.bytes().all(|byte| byte.is_ascii_digit());
            let begin = from + user.len() + 1;
            return if is_id { None } else { self.put(begin..from + end, MASK, "secret") };
        }
        if end > 0 { self.put(from..from + end, MASK, "secret") } else { None }
    }
}

/// What is left of a text that ends with codes of a terminal.
fn without_code(text: &str) -> &str {
    let mut text = text;
    while let Some(begin) = text.rfind("\u{1b}[").filter(|begin| text.get(*begin..).is_some_and(|last| code(last) == last.len())) {
        text = text.get(..begin).unwrap_or_default();
    }
    text
}
