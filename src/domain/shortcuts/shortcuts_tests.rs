//! Tables and properties of the keys.

use super::keymap::Change;
use super::*;

fn shortcut(context: Context, key: &str) -> &'static Shortcut {
    SHORTCUTS.iter().find(|shortcut| shortcut.context == context && shortcut.key == key).unwrap()
}

fn meant(keymap: &Keymap, context: Context, chord: &str) -> Option<String> {
    keymap.meant(context, &Struck::of(chord)).map(|meant| meant.chord())
}

#[test]
fn no_two_keys_mean_two_things_in_one_place() {
    for (at, one) in SHORTCUTS.iter().enumerate() {
        for other in &SHORTCUTS[at + 1..] {
            let is_fixed = one.kind == Kind::Fixed && other.kind == Kind::Fixed;
            assert!(is_fixed || one.key != other.key || !one.context.meets(other.context), "{one:?} {other:?}");
        }
    }
}

#[test]
fn chords_are_written_as_they_are_read() {
    for shortcut in SHORTCUTS {
        assert_eq!(Struck::of(shortcut.key).chord(), shortcut.key);
    }
    let struck = |key: &str, shift, control| Struck::pressed(key, shift, control).chord();
    // Caps Lock makes no letter large, and no large one small.
    assert_eq!((struck("A", false, false), struck("a", true, false), struck("Ü", false, false)), ("a".into(), "A".into(), "ü".into()));
    assert_eq!(struck("K", true, true), "Mod+Shift+k");
    assert_eq!(struck("A", true, false), "A");
    assert_eq!(struck("ArrowDown", true, false), "Shift+ArrowDown");
}

#[test]
fn keys_are_shown_as_they_are_labelled() {
    for (chord, wanted) in [
        ("Mod+k", "Ctrl K"),
        ("a", "A"),
        ("A", "Shift A"),
        ("?", "?"),
        (" ", "Space"),
        ("Delete", "Delete"),
        ("Mod+Shift+z", "Ctrl Shift Z"),
        ("Shift+Enter", "Shift Enter"),
    ] {
        assert_eq!(shown(chord, false), wanted, "{chord}");
    }
    assert_eq!(shown("Mod+Shift+z", true), "⌘ Shift Z");
}

#[test]
fn a_key_that_was_given_away_does_nothing_and_the_new_one_does_it() {
    let mut keymap = Keymap::default();
    let (archive, next) = (shortcut(Context::Sessions, "e"), shortcut(Context::Lists, "j"));
    assert_eq!(keymap.give(archive, "y"), Ok(()));
    assert_eq!((meant(&keymap, Context::Sessions, "y").as_deref(), meant(&keymap, Context::Sessions, "e")), (Some("e"), None));
    // Elsewhere it means what it did.
    assert_eq!(meant(&keymap, Context::Cron, "e").as_deref(), Some("e"));
    // A key of lists changes in all of them.
    assert_eq!(keymap.give(next, "t"), Ok(()));
    for context in [Context::Now, Context::Sessions, Context::Cron, Context::Tasks, Context::Logs] {
        assert_eq!((meant(&keymap, context, "t").as_deref(), meant(&keymap, context, "j")), (Some("j"), None), "{context:?}");
    }
    // It can be switched off, and be what it was.
    assert_eq!(keymap.give(archive, ""), Ok(()));
    assert_eq!((meant(&keymap, Context::Sessions, "y").as_deref(), meant(&keymap, Context::Sessions, "e")), (Some("y"), None));
    assert_eq!(keymap.give(archive, "e"), Ok(()));
    assert_eq!(meant(&keymap, Context::Sessions, "e").as_deref(), Some("e"));
    assert_eq!(keymap.changes.len(), 1);
}

#[test]
fn what_is_taken_is_said() {
    let mut keymap = Keymap::default();
    let archive = shortcut(Context::Sessions, "e");
    let mut said = |to: &str| keymap.give(archive, to).unwrap_err().words(&shown(to, false));
    assert_eq!(said("r"), "R does that already: Rename the session. Press another, or change that one first.");
    assert_eq!(said("j"), "J does that already: Next row. Press another, or change that one first.");
    assert_eq!(said("c"), "C does that already: New task. Press another, or change that one first.");
    assert_eq!(said("F5"), "F5 belongs to the browser. Press another.");
    assert_eq!(said("Tab"), "Tab belongs to the browser. Press another.");
    assert_eq!(keymap, Keymap::default());
    // A key of another view is free.
    assert_eq!(keymap.give(archive, "w"), Ok(()));
}

#[test]
fn what_could_not_have_been_made_here_is_no_keymap() {
    let map = |changes: &[(&str, &str, &str)]| Keymap {
        silent: false,
        changes: changes
            .iter()
            .map(|(context, key, to)| Change { context: (*context).into(), key: (*key).into(), to: (*to).into() })
            .collect(),
    };
    // Two that changed places could have been.
    assert!(map(&[("Sessions", "e", "r"), ("Sessions", "r", "e")]).checked().is_some());
    for changes in [
        &[("Sessions", "e", "r")][..],
        &[("Nowhere", "e", "y")],
        &[("Sessions", "ArrowRight", "y")],
        &[("Cron", "r", "y"), ("Cron", "p", "y")],
        &[("Cron", "r", "Tab")],
    ] {
        assert_eq!(map(changes).checked(), None, "{changes:?}");
    }
}

#[test]
fn single_characters_can_be_silenced_and_the_rest_goes_on() {
    let keymap = Keymap { silent: true, changes: vec![] };
    for (chord, is_heard) in [("e", false), ("?", false), ("Mod+k", true), ("ArrowDown", true), ("Escape", true), (" ", true)] {
        assert_eq!(meant(&keymap, Context::Sessions, chord).is_some(), is_heard, "{chord}");
    }
    assert!(!keymap.is_on(shortcut(Context::Sessions, "e")) && keymap.is_on(shortcut(Context::Everywhere, "Mod+k")));
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever is given to whatever, a chord means at most one thing where it is pressed.
        #[test]
        fn a_chord_means_one_thing(given in prop::collection::vec((0..SHORTCUTS.len(), "[a-z?/]|Mod\\+[a-z]|"), 0..20)) {
            let mut keymap = Keymap::default();
            for (at, to) in given {
                if SHORTCUTS[at].kind != Kind::Fixed {
                    let _ = keymap.give(&SHORTCUTS[at], &to);
                }
            }
            for (at, one) in SHORTCUTS.iter().enumerate() {
                for other in &SHORTCUTS[at + 1..] {
                    let now = keymap.now(one);
                    prop_assert!(now.is_empty() || one.kind == Kind::Fixed || !one.context.meets(other.context) || now != keymap.now(other));
                }
            }
        }
    }
}
