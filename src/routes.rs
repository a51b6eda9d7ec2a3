//! Which view stands at which address: by its first segment. What comes behind it is the view's own affair.
//! Refuses to draw anything itself.

use leptos::prelude::*;

use crate::domain::shortcuts::Context;
use crate::features::connect::connect;
use crate::features::demo::Touring;
use crate::features::palette;
use crate::features::shell::no_such_page;
use crate::features::tasks::Creating;
use crate::keys::hear;
use crate::place::Place;
use crate::platform::dom;
use crate::state::link::LinkView;
use crate::state::profile::Profile;
use crate::ui::el::{El, div, effect, if_else, part};
use crate::{parts, paths};

/// Draws a view.
type View = fn() -> El;

/// Lets the frame hear the C with which a task is written from anywhere, and show the dialog for it.
pub fn create(frame: El) -> El {
    let profile: Profile = expect_context();
    let (creating, is_wanted) = (Creating::of(&profile), RwSignal::new(false));
    // Its part is fetched the first time.
    effect(move || {
        if creating.asked.with(Option::is_some) && !is_wanted.get_untracked() {
            is_wanted.set(true);
        }
    });
    let frame = frame.child(div("creating").when(move || is_wanted.get(), || parts::create().view()));
    hear(frame, Context::Everywhere, move |struck| {
        let is_meant = struck.chord() == "c" && !dom::is_typing() && !dom::is_covered();
        if is_meant {
            creating.ask(Creating::FIRST);
        }
        is_meant
    })
}

/// Lets the frame hear the keys of the palette and of the list of keys, and show them.
pub fn summoned(frame: El) -> El {
    palette::summoned(frame, || parts::palette().view())
}

/// Draws what is known of the link.
pub fn link_facts() -> El {
    parts::link_facts().view()
}

/// Lets the frame show the way round the demo, once there is something to see.
pub fn toured(frame: El) -> El {
    let (profile, touring): (Profile, Option<Touring>) = (expect_context(), use_context());
    let is_on = Memo::new(move |_| touring.is_some_and(|Touring(is_on)| is_on.get()) && profile.link.with(|view| view.was_ready));
    frame.child(div("touring").when(move || is_on.get(), || parts::tour().view()))
}

/// The views by their segments. The start script in `tools/boot` knows the segments too.
const VIEWS: [(&str, View); 11] = [
    ("now", || connected(|| parts::now().view())),
    ("sessions", || connected(|| parts::sessions().view())),
    ("chat", || connected(|| parts::chat().view())),
    ("cron", || connected(|| parts::cron().view())),
    ("analytics", || connected(|| parts::analytics().view())),
    ("tasks", || connected(|| parts::tasks().view())),
    ("logs", || connected(|| parts::logs().view())),
    ("projects", || connected(|| parts::projects().view())),
    ("connection", || parts::connection().view()),
    ("connect", connect),
    ("settings", || parts::settings().view()),
];

/// Draws the view of the current address.
pub fn views() -> El {
    let place: Place = expect_context();
    let segment =
        Memo::new(move |_| place.with(|here| here.path.split('/').find(|segment| !segment.is_empty()).unwrap_or_default().to_owned()));
    // Without a view of its own the start leads to what is so now.
    effect(move || {
        if segment.with(String::is_empty) {
            place.replace(&paths::now());
        }
    });
    part(move || {
        let segment = segment.get();
        let view = VIEWS.iter().find(|(of, _)| *of == segment).map(|(_, view)| view());
        view.or_else(|| (!segment.is_empty()).then(no_such_page))
    })
}

/// Shows the connect screen in place of a view until there was a connection; the address stays, so a deep link goes on afterwards.
/// A page that connects by itself shows its view at once: a form that flashes by helps nobody.
fn connected(view: View) -> El {
    let Profile { link, .. } = expect_context();
    if_else(move || link.with(LinkView::has_views), view, connect)
}
