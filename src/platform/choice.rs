//! What every address of the app keeps besides its path: which demo this tab is in, and which project is chosen.
//! Refuses to know what either is.

use wasm_bindgen::JsCast;

use super::dom::{attribute, document, mark, root};
use crate::paths;

/// Where the document says which demo this tab is in: what of its address chose it.
pub const CHOICES: &str = "data-choices";

/// Where the document says which project this tab looks at.
const PROJECT: &str = "data-project";

/// Returns the address of a path within the app. What chose the demo and which project is chosen stay in it, so that other tabs and
/// reloads are in them too.
pub fn href(path: &str) -> String {
    href_in(path, &attribute(PROJECT))
}

/// Like `href`, but another project is chosen there.
pub fn href_in(path: &str, project: &str) -> String {
    let mut search = String::new();
    let (path, rest) = path.split_at(path.find('?').unwrap_or(path.len()));
    let (rest, named) = paths::without_project(rest);
    let project = named.as_deref().unwrap_or(project);
    for part in [rest.trim_start_matches('?'), &attribute(CHOICES)].into_iter().filter(|part| !part.is_empty()) {
        search += &[if search.is_empty() { "?" } else { "&" }, part].concat();
    }
    paths::add_pair(&mut search, paths::PROJECT, project, !project.is_empty());
    [&root(), path, &search].concat()
}

/// Notes which project is chosen, and puts it into the links that are drawn already, but those that choose one themselves.
pub fn choose(project: &str) {
    let (before, root) = (attribute(PROJECT), root());
    if before == project {
        return;
    }
    mark(PROJECT, Some(project).filter(|project| !project.is_empty()));
    let links = document().and_then(|document| document.query_selector_all("a[href]:not([data-chooses], [target])").ok());
    let Some(links) = links else { return };
    for at in 0..links.length() {
        let Some(link) = links.get(at).and_then(|link| link.dyn_into::<web_sys::Element>().ok()) else { continue };
        let to = link.get_attribute("href").unwrap_or_default();
        let Some(to) = to.strip_prefix(&root).filter(|to| to.starts_with('/') && !to.starts_with("//")) else { continue };
        let (path, search) = to.split_at(to.find('?').unwrap_or(to.len()));
        let (search, _) = paths::without_project(&paths::part_of(search, false));
        // It was an attribute a line ago.
        let _ = link.set_attribute("href", &href_in(&[path, &search].concat(), project));
    }
}
