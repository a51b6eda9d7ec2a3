//! What is chosen survives the file and a reset; hostile files change nothing or only what they may.

use super::file::{read, write};
use super::*;
use crate::domain::settings::SETTINGS;
use crate::domain::task::columns::Stage;
use proptest::prelude::*;

fn chosen() -> Choices {
    let views = vec![SavedLook { name: "Mine".into(), search: "?q=a".into() }];
    let prefs = Prefs { theme: Theme::Contrast, compact: true, views, takes_tasks: true };
    let mut choices = Choices { prefs, ..Choices::default() };
    choices.wishes.is_on = true;
    choices.wishes.mute("jobs", true);
    choices.wishes.quiet = Quiet { is_on: true, from: 60, to: 120 };
    choices.keys.silent = true;
    choices.columns.list.push(Column { id: "x".into(), name: "Later".into(), stage: Stage::Todo, limit: 4, folded: false });
    choices.graces.choose("j", 77);
    choices.budgets.put(Budget { gateway: "ws://a".into(), warn: 1, limit: 5_000_000_000, ..Budget::default() });
    choices.lines = 5_000;
    choices
}

#[test]
fn every_setting_with_a_value_is_in_the_table_and_says_it() {
    let (plain, chosen) = (Choices::default(), chosen());
    for id in KEPT {
        assert!(SETTINGS.iter().any(|setting| setting.id == id), "{id}");
        assert!(!plain.words(id).is_empty() && plain.value(id).is_some(), "{id}");
        assert!(id == "snoozed" || (plain.differs(id, &chosen) && plain.words(id) != chosen.words(id)), "{id}");
        let mut taken = plain.clone();
        taken.take(id, &chosen);
        assert!(!taken.differs(id, &chosen), "{id}");
        assert!(KEPT.iter().all(|other| *other == id || !taken.differs(other, &plain)), "{id} took others along");
        taken.take(id, &plain);
        assert!(KEPT.iter().all(|other| !taken.differs(other, &plain)), "{id}");
    }
    assert_eq!(chosen.words("kinds"), "Requests of agents, Devices that ask to come in, Tasks, messages and budgets");
    assert_eq!(chosen.words("quiet"), "From 01:00 to 02:00");
    assert_eq!(chosen.words("columns"), "To do, In progress, Blocked, Done, Later (at most 4)");
    assert_eq!((plain.words("lines"), chosen.words("budgets")), ("The newest 50,000".into(), "$5.00 a day".into()));
}

#[test]
fn a_file_gives_back_what_was_written_and_says_what_changes() {
    let (plain, chosen) = (Choices::default(), chosen());
    let text = write(&chosen);
    let offer = read(&text, &plain).unwrap();
    assert_eq!((&offer.after, offer.left_out.len()), (&chosen, 0));
    assert_eq!(offer.changes.len(), KEPT.len() - 1, "all but what is put off");
    let theme = offer.changes.iter().find(|change| change.setting.id == "theme").unwrap();
    assert_eq!((theme.from.as_str(), theme.to.as_str()), ("System", "High contrast"));
    assert!(read(&text, &chosen).unwrap().changes.is_empty());
    for secret in ["token", "secret", "identity", "draft", "outbox"] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[test]
fn what_is_no_file_of_ours_is_refused_with_a_sentence() {
    let large = [" ".repeat(1_000_001), write(&Choices::default())].concat();
    for text in [
        "",
        "nonsense",
        "[]",
        "null",
        "{}",
        r#"{"kind":"openclutch-settings"}"#,
        r#"{"kind":"openclutch-settings","version":1}"#,
        r#"{"kind":"x","version":1,"settings":{}}"#,
        r#"{"kind":"openclutch-settings","version":1,"settings":[]}"#,
        r#"{"kind":"openclutch-settings","version":-1,"settings":{}}"#,
        large.as_str(),
        &"[".repeat(5_000),
    ] {
        let refused = read(text, &Choices::default()).unwrap_err();
        assert!(refused.ends_with('.'), "{refused}");
    }
}

#[test]
fn what_cannot_be_read_stays_and_is_told() {
    let wrap = |version: u32, inner: &str| format!("{{\"kind\":\"openclutch-settings\",\"version\":{version},\"settings\":{{{inner}}}}}");
    for (inner, told) in [
        (r#""theme":"pink""#, 1),
        (r#""density":"yes""#, 1),
        (r#""columns":[]"#, 1),
        (r#""columns":[{"id":"a","name":"A"},{"id":"a","name":"B"}]"#, 1),
        (r#""columns":[{"id":"a","name":" "}]"#, 1),
        (r#""budgets":[{"id":1,"gateway":"g","whose":"all","per":"day","warn":1,"limit":-5}]"#, 1),
        (r#""budgets":[{"id":9223372036854775807,"gateway":"g","whose":"all","per":"day","warn":1,"limit":5}]"#, 1),
        (r#""lines":7"#, 1),
        (r#""quiet":{"isOn":true}"#, 1),
        (r#""token":"t","openclutch.identity":{}"#, 2),
        (r#""a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1"#, 6),
        (r#""snoozed":[{"id":"a","until":5}]"#, 1),
        (r#""agentTasks":true"#, 1),
    ] {
        let offer = read(&wrap(1, inner), &Choices::default()).unwrap();
        assert_eq!((offer.changes.len(), offer.left_out.len()), (0, told), "{inner}: {:?}", offer.left_out);
        assert_eq!(offer.after, Choices::default(), "{inner}");
    }
    let newer = read(&wrap(2, r#""density":true,"colour":"red""#), &Choices::default()).unwrap();
    assert_eq!((newer.changes.len(), newer.left_out.len(), newer.after.prefs.compact), (1, 2, true));
    let muted =
        read(&wrap(1, r#""kinds":["jobs","nobody knows"],"quiet":{"isOn":true,"from":-99999,"to":99999}"#), &Choices::default()).unwrap();
    assert_eq!((muted.after.wishes.muted, muted.changes.len()), (vec!["jobs".to_owned()], 2));
}

proptest! {
    #[test]
    fn no_file_makes_what_cannot_be_written_and_read_again(
        parts in prop::collection::vec((prop::sample::select(&KEPT[..]), "[\\[\\]{}\":,a-z0-9 -]{0,30}|true|\\[\\]|0|\"dark\""), 0..6),
    ) {
        let inner: Vec<String> = parts.iter().map(|(id, value)| format!("\"{id}\":{value}")).collect();
        let text = format!("{{\"kind\":\"openclutch-settings\",\"version\":1,\"settings\":{{{}}}}}", inner.join(","));
        if let Ok(offer) = read(&text, &chosen()) {
            prop_assert!(!offer.after.columns.list.is_empty());
            let again = read(&write(&offer.after), &offer.after).unwrap();
            prop_assert_eq!((again.changes.len(), again.left_out.len()), (0, 0));
        }
    }
}
