//! Who stands in addresses: the user of a machine and the password, a mailbox, somebody's home; and addresses that let in whoever knows them.
//! Refuses names and their values.

use super::MASK;
use super::looks::is_edge;
use super::text::Walk;

impl Walk<'_> {
    /// Who stands in an address before the machine.
    pub(super) fn address(&mut self, at: usize) -> Option<usize> {
        let rest = self.from(at);
        let begin = ["://", ":\\/\\/"].into_iter().find(|begin| rest.starts_with(begin))?;
        let from = at + begin.len();
        if from >= self.word.end {
            let rest = self.from(from);
            let is_end = |letter: char| letter.is_whitespace() || matches!(letter, '"' | '`' | '<' | '>');
            self.word = from..from + rest.find(is_end).unwrap_or(rest.len());
            self.last = self.text.get(self.word.clone()).and_then(|word| word.rfind('@')).map(|last| self.word.start + last);
        }
        let last = self.last.filter(|last| *last >= from)?;
        let word = self.text.get(from..last + 1)?;
        let host = word.get(..word.find(['/', '?', '#']).unwrap_or(word.len()))?;
        let (user, password) = match host.split_once(':') {
            Some((user, password)) => (user, Some(password)),
            None => (host.rsplit_once('@')?.0, None),
        };
        let is_web = self.text.get(..at).is_some_and(|before| ["http", "https", "ws", "wss"].iter().any(|web| before.ends_with(web)));
        let is_short = user.len() <= 16 && user.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_' | b'0'..=b'9'));
        let is_plain = !is_web && is_short;
        let Some(password) = password else {
            return (!is_plain).then(|| self.put(from..from + user.len(), MASK, "password")).flatten();
        };
        // A port, or an address in brackets.
        let is_port = !host.contains('@') && password.bytes().all(|byte| byte.is_ascii_digit());
        if is_port || user.starts_with('[') {
            return None;
        }
        let begin = if is_plain { from + user.len() + 1 } else { from };
        (begin < last).then(|| self.put(begin..last, MASK, "password")).flatten()
    }

    pub(super) fn mail(&mut self, at: usize) -> Option<usize> {
        let is_of = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-');
        let before = self.text.get(self.done.max(self.fresh)..at)?;
        let who: usize =
            before.chars().rev().take(64).take_while(|letter| is_of(*letter) || matches!(letter, '_' | '+')).map(char::len_utf8).sum();
        let name = before.get(before.len() - who..)?.trim_start_matches(['.', '-', '_', '+']);
        let host = self.from(at + 1);
        let host = host.get(..host.find(|letter| !is_of(letter)).unwrap_or(host.len()))?.trim_end_matches(['.', '-']);
        let (_, last) = host.rsplit_once('.')?;
        let is_host = (last.len() > 1 && last.chars().all(char::is_alphabetic)) || host.split('.').count() == 4;
        (is_host && !name.is_empty() && name != "git")
            .then(|| self.put(at - name.len()..at + 1 + host.len(), MASK, "e-mail address"))
            .flatten()
    }

    /// Somebody's home, an address that lets in, and what a backslash parts.
    pub(super) fn slash(&mut self, at: usize) -> Option<usize> {
        let rest = self.from(at);
        for home in ["/home/", "/Users/", "\\Users\\", "\\\\Users\\\\", "\\/home\\/", "\\/Users\\/"] {
            if rest.get(..home.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(home)) && (home != "/Users/" || rest.starts_with(home))
            {
                let after = rest.get(home.len()..)?;
                let user = after.find(|letter| is_edge(letter) || matches!(letter, '/' | ':')).unwrap_or(after.len());
                // A name with a blank in it, if the way goes on behind it.
                let longer = after
                    .bytes()
                    .take(40)
                    .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'.' | b'-' | b'_'))
                    .count();
                let user = if home.starts_with('\\') && after.as_bytes().get(longer) == Some(&b'\\') { longer } else { user };
                return if user > 0 { self.put(at..at + home.len() + user, "~", "home folder") } else { None };
            }
        }
        let hook = rest.strip_prefix("/webhooks/").filter(|id| id.starts_with(|letter: char| letter.is_ascii_digit()));
        if let Some(hook) = hook {
            let from = at + rest.len() - hook.len();
            return self.put(from..from + hook.find(is_edge).unwrap_or(hook.len()), MASK, "token");
        }
        if rest.starts_with('\\') {
            if let Some(next) = self.code(at) {
                return Some(next);
            }
            if rest.get(1..2).is_some_and(|letter| matches!(letter, "n" | "r" | "t")) {
                return self.begun(at + 2);
            }
        }
        None
    }
}
