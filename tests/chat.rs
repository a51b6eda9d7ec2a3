//! Conversations over a gateway at the far end of a socket: whatever is lost on the way, no word is lost or doubled on screen.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use leptos::prelude::*;
use openclutch::state::chat::chats::{Chats, Reading, Talk};
use openclutch::state::chat::row::What;
use serde_json::json;
use support::room::{KEY, Room};
use support::story::tell;

const WORDS: [&str; 8] = ["One ", "two, ", "three ", "and ", "four; ", "*five* ", "and ", "six."];

/// What stands in the rows: the words of each, as a person reads them.
fn shown(talk: &Talk) -> Vec<String> {
    let read = |row: &openclutch::state::chat::row::Row| match &row.what {
        What::Said { text, .. } | What::Text { text, .. } => Some(text.clone()),
        What::Note(text) => Some(format!("note: {text}")),
        What::Mark(text) => Some(format!("mark: {text}")),
        _ => None,
    };
    talk.conversation.with_untracked(|talk| talk.rows().filter_map(|row| read(row)).collect())
}

fn keys(talk: &Talk) -> Vec<String> {
    talk.conversation.with_untracked(|talk| talk.rows().map(|row| row.key.to_string()).collect())
}

fn last(talk: &Talk) -> String {
    shown(talk).pop().unwrap_or_default()
}

fn is_busy(talk: &Talk) -> bool {
    talk.conversation.with_untracked(|talk| talk.is_busy() || talk.is_settling())
}

/// An open conversation of so many messages, read to its newest page.
async fn open(many: usize) -> (Room, Talk, Chats) {
    let (mut room, gateway, clock) = Room::with(many);
    let chats = Chats::new(gateway, clock);
    let talk = chats.open(KEY.into());
    assert_eq!(talk.reading.get_untracked(), Reading::Waits);
    room.connect().await;
    assert_eq!(talk.reading.get_untracked(), Reading::Read { is_reading_older: false });
    (room, talk, chats)
}

#[test]
fn a_conversation_is_subscribed_to_and_its_newest_page_is_read() {
    tell(|| async {
        let (room, talk, _) = open(200).await;
        assert_eq!(room.calls("sessions.messages.subscribe"), [&json!({"key": KEY})]);
        let asked = room.calls("chat.history");
        assert_eq!((asked.len(), &asked[0]["sessionKey"], &asked[0]["offset"]), (1, &json!(KEY), &json!(null)));
        assert_eq!((shown(&talk).len(), last(&talk)), (80, "message 200".into()));
    });
}

#[test]
fn what_streams_has_the_keys_that_it_has_in_the_transcript() {
    tell(|| async {
        let (mut room, talk, _) = open(4).await;
        room.write(json!({"role": "user", "content": "count", "idempotencyKey": "run:user"}), "");
        for word in WORDS {
            room.says("run", word);
            room.pass(20).await;
        }
        assert_eq!(last(&talk), WORDS.concat());
        assert!(is_busy(&talk));
        let live = keys(&talk);
        room.ends("run");
        room.pass(2_000).await;
        assert!(!is_busy(&talk));
        assert_eq!(shown(&talk)[4..], ["count".to_owned(), WORDS.concat()]);
        assert!(live.iter().all(|key| keys(&talk).contains(key)), "{live:?} {:?}", keys(&talk));
        // Late news of a run that is over change nothing.
        room.step("run", "assistant", json!({"text": "One two", "delta": " two", "itemId": "run:1"}));
        room.pass(2_000).await;
        assert_eq!((last(&talk), is_busy(&talk)), (WORDS.concat(), false));
    });
}

#[test]
fn a_connection_that_breaks_after_any_number_of_words_costs_none_and_doubles_none() {
    for broken_after in 0..=WORDS.len() {
        for missed in [0, 1, 3] {
            println!("broken after {broken_after}, {missed} missed");
            tell(|| async {
                let (mut room, talk, _) = open(2).await;
                room.write(json!({"role": "user", "content": "count", "idempotencyKey": "run:user"}), "");
                for (number, word) in WORDS.iter().enumerate() {
                    if number == broken_after {
                        room.drop_link();
                    }
                    if number == broken_after + missed {
                        room.connect().await;
                        room.pass(300).await;
                        let so_far = WORDS[..number].concat();
                        assert!(number == 0 || last(&talk).trim_end() == so_far.trim_end(), "{:?} {so_far:?}", last(&talk));
                    }
                    room.says("run", word);
                    room.pass(20).await;
                }
                if broken_after == WORDS.len() {
                    room.drop_link();
                }
                room.ends("run");
                if broken_after + missed >= WORDS.len() {
                    room.connect().await;
                }
                room.pass(3_000).await;
                assert_eq!(shown(&talk)[2..], ["count".to_owned(), WORDS.concat()]);
                assert!(!is_busy(&talk));
                let by_cursor = room.calls("chat.history").iter().filter(|asked| asked["cursor"].is_string()).count();
                assert!(by_cursor > 0, "what came since is asked for, not all");
            });
        }
    }
}

#[test]
fn words_that_are_lost_on_a_connection_that_stands_are_made_up_for() {
    tell(|| async {
        let (mut room, talk, _) = open(2).await;
        room.says("run", WORDS[0]);
        room.pass(50).await;
        // Two deltas are lost; that the numbers jump is seen at the next event, whatever it is about.
        let text = WORDS[..3].concat();
        room.flying = Some(("run".into(), text.clone()));
        room.fake.lose_event();
        room.fake.lose_event();
        room.tell("tick", json!({"ts": 1}));
        room.pass(200).await;
        assert_eq!(last(&talk), text);
        room.says("run", WORDS[3]);
        room.pass(50).await;
        assert_eq!(last(&talk), WORDS[..4].concat());
    });
}

#[test]
fn a_run_whose_end_was_lost_is_found_finished_within_seconds() {
    tell(|| async {
        let (mut room, talk, _) = open(2).await;
        room.says("run", "All of it.");
        room.pass(50).await;
        // Nobody tells of the end.
        let (_, text) = room.flying.take().unwrap();
        let said = json!({"role": "assistant", "content": text, "__openclaw": {"id": "x", "seq": 3, "runId": "run"}});
        room.messages.push(said);
        assert!(is_busy(&talk));
        room.pass(8_000).await;
        assert!(!is_busy(&talk));
        assert_eq!((shown(&talk).len(), last(&talk)), (3, "All of it.".into()));
    });
}

#[test]
fn a_run_that_is_silent_for_long_is_asked_after_less_and_less() {
    tell(|| async {
        let (mut room, talk, _) = open(2).await;
        room.says("run", "Let me think.");
        room.pass(300_000).await;
        assert!(is_busy(&talk));
        let asked = room.calls("chat.history").len();
        assert!((5..=14).contains(&asked), "{asked}");
    });
}

#[test]
fn older_pages_are_put_in_front_without_gap_or_double() {
    tell(|| async {
        let (mut room, talk, _) = open(2_000).await;
        while talk.conversation.with_untracked(|talk| talk.older().is_some()) {
            talk.read_older();
            // While one is on its way, another wish for it is none; meanwhile more is said, and moves all offsets.
            talk.read_older();
            let number = room.messages.len() + 1;
            room.write(json!({"role": "user", "content": format!("message {number}")}), "");
            room.pass(100).await;
        }
        let all: Vec<String> = (1..=room.messages.len()).map(|number| format!("message {number}")).collect();
        assert!(all.len() > 2_005 && shown(&talk) == all, "{} of {}", shown(&talk).len(), all.len());
        assert_eq!(talk.reading.get_untracked(), Reading::Read { is_reading_older: false });
    });
}

#[test]
fn a_conversation_that_begins_anew_is_read_anew() {
    tell(|| async {
        let (mut room, talk, _) = open(10).await;
        room.reset();
        room.write(json!({"role": "system", "content": "Reset"}), "");
        room.pass(500).await;
        assert_eq!(shown(&talk), ["mark: Reset"]);
        room.write(json!({"role": "assistant", "content": "by hand", "model": "gateway-injected"}), "");
        room.pass(100).await;
        assert_eq!(shown(&talk), ["mark: Reset", "note: by hand"]);
    });
}

#[test]
fn what_waits_is_no_run_though_the_gateway_names_it_so() {
    tell(|| async {
        let (mut room, talk, _) = open(2).await;
        room.says("run", "On it");
        room.pass(50).await;
        room.pending = vec![json!({"id": "p", "state": "queued", "runId": "later"})];
        room.drop_link();
        room.connect().await;
        room.says("run", " still");
        room.pass(300).await;
        assert_eq!((last(&talk).as_str(), is_busy(&talk)), ("On it still", true));
        assert!(keys(&talk).iter().all(|key| !key.contains("later")), "{:?}", keys(&talk));
    });
}

#[test]
fn whoever_comes_back_reads_only_what_came_since() {
    tell(|| async {
        let (mut room, gateway, clock) = Room::with(20);
        let chats = Chats::new(gateway, clock);
        let owner = Owner::new();
        let talk = owner.with(|| chats.open(KEY.into()));
        room.connect().await;
        assert_eq!(shown(&talk).len(), 20);
        owner.cleanup();
        room.pass(100).await;
        assert_eq!(room.calls("sessions.messages.unsubscribe").len(), 1);
        room.write(json!({"role": "user", "content": "meanwhile"}), "");
        let talk = chats.open(KEY.into());
        assert_eq!(shown(&talk).len(), 20, "what was read is there at once");
        room.pass(100).await;
        assert_eq!((shown(&talk).len(), last(&talk)), (21, "meanwhile".into()));
        assert!(room.calls("chat.history").last().unwrap()["cursor"].is_string());
        assert_eq!(room.calls("sessions.messages.subscribe").len(), 2);
    });
}

#[test]
fn what_cannot_be_read_says_why_and_is_read_when_asked_again() {
    tell(|| async {
        let (mut room, gateway, clock) = Room::with(3);
        let talk = Chats::new(gateway, clock).open(KEY.into());
        room.is_silent = true;
        room.connect().await;
        room.pass(400_000).await;
        let reading = talk.reading.get_untracked();
        assert!(matches!(&reading, Reading::Delayed(why) if why.contains("no answer within 30 s")), "{reading:?}");
        room.is_silent = false;
        talk.read_again();
        room.pass(90_000).await;
        assert_eq!((shown(&talk).len(), talk.reading.get_untracked()), (3, Reading::Read { is_reading_older: false }));
    });
}
