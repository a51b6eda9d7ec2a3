//! What masking leaves as it is: ordinary words, what stands beside a secret, the shape of a frame, and time.

use super::*;

#[test]
fn what_a_log_says_stays_readable() {
    for text in [
        "token bucket refilled, 5 left",
        "tokens=812 inputTokens: 48000 totalTokens=1.5k",
        "{\"tokens\":812,\"maxTokens\":\"48k\"",
        "key: agent:main:main",
        "sessionKey=agent:main:main sessionId=3f2b8c1e-8d1a-4c5e-9f0a-1b2c3d4e5f60",
        "session: dashboard",
        "it passes: the compass=north, a bypass=on, passes=12",
        "pass: 12, fail: 3",
        "PWD=/srv/app",
        "code=1006 reason=none errorCode=EPIPE exitCode: 1",
        "closed (code=1006): keyboard=us monkey: see",
        "done in 812ms, 12:30:11.042 2026-11-26T10:40:06.042Z",
        "run 3f2b8c1e-8d1a-4c5e-9f0a-1b2c3d4e5f60 ended",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "commit 830466c0d1f2a3b4c5d6e7f8091a2b3c4d5e6f70",
        "http://127.0.0.1:18789/?session=main&code",
        "http://localhost:3000/@vite/client",
        "https://www.npmjs.com/package/@scope/name",
        "git@github.com:org/repo, ssh://git@github.com/x, openclaw@2026.11.3",
        "id:1 key:2 at 10.0.0.1:8080",
        "token=null password: undefined hasToken=false",
        "if (token === undefined) return;",
        "(token) => { go(); }",
        "basic usage, digest of it",
        "docker run -u 1000:1000 x; mkdir -p a; ls -u",
        "/usr/lib/nodejs/openclaw/dist/Gateway/Server2/Methods/Handlers/Index",
        "-----BEGIN CERTIFICATE-----",
        "\u{1b}[32mok\u{1b}[0m ready: 7 sessions",
        "risk-free desk-sk-elephants task_sk-something",
        "idempotencyKey=a-1 primary_key=id publicUrl=x",
        "home/away and /homes/x, %d%% of 100%",
        "Größe: 12, naïve=yes",
    ] {
        assert_eq!(redact(text), (text.to_owned(), vec![]));
    }
}

#[test]
fn what_stands_beside_a_secret_stays() {
    for (text, masked) in [
        ("token=abc, next=1", "token=[masked], next=1"),
        ("(token=abc)", "(token=[masked])"),
        ("https://h/x?token=abc&x=1", "https://h/x?token=[masked]&x=1"),
        ("postgres://me:pw@h:5432/x", "postgres://me:[masked]@h:5432/x"),
        ("Authorization: Bearer abc", "Authorization: Bearer [masked]"),
        ("curl -H \"Cookie: a=1; b=2\" https://h", "curl -H \"Cookie: [masked]\" https://h"),
        (r#"{"password":77777771,"a":1} x"#, r#"{"password":[masked],"a":1} x"#),
        ("cat /home/ada/x /home/bea/y", "cat ~/x ~/y"),
        ("curl -u me:pw h", "curl -u me:[masked] h"),
        ("mail ada@example.org now", "mail [masked] now"),
    ] {
        assert_eq!(redact(text).0, masked);
    }
}

#[test]
fn frames_are_masked_by_what_stands_around_a_value() {
    for (text, masked) in [
        (r#"{"password":77777771}"#, r#"{"password":"[masked]"}"#),
        (r#"{"tokens":["a-1","b-1"],"n":[1]}"#, r#"{"tokens":["[masked]","[masked]"],"n":[1]}"#),
        (r#"{"tokens":"48k","outputTokens":7}"#, r#"{"tokens":"48k","outputTokens":7}"#),
        (r#"{"token":{"value":"x","n":1}}"#, r#"{"token":{"value":"[masked]","n":"[masked]"}}"#),
        (r#"[{"value":"x","name":"DB_PASS"}]"#, r#"[{"value":"[masked]","name":"DB_PASS"}]"#),
        (r#"["--token","x","-u","me:pw","b"]"#, r#"["--token","[masked]","-u","[masked]","b"]"#),
        (r#"["Authorization","x y"]"#, r#"["Authorization","[masked]"]"#),
        (r#"{"0":"{\"token\":{\"value\":\"x\"}}"}"#, r#"{"0":"{\"token\":{\"value\":\"[masked]\"}}"}"#),
        (r#"{"cwd":{"pwd":"/srv/app"},"pass":12,"fail":0}"#, r#"{"cwd":{"pwd":"/srv/app"},"pass":12,"fail":0}"#),
    ] {
        assert_eq!(redact_json(text, &mut vec![]), masked);
        assert_eq!(redact(text).0, masked);
    }
}

#[test]
fn a_frame_that_is_too_large_is_not_shown() {
    let text = format!("[{}{{\"token\":{{\"value\":\"SECRET\"}}}}]", "1,".repeat(200_000));
    let mut masked = vec![];
    assert_eq!(redact_json(&text, &mut masked), "\"[too large to be masked]\"");
    assert_eq!(redact(&text).0, "\"[too large to be masked]\"");
    assert_eq!(masked.len(), 1);
}

/// What has to be looked at again and again takes no longer for that.
#[test]
fn the_time_grows_with_the_length() {
    for piece in [
        "token:",
        "://",
        "a@",
        "-----BEGIN PRIVATE KEY-----",
        "token=\"",
        "token={",
        "eyJ",
        "/home/",
        "a-",
        "-",
        "MIIa/",
        "\\",
        "value:",
        "[\"",
        "%3D",
        "\u{1b}[",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let begun = std::time::Instant::now();
        redact(&text);
        let took = begun.elapsed();
        // Far more than a busy machine takes, and far less than to look at all of it again at every letter.
        assert!(took.as_secs() < 60, "{piece:?} took {took:?}");
    }
}
