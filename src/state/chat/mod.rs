//! Conversations: what was said in a session, what streams in, what waits to be sent.
//! Refuses to draw. Rows, transcript, run, question, conversation and outbox are pure; the tasks that keep them true are in `keep` and `sender`.

pub mod chats;
pub mod conversation;
pub mod drafts;
pub mod keep;
pub mod laid;
pub mod outbox;
pub mod outgoing;
pub mod question;
pub mod row;
pub mod run;
pub mod sender;
pub mod transcript;
pub mod work;
