//! What a person chose and would miss after a reload: the gateway's address, the theme.
//! Refuses to hold secrets.

use serde::{Deserialize, Serialize};

/// How the app looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

impl Theme {
    /// Returns the theme's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }

    /// Returns what the document must be told; nothing to follow the system.
    pub fn forced(self) -> Option<&'static str> {
        (self != Self::System).then(|| self.as_str())
    }

    /// Returns the next theme in the circle.
    pub fn next(self) -> Self {
        match self {
            Self::System => Self::Dark,
            Self::Dark => Self::Light,
            Self::Light => Self::System,
        }
    }
}

/// Everything about looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prefs {
    /// The theme.
    pub theme: Theme,
}

/// The gateway that was last connected to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastGateway {
    /// Its address; empty when there is none.
    pub url: String,
}

/// The keys under which these are kept.
pub const PREFS: &str = "openclutch.prefs";
/// See [`LastGateway`].
pub const GATEWAY: &str = "openclutch.gateway";

/// Where a gateway listens unless somebody said otherwise.
pub const DEFAULT_URL: &str = "ws://127.0.0.1:18789";

/// Turns what people type or paste into a gateway's address: a bare host gets `ws:`, `http:` becomes `ws:`, `https:` `wss:`.
pub fn gateway_url(typed: &str) -> String {
    let typed = typed.trim().trim_end_matches('/');
    let lower = typed.to_ascii_lowercase();
    for (from, to) in [("http://", "ws://"), ("https://", "wss://"), ("ws://", "ws://"), ("wss://", "wss://")] {
        if lower.starts_with(from) {
            return format!("{to}{}", &typed[from.len()..]);
        }
    }
    if typed.is_empty() || typed.contains("://") { typed.into() } else { format!("ws://{typed}") }
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
            ("ftp://gw.example", "ftp://gw.example"),
            ("", ""),
        ] {
            assert_eq!(gateway_url(typed), url, "{typed:?}");
        }
    }
}
