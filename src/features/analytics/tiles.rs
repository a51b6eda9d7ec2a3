//! The figures on top: spend, tokens, what caches saved, what the month will come to, what has no price. Each says how it is counted.
//! Refuses to show a figure that is not known.

use leptos::prelude::*;

use super::desk::{Desk, Seen};
use crate::domain::say;
use crate::domain::usage::filter::Dim;
use crate::domain::usage::forecast::{Forecast, forecast};
use crate::domain::usage::saving::{Saving, saving};
use crate::domain::usage::share::{all, shares};
use crate::domain::usage::span::month;
use crate::domain::usage::sum::{Measure, Sum, exact_money, many_tokens, money};
use crate::platform::dom;
use crate::ui::el::{El, div, el, span};

/// A figure, and what must be said of it.
struct Tile {
    name: &'static str,
    title: String,
    /// The figure, shortly and to the last digit.
    figure: (String, String),
    /// What stands below it.
    below: String,
    /// Where it comes from, in a word.
    source: &'static str,
    /// How it is counted.
    formula: String,
}

/// Draws the tiles.
pub fn tiles(desk: Desk) -> El {
    let drawn =
        move || desk.seen.with(|seen| seen.as_ref().map(|seen| of(seen).into_iter().map(|tile| drawn(seen, tile)).collect::<Vec<_>>()));
    div("tiles").part(move || drawn().unwrap_or_default())
}

fn drawn(seen: &Seen, tile: Tile) -> El {
    let Tile { name, title, figure: (short, exact), below, source, formula } = tile;
    let age = ["Counted ", &dom::local_time(seen.ledger.counted_at), "."].concat();
    // What a mouse sees by pointing, a finger and a keyboard find here.
    let exactly = ["Exactly: ", &exact, "."].concat();
    let said = [exactly, formula, age].map(|words| el("p").text(&words));
    let how = el("details").child(el("summary").text(source)).children(Vec::from(said));
    div("tile")
        .set("data-tile", name)
        .child(el("h2").text(&title))
        .child(span("figure").set("title", &exact).text(&short))
        .child(span("below").text(&below))
        .child(how)
}

fn of(seen: &Seen) -> Vec<Tile> {
    let (ledger, fit) = (&seen.ledger, &seen.fit);
    let now = all(ledger, fit, seen.span);
    let before = all(ledger, fit, seen.before);
    let mut tiles = vec![spend(&now, &before), tokens(&now, &before), saved(&saving(ledger, fit, seen.span))];
    tiles.extend(forecast(ledger, fit, seen.today, seen.known_from).map(|forecast| coming(seen, &forecast)));
    tiles.push(unpriced(seen, &now));
    tiles
}

fn spend(now: &Sum, before: &Sum) -> Tile {
    Tile {
        name: "spend",
        title: "Spend".into(),
        figure: (now.say(Measure::Money), now.exactly(Measure::Money)),
        below: change(now.cost, before.cost, &money(before.cost)),
        source: "reported or priced",
        formula:
            "The sum of what the gateway counted for each answer: the cost that its provider reported, or else tokens times the price \
                  that is set up. It does not say which of the two. What has no price is not in it."
                .into(),
    }
}

fn tokens(now: &Sum, before: &Sum) -> Tile {
    let by = |sum: &Sum| sum.by(Measure::Tokens);
    let [input, output, read, written] = now.kinds.map(say::tokens);
    let below = if now.has_kinds() {
        ["in ", &input, " · out ", &output, " · cache read ", &read, ", written ", &written].concat()
    } else {
        change(by(now), by(before), &say::tokens(before.tokens))
    };
    Tile {
        name: "tokens",
        title: "Tokens".into(),
        figure: (now.say(Measure::Tokens), now.exactly(Measure::Tokens)),
        below,
        source: "reported",
        formula: "The sum of the tokens that the models reported: in, out, read from caches and written into them. How many of them were \
                  thoughts the gateway does not say."
            .into(),
    }
}

fn saved(saving: &Saving) -> Tile {
    let percent = [&saving.percent.to_string(), " % of the input was read from caches"].concat();
    let (figure, below) = match saving {
        Saving { read: 0, .. } => (("$0".into(), "no token was read from a cache".into()), "nothing was read from caches".into()),
        Saving { counted: 0, .. } => (("—".into(), "no price of the input is known for what was read from caches".into()), percent),
        Saving { saved: 0.., .. } => ((money(saving.saved), exact_money(saving.saved)), percent),
        _ => {
            let more = saving.saved.saturating_neg();
            ((["−", &money(more)].concat(), ["−", &exact_money(more)].concat()), "writing into caches cost more than they saved".into())
        }
    };
    let counted = match saving.read.saturating_sub(saving.counted) {
        0 => String::new(),
        left => [" ", &many_tokens(left), " that were read are left out: their price is not known."].concat(),
    };
    let formula = "Tokens read from caches, times the price of new input less that of cached input, less what writing into caches cost more \
                   than new input. The prices are those at which the gateway counted each model.";
    Tile { name: "saved", title: "Saved by cache".into(), figure, below, source: "estimated", formula: [formula, &counted].concat() }
}

fn coming(seen: &Seen, forecast: &Forecast) -> Tile {
    let days = say::many(usize::try_from(forecast.days).unwrap_or(0), "day");
    let formula = [
        "What this month cost up to yesterday, and for each day left, today among them, the average of the last ",
        &days,
        " (",
        &exact_money(forecast.each),
        "). The band is the standard deviation of those days times the root of the number of days left.",
    ];
    Tile {
        name: "forecast",
        title: ["Forecast, ", month(seen.today)].concat(),
        figure: (
            // Where it is too long for a line, the band goes to the next one whole.
            [&money(forecast.sum), " ±\u{a0}", money(forecast.band).trim_start_matches('$')].concat(),
            [&exact_money(forecast.sum), " ± ", &exact_money(forecast.band)].concat(),
        ),
        below: [&money(forecast.so_far), " so far; the average of ", &days].concat(),
        source: "estimated",
        formula: formula.concat(),
    }
}

fn unpriced(seen: &Seen, now: &Sum) -> Tile {
    let models = shares(&seen.ledger, &seen.fit, seen.span, Dim::Model, Measure::Tokens);
    let without: Vec<String> =
        models.into_iter().filter(|share| share.sum.unpriced + share.sum.partly > 0).map(|share| share.value).collect();
    let below = match without.as_slice() {
        [] => "every answer has a price".to_owned(),
        [one] => [one.as_str(), " has no price"].concat(),
        [one, rest @ ..] => [one.as_str(), " and ", &say::many(rest.len(), "other model"), " have no price"].concat(),
    };
    let partly = if now.partly > 0 {
        [" Of ", &many_tokens(now.partly), " of them some have a price, and the gateway does not say which."].concat()
    } else {
        String::new()
    };
    let tokens = now.unpriced.saturating_add(now.partly);
    let short =
        if tokens == 0 { "none".into() } else { [say::tokens(tokens).as_str(), if tokens == 1 { " token" } else { " tokens" }].concat() };
    let formula = "Tokens of answers for which the gateway knows neither a reported cost nor a price. They cost something, or nothing: it is \
                   not known, so they are in no sum of money.";
    Tile {
        name: "unpriced",
        title: "Unpriced".into(),
        figure: (short, many_tokens(tokens)),
        below,
        source: "unpriced",
        formula: [formula, &partly].concat(),
    }
}

/// Says how much more or less it is than before.
fn change(now: i64, before: i64, said: &str) -> String {
    if before <= 0 {
        return "nothing in the period before".into();
    }
    let percent = (i128::from(now) - i128::from(before)) * 100 / i128::from(before);
    let (sign, much) = if percent < 0 { ("▼ ", -percent) } else { ("▲ ", percent) };
    match much {
        0 => ["as the period before, ", said].concat(),
        1..=999 => [sign, &much.to_string(), " % on the period before, ", said].concat(),
        _ => [sign, "more than ten times the period before, ", said].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_said() {
        for (now, before, said) in [
            (5, 0, "nothing in the period before"),
            (100, 100, "as the period before, x"),
            (112, 100, "▲ 12 % on the period before, x"),
            (50, 100, "▼ 50 % on the period before, x"),
            (100_000, 100, "▲ more than ten times the period before, x"),
            (i64::MAX, 1, "▲ more than ten times the period before, x"),
        ] {
            assert_eq!(change(now, before, "x"), said);
        }
    }
}
