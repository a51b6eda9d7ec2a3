//! A corpus of secrets, none of which may pass, in texts and in frames; and ordinary words, which must.

use super::*;
use proptest::prelude::*;

#[test]
fn no_secret_of_the_corpus_passes() {
    for (text, secret) in [
        ("use sk-abcdef1234567890abcdef please", "abcdef1234567890"),
        ("export GITHUB_TOKEN=ghp_0123456789abcdef0123", "0123456789abcdef"),
        ("Authorization: Bearer abc.def.ghi-jkl", "abc.def.ghi-jkl"),
        (r#"{"password": "hunter2", "user": "x"}"#, "hunter2"),
        (r#"{"api_key":"k-123456"}"#, "k-123456"),
        ("secret: swordfish", "swordfish"),
        ("https://user:ghp_0123456789abcdef@host/x", "0123456789abcdef"),
        ("?token=abc123&x=1", "abc123"),
        ("eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSMeKK", "eyJzdWIiOiIx"),
        ("write to clawdia@example.org today", "clawdia@"),
        ("cat /home/clawdia/notes.txt", "clawdia"),
        ("cat '/Users/clawdia/x'", "clawdia"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nabcdef\n-----END OPENSSH PRIVATE KEY-----\n", "abcdef"),
        ("AKIAIOSFODNN7EXAMPLE", "IOSFODNN7"),
        ("OPENAI_API_KEY='sk-proj-aaaaaaaaaaaaaaaa'", "proj-aaaa"),
        ("http://127.0.0.1:18789/#token=abc123", "abc123"),
        ("https://h.example/cb;token=abc123", "abc123"),
        ("postgres://me:hunter2@localhost:5432/x", "hunter2"),
        ("password = \"correct horse battery\"", "horse"),
        ("passphrase: 'never finished", "finished"),
        ("openclaw --token abc123 run", "abc123"),
        ("Authorization: token abc123", "abc123"),
        ("{\\\"token\\\":\\\"abc 123\\\"}", "123"),
        ("https://api.telegram.org/bot123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr/x", "AAbbCC"),
        ("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI", "wJalr"),
        ("whsec_0123456789abcdef", "0123456789"),
        ("Set-Cookie: session=abc123; Path=/", "abc123"),
        ("what a gateway cut itself: ghp_ab…6789", "6789"),
    ] {
        let (masked, what) = redact(text);
        assert!(!masked.contains(secret), "{text} became {masked}");
        assert!(!what.is_empty(), "{text}");
    }
}

#[test]
fn of_a_text_with_a_key_all_but_the_key_stays() {
    let key = "-----BEGIN RSA PRIVATE KEY-----\nabc+/=\ndef\n-----END RSA PRIVATE KEY-----";
    assert_eq!(redact(&format!("before\n{key}\nafter {key}!")).0, "before\n[masked]\nafter [masked]!");
    // In a text that is written within quotes, and where the end is missing.
    assert_eq!(redact("{\"a\": \"-----BEGIN PRIVATE KEY-----\\nabc\\n-----END PRIVATE KEY-----\"}").0, "{\"a\": \"[masked]\"}");
    assert_eq!(redact("x -----BEGIN PRIVATE KEY-----\nabc\ndef\nThen we go on.").0, "x [masked]Then we go on.");
    assert_eq!(redact("grep -----BEGIN PRIVATE KEY in it\nand go on").0, "grep -----BEGIN PRIVATE KEY in it\nand go on");
}

#[test]
fn ordinary_words_stay_as_they_are() {
    for text in [
        "A task: ship it.\n",
        "let x = risk-free;",
        "see https://example.org/a?b=c",
        "12:30, at home/away",
        "",
        "tokens: 48k used",
        "the token is here, the password too",
        "sessionKey=agent:main:main",
        "C# and F#, issue #12",
        "http://127.0.0.1:18789/x?session=main",
    ] {
        assert_eq!(redact(text).0, text);
    }
}

proptest! {
    #[test]
    fn nothing_panics_and_lines_stay(text in "(.|\n){0,80}") {
        let (masked, _) = redact(&text);
        prop_assert!(masked.matches('\n').count() <= text.matches('\n').count() + 1);
    }
}

fn frame(text: &str) -> (String, Vec<Masked>) {
    let mut masked = vec![];
    (redact_json(text, &mut masked), masked)
}

#[test]
fn no_secret_of_a_frame_passes_and_what_is_left_is_a_frame() {
    for (text, secret) in [
        (r#"{"method":"connect","params":{"auth":{"token":"t-1 and more"}}}"#, "more"),
        (r#"{"auth":{"deviceToken":"dt-1"}}"#, "dt-1"),
        (r#"{"auth": {"password" : "p 1"}}"#, "p 1"),
        (r#"{"device":{"signature":"sig-1","publicKey":"pk-1"}}"#, "sig-1"),
        (r#"{"device":{"signature":"sig-1","publicKey":"pk-1"}}"#, "pk-1"),
        (r#"{"env":{"OPENAI_API_KEY":"k-1"}}"#, "k-1"),
        (r#"{"headers":{"Authorization":"Bearer b-1","X-Api-Key":"x-1","Set-Cookie":["c-1"]}}"#, "b-1"),
        (r#"{"headers":{"X-Api-Key":"x-1"}}"#, "x-1"),
        (r#"{"Set-Cookie":["c-1"]}"#, "c-1"),
        (r#"{"secrets":{"any":{"deep":["s-1"]}}}"#, "s-1"),
        (r#"{"credentials":["s-1"]}"#, "s-1"),
        (r#"{"pairingPassword":123456}"#, "123456"),
        (r#"{"\u0074oken":"t-1"}"#, "t-1"),
        (r#"{"botToken":"1:a"}"#, "1:a"),
        (r#"{"auth":{"recoveryScope":"rs-1"}}"#, "rs-1"),
        (r#"{"setupCode":"s-1"}"#, "s-1"),
        (r#"{"args":"{\"token\":\"t-1\"}"}"#, "t-1"),
        (r#"{"content":[{"type":"text","text":"use sk-abcdef1234567890 and\nmail ada@example.org"}]}"#, "ada@"),
        (r#"["export GITHUB_TOKEN=ghp_0123456789abcdef0123"]"#, "0123456789"),
        (r#"{"path":"/home/clawdia/x"}"#, "clawdia"),
        (r#"{"ada@example.org":1}"#, "ada@"),
        // What is no JSON is masked as a text.
        (r#"{"token":"t-1""#, "t-1"),
    ] {
        let (masked, what) = frame(text);
        assert!(!masked.contains(secret), "{text} became {masked}");
        assert!(!what.is_empty(), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(text).is_ok(), serde_json::from_str::<serde_json::Value>(&masked).is_ok());
    }
}

#[test]
fn of_a_frame_all_else_stays_word_for_word() {
    for text in [
        r#"{"type": "event","seq":7, "payload":{"tokens":48000,"totalTokens":1.5e3,"token":null,"sessionKey":"agent:main:main","a":"ü\n"}}"#,
        r#"{"paired":[{"tokens":[{"role":"operator","scopes":["operator.read"]}],"token":""}]}"#,
        "[]",
        "7",
    ] {
        assert_eq!(frame(text), (text.to_owned(), vec![]));
    }
}

proptest! {
    #[test]
    fn a_masked_frame_is_json_of_the_same_shape(keys in proptest::collection::vec("[a-zA-Z\"\\\\ ]{0,8}|token|password", 0..6), text in "(.|\n){0,40}") {
        let value: serde_json::Value = keys.iter().map(|key| (key.clone(), serde_json::json!([text, {"x": text}]))).collect::<serde_json::Map<_, _>>().into();
        let (masked, _) = frame(&value.to_string());
        let read: serde_json::Value = serde_json::from_str(&masked).unwrap();
        prop_assert_eq!(read.as_object().unwrap().len() <= keys.len(), true);
    }
}
