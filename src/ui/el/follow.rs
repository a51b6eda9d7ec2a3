//! Attributes, properties and texts that follow what is read.
//! Refuses to listen; `listen` does.

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Node};

use super::{El, Read, document};

impl El {
    /// Lets an attribute follow what is read; without a value it is not there.
    pub fn live(self, name: &'static str, read: impl FnMut() -> Option<String> + 'static) -> Self {
        self.follow(Box::new(read), name, Goes::Attribute)
    }

    /// Lets an attribute follow a name out of a fixed set.
    pub fn name(self, name: &'static str, mut read: impl FnMut() -> &'static str + 'static) -> Self {
        self.live(name, move || Some(read().to_owned()))
    }

    /// Lets an attribute be there or not.
    pub fn flag(self, name: &'static str, mut read: impl FnMut() -> bool + 'static) -> Self {
        self.live(name, move || read().then(String::new))
    }

    /// Lets an attribute that says `true` or `false` follow what is read.
    pub fn truth(self, name: &'static str, mut read: impl FnMut() -> bool + 'static) -> Self {
        self.name(name, move || if read() { "true" } else { "false" })
    }

    /// Lets a property of the style follow what is read.
    pub fn style(self, name: &'static str, mut read: impl FnMut() -> String + 'static) -> Self {
        self.follow(Box::new(move || Some(read())), name, Goes::Style)
    }

    /// Lets what stands in a field follow what is read.
    pub fn value(self, mut read: impl FnMut() -> String + 'static) -> Self {
        self.follow(Box::new(move || Some(read())), "value", Goes::Property)
    }

    /// Lets a field and a text be the same.
    pub fn bind(self, text: RwSignal<String>) -> Self {
        self.value(move || text.get()).input(move |typed| text.set(typed))
    }

    /// Lets a box be ticked or not.
    pub fn checked(self, mut read: impl FnMut() -> bool + 'static) -> Self {
        self.follow(Box::new(move || read().then(String::new)), "checked", Goes::Flag)
    }

    /// Runs now and whenever what is read changes, as long as the element lives.
    fn follow(self, mut read: Box<dyn Read<Option<String>>>, name: &'static str, goes: Goes) -> Self {
        let element = self.element().clone();
        let effect = RenderEffect::new(move |before: Option<Option<String>>| {
            let now = read.read();
            // What stands in a field may have been changed by a person since.
            if matches!(goes, Goes::Property | Goes::Flag) || before.as_ref() != Some(&now) {
                goes.write(&element, name, now.as_deref());
            }
            now
        });
        self.keep(effect)
    }

    /// Adds a text that follows what is read.
    pub fn say(self, read: impl FnMut() -> String + 'static) -> Self {
        self.child(said(Box::new(read)))
    }
}

/// A text that follows what is read.
fn said(mut read: Box<dyn Read<String>>) -> El {
    let node: Node = document().create_text_node("").into();
    let text = node.clone();
    let effect = RenderEffect::new(move |before: Option<Option<String>>| {
        let now = Some(read.read());
        if before.as_ref() != Some(&now) {
            text.set_node_value(now.as_deref());
        }
        now
    });
    El::of(node).keep(effect)
}

/// Where a value goes.
#[derive(Clone, Copy)]
enum Goes {
    Attribute,
    Style,
    Property,
    Flag,
}

impl Goes {
    fn write(self, element: &Element, name: &str, value: Option<&str>) {
        match self {
            Self::Attribute => write(element, name, value),
            Self::Style => {
                let element: &web_sys::HtmlElement = element.unchecked_ref();
                // Fails only for values that are none, and then the style stays as it was.
                let _ = element.style().set_property(name, value.unwrap_or_default());
            }
            Self::Property => put(element, name, &JsValue::from_str(value.unwrap_or_default())),
            Self::Flag => put(element, name, &JsValue::from_bool(value.is_some())),
        }
    }
}

pub(super) fn write(element: &Element, name: &str, value: Option<&str>) {
    // Fails only for names that are none, and ours are fixed.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

fn put(element: &Element, name: &str, value: &JsValue) {
    // Fails only for frozen objects.
    let _ = js_sys::Reflect::set(element, &JsValue::from_str(name), value);
}
