//! Frames recorded from a real gateway: every one is read, and what matters in it is found.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::fs;

use openclutch::gateway::verdict::{Verdict, on_refusal};
use openclutch::gateway::{Cause, Halt};
use openclutch::protocol::agent::AgentStep;
use openclutch::protocol::approvals::{Asked, QuestionsListed};
use openclutch::protocol::catalog::{AgentsListed, ModelsListed};
use openclutch::protocol::chat::{ChatHistoried, ChatMessageGot, CommandsListed, Message};
use openclutch::protocol::connect::Credential;
use openclutch::protocol::frame::{self, Incoming};
use openclutch::protocol::lenient::Lenient;
use openclutch::protocol::raw::Raw;
use openclutch::protocol::sessions::{
    RunStatus, SessionsAborted, SessionsCompacted, SessionsCreated, SessionsDescribed, SessionsGroupsListed, SessionsListed,
    SessionsSearched, SessionsSubscribed, SessionsUsed,
};
use openclutch::protocol::{Challenge, Event, Family, Fault, Hello, Scope, Usd};
use openclutch::state::chat::conversation::{Conversation, Heard};
use openclutch::state::steps::Steps;
use serde::de::DeserializeOwned;

fn text(name: &str) -> String {
    fs::read_to_string(format!("tests/frames/{name}.json")).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn payload<T: DeserializeOwned>(name: &str) -> T {
    match frame::decode(&text(name)) {
        Ok(Incoming::Response { outcome: Ok(payload), .. } | Incoming::Event { payload, .. }) => {
            serde_json::from_str(payload.get()).unwrap_or_else(|error| panic!("{name}: {error}"))
        }
        other => panic!("{name}: {other:?}"),
    }
}

fn event(name: &str) -> Event {
    match frame::decode(&text(name)) {
        Ok(Incoming::Event { name, payload, .. }) => Event::decode(&name, payload),
        other => panic!("{name}: {other:?}"),
    }
}

fn fault(name: &str) -> Fault {
    match frame::decode(&text(name)) {
        Ok(Incoming::Response { outcome: Err(fault), .. }) => fault,
        other => panic!("{name}: {other:?}"),
    }
}

fn verdict(name: &str) -> Verdict {
    on_refusal(&fault(name), &Credential::Token("t".into()), "http://dash.example")
}

#[test]
fn every_recorded_frame_is_read() {
    let mut count = 0;
    for entry in fs::read_dir("tests/frames").unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let frame = frame::decode(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        if let Incoming::Event { name, payload, .. } = frame {
            let event = Event::decode(&name, payload);
            assert!(!matches!(&event, Event::Unknown { why: Some(_), .. }), "{}: {event:?}", path.display());
        }
        count += 1;
    }
    assert!(count > 30, "{count} frames");
}

#[test]
fn the_challenge_names_a_nonce_and_the_gateways_time() {
    let challenge: Challenge = payload("challenge");
    assert!(!challenge.nonce.is_empty() && challenge.ts.0 > 1_700_000_000_000);
}

#[test]
fn hello_tells_version_scopes_token_and_rhythm() {
    let hello: Hello = payload("hello");
    assert_eq!((hello.protocol, hello.server.version.as_str(), hello.tick_interval().as_secs()), (4, "2026.9.6", 30));
    assert!(hello.auth.device_token.is_some());
    assert!(Scope::ALL.iter().all(|scope| hello.auth.scopes.iter().any(|granted| granted == scope.as_str())));
}

#[test]
fn pitfall_6_hello_may_grant_less_than_was_asked() {
    let read_only: Hello = payload("hello-read-only");
    assert!(read_only.grants(Scope::Read) && !read_only.grants(Scope::Write));
    let nothing: Hello = payload("hello-without-scopes");
    assert!(!nothing.grants(Scope::Read));
}

#[test]
fn every_recorded_refusal_has_its_verdict() {
    use Verdict::Halt as Stop;
    assert_eq!(verdict("refused-bad-token"), Stop(Halt::SecretRefused { password: false }));
    assert_eq!(verdict("refused-no-auth"), Stop(Halt::SecretMissing { password: false }));
    assert_eq!(verdict("refused-bad-origin"), Stop(Halt::OriginRefused { origin: "http://dash.example".into() }));
    assert_eq!(verdict("refused-protocol-mismatch"), Stop(Halt::ProtocolMismatch { expected: Some(4) }));
    assert_eq!(verdict("refused-control-ui-build-mismatch"), Stop(Halt::BuildMismatch));
    for name in ["refused-device-signature-invalid", "refused-device-id-mismatch", "refused-unknown-client-id"] {
        assert!(matches!(verdict(name), Stop(Halt::Rejected { .. })), "{name}");
    }
    for name in ["refused-device-nonce-mismatch", "refused-device-signature-expired"] {
        assert_eq!(verdict(name), Verdict::Retry { cause: Cause::StaleChallenge, after: None }, "{name}");
    }
    assert!(matches!(verdict("refused-rate-limited"), Verdict::Retry { cause: Cause::RateLimited { .. }, after: Some(_) }));
    assert!(matches!(verdict("refused-starting"), Verdict::Retry { cause: Cause::Starting, after: Some(_) }));
    for (name, reason) in [("refused-not-paired", "not-paired"), ("refused-scope-upgrade", "scope-upgrade")] {
        assert!(matches!(verdict(name), Verdict::Pair(request) if request.reason == reason && !request.id.is_empty()), "{name}");
    }
}

#[test]
fn a_missing_scope_is_named() {
    assert!(fault("refused-missing-scope").message.contains("operator."));
    assert!(!fault("refused-unknown-method").is_retryable());
}

#[test]
fn the_answer_to_subscribe_is_the_list() {
    let subscribed: SessionsSubscribed = payload("sessions-subscribed");
    let SessionsListed { sessions, total_count, .. } = subscribed.list;
    assert_eq!((sessions.items.len(), sessions.unreadable, total_count), (3, 0, Some(7)));
    assert!(sessions.items.iter().all(|row| row.model.is_some() && row.snapshot_at.is_some() && row.updated_at.is_some()));
}

#[test]
fn the_list_reads_alike() {
    let listed: SessionsListed = payload("sessions-listed");
    assert_eq!((listed.sessions.items.len(), listed.sessions.unreadable), (2, 0));
}

#[test]
fn a_run_is_seen_to_start_and_to_end() {
    let row = |name: &str| match event(name) {
        Event::SessionsChanged(changed) => changed.session.unwrap_or_else(|| panic!("{name} has no row")),
        other => panic!("{name}: {other:?}"),
    };
    let (created, sent, ended) = (row("sessions-changed-create"), row("sessions-changed-send"), row("sessions-changed-phase-end"));
    assert_eq!((created.status, created.has_active_run), (None, false));
    assert_eq!((sent.status, sent.has_active_run), (Some(RunStatus::Running), true));
    assert_eq!((ended.status, ended.has_active_run), (Some(RunStatus::Done), false));
    assert_eq!(sent.active_run_ids.flatten().map(|runs| runs.len()), Some(1));
}

#[test]
fn active_runs_missing_from_an_event_mean_no_change() {
    let Event::SessionsChanged(changed) = event("sessions-changed-agent-run-started") else { panic!() };
    assert_eq!(changed.session.unwrap().active_run_ids, None);
}

#[test]
fn a_deletion_comes_once_with_a_key_and_once_without() {
    let Event::SessionsChanged(keyed) = event("sessions-changed-delete") else { panic!() };
    let Event::SessionsChanged(keyless) = event("sessions-changed-delete-without-key") else { panic!() };
    assert!(keyed.session_key.is_some() && keyed.session.is_none());
    assert!(keyless.session_key.is_none() && keyless.reason.as_deref() == Some("delete"));
}

#[test]
fn a_message_brings_its_row() {
    let Event::SessionMessage(message) = event("session-message") else { panic!() };
    assert!(message.session.is_some());
}

#[test]
fn pitfall_10_the_text_of_other_sessions_concerns_nobody_here() {
    assert_eq!(event("event-cron").family(), Family::Jobs);
    let mut talk = Conversation::default();
    for name in ["event-chat-delta", "event-chat-final", "event-agent-assistant", "session-message"] {
        assert_eq!(talk.take(&"agent:main:other".into(), &event(name)), Heard::default(), "{name}");
    }
    assert!(talk.is_empty());
    // Steps name their session, and only whoever watches that one takes them.
    let Event::AgentStep(news) = event("event-agent") else { panic!() };
    assert!(!Steps::default().take(&news), "what is no step of a tool is none");
}

#[test]
fn a_step_by_a_tool_starts_and_ends() {
    let mut steps = Steps::default();
    for name in ["event-agent-item-start", "event-agent-item-end"] {
        let Event::AgentStep(news) = event(name) else { panic!("{name}") };
        assert!(steps.take(&news), "{name}");
    }
    let [step] = steps.steps.as_slice() else { panic!("{steps:?}") };
    assert_eq!((step.tool.as_str(), step.status.as_str(), step.took.is_some()), ("exec", "completed", true));
}

#[test]
fn a_request_waits_in_its_session_until_it_is_settled() {
    let Event::Asked(asked) = event("event-approval-requested") else { panic!() };
    assert_eq!((asked.session().is_some(), asked.what().as_str()), (true, "asks to run: echo approved"));
    let Event::Settled(settled) = event("event-approval-resolved") else { panic!() };
    assert_eq!(settled.id, asked.id);
    let listed: Lenient<Asked> = payload("approval-listed");
    assert_eq!((listed.items.first().map(|listed| &listed.id), listed.unreadable), (Some(&asked.id), 0));
}

#[test]
fn what_there_is_to_choose_from_is_read() {
    let models: ModelsListed = payload("models-listed");
    assert_eq!((models.models.items.len(), models.models.items[1].thinking_levels.len()), (2, 5));
    let agents: AgentsListed = payload("agents-listed");
    assert!(agents.agents.items.iter().any(|agent| agent.id == "main") && agents.agents.unreadable == 0);
    assert_eq!(payload::<SessionsGroupsListed>("groups-listed").groups.unreadable, 0);
}

#[test]
fn what_is_asked_about_one_session_is_read() {
    let used: SessionsUsed = payload("sessions-used");
    assert_eq!((used.cache_status.status.as_str(), used.totals.total_tokens, used.totals.total_cost), ("fresh", 65_024, Usd(97_119)));
    let described: SessionsDescribed = payload("sessions-described");
    assert!(described.row().is_some() && described.text().contains("\"sessionId\""));
    assert_eq!(payload::<SessionsSearched>("sessions-searched").results.unreadable, 0);
    let history: ChatHistoried = payload("chat-historied");
    assert!(history.messages.unreadable == 0 && history.messages.items.iter().all(|told| told.0.notes.id.is_some()));
    assert!(history.messages.items.iter().any(|told| !told.0.text().is_empty()));
}

#[test]
fn answers_to_deeds_are_read() {
    assert!(payload::<SessionsCompacted>("sessions-compacted").compacted);
    assert!(payload::<SessionsCreated>("sessions-created").key.as_str().starts_with("agent:"));
}

#[test]
fn pitfall_19_presence_wakes_nobody() {
    assert_eq!(event("event-presence").family(), Family::Other);
}

#[test]
fn a_hello_by_device_token_reads_like_any_other() {
    let hello: Hello = payload("hello-by-device-token");
    assert!(hello.protocol == 4 && hello.auth.device_token.is_some() && hello.grants(Scope::Write));
}

#[test]
fn a_stopped_run_is_named() {
    assert!(payload::<SessionsAborted>("sessions-aborted").aborted_run_id.is_some());
}

fn step(name: &str) -> AgentStep {
    match event(name) {
        Event::AgentStep(step) => *step,
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn a_page_says_where_the_older_ones_are_and_where_to_go_on_from() {
    let page: ChatHistoried = payload("chat-paged");
    assert!(page.has_more && page.next_offset.is_some() && page.total_messages.is_some() && page.delta_cursor.is_some());
    assert!(page.kind.is_none() && page.session_id.is_some() && page.messages.items.len() == 2);
    let numbers: Vec<_> = page.messages.items.iter().map(|told| told.0.notes.seq).collect();
    assert!(numbers.is_sorted() && numbers.iter().all(Option::is_some), "{numbers:?}");
}

#[test]
fn what_came_since_reads_like_a_page() {
    let since: ChatHistoried = payload("chat-since");
    assert_eq!((since.kind.as_deref(), since.messages.unreadable, since.messages.items.len()), (Some("delta"), 0, 1));
    assert!(since.messages.items[0].0.idempotency_key.as_deref().is_some_and(|key| key.ends_with(":user")));
    let flying = since.in_flight_run.expect("a run goes on");
    let paged = payload::<ChatHistoried>("chat-paged-in-flight").in_flight_run.expect("the same run");
    assert_eq!((&flying.run_id, &flying.text), (&paged.run_id, &paged.text));
    assert!(flying.text.starts_with("word0 word1"));
    assert!(since.session_info.is_some_and(|info| info.has_active_run));
    assert_eq!(payload::<ChatHistoried>("chat-begun-anew").kind.as_deref(), Some("reset"));
}

#[test]
fn a_run_that_was_stopped_says_so_in_its_last_message() {
    let since: ChatHistoried = payload("chat-since-stopped");
    let stopped = &since.messages.items.last().unwrap().0;
    assert_eq!(stopped.openclaw_abort.as_ref().and_then(|stopped| stopped.origin.as_deref()), Some("rpc"));
    assert!(stopped.notes.run_id.is_some() && since.in_flight_run.is_none());
}

#[test]
fn what_waits_is_listed_and_named_as_if_it_ran() {
    let since: ChatHistoried = payload("chat-since-waiting");
    let flying = since.in_flight_run.unwrap();
    assert!(since.pending_inputs.waits(&flying.run_id) && flying.text.is_empty());
    let cancelled: ChatHistoried = payload("chat-historied");
    assert!(cancelled.pending_inputs.items.items.iter().all(openclutch::protocol::chat::Pending::is_given_up));
}

#[test]
fn one_message_in_full_names_what_was_attached() {
    let got: ChatMessageGot = payload("chat-message-got");
    let message: Message = got.message.read().unwrap();
    let [image, file] = message.notes.media.as_slice() else { panic!("{message:?}") };
    assert_eq!(
        (image.file_name.as_deref(), image.content_type.as_deref(), file.size_bytes),
        (Some("dot.png"), Some("image/png"), Some(10))
    );
}

#[test]
fn what_a_run_does_is_read_stream_by_stream() {
    let text = |raw: Option<&Raw>| raw.and_then(Raw::read::<String>);
    let said = step("event-agent-assistant");
    assert!(said.stream == "assistant" && said.data.delta.is_some() && said.data.item_id.is_some() && said.seq > 0);
    assert_eq!(text(said.data.text.as_ref()), said.data.delta);
    let thought = step("event-agent-thinking");
    assert_eq!((thought.stream.as_str(), thought.data.delta.as_deref()), ("thinking", Some("First")));
    let about = step("event-agent-run-status");
    assert_eq!((about.stream.as_str(), about.data.phase.as_deref()), ("run_status", Some("preparing_workspace")));
    let (begins, goes_on, ends) = (step("event-agent-tool-start"), step("event-agent-tool-update"), step("event-agent-tool-result"));
    assert!(begins.data.args.is_some() && goes_on.data.partial_result.is_some() && ends.data.result.is_some() && !ends.data.is_error);
    for step in [&begins, &goes_on, &ends] {
        assert_eq!(
            (step.stream.as_str(), &step.data.tool_call_id, step.data.name.as_deref()),
            ("tool", &begins.data.tool_call_id, Some("exec"))
        );
    }
    let waits = step("event-agent-waiting-approval");
    assert!(waits.data.phase.as_deref() == Some("waiting-approval") && waits.data.tool_call_id.is_some());
}

#[test]
fn the_ends_of_runs_are_told_apart() {
    for (name, state, error) in [
        ("event-chat-final", "final", None),
        ("event-chat-aborted", "aborted", None),
        ("event-chat-error", "error", Some("the provider failed")),
    ] {
        let Event::ChatState(told) = event(name) else { panic!("{name}") };
        assert_eq!((told.state.as_str(), told.error_message.as_deref()), (state, error), "{name}");
    }
}

#[test]
fn a_command_that_waits_is_read_in_full() {
    let Event::Asked(asked) = event("event-approval-requested") else { panic!() };
    let command = &asked.request;
    assert_eq!((command.host.as_deref(), command.agent_id.as_deref(), command.allowed_decisions.len()), (Some("gateway"), Some("ops"), 2));
    assert!(command.cwd.is_some() && command.tool_call_id.is_some() && asked.expires_at_ms.is_some());
    assert_eq!(command.command_analysis.as_ref().map(|found| found.warning_lines.len()), Some(0));
}

#[test]
fn a_question_is_read_with_its_choices() {
    let Event::Asked(asked) = event("event-question-requested") else { panic!() };
    let listed: QuestionsListed = payload("questions-listed");
    assert_eq!(listed.questions.items, [(*asked).clone()]);
    let question = &asked.questions.items[0];
    assert_eq!((question.question_id.as_str(), question.is_other, question.multi_select), ("pick", true, false));
    let described: Vec<bool> = question.options.iter().map(|option| option.description.is_some()).collect();
    assert_eq!(described, [true, false]);
    let Event::Settled(settled) = event("event-question-resolved") else { panic!() };
    assert_eq!((&settled.id, settled.status.as_deref(), settled.decision), (&asked.id, Some("answered"), None));
}

#[test]
fn the_orders_are_read() {
    let listed: CommandsListed = payload("commands-listed");
    assert!(!listed.commands.items.is_empty() && listed.commands.unreadable == 0);
}
