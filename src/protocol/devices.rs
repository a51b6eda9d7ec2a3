//! Devices that may come in, and those that ask to: listed, let in, turned away, given another token, taken off.
//! Refuses to know who may decide that beyond the scope.

use serde::Serialize;
use serde::de::IgnoredAny;

use super::fields::reads;
use super::ids::UnixMs;
use super::lenient::Lenient;
use super::method::{Kind, Method};
use super::scope::Scope;

/// `device.pair.list`.
#[derive(Clone, Debug, Serialize)]
pub struct DevicePairList {}

impl Method for DevicePairList {
    const NAME: &'static str = "device.pair.list";
    const KIND: Kind = Kind::Subscribe;
    const SCOPE: Scope = Scope::Pairing;
    type Reply = DevicePairsListed;
}

/// The answer to `device.pair.list`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DevicePairsListed {
    /// Those that ask to come in.
    pub pending: Lenient<AskingDevice>,
    /// Those that may.
    pub paired: Lenient<PairedDevice>,
}

reads! { DevicePairsListed { pending: needed, paired: needed } }

/// A device that asks to come in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskingDevice {
    /// Names the request.
    pub request_id: String,
    /// Names the device: a hash of its key.
    pub device_id: String,
    /// What it says it runs on.
    pub platform: Option<String>,
    /// What it says it is.
    pub client_id: Option<String>,
    /// What it wants to be granted.
    pub scopes: Vec<String>,
    /// From where it asks.
    pub remote_ip: Option<String>,
    /// It is known, and wants more than it was granted.
    pub is_repair: bool,
    /// When it asked.
    pub ts: Option<UnixMs>,
}

reads! { AskingDevice { request_id: needed, device_id: needed, platform, client_id, scopes, remote_ip, is_repair, ts } }

/// A device that may come in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PairedDevice {
    /// Names it: a hash of its key.
    pub device_id: String,
    /// What it says it runs on.
    pub platform: Option<String>,
    /// What it says it is.
    pub client_id: Option<String>,
    /// What it was granted.
    pub scopes: Vec<String>,
    /// How it was let in: `silent` for one on the gateway's own machine.
    pub approved_via: Option<String>,
    /// When that was.
    pub approved_at_ms: Option<UnixMs>,
    /// When it was here last.
    pub last_seen_at_ms: Option<UnixMs>,
    /// It is here now.
    pub connected: bool,
    /// Its tokens, by role.
    pub tokens: Lenient<DeviceToken>,
}

reads! { PairedDevice {
    device_id: needed, platform, client_id, scopes, approved_via, approved_at_ms, last_seen_at_ms, connected, tokens
} }

/// A token of a device, without the token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceToken {
    /// For which role.
    pub role: String,
    /// When it was made void, if it was.
    pub revoked_at_ms: Option<UnixMs>,
}

reads! { DeviceToken { role: needed, revoked_at_ms } }

/// Declares a deed on a request or a device.
macro_rules! deeds {
    ($($(#[$doc:meta])* $type:ident, $name:literal { $($(#[$of:meta])* $field:ident: $kind:ty),* };)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize)]
        #[serde(rename_all = "camelCase")]
        pub struct $type {
            $($(#[$of])* pub $field: $kind,)*
        }

        impl Method for $type {
            const NAME: &'static str = $name;
            const KIND: Kind = Kind::Write;
            const SCOPE: Scope = Scope::Pairing;
            type Reply = IgnoredAny;
        }
    )*};
}

deeds! {
    /// Lets a device in.
    DevicePairApprove, "device.pair.approve" {
        /// The request.
        request_id: String
    };
    /// Turns a device away.
    DevicePairReject, "device.pair.reject" {
        /// The request.
        request_id: String
    };
    /// Takes a device off the list; it has to ask anew.
    DevicePairRemove, "device.pair.remove" {
        /// The device.
        device_id: String
    };
    /// Gives a device another token, of which it learns when it comes again.
    DeviceTokenRotate, "device.token.rotate" {
        /// The device.
        device_id: String,
        /// The role.
        role: String
    };
    /// Makes a device's token void.
    DeviceTokenRevoke, "device.token.revoke" {
        /// The device.
        device_id: String,
        /// The role.
        role: String
    };
}
