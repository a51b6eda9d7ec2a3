//! Our requests and the fields that we read, against the schema that the gateway's authors publish: drift is caught here.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::collections::BTreeSet;
use std::fs;

use openclutch::protocol::agent::{SessionsMessagesSubscribe, SessionsMessagesUnsubscribe};
use openclutch::protocol::approvals::{Answers, ExecApprovalList, ExecApprovalResolve, QuestionList, QuestionResolve};
use openclutch::protocol::catalog::{AgentsList, ModelsList};
use openclutch::protocol::chat::{Attachment, ChatHistory, ChatInject, ChatMessageGet, ChatSend, CommandsList};
use openclutch::protocol::connect::{Challenge, Connect, Credential, ProofRequest};
use openclutch::protocol::liveness::LastHeartbeat;
use openclutch::protocol::sessions::{
    Change, ListQuery, SessionsAbort, SessionsCompact, SessionsCreate, SessionsDelete, SessionsDescribe, SessionsGroupsDelete,
    SessionsGroupsList, SessionsGroupsRename, SessionsList, SessionsPatch, SessionsReset, SessionsSearch, SessionsSubscribe, SessionsUsage,
};
use openclutch::protocol::{Method, UnixMs};
use serde::Serialize;
use serde_json::{Value, json};

const PACKAGE: &str = "node_modules/@openclaw/gateway-protocol/protocol.schema.json";

fn schema() -> Value {
    let text = fs::read_to_string(PACKAGE).unwrap_or_else(|error| panic!("{PACKAGE}: {error}; `make test` installs it"));
    serde_json::from_str(&text).unwrap()
}

/// Checks a value against one definition of the package.
fn assert_valid(definition: &str, value: &impl Serialize) {
    let mut schema = schema();
    schema.as_object_mut().unwrap().retain(|key, _| key == "definitions");
    schema["$ref"] = json!(format!("#/definitions/{definition}"));
    let validator = jsonschema::options().with_draft(jsonschema::Draft::Draft7).build(&schema).unwrap();
    let value = serde_json::to_value(value).unwrap();
    let errors: Vec<String> = validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path)).collect();
    assert!(errors.is_empty(), "{definition}: {errors:?}\n{value:#}");
}

fn properties(definition: &str) -> BTreeSet<String> {
    let schema = schema();
    let properties = schema["definitions"][definition]["properties"].as_object().unwrap_or_else(|| panic!("no properties of {definition}"));
    properties.keys().cloned().collect()
}

fn assert_has(definition: &str, fields: &[&str]) {
    let there = properties(definition);
    let missing: Vec<_> = fields.iter().filter(|field| !there.contains(**field)).collect();
    assert!(missing.is_empty(), "{definition} has no {missing:?}");
}

#[test]
fn connect_is_as_the_schema_wants_it_with_every_credential() {
    for credential in [Credential::None, Credential::Token("t".into()), Credential::Password("p".into()), Credential::Device("d".into())] {
        let request = ProofRequest { challenge: Challenge { nonce: "n".into(), ts: UnixMs(1) }, credential };
        assert_valid("ConnectParams", &Connect::new(&request, &support::proof(), "tab"));
    }
}

#[test]
fn our_requests_are_as_the_schema_wants_them() {
    assert_valid("SessionsListParams", &SessionsList(ListQuery::page(0, 100)));
    // Takes the parameters of the list; the schema has no definition of its own for it.
    assert_valid("SessionsListParams", &SessionsSubscribe(ListQuery::page(0, 100)));
    assert_valid("SessionsAbortParams", &SessionsAbort { key: "agent:main:main".into() });
    assert_valid("SessionsListParams", &SessionsList(ListQuery::archived(500)));
    let key = || "agent:main:main".into();
    let changes = [
        Change::Label(Some("L".into())),
        Change::Label(None),
        Change::Pinned(true),
        Change::Archived(true),
        Change::Model(Some("p/m".into())),
        Change::Thinking(None),
        Change::Category(Some("Work".into())),
    ];
    for change in changes {
        assert_valid("SessionsPatchParams", &SessionsPatch { key: key(), session_id: Some("id".into()), change });
    }
    let all = SessionsCreate {
        agent_id: Some("main".into()),
        label: Some("L".into()),
        model: Some("p/m".into()),
        message: Some("hello".into()),
        idempotency_key: "i".into(),
    };
    assert_valid("SessionsCreateParams", &all);
    assert_valid("SessionsResetParams", &SessionsReset { key: key() });
    assert_valid("SessionsCompactParams", &SessionsCompact { key: key() });
    assert_valid("SessionsDeleteParams", &SessionsDelete { key: key() });
    assert_valid("SessionsDescribeParams", &SessionsDescribe { key: key() });
    assert_valid("SessionsUsageParams", &SessionsUsage { key: key(), range: "all" });
    // The published schema is older than the gateway, which knows a scope too; without one it searches the default agent alone.
    let mut search = serde_json::to_value(SessionsSearch::everywhere("wombat".into())).unwrap();
    assert_eq!(search.as_object_mut().unwrap().remove("scope"), Some(json!({"archived": "all"})));
    assert_valid("SessionsSearchParams", &search);
    assert_valid("SessionsGroupsRenameParams", &SessionsGroupsRename { name: "a".into(), to: "b".into() });
    assert_valid("SessionsGroupsDeleteParams", &SessionsGroupsDelete { name: "a".into() });
    assert_valid("SessionsMessagesSubscribeParams", &SessionsMessagesSubscribe { key: key() });
    assert_valid("SessionsMessagesUnsubscribeParams", &SessionsMessagesUnsubscribe { key: key() });
    for nothing in [
        serde_json::to_value(LastHeartbeat {}),
        serde_json::to_value(ExecApprovalList {}),
        serde_json::to_value(QuestionList {}),
        serde_json::to_value(ModelsList {}),
        serde_json::to_value(AgentsList {}),
        serde_json::to_value(SessionsGroupsList {}),
        serde_json::to_value(CommandsList {}),
    ] {
        assert_eq!(nothing.unwrap(), json!({}));
    }
}

#[test]
fn what_we_ask_of_conversations_is_as_the_schema_wants_it() {
    let key = || "agent:main:main".into();
    for history in [
        ChatHistory::page(&key(), 80, 0),
        ChatHistory::page(&key(), 1_000, 200),
        ChatHistory::since(&key(), "cursor".into()),
        ChatHistory::around(&key(), "s".into(), "m".into(), 12, 4_000),
    ] {
        assert_valid("ChatHistoryParams", &history);
    }
    assert_valid("ChatMessageGetParams", &ChatMessageGet { session_key: key(), message_id: "m".into(), max_chars: 2_000_000 });
    let dot = Attachment { kind: "image".into(), mime_type: "image/png".into(), file_name: "dot.png".into(), content: "AAAA".into() };
    for attachments in [vec![], vec![dot]] {
        let said = ChatSend { session_key: key(), message: "/stop".into(), idempotency_key: "i".into(), attachments };
        assert_valid("ChatSendParams", &said);
    }
    assert_valid("ChatInjectParams", &ChatInject { session_key: key(), message: "a note".into() });
}

#[test]
fn what_we_answer_to_requests_is_as_the_schema_wants_it() {
    assert_valid("ExecApprovalResolveParams", &ExecApprovalResolve { id: "r".into(), decision: "allow-once".into() });
    let answers = Answers { answers: [("room".into(), vec!["Kitchen".into()])].into() };
    assert_valid("QuestionResolveParams", &QuestionResolve { id: "r".into(), answers: Some(answers), cancel: false });
    assert_valid("QuestionResolveParams", &QuestionResolve { id: "r".into(), answers: None, cancel: true });
}

#[test]
fn our_methods_exist() {
    let text = schema()["methods"].to_string();
    let names = [
        SessionsList::NAME,
        SessionsSubscribe::NAME,
        SessionsAbort::NAME,
        LastHeartbeat::NAME,
        SessionsPatch::NAME,
        SessionsCreate::NAME,
        SessionsReset::NAME,
        SessionsCompact::NAME,
        SessionsDelete::NAME,
        SessionsDescribe::NAME,
        SessionsSearch::NAME,
        SessionsGroupsList::NAME,
        SessionsGroupsRename::NAME,
        SessionsGroupsDelete::NAME,
        SessionsMessagesSubscribe::NAME,
        SessionsMessagesUnsubscribe::NAME,
        ExecApprovalList::NAME,
        QuestionList::NAME,
        ModelsList::NAME,
        AgentsList::NAME,
        ChatHistory::NAME,
        ChatMessageGet::NAME,
        ChatSend::NAME,
        CommandsList::NAME,
        ExecApprovalResolve::NAME,
        QuestionResolve::NAME,
    ];
    for name in names {
        assert!(text.contains(&format!("\"{name}\"")), "{name}");
    }
}

/// Fields of a row that the schema names.
const IN_THE_SCHEMA: [&str; 12] = [
    "key",
    "displayName",
    "label",
    "derivedTitle",
    "status",
    "updatedAt",
    "lastInteractionAt",
    "lastRunError",
    "modelProvider",
    "model",
    "pinned",
    "archived",
];

/// Fields of a row that the gateway sends although its schema leaves them open.
const BEYOND_THE_SCHEMA: [&str; 5] = ["hasActiveRun", "activeRunIds", "startedAt", "endedAt", "snapshotAt"];

#[test]
fn what_the_schema_leaves_open_is_in_the_recorded_row() {
    let text = fs::read_to_string("tests/frames/sessions-changed-phase-end.json").unwrap();
    let frame: Value = serde_json::from_str(&text).unwrap();
    for field in BEYOND_THE_SCHEMA {
        assert!(frame["payload"]["session"].get(field).is_some(), "{field}");
    }
    assert_eq!(schema()["definitions"]["SessionRow"]["additionalProperties"], true, "a closed schema would forbid them");
}

#[test]
fn the_fields_that_we_read_exist() {
    assert_has("HelloOk", &["protocol", "server", "auth", "policy"]);
    assert_has("SessionRow", &IN_THE_SCHEMA);
    assert_has("ErrorShape", &["code", "message", "details", "retryable", "retryAfterMs"]);
    assert_has("ResponseFrame", &["type", "id", "ok", "payload", "error"]);
    assert_has("EventFrame", &["type", "event", "payload", "seq"]);
    assert_has("RequestFrame", &["type", "id", "method", "params"]);
}
