//! A corpus of the ways in which secrets stand in logs and frames. Each is put together here, so that no secret stands in this file as a whole.

use super::*;

/// Takes out the signs that part what must not stand here as a whole.
fn made(text: &str) -> String {
    text.replace('¦', "")
}

fn none_passes(rows: &[(&str, &str)]) {
    let mut passed = vec![];
    for (text, secrets) in rows {
        let text = made(text);
        let (masked, what) = redact(&text);
        for secret in secrets.split(' ').map(made) {
            assert!(text.contains(&secret), "{text:?} does not hold {secret:?}");
            if masked.contains(&secret) {
                passed.push(format!("{text:?} became {masked:?}"));
            }
        }
        if what.is_empty() {
            passed.push(format!("{text:?} told nothing"));
        }
        // What is masked stays so.
        let again = redact(&masked).0;
        assert!(secrets.split(' ').all(|secret| !again.contains(&made(secret)) || masked.contains(&made(secret))));
    }
    assert!(passed.is_empty(), "{}", passed.join("\n"));
}

#[test]
fn headers_are_masked_to_their_end() {
    none_passes(&[
        ("Cookie: a=1; session=SECRET", "SECRET"),
        ("curl -H 'Cookie: a=1; session=SECRET' https://h", "SECRET"),
        ("Set-Cookie: a=\"1\"; session=SECRET", "SECRET"),
        ("Authorization: ApiKey SECRET", "SECRET"),
        ("Authorization: Whatever SECRET TAIL", "SECRET TAIL"),
        ("Authorization: Token token=\"SECRET\"", "SECRET"),
        ("Authorization: Digest username=\"me\", realm=\"r\", response=\"SECRET\"", "SECRET"),
        ("Digest username=\"me\", response=\"SECRET\"", "SECRET"),
        ("Authorization: Bearer\nSECRET", "SECRET"),
        ("Authorization: Bearer\r\n SECRET", "SECRET"),
        ("Authorization:\n  Bearer SECRET", "SECRET"),
        ("Proxy-Authorization: Basic SECRET", "SECRET"),
        ("sent Basic bWU6cHc=", "bWU6cHc"),
        ("curl -H \"Authorization: Bearer SECRET\" https://h", "SECRET"),
        ("{headers: {Authorization: \"Bearer SECRET\"}}", "SECRET"),
    ]);
}

#[test]
fn tokens_are_known_by_their_looks() {
    none_passes(&[
        ("x=eyJ¦hbGciOiJI.eyJzdWIiOiIx.SflKxwRJSMeKK", "eyJzdWIiOiIx SflKxw"),
        ("http://h/#jwt=eyJ¦hbGciOiJI.eyJzdWIiOiIx.Sfl", "eyJzdWIiOiIx Sfl"),
        ("http://h/p/eyJ¦hbGciOiJI.eyJzdWIiOiIx.Sfl", "eyJzdWIiOiIx"),
        ("got:eyJ¦hbGciOiJI.eyJzdWIiOiIx.", "eyJzdWIiOiIx"),
        ("eyJ¦hbGciOiJI.eyJz.S", "eyJz"),
        ("openclaw pair eyJ¦1cmwiOiJ3czovL2giLCJ0IjoiYSJ9", "1cmwiOiJ3"),
        ("t=123456789:AA¦bbCCddEEffGGhhIIjjKKllMMnnOOppQQr", "bbCCddEE"),
        ("bot123456789%3AAA¦bbCCddEEffGGhhIIjjKKllMMnnOOppQQr", "bbCCddEE"),
        ("discord MTIzNDU2Nzg5MDEyMzQ1Njc4¦.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789AB", "GabcDE abcdefghij"),
        ("https://hooks.slack.com/services/T0000/B0000/¦abcDEF123", "T0000 abcDEF123"),
        ("https://discord.com/api/webhooks/1234567/¦abcDEF123", "abcDEF123"),
        ("https://discordapp.com/api/v10/webhooks/1234567/¦abcDEF123", "abcDEF123"),
        ("see xo¦xs-1234567890-abc", "567890"),
        ("see xo¦xc-1234567890-abc", "567890"),
        ("see xo¦xr-1234567890-abc", "567890"),
        ("see xo¦xe.xoxp-1-1234567890", "567890"),
        ("see gh¦r_0123456789abcdef", "456789"),
        ("see SG¦.0123456789abcdef.xyz", "456789"),
        ("see GOC¦SPX-0123456789abcdef", "456789"),
        ("see py¦pi-0123456789abcdef", "456789"),
        ("see xa¦i-0123456789abcdef", "456789"),
        ("see ts¦key-auth-0123456789", "456789"),
        ("see do¦p_v1_0123456789abcdef", "456789"),
        ("\u{1b}[1ms¦k-0123456789abcdef\u{1b}[0m", "456789"),
        ("\\u001b[1ms¦k-0123456789abcdef", "456789"),
        ("line\\ns¦k-0123456789abcdef", "456789"),
        ("u=a%3Ds¦k-0123456789abcdef", "456789"),
    ]);
}

#[test]
fn names_are_known_however_they_are_written() {
    none_passes(&[
        ("token =SECRET", "SECRET"),
        ("token :SECRET", "SECRET"),
        ("token := SECRET", "SECRET"),
        ("api key: SECRET", "SECRET"),
        ("bearer: SECRET", "SECRET"),
        ("Bearer=SECRET", "SECRET"),
        ("token:\nSECRET", "SECRET"),
        ("token: |\n  SECRET", "SECRET"),
        ("auth:\n  token:\n    value: SECRET", "SECRET"),
        ("DB_PASS=SECRET", "SECRET"),
        ("dbPass=SECRET", "SECRET"),
        ("pass=SECRET", "SECRET"),
        ("pwd=SECRET", "SECRET"),
        ("OPENAI_KEY=SECRET", "SECRET"),
        ("ANY_OTHER_KEY=SECRET", "SECRET"),
        ("encryption_key=SECRET", "SECRET"),
        ("SECRET_KEY_BASE=S3CR", "S3CR"),
        ("jwt=SECRET", "SECRET"),
        ("session_id=SECRET", "SECRET"),
        ("PHPSESSID=SECRET", "SECRET"),
        ("otp: SECRET", "SECRET"),
        ("credentials: SECRET", "SECRET"),
        ("API_TOKEN_2=SECRET", "SECRET"),
        ("**Token:** SECRET", "SECRET"),
        ("**Token**: SECRET", "SECRET"),
        ("headers['authorization'] = 'SECRET'", "SECRET"),
        ("curl -u me:SECRET https://h", "SECRET"),
        ("curl --user 'me:SECRET' https://h", "SECRET"),
        ("sshpass -p SECRET ssh h", "SECRET"),
        ("sshpass -pSECRET ssh h", "SECRET"),
        ("[\"run\",\"--token\",\"SECRET\"", "SECRET"),
        ("https://h/x?sig=SECRET", "SECRET"),
        ("https://h/x?a=1&X-Amz-Signature=SECRET", "SECRET"),
        ("https://h/x?code=SECRET", "SECRET"),
        ("https://h/x?a=1&code=SECRET", "SECRET"),
        ("https://h/x?key=SECRET0123456789abc", "SECRET"),
        ("token%3DSECRET", "SECRET"),
        ("%22token%22%3A%22SECRET%22", "SECRET"),
        (r#"{"name":"token","value":"SECRET"}"#, "SECRET"),
        (r#"said {"name":"token","value":"SECRET"} here"#, "SECRET"),
        ("- name: DB_PASS\n  value: SECRET", "SECRET"),
        (r#"got {"token":{"value":"SECRET"}} here"#, "SECRET"),
        (r#"got {"tokens":["SECRET"],"a":1} here"#, "SECRET"),
        (r#"got {"password":77777771,"a":1} here"#, "77777771"),
        (r#"got {"signature":"SECRET"} here"#, "SECRET"),
        (r#"got {"setupCode":"SECRET"} here"#, "SECRET"),
        ("\u{1b}[33mtoken\u{1b}[0m=SECRET", "SECRET"),
        ("\u{1b}[33mpass\u{1b}[0m=\u{1b}[32mSECRET\u{1b}[0m", "SECRET"),
        ("token=ab\u{1b}[1mSECRET\u{1b}[0m", "SECRET"),
        ("passphrase: correct horse SECRET", "horse SECRET"),
    ]);
}

#[test]
fn no_tail_of_a_secret_passes() {
    none_passes(&[
        ("password=\"a\\\"REST\"", "REST"),
        ("{\\\"password\\\":\\\"a\\\\\\\"REST\\\"}", "REST"),
        ("password=a,REST", "REST"),
        ("password=a'REST", "REST"),
        ("password=a\"REST", "REST"),
        ("password=a&REST", "REST"),
        ("password=a;REST", "REST"),
        ("password=[a]REST", "REST"),
        ("postgres://me:hun,ter2@h", "hun ter2"),
        ("postgres://me:p@ss/word@h", "ss word"),
        ("postgres://me:p/ss?w#ord@h", "ss ord"),
        ("postgres://me:hun'ter2@h", "hun ter2"),
        ("https://SECRET@github.com/a/b", "SECRET"),
        ("https://SECRET:x-oauth-basic@github.com", "SECRET"),
        ("redis://:SECRET@h:6379", "SECRET"),
        ("https:\\/\\/me:SECRET@h", "SECRET"),
    ]);
}

#[test]
fn keys_of_several_lines_are_masked_whatever_stands_around_them() {
    const BEGIN: &str = "-----BE¦GIN RSA PRI¦VATE KEY-----";
    let body = "MIIEpAIBAAKCAQEA7bq2¦Xk9mPq3Rs8Tv1Wx5Yz7Ab2Cd4Ef6Gh8Ij1Kl3Mn5Op7Q";
    let rest = "q3Rs8Tv1Wx5Yz7Ab2Cd4E¦f6Gh8Ij1Kl3Mn5Op7QrMbq2Xk9mPw4Zt6Ku8Lv0Hn";
    none_passes(&[
        (&format!("{BEGIN}\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,AB12\n\nabcSECRET\ndefTAIL"), "SECRET TAIL AB12"),
        (&format!("> {BEGIN}\n> abcSECRET\n> defTAIL\nand so on"), "SECRET TAIL"),
        (&format!("{{\"a\": \"{BEGIN}\\nabcSECRET\\ndefTAIL"), "SECRET TAIL"),
        (&format!("{{\"a\":\"{BEGIN}\\nabcSECRET\\ndefTAIL\",\"b\":1}}"), "SECRET TAIL"),
        (&format!("got {{\"a\":\"{BEGIN}\\nabcSECRET\\ndefTAIL\",\"b\":1}}"), "SECRET TAIL"),
        (body, "MIIEpAIB Kl3Mn5"),
        (rest, "Tv1Wx5 Kl3Mn5"),
        ("key b3Bl¦bnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ", "bnNzaC1r"),
    ]);
}

#[test]
fn a_key_that_is_logged_line_by_line_is_masked() {
    let mut across = Across::default();
    let mut said = vec![];
    let lines = [&made("x -----BE¦GIN PRIVATE KEY-----"), "abcSECRET", "", "TAIL=", "-----END PRIVATE KEY-----", "abcPLAIN"];
    for line in lines {
        said.push(across.masked(line, format!("12:00 {line}"), &mut vec![]));
    }
    assert_eq!(said[1..], ["12:00 [masked]", "12:00 ", "12:00 [masked]", "12:00 -----END PRIVATE KEY-----", "12:00 abcPLAIN"]);
}

#[test]
fn homes_and_addresses_of_people_are_masked() {
    none_passes(&[
        ("in C:\\Users\\ada", "ada"),
        ("in C:\\Users\\Ada Lovelace\\x", "Ada Lovelace"),
        ("\"C:\\\\Users\\\\ada\\\\x\"", "ada"),
        ("PATH=/home/ada:/home/bea", "ada bea"),
        ("a=/home/ada/x,/Users/bea/y", "ada bea"),
        ("<ada@example.org>", "ada@"),
        ("to:ada.b+c@mail.example.org.", "ada.b"),
    ]);
}
