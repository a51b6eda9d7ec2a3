//! Requests that wait for somebody: to run a command, to answer a question. So far only that they are there.
//! Refuses to answer them.

use serde::{Deserialize, Serialize};

use super::ids::{RequestId, SessionKey};
use super::lenient::Lenient;
use super::method::{Kind, Method};
use super::scope::Scope;

/// `exec.approval.list`: commands that wait for a yes. Answers a bare list.
#[derive(Clone, Debug, Serialize)]
pub struct ExecApprovalList {}

impl Method for ExecApprovalList {
    const NAME: &'static str = "exec.approval.list";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Approvals;
    type Reply = Lenient<Asked>;
}

/// `question.list`: questions that wait for an answer.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionList {}

impl Method for QuestionList {
    const NAME: &'static str = "question.list";
    const KIND: Kind = Kind::Read;
    const SCOPE: Scope = Scope::Questions;
    type Reply = QuestionsListed;
}

/// The answer to `question.list`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct QuestionsListed {
    /// The questions.
    pub questions: Lenient<Asked>,
}

/// A request that waits. A question names its session itself, a command within its request.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Asked {
    /// The request's id.
    pub id: RequestId,
    /// The session of a question.
    pub session_key: Option<SessionKey>,
    /// The command.
    #[serde(default)]
    pub request: AskedCommand,
}

/// The command that wants to be run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AskedCommand {
    /// The session that wants it.
    pub session_key: Option<SessionKey>,
    /// The command line.
    pub command: Option<String>,
}

impl Asked {
    /// Returns the session that waits, if one was named.
    pub fn session(&self) -> Option<&SessionKey> {
        self.session_key.as_ref().or(self.request.session_key.as_ref())
    }

    /// Says in a few words what is asked.
    pub fn what(&self) -> String {
        self.request.command.as_ref().map_or_else(|| "asks a question".into(), |command| format!("asks to run: {command}"))
    }
}

/// The payload of `exec.approval.resolved` and `question.resolved`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Settled {
    /// The request's id.
    pub id: RequestId,
}
