//! What a link hands over behind `#`: where a gateway is, and a token for it; and what that leads to.
//! Refuses to read the address: the page's first script has taken this out of it.

use super::address::{gateway_url, token_in};
use super::gateways::Gateways;
use crate::paths;

/// What a link handed over. It holds a secret, so it cannot be printed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Handed {
    /// The gateway's address; empty if none was named.
    pub url: String,
    /// Its token; empty if there was none.
    pub token: String,
}

/// What that leads to.
#[derive(Clone, PartialEq, Eq)]
pub enum Lead {
    /// The person has been there before, or has the page from there: connect.
    Connect(Handed),
    /// Whoever made the link may be anybody: fill the form in, and contact nobody.
    Ask(Handed),
}

impl Handed {
    /// Reads what stood behind the `#`; `None` if it hands nothing over.
    pub fn read(fragment: &str) -> Option<Self> {
        let part = |name: &str| fragment.split('&').find_map(|part| part.strip_prefix(name));
        let named = part("gateway=").map(paths::decode).filter(|named| !named.trim().is_empty());
        let token = part("token=").map(paths::decode).or_else(|| token_in(named.as_deref()?).map(str::to_owned));
        let handed = Self { url: named.map(|named| gateway_url(&named)).unwrap_or_default(), token: token.unwrap_or_default() };
        (handed != Self::default()).then_some(handed)
    }

    /// Decides what it leads to. A token alone is for the gateway that served the page.
    pub fn lead(mut self, gateways: &Gateways, served_by: Option<&str>) -> Lead {
        if self.url.is_empty() {
            self.url = served_by.unwrap_or_default().to_owned();
        }
        let is_known = served_by == Some(&*self.url) || gateways.list.iter().any(|known| known.url == self.url);
        if is_known { Lead::Connect(self) } else { Lead::Ask(self) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fragment: &str) -> Option<(String, String)> {
        Handed::read(fragment).map(|handed| (handed.url, handed.token))
    }

    #[test]
    fn a_link_names_a_gateway_a_token_or_both() {
        let is = |url: &str, token: &str| Some((url.to_owned(), token.to_owned()));
        for (fragment, handed) in [
            ("gateway=wss://gw.example/path", is("wss://gw.example/path", "")),
            ("gateway=ws%3A%2F%2F10.0.0.5%3A18789&token=a%2Bb", is("ws://10.0.0.5:18789", "a+b")),
            ("token=abc", is("", "abc")),
            ("gateway=http%3A%2F%2F127.0.0.1%3A18789%2F%23token%3Dabc", is("ws://127.0.0.1:18789", "abc")),
            ("gateway=wss://me:secret@gw.example/?x=y", is("wss://gw.example", "")),
            ("gateway=&token=", None),
            ("gateway=%20", None),
            ("row-5", None),
            ("", None),
        ] {
            assert_eq!(read(fragment), handed, "{fragment}");
        }
    }

    #[test]
    fn nobody_is_contacted_whom_the_person_does_not_know() {
        let mut known = Gateways::default();
        known.enter("ws://home:1");
        let lead = |fragment: &str, served_by| match Handed::read(fragment).unwrap().lead(&known, served_by) {
            Lead::Connect(handed) => ("connect", handed.url),
            Lead::Ask(handed) => ("ask", handed.url),
        };
        let served = Some("wss://host");
        assert_eq!(lead("gateway=ws://home:1&token=x", None), ("connect", "ws://home:1".into()));
        assert_eq!(lead("gateway=ws://home:2&token=x", None), ("ask", "ws://home:2".into()));
        assert_eq!(lead("gateway=ws://home:2", served), ("ask", "ws://home:2".into()));
        assert_eq!(lead("token=x", served), ("connect", "wss://host".into()));
        assert_eq!(lead("token=x", None), ("ask", String::new()));
    }
}
