//! What agents produce, shown as what it is: the widgets, tried in order, the first that claims a block draws it.
//! Refuses blocks that may still change: what streams in is plain until it is closed.

mod chart;
mod code;
mod diff;
mod figure;
mod frame;
mod grid;
mod lines;
mod link;
mod marks;
mod proposals;
mod table;
mod task;
mod tree;

use std::sync::atomic::{AtomicBool, Ordering};

use futures::FutureExt;
use leptos::prelude::*;

use crate::domain::markdown::Block;
use crate::domain::widget::MOST;
use crate::gateway::Clock;
use crate::lazy;
use crate::ui::el::El;
use crate::ui::lazy::Missing;
use crate::ui::markdown::Ink;
pub use frame::open_code;
use frame::{Frame, framed};
pub use proposals::proposals;

/// What a widget says to a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim<W> {
    /// It is none of its business.
    Passes,
    /// It was meant for it, and cannot be read; why, in a sentence. Its source is shown.
    Fails(&'static str),
    /// It is one.
    Takes(W),
}

/// A way to show blocks of a kind.
pub trait Widget: Sized + 'static {
    /// Its name, for the style sheet and the tests.
    const NAME: &'static str;

    /// Reads a block. Pure.
    fn parse(block: &Block) -> Claim<Self>;

    /// Draws it.
    fn view(self, ink: &Ink) -> Frame;
}

/// Returns how a block is shown, if this widget claims it.
type Try = fn(&Block, &Ink) -> Option<El>;

/// All widgets, those that look at more first. `Code` claims every fence, and what none claims is drawn in its plain form.
const WIDGETS: &[Try] = &[
    of::<task::TaskCard>,
    of::<chart::Charted>,
    of::<diff::Changes>,
    of::<table::Grid>,
    of::<tree::JsonTree>,
    of::<link::LinkCard>,
    of::<code::Source>,
    of::<code::Code>,
];

lazy!(
    widgets,
    load_widgets,
    pub fn draw(block: &Block, ink: &Ink) -> Option<El> {
        WIDGETS.iter().find_map(|widget| widget(block, ink))
    }
);

/// Shows a finished block by the first widget that claims it, once the widgets are here.
pub fn shown(block: &Block, ink: &Ink) -> Option<El> {
    draw(block, ink).now_or_never()?.ok()?
}

/// Set once the widgets are here. To ask the part itself would fetch it.
static ARE_HERE: AtomicBool = AtomicBool::new(false);

/// Loads the widgets, which are a part of the program of their own.
///
/// # Errors
/// Says so when they do not come.
pub async fn load() -> Result<(), Missing> {
    load_widgets().await?;
    ARE_HERE.store(true, Ordering::Relaxed);
    Ok(())
}

/// Says whether the widgets are here, nothing while nobody wanted them; until they are, or if they do not come, all is plain.
pub fn here() -> RwSignal<Option<bool>> {
    RwSignal::new(ARE_HERE.load(Ordering::Relaxed).then_some(true))
}

/// Fetches the widgets, unless they were wanted before, when the page has nothing better to do: the text is what one came for.
pub fn want(came: RwSignal<Option<bool>>, clock: &dyn Clock) {
    if came.get_untracked().is_none() {
        // Which changes nothing for those who draw.
        came.update_untracked(|came| *came = Some(false));
        crate::ui::lazy::fetch_after(clock.leisure(), || Box::pin(load()), came);
    }
}

fn of<W: Widget>(block: &Block, ink: &Ink) -> Option<El> {
    match W::parse(block) {
        Claim::Passes => None,
        Claim::Takes(widget) => Some(framed(W::NAME, block, widget.view(ink))),
        Claim::Fails(why) => Some(framed("code", block, code::Code::of(block)?.noted(why).view(ink))),
    }
}

/// Returns what stands in a closed fence of one of these languages, if it is short enough to be taken apart.
fn fence<'a>(block: &'a Block, languages: &[&str]) -> Option<&'a str> {
    match block {
        Block::Code { language, text, is_closed: true } => {
            let is_named = languages.iter().any(|name| name.eq_ignore_ascii_case(language));
            (is_named && text.len() <= MOST).then_some(text.as_str())
        }
        _ => None,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "claims_tests.rs"]
mod tests;
