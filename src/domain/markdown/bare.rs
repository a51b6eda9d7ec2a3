//! Addresses that stand bare in running text, and where they end: GitHub's rules for `https://`, `http://` and `www.`.
//! Refuses to know blocks, and which addresses are alive.

use super::address::{alive, is_hidden, strip};
use super::text::{cut, find};
use super::{Span, push};

/// Makes links of the bare addresses in the texts among `spans`. Looks into texts only: marked spans have been here before.
pub(super) fn linked(spans: Vec<Span>) -> Vec<Span> {
    let has_any = |text: &str| find(text, "://").is_some() || text.as_bytes().windows(4).any(|bytes| bytes.eq_ignore_ascii_case(b"www."));
    if !spans.iter().any(|span| matches!(span, Span::Text(text) if has_any(text))) {
        return spans;
    }
    let mut found = Vec::with_capacity(spans.len() + 2);
    for span in spans {
        match span {
            Span::Text(text) => split(&text, &mut found),
            span => push(&mut found, span),
        }
    }
    found
}

fn split(text: &str, found: &mut Vec<Span>) {
    let (mut said, mut from, mut before) = (0, 0, ' ');
    for (at, letter) in text.char_indices() {
        let may_start = at >= from && matches!(letter, 'h' | 'H' | 'w' | 'W') && !is_joined(before);
        before = letter;
        let Some(rest) = text.get(at..).filter(|_| may_start) else { continue };
        let Some((length, is_valid)) = extent(rest) else { continue };
        from = at + length;
        let Some(address) = rest.get(..length).filter(|_| is_valid) else { continue };
        let Some(to) = alive(address) else { continue };
        push(found, Span::Text(cut(text, said, at).to_owned()));
        push(found, Span::Link { to, spans: vec![Span::Text(address.to_owned())] });
        said = from;
    }
    push(found, Span::Text(cut(text, said, text.len()).to_owned()));
}

/// Whether an address cannot start after this letter, since it is the middle of something.
fn is_joined(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '.' | '/' | '-' | '_' | '@')
}

/// How long the address is with which `rest` starts, and whether it is one. If not, that much need not be looked at again, which keeps
/// a long run of false starts linear.
fn extent(rest: &str) -> Option<(usize, bool)> {
    let body = ["https://", "http://", "www."].iter().find_map(|beginning| strip(rest, beginning))?;
    let prefix = rest.len() - body.len();
    let is_of_domain = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let domain = body.find(|letter| !is_of_domain(letter)).and_then(|end| body.get(..end)).unwrap_or(body);
    let is_valid = domain.starts_with(char::is_alphanumeric) && !ends_underscored(domain);
    if !is_valid {
        return Some((prefix + domain.len(), false));
    }
    let end = body.find(is_end).and_then(|end| body.get(..end)).unwrap_or(body);
    Some((prefix + trimmed(end).len(), true))
}

/// Whether one of the last two parts of a domain has an underscore.
fn ends_underscored(domain: &str) -> bool {
    let mut dots = 0;
    let is_near = |byte: &u8| {
        dots += usize::from(*byte == b'.');
        dots < 2
    };
    domain.trim_end_matches(['.', '_']).bytes().rev().take_while(is_near).any(|byte| byte == b'_')
}

/// Whether an address ends before this letter. Beyond GitHub's rules: at quotes, and at the punctuation of East Asian texts, which
/// puts no blank after an address.
fn is_end(letter: char) -> bool {
    letter.is_whitespace() || is_hidden(letter) || matches!(letter, '<' | '>' | '"' | '`' | '|' | '\\') || is_east_asian(letter)
}

fn is_east_asian(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '，' | '：' | '；' | '！' | '？' | '（' | '）' | '“' | '”' | '…')
}

/// Cuts punctuation off the end that belongs to the sentence, and closing brackets that nothing in the address opens.
fn trimmed(address: &str) -> &str {
    let count = |mark: char| address.chars().filter(|letter| *letter == mark).count();
    let surplus = |open: char, close: char| count(close).saturating_sub(count(open));
    let (mut round, mut square, mut curly) = (surplus('(', ')'), surplus('[', ']'), surplus('{', '}'));
    address.trim_end_matches(|letter| {
        let surplus = match letter {
            ')' => &mut round,
            ']' => &mut square,
            '}' => &mut curly,
            _ => return matches!(letter, '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\''),
        };
        let is_surplus = *surplus > 0;
        *surplus = surplus.saturating_sub(1);
        is_surplus
    })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::super::{Block, parse};
    use super::*;

    /// The text with its links in brackets.
    fn shown(text: &str) -> String {
        let mut shown = String::new();
        for span in linked(vec![Span::Text(text.into())]) {
            match span {
                Span::Text(text) => shown.push_str(&text),
                Span::Link { spans, .. } => match spans.first() {
                    Some(Span::Text(text)) => shown.push_str(&["[", text, "]"].concat()),
                    _ => unreachable!(),
                },
                _ => unreachable!(),
            }
        }
        shown
    }

    #[test]
    fn bare_addresses_end_where_a_reader_would_end_them() {
        let table = [
            ("https://a.b", "[https://a.b]"),
            ("see http://localhost:3000/x, or", "see [http://localhost:3000/x], or"),
            ("HTTPS://A.B/C", "[HTTPS://A.B/C]"),
            ("www.a.b/c.", "[www.a.b/c]."),
            ("(https://a.b/c)", "([https://a.b/c])"),
            ("https://a.b/c_(d)", "[https://a.b/c_(d)]"),
            ("(https://a.b/c_(d))", "([https://a.b/c_(d)])"),
            ("(https://a.b/c_(d)).", "([https://a.b/c_(d)])."),
            ("[https://a.b]", "[[https://a.b]]"),
            ("\"https://a.b\"", "\"[https://a.b]\""),
            ("'https://a.b'", "'[https://a.b]'"),
            ("https://a.b?c=d&e=f;", "[https://a.b?c=d&e=f];"),
            ("https://a.b!?.", "[https://a.b]!?."),
            ("https://a.b/?q=x)&y", "[https://a.b/?q=x)&y]"),
            ("https://a.b<c", "[https://a.b]<c"),
            ("看https://a.b/c。好", "看[https://a.b/c]。好"),
            ("https://a.b\nhttps://c.d", "[https://a.b]\n[https://c.d]"),
            ("https://a.b,https://c.d", "[https://a.b,https://c.d]"),
            ("https://a.b https://a_b.c", "[https://a.b] https://a_b.c"),
            ("https://a_b.c.d", "[https://a_b.c.d]"),
            ("https://a.b\u{202e}/c", "[https://a.b]\u{202e}/c"),
            ("xhttps://a.b", "xhttps://a.b"),
            ("a@www.b.c", "a@www.b.c"),
            ("http:// www. https://. www.)", "http:// www. https://. www.)"),
            ("wwww.a.b ahttp", "wwww.a.b ahttp"),
            ("ftp://a.b javascript://www.a", "ftp://a.b javascript://www.a"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn a_bare_address_is_linked_across_what_the_parser_cuts_and_once_only() {
        let link = |to: &str, text: &str| Span::Link { to: to.into(), spans: vec![Span::Text(text.into())] };
        let url = "https://a.b/c_d_e?f=1&g=[h]~i";
        assert_eq!(parse(url), vec![Block::Paragraph(vec![link(url, url)])]);
        assert_eq!(parse("**www.a.b**"), vec![Block::Paragraph(vec![Span::Strong(vec![link("https://www.a.b", "www.a.b")])])]);
        assert_eq!(parse("[www.a.b](http://c)"), vec![Block::Paragraph(vec![link("http://c", "www.a.b")])]);
        assert_eq!(parse("`http://c`"), vec![Block::Paragraph(vec![Span::Code("http://c".into())])]);
    }

    #[test]
    fn false_starts_stay_linear() {
        let text = "http://_éwww.x_yé".repeat(20_000);
        assert_eq!(linked(vec![Span::Text(text.clone())]), vec![Span::Text(text)]);
    }
}
