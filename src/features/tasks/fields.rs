//! The fields of a task's detail, each written when it is left.
//! Refuses to know which fields there are.

use leptos::prelude::*;

use crate::ui::el::{El, el};

/// A field of a label around an element.
pub fn field(label: &str, inner: El) -> El {
    el("label").class("field").child(el("span").text(label)).child(inner)
}

/// One out of a few: values and words.
pub fn choose(options: Vec<(String, String)>, now: impl Fn() -> String + 'static, choose: impl Fn(String) + 'static) -> El {
    let options = options.iter().map(|(value, word)| el("option").set("value", value).text(word)).collect::<Vec<_>>();
    el("select").children(options).value(now).change(choose)
}

/// A text of several lines.
pub fn lines(class: &str, rows: &str, now: Memo<String>, write: impl Fn(String) + 'static) -> El {
    el("textarea").class(class).set("rows", rows).value(move || now.get()).change(write)
}
