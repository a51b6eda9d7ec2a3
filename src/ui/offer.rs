//! A task that somebody wrote down in a conversation, offered to whoever keeps tasks: that draws what can be done with it.
//! Refuses to know who that is. Without anybody nothing is drawn.

use std::sync::Arc;

use crate::domain::widget::task::Task;
use crate::ui::el::El;

/// What is offered.
#[derive(Debug)]
pub struct Offered {
    /// The task.
    pub task: Task,
    /// How it was written, by which it is known again.
    pub words: String,
    /// The key of the session in which it was.
    pub session: Arc<str>,
}

/// Who keeps tasks. Taken from the context.
#[derive(Clone, Copy)]
pub struct TaskOffer(pub fn(Arc<Offered>) -> El);
