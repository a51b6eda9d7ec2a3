//! What must be known before any figure is believed: that the gateway still counts, that parts do not come to the whole, what is missing.
//! Refuses to be there when all is well.

use leptos::prelude::*;

use super::desk::{Desk, Seen};
use crate::domain::say;
use crate::domain::usage::anomaly::{Anomaly, anomalies};
use crate::domain::usage::span::day;
use crate::domain::usage::sum::{exact_money, many_tokens, money};
use crate::protocol::day::Day;
use crate::state::usage::Standing;
use crate::ui::el::{El, button, div, el};

/// So many days that stand out are named.
const MOST: usize = 3;

/// Draws the notes.
pub fn notes(desk: Desk) -> El {
    let usages = desk.profile.usages;
    let trouble = move || {
        let words = usages.with(|standing: &Standing| standing.trouble.clone())?;
        let again = button("button").set("data-size", "small").text("Try again").click(move || desk.ask(true));
        Some(div("note-line").set("role", "alert").set("data-tone", "bad").child(el("p").text(&words)).child(again))
    };
    let said = move || desk.seen.with(|seen| seen.as_ref().map(|seen| of(desk, seen)).unwrap_or_default());
    div("notes").part(trouble).part(said)
}

fn of(desk: Desk, seen: &Seen) -> Vec<El> {
    let ledger = &seen.ledger;
    let mut notes = vec![];
    let mut note =
        |tone: &str, words: String| notes.push(div("note-line").set("role", "status").set("data-tone", tone).child(el("p").text(&words)));
    if ledger.is_cold {
        note(
            "warn",
            "The gateway is still counting, so these figures are too small. It was asked once more; count again in a while.".into(),
        );
    }
    if ledger.uncounted > 0 && !ledger.is_cold {
        note("warn", [&say::many(ledger.uncounted, "session"), " the gateway has not counted; what they used is missing here."].concat());
    }
    if ledger.unreadable > 0 {
        note("warn", [&say::many(ledger.unreadable, "row"), " could not be read; the gateway may be newer than this dashboard."].concat());
    }
    let check = ledger.check(seen.span);
    if !check.holds {
        let both = |sum: &crate::domain::usage::sum::Sum| [exact_money(sum.cost), " and ".into(), many_tokens(sum.tokens)].concat();
        let words = ["The parts come to ", &both(&check.parts), ", but the gateway says ", &both(&check.told), "."].concat();
        note("bad", words);
    }
    let flagged = if seen.span.is_hours { vec![] } else { anomalies(ledger, &seen.fit, seen.span) };
    notes.extend(flagged.iter().take(MOST).map(|anomaly| flag(desk, seen, anomaly)));
    notes
}

/// Says which day stood out, and what made it so.
fn flag(desk: Desk, seen: &Seen, anomaly: &Anomaly) -> El {
    // In tenths, so that no fraction is written.
    let times = anomaly.cost.saturating_mul(10) / anomaly.usual.max(1);
    let percent = anomaly.of_spender.saturating_mul(100) / anomaly.cost.max(1);
    let words = [
        &day(Day(anomaly.day)),
        " cost ",
        &money(anomaly.cost),
        ", ",
        &(times / 10).to_string(),
        ".",
        &(times % 10).to_string(),
        " times the usual day. ",
    ];
    let key = seen.ledger.spenders.get(anomaly.spender as usize).map(|spender| (spender.key.clone(), spender.label.clone()));
    let by = key.map(|(key, label)| {
        let title = desk.title(&key, label.as_deref());
        button("link").text(&title).click(move || desk.open(Some(key.to_string())))
    });
    let line = el("p").text(&words.concat()).children(by).text(&[" made ", &percent.to_string(), " % of it."].concat());
    let how =
        "The usual day is the median of the 14 days before it, those without cost left out. From 3 times that and $1 on a day stands out.";
    div("note-line").set("data-tone", "warn").set("title", how).child(line)
}
