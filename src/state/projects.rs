//! The person's projects and what was tagged by hand: kept in the store, shared with other tabs, merged before every write.
//! Refuses to decide what belongs where; `domain::project` does.

use std::sync::Arc;

use leptos::prelude::*;
use serde::Serialize;

use super::stored::{self, KeyValue};
use super::toasts::Toasts;
use crate::domain::project::all::All;
use crate::domain::project::{BY_RULES, Part, Project, Tag};
use crate::gateway::Clock;
use crate::protocol::fields::{FromJson, items};

/// The key under which projects are kept.
const PROJECTS: &str = "openclutch.projects";
/// The key under which tags are kept.
const TAGS: &str = "openclutch.tags";

/// What is said when something could not be read.
const SPOILT: &str = "Some projects could not be read. They were set aside in this browser's storage, and nothing was deleted.";
/// What is said when they are from a version to come.
const NEWER: &str =
    "Projects were kept here by a newer OpenClutch, and are left as they are. What is changed in this tab is not kept; reload the page.";
/// What is said when something could not be kept.
const FULL: &str = "Projects could not be kept: the browser has no room. They hold until this tab closes.";

/// The projects of whoever uses this browser.
#[derive(Clone, Copy)]
pub struct Projects {
    all: RwSignal<Arc<All>>,
    store: StoredValue<Arc<dyn KeyValue>>,
    clock: StoredValue<Arc<dyn Clock>>,
    /// What is to be said to the person; once it was said it is taken out.
    pub trouble: RwSignal<Option<&'static str>>,
    /// What is being dragged, by names of things.
    pub dragged: RwSignal<Vec<String>>,
}

impl Projects {
    /// Reads what is kept.
    pub fn new(store: Arc<dyn KeyValue>, clock: Arc<dyn Clock>) -> Self {
        let projects = Self {
            all: RwSignal::default(),
            store: StoredValue::new(store),
            clock: StoredValue::new(clock),
            trouble: RwSignal::default(),
            dragged: RwSignal::default(),
        };
        projects.reread();
        projects
    }

    /// Reads them, and tracks them.
    pub fn with<R>(&self, read: impl FnOnce(&All) -> R) -> R {
        self.all.with(|all| read(all))
    }

    /// Reads again what is kept, because another tab may have written; nobody is woken when it is the same.
    pub fn reread(&self) {
        let mut all = self.all.with_untracked(|all| All::clone(all));
        self.take_over(&mut all);
        self.set(all);
    }

    /// Writes into a project, which is made if it is not there; returns what undoes that.
    pub fn change(&self, id: &str, parts: Vec<Part>) -> Vec<Part> {
        self.write(|all, now| all.put(id, parts, now))
    }

    /// Tags things of a gateway; returns the tags before.
    fn put(&self, gateway: &str, tags: &[(String, String)]) -> Vec<(String, String)> {
        self.write(|all, now| tags.iter().map(|(thing, project)| (thing.clone(), all.put_tag(gateway, thing, project, now))).collect())
    }

    /// Puts what was just made into the project that is chosen, if one is, since it was made there.
    pub fn adopt(&self, gateway: &str, thing: String, project: &str) {
        if self.all.with_untracked(|all| all.get(project).is_some()) {
            self.put(gateway, &[(thing, project.to_owned())]);
        }
    }

    /// Puts things of a gateway into a project, or takes them out of all, or leaves them to the rules; says so, with a way back.
    pub fn tag(self, toasts: Toasts, gateway: String, things: &[String], project: &str) {
        let project = if project == BY_RULES { "" } else { project };
        let tags: Vec<_> = things.iter().map(|thing| (thing.clone(), project.to_owned())).collect();
        let before = self.put(&gateway, &tags);
        let where_to = match (project.is_empty(), self.all.with_untracked(|all| all.called(project))) {
            (true, _) => "left to the rules".to_owned(),
            (_, Some(name)) if self.all.with_untracked(|all| all.get(project).is_some()) => ["put into ", &name].concat(),
            _ => "taken out of all projects".to_owned(),
        };
        let what = match things {
            [thing] => if thing.starts_with("job ") { "The job was " } else { "The session was " }.to_owned(),
            _ => [&things.len().to_string(), " were "].concat(),
        };
        toasts.offer([what, where_to, ".".into()].concat(), "Undo", move || drop(self.put(&gateway, &before)));
    }

    fn write<R>(&self, change: impl FnOnce(&mut All, i64) -> R) -> R {
        let mut all = self.all.with_untracked(|all| All::clone(all));
        let may_write = self.take_over(&mut all);
        let now = self.clock.with_value(|clock| clock.wall().0);
        let changed = change(&mut all, now);
        let is_kept = may_write
            && self.store.with_value(|store| {
                let (projects, tags) = all.kept();
                keep(&**store, PROJECTS, &projects) & keep(&**store, TAGS, &tags)
            });
        if !is_kept {
            self.trouble.set(Some(FULL));
        }
        self.set(all);
        changed
    }

    fn set(&self, all: All) {
        if self.all.with_untracked(|known| **known != all) {
            self.all.set(Arc::new(all));
        }
    }

    /// Takes over what is kept. What cannot be read is set aside first; returns whether what is kept may be written over.
    fn take_over(&self, all: &mut All) -> bool {
        self.store.with_value(|store| {
            let are_sound =
                [read(&**store, PROJECTS, |project: Project| all.merge(project)), read(&**store, TAGS, |tag: Tag| all.merge_tag(tag))];
            if are_sound == [true; 2] {
                return true;
            }
            if [PROJECTS, TAGS].iter().any(|key| stored::is_newer(&**store, key)) {
                self.trouble.set(Some(NEWER));
                return false;
            }
            self.trouble.set(Some(SPOILT));
            let at = self.clock.with_value(|clock| clock.wall().0.to_string());
            let (projects, tags) = all.kept();
            (are_sound[0] || set_aside(&**store, PROJECTS, &at) && keep(&**store, PROJECTS, &projects))
                & (are_sound[1] || set_aside(&**store, TAGS, &at) && keep(&**store, TAGS, &tags))
        })
    }
}

fn keep<T: Serialize>(store: &dyn KeyValue, key: &str, value: &T) -> bool {
    stored::write(store, key, value).is_ok()
}

/// Reads what is kept under a key, one by one; returns whether all of it could be read.
fn read<T: FromJson>(store: &dyn KeyValue, key: &str, mut take: impl FnMut(T)) -> bool {
    if store.get(key).is_none() {
        return true;
    }
    let Some(value) = stored::opened(store, key) else { return false };
    let Ok(items) = items(value.piece()) else { return false };
    items.into_iter().fold(true, |is_sound, item| match T::from_json(item) {
        Ok(read) => {
            take(read);
            is_sound
        }
        Err(_) => false,
    })
}

fn set_aside(store: &dyn KeyValue, key: &str, at: &str) -> bool {
    store.set(&[key, ".aside.", at].concat(), store.get(key).as_deref()).is_ok() && store.set(key, None).is_ok()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::domain::project::thing::Thing;
    use crate::gateway::Moment;
    use crate::gateway::socket::Local;
    use crate::protocol::UnixMs;
    use crate::state::stored::Memory;
    use std::time::Duration;

    struct Still;
    impl Clock for Still {
        fn now(&self) -> Moment {
            Moment::default()
        }
        fn wall(&self) -> UnixMs {
            UnixMs(0)
        }
        fn sleep(&self, _: Duration) -> Local<()> {
            Box::pin(std::future::pending())
        }
        fn frame(&self) -> Local<()> {
            Box::pin(std::future::pending())
        }
    }

    fn begun(store: &Arc<dyn KeyValue>) -> Projects {
        Projects::new(store.clone(), Arc::new(Still))
    }

    fn made(projects: &Projects, id: &str, name: &str) {
        projects.change(id, vec![Part::Gone(false), Part::Name(name.into())]);
    }

    #[test]
    fn two_tabs_that_write_lose_nothing() {
        let _owner = Owner::new();
        let store: Arc<dyn KeyValue> = Arc::new(Memory::default());
        let (here, there) = (begun(&store), begun(&store));
        made(&here, "a", "One");
        made(&there, "b", "Two");
        here.put("g", &[("session k".into(), "a".into())]);
        there.put("g", &[("session l".into(), "b".into())]);
        here.reread();
        let of = |key: &str| here.with(|all| all.of(&Thing::keyed("g", key, None)).map(|project| project.name.value.clone()));
        assert_eq!((of("k").as_deref(), of("l").as_deref()), (Some("One"), Some("Two")));
        assert_eq!(here.trouble.get_untracked(), None);
    }

    #[test]
    fn what_cannot_be_read_is_set_aside_and_said_and_the_rest_is_read() {
        let _owner = Owner::new();
        for text in ["nonsense", r#"{"v":0,"value":[]}"#, r#"{"v":1,"value":7}"#] {
            let memory = Memory::default();
            memory.set(PROJECTS, Some(text)).unwrap();
            let store: Arc<dyn KeyValue> = Arc::new(memory);
            let projects = begun(&store);
            assert_eq!(projects.trouble.get_untracked(), Some(SPOILT), "{text}");
            assert_eq!(store.get(&format!("{PROJECTS}.aside.0")).as_deref(), Some(text));
            made(&projects, "a", "One");
            assert_eq!(begun(&store).with(|all| all.projects().count()), 1);
        }
        let store: Arc<dyn KeyValue> = Arc::new(Memory::default());
        store.set(PROJECTS, Some(r#"{"v":1,"value":[{"id":"a","madeAt":1,"gone":[false,1],"name":["One",1]},{"id":7}]}"#)).unwrap();
        let projects = begun(&store);
        assert_eq!(projects.with(|all| all.called("a")).as_deref(), Some("One"));
        assert_eq!(projects.trouble.get_untracked(), Some(SPOILT));
        assert_eq!(begun(&store).trouble.get_untracked(), None, "it is said once");
    }

    #[test]
    fn what_a_newer_version_keeps_is_left_and_said() {
        let _owner = Owner::new();
        let there = r#"{"v":2,"value":[{"of":"later"}]}"#;
        let store: Arc<dyn KeyValue> = Arc::new(Memory::default());
        store.set(PROJECTS, Some(there)).unwrap();
        let projects = begun(&store);
        assert_eq!(projects.trouble.get_untracked(), Some(NEWER));
        made(&projects, "a", "One");
        assert_eq!(store.get(PROJECTS).as_deref(), Some(there));
        assert_eq!(projects.with(|all| all.called("a")).as_deref(), Some("One"), "it holds for this tab");
    }

    struct Full;
    impl KeyValue for Full {
        fn get(&self, _: &str) -> Option<String> {
            None
        }
        fn set(&self, key: &str, _: Option<&str>) -> Result<(), stored::StorageError> {
            Err(stored::StorageError::Full { key: key.into() })
        }
        fn keys(&self, _: &str) -> Vec<String> {
            vec![]
        }
    }

    #[test]
    fn what_cannot_be_kept_holds_until_the_tab_closes_and_is_said() {
        let _owner = Owner::new();
        let store: Arc<dyn KeyValue> = Arc::new(Full);
        let projects = begun(&store);
        made(&projects, "a", "One");
        made(&projects, "b", "Two");
        assert_eq!(projects.with(|all| all.projects().count()), 2);
        assert_eq!(projects.trouble.get_untracked(), Some(FULL));
    }
}
