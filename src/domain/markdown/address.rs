//! Which addresses of links and images are alive: http, https and mailto, spelled plainly.
//! Refuses to know what is linked and how it is shown.

/// The schemes that live, as a browser needs them to be spelled. Without the slashes `https:x` would be a relative address.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// Returns the address to use, or none if it must stay dead text. What is not on the list is dead, so no disguise has to be known:
/// a scheme with blanks, control characters or anything else within is on no list.
pub(super) fn alive(address: &str) -> Option<String> {
    let (scheme, rest) = match strip(address, "www.") {
        Some(name) if name.starts_with(char::is_alphanumeric) => ("https://", address),
        _ => SCHEMES.iter().find_map(|scheme| Some((*scheme, strip(address, scheme)?)))?,
    };
    let says_something = rest.chars().any(char::is_alphanumeric);
    (says_something && !rest.contains(is_hidden)).then(|| scheme.to_owned() + rest)
}

/// Strips a beginning, whatever its case.
pub(super) fn strip<'a>(text: &'a str, beginning: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(beginning.len())?;
    head.eq_ignore_ascii_case(beginning).then_some(rest)
}

/// Whether a letter is a control character or turns the direction of writing: it would make an address look like another one.
pub(super) fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::super::{Block, Span, parse};
    use super::*;

    #[test]
    fn only_plainly_spelled_schemes_of_the_list_live() {
        let table: &[(&str, Option<&str>)] = &[
            ("https://a.b/c?d=e#f", Some("https://a.b/c?d=e#f")),
            ("http://a", Some("http://a")),
            ("HtTpS://A.b", Some("https://A.b")),
            ("mailto:a@b.c", Some("mailto:a@b.c")),
            ("www.a.b", Some("https://www.a.b")),
            ("WWW.a.b", Some("https://WWW.a.b")),
            ("https://a.b/ä ö", Some("https://a.b/ä ö")),
            ("javascript:alert(1)", None),
            ("JaVaScRiPt:alert(1)", None),
            (" javascript:alert(1)", None),
            ("java\nscript:alert(1)", None),
            ("java\tscript:alert(1)", None),
            ("\u{1}javascript:alert(1)", None),
            ("java\u{0}script:alert(1)", None),
            ("javascript://https://a.b", None),
            ("data:text/html,<script>", None),
            ("vbscript:x", None),
            ("file:///etc/passwd", None),
            ("blob:https://a.b/c", None),
            ("view-source:https://a.b", None),
            ("ftp://a.b", None),
            ("ht\ttps://a.b", None),
            (" https://a.b", None),
            ("https://a\n.b", None),
            ("https://a\u{202e}.b", None),
            ("https:a.b", None),
            ("https:/a.b", None),
            ("https://", None),
            ("https:///", None),
            ("mailto:", None),
            ("www.", None),
            ("//a.b", None),
            ("/a", None),
            ("a/b", None),
            ("#a", None),
            ("?a", None),
            ("", None),
            ("ｊavascript:x", None),
            ("é", None),
        ];
        for (address, expected) in table {
            assert_eq!(alive(address).as_deref(), *expected, "{address:?}");
        }
    }

    #[test]
    fn dead_addresses_leave_their_words() {
        for address in [
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            "&#106;avascript:alert(1)",
            "&#x6A;&#x61;vascript&colon;alert(1)",
            "java&Tab;script:alert(1)",
            "java&NewLine;script:alert(1)",
            "<java script:alert(1)>",
            "&#1;javascript:alert(1)",
            "data:text/html;base64,AAAA",
            "vbscript:x",
            "file:///etc/passwd",
            "/settings",
            "#top",
            "x.html",
            "",
        ] {
            let words = vec![Block::Paragraph(vec![Span::Text("a b c".into())])];
            assert_eq!(parse(&["a [b](", address, ") c"].concat()), words, "{address}");
            assert_eq!(parse(&["a ![b](", address, ") c"].concat()), words, "{address}");
            assert_eq!(parse(&["a [b] c\n\n[b]: ", if address.is_empty() { "<>" } else { address }].concat()), words, "{address}");
        }
        for text in ["<javascript:alert(1)>", "<data:text/html,x>", "<file:///a>"] {
            let words = text.trim_matches(['<', '>']);
            assert_eq!(parse(text), vec![Block::Paragraph(vec![Span::Text(words.into())])]);
        }
    }
}
