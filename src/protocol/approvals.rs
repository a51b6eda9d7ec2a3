//! Requests that wait for somebody: to run a command, to answer a question. What is asked, and how it is answered.
//! Refuses to judge them.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::IgnoredAny;

use super::fields::reads;
use super::ids::{RequestId, SessionKey, UnixMs};
use super::lenient::Lenient;
use super::method::{Kind, Method};
use super::scope::Scope;

/// `exec.approval.list`: commands that wait for a yes. Answers a bare list.
#[derive(Clone, Debug, Serialize)]
pub struct ExecApprovalList {}

impl Method for ExecApprovalList {
    const NAME: &'static str = "exec.approval.list";
    const KIND: Kind = Kind::Subscribe;
    const SCOPE: Scope = Scope::Approvals;
    type Reply = Lenient<Asked>;
}

/// `plugin.approval.list`: what plugins want to do and wait for a yes. Answers a bare list.
#[derive(Clone, Debug, Serialize)]
pub struct PluginApprovalList {}

impl Method for PluginApprovalList {
    const NAME: &'static str = "plugin.approval.list";
    const KIND: Kind = Kind::Subscribe;
    const SCOPE: Scope = Scope::Approvals;
    type Reply = Lenient<Asked>;
}

/// `question.list`: questions that wait for an answer.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionList {}

impl Method for QuestionList {
    const NAME: &'static str = "question.list";
    const KIND: Kind = Kind::Subscribe;
    const SCOPE: Scope = Scope::Questions;
    type Reply = QuestionsListed;
}

/// The answer to `question.list`.
#[derive(Clone, Debug, Default)]
pub struct QuestionsListed {
    /// The questions.
    pub questions: Lenient<Asked>,
}

reads! { QuestionsListed { questions: needed } }

/// A request that waits. A question names its session itself, a command within its request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The request's id.
    pub id: RequestId,
    /// The session of a question.
    pub session_key: Option<SessionKey>,
    /// The command.
    pub request: AskedCommand,
    /// The questions.
    pub questions: Lenient<Question>,
    /// Since when it waits.
    pub created_at_ms: Option<UnixMs>,
    /// Until when it waits.
    pub expires_at_ms: Option<UnixMs>,
}

reads! { Asked { id: needed, session_key, request, questions, created_at_ms, expires_at_ms } }

/// The command that wants to be run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedCommand {
    /// The session that wants it.
    pub session_key: Option<SessionKey>,
    /// The command line.
    pub command: Option<String>,
    /// In which folder.
    pub cwd: Option<String>,
    /// On which machine: `gateway`, `node` and more.
    pub host: Option<String>,
    /// Which agent wants it.
    pub agent_id: Option<String>,
    /// The tool call that waits.
    pub tool_call_id: Option<String>,
    /// What the gateway warns of.
    pub warning_text: Option<String>,
    /// What the gateway found in the command.
    pub command_analysis: Option<Analysis>,
    /// Which answers it takes: `allow-once`, `allow-always`, `deny`.
    pub allowed_decisions: Vec<String>,
    /// The plugin that wants to do something, if it is no command.
    pub plugin_id: Option<String>,
    /// What the plugin wants to do.
    pub title: Option<String>,
    /// The same at more length.
    pub description: Option<String>,
    /// How grave the plugin says that is.
    pub severity: Option<String>,
}

reads! { AskedCommand {
    session_key, command, cwd, host, agent_id, tool_call_id, warning_text, command_analysis, allowed_decisions, plugin_id, title,
    description, severity,
} }

/// What the gateway found in a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Analysis {
    /// In sentences.
    pub warning_lines: Vec<String>,
}

reads! { Analysis { warning_lines } }

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its id within the request.
    pub question_id: String,
    /// What it is about, in a word.
    pub header: String,
    /// The question.
    pub question: String,
    /// What there is to choose from.
    pub options: Vec<Choice>,
    /// Whether several may be chosen.
    pub multi_select: bool,
    /// Whether something else may be written.
    pub is_other: bool,
    /// Whether the answer is a secret, which must not be shown.
    pub is_secret: bool,
}

reads! { Question { question_id: needed, header, question: needed, options, multi_select, is_other, is_secret } }

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it is called; also the answer.
    pub label: String,
    /// What it means.
    pub description: Option<String>,
}

reads! { Choice { label: needed, description } }

impl Asked {
    /// Returns the session that waits, if one was named.
    pub fn session(&self) -> Option<&SessionKey> {
        self.session_key.as_ref().or(self.request.session_key.as_ref())
    }

    /// Says in a few words what is asked.
    pub fn what(&self) -> String {
        match (&self.request.command, &self.request.title) {
            (Some(command), _) => ["asks to run: ", command].concat(),
            (None, Some(title)) => ["asks for a yes: ", title].concat(),
            (None, None) => "asks a question".into(),
        }
    }

    /// Whether it wants a yes or a no, and not an answer in words.
    pub fn wants_decision(&self) -> bool {
        self.request.command.is_some() || self.request.title.is_some()
    }

    /// Returns the decisions that it takes. A plugin names none.
    pub fn decisions(&self) -> Vec<&str> {
        match self.request.allowed_decisions.as_slice() {
            [] if self.request.command.is_none() => vec!["allow-once", "deny"],
            named => named.iter().map(String::as_str).collect(),
        }
    }
}

/// The payload of `exec.approval.resolved` and `question.resolved`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The request's id.
    pub id: RequestId,
    /// What was decided about a command.
    pub decision: Option<String>,
    /// How a question ended: `answered`, `cancelled`, `expired`.
    pub status: Option<String>,
    /// Who decided.
    pub resolved_by: Option<String>,
}

reads! { Settled { id: needed, decision, status, resolved_by } }

/// `exec.approval.resolve`: answers whether a command may be run.
#[derive(Clone, Debug, Serialize)]
pub struct ExecApprovalResolve {
    /// The request's id.
    pub id: RequestId,
    /// One of the answers that it takes.
    pub decision: String,
}

impl Method for ExecApprovalResolve {
    const NAME: &'static str = "exec.approval.resolve";
    const KIND: Kind = Kind::Urgent;
    const SCOPE: Scope = Scope::Approvals;
    type Reply = IgnoredAny;
}

/// `plugin.approval.resolve`: answers whether a plugin may do what it wants to.
#[derive(Clone, Debug, Serialize)]
pub struct PluginApprovalResolve {
    /// The request's id.
    pub id: RequestId,
    /// One of the answers that it takes.
    pub decision: String,
}

impl Method for PluginApprovalResolve {
    const NAME: &'static str = "plugin.approval.resolve";
    const KIND: Kind = Kind::Urgent;
    const SCOPE: Scope = Scope::Approvals;
    type Reply = IgnoredAny;
}

/// `question.resolve`: answers questions, or says that nobody will.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionResolve {
    /// The request's id.
    pub id: RequestId,
    /// The answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers: Option<Answers>,
    /// Nobody will answer.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cancel: bool,
}

/// Answers by the ids of their questions.
#[derive(Clone, Debug, Serialize)]
pub struct Answers {
    /// The answers.
    pub answers: BTreeMap<String, Vec<String>>,
}

impl Method for QuestionResolve {
    const NAME: &'static str = "question.resolve";
    const KIND: Kind = Kind::Urgent;
    const SCOPE: Scope = Scope::Questions;
    type Reply = IgnoredAny;
}
