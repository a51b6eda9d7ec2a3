//! A task that an agent writes down: what, how urgent, how far, and in which steps.
//! Refuses to put it anywhere.

use super::tree::{Kind, Tree};

/// A task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Task {
    /// What is to be done.
    pub title: String,
    /// How it stands, in the agent's word.
    pub status: Option<String>,
    /// How urgent it is, in the agent's word.
    pub priority: Option<String>,
    /// More about it.
    pub description: Option<String>,
    /// Its steps, and which are done.
    pub checklist: Vec<(String, bool)>,
}

/// Reads a task: an object with a title.
///
/// # Errors
/// Says in words what is missing.
pub fn read(text: &str) -> Result<Task, &'static str> {
    let tree = Tree::read(text).map_err(|_| "It is no JSON.")?;
    let word = |at: usize, name: &str| tree.get(at, name).map(|at| tree.say(at)).filter(|word| !word.trim().is_empty());
    let title = word(0, "title").ok_or("It has no title.")?;
    let list = ["checklist", "steps"].into_iter().find_map(|name| tree.get(0, name));
    let step = |at: usize| {
        let is_text = tree.node(at).is_some_and(|node| node.kind != Kind::Object);
        let text = if is_text { Some(tree.say(at)) } else { ["text", "title", "label"].into_iter().find_map(|name| word(at, name)) };
        let is_done = ["done", "checked", "completed"].into_iter().any(|name| word(at, name).as_deref() == Some("true"));
        // A step may be written as Markdown has it.
        text.map(|text| match text.strip_prefix("[x] ").or_else(|| text.strip_prefix("[X] ")) {
            Some(rest) => (rest.to_owned(), true),
            None => (text.strip_prefix("[ ] ").unwrap_or(&text).to_owned(), is_done),
        })
    };
    let checklist = list.map(|list| tree.children(list).filter_map(step).collect()).unwrap_or_default();
    Ok(Task { title, status: word(0, "status"), priority: word(0, "priority"), description: word(0, "description"), checklist })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_task_needs_a_title_and_nothing_else() {
        let task = read(r#"{"title": "Move", "status": "open", "priority": 2, "checklist": ["Boxes", {"text": "Van", "done": true}, "[x] Keys", 5, {}]}"#).unwrap();
        assert_eq!((task.title.as_str(), task.status.as_deref(), task.priority.as_deref()), ("Move", Some("open"), Some("2")));
        let steps: Vec<(&str, bool)> = task.checklist.iter().map(|(text, is_done)| (text.as_str(), *is_done)).collect();
        assert_eq!(steps, [("Boxes", false), ("Van", true), ("Keys", true), ("5", false)]);
        assert_eq!(read(r#"{"title": "Move"}"#), Ok(Task { title: "Move".into(), ..Task::default() }));
        assert_eq!(read("{}"), Err("It has no title."));
        assert_eq!(read("title: Move"), Err("It is no JSON."));
    }
}
