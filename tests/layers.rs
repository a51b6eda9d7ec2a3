//! The house rules that a reader can check: who may import whom, what every file opens with, and how long it may be.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::{Path, PathBuf};

/// For files under the first path, words that must not occur in code. The second list names the exceptions.
const RULES: [(&str, &[&str], &[&str]); 11] = [
    ("src", &["inner_html", "todo!(", "unimplemented!(", "unsafe ", "unsafe_code"], &["src/lib.rs", "src/ui/lazy.rs"]),
    ("src", &["web_sys", "wasm_bindgen", "gloo_", "js_sys"], &["src/platform", "src/ui/el"]),
    (
        "src/protocol",
        &["leptos", "crate::gateway", "crate::state", "crate::ui", "crate::features", "crate::platform", "crate::domain", "::now("],
        &[],
    ),
    ("src/gateway", &["leptos", "crate::state", "crate::ui", "crate::features", "crate::platform", "crate::domain"], &[]),
    ("src/demo", &["leptos", "crate::state", "crate::ui", "crate::features", "crate::platform", "crate::domain", "::now("], &[]),
    ("src/domain", &["leptos", "crate::gateway", "crate::state", "crate::ui", "crate::features", "crate::platform"], &[]),
    ("src/state", &["crate::ui", "crate::features", "crate::platform", "crate::routes"], &[]),
    ("src/ui", &["crate::gateway", "crate::protocol", "crate::state", "crate::features", "expect_context", "use_context"], &[]),
    ("src/features", &["crate::routes", "crate::parts", "crate::app", "crate::platform::"], &[]),
    ("src/paths.rs", &["leptos", "crate::gateway", "crate::state", "crate::features"], &[]),
    ("src/platform", &["crate::features", "crate::ui", "crate::domain", "crate::routes"], &[]),
];

/// Files that hold logic only: nothing in them may know a view.
const PURE: [&str; 79] = [
    "src/state/handed.rs",
    "src/features/logs/address.rs",
    "src/features/logs/keys.rs",
    "src/features/logs/names.rs",
    "src/features/now/keys.rs",
    "src/features/now/lately.rs",
    "src/domain/favicon.rs",
    "src/domain/job/facts.rs",
    "src/domain/job/late.rs",
    "src/domain/log/book.rs",
    "src/domain/log/filter.rs",
    "src/domain/log/histogram.rs",
    "src/domain/log/level.rs",
    "src/domain/log/line.rs",
    "src/domain/log/repeat.rs",
    "src/domain/log/ring.rs",
    "src/domain/log/sifting.rs",
    "src/domain/log/tail.rs",
    "src/domain/log/time.rs",
    "src/domain/query/strict.rs",
    "src/domain/notify/claims.rs",
    "src/domain/notify/mod.rs",
    "src/domain/notify/watch.rs",
    "src/domain/queue/cursor.rs",
    "src/domain/queue/mod.rs",
    "src/domain/queue/snooze.rs",
    "src/domain/settings.rs",
    "src/state/address.rs",
    "src/state/cached.rs",
    "src/state/choices/file.rs",
    "src/state/choices/mod.rs",
    "src/state/chat/conversation.rs",
    "src/state/chat/laid.rs",
    "src/state/chat/outbox.rs",
    "src/state/chat/question.rs",
    "src/state/chat/row.rs",
    "src/state/chat/run.rs",
    "src/state/chat/transcript.rs",
    "src/state/chat/work.rs",
    "src/state/disconnects.rs",
    "src/state/latency.rs",
    "src/state/notices.rs",
    "src/state/queue.rs",
    "src/state/spending.rs",
    "src/state/steps.rs",
    "src/domain/task/listing.rs",
    "src/domain/task/order.rs",
    "src/domain/task/quick.rs",
    "src/domain/task/relations.rs",
    "src/features/tasks/address.rs",
    "src/features/tasks/drag.rs",
    "src/features/tasks/keys.rs",
    "src/ui/stride.rs",
    "src/ui/tall.rs",
    "src/ui/window.rs",
    "src/features/analytics/address.rs",
    "src/features/chat/estimate.rs",
    "src/features/connection/address.rs",
    "src/features/connection/counts.rs",
    "src/features/connection/offers.rs",
    "src/features/connection/sift.rs",
    "src/features/cron/address.rs",
    "src/features/cron/costs.rs",
    "src/features/cron/editor/draft.rs",
    "src/features/cron/editor/written.rs",
    "src/features/cron/keys.rs",
    "src/features/cron/listing.rs",
    "src/features/cron/month/plan.rs",
    "src/features/cron/pace.rs",
    "src/features/cron/shown.rs",
    "src/features/cron/week/plan.rs",
    "src/state/jobs.rs",
    "src/features/sessions/address.rs",
    "src/features/sessions/filter.rs",
    "src/features/sessions/keys.rs",
    "src/features/sessions/kind.rs",
    "src/features/sessions/listing.rs",
    "src/features/sessions/shown.rs",
    "src/features/sessions/sums.rs",
];

/// How long a file may be, its tests included.
const MAX_LINES: usize = 300;

fn files(under: &str) -> Vec<PathBuf> {
    let path = Path::new(under);
    if path.is_file() {
        return vec![path.into()];
    }
    let entries = fs::read_dir(path).unwrap_or_else(|error| panic!("{under}: {error}"));
    let mut found: Vec<PathBuf> = entries
        .flat_map(|entry| {
            let path = entry.unwrap().path();
            if path.is_dir() { files(path.to_str().unwrap()) } else { vec![path] }
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    found.sort();
    found
}

/// Returns the numbered lines of code: without comments, and without the tests, at the end or in a file of their own.
fn code(path: &Path) -> Vec<(usize, String)> {
    if path.to_string_lossy().ends_with("_tests.rs") {
        return vec![];
    }
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().take_while(|line| *line != "#[cfg(test)]").map(|line| line.split("//").next().unwrap_or_default().to_owned());
    lines.enumerate().map(|(at, line)| (at + 1, line)).collect()
}

#[test]
fn every_layer_knows_only_those_below_it() {
    let mut broken = vec![];
    for (under, forbidden, exceptions) in RULES {
        for file in files(under).iter().filter(|file| !exceptions.iter().any(|exception| file.starts_with(exception))) {
            for (at, line) in code(file) {
                let line = line.replace("crate::platform::dom", "");
                broken.extend(forbidden.iter().filter(|word| line.contains(**word)).map(|word| format!("{}:{at}: {word}", file.display())));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_demo_knows_of_the_app_only_sockets_and_time() {
    const KNOWN: [&str; 3] = ["demo::", "gateway::socket::", "protocol::UnixMs"];
    for file in files("src/demo") {
        for (at, line) in code(&file) {
            let unknown = line.split("crate::").skip(1).find(|path| !KNOWN.iter().any(|known| path.starts_with(known)));
            assert_eq!(unknown, None, "{}:{at}", file.display());
        }
    }
}

#[test]
fn no_feature_imports_another() {
    for feature in fs::read_dir("src/features").unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let own = format!("crate::features::{}", feature.file_name().unwrap().to_str().unwrap());
        for file in files(feature.to_str().unwrap()) {
            for (at, line) in code(&file) {
                assert!(!line.contains("crate::features::") || line.contains(&own), "{}:{at}: {line}", file.display());
            }
        }
    }
}

#[test]
fn pure_files_know_no_view() {
    for file in PURE {
        for (at, line) in code(Path::new(file)) {
            assert!(!line.contains("leptos"), "{file}:{at}: {line}");
        }
    }
}

#[test]
fn nothing_unwraps_outside_tests() {
    for file in files("src") {
        for (at, line) in code(&file) {
            assert!(!line.contains(".unwrap()"), "{}:{at}: {line}", file.display());
        }
    }
}

#[test]
fn every_file_says_first_what_it_is() {
    for file in files("src").into_iter().chain(files("tests")) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{} does not open with //!", file.display());
    }
}

#[test]
fn files_are_short() {
    for file in files("src").into_iter().chain(files("tests")) {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        let most = MAX_LINES + 200 * usize::from(file.starts_with("tests"));
        assert!(lines <= most, "{}: {lines} lines, at most {most}", file.display());
    }
}

#[test]
fn the_start_script_knows_every_top_level_route() {
    let routes = fs::read_to_string("src/routes.rs").unwrap();
    let segments: Vec<&str> = routes
        .split("const VIEWS")
        .nth(1)
        .expect("the table of views")
        .split("(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(segments.len() > 1, "{segments:?}");
    let script = fs::read_to_string("tools/boot/start.js").unwrap();
    let known = script.split("ROUTE = /^(.*?)\\/(").nth(1).and_then(|rest| rest.split(')').next()).expect("a pattern of first segments");
    for segment in segments {
        assert!(known.split('|').any(|known| known == segment), "{segment} is not among {known}");
    }
}
