//! Two sessions in all, beside each other, and the choice of the second one.
//! Refuses to read their steps.

use std::time::Duration;

use super::desk::Desk;
use super::steps::Shown;
use crate::domain::say;
use crate::domain::usage::compare::{Total, times};
use crate::domain::usage::filter::{Dim, Fit};
use crate::domain::usage::share::shares;
use crate::domain::usage::sum::{Measure, many_tokens};
use crate::ui::el::{El, div, el, part};
use leptos::prelude::*;

/// So many sessions are offered, the costliest first.
const OFFERED: usize = 40;

/// The choice of a session to stand beside one.
pub fn picker(desk: Desk, key: &str, now: Option<String>) -> El {
    let mut keys: Vec<String> = desk
        .seen
        .with(|seen| {
            let seen = seen.as_ref()?;
            // What is filtered to one session would leave none to choose.
            let all = shares(&seen.ledger, &Fit::of(&seen.ledger, &[]), seen.span, Dim::Session, seen.measure);
            Some(all.into_iter().map(|share| share.value).collect())
        })
        .unwrap_or_default();
    keys.retain(|of| of != key);
    keys.truncate(OFFERED);
    if let Some(now) = now.as_ref().filter(|now| !keys.contains(now)) {
        keys.insert(0, now.clone());
    }
    let option = |value: &str, words: &str| el("option").set("value", value).text(words);
    let options = keys.iter().map(|of| option(of, &desk.title(of, None))).collect::<Vec<_>>();
    let none = option("", if now.is_some() { "Only one session" } else { "Compare with" });
    let chosen = now.unwrap_or_default();
    el("select")
        .class("pick")
        .set("aria-label", "Compare with")
        .child(none)
        .children(options)
        .value(move || chosen.clone())
        .change(move |of| desk.change(|look| look.beside = Some(of).filter(|of| !of.is_empty())))
}

/// What both came to, line by line, and how much the second is of the first.
pub fn totals(desk: Desk, first: Shown, second: Shown) -> El {
    let total = |of: &Shown| of.known.with(|known| known.as_ref().and_then(|told| told.as_ref().ok()).map(|steps| Total::of(steps)));
    part(move || {
        let (one, other) = (desk.title(&first.key, None), desk.title(&second.key, None));
        let (Some(a), Some(b)) = (total(&first), total(&second)) else { return None };
        let head = |words: &str| el("th").set("scope", "col").text(words);
        let heads = el("tr").child(el("td")).child(head(&one)).child(head(&other)).child(head("Second to first"));
        let line = |name: &str, said: [String; 2], exact: [String; 2], values: Option<(i64, i64)>| {
            let cells = said.iter().zip(&exact).map(|(said, exact)| el("td").set("title", exact).text(said)).collect::<Vec<_>>();
            let ratio = values.and_then(|(one, other)| times(other, one));
            let why = if ratio.is_none() { Some("There is nothing to compare with.") } else { None };
            let ratio = el("td").set_if("title", why).text(ratio.as_deref().unwrap_or("—"));
            el("tr").child(el("th").set("scope", "row").text(name)).children(cells).child(ratio)
        };
        let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
        let both = |of: &dyn Fn(&Total) -> String| [of(&a), of(&b)];
        // Of what has no price in part, the whole is not known.
        let is_priced = [&a, &b].iter().all(|total| total.sum.unpriced == 0);
        let mut lines = vec![
            line(
                "Cost",
                both(&|total| total.sum.say(Measure::Money)),
                both(&|total| total.sum.exactly(Measure::Money)),
                is_priced.then_some((a.sum.cost, b.sum.cost)),
            ),
            line(
                "Tokens",
                both(&|total| total.sum.say(Measure::Tokens)),
                both(&|total| total.sum.exactly(Measure::Tokens)),
                Some((number(a.sum.tokens), number(b.sum.tokens))),
            ),
        ];
        for (at, name) in ["In", "Out", "Cache read", "Cache written"].iter().enumerate() {
            let of = |total: &Total| total.sum.kinds.get(at).copied().unwrap_or(0);
            let said = both(&|total| say::tokens(of(total)));
            let exact = both(&|total| many_tokens(of(total)));
            lines.push(line(name, said, exact, Some((number(of(&a)), number(of(&b))))));
        }
        let steps = both(&|total| total.steps.to_string());
        lines.push(line("Steps", steps.clone(), steps, Some((number(a.steps as u64), number(b.steps as u64)))));
        let took = both(&|total| say::duration(Duration::from_millis(u64::try_from(total.took).unwrap_or(0))));
        lines.push(line("First to last step", took.clone(), took, Some((a.took, b.took))));
        let table = el("table").child(el("thead").child(heads)).child(el("tbody").children(lines));
        Some(div("table").set("tabindex", "0").set("role", "region").set("aria-label", "Both in all").child(table))
    })
}
