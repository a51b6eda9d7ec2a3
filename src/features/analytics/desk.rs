//! What the parts of the view share: what is looked at, what the gateway answered, and what is seen of it.
//! Refuses to draw anything.

use std::sync::Arc;

use leptos::prelude::*;

use super::address::Look;
use super::names;
use super::watch::Watch;
use crate::domain::usage::filter::{Dim, Fit};
use crate::domain::usage::ledger::Ledger;
use crate::domain::usage::span::{Span, Step, asked};
use crate::domain::usage::sum::Measure;
use crate::paths;
use crate::place::Place;
use crate::platform::dom;
use crate::protocol::SessionKey;
use crate::protocol::UnixMs;
use crate::protocol::day::Day;
use crate::protocol::usage::UsageOfAll;
use crate::state::profile::Profile;
use crate::state::ticker::Ticker;
use crate::state::usage::{Asked, is_in};
use crate::ui::el::effect;

/// What is seen: an answer, and which part of it.
#[derive(Clone)]
pub struct Seen {
    /// The answer.
    pub ledger: Arc<Ledger>,
    /// Which of its sessions and models are looked at.
    pub fit: Arc<Fit>,
    /// The time that is looked at.
    pub span: Span,
    /// The time before.
    pub before: Span,
    /// How long the buckets are.
    pub step: Step,
    /// What is measured.
    pub measure: Measure,
    /// Today.
    pub today: Day,
    /// The first day that is known.
    pub known_from: Day,
    look: Look,
}

impl PartialEq for Seen {
    fn eq(&self, other: &Self) -> bool {
        let is_same = Arc::ptr_eq(&self.ledger, &other.ledger) && self.known_from == other.known_from;
        is_same
            && self.fit == other.fit
            && (self.span, self.before, self.today) == (other.span, other.before, other.today)
            && self.look == other.look
    }
}

/// The desk.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The gateway.
    pub profile: Profile,
    /// Now.
    pub ticker: Ticker,
    /// What is looked at; mirrored in the address.
    pub look: Memo<Look>,
    /// What is seen, once there is an answer.
    pub seen: Memo<Option<Seen>>,
    /// The time that is looked at, and the time before.
    pub spans: Memo<(Span, Span)>,
    /// What watches the budgets.
    pub watch: Watch,
    /// Whether the sources of names are here: the list, and the gateway's count.
    has_names: Memo<(bool, bool)>,
    /// The hour at which it was last looked at the clock. Time that passes by itself asks nothing.
    hour: RwSignal<i32>,
    /// Where the app is.
    pub place: Place,
}

impl Desk {
    /// Sets the desk up for the present address, and asks the gateway whenever something else is looked at.
    pub fn new() -> Self {
        let (profile, ticker, place): (Profile, Ticker, Place) = (expect_context(), expect_context(), expect_context());
        let look = Memo::new(move |_| place.with(|here| Look::read(&here.search)));
        let hour = RwSignal::new(untrack(|| hour_now(ticker, look.with(offset_of))));
        let range = Memo::new(move |_| look.with(|look| (look.range, look.is_utc)));
        let spans = Memo::new(move |_| {
            let (range, _) = range.get();
            let span = range.span(hour.get());
            (span, range.before(span))
        });
        let watch = Watch::of(profile, expect_context(), place);
        let has_names =
            Memo::new(move |_| (profile.sessions.with_value(|_| ()).is_some(), profile.usages.with(|standing| standing.ledger.is_some())));
        let seen = Memo::new(move |_| {
            let (span, before) = spans.get();
            let today = Day(hour.get().div_euclid(24));
            profile.usages.with(|standing| {
                let (ledger, known) = watch.url.with(|url| standing.of(url))?;
                look.with(|look| {
                    // Something else may be looked at by now, whose answer is not here yet.
                    let is_it = known.from <= before.first_day() && known.to == span.last_day() && known.zone == zone_of(look);
                    if !is_it {
                        return None;
                    }
                    let project = place.project();
                    let mut fit = Fit::of(ledger, &look.filters);
                    if !project.is_empty() {
                        // Sessions may come later than their sums.
                        has_names.get();
                        fit = watch.url.with(|url| fit.within(ledger, &|spender| is_in(&profile, url, &project, spender)));
                    }
                    let fit = Arc::new(fit);
                    let (step, measure) = (look.step(), look.measure);
                    let look = Look { is_table: false, open: None, beside: None, by: Dim::default(), ..look.clone() };
                    Some(Seen { fit, ledger: ledger.clone(), span, before, step, measure, today, known_from: known.from, look })
                })
            })
        });
        let desk = Self { profile, ticker, look, seen, spans, watch, has_names, hour, place };
        let wanted = Memo::new(move |_| profile.link.is_ready() && profile.link.with(|view| view.allows::<UsageOfAll>()));
        effect(move || {
            range.track();
            if wanted.get() {
                untrack(|| desk.ask(false));
            }
        });
        on_cleanup(move || profile.usages.drop_question());
        desk
    }

    /// Looks at the clock, and asks for what is looked at; `anew` if it is known already, too.
    pub fn ask(&self, anew: bool) {
        let offset = self.look.with_untracked(offset_of);
        self.hour.set(hour_now(self.ticker, offset));
        let (span, before) = self.spans.get_untracked();
        let (from, to) = asked(span, before, Day(self.hour.get_untracked().div_euclid(24)));
        let zone = self.look.with_untracked(zone_of);
        self.profile.usages.want(self.profile, Asked { from, to, zone, offset }, anew);
    }

    /// Returns the name of the zone by whose clock days begin; tracks the look.
    pub fn zone(&self) -> String {
        self.look.with(zone_of)
    }

    /// Returns what the chosen project is called, if one is, and tracks it.
    pub fn within(&self) -> Option<String> {
        self.profile.projects.with(|all| all.called(&self.place.project()))
    }

    /// Looks at something else.
    pub fn change(&self, change: impl FnOnce(&mut Look)) {
        let mut look = self.look.get_untracked();
        change(&mut look);
        self.place.go(&(paths::analytics() + &look.write()));
    }

    /// Sets a filter, or takes it away if it is set. What was pressed may be drawn anew, so the focus goes to where filters are.
    pub fn toggle(&self, dim: Dim, value: &str) {
        self.change(|look| {
            let is_set = look.has(dim, value);
            look.filter(dim, value.to_owned(), !is_set);
        });
        request_animation_frame(|| dom::focus_if_free(".analytics .way button, .analytics .toolbar button"));
    }

    /// Opens the steps of a session, or closes them, and takes the focus there or back.
    pub fn open(&self, key: Option<String>) {
        let to = if key.is_some() { ".analytics [data-panel=steps] .button" } else { ".analytics [data-panel=costly] button" };
        self.change(|look| (look.open, look.beside) = (key, None));
        request_animation_frame(move || dom::focus(to));
    }

    /// Returns what a filter's value is called on screen; tracks where names come from.
    pub fn called(&self, dim: Dim, value: &str) -> String {
        // What is only tracked and never read would not wake anybody.
        self.has_names.get();
        match dim {
            Dim::Channel if value.is_empty() => "no channel".into(),
            Dim::Session => self.title(value, None),
            Dim::Job => names::job(&self.profile, value),
            _ => value.to_owned(),
        }
    }

    /// Returns the title of a session: as the list has it, as it was called, or its key; tracks where names come from.
    pub fn title(&self, key: &str, label: Option<&str>) -> String {
        // What is only tracked and never read would not wake anybody.
        self.has_names.get();
        names::session(&self.profile, key, label)
    }

    /// Whether a session is among those that are listed; tracks them.
    pub fn is_listed(&self, key: &str) -> bool {
        self.profile.sessions.with_value(|sessions| sessions.rows.get(&SessionKey::from(key)).is_some()).unwrap_or(false)
    }
}

fn zone_of(look: &Look) -> String {
    if look.is_utc { "UTC".into() } else { dom::own_zone() }
}

/// Returns what says by how many minutes the clock that is looked at is ahead of UTC.
fn offset_of(look: &Look) -> fn(UnixMs) -> i32 {
    if look.is_utc { |_| 0 } else { dom::own_offset }
}

/// Returns how many hours have passed since 1970 by the clock of the zone.
fn hour_now(ticker: Ticker, offset: fn(UnixMs) -> i32) -> i32 {
    let now = ticker.there();
    let minutes = now.0.div_euclid(60_000) + i64::from(offset(now));
    i32::try_from(minutes.div_euclid(60)).unwrap_or(0)
}
