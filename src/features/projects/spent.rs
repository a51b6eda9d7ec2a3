//! What a project cost this month, by the gateway's count, asked for once when the page opens.
//! Refuses to ask again by itself.

use leptos::prelude::*;

use super::page::Scope;
use crate::domain::usage::filter::Fit;
use crate::domain::usage::sum::{Measure, Sum};
use crate::platform::dom;
use crate::protocol::UnixMs;
use crate::protocol::day::Day;
use crate::protocol::usage::UsageOfAll;
use crate::state::usage::{Asked, is_in};
use crate::ui::el::{El, effect, el, span};

/// Draws the sum, or why there is none.
pub fn spent(scope: Scope) -> El {
    let profile = scope.profile;
    let may_ask = Memo::new(move |_| profile.link.is_ready() && profile.link.with(|view| view.allows::<UsageOfAll>()));
    let url = Memo::new(move |_| profile.link.with(|view| view.scene.url.clone()));
    // What was asked, and of which gateway: another one is asked anew.
    let wanted = StoredValue::new(None::<(String, Asked)>);
    effect(move || {
        let url = url.get();
        if may_ask.get() && wanted.with_value(|wanted| wanted.as_ref().is_none_or(|(of, _)| *of != url)) {
            let now = untrack(|| scope.ticker.there());
            let asked = of_month(now);
            wanted.set_value(Some((url, asked.clone())));
            profile.usages.want(profile, asked, false);
        }
    });
    on_cleanup(move || profile.usages.drop_question());
    let seen = move || {
        let may_ask = may_ask.get();
        let url = url.get();
        profile.usages.with(|standing| {
            let asked = wanted.get_value().filter(|(of, _)| *of == url).map(|(_, asked)| asked);
            let known = standing.of(&url).zip(asked).filter(|((_, of), asked)| of.covers(asked));
            let Some(((ledger, _), asked)) = known else {
                let why = match (&standing.trouble, standing.is_asking, may_ask) {
                    (Some(why), ..) => why.clone(),
                    (_, true, _) => "The gateway is counting.".to_owned(),
                    (None, false, false) => "This connection cannot ask for it now.".to_owned(),
                    (None, false, true) => "The gateway has not counted it yet.".to_owned(),
                };
                return ("—".to_owned(), why);
            };
            let fit = scope.id.with_value(|id| Fit::of(ledger, &[]).within(ledger, &|spender| is_in(&profile, &url, id, spender)));
            let days = asked.from.0..=asked.to.0;
            let sum = Sum::of(ledger.facts(false).iter().filter(|fact| days.contains(&fact.at) && fit.fits(fact)).map(|fact| &fact.sum));
            let tokens = [&sum.say(Measure::Tokens), " tokens, by the gateway's count"].concat();
            let note = if ledger.is_cold { "The gateway is still counting: this is what it has so far.".to_owned() } else { tokens };
            (sum.say(Measure::Money), note)
        })
    };
    let seen = Memo::new(move |_| seen());
    el("p")
        .class("spent")
        .live("title", move || Some(seen.with(|(_, why)| why.clone())))
        .child(el("strong").say(move || seen.with(|(sum, _)| sum.clone())))
        .child(span("quiet").say(move || seen.with(|(_, why)| why.clone())))
}

/// Asks for the month of a time, by the clock of this browser.
fn of_month(now: UnixMs) -> Asked {
    let minutes = now.0.div_euclid(60_000) + i64::from(dom::own_offset(now));
    let today = Day(i32::try_from(minutes.div_euclid(24 * 60)).unwrap_or(0));
    Asked { from: today.month(), to: today, zone: dom::own_zone(), offset: dom::own_offset }
}
