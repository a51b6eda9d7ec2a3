//! What may become a task, offered to whoever keeps tasks: that draws what can be done with it.
//! Refuses to know who that is. Without anybody nothing is drawn.

use std::sync::Arc;

use crate::domain::task::Kind;
use crate::domain::widget::task::Task;
use crate::ui::el::El;

/// What is offered.
#[derive(Debug)]
pub struct Offered {
    /// The task.
    pub task: Task,
    /// How an agent wrote it, by which it is known again; empty for one that is simply about what the key names.
    pub words: String,
    /// What it is about.
    pub about: Kind,
    /// The key of the session in which it was written or that it is about, or the id of the job.
    pub key: Arc<str>,
}

/// Who keeps tasks. Taken from the context.
#[derive(Clone, Copy)]
pub struct TaskOffer(pub fn(Arc<Offered>) -> El);

impl TaskOffer {
    /// Draws what can be done with a task.
    pub fn draw(self, task: Task, words: &str, about: Kind, key: Arc<str>) -> El {
        (self.0)(Arc::new(Offered { task, words: words.to_owned(), about, key }))
    }
}
