//! The form in which a budget is written: whose, in which time, how much.
//! Refuses to keep what is no budget.

use leptos::prelude::*;

use super::desk::Desk;
use super::names;
use crate::domain::usage::budget::{Budget, Per, Whose, sum};
use crate::domain::usage::ledger::Ledger;
use crate::domain::usage::sum::exact_money;
use crate::platform::dom;
use crate::ui::el::{El, button, div, el, part};

/// So many are offered to choose from, the first that the gateway names.
const OFFERED: usize = 200;

/// Writes a sum as it is typed: without what says nothing.
fn typed(nano: i64) -> String {
    let exact = exact_money(nano);
    let figures = exact.trim_start_matches('$').replace(',', "");
    figures.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Draws the form.
pub fn form(desk: Desk, draft: RwSignal<Option<Budget>>, budget: Budget) -> El {
    let whose = RwSignal::new(budget.whose);
    let of = RwSignal::new(budget.of.clone());
    let per = RwSignal::new(budget.per);
    let written = |nano: i64| RwSignal::new(if nano > 0 { typed(nano) } else { String::new() });
    let (limit, warn) = (written(budget.limit), written(budget.warn));
    let fault = RwSignal::new(None::<&'static str>);
    let option = |value: &str, words: &str| el("option").set("value", value).text(words);
    // The words of a list's options are no part of its name.
    let field = |label: &str, input: El| el("label").class("field").child(el("span").text(label)).child(input.set("aria-label", label));
    let kinds = [(Whose::All, "Everything"), (Whose::Agent, "Agents"), (Whose::Job, "Jobs"), (Whose::Session, "Sessions")];
    let kinds = el("select")
        .class("pick")
        .children(Vec::from(kinds.map(|(of, words)| option(of.as_str(), words))))
        .value(move || whose.get().as_str().into())
        .change(move |chosen| {
            whose.set(Whose::named(&chosen).unwrap_or_default());
            of.set(String::new());
        });
    let which = move || {
        let whose = whose.get();
        (whose != Whose::All).then(|| {
            let mut all = offered(desk, whose);
            // What is bounded already may be gone from the count.
            let now = of.get_untracked();
            if !now.is_empty() && !all.contains(&now) {
                all.insert(0, now);
            }
            let options = all.iter().map(|of| option(of, &names::whose(&desk.profile, whose, of))).collect::<Vec<_>>();
            let each = option("", &["Each ", whose.as_str(), " by itself"].concat());
            field(
                "Which",
                el("select").class("pick").child(each).children(options).value(move || of.get()).change(move |chosen| of.set(chosen)),
            )
        })
    };
    let pers = el("select")
        .class("pick")
        .children(vec![option("day", "Day"), option("month", "Month")])
        .value(move || per.get().as_str().into())
        .change(move |chosen| per.set(if chosen == "month" { Per::Month } else { Per::Day }));
    let money = |text: RwSignal<String>, hint: &str| {
        el("input").set("type", "text").set("inputmode", "decimal").set("autocomplete", "off").set("placeholder", hint).bind(text)
    };
    let most = money(limit, "10").truth("aria-invalid", move || fault.get().is_some());
    let close = move || {
        draft.set(None);
        request_animation_frame(|| dom::focus_if_free(".analytics [data-panel=budgets] button:not([hidden])"));
    };
    let save = move || {
        let Some(most) = sum(&limit.get_untracked()) else {
            return fault.set(Some("The budget is no sum of dollars above zero."));
        };
        let from = warn.get_untracked();
        let from = if from.trim().is_empty() { Some(most / 5 * 4) } else { sum(&from) };
        let Some(from) = from.filter(|from| *from <= most) else {
            return fault.set(Some("The warning is no sum of dollars up to the budget."));
        };
        let of = if whose.get_untracked() == Whose::All { String::new() } else { of.get_untracked() };
        let new = Budget { whose: whose.get_untracked(), of, per: per.get_untracked(), warn: from.max(1), limit: most, ..budget.clone() };
        desk.watch.put(new);
        close();
    };
    let buttons = div("buttons")
        .child(el("button").class("button").set("data-kind", "primary").set("data-size", "small").text("Save"))
        .child(button("button").set("data-size", "small").text("Cancel").click(close));
    el("form")
        .class("budget-form")
        .set("aria-label", "A budget")
        .child(field("For", kinds))
        .child(part(which))
        .child(field("Per", pers))
        .child(field("Budget in $", most))
        .child(field("Warn from $", money(warn, "80 % of it")))
        .child(buttons)
        .part(move || fault.get().map(|words| el("p").class("fault").set("role", "alert").text(words)))
        .submit(save)
}

/// Returns the agents, jobs or sessions that the gateway's count names, and those that are listed.
fn offered(desk: Desk, whose: Whose) -> Vec<String> {
    let mut all: Vec<String> = vec![];
    let mut offer = |of: Option<String>| {
        if let Some(of) = of.filter(|of| !of.is_empty() && all.len() < OFFERED && !all.contains(of)) {
            all.push(of);
        }
    };
    let mut counted = |ledger: &Ledger| {
        for spender in &ledger.spenders {
            offer(match whose {
                Whose::All => None,
                Whose::Agent => Some(spender.agent.clone()),
                Whose::Job => spender.job.clone(),
                Whose::Session => Some(spender.key.to_string()),
            });
        }
    };
    untrack(|| desk.profile.usages.with(|standing| standing.ledger.as_deref().map(&mut counted)));
    // What is new is not counted yet.
    desk.profile.sessions.with_untracked(|rows| {
        for row in rows.rows.all().iter().filter(|row| !row.archived && !row.is_passing()) {
            offer(match whose {
                Whose::All | Whose::Job => None,
                Whose::Agent => row.agent_id.clone(),
                Whose::Session => Some(row.key.as_str().to_owned()),
            });
        }
    });
    all
}
