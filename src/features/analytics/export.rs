//! What is looked at, to take along: the chart's table with commas, and everything with the question as JSON.
//! Refuses to round.

use leptos::prelude::*;

use super::address::Look;
use super::chart::{called, made};
use super::desk::{Desk, Seen};
use crate::domain::usage::filter::Dim;
use crate::domain::usage::share::{all, shares};
use crate::domain::usage::span::Span;
use crate::domain::usage::sum::{Measure, Sum};
use crate::domain::widget::csv;
use crate::domain::widget::decimal::Decimal;
use crate::platform::dom;
use crate::ui::el::{El, button, div};

/// Draws the buttons.
pub fn buttons(desk: Desk) -> El {
    let has_none = move || desk.seen.with(Option::is_none);
    let save = move |kind: &'static str| {
        let text = desk.seen.with_untracked(|seen| {
            let seen = seen.as_ref()?;
            Some(if kind == "csv" { table(seen) } else { json(seen, &desk.look.get_untracked(), &untrack(|| desk.zone())) })
        });
        let (mime, name) = if kind == "csv" { ("text/csv", "usage.csv") } else { ("application/json", "usage.json") };
        if let Some(text) = text {
            dom::download(name, mime, &text);
        }
    };
    let way = move |words: &str, kind: &'static str, title: &str| {
        button("button").set("data-size", "small").set("title", title).text(words).flag("disabled", has_none).click(move || save(kind))
    };
    div("exports").child(way("CSV", "csv", "Save the chart's table, to the last digit")).child(way(
        "JSON",
        "json",
        "Save the question and all that is shown, to the last digit",
    ))
}

/// Writes an hour or a day.
fn time(span: Span, at: i32) -> String {
    let day = Span { from: at, to: at, ..span }.first_day().write();
    if !span.is_hours {
        return day;
    }
    let hour = at.rem_euclid(24).to_string();
    [day.as_str(), "T", if hour.len() < 2 { "0" } else { "" }, &hour, ":00"].concat()
}

/// Writes billionths of a dollar as dollars.
fn dollars(nano: i64) -> String {
    let written = Decimal::new(nano, 9).say().replace(',', "").replace('−', "-");
    let short = written.trim_end_matches('0').trim_end_matches('.');
    if short.is_empty() { "0".into() } else { short.to_owned() }
}

fn value(sum: &Sum, measure: Measure) -> String {
    match measure {
        // A cell without a figure is no zero.
        Measure::Money if sum.is_unpriced() => String::new(),
        Measure::Money => dollars(sum.cost),
        Measure::Tokens => sum.tokens.to_string(),
    }
}

fn table(seen: &Seen) -> String {
    let stack = made(seen);
    let mut head = vec!["from".to_owned(), "to".to_owned()];
    head.extend(stack.layers.iter().map(|layer| called(seen, layer).to_owned()));
    head.extend([if seen.measure == Measure::Money { "dollars" } else { "tokens" }, "before", "unpriced tokens"].map(str::to_owned));
    let rows = stack.buckets.iter().enumerate().map(|(at, bucket)| {
        let of = |sums: &[Sum]| sums.get(at).map(|sum| value(sum, seen.measure)).unwrap_or_default();
        let mut row = vec![time(seen.span, bucket.from), time(seen.span, bucket.to)];
        row.extend(stack.layers.iter().map(|layer| of(&layer.sums)));
        let unpriced = stack.sums.get(at).map_or(0, |sum| sum.unpriced + sum.partly);
        row.extend([of(&stack.sums), of(&stack.before), unpriced.to_string()]);
        row
    });
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    csv::write(rows.iter().map(Vec::as_slice))
}

fn quoted(text: &str) -> String {
    // A text is always written.
    serde_json::to_string(text).unwrap_or_default()
}

fn object(fields: &[(&str, String)]) -> String {
    let fields = fields.iter().map(|(name, value)| [&quoted(name), ":", value].concat()).collect::<Vec<_>>();
    ["{", &fields.join(","), "}"].concat()
}

fn list(items: impl Iterator<Item = String>) -> String {
    ["[", &items.collect::<Vec<_>>().join(","), "]"].concat()
}

fn sums(sum: &Sum) -> Vec<(&'static str, String)> {
    let cost = if sum.is_unpriced() { "null".into() } else { dollars(sum.cost) };
    vec![("tokens", sum.tokens.to_string()), ("dollars", cost), ("unpricedTokens", (sum.unpriced + sum.partly).to_string())]
}

fn json(seen: &Seen, look: &Look, zone: &str) -> String {
    let stack = made(seen);
    let question = object(&[
        ("from", quoted(&time(seen.span, seen.span.from))),
        ("to", quoted(&time(seen.span, seen.span.to))),
        ("zone", quoted(zone)),
        ("per", quoted(seen.step.as_str())),
        ("filters", list(look.filters.iter().map(|(dim, value)| object(&[(dim.as_str(), quoted(value))])))),
        ("countedAt", seen.ledger.counted_at.0.to_string()),
    ]);
    let over_time = list(stack.buckets.iter().zip(&stack.sums).enumerate().map(|(at, (bucket, sum))| {
        let models = stack.layers.iter().filter_map(|layer| {
            let sum = layer.sums.get(at).filter(|sum| sum.tokens > 0)?;
            let mut fields = vec![("model", quoted(called(seen, layer)))];
            fields.extend(sums(sum));
            Some(object(&fields))
        });
        let mut fields = vec![("from", quoted(&time(seen.span, bucket.from))), ("to", quoted(&time(seen.span, bucket.to)))];
        fields.extend(sums(sum));
        fields.push(("models", list(models)));
        object(&fields)
    }));
    let by = Dim::ALL.map(|dim| {
        let parts = shares(&seen.ledger, &seen.fit, seen.span, dim, seen.measure);
        let parts = list(parts.iter().map(|share| {
            let mut fields = vec![("name", quoted(&share.value))];
            fields.extend(share.title.iter().map(|title| ("title", quoted(title))));
            if dim == Dim::Tool {
                fields.push(("calls", share.calls.to_string()))
            } else {
                fields.extend(sums(&share.sum))
            }
            object(&fields)
        }));
        (dim.as_str(), parts)
    });
    object(&[
        ("question", question),
        ("all", object(&sums(&all(&seen.ledger, &seen.fit, seen.span)))),
        ("before", object(&sums(&all(&seen.ledger, &seen.fit, seen.before)))),
        ("overTime", over_time),
        ("by", object(&by)),
    ])
}
