//! All that a person can set, in one table, and the search in it. Pure.
//! Refuses to know what is set to what, and where it is changed.

use super::query::small;

/// Something that can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name in addresses.
    pub id: &'static str,
    /// Under which heading it stands.
    pub group: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub says: &'static str,
}

/// Makes the table: a heading, and what stands under it.
macro_rules! settings {
    ($($group:literal { $($id:literal $name:literal: $says:literal,)* })*) => {
        /// Everything that can be set, in the order in which it is shown.
        pub const SETTINGS: &[Setting] = &[$($(Setting { id: $id, group: $group, name: $name, says: $says }),*),*];
    };
}

settings! {
    "Appearance" {
        "theme" "Theme": "The colours: dark, light, in high contrast, or as the system has them.",
        "density" "Density": "Compact fits about a third more rows on a screen.",
    }
    "Notifications" {
        "notifications" "Desktop notifications": "Tells you of what comes to wait for you while you look elsewhere. The browser is asked for its permission when you switch this on.",
        "kinds" "What notifies": "Choose what you are told of.",
        "quiet" "Quiet hours": "Nothing notifies then. What still waits at their end is told in one notification.",
    }
    "Keyboard" {
        "keys" "Keys": "Which key does what. Each can be changed or switched off, and so can all single-character keys at once.",
    }
    "Views" {
        "snoozed" "Put off": "What you put off in Now comes back by itself, or at once if you reset this.",
        "looks" "Saved views of the sessions": "Searches and orders of the list of sessions that you kept.",
        "agent-tasks" "Tasks of agents": "What an agent writes down as a task has a button that puts it on the board. By themselves go those of conversations that are open.",
        "columns" "Columns of the board": "Their names, their order, and how many tasks are too many.",
        "graces" "Patience with jobs": "How late a job may be before it counts as late.",
        "budgets" "Budgets": "What may be spent before you are warned.",
        "lines" "Lines of the log": "How many lines the log keeps on this page.",
        "recorder" "Recorder of the connection": "Keeps what passes between this page and the gateway, until the page is closed.",
        "projects" "Projects": "Which sessions, jobs and tasks belong together.",
    }
    "Gateways" {
        "gateways" "Gateways": "Their names, where the next tab begins, whether you only look there, and what this browser keeps of them.",
    }
    "This browser" {
        "file" "Settings as a file": "Export and import of these settings. No token, key, draft or message is in the file; a budget for one gateway names it, and patience with a job names that.",
        "reset" "Reset all settings": "Puts everything above back to what it was at first, except gateways, projects and what is kept of them.",
    }
}

/// Returns the settings that a search finds: each of its words stands somewhere in the name, the group or the sentence.
pub fn found(typed: &str) -> impl Iterator<Item = &'static Setting> {
    let wanted = small(typed);
    SETTINGS.iter().filter(move |setting| fits(setting, &wanted))
}

fn fits(setting: &Setting, wanted: &str) -> bool {
    let text = small(&[setting.name, " ", setting.group, " ", setting.says, " ", setting.id].concat());
    wanted.split_whitespace().all(|word| text.contains(word))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_setting_has_a_name_of_its_own_and_a_sentence() {
        for (at, setting) in SETTINGS.iter().enumerate() {
            assert!(SETTINGS[..at].iter().all(|other| other.id != setting.id && other.name != setting.name), "{}", setting.id);
            assert!(setting.says.ends_with('.') && !setting.says.contains('!'), "{}", setting.says);
            assert!(setting.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", setting.id);
        }
        // What stands under one heading stands together.
        let mut groups: Vec<&str> = SETTINGS.iter().map(|setting| setting.group).collect();
        groups.dedup();
        assert!((1..groups.len()).all(|at| !groups[..at].contains(&groups[at])), "{groups:?}");
    }

    #[test]
    fn a_search_finds_by_every_word_in_any_order() {
        let ids = |typed: &str| found(typed).map(|setting| setting.id).collect::<Vec<_>>();
        for (typed, wanted) in [
            ("theme", vec!["theme"]),
            ("DARK colours", vec!["theme"]),
            ("hours quiet", vec!["quiet"]),
            ("export", vec!["file"]),
            ("log lines", vec!["lines"]),
            ("nothing is called so", vec![]),
        ] {
            assert_eq!(ids(typed), wanted, "{typed}");
        }
        assert_eq!(ids(" ").len(), SETTINGS.len());
    }

    proptest! {
        #[test]
        fn what_is_found_holds_every_word(typed in "[a-zA-Z ]{0,12}") {
            for setting in found(&typed) {
                let text = small(&[setting.name, setting.group, setting.says, setting.id].join(" "));
                prop_assert!(small(&typed).split_whitespace().all(|word| text.contains(word)));
            }
        }
    }
}
