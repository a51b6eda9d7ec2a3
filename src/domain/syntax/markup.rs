//! Tags, their names, and what is said of them.
//! Refuses to read scripts and styles within: those are plain.

use super::kind;
use super::lexer::Lexer;

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.' | b'@') || byte >= 0x80
}

/// Cuts a text of tags into pieces.
pub(super) fn read(lexer: &mut Lexer<'_>) {
    while lexer.at < lexer.text.len() {
        let start = lexer.at;
        if lexer.begins("<!--") {
            lexer.until("-->");
            lexer.put(start, kind::COMMENT);
        } else if lexer.byte(start) == b'<' && matches!(lexer.byte(start + 1), b'/' | b'!' | b'?' | b'a'..=b'z' | b'A'..=b'Z') {
            tag(lexer);
        } else if lexer.byte(start) == b'&' {
            lexer.at += 1;
            lexer.skip(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
            lexer.put(start, kind::VARIABLE);
        } else {
            lexer.at += 1;
            lexer.skip(|byte| !matches!(byte, b'<' | b'&'));
            lexer.put(start, kind::PLAIN);
        }
    }
}

/// A tag, from its bracket to the other.
fn tag(lexer: &mut Lexer<'_>) {
    let start = lexer.at;
    lexer.at += 1;
    lexer.skip(|byte| matches!(byte, b'/' | b'!' | b'?'));
    lexer.skip(is_name);
    lexer.put(start, kind::TAG);
    while lexer.at < lexer.text.len() {
        let start = lexer.at;
        match lexer.byte(start) {
            b'>' => {
                lexer.at += 1;
                lexer.put(start, kind::TAG);
                return;
            }
            b'<' => return,
            quote @ (b'"' | b'\'') => {
                lexer.at += 1;
                lexer.skip(|byte| byte != quote);
                lexer.at = (lexer.at + 1).min(lexer.text.len());
                lexer.put(start, kind::STRING);
            }
            byte if is_name(byte) => {
                lexer.skip(is_name);
                lexer.put(start, kind::PROPERTY);
            }
            _ => {
                lexer.at += 1;
                lexer.put(start, kind::PLAIN);
            }
        }
    }
}
