//! Parts of the page that come, go and change, and what runs beside them.
//! Refuses to know what they show.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use send_wrapper::SendWrapper;
use web_sys::Node;

use super::{El, IntoEls, Made, Read, document};

/// Makes a part that is made anew whenever what it reads changes.
pub fn part<V: IntoEls>(mut read: impl FnMut() -> V + 'static) -> El {
    part_of(Box::new(move || read().into_els()))
}

fn part_of(mut read: Box<dyn Read<Vec<El>>>) -> El {
    let anchor: Node = document().create_comment("").into();
    let shown: Rc<RefCell<Vec<El>>> = Rc::default();
    let (place, now) = (anchor.clone(), shown.clone());
    let effect = RenderEffect::new(move |_: Option<()>| {
        // What is shown leaves the page before the signals that it reads are gone: leaving may still raise events.
        let leaves = SendWrapper::new(now.clone());
        on_cleanup(move || leaves.take().take().iter().for_each(El::unmount));
        let new = read.read();
        if let Some(parent) = place.parent_node() {
            new.iter().for_each(|el| el.mount(&parent, Some(&place)));
        }
        now.replace(new);
    });
    El(Box::new(Made { node: anchor, shown: Some(shown), keep: vec![Box::new(effect)] }))
}

/// Makes a part that is there while a condition holds; it is not made anew while that stays so.
pub fn when<V: IntoEls>(condition: impl Fn() -> bool + Send + Sync + 'static, view: impl Fn() -> V + 'static) -> El {
    if_else(condition, view, || ())
}

/// Makes one of two parts; neither is made anew while the condition stays as it is.
pub fn if_else<V: IntoEls, W: IntoEls>(
    condition: impl Fn() -> bool + Send + Sync + 'static,
    view: impl Fn() -> V + 'static,
    other: impl Fn() -> W + 'static,
) -> El {
    let holds = memo(condition);
    part_of(Box::new(move || if holds.get() { view().into_els() } else { other().into_els() }))
}

/// Runs now and whenever what it reads changes, as long as its owner lives: for what lies outside of the page's elements.
pub fn effect(run: impl FnMut() + 'static) {
    effect_of(Box::new(run));
}

fn effect_of(mut run: Box<dyn Read<()>>) {
    // It may have been woken by the very change that ended its owner, and what it reads would be gone.
    let owned = StoredValue::new(());
    Effect::new(move || {
        if !owned.is_disposed() {
            run.read();
        }
    });
}

/// Remembers whether a condition holds, so that only a change of it wakes anybody.
pub fn memo(condition: impl Fn() -> bool + Send + Sync + 'static) -> Memo<bool> {
    let condition: Box<dyn Holds + Send + Sync> = Box::new(condition);
    Memo::new(move |_| condition.holds())
}

/// Like `Read`, for conditions.
trait Holds {
    fn holds(&self) -> bool;
}

impl<F: Fn() -> bool> Holds for F {
    fn holds(&self) -> bool {
        self()
    }
}

impl El {
    /// Adds a part that is made anew whenever what it reads changes.
    pub fn part<V: IntoEls>(self, read: impl FnMut() -> V + 'static) -> Self {
        self.child(part(read))
    }

    /// Adds a part that is there while a condition holds.
    pub fn when<V: IntoEls>(self, condition: impl Fn() -> bool + Send + Sync + 'static, view: impl Fn() -> V + 'static) -> Self {
        self.child(when(condition, view))
    }
}
