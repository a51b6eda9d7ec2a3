//! All projects and all that was tagged by hand: what belongs where, how both change, and how two pictures of them come together.
//! Refuses to keep them, and to know who changes them.

use std::sync::Arc;

use super::thing::{Thing, job_name, session_name};
use super::{BY_RULES, NONE, Part, Project, Rule, Tag, What};
use crate::domain::query::small;
use crate::domain::sorted::sorted;

/// Projects and tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct All {
    /// In the order in which they were made, those too that were deleted.
    projects: Vec<Arc<Project>>,
    /// In the order of gateways and things.
    tags: Vec<Tag>,
}

impl All {
    /// Returns the projects that were not deleted, in the order in which they were made.
    pub fn projects(&self) -> impl Iterator<Item = &Arc<Project>> {
        self.projects.iter().filter(|project| !*project.gone)
    }

    /// Returns a project, unless it was deleted.
    pub fn get(&self, id: &str) -> Option<&Arc<Project>> {
        self.projects().find(|project| project.id == id)
    }

    /// Returns where a thing belongs: where a person put it, else where its job was put, else by the first rule that fits.
    /// A tag of a project that was deleted says nothing.
    pub fn of(&self, thing: &Thing<'_>) -> Option<&Arc<Project>> {
        if self.projects.is_empty() {
            return None;
        }
        match self.by_hand(thing) {
            Some(NONE) => None,
            Some(id) => self.get(id),
            None => self.projects().find(|project| project.rules.iter().any(|rule| thing.fits(rule))),
        }
    }

    /// Returns where a task belongs: where it was put, else by the first rule for one of its labels.
    pub fn of_task(&self, project: &str, labels: &[String]) -> Option<&Arc<Project>> {
        let fits = |rule: &Rule| rule.what == What::Label && labels.iter().any(|label| small(label) == small(rule.text.trim()));
        self.get(project).or_else(|| self.projects().find(|project| project.rules.iter().any(fits)))
    }

    /// Whether a task is in a choice.
    pub fn has_task(&self, choice: &str, project: &str, labels: &[String]) -> bool {
        let of = || self.of_task(project, labels);
        match choice {
            "" => true,
            NONE => of().is_none(),
            id => of().is_some_and(|project| project.id == id),
        }
    }

    /// Whether a thing is in a choice: in everything, in what belongs to no project, or in a project.
    pub fn is_in(&self, choice: &str, thing: &Thing<'_>) -> bool {
        let of = || self.of(thing);
        match choice {
            "" => true,
            NONE => of().is_none(),
            id => of().is_some_and(|project| project.id == id),
        }
    }

    /// Whether the project of a thing is called so; letters in between will do. What belongs to none is called `none`.
    pub fn is_called(&self, thing: &Thing<'_>, values: &[String]) -> bool {
        let name = self.of(thing).map_or_else(|| NONE.to_owned(), |project| small(&project.name));
        values.iter().any(|value| name.contains(value.as_str()))
    }

    /// Returns what a choice is called, unless it is everything.
    pub fn called(&self, choice: &str) -> Option<String> {
        match choice {
            "" => None,
            NONE => Some("Untagged".to_owned()),
            id => Some(self.get(id).map_or_else(|| "a project that is not here".to_owned(), |project| project.name.value.clone())),
        }
    }

    /// Returns where a thing can be put, by what it is chosen and how it is called; nowhere while there is no project.
    pub fn places(&self) -> Vec<(String, String)> {
        let mut places: Vec<(String, String)> = self.projects().map(|project| (project.id.clone(), project.name.value.clone())).collect();
        if !places.is_empty() {
            places.extend([(NONE, "No project"), (BY_RULES, "As the rules say")].map(|(of, words)| (of.to_owned(), words.to_owned())));
        }
        places
    }

    /// Returns what a person said about a thing, if what was said still stands.
    fn by_hand(&self, thing: &Thing<'_>) -> Option<&str> {
        if self.tags.is_empty() {
            return None;
        }
        let said = |name: String| Some(self.tag(thing.gateway, &name)).filter(|tag| *tag == NONE || self.get(tag).is_some());
        let of_session = if thing.key.is_empty() { None } else { said(session_name(thing.key)) };
        of_session.or_else(|| said(job_name(thing.job?)))
    }

    /// Returns the tag of a thing by its name: empty if there is none.
    pub fn tag(&self, gateway: &str, thing: &str) -> &str {
        self.find(gateway, thing).ok().and_then(|at| self.tags.get(at)).map_or("", |tag| &tag.project)
    }

    /// Tags a thing; returns the tag before.
    pub fn put_tag(&mut self, gateway: &str, thing: &str, project: &str, now: i64) -> String {
        let at = self.find(gateway, thing).unwrap_or_else(|at| {
            self.tags.insert(at, Tag { gateway: gateway.to_owned(), thing: thing.to_owned(), ..Tag::default() });
            at
        });
        self.tags.get_mut(at).map(|tag| tag.project.put(project.to_owned(), now)).unwrap_or_default()
    }

    /// Writes into a project, which is made if it is not there; returns what undoes that.
    pub fn put(&mut self, id: &str, parts: Vec<Part>, now: i64) -> Vec<Part> {
        let at = self.projects.iter().position(|project| project.id == id).unwrap_or_else(|| {
            self.projects.push(Arc::new(Project::begin(id, now)));
            self.projects.len() - 1
        });
        let project = self.projects.get_mut(at).map(Arc::make_mut);
        let mut before: Vec<Part> =
            project.map(|project| parts.into_iter().map(|part| project.put(part, now)).collect()).unwrap_or_default();
        before.reverse();
        self.order();
        before
    }

    /// Takes over a project as another tab has it, field by field what was written later.
    pub fn merge(&mut self, other: Project) {
        match self.projects.iter_mut().find(|project| project.id == other.id) {
            Some(known) => Arc::make_mut(known).merge(other),
            None => self.projects.push(Arc::new(other)),
        }
        self.order();
    }

    /// Takes over a tag as another tab has it, if it was written later.
    pub fn merge_tag(&mut self, other: Tag) {
        match self.find(&other.gateway, &other.thing) {
            Ok(at) => {
                if let Some(known) = self.tags.get_mut(at) {
                    known.project.take(other.project);
                }
            }
            Err(at) => self.tags.insert(at, other),
        }
    }

    /// Returns all that is to be kept.
    pub fn kept(&self) -> (Vec<&Project>, &[Tag]) {
        (self.projects.iter().map(|project| &**project).collect(), &self.tags)
    }

    fn order(&mut self) {
        let projects = std::mem::take(&mut self.projects);
        self.projects = sorted(projects, &|one, other| (one.made_at, &one.id).cmp(&(other.made_at, &other.id)));
    }

    fn find(&self, gateway: &str, thing: &str) -> Result<usize, usize> {
        self.tags.binary_search_by(|tag| (tag.gateway.as_str(), tag.thing.as_str()).cmp(&(gateway, thing)))
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "all_tests.rs"]
mod tests;
