//! Closures of a view behind one type per result: each then costs the program its own work and not a copy of the machinery
//! that runs it (measured: 700 to 1,500 bytes a closure).
//! Refuses to know what they compute.

use std::sync::{Arc, Mutex};

use leptos::prelude::*;

/// A closure that a view runs again whenever what it read changes.
pub type Live<T> = Arc<Mutex<dyn FnMut() -> T + Send>>;

/// A text.
pub fn text(read: impl FnMut() -> String + Send + 'static) -> Live<String> {
    Arc::new(Mutex::new(read))
}

/// A text out of a fixed set.
pub fn word(mut read: impl FnMut() -> &'static str + Send + 'static) -> Live<String> {
    text(move || read().to_owned())
}

/// The value of an attribute that may be absent.
pub fn attr(read: impl FnMut() -> Option<String> + Send + 'static) -> Live<Option<String>> {
    Arc::new(Mutex::new(read))
}

/// The name of a state, as the value of an attribute.
pub fn name(mut read: impl FnMut() -> &'static str + Send + 'static) -> Live<Option<String>> {
    attr(move || Some(read().to_owned()))
}

/// Whether an attribute is there.
pub fn flag(read: impl FnMut() -> bool + Send + 'static) -> Live<bool> {
    Arc::new(Mutex::new(read))
}

/// A part of a view that is built anew whenever what it reads changes.
pub fn part<V: IntoAny>(mut read: impl FnMut() -> V + Send + 'static) -> Live<AnyView> {
    Arc::new(Mutex::new(move || read().into_any()))
}

/// A part of a view that is there while a condition holds; it is not built anew while that stays so.
pub fn when<V: IntoAny>(condition: impl Fn() -> bool + Send + Sync + 'static, view: impl Fn() -> V + Send + 'static) -> Live<AnyView> {
    if_else(condition, view, || ())
}

/// One of two parts of a view; neither is built anew while the condition stays as it is.
pub fn if_else<V: IntoAny, W: IntoAny>(
    condition: impl Fn() -> bool + Send + Sync + 'static,
    view: impl Fn() -> V + Send + 'static,
    other: impl Fn() -> W + Send + 'static,
) -> Live<AnyView> {
    one_of(Box::new(condition), Box::new(move || view().into_any()), Box::new(move || other().into_any()))
}

type Part = Box<dyn Fn() -> AnyView + Send>;

fn one_of(condition: Box<dyn Fn() -> bool + Send + Sync>, view: Part, other: Part) -> Live<AnyView> {
    let holds = Memo::new(move |_| condition());
    Arc::new(Mutex::new(move || if holds.get() { view() } else { other() }))
}
