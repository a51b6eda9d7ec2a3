//! Time zones as the browser knows them: names, and offsets at points in time.
//! Refuses to know schedules.

use std::cell::RefCell;

use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::protocol::UnixMs;

/// A zone of the browser. Offsets change on full quarters of an hour only, so one is asked for once a quarter.
pub struct ZoneClock {
    format: Function,
    known: RefCell<Vec<(i64, i64)>>,
}

const QUARTER: i64 = 900_000;
/// How many offsets are remembered.
const KEPT: usize = 4_096;

impl ZoneClock {
    /// Returns a zone by its name, if the browser knows it.
    pub fn named(name: &str) -> Option<Self> {
        let options = Object::new();
        let figures = ["year", "month", "day", "hour", "minute", "second"];
        // Setting fields of a new object cannot fail.
        let set = |name: &str, value: &str| drop(Reflect::set(&options, &name.into(), &value.into()));
        figures.iter().for_each(|name| set(name, "numeric"));
        set("timeZone", name);
        set("hourCycle", "h23");
        // The constructor throws for a name that it does not know, and its binding cannot say so.
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let make: Function = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into().ok()?;
        let made = Reflect::construct(&make, &Array::of2(&"en-US".into(), &options)).ok()?;
        let format = made.unchecked_into::<Intl::DateTimeFormat>().format();
        Some(Self { format, known: RefCell::default() })
    }

    /// Returns by how many milliseconds its clocks are ahead of UTC, at milliseconds since 1970.
    pub fn offset_at(&self, at: i64) -> i64 {
        let quarter = at.div_euclid(QUARTER);
        let mut known = self.known.borrow_mut();
        let place = known.binary_search_by_key(&quarter, |(of, _)| *of);
        match place {
            Ok(found) => known[found].1,
            Err(place) => {
                let offset = self.read(quarter * QUARTER).unwrap_or_default();
                if known.len() >= KEPT {
                    known.clear();
                    known.push((quarter, offset));
                } else {
                    known.insert(place, (quarter, offset));
                }
                offset
            }
        }
    }

    /// Reads what the clock shows, as `11/25/2026, 17:12:08`.
    fn read(&self, at: i64) -> Option<i64> {
        let said = self.format.call1(&JsValue::UNDEFINED, &JsValue::from_f64(at as f64)).ok()?.as_string()?;
        let mut numbers = said.split(|letter: char| !letter.is_ascii_digit()).filter_map(|digits| digits.parse::<i64>().ok());
        let [month, day, year] = [numbers.next()?, numbers.next()?, numbers.next()?];
        let [hour, minute, second] = [numbers.next()?, numbers.next()?, numbers.next()?];
        // Years that begin with March, so that the leap day is their last.
        let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
        let days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468;
        Some(((days * 24 + hour) * 60 + minute) * 60_000 + second * 1_000 - at)
    }
}

/// Returns the name of the browser's own zone; `UTC` where it has none to tell.
pub fn own_zone() -> String {
    let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    let name = Reflect::get(&options, &"timeZone".into()).ok().and_then(|name| name.as_string());
    name.filter(|name| !name.is_empty()).unwrap_or_else(|| "UTC".into())
}

/// Returns by how many minutes the clocks of the browser's own zone are ahead of UTC at a time.
pub fn own_offset(at: UnixMs) -> i32 {
    let behind = js_sys::Date::new(&(at.0 as f64).into()).get_timezone_offset();
    // A time that there is not has no clock.
    if behind.is_finite() { -behind as i32 } else { 0 }
}

/// Returns the names of all zones that the browser knows; none if it does not say.
pub fn zone_names() -> Vec<String> {
    let names = || {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let list: Function = Reflect::get(&intl, &"supportedValuesOf".into()).ok()?.dyn_into().ok()?;
        list.call1(&intl, &"timeZone".into()).ok()?.dyn_into::<Array>().ok()
    };
    names().map(|names| names.iter().filter_map(|name| name.as_string()).collect()).unwrap_or_default()
}
