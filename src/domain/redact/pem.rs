//! Private keys as they are written in files: between two lines of dashes, or from the first on as long as it looks like a key.
//! Refuses certificates and public keys, which are none.

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
            let first = head.get(..head.find(['\n', '\\']).unwrap_or(head.len()))?;
            let Some(name) = first.find("-----").filter(|end| first.get(..*end).is_some_and(|name| name.contains("PRIVATE KEY"))) else {
                continue;
            };
            self.rest = self.behind(head.get(name + 5..)?);
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

/// How long a key is whose end is missing.
fn long(body: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = body.get(at..).unwrap_or_default();
        let real = rest.find('\n').map(|end| (end, end + 1));
        let within = rest.get(..real.map_or(rest.len(), |(end, _)| end)).unwrap_or_default();
        // In a text that is quoted lines end with a backslash and a letter.
        let (end, next) = within.find("\\n").map(|end| (end, end + 2)).or(real).unwrap_or((rest.len(), rest.len()));
        let line = rest.get(..end).unwrap_or_default();
        if !is_line(line) {
            let first = line.find(|letter: char| !is_letter(letter)).unwrap_or(0);
            let is_last = line.get(first..).is_some_and(|rest| rest.starts_with(['"', '\'', '`', '\\', '<']));
            return if is_last { at + first } else { at };
        }
        at += next;
        if at >= body.len() {
            return body.len();
        }
    }
}

fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '+' | '/' | '=')
}

fn is_line(line: &str) -> bool {
    let line = line.trim_start_matches(['>', '|', '#', '*', ' ', '\t']).trim_end_matches(['\\', 'r']).trim_end();
    let is_head = line.split_once(": ").is_some_and(|(name, _)| matches!(name, "Proc-Type" | "DEK-Info" | "Comment" | "Version" | "Hash" | "Charset"));
    is_head || line.chars().all(is_letter)
}
