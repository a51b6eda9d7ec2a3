//! How people write a gateway's address, and what is made of it.
//! Refuses to keep anything.

/// Where a gateway listens unless somebody said otherwise.
pub const DEFAULT_URL: &str = "ws://127.0.0.1:18789";

/// Where the demo gateway is: not on any net, but in a worker of this page.
pub const DEMO_URL: &str = "demo:";

/// Where a recording is that somebody opened: in this page, and gone with it.
pub const REPLAY_URL: &str = "replay:";

/// Whether what is there is no real gateway: nothing of it may be kept.
pub fn is_made_up(url: &str) -> bool {
    matches!(url, DEMO_URL | REPLAY_URL)
}

/// Turns what people type or paste into a gateway's address: a bare host gets `ws:`, `http:` becomes `ws:`, `https:` `wss:`.
/// Query, fragment and user are cut off: a secret in them must not be kept, shown or sent.
pub fn gateway_url(typed: &str) -> String {
    let typed = typed.split(['?', '#']).next().unwrap_or_default().trim();
    let (scheme, rest) = typed.split_once("://").unwrap_or(("ws", typed));
    let scheme = match scheme.to_ascii_lowercase().as_str() {
        "http" => "ws".to_owned(),
        "https" => "wss".to_owned(),
        other => other.to_owned(),
    };
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    format!("{scheme}://{host}/{path}").trim_end_matches('/').to_owned()
}

/// Returns the token in a link to the gateway's own dashboard, which carries it behind `#token=`.
pub fn token_in(typed: &str) -> Option<&str> {
    let (_, fragment) = typed.trim().split_once('#')?;
    fragment.split('&').find_map(|part| part.strip_prefix("token=")).filter(|token| !token.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_people_write_them() {
        for (typed, url) in [
            (" ws://127.0.0.1:18789/ ", "ws://127.0.0.1:18789"),
            ("127.0.0.1:18789", "ws://127.0.0.1:18789"),
            ("HTTPS://gw.example/path", "wss://gw.example/path"),
            ("http://gw.example", "ws://gw.example"),
            ("http://127.0.0.1:18789/#token=secret", "ws://127.0.0.1:18789"),
            ("wss://me:secret@gw.example/path/?token=secret", "wss://gw.example/path"),
            ("ftp://gw.example", "ftp://gw.example"),
            ("ws://[::1]:18789", "ws://[::1]:18789"),
            ("", "ws:"),
        ] {
            assert_eq!(gateway_url(typed), url, "{typed:?}");
        }
    }

    #[test]
    fn a_pasted_dashboard_link_brings_its_token() {
        assert_eq!(token_in("http://127.0.0.1:18789/#token=abc"), Some("abc"));
        assert_eq!(token_in("http://127.0.0.1:18789/#a=b&token=abc"), Some("abc"));
        assert_eq!((token_in("http://127.0.0.1:18789/"), token_in("http://x/#token=")), (None, None));
    }
}
