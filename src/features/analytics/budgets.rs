//! The budgets: how far it has come with each, when it will be spent, what was noticed, and what the watch can know.
//! Refuses to watch; `watch` does.

use leptos::prelude::*;

use super::budget_form::form;
use super::desk::Desk;
use super::draw::{bar, panel, quiet, thousandths};
use super::names;
use crate::domain::say;
use crate::domain::usage::budget::{Budget, Level, crossing, told};
use crate::domain::usage::spending::Spending;
use crate::domain::usage::sum::exact_money;
use crate::paths;
use crate::platform::dom;
use crate::protocol::UnixMs;
use crate::ui::el::{El, button, div, el, link, part, span};

/// So many of those that a budget bounds one by one are named.
const NAMED: usize = 3;

/// Draws the panel.
pub fn budgets(desk: Desk) -> El {
    // Which budget is being written; one without an id is a new one.
    let draft = RwSignal::new(None::<Budget>);
    let begin = button("button").set("data-size", "small").text("Set a budget").flag("hidden", move || draft.with(Option::is_some)).click(
        move || {
            draft.set(Some(Budget { gateway: desk.profile.link.url(), ..Budget::default() }));
            request_animation_frame(|| dom::focus(".analytics .budget-form select"));
        },
    );
    let rows = move || {
        let list = desk.watch.here();
        let spending = desk.watch.spending.get();
        match list.as_slice() {
            [] => vec![
                el("p")
                    .class("quiet")
                    .text("No budget is set. One says when a day or a month, an agent, a job or a session costs too much."),
            ],
            list => {
                vec![el("ul").class("budgets").children(list.iter().map(|budget| row(desk, draft, budget, &spending)).collect::<Vec<_>>())]
            }
        }
    };
    let unkept = move || {
        let words = "The browser has no room to keep budgets: they hold until this page is closed.";
        desk.watch.is_unkept.get().then(|| el("p").class("fault").set("role", "alert").text(words))
    };
    panel("budgets", "Budgets", vec![span("beside").child(begin)])
        .part(rows)
        .part(unkept)
        .child(part(move || draft.get().map(|budget| form(desk, draft, budget))))
        .when(move || !desk.watch.here().is_empty(), move || known(desk))
        .child(noticed(desk))
}

/// What the figures rest on, for whoever asks.
fn known(desk: Desk) -> El {
    el("details").class("known").child(el("summary").text("What is watched")).child(el("p").say(move || desk.watch.spending.with(rests_on)))
}

fn rests_on(spending: &Spending) -> String {
    let at = |at: i64| dom::local_time(UnixMs(at));
    let base = match spending.counted_at {
        0 => ["The last runs of all sessions, and those that this browser saw end since ", &at(spending.since)].concat(),
        counted => ["As the gateway counted ", &at(counted), ", and the runs that this browser saw end since"].concat(),
    };
    let untold = match usize::try_from(spending.untold).unwrap_or(0) {
        0 => String::new(),
        runs => [
            " Of ",
            &say::many(runs, "run"),
            " that ended since, the cost is not told: they were stopped, have no price, or are partly in the count.",
        ]
        .concat(),
    };
    let limits = " What runs while no page is open is taken in when Analytics is opened. A run counts when it ends; what has no price counts nothing. \
                  Days begin by this browser's clock. Budgets are kept in this browser; they warn and hold nothing back.";
    [&base, ".", &untold, limits].concat()
}

fn row(desk: Desk, draft: RwSignal<Option<Budget>>, budget: &Budget, spending: &Spending) -> El {
    let who = names::whose(&desk.profile, budget.whose, &budget.of);
    let name = [&who, ", per ", budget.per.as_str()].concat();
    let of = spending.of(budget);
    let is_each = budget.of.is_empty() && budget.whose != Default::default();
    let (top, spent) = of.iter().max_by_key(|(_, spent)| *spent).cloned().unwrap_or_default();
    let level = match budget.level(spent) {
        Level::Within => "within",
        Level::Warn => "warn",
        Level::Spent => "spent",
    };
    let figure = [&told(spent), " of ", &told(budget.limit)].concat();
    let exact = [&exact_money(spent), " of ", &exact_money(budget.limit), ", a warning from ", &exact_money(budget.warn)].concat();
    let (of_edit, of_remove) = (budget.clone(), budget.id);
    let edit = button("link").set("aria-label", &["Change the budget ", &name].concat()).text("Change").click(move || {
        draft.set(Some(of_edit.clone()));
        request_animation_frame(|| dom::focus(".analytics .budget-form input"));
    });
    let remove = button("link").set("aria-label", &["Remove the budget ", &name].concat()).text("Remove").click(move || {
        draft.set(None);
        desk.watch.change(|budgets| budgets.list.retain(|known| known.id != of_remove));
        request_animation_frame(|| dom::focus_if_free(".analytics [data-panel=budgets] button:not([hidden])"));
    });
    let reached = is_each.then(|| {
        let many = of.iter().filter(|(_, spent)| budget.level(*spent) == Level::Spent).count();
        let most = names::whose(&desk.profile, budget.whose, &top);
        match (top.is_empty(), many) {
            (true, _) => "None has cost anything.".to_owned(),
            (_, 0 | 1) => ["The most: ", &most, "."].concat(),
            (_, many) => [&many.to_string(), " are over it. The most: ", &most, "."].concat(),
        }
    });
    let over = (is_each && of.len() > 1).then(|| named(desk, budget, &of));
    el("li")
        .set("data-level", level)
        .child(span("name").text(&name))
        .child(span("value").set("title", &exact).text(&figure))
        .child(bar(thousandths(spent, budget.limit)))
        .child(
            span("quiet")
                .text(&[reached.as_deref().unwrap_or_default(), if is_each { " " } else { "" }, &ahead(desk, budget, spent)].concat()),
        )
        .children(over)
        .child(span("ways").child(edit).child(remove))
}

/// Names those that came furthest, where there are several.
fn named(desk: Desk, budget: &Budget, of: &[(String, i64)]) -> El {
    let mut order: Vec<usize> = (0..of.len()).collect();
    crate::domain::sorted::sort(&mut order, &|one, other| of.get(other).map(|of| of.1).cmp(&of.get(one).map(|of| of.1)));
    let listed = order.iter().skip(1).take(NAMED - 1).filter_map(|at| of.get(*at)).filter(|(_, spent)| *spent > 0);
    let words = listed.map(|(of, spent)| [&names::whose(&desk.profile, budget.whose, of), " ", &told(*spent)].concat()).collect::<Vec<_>>();
    if words.is_empty() { quiet("") } else { quiet(&["Then ", &words.join(", "), "."].concat()) }
}

/// Says how far it has come, and when all will be spent if it goes on so.
fn ahead(desk: Desk, budget: &Budget, spent: i64) -> String {
    let percent = i128::from(spent.max(0)) * 100 / i128::from(budget.limit.max(1));
    let share = [&percent.min(9_999).to_string(), " % spent. "].concat();
    let now = desk.watch.now();
    let pace = match (budget.level(spent), crossing(spent, budget.limit, desk.watch.time_of(budget), now)) {
        (Level::Spent, _) => ["It is ", &told(spent.saturating_sub(budget.limit)), " over."].concat(),
        (_, Some(at)) => ["At the pace since the ", budget.per.as_str(), " began it is spent ", &when(at, now), "."].concat(),
        _ => ["At the present pace it lasts for the ", budget.per.as_str(), "."].concat(),
    };
    share + &pace
}

/// Says when something will be: a time of today, or a day.
fn when(at: i64, now: i64) -> String {
    if at - now < 24 * 3_600_000 { ["at ", &dom::time_of_day(UnixMs(at))].concat() } else { ["on ", &dom::local_time(UnixMs(at))].concat() }
}

/// What was noticed at this gateway, by this browser.
fn noticed(desk: Desk) -> El {
    part(move || {
        let url = desk.watch.url.get();
        let crossings = desk.watch.noticed.get().crossings;
        let of: Vec<_> = crossings.into_iter().filter(|crossing| crossing.gateway == url).collect();
        if of.is_empty() {
            return None;
        }
        let line = |crossing: &crate::state::spending::Crossing| {
            el("li")
                .set("data-level", if crossing.is_spent { "spent" } else { "warn" })
                .child(span("quiet").text(&dom::local_time(UnixMs(crossing.at))))
                .child(link(&(paths::analytics() + &crossing.search)).text(&crossing.words))
        };
        let clear = button("link").text("Clear").click(move || {
            desk.watch.clear();
            request_animation_frame(|| dom::focus_if_free(".analytics [data-panel=budgets] button:not([hidden])"));
        });
        let head = el("h3").text("Noticed by this browser");
        let lines = of.iter().map(line).collect::<Vec<_>>();
        Some(div("noticed").child(head).child(el("ul").children(lines)).child(clear))
    })
}
