//! Tasks as a browser keeps them: two tabs over one store, a full store, spoilt entries.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use leptos::prelude::*;
use openclutch::domain::task::history::Way;
use openclutch::domain::task::{Link, Part, proposed};
use openclutch::domain::widget::task::Task as Proposal;
use openclutch::gateway::Clock;
use openclutch::state::stored::{KeyValue, Memory, Outside, StorageError, Stored};
use openclutch::state::tasks::{COLUMNS, TASK, Tasks};
use send_wrapper::SendWrapper;
use support::fake::PausedClock;
use support::story::tell;

type Hear = SendWrapper<(usize, Rc<dyn Fn(Outside)>)>;

/// What a browser keeps for all its tabs.
struct Browser {
    kept: Memory,
    tabs: Mutex<Vec<Hear>>,
    is_full: AtomicBool,
    clock: Arc<dyn Clock>,
}

impl Browser {
    fn new() -> Arc<Self> {
        let clock = PausedClock::new();
        Arc::new(Self { kept: Memory::default(), tabs: Mutex::default(), is_full: AtomicBool::default(), clock })
    }

    /// Tells all tabs but one.
    fn tell(&self, but: usize, what: &Outside) {
        // Whoever hears may write.
        let tabs = self.tabs.lock().unwrap().clone();
        for hear in tabs.iter().filter(|hear| hear.0 != but) {
            (hear.1)(what.clone());
        }
    }
}

/// The store as one tab has it: it hears of what the others write.
struct Tab(usize, Arc<Browser>);

impl KeyValue for Tab {
    fn get(&self, key: &str) -> Option<String> {
        self.1.kept.get(key)
    }

    fn set(&self, key: &str, value: Option<&str>) -> Result<(), StorageError> {
        if self.1.is_full.load(Ordering::Relaxed) {
            return Err(StorageError::Full { key: key.into() });
        }
        self.1.kept.set(key, value)?;
        self.1.tell(self.0, &Outside::Written(key.into()));
        Ok(())
    }

    fn keys(&self, prefix: &str) -> Vec<String> {
        self.1.kept.keys(prefix)
    }

    fn watch(&self, hear: Box<dyn Fn(Outside)>) {
        self.1.tabs.lock().unwrap().push(SendWrapper::new((self.0, hear.into())));
    }
}

fn open(browser: &Arc<Browser>, tab: usize) -> Tasks {
    let store: Arc<dyn KeyValue> = Arc::new(Tab(tab, browser.clone()));
    Tasks::start(store.clone(), Stored::new(store, COLUMNS), browser.clock.clone())
}

fn make(tasks: &Tasks, id: &str, title: &str) {
    let number = tasks.board.try_update(|board| board.next_number()).unwrap();
    tasks.change(format!("Made {title}"), vec![(id.into(), vec![Part::Gone(false), Part::Number(number), Part::Title(title.into())])]);
}

fn put(tasks: &Tasks, id: &str, part: Part) {
    tasks.change("Changed", vec![(id.into(), vec![part])]);
}

fn title(tasks: &Tasks, id: &str) -> Option<String> {
    tasks.board.with_untracked(|board| board.get(id).map(|task| task.title.value.clone()))
}

async fn written() {
    tokio::time::sleep(Duration::from_secs(1)).await;
}

#[test]
fn what_was_changed_is_there_after_a_reload() {
    tell(|| async {
        let browser = Browser::new();
        let tasks = open(&browser, 1);
        make(&tasks, "a", "Ship");
        put(&tasks, "a", Part::Labels(vec!["docs".into()]));
        assert!(browser.kept.keys(TASK).is_empty(), "changes are gathered before they are written");
        written().await;
        assert_eq!(browser.kept.keys(TASK), ["openclutch.task.a"]);
        let again = open(&browser, 1);
        let same = again.board.with_untracked(|board| tasks.board.with_untracked(|before| board == before));
        assert!(same);
    });
}

#[test]
fn a_page_that_goes_writes_down_what_is_not_yet() {
    tell(|| async {
        let browser = Browser::new();
        let tasks = open(&browser, 1);
        make(&tasks, "a", "Ship");
        browser.tell(0, &Outside::Leaving);
        assert_eq!(title(&open(&browser, 2), "a").as_deref(), Some("Ship"));
    });
}

#[test]
fn two_tabs_follow_each_other_and_merge_by_field() {
    tell(|| async {
        let browser = Browser::new();
        let (one, two) = (open(&browser, 1), open(&browser, 2));
        make(&one, "a", "Ship");
        written().await;
        assert_eq!(title(&two, "a").as_deref(), Some("Ship"));
        put(&one, "a", Part::Title("Ship it".into()));
        put(&two, "a", Part::About("why".into()));
        put(&two, "b", Part::Gone(false));
        written().await;
        for tasks in [&one, &two, &open(&browser, 3)] {
            let seen = tasks.board.with_untracked(|board| {
                let task = board.get("a").unwrap();
                (task.title.value.clone(), task.about.value.clone(), board.all().count())
            });
            assert_eq!(seen, ("Ship it".into(), "why".into(), 2));
        }
    });
}

#[test]
fn two_tabs_that_give_one_number_come_to_two() {
    tell(|| async {
        let browser = Browser::new();
        let (one, two) = (open(&browser, 1), open(&browser, 2));
        make(&one, "a", "Here");
        make(&two, "b", "There");
        written().await;
        written().await;
        let numbers = |tasks: &Tasks| tasks.board.with_untracked(|board| board.all().map(|task| *task.number).collect::<Vec<_>>());
        assert_eq!((numbers(&one), numbers(&two), numbers(&open(&browser, 3))), (vec![1, 2], vec![1, 2], vec![1, 2]));
    });
}

#[test]
fn two_tabs_that_take_up_one_proposal_make_one_task() {
    tell(|| async {
        let browser = Browser::new();
        let (one, two) = (open(&browser, 1), open(&browser, 2));
        let proposal = Proposal { title: "Ship".into(), ..Proposal::default() };
        for tasks in [&one, &two] {
            tasks.take_up(proposed::id("o"), &proposal, Link::default(), "o", String::new());
        }
        written().await;
        written().await;
        for tasks in [&one, &two, &open(&browser, 3)] {
            assert_eq!(tasks.board.with_untracked(|board| board.all().count()), 1);
        }
    });
}

#[test]
fn what_a_newer_dashboard_wrote_meanwhile_is_not_written_over() {
    tell(|| async {
        let browser = Browser::new();
        let tasks = open(&browser, 1);
        make(&tasks, "a", "Ship");
        written().await;
        for text in [r#"{"v":9,"value":{}}"#, "{spoilt"] {
            browser.kept.set("openclutch.task.a", Some(text)).unwrap();
            put(&tasks, "a", Part::Title("Ship it".into()));
            written().await;
            assert_eq!(browser.kept.get("openclutch.task.a").as_deref(), Some(text));
        }
        let trouble = tasks.trouble.with_untracked(Clone::clone);
        assert_eq!((trouble.newer, trouble.spoilt.len()), (1, 1));
    });
}

#[test]
fn undo_goes_back_and_forth_and_is_written_down() {
    tell(|| async {
        let browser = Browser::new();
        let tasks = open(&browser, 1);
        make(&tasks, "a", "Ship");
        put(&tasks, "a", Part::Gone(true));
        written().await;
        assert_eq!(title(&open(&browser, 2), "a"), None);
        assert_eq!(tasks.step(Way::Back).as_deref(), Some("Changed"));
        written().await;
        assert_eq!(title(&open(&browser, 3), "a").as_deref(), Some("Ship"));
        assert_eq!(tasks.step(Way::Forth).as_deref(), Some("Changed"));
        assert_eq!((title(&tasks, "a"), tasks.step(Way::Forth)), (None, None));
    });
}

#[test]
fn a_full_store_is_said_and_nothing_is_lost_once_there_is_room() {
    tell(|| async {
        let browser = Browser::new();
        let tasks = open(&browser, 1);
        browser.is_full.store(true, Ordering::Relaxed);
        make(&tasks, "a", "Ship");
        written().await;
        assert!(tasks.trouble.with_untracked(|trouble| trouble.is_full));
        assert_eq!(title(&tasks, "a").as_deref(), Some("Ship"));
        browser.is_full.store(false, Ordering::Relaxed);
        make(&tasks, "b", "Next");
        written().await;
        assert!(!tasks.trouble.with_untracked(|trouble| trouble.is_full));
        assert_eq!(title(&open(&browser, 2), "a").as_deref(), Some("Ship"));
    });
}

#[test]
fn spoilt_entries_are_told_left_as_they_are_and_thrown_away_only_when_somebody_says_so() {
    tell(|| async {
        let browser = Browser::new();
        make(&open(&browser, 1), "a", "Ship");
        written().await;
        let entries = [("openclutch.task.x", "{spoilt"), ("openclutch.task.y", r#"{"v":9,"value":{}}"#), (COLUMNS, "[]")];
        for (key, text) in entries {
            browser.kept.set(key, Some(text)).unwrap();
        }
        let tasks = open(&browser, 1);
        let trouble = tasks.trouble.with_untracked(Clone::clone);
        let texts: Vec<&str> = trouble.spoilt.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!((texts, trouble.newer), (vec!["{spoilt", "[]"], 1));
        assert_eq!(title(&tasks, "a").as_deref(), Some("Ship"));
        tasks.columns.change(|columns| columns.list.truncate(1));
        put(&tasks, "a", Part::Title("Ship it".into()));
        written().await;
        assert_eq!(browser.kept.get("openclutch.task.x").as_deref(), Some("{spoilt"));
        assert_eq!(open(&browser, 2).trouble.with_untracked(|trouble| trouble.spoilt.len()), 2, "columns that were spoilt lie aside");
        tasks.discard_spoilt();
        let after = open(&browser, 3).trouble.with_untracked(Clone::clone);
        assert_eq!((after.spoilt.len(), after.newer), (0, 1), "what a newer dashboard wrote is not ours to throw away");
    });
}
