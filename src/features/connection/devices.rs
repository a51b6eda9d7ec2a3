//! Devices that ask to come in, and those that may: let in, turned away, given another token, taken off. Read when somebody looks, and
//! again when the gateway tells that it changed.
//! Refuses to ask by the clock.

use std::sync::Arc;

use futures::StreamExt;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::{grants, say};
use crate::gateway::{CallError, Notice, Written};
use crate::platform::dom;
use crate::protocol::devices::{
    AskingDevice, DevicePairApprove, DevicePairList, DevicePairReject, DevicePairRemove, DevicePairsListed, DeviceTokenRevoke,
    DeviceTokenRotate, PairedDevice,
};
use crate::protocol::{Event, Family, Method, UnixMs};
use crate::state::profile::Profile;
use crate::state::ticker::Ticker;
use crate::state::toasts::Toasts;
use crate::ui::dialog::{Ask, asking};
use crate::ui::el::{El, button, div, effect, el, part, span};
use crate::ui::note::page_note;

/// What the parts of the tab share.
#[derive(Clone, Copy)]
struct Desk {
    profile: Profile,
    toasts: Toasts,
    ticker: Ticker,
    told: RwSignal<Option<Result<Arc<DevicePairsListed>, CallError>>>,
    /// How often the gateway told that something changed, while this is looked at.
    changes: Changes,
    ask: RwSignal<Option<Ask>>,
}

/// Counts what the gateway tells of devices.
#[derive(Clone, Copy)]
struct Changes(RwSignal<u32>);

impl Changes {
    fn of(profile: &Profile) -> Self {
        profile.keep(|gateway, _| {
            let count = RwSignal::new(0);
            let mut notices = gateway.notices(&[Family::Other]);
            spawn_local(async move {
                while let Some(notice) = notices.next().await {
                    let is_told = match &notice {
                        Notice::Event(event) => matches!(&**event, Event::Unknown { name, .. } if name.starts_with("device.pair.")),
                        Notice::Missed => true,
                        _ => false,
                    };
                    if is_told {
                        count.update(|count| *count += 1);
                    }
                }
            });
            Self(count)
        })
    }
}

/// Draws it.
pub fn devices() -> El {
    let profile: Profile = expect_context();
    let desk = Desk {
        profile,
        toasts: expect_context(),
        ticker: expect_context(),
        told: RwSignal::new(None),
        changes: Changes::of(&profile),
        ask: RwSignal::new(None),
    };
    let obstacle = Memo::new(move |_| profile.link.with(|view| view.obstacle(DevicePairList::SCOPE)));
    effect(move || {
        desk.changes.0.get();
        if obstacle.with(Option::is_none) {
            desk.read();
        }
    });
    let hint = |words: &str| vec![el("p").class("hint").text(words)];
    let may_see = move || profile.link.with(|view| view.hello.is_none() || view.allows::<DevicePairList>());
    let content = move || match (desk.told.get(), obstacle.get()) {
        (Some(Ok(told)), _) => drawn(desk, &told),
        (_, Some(_)) if !may_see() => vec![not_allowed()],
        (_, Some(obstacle)) => hint(&[&obstacle, "."].concat()),
        // What was lost with the connection is asked anew.
        (None | Some(Err(CallError::NotReady { .. } | CallError::LinkLost { .. })), None) => vec![skeleton()],
        (Some(Err(error)), None) => vec![el("p").class("list-fault").set("role", "alert").text(&error.unread("devices"))],
    };
    let is_stale = move || obstacle.with(Option::is_some) && desk.told.with(|told| matches!(told, Some(Ok(_))));
    div("devices").flag("data-stale", is_stale).child(part(content)).child(asking(desk.ask))
}

fn not_allowed() -> El {
    let way = "It needs operator.pairing. Have this browser approved with that permission on the gateway's machine.";
    page_note("This connection may not see devices", way).set("role", "alert")
}

/// Holds the place of the devices while the first answer is on its way; the style sheet lets it appear late.
fn skeleton() -> El {
    div("skeleton").set("role", "status").set("aria-label", "Reading devices").children((0..4).map(|_| span("")).collect::<Vec<_>>())
}

impl Desk {
    fn read(self) {
        // What was shown stays while it is asked again and again.
        let waits = move |error: CallError| {
            let _ = self.told.try_update(|told| {
                if !matches!(told, Some(Ok(_))) {
                    *told = Some(Err(error));
                }
            });
        };
        let asked = self.profile.ask(&DevicePairList {}, waits);
        spawn_local(async move {
            let told = asked.await.map(Arc::new);
            // The view may be left meanwhile.
            let _ = self.told.try_set(Some(told));
        });
    }

    /// Does something, says so, and reads anew.
    fn act(self, order: Written, done: &'static str) {
        let asked = self.profile.order(order);
        spawn_local(async move {
            match asked.await {
                Ok(_) => self.toasts.note(done),
                Err(error) => self.toasts.fault(error.in_words()),
            }
            if !self.told.is_disposed() {
                self.read();
            }
        });
    }

    fn button(self, word: &str, kind: &str, named: &str, press: impl Fn() + 'static) -> El {
        let obstacle = move || self.profile.link.with(|view| view.obstacle(DevicePairList::SCOPE));
        button("button")
            .set("data-size", "small")
            .set_if("data-kind", Some(kind).filter(|kind| !kind.is_empty()))
            .truth("aria-disabled", move || obstacle().is_some())
            .live("title", obstacle)
            .text(word)
            .child(span("offscreen").text(&[" ", named].concat()))
            .click(move || {
                if untrack(obstacle).is_none() {
                    press();
                }
            })
    }

    /// Asks before something is done that somebody may miss.
    fn sure(self, title: String, text: String, word: &'static str, order: Written, done: &'static str) {
        let deed = Arc::new(move |_| self.act(order.clone(), done));
        self.ask.set(Some(Ask { title, text, field: None, word, is_danger: true, deed }));
    }
}

fn drawn(desk: Desk, told: &DevicePairsListed) -> Vec<El> {
    let own = untrack(|| desk.profile.link.with(|view| view.hello.as_ref().map(|hello| hello.device.clone()).unwrap_or_default()));
    let asks = told.pending.items.iter().map(|device| asking_row(desk, device)).collect::<Vec<_>>();
    let may = told.paired.items.iter().map(|device| paired_row(desk, device, device.device_id == own)).collect::<Vec<_>>();
    let rows = |name: &str, rows: Vec<El>, none: &str| {
        let body = if rows.is_empty() { el("p").class("hint").text(none) } else { el("ul").class("rows").children(rows) };
        div("panel").child(el("h2").text(name)).child(body)
    };
    let unread = told.pending.unreadable + told.paired.unreadable;
    let note =
        (unread > 0).then(|| el("p").class("hint").text(&[&say::many(unread, "device"), " cannot be read and are not listed."].concat()));
    let mut all = vec![
        rows("Ask to come in", asks, "Nobody asks. A request shows up here by itself."),
        rows("May come in", may, "No device is paired."),
    ];
    all.extend(note);
    all
}

/// Says what a device is.
fn called(client: Option<&str>, platform: Option<&str>, id: &str) -> String {
    let short: String = id.chars().take(8).collect();
    [client.unwrap_or("A device"), platform.map_or("", |_| " on "), platform.unwrap_or_default(), " · ", &short].concat()
}

/// A line about a device: what it says, how long ago that was, and what comes behind it.
type Line = (String, Option<UnixMs>, String);

/// Draws a device; a line that says how long ago something was has its exact time besides.
fn row(desk: Desk, id: &str, name: &str, lines: Vec<Line>, badge: Option<(&str, &str)>, deeds: Vec<El>) -> El {
    let line = |(says, at, more): Line| {
        let when = at.map(dom::local_time);
        let ago = move || at.map_or(String::new(), |at| say::ago(at, desk.ticker.there_calmly()));
        span("more").set_if("title", when.as_deref()).say(move || [&*says, &*ago(), &*more].concat())
    };
    let about = lines.into_iter().filter(|(says, ..)| !says.is_empty()).map(line).collect::<Vec<_>>();
    let badge = badge.map(|(tone, word)| span("badge").set("data-tone", tone).text(word));
    el("li")
        .class("device")
        .set("data-device", id)
        .child(span("words").set("title", id).child(el("strong").text(name)).children(about))
        .children(badge)
        .child(div("deeds").children(deeds))
}

fn asking_row(desk: Desk, device: &AskingDevice) -> El {
    let name = called(device.client_id.as_deref(), device.platform.as_deref(), &device.device_id);
    let asked = if device.ts.is_some() { "Asked " } else { "" };
    let from = device.remote_ip.as_ref().map_or(String::new(), |ip| [" from ", ip].concat());
    let wants = grants::together(&device.scopes, "Wants", "Wants to");
    let known = if device.is_repair { "It is paired already and wants more than it was granted." } else { "" };
    let (yes, no) = (device.request_id.clone(), device.request_id.clone());
    let approve = desk.button("Approve", "primary", &name, move || {
        desk.act(Written::of(&DevicePairApprove { request_id: yes.clone() }), "The device was let in.");
    });
    let refuse = desk.button("Refuse", "danger", &name, move || {
        desk.act(Written::of(&DevicePairReject { request_id: no.clone() }), "The device was turned away.");
    });
    let lines = vec![(wants, None, String::new()), (known.into(), None, String::new()), (asked.into(), device.ts, from)];
    row(desk, &device.device_id, &name, lines, None, vec![approve, refuse])
}

fn paired_row(desk: Desk, device: &PairedDevice, is_own: bool) -> El {
    let name = called(device.client_id.as_deref(), device.platform.as_deref(), &device.device_id);
    let seen = if device.last_seen_at_ms.is_some() && !device.connected { "Last seen " } else { "" };
    let how = match device.approved_via.as_deref() {
        Some("silent") => ", by itself on the gateway's machine",
        _ => "",
    };
    let since = if device.approved_at_ms.is_some() { "Let in " } else { "" };
    let live = device.tokens.items.iter().find(|token| token.revoked_at_ms.is_none()).map(|token| token.role.clone());
    let void = if live.is_none() && !device.tokens.items.is_empty() { "Its token is void." } else { "" };
    let badge = match (is_own, device.connected) {
        (true, _) => Some(("ok", "This browser")),
        (_, true) => Some(("ok", "Connected")),
        _ => None,
    };
    let mine = if is_own { " It is this browser: it loses its connection and has to be let in anew." } else { "" };
    let mut deeds = vec![];
    if let Some(role) = live {
        let (id, of) = (device.device_id.clone(), role.clone());
        // What the own token is changed to, this page would have to learn before the next connection.
        if !is_own {
            let called = name.clone();
            deeds.push(desk.button("New token", "", &name, move || {
                let order = Written::of(&DeviceTokenRotate { device_id: id.clone(), role: of.clone() });
                let text = "The token that it holds is void from then on. It gets the new one when it signs in with the gateway's own token or password.".to_owned();
                desk.sure(format!("Give {called} a new token?"), text, "New token", order, "The device has a new token.");
            }));
        }
        let (id, called) = (device.device_id.clone(), name.clone());
        deeds.push(desk.button("Revoke", "", &name, move || {
            let order = Written::of(&DeviceTokenRevoke { device_id: id.clone(), role: role.clone() });
            let text =
                ["Its token is void from then on. It stays paired, and comes in with the gateway's own token or password.", mine].concat();
            desk.sure(format!("Revoke the token of {called}?"), text, "Revoke", order, "The token is void.");
        }));
    }
    let (id, called) = (device.device_id.clone(), name.clone());
    deeds.push(desk.button("Remove", "danger", &name, move || {
        let order = Written::of(&DevicePairRemove { device_id: id.clone() });
        let text = ["It is disconnected and has to be let in anew.", mine].concat();
        desk.sure(format!("Remove {called}?"), text, "Remove", order, "The device was removed.");
    }));
    let lines = vec![
        (grants::together(&device.scopes, "Has", "May"), None, String::new()),
        (seen.into(), device.last_seen_at_ms, String::new()),
        (since.into(), device.approved_at_ms, how.into()),
        (void.into(), None, String::new()),
    ];
    row(desk, &device.device_id, &name, lines, badge, deeds)
}
