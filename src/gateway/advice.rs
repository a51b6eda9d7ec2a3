//! What a person reads when there is no connection: one sentence on what is, one on what to do, and what to paste.
//! Refuses to decide anything, and to know how words are drawn.

use super::link::{Cause, Halt, Link, PairingRequest};

/// Words for a situation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advice {
    /// What is the matter, in a sentence.
    pub what: String,
    /// What to do, in a sentence.
    pub next: String,
    /// A command or a setting to copy as it stands.
    pub paste: Option<String>,
}

/// What the words depend on besides the situation itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scene {
    /// The gateway's address.
    pub url: String,
    /// The page's origin.
    pub origin: String,
}

impl Scene {
    fn is_https_page(&self) -> bool {
        self.origin.starts_with("https:")
    }

    /// A page from the open network that reaches for an address at home: newer browsers ask first.
    fn crosses_into_local_network(&self) -> bool {
        is_local_host(host_of(&self.url)) && !is_local_host(host_of(&self.origin))
    }
}

/// Returns the host of an address, without port and brackets.
fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    }
}

fn is_local_host(host: &str) -> bool {
    if host == "localhost" || host == "::1" || [".localhost", ".local", ".ts.net"].iter().any(|end| host.ends_with(end)) {
        return true;
    }
    host.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback() || ip.is_private() || ip.is_link_local())
}

/// Makes a text from elsewhere fit into a sentence.
fn plain(text: &str) -> &str {
    match text.trim().trim_end_matches('.') {
        "" => "no reason given",
        text => text,
    }
}

fn advice(what: impl Into<String>, next: impl Into<String>) -> Advice {
    Advice { what: what.into(), next: next.into(), paste: None }
}

fn with_paste(what: impl Into<String>, next: impl Into<String>, paste: impl Into<String>) -> Advice {
    Advice { paste: Some(paste.into()), ..advice(what, next) }
}

impl Link {
    /// Puts the situation into words; `None` when there is nothing to do about it.
    pub fn advice(&self, scene: &Scene) -> Option<Advice> {
        match self {
            Self::Idle | Self::Connecting { .. } | Self::Authenticating | Self::Ready | Self::Closing => None,
            Self::Pairing(request) => Some(request.advice()),
            Self::Reconnecting { cause, .. } => Some(cause.advice(scene)),
            Self::Halted(halt) => Some(halt.advice(scene)),
        }
    }
}

impl PairingRequest {
    fn advice(&self) -> Advice {
        let what = match self.reason.as_str() {
            "scope-upgrade" => "The gateway knows this browser, but not with all the permissions that the dashboard asks for.",
            "metadata-upgrade" | "role-upgrade" => "The gateway knows this browser, but not the way it presents itself now.",
            _ => "The gateway does not know this browser yet.",
        };
        let next = "Approve it on the gateway's machine; this page goes on by itself.";
        // What comes from the wire goes into somebody's shell only if it can do nothing there.
        let is_plain = !self.id.is_empty() && self.id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let command = if is_plain { format!("openclaw devices approve {}", self.id) } else { "openclaw devices list".into() };
        with_paste(what, next, command)
    }
}

/// What an address is called in a sentence: what lies in the page itself has none that a person could correct.
fn called(url: &str) -> &str {
    match url {
        "demo:" => "the demo",
        "replay:" => "the recording",
        url => url,
    }
}

impl Cause {
    /// Puts a passing trouble into words.
    pub fn advice(&self, scene: &Scene) -> Advice {
        let url = called(&scene.url);
        match self {
            Self::Network { answers_http: Some(true) } => with_paste(
                format!("Something answers at {url}, but it refuses the connection."),
                "If a proxy stands before the gateway, list the proxy's address in the gateway's settings. Otherwise the gateway is restarting, or another program has its port.",
                r#"openclaw config set gateway.trustedProxies '["127.0.0.1"]'"#,
            ),
            Self::Network { .. } if scene.url == "demo:" => {
                advice("The demo does not answer.", "End the fault under Demo data, or leave the demo.")
            }
            Self::Network { .. } if scene.crosses_into_local_network() => advice(
                format!("Nothing answers at {url}."),
                "Start the gateway, and if the browser asks whether this page may reach devices on the local network, allow it. Opening the dashboard from the gateway's own machine avoids the question.",
            ),
            Self::Network { .. } => advice(format!("Nothing answers at {url}."), "Start the gateway there, or correct the address."),
            Self::Restarting => {
                advice("The gateway stopped or is restarting.", "If it does not come back within a minute, start it by hand.")
            }
            Self::Starting => advice("The gateway is starting.", "Nothing to do: this page connects as soon as it is ready."),
            Self::Draining => {
                advice("The gateway finishes its runs before it restarts.", "Nothing to do: this page connects when it is back.")
            }
            Self::Silent => advice("The connection went silent.", "Check the network between this browser and the gateway."),
            Self::HandshakeTimeout => advice(
                format!("{url} did not answer as a gateway within 15 seconds."),
                "Check the address, and whether a firewall or another program stands in between.",
            ),
            Self::AuthChanged => advice(
                "The gateway's credentials or this device's permissions changed.",
                "Nothing to do: connecting again with what this browser has.",
            ),
            Self::RateLimited { wait } => advice(
                format!(
                    "The gateway takes no more attempts from this page for {} min: too many wrong secrets.",
                    wait.as_secs().div_ceil(60)
                ),
                "Meanwhile even the right one is refused. Check the token or password, then wait.",
            ),
            Self::TooSlow => {
                advice("The gateway cut the connection because this page read too slowly.", "Close other heavy tabs if it happens again.")
            }
            Self::TooBig => advice("The gateway cut the connection because a message was too large.", "Send less at once."),
            Self::Trouble { why } => {
                advice(format!("The gateway has a trouble of its own: {}.", plain(why)), "Look into its log if this lasts.")
            }
            Self::StaleChallenge => {
                advice("The gateway's challenge was no longer good.", "Nothing to do: the next attempt gets a new one.")
            }
            Self::Closed { code, reason } if reason.is_empty() => {
                advice(format!("The gateway closed the connection (code {code})."), "Look into its log if this lasts.")
            }
            Self::Closed { code, reason } => {
                advice(format!("The gateway closed the connection: {} (code {code}).", plain(reason)), "Look into its log if this lasts.")
            }
        }
    }
}

impl Halt {
    /// Puts a verdict into words.
    pub fn advice(&self, scene: &Scene) -> Advice {
        match self {
            Self::SecretMissing { password: false } => with_paste(
                "The gateway wants its token.",
                "Enter it and connect. On the gateway's machine this shows it:",
                "openclaw gateway auth-token --show",
            ),
            Self::SecretMissing { password: true } => advice("The gateway wants its password.", "Choose Password, enter it and connect."),
            Self::SecretRefused { password: false } => with_paste(
                "The gateway refused the token.",
                "Enter the current one and connect. On the gateway's machine this shows it:",
                "openclaw gateway auth-token --show",
            ),
            Self::SecretRefused { password: true } => {
                advice("The gateway refused the password.", "Enter the current one and connect; capital letters count.")
            }
            Self::DeviceTokenRefused => advice(
                "The gateway no longer accepts what it issued to this browser: its token was changed, this device was removed, or it only looked so far and is to do more now.",
                "Enter the gateway's current token and connect.",
            ),
            Self::OriginRefused { origin } => with_paste(
                format!("The gateway does not let pages from {origin} connect."),
                "Allow it on the gateway's machine, together with the origins that are allowed already, then connect again:",
                format!(r#"openclaw config set gateway.controlUi.allowedOrigins '["{origin}"]'"#),
            ),
            Self::PairingRefused => advice(
                "The request to pair this browser was refused or ran out.",
                "Connect again to make a new request, and have it approved on the gateway's machine.",
            ),
            Self::ProtocolMismatch { expected: Some(version) } => advice(
                format!("The gateway speaks protocol {version}; this dashboard speaks {}.", crate::protocol::PROTOCOL),
                "Update whichever is older, then reload this page.",
            ),
            Self::ProtocolMismatch { expected: None } => advice(
                format!("The gateway does not speak protocol {}.", crate::protocol::PROTOCOL),
                "Update the gateway or this dashboard, whichever is older.",
            ),
            Self::BuildMismatch => advice("The gateway expects another build of this page.", "Reload this page."),
            Self::Blocked { .. } if scene.is_https_page() && scene.url.starts_with("ws:") => advice(
                "This page came over https, so the browser does not let it open an unencrypted ws: address.",
                "Use a wss: address, or open the dashboard over http, from the gateway itself or from http://127.0.0.1.",
            ),
            Self::Blocked { why } => {
                advice(format!("The browser does not open this address: {why}."), "Write it like ws://127.0.0.1:18789 or wss://host/path.")
            }
            Self::Rejected { why } => {
                advice(format!("The gateway refused this browser: {}.", plain(why)), "Look into the gateway's log, then connect again.")
            }
        }
    }
}
