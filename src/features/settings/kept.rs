//! The choices of this browser as they are now, and how they are changed and put back: together, whatever key each is kept under.
//! Refuses to draw.

use leptos::prelude::*;

use crate::domain::notify::{NOTIFY, Wishes};
use crate::domain::queue::snooze::{SNOOZED, Snoozed};
use crate::domain::settings::SETTINGS;
use crate::domain::shortcuts::Keymap;
use crate::domain::task::columns::Columns;
use crate::keys::Keys;
use crate::state::choices::{Choices, KEPT};
use crate::state::graces::{GRACES, Graces};
use crate::state::logs::LINES;
use crate::state::prefs::Prefs;
use crate::state::profile::Profile;
use crate::state::spending::{BUDGETS, Budgets};
use crate::state::stored::Stored;
use crate::state::tasks::COLUMNS;
use crate::state::toasts::Toasts;

/// Where all choices are kept.
#[derive(Clone, Copy)]
pub struct Kept {
    /// What is chosen.
    pub choices: Memo<Choices>,
    /// Where notices go.
    pub toasts: Toasts,
    all: All,
}

#[derive(Clone, Copy)]
struct All {
    prefs: Stored<Prefs>,
    wishes: Stored<Wishes>,
    snoozed: Stored<Snoozed>,
    columns: Stored<Columns>,
    graces: Stored<Graces>,
    budgets: Stored<Budgets>,
    lines: Stored<u32>,
    keys: Stored<Keymap>,
}

impl All {
    fn read(&self) -> Choices {
        Choices {
            prefs: self.prefs.get(),
            wishes: self.wishes.get(),
            snoozed: self.snoozed.get(),
            columns: self.columns.get(),
            graces: self.graces.get(),
            budgets: self.budgets.get(),
            lines: self.lines.get(),
            keys: self.keys.get(),
        }
    }
}

impl Kept {
    /// Finds all of them. It outlives the view, since what is put back can be taken back from anywhere.
    pub fn of(profile: &Profile) -> Self {
        let (profile, prefs, toasts) = (*profile, expect_context(), expect_context());
        let Keys { map: keys, .. } = expect_context();
        profile.keep(|_, _| {
            let all = All {
                prefs,
                wishes: profile.stored(NOTIFY),
                snoozed: profile.stored(SNOOZED),
                columns: profile.stored(COLUMNS),
                graces: profile.stored(GRACES),
                budgets: profile.stored(BUDGETS),
                lines: profile.stored(LINES),
                keys,
            };
            Self { choices: Memo::new(move |_| all.read()), toasts, all }
        })
    }

    /// Changes choices, and keeps those that are others then.
    pub fn change(&self, change: impl FnOnce(&mut Choices)) {
        let mut to = self.choices.get_untracked();
        change(&mut to);
        self.put(to);
    }

    fn put(&self, to: Choices) {
        let all = self.all;
        all.prefs.put(to.prefs);
        all.wishes.put(to.wishes);
        all.snoozed.put(to.snoozed);
        all.columns.put(to.columns);
        all.graces.put(to.graces);
        all.budgets.put(to.budgets);
        all.lines.put(to.lines);
        all.keys.put(to.keys);
    }

    /// Whether a setting is not as it was at first; tracks it.
    pub fn differs(&self, id: &str) -> bool {
        self.choices.with(|choices| choices.differs(id, &Choices::default()))
    }

    /// Says what a setting was at first.
    pub fn plain(&self, id: &str) -> String {
        ["At first: ", &Choices::default().words(id)].concat()
    }

    /// Returns the settings that are not as they were at first, and tracks that.
    pub fn others(&self) -> Vec<&'static str> {
        KEPT.into_iter().filter(|id| self.differs(id)).collect()
    }

    /// Puts settings back to what they were at first, and offers a way back.
    pub fn reset(self, ids: Vec<&'static str>) {
        let plain = Choices::default();
        let words = match *ids {
            [id] => {
                let name = SETTINGS.iter().find(|setting| setting.id == id).map_or("", |setting| setting.name);
                [name, " reset to: ", &plain.words(id), "."].concat()
            }
            _ => "All settings reset.".into(),
        };
        self.take(ids, plain, words);
    }

    /// Takes settings over from other choices, says so, and offers a way back.
    pub fn take(self, ids: Vec<&'static str>, from: Choices, words: String) {
        let before = self.choices.get_untracked();
        self.change(|choices| ids.iter().for_each(|id| choices.take(id, &from)));
        self.toasts.offer(words, "Undo", move || self.change(|choices| ids.iter().for_each(|id| choices.take(id, &before))));
    }
}
