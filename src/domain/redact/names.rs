//! Names whose values are secret: the one list of them, for texts and for JSON.
//! Refuses to look at values.

/// What a name says of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// It is secret.
    Secret,
    /// All up to the end of the line is.
    Line,
    /// Texts in it are; numbers are counts.
    Many,
    /// It is, unless it is a path or a small number.
    Maybe,
}

/// Ends of names, in small letters and without what stands between their words. What begins with `_` begins a word, and has one `_` between words.
const NAMES: [(&str, Named); 77] = [
    ("authorization", Named::Line),
    ("cookie", Named::Line),
    ("cookies", Named::Line),
    ("passphrase", Named::Line),
    ("seedphrase", Named::Line),
    ("recoveryphrase", Named::Line),
    ("mnemonic", Named::Line),
    ("tokens", Named::Many),
    ("_pass", Named::Maybe),
    ("_pwd", Named::Maybe),
    ("_pw", Named::Maybe),
    ("token", Named::Secret),
    ("password", Named::Secret),
    ("passwords", Named::Secret),
    ("passwd", Named::Secret),
    ("passcode", Named::Secret),
    ("dbpass", Named::Secret),
    ("userpass", Named::Secret),
    ("secret", Named::Secret),
    ("secrets", Named::Secret),
    ("credential", Named::Secret),
    ("credentials", Named::Secret),
    ("bearer", Named::Secret),
    ("signature", Named::Secret),
    ("recoveryscope", Named::Secret),
    ("setupcode", Named::Secret),
    ("pairingcode", Named::Secret),
    ("verificationcode", Named::Secret),
    ("recoverycode", Named::Secret),
    ("authcode", Named::Secret),
    ("devicecode", Named::Secret),
    ("_jwt", Named::Secret),
    ("_otp", Named::Secret),
    ("_totp", Named::Secret),
    ("secretkeybase", Named::Secret),
    ("publickey", Named::Secret),
    ("apikey", Named::Secret),
    ("apikeys", Named::Secret),
    ("appkey", Named::Secret),
    ("authkey", Named::Secret),
    ("accesskey", Named::Secret),
    ("accesskeyid", Named::Secret),
    ("secretkey", Named::Secret),
    ("privatekey", Named::Secret),
    ("signingkey", Named::Secret),
    ("signkey", Named::Secret),
    ("encryptionkey", Named::Secret),
    ("decryptionkey", Named::Secret),
    ("cryptkey", Named::Secret),
    ("masterkey", Named::Secret),
    ("sharedkey", Named::Secret),
    ("servicekey", Named::Secret),
    ("accountkey", Named::Secret),
    ("clientkey", Named::Secret),
    ("licensekey", Named::Secret),
    ("deploykey", Named::Secret),
    ("subscriptionkey", Named::Secret),
    ("webhookkey", Named::Secret),
    ("hmackey", Named::Secret),
    ("aeskey", Named::Secret),
    ("sshkey", Named::Secret),
    ("botkey", Named::Secret),
    ("openaikey", Named::Secret),
    ("anthropickey", Named::Secret),
    ("claudekey", Named::Secret),
    ("geminikey", Named::Secret),
    ("googlekey", Named::Secret),
    ("groqkey", Named::Secret),
    ("mistralkey", Named::Secret),
    ("deepseekkey", Named::Secret),
    ("openrouterkey", Named::Secret),
    ("azurekey", Named::Secret),
    ("awskey", Named::Secret),
    ("stripekey", Named::Secret),
    ("elevenlabskey", Named::Secret),
    ("bravekey", Named::Secret),
    ("xaikey", Named::Secret),
];
/// Names of what tells a browser's session. `sessionId` is how the gateway calls a conversation, and no secret.
const SESSIONS: [&str; 7] = ["session_id", "SESSION_ID", "session-id", "Session-Id", "sessionid", "SESSIONID", "SESSID"];
/// No name is longer.
const LONGEST: usize = 64;

/// Says what a name says of its value, if anything.
pub fn named(name: &str) -> Option<Named> {
    let name = name.trim_start_matches(|letter: char| !letter.is_ascii_alphanumeric());
    // The second password is one, too.
    let name = name.trim_end_matches(|letter: char| !letter.is_ascii_alphabetic());
    let bytes = name.as_bytes();
    let bytes = bytes.get(bytes.len().saturating_sub(LONGEST)..).filter(|bytes| bytes.len() > 1)?;
    let (mut words, mut whole) = (String::with_capacity(LONGEST + 16), String::with_capacity(LONGEST));
    words.push('_');
    let mut before = b'_';
    for byte in bytes {
        let is_letter = byte.is_ascii_alphanumeric();
        if (!is_letter || (byte.is_ascii_uppercase() && !before.is_ascii_uppercase())) && !words.ends_with('_') {
            words.push('_');
        }
        if is_letter {
            let small = char::from(byte.to_ascii_lowercase());
            words.push(small);
            whole.push(small);
        }
        before = *byte;
    }
    let found = NAMES.iter().find(|(end, _)| if end.starts_with('_') { words.ends_with(end) } else { whole.ends_with(end) });
    if let Some((_, named)) = found {
        return Some(*named);
    }
    // A key in the environment.
    let is_key =
        words.ends_with("_key") && words.len() > 4 && !words.ends_with("_session_key") && !bytes.iter().any(u8::is_ascii_lowercase);
    (is_key || SESSIONS.iter().any(|end| name.ends_with(end))).then_some(Named::Secret)
}

/// Whether a text under a name of many is a count after all, such as `48k`.
pub fn is_count(text: &str) -> bool {
    text.len() < 8 && text.starts_with(|letter: char| letter.is_ascii_digit())
}
