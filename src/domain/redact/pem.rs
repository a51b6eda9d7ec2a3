//! Private keys as they are written in files: between two lines of dashes, or from the first on as long as it looks like a key.
//! Refuses certificates and public keys, which are none.

use super::{MASK, Masked, note};

const BEGIN: &str = "-----BEGIN";
const END: &str = "-----END";

/// Cuts a text at its private keys: what stands before the next one and what behind it, and what stands behind the last.
pub struct Keys<'a> {
    rest: &'a str,
    /// No end follows.
    is_endless: bool,
}

impl<'a> Keys<'a> {
    /// Begins with a text.
    pub fn of(text: &'a str) -> Self {
        Self { rest: text, is_endless: false }
    }

    /// Returns what stands before the next key, if there is one, and goes behind it.
    pub fn next(&mut self) -> Option<&'a str> {
        let text = self.rest;
        let mut from = 0;
        loop {
            let at = from + text.get(from..)?.find(BEGIN)?;
            from = at + BEGIN.len();
            let head = text.get(from..)?;
            // Names are short, and of ASCII.
            let letters = head.bytes().take(64).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b' ').count();
            let (name, body) = head.split_at_checked(letters)?;
            let Some(body) = body.strip_prefix("-----").filter(|_| name.contains("PRIVATE KEY")) else { continue };
            self.rest = self.behind(body);
            return text.get(..at);
        }
    }

    /// Returns what is left.
    pub fn rest(&self) -> &'a str {
        self.rest
    }

    fn behind(&mut self, body: &'a str) -> &'a str {
        // An end that was not found once is not looked for again.
        let end = if self.is_endless { None } else { body.find(END) };
        self.is_endless = end.is_none();
        let Some(end) = end else { return body.get(long(body)..).unwrap_or_default() };
        let tail = body.get(end + END.len()..).unwrap_or_default();
        let line = tail.get(..tail.find('\n').unwrap_or(tail.len())).unwrap_or_default();
        tail.get(line.find("-----").map_or(line.len(), |close| close + 5)..).unwrap_or_default()
    }
}

/// How long a key is whose end is missing: as long as its lines look like those of one.
fn long(body: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = body.get(at..).unwrap_or_default();
        let line = rest.trim_start_matches(['>', '|', '#', '*', ' ', '\t']);
        let lead = rest.len() - line.len();
        let end = if is_head(line) { line.find(['\n', '\\']) } else { line.find(|letter| !is_letter(letter)) }.unwrap_or(line.len());
        let behind = line.get(end..).unwrap_or_default().trim_start_matches([' ', '\t', '\r']);
        // In a text that is quoted lines end with backslashes and letters.
        let quoted = behind.strip_prefix("\\r").unwrap_or(behind).trim_start_matches('\\');
        let next = behind.strip_prefix('\n').or_else(|| quoted.strip_prefix('n').filter(|_| behind.starts_with('\\')));
        match next {
            Some(next) => at = body.len() - next.len(),
            None if behind.is_empty() || behind.starts_with(['"', '\'', '`', '\\', '<']) => return at + lead + end,
            None => return at,
        }
    }
}

fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '+' | '/' | '=')
}

fn is_head(line: &str) -> bool {
    ["Proc-Type: ", "DEK-Info: ", "Comment: ", "Version: ", "Hash: ", "Charset: "].iter().any(|head| line.starts_with(head))
}

/// Texts one after the other, such as the lines of a log: a key may begin in one and go on in the next ones.
#[derive(Default)]
pub struct Across {
    is_key: bool,
}

impl Across {
    /// Takes what a text says, and the same as it is written down. Returns the latter without what belongs to a key that began before.
    pub fn masked(&mut self, text: &str, written: String, masked: &mut Vec<Masked>) -> String {
        let body = text.trim();
        let goes_on =
            self.is_key && !body.contains("-----") && body.lines().all(|line| is_head(line.trim()) || line.trim().chars().all(is_letter));
        let begun = body.rfind(BEGIN).and_then(|at| body.get(at..)).filter(|key| key.contains("PRIVATE KEY-----") && !key.contains(END));
        self.is_key = goes_on || begun.is_some();
        if !goes_on || body.is_empty() {
            return written;
        }
        note(masked, "private key");
        body.lines().map(str::trim).filter(|line| !line.is_empty()).fold(written, |written, line| written.replace(line, MASK))
    }
}
