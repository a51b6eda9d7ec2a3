//! Sessions step by step: what each answer cost on top of those before it, in which kinds of tokens, and what it said; two of them beside
//! each other on one scale.
//! Refuses to ask for a session that nobody opened.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::beside::{picker, totals};
use super::desk::Desk;
use super::draw::quiet;
use crate::domain::say;
use crate::domain::usage::compare::{Total, scale};
use crate::domain::usage::sum::Measure;
use crate::domain::usage::waterfall::{Step, steps as made};
use crate::paths;
use crate::platform::dom;
use crate::protocol::SessionKey;
use crate::protocol::usage::{UsageLogs, UsageTimeseries};
use crate::ui::el::{El, button, div, effect, el, link, part, span};

/// What is known of the steps: nothing yet, the steps, or why there are none.
pub type Known = Option<Result<Vec<Step>, String>>;

/// The gateway gives no more steps than these: of a longer session several are one.
const MOST: usize = 200;
/// The gateway gives no more words than these.
const WORDS: usize = 1_000;

/// A session whose steps are shown.
#[derive(Clone)]
pub struct Shown {
    /// Its key.
    pub key: String,
    /// What is known of its steps.
    pub known: RwSignal<Known>,
}

/// Draws the steps of the session that the address names, and of the one beside it, if it names any.
pub fn steps(desk: Desk) -> El {
    let open = Memo::new(move |_| desk.look.with(|look| look.open.clone()));
    let beside = Memo::new(move |_| desk.look.with(|look| look.beside.clone()));
    part(move || {
        open.get().map(|key| {
            let first = shown(desk, &key);
            panel(desk, first, beside)
        })
    })
}

/// Asks for the steps of a session, and once more when a link comes back that was lost before the answer.
fn shown(desk: Desk, key: &str) -> Shown {
    let known: RwSignal<Known> = RwSignal::new(None);
    let of = SessionKey::from(key);
    effect(move || {
        if desk.profile.link.is_ready() && !matches!(known.get_untracked(), Some(Ok(_))) {
            spawn_local(read(desk, of.clone(), known));
        }
    });
    Shown { key: key.to_owned(), known }
}

fn panel(desk: Desk, first: Shown, beside: Memo<Option<String>>) -> El {
    let titled = first.key.clone();
    let close = button("button").set("data-size", "small").text("Close").click(move || desk.open(None));
    let words = move || {
        if beside.with(Option::is_some) {
            "Two sessions, step by step".to_owned()
        } else {
            ["Steps of ", &desk.title(&titled, None)].concat()
        }
    };
    let of = first.clone();
    let head = div("panel-head")
        .child(el("h2").say(words))
        .child(span("beside").child(part(move || picker(desk, &of.key, beside.get()))).child(close));
    let view = el("section").class("panel").set("data-panel", "steps").set("aria-label", "Steps of a session").child(head);
    view.part(move || match beside.get() {
        None => vec![links(desk, &first.key), part_of(first.clone(), None)],
        Some(key) => {
            let second = shown(desk, &key);
            let both = vec![column(desk, &first, &second), column(desk, &second, &first)];
            vec![totals(desk, first.clone(), second.clone()), div("pair").children(both)]
        }
    })
}

fn links(desk: Desk, key: &str) -> El {
    let (key, of) = (key.to_owned(), key.to_owned());
    let is_listed = Memo::new(move |_| desk.is_listed(&of));
    let links = move || vec![link(&paths::session(&key)).text("Session"), link(&paths::chat(&key)).text("Chat")];
    div("ways").when(move || is_listed.get(), links)
}

fn column(desk: Desk, of: &Shown, other: &Shown) -> El {
    let key = of.key.clone();
    let title = Memo::new(move |_| desk.title(&key, None));
    div("column")
        .set("role", "group")
        .live("aria-label", move || Some(title.get()))
        .child(el("h3").say(move || title.get()))
        .child(links(desk, &of.key))
        .child(part_of(of.clone(), Some(other.clone())))
}

/// The steps of one session, drawn on the scale of both if there are two.
fn part_of(of: Shown, other: Option<Shown>) -> El {
    let total = |of: &Shown| of.known.with(|known| known.as_ref().and_then(|told| told.as_ref().ok()).map(|steps| Total::of(steps)));
    part(move || {
        let all: Vec<Total> = std::iter::once(&of).chain(&other).filter_map(total).collect();
        of.known.with(|known| match known {
            None => vec![el("p").class("quiet").set("role", "status").text("Reading the steps")],
            Some(Err(why)) => vec![el("p").class("fault").set("role", "alert").text(why)],
            Some(Ok(steps)) if steps.is_empty() => vec![el("p").class("quiet").text("No answer of this session used anything.")],
            Some(Ok(steps)) => waterfall(steps, scale(&all)),
        })
    })
}

async fn read(desk: Desk, key: SessionKey, known: RwSignal<Known>) {
    let points = desk.profile.call(&UsageTimeseries { key: key.clone() }).await;
    let told = match points {
        Ok(points) => {
            // Without the words the figures are still right.
            let said = desk.profile.call(&UsageLogs { key, limit: WORDS }).await.map(|told| told.logs.items).unwrap_or_default();
            Ok(made(&points.points.items, &said))
        }
        Err(error) => Err(error.in_words()),
    };
    // Nobody may be looking any more.
    let _ = known.try_set(Some(told));
}

fn waterfall(steps: &[Step], (measure, whole): (Measure, i64)) -> Vec<El> {
    let all = Total::of(steps).sum;
    let part = |value: i64| i32::try_from(i128::from(value.max(0)) * 1_000 / i128::from(whole)).unwrap_or(1_000);
    let mut before = 0_i64;
    let row = |step: &Step| {
        let (from, long) = (part(before), part(step.sum.by(measure)).max(4));
        before = before.saturating_add(step.sum.by(measure));
        let percent = |tenths: i32| [(tenths / 10).to_string(), ".".into(), (tenths % 10).to_string(), "%".into()].concat();
        let (from, long) = (percent(from.min(996)), percent(long));
        let place = span("fall")
            .set("aria-hidden", "true")
            .child(span("filled").style("margin-left", move || from.clone()).style("width", move || long.clone()));
        let kinds = ["in", "out", "cache read", "cache written"].iter().zip(step.sum.kinds).filter(|(_, tokens)| *tokens > 0);
        let kinds = kinds.map(|(kind, tokens)| [kind, " ", &say::tokens(tokens)].concat()).collect::<Vec<_>>().join(" · ");
        let title = [&step.sum.exactly(Measure::Money), ", ", &step.sum.exactly(Measure::Tokens)].concat();
        el("li")
            .set("title", &title)
            .child(span("when").text(&dom::local_time(step.at)))
            .child(span("value").text(&step.sum.say(Measure::Money)))
            .child(place)
            .child(quiet(&kinds))
            .child(span("said").text(&step.words))
    };
    let rows = steps.iter().map(row).collect::<Vec<_>>();
    let by = if measure == Measure::Tokens && all.cost > 0 { " Bars are by tokens, since not all of it has a price." } else { "" };
    let sums = [
        &*say::many(steps.len(), "step"),
        ", ",
        &all.say(Measure::Money),
        ", ",
        &all.say(Measure::Tokens),
        if all.tokens == 1 { " token" } else { " tokens" },
        ". Each bar begins where the one before it ends. It is the present life of the session: what was before a reset is not in it.",
        by,
    ];
    let exact = [&all.exactly(Measure::Money), ", ", &all.exactly(Measure::Tokens)].concat();
    let mut drawn = vec![el("p").class("quiet").set("title", &exact).text(&sums.concat())];
    if steps.len() > MOST / 2 {
        drawn.push(
            el("p").class("quiet").text("The gateway puts several answers together in one step when there are more than 200 of them."),
        );
    }
    drawn.push(el("ol").class("steps").set("tabindex", "0").set("aria-label", "Steps").children(rows));
    drawn
}
