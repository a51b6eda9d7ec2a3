//! Elements of the page, made at once and kept alive by what they hold: attributes, texts and parts that follow signals.
//! One type for all of them: the typed trees of `view!` cost 1 to 2 kB of program for every shape of element, this costs a call.
//! Refuses to take HTML: a text is a text. The only place outside `platform` that names the browser.

mod follow;
mod listen;
mod part;

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Node};

use crate::platform::dom;
use follow::write;
pub use part::{effect, if_else, memo, part, when};

/// An element, a text, or a part that changes, with all that keeps it true. What is dropped follows nothing any more.
///
/// Behind a pointer, so that a chain of calls passes one number along and not the whole.
pub struct El(Box<Made>);

struct Made {
    node: Node,
    /// Of a part: what stands before its node now.
    shown: Option<Rc<RefCell<Vec<El>>>>,
    keep: Vec<Box<dyn Any>>,
}

impl Drop for Made {
    /// What a part shows is held by its effect too, whose task ends a moment later: by then the signals it reads are gone.
    fn drop(&mut self) {
        drop(self.shown.take().map(|shown| shown.take()));
    }
}

/// A closure that reads, behind a pointer. Not `dyn FnMut`: the table of that holds two more ways to call it, which nobody uses
/// and every closure would pay for.
trait Read<T> {
    fn read(&mut self) -> T;
}

impl<T, F: FnMut() -> T> Read<T> for F {
    fn read(&mut self) -> T {
        self()
    }
}

/// What a part can be made of: nothing, one element, or several.
pub trait IntoEls {
    /// Returns the elements in order.
    fn into_els(self) -> Vec<El>;
}

impl IntoEls for () {
    fn into_els(self) -> Vec<El> {
        vec![]
    }
}

impl IntoEls for El {
    fn into_els(self) -> Vec<El> {
        vec![self]
    }
}

impl IntoEls for Option<El> {
    fn into_els(self) -> Vec<El> {
        self.into_iter().collect()
    }
}

impl IntoEls for Vec<El> {
    fn into_els(self) -> Vec<El> {
        self
    }
}

/// Hands an element to leptos, as the root of the app.
pub fn host(el: El) -> impl IntoView {
    let node: NodeRef<html::Div> = NodeRef::new();
    let el = StoredValue::new_local(el);
    node.on_load(move |host| el.with_value(|el| el.mount(&host, None)));
    html::div().class("host").node_ref(node)
}

fn document() -> Document {
    web_sys::window().and_then(|window| window.document()).expect("views are drawn in a window, never in a worker")
}

/// Makes an element.
pub fn el(tag: &str) -> El {
    El::of(document().create_element(tag).expect("tags are fixed in our own code").into())
}

/// Makes an element of a drawing.
pub fn svg(tag: &str) -> El {
    El::of(document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag).expect("tags are fixed in our own code").into())
}

/// Makes a box of a class; several are separated by blanks.
pub fn div(class: &str) -> El {
    el("div").class(class)
}

/// Makes a piece of a line, of a class.
pub fn span(class: &str) -> El {
    el("span").class(class)
}

/// Makes a button that submits nothing.
pub fn button(class: &str) -> El {
    el("button").class(class).set("type", "button")
}

/// Makes a link within the app, to one of `paths`.
pub fn link(path: &str) -> El {
    el("a").set("href", &dom::href(path))
}

impl El {
    fn of(node: Node) -> Self {
        Self(Box::new(Made { node, shown: None, keep: vec![] }))
    }

    /// Makes a text by itself.
    pub fn words(text: &str) -> Self {
        Self::of(document().create_text_node(text).into())
    }

    /// The element itself; of a part or a text its parent's business alone, so asking for those is our own mistake.
    fn element(&self) -> &Element {
        self.0.node.unchecked_ref()
    }

    /// Returns the browser's own element, for what must be measured, scrolled or opened.
    pub fn raw(&self) -> Element {
        self.element().clone()
    }

    /// Sets classes.
    pub fn class(self, class: &str) -> Self {
        if class.is_empty() { self } else { self.set("class", class) }
    }

    /// Sets an attribute.
    pub fn set(self, name: &str, value: &str) -> Self {
        write(self.element(), name, Some(value));
        self
    }

    /// Sets an attribute if there is a value.
    pub fn set_if(self, name: &str, value: Option<&str>) -> Self {
        write(self.element(), name, value);
        self
    }

    /// Adds a text.
    pub fn text(self, text: &str) -> Self {
        self.child(El::words(text))
    }

    /// Adds an element.
    pub fn child(mut self, child: El) -> Self {
        child.mount(&self.0.node, None);
        self.0.keep.push(Box::new(child));
        self
    }

    /// Adds elements.
    pub fn children(self, children: impl IntoEls) -> Self {
        children.into_els().into_iter().fold(self, El::child)
    }

    /// Keeps something alive as long as the element.
    pub fn keep(mut self, kept: impl Any) -> Self {
        self.0.keep.push(Box::new(kept));
        self
    }

    /// Puts it into the page, before a node or at the end.
    pub fn mount(&self, parent: &Node, before: Option<&Node>) {
        // Fails only if the tree was changed by somebody else, an extension say; then it is simply not shown.
        let _ = parent.insert_before(&self.0.node, before);
        if let Some(shown) = &self.0.shown {
            shown.borrow().iter().for_each(|el| el.mount(parent, Some(&self.0.node)));
        }
    }

    /// Takes it out of the page.
    pub fn unmount(&self) {
        if let Some(shown) = &self.0.shown {
            shown.borrow().iter().for_each(El::unmount);
        }
        if let Some(parent) = self.0.node.parent_node() {
            // It was there a line ago.
            let _ = parent.remove_child(&self.0.node);
        }
    }

    /// Returns the first node that it shows.
    pub fn first(&self) -> Node {
        let first = self.0.shown.as_ref().and_then(|shown| shown.borrow().first().map(El::first));
        first.unwrap_or_else(|| self.0.node.clone())
    }
}
