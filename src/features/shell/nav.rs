//! The way to every view: a rail at the side, on a phone a bar at the bottom. And the title of the page, by the same list. The last
//! way stands apart, at the far end.
//! Refuses to know what the views show, and which there are; `ways` does.

use leptos::prelude::*;

use super::projects;
use crate::paths;
use crate::place::Place;
use crate::platform::dom;
use crate::state::profile::Profile;
use crate::ui::el::{El, button, el, link, span};
use crate::ui::icon::{Icon, icon};
use crate::ways::{WAYS, Way};

/// A number, and what it is a number of.
type Count = (fn(Profile) -> usize, &'static str);

/// What is counted beside a name, if anything.
fn counted(name: &str) -> Option<Count> {
    match name {
        "Now" => Some((waiting, "waiting")),
        "Sessions" => Some((|profile| profile.running(), "running")),
        _ => None,
    }
}

/// The first so many stand in the bar of a phone, beside the way to the others.
const IN_BAR: usize = 6;

/// Counts what waits for somebody: requests alone, until the whole queue is kept.
pub fn waiting(profile: Profile) -> usize {
    profile.requests.listen();
    profile
        .waits
        .get()
        .map(|(count, _)| count)
        .unwrap_or_else(|| profile.requests.with_value(|waiting| waiting.all().len()).unwrap_or_default())
}

/// Draws the rail, and what a phone shows of it on demand.
pub fn rail() -> Vec<El> {
    let profile: Profile = expect_context();
    let place: Place = expect_context();
    let is_here = move |path: fn() -> String| place.with(|here| is_at(&here.path, &path()));
    let entry = move |Way { name, icon: drawing, path, .. }: Way| {
        let number = move || counted(name).map(|(count, of)| (count(profile), of)).filter(|(count, _)| *count > 0);
        // Of what is read later there may be more.
        let more = move || if name == "Now" && !profile.waits.get().is_some_and(|(_, is_all)| is_all) { "+" } else { "" };
        let count = span("count")
            .say(move || number().map_or(String::new(), |(count, _)| [&*count.to_string(), more()].concat()))
            .child(span("unit").say(move || number().map_or(String::new(), |(_, of)| format!(" {of}"))));
        link(&path())
            .class("entry")
            .set("title", name)
            .set("data-to", path().trim_start_matches('/'))
            .live("aria-current", move || is_here(path).then(|| "page".to_owned()))
            .child(icon(drawing))
            .child(span("name").text(name))
            .child(count)
    };
    let brand = span("brand").child(span("mark").set("aria-hidden", "true")).child(span("name").text("OpenClutch"));
    let mut entries: Vec<El> = WAYS.into_iter().map(entry).collect();
    let last = entries.pop();
    let rest = entries.split_off(IN_BAR);
    let more = button("entry more")
        .set("popovertarget", "views")
        .live("aria-current", move || WAYS.iter().skip(IN_BAR).any(|way| is_here(way.path)).then(|| "true".to_owned()))
        .child(icon(Icon::More))
        .child(span("name").text("More"));
    let rail = el("nav")
        .class("rail")
        .set("aria-label", "Views")
        .child(brand)
        .children(entries)
        .child(more)
        .children(rest)
        .child(projects::group())
        .children(last);
    let list = el("nav")
        .class("pop views")
        .set("id", "views")
        .set("popover", "auto")
        .set("aria-label", "More views")
        .children(WAYS.into_iter().skip(IN_BAR).map(entry).collect::<Vec<_>>())
        .click(dom::close_popovers);
    vec![rail, list]
}

/// Whether an address leads to a view or below it, wherever the bundle lies.
fn is_at(address: &str, path: &str) -> bool {
    address.split('/').any(|segment| !segment.is_empty() && path.strip_prefix('/') == Some(segment))
}

/// Returns the title of the page at an address, wherever the bundle lies, with how many things wait for somebody, or else run.
pub fn title(address: &str, waiting: usize, running: usize) -> String {
    let count = match (waiting, running) {
        (0, 0) => String::new(),
        (0, running) => format!("({running}) "),
        (waiting, _) => format!("({waiting} waiting) "),
    };
    let name = WAYS.iter().find(|way| is_at(address, &(way.path)())).map(|way| way.name);
    let others = [(paths::connect(), "Connect"), ("/projects".to_owned(), "Project")];
    let other = others.iter().find(|(path, _)| is_at(address, path)).map(|(_, name)| *name);
    match name.or(other) {
        Some(name) => format!("{count}{name} · OpenClutch"),
        None => format!("{count}OpenClutch"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_names_the_view_under_any_root() {
        for (address, wanted) in [
            ("/sessions", "Sessions · OpenClutch"),
            ("/sessions/agent:main:main", "Sessions · OpenClutch"),
            ("/some/where/settings", "Settings · OpenClutch"),
            ("/analytics", "Analytics · OpenClutch"),
            ("/connect", "Connect · OpenClutch"),
            ("/", "OpenClutch"),
            ("", "OpenClutch"),
            ("/nowhere", "OpenClutch"),
        ] {
            assert_eq!(title(address, 0, 0), wanted, "{address}");
        }
        assert_eq!(title("/sessions", 0, 2), "(2) Sessions · OpenClutch");
        assert_eq!(title("/now", 3, 2), "(3 waiting) Now · OpenClutch");
    }
}
