//! Notices when nobody looked, or could look, and tells on return what happened meanwhile.
//! Refuses to ask: what happened stands in what is known anyway.

use leptos::prelude::*;

use super::absence::{Absence, Digest};
use super::desk::Desk;
use super::lately::Looks;
use super::waits::Waits;
use crate::domain::{say, session};
use crate::paths;
use crate::protocol::UnixMs;
use crate::state::address::is_made_up;
use crate::state::profile::Profile;
use crate::state::stored::Stored;
use crate::ui::badge::{Tone, badge};
use crate::ui::el::{El, button, div, effect, el, link, part, span};

/// The key under which it is kept when the page was last looked at.
const SEEN: &str = "openclutch.seen";
/// It is kept no oftener than this, in milliseconds.
const OFTEN: i64 = 60_000;
/// So many things of a kind are named.
const NAMED: usize = 4;

/// The last absence from a gateway, until it is dismissed.
#[derive(Clone, Copy)]
pub struct Away(RwSignal<Option<Absence>>);

impl Away {
    /// Returns the last absence from a gateway; from the first time on it is noticed.
    pub fn of(profile: Profile, waits: Waits) -> Self {
        profile.keep(|_, _| {
            let (absence, seen): (_, Stored<Looks>) = (RwSignal::new(None), profile.stored(SEEN));
            // Whose gateway it was, and what its clock showed when it was last looked at, and when that was last kept.
            let last = StoredValue::new((String::new(), 0_i64, 0_i64));
            effect(move || {
                // Neither clock goes on while the page is hidden, nor the gateway's while the link is down.
                let now = waits.ticker.there_calmly();
                if !profile.link.is_ready() {
                    return;
                }
                let url = profile.link.url();
                let (of, before, kept) = last.get_value();
                let is_same = of == url;
                // Another tab may have been looked at since.
                let before = Some(before).filter(|_| is_same).max(seen.get_untracked().known(&url));
                let known = absence.get_untracked().filter(|_| is_same);
                let next = before.map_or(known, |before| Absence::between(known, before, now.0));
                if next != absence.get_untracked() {
                    absence.set(next);
                }
                // What is made up or replayed leaves nothing behind.
                let is_due = !is_made_up(&url) && (!is_same || !(0..OFTEN).contains(&(now.0 - kept)));
                if is_due {
                    seen.change(|seen| seen.note(&url, now));
                }
                last.set_value((url, now.0, if is_due { now.0 } else { kept }));
            });
            Self(absence)
        })
    }
}

/// Draws what happened, as long as something did and nobody dismissed it.
pub fn away(desk: Desk) -> El {
    let Away(absence) = Away::of(desk.profile, desk.waits);
    let digest = Memo::new(move |_| {
        let absence = absence.get()?;
        let rows = desk.profile.sessions.with_value(|rows| rows.rows.all().to_vec()).unwrap_or_default();
        desk.waits.items.with(|items| Digest::of(absence, &rows, items))
    });
    part(move || digest.get().map(|digest| drawn(&digest, move || absence.set(None))))
}

fn drawn(digest: &Digest, dismiss: impl Fn() + 'static) -> El {
    let long = say::age(UnixMs(0), UnixMs(digest.long));
    let head = div("panel-head")
        .child(el("h2").set("id", "away").text(&["While you were away, ", &*long].concat()))
        .child(el("p").class("quiet").set("role", "status").text(&digest.sentence()))
        .child(button("button").set("data-size", "small").text("Dismiss").click(dismiss));
    let line = |tone: Tone, word: &'static str, name: &str, to: &str| {
        let mark = badge(move || tone, move || word.to_owned());
        el("li").child(mark).child(link(to).class("title").text(name))
    };
    let mut lines = vec![];
    for (rows, tone, word) in [(&digest.failed, Tone::Bad, "failed"), (&digest.finished, Tone::Ok, "finished")] {
        lines.extend(rows.iter().take(NAMED).map(|row| line(tone, word, &session::title(row), &paths::chat(row.key.as_str()))));
        let others = rows.len().saturating_sub(NAMED);
        lines.extend((others > 0).then(|| el("li").child(span("quiet").text(&["and ", &*say::count(others), " more ", word].concat()))));
    }
    lines.extend(digest.waits.iter().take(NAMED).map(|item| line(Tone::Warn, item.kind.words().0, &item.title, &item.to)));
    div("panel away").child(head).child(el("ul").set("aria-labelledby", "away").children(lines))
}
