//! What stands in the place of a view that has nothing to show: what is so, in bold, and what can be done.
//! Refuses to know views.

use super::el::{El, div, el};

/// Draws it. What belongs to it besides is added below.
pub fn page_note(strong: &str, words: &str) -> El {
    div("page-note").child(el("p").child(el("strong").text(strong))).child(el("p").text(words))
}
