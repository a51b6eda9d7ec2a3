//! Addresses within the app, as functions: the only way in which one feature points at another.
//! Refuses to know what is shown there. The start script in `tools/boot` knows the first segments too.

/// What waits, runs, failed and comes next.
pub fn now() -> String {
    "/now".into()
}

/// The list of sessions.
pub fn sessions() -> String {
    "/sessions".into()
}

/// One session, beside the list.
pub fn session(key: &str) -> String {
    format!("/sessions/{}", encode(key))
}

/// The conversation that was open last.
pub fn chats() -> String {
    "/chat".into()
}

/// The conversation of a session.
pub fn chat(key: &str) -> String {
    format!("/chat/{}", encode(key))
}

/// The list of jobs.
pub fn jobs() -> String {
    "/cron".into()
}

/// One job, beside the list.
pub fn job(id: &str) -> String {
    format!("/cron/{}", encode(id))
}

/// The job to whose runs a session belongs, by its key.
pub fn job_of(key: &str) -> Option<String> {
    let mut parts = key.split(':').skip(2);
    (parts.next() == Some("cron")).then(|| parts.next().map(job)).flatten()
}

/// What was used, and what it cost.
pub fn analytics() -> String {
    "/analytics".into()
}

/// The workbench of the connection.
pub fn connection() -> String {
    "/connection".into()
}

/// The log, searched for something if that is not empty.
pub fn logs(query: &str) -> String {
    let mut search = String::new();
    add_pair(&mut search, "q", query, !query.is_empty());
    ["/logs", &search].concat()
}

/// The board of tasks.
pub fn tasks() -> String {
    "/tasks".into()
}

/// One task, beside the board, by its name: OC-12.
pub fn task(name: &str) -> String {
    format!("/tasks/{}", encode(name))
}

/// A project.
pub fn project(id: &str) -> String {
    format!("/projects/{}", encode(id))
}

/// The form for a new project.
pub fn new_project() -> String {
    "/projects/new".into()
}

/// The sessions of the demo gateway; the page must be loaded anew for it.
pub fn demo() -> String {
    "/sessions?demo".into()
}

/// The name under which the chosen project stands in every address.
pub const PROJECT: &str = "project";

/// Takes the chosen project out of what stands behind an address's path. Returns the rest with its question mark, and the project, if
/// one is named there.
pub fn without_project(search: &str) -> (String, Option<String>) {
    let (mut rest, mut project) = (String::new(), None);
    for pair in search.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=').filter(|(name, _)| *name == PROJECT) {
            Some((_, value)) => project = Some(decode(value)),
            None => rest += &[if rest.is_empty() { "?" } else { "&" }, pair].concat(),
        }
    }
    (rest, project)
}

/// What of an address chooses the demo, and which one.
const CHOICES: [&str; 7] = ["demo", "still", "seed", "sessions", "jobs", "rate", "lines"];

/// Returns of what stands behind an address's path what chooses the demo, or else the rest with its question mark.
pub fn part_of(search: &str, of_demo: bool) -> String {
    let mut part = String::new();
    for pair in search.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty()) {
        let name = pair.find('=').map_or(pair, |at| &pair[..at]);
        if CHOICES.contains(&name) == of_demo {
            part += match part.is_empty() {
                true if of_demo => "",
                true => "?",
                false => "&",
            };
            part += pair;
        }
    }
    part
}

/// The form to connect to a gateway.
pub fn connect() -> String {
    "/connect".into()
}

/// What a person can choose.
pub fn settings() -> String {
    "/settings".into()
}

/// One of these, by its name: it is shown, marked and chosen.
pub fn setting(id: &str) -> String {
    ["/settings?at=", &encode(id)].concat()
}

/// Writes a text as one piece of an address. A colon may stay, since keys are full of them and are meant to be read.
pub fn encode(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b':' => written.push(char::from(byte)),
            other => {
                written.push('%');
                for half in [other >> 4, other & 15] {
                    written.push(char::from(b"0123456789ABCDEF"[usize::from(half)]));
                }
            }
        }
    }
    written
}

/// Returns the names and values behind an address's question mark.
pub fn pairs(search: &str) -> impl Iterator<Item = (&str, String)> {
    search.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name, decode(value)))
}

/// Adds a name and its value to what stands behind an address's path, the question mark included, if it is to be there at all.
pub fn add_pair(written: &mut String, name: &str, value: &str, is_there: bool) {
    if is_there {
        let sign = if written.is_empty() { "?" } else { "&" };
        *written += &[sign, name, "=", &encode(value)].concat();
    }
}

/// Reads a piece of an address. Total: what is no code stands for itself, what is no text is replaced.
pub fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let code = if byte == b'%' { text.get(text.len() - rest.len()..text.len() - rest.len() + 2) } else { None };
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(coded) => {
                bytes.push(coded);
                rest.nth(1);
            }
            None => bytes.push(if byte == b'+' { b' ' } else { byte }),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_chooses_the_demo_is_told_from_the_rest() {
        for (search, chosen, rest) in [
            ("", "", ""),
            ("?q=demo&sort=cost", "", "?q=demo&sort=cost"),
            ("?demo", "demo", ""),
            ("?q=a%26b&demo=1&seed=7&still&tab=raw", "demo=1&seed=7&still", "?q=a%26b&tab=raw"),
        ] {
            assert_eq!((part_of(search, true).as_str(), part_of(search, false).as_str()), (chosen, rest), "{search}");
        }
    }

    #[test]
    fn the_chosen_project_is_taken_out() {
        for (search, rest, project) in [
            ("", "", None),
            ("?q=project&a", "?q=project&a", None),
            ("?project=none", "", Some("none")),
            ("?q=a%26b&project=x%20y&demo", "?q=a%26b&demo", Some("x y")),
            ("?project=", "", Some("")),
        ] {
            assert_eq!(without_project(search), (rest.to_owned(), project.map(str::to_owned)), "{search}");
        }
    }

    #[test]
    fn keys_survive_the_address() {
        for key in ["agent:main:main", "agent:main:telegram:group:-100/5?x=1#y&z", "ü 100%+", ""] {
            assert_eq!(decode(&encode(key)), key);
        }
        assert_eq!(session("agent:main:a/b"), "/sessions/agent:main:a%2Fb");
        assert_eq!(job_of("agent:main:cron:1-2:run:3").as_deref(), Some("/cron/1-2"));
        assert_eq!((job_of("agent:main:main"), job_of("agent:main:cron")), (None, None));
        assert_eq!((decode("a%2"), decode("%zz"), decode("a+b")), ("a%2".into(), "%zz".into(), "a b".into()));
    }
}
