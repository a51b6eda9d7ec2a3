//! A list whose elements stay as they are while their keys stay: what is new is made, what is gone is dropped, the rest is moved.
//! Refuses lists of thousands: those show a window of themselves.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use send_wrapper::SendWrapper;

use super::el::{El, div};

/// A key, its type forgotten: one body for all lists.
trait Key: Any {
    fn is(&self, other: &dyn Any) -> bool;
    fn any(&self) -> &dyn Any;
}

impl<K: PartialEq + 'static> Key for K {
    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<K>() == Some(self)
    }

    fn any(&self) -> &dyn Any {
        self
    }
}

struct Item {
    key: Box<dyn Key>,
    /// The element, until its owner ends.
    el: Rc<RefCell<Option<El>>>,
    /// What the element's signals belong to; they end with it, and right after it.
    owner: Owner,
}

impl Drop for Item {
    fn drop(&mut self) {
        self.owner.cleanup();
    }
}

impl Item {
    fn make(key: Box<dyn Key>, owner: Owner, make: &Make) -> Self {
        let el: Rc<RefCell<Option<El>>> = Rc::default();
        owner.with(|| {
            let leaves = SendWrapper::new(el.clone());
            on_cleanup(move || leaves.take().take().iter().for_each(El::unmount));
            el.replace(Some(untrack(|| make((*key).any()))));
        });
        Self { key, el, owner }
    }
}

/// Drops the items with the list: the effect that holds them ends a moment later, and by then the signals they read are gone.
struct Ends(Rc<RefCell<Vec<Item>>>);

impl Drop for Ends {
    fn drop(&mut self) {
        drop(self.0.take());
    }
}

type Keys = Box<dyn FnMut() -> Vec<Box<dyn Key>>>;
type Make = Box<dyn Fn(&dyn Any) -> El>;

/// Fills an element of a class with a list. The keys hold all that an element is made from.
pub fn keyed<K: PartialEq + Clone + 'static>(
    class: &str,
    mut keys: impl FnMut() -> Vec<K> + 'static,
    make: impl Fn(K) -> El + 'static,
) -> El {
    let read = move || keys().into_iter().map(|key| Box::new(key) as Box<dyn Key>).collect();
    let draw = move |key: &dyn Any| make(key.downcast_ref::<K>().expect("a list has keys of one type").clone());
    fill(div(class), Box::new(read), Box::new(draw))
}

fn fill(list: El, mut keys: Keys, make: Make) -> El {
    let (parent, owner) = (list.raw(), Owner::current().unwrap_or_default());
    let items: Rc<RefCell<Vec<Item>>> = Rc::default();
    let ends = Ends(items.clone());
    let effect = RenderEffect::new(move |_: Option<()>| {
        let keys = keys();
        let mut old = items.take();
        let mut new: Vec<Item> = Vec::with_capacity(keys.len());
        for key in keys {
            let item = match old.iter().position(|item| item.key.is((*key).any())) {
                Some(at) => old.remove(at),
                None => Item::make(key, owner.child(), &make),
            };
            new.push(item);
        }
        // The gone leave before the others are put in their places, so that those need not move.
        drop(old);
        let mut place = parent.first_child();
        for item in &new {
            let el = item.el.borrow();
            let Some(el) = &*el else { continue };
            let first = el.first();
            if place.as_ref() == Some(&first) {
                place = first.next_sibling();
            } else {
                el.mount(&parent, place.as_ref());
            }
        }
        items.replace(new);
    });
    list.keep(effect).keep(ends)
}
