//! JSON that can be opened and shut; what stands in a value is drawn when somebody opens it.
//! Refuses to draw thousands at once.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::frame::{Frame, deed};
use super::{Claim, Widget, fence};
use crate::domain::markdown::Block;
use crate::domain::say;
use crate::domain::widget::tree::{Kind, Tree, decoded};
use crate::platform::dom;
use crate::ui::el::{El, button, div, el, if_else, span};
use crate::ui::markdown::Ink;
use crate::ui::paste::copy;

/// A tree of at most so many values is open from the start.
const SMALL: usize = 24;
/// So many values of one are drawn at a time.
const AT_ONCE: usize = 100;
/// So much of a text is drawn, in letters.
const MOST_OF_TEXT: usize = 500;

/// JSON.
#[derive(Debug, PartialEq, Eq)]
pub struct JsonTree(Tree);

impl Widget for JsonTree {
    const NAME: &'static str = "json";

    fn parse(block: &Block) -> Claim<Self> {
        let Some(text) = fence(block, &["json", "jsonc", "json5"]) else { return Claim::Passes };
        match Tree::read(text) {
            Ok(tree) if tree.node(0).is_some_and(|top| top.count > 0) => Claim::Takes(Self(tree)),
            // A single word is no tree.
            Ok(_) => Claim::Passes,
            Err(_) => Claim::Fails("This is not valid JSON, so it is shown as text."),
        }
    }

    fn view(self, _: &Ink) -> Frame {
        let tree = Arc::new(self.0);
        let top = tree.node(0).map_or(0, |top| top.next);
        let label = ["JSON · ", &say::many(top.saturating_sub(1), "value")].concat();
        let body = div("tree").child(el("ul").child(branch(&tree, 0, top <= SMALL)));
        let tools = vec![copy(move || tree.whole().to_owned())];
        Frame { label, note: None, tools, body, is_source: false }
    }
}

/// Draws a value, and what stands in it once it is open.
fn branch(tree: &Arc<Tree>, at: usize, is_small: bool) -> El {
    let Some(node) = tree.node(at).cloned() else { return el("li") };
    let name = if node.key.is_empty() { place(tree, at) } else { decoded(tree.text(&node.key)) };
    if !matches!(node.kind, Kind::Object | Kind::Array) {
        return el("li").child(div("leaf").child(key(tree, at, &name)).child(leaf(tree, at)));
    }
    let is_open = RwSignal::new(is_small || at == 0);
    let (one, brackets) = if node.kind == Kind::Object { ("field", ("{", "}")) } else { ("item", ("[", "]")) };
    let count = say::many(node.count, one);
    let turn = button("fold-in")
        .truth("aria-expanded", move || is_open.get())
        .set("aria-label", &[&name, ", ", &count].concat())
        .click(move || is_open.update(|is_open| *is_open = !*is_open));
    let line = div("leaf").child(turn).child(key(tree, at, &name)).child(span("quiet").text(&[brackets.0, &count, brackets.1].concat()));
    let inner = tree.clone();
    el("li").child(line).when(move || is_open.get(), move || children(&inner, at, is_small))
}

/// Draws what stands in a value, so many at a time.
fn children(tree: &Arc<Tree>, at: usize, is_small: bool) -> El {
    div("inner").child(page(tree, tree.children(at).collect(), is_small))
}

/// Draws the first of some values, and the others below when somebody asks for them.
fn page(tree: &Arc<Tree>, mut all: Vec<usize>, is_small: bool) -> El {
    let rest = all.split_off(AT_ONCE.min(all.len()));
    let list = el("ul").children(all.iter().map(|at| branch(tree, *at, is_small)).collect::<Vec<_>>());
    if rest.is_empty() {
        return list;
    }
    let wanted = RwSignal::new(false);
    let words = ["Show ", &say::count(rest.len().min(AT_ONCE)), " more"].concat();
    let tree = tree.clone();
    let more = if_else(move || wanted.get(), move || page(&tree, rest.clone(), is_small), move || deed(&words, move || wanted.set(true)));
    div("page").child(list).child(more)
}

fn place(tree: &Tree, at: usize) -> String {
    match tree.node(at) {
        Some(node) if at > 0 => tree.children(node.parent).position(|child| child == at).unwrap_or(0).to_string(),
        _ => "$".into(),
    }
}

/// The name of a value: pressed, it copies the way to it.
fn key(tree: &Arc<Tree>, at: usize, name: &str) -> El {
    let path = tree.path(at);
    let said = RwSignal::new(false);
    let copied = path.clone();
    button("key")
        .set("title", &["Copy the path ", &path].concat())
        .text(name)
        .say(move || if said.get() { " copied" } else { "" }.to_owned())
        .click(move || {
            let path = copied.clone();
            spawn_local(async move {
                // Whoever pressed it may have gone on.
                let _ = said.try_set(dom::copy(path).await);
                dom::pause(Duration::from_secs(2)).await;
                let _ = said.try_set(false);
            });
        })
}

fn leaf(tree: &Tree, at: usize) -> El {
    let Some(node) = tree.node(at) else { return span("") };
    let text = tree.text(&node.value);
    let kind = match node.kind {
        Kind::Text => "string",
        Kind::Number => "number",
        _ => "keyword",
    };
    let drawn: String = text.chars().take(MOST_OF_TEXT).collect();
    let leaf = span("value").set("data-t", kind).text(&drawn);
    if drawn.len() < text.len() { leaf.set("title", "Shown in part; the source has it whole").text("…") } else { leaf }
}
