//! What is JSON and what is none, and the ways through it. Knows `serde_json` as the judge.

use proptest::prelude::*;
use serde_json::Value;

use super::*;

#[test]
fn values_know_their_places() {
    let tree = Tree::read(r#" {"a": [1, {"b c": "x\ny"}, null], "d": {}} "#).unwrap();
    let kinds: Vec<Kind> = (0..7).map(|at| tree.node(at).unwrap().kind).collect();
    assert_eq!(kinds, [Kind::Object, Kind::Array, Kind::Number, Kind::Object, Kind::Text, Kind::Word, Kind::Object]);
    assert_eq!(tree.children(0).collect::<Vec<_>>(), [1, 6]);
    assert_eq!(tree.children(1).collect::<Vec<_>>(), [2, 3, 5]);
    assert_eq!((tree.path(4).as_str(), tree.path(5).as_str(), tree.path(0).as_str()), (r#"$.a[1]["b c"]"#, "$.a[2]", "$"));
    assert_eq!((tree.say(4).as_str(), tree.say(5).as_str(), tree.say(2).as_str()), ("x\ny", "", "1"));
    assert_eq!((tree.get(0, "d"), tree.get(0, "e"), tree.get(1, "a")), (Some(6), None, None));
    assert_eq!(tree.node(1).unwrap().count, 3);
}

#[test]
fn what_is_no_json_says_where() {
    for (text, at) in [
        ("", 0),
        ("{", 1),
        ("[1,]", 3),
        ("[1 2]", 3),
        (r#"{"a" 1}"#, 5),
        ("nul", 0),
        ("01", 0),
        ("1.", 0),
        ("[1] x", 4),
        ("\"a", 2),
        ("{,}", 1),
    ] {
        assert_eq!(Tree::read(text), Err(at), "{text}");
    }
}

#[test]
fn ten_thousand_brackets_are_read_like_ten() {
    let deep = ["[".repeat(10_000), "]".repeat(10_000)].concat();
    let tree = Tree::read(&deep).unwrap();
    assert!(tree.path(9_999).len() > 20_000);
    assert!(Tree::read(&"[".repeat(100_000)).is_err());
    assert!(Tree::read(&["[", &"1,".repeat(MOST_NODES), "1]"].concat()).is_err(), "more than anybody looks at");
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        ".{0,6}".prop_map(Value::from)
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((".{0,4}", inner), 0..5).prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn same(tree: &Tree, at: usize, value: &Value) -> bool {
    match value {
        Value::Array(list) => {
            list.len() == tree.node(at).unwrap().count && tree.children(at).zip(list).all(|(at, value)| same(tree, at, value))
        }
        Value::Object(fields) => fields.iter().all(|(name, value)| tree.get(at, name).is_some_and(|at| same(tree, at, value))),
        Value::String(text) => tree.say(at) == *text,
        Value::Null => tree.say(at).is_empty(),
        other => *other == tree.say(at).parse::<Value>().unwrap(),
    }
}

proptest! {
    #[test]
    fn it_reads_what_was_written(value in values()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            let tree = Tree::read(&text).unwrap();
            prop_assert!(same(&tree, 0, &value), "{}", text);
        }
    }

    #[test]
    fn it_agrees_with_the_judge(text in r#"[\[\]{}:,"0-9.eE+\\a-z -]{0,16}"#) {
        let judged = serde_json::from_str::<Value>(&text);
        // Escapes are judged when a text is shown.
        if !text.contains('\\') && judged.as_ref().is_ok_and(|_| true) != Tree::read(&text).is_ok() {
            // The judge refuses numbers that no machine holds.
            let is_vast = judged.is_err_and(|error| error.to_string().contains("out of range"));
            prop_assert!(is_vast, "{}", text);
        }
    }

    #[test]
    fn no_text_panics(text in ".{0,60}") {
        if let Ok(tree) = Tree::read(&text) {
            tree.path(0);
        }
    }
}
