//! The browser's zones as schedules want them, each made once.
//! Refuses to know which zone a job has.

use std::cell::RefCell;
use std::rc::Rc;

use crate::domain::schedule::{Utc, Zone};
use crate::platform::dom::{self, ZoneClock};
use crate::protocol::UnixMs;

impl Zone for ZoneClock {
    fn offset_at(&self, at: UnixMs) -> i64 {
        self.offset_at(at.0)
    }
}

/// A zone that was asked for, if the browser knows it.
type Known = (String, Option<Rc<dyn Zone>>);

thread_local! {
    static ZONES: RefCell<Vec<Known>> = RefCell::default();
    static OWN: RefCell<Option<String>> = RefCell::default();
}

/// Returns a zone by its name, if the browser knows it.
pub fn zone(name: &str) -> Option<Rc<dyn Zone>> {
    ZONES.with_borrow_mut(|zones| {
        if let Some((_, zone)) = zones.iter().find(|(of, _)| of == name) {
            return zone.clone();
        }
        let made: Option<Rc<dyn Zone>> =
            if name == "UTC" { Some(Rc::new(Utc)) } else { ZoneClock::named(name).map(|zone| Rc::new(zone) as Rc<dyn Zone>) };
        zones.push((name.to_owned(), made.clone()));
        made
    })
}

/// Returns the name of the browser's own zone.
pub fn own() -> String {
    OWN.with_borrow_mut(|own| own.get_or_insert_with(dom::own_zone).clone())
}
