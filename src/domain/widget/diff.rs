//! A change to files, line by line: what goes, what comes, and where.
//! Refuses to work changes out; it reads those that were written down.

/// What a line of a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It comes.
    In,
    /// It goes.
    Out,
    /// It stays.
    Same,
    /// It says of which file, or where in it.
    Place,
}

/// A line of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub mark: Mark,
    /// Its number before and after; none where it is not there.
    pub old: Option<usize>,
    /// See `old`.
    pub new: Option<usize>,
    /// What it says.
    pub text: String,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// Its lines.
    pub lines: Vec<Line>,
    /// How many come.
    pub added: usize,
    /// How many go.
    pub removed: usize,
}

/// Whether a text looks like a change, whatever it is called.
pub fn is_diff(text: &str) -> bool {
    let begins = |start: &str| text.lines().take(8).any(|line| line.starts_with(start));
    text.starts_with("diff --git ") || (begins("--- ") && begins("+++ ") && text.contains("\n@@"))
}

/// Reads a change. Total: what is no change is lines that stay.
pub fn read(text: &str) -> Diff {
    let mut diff = Diff { lines: vec![], added: 0, removed: 0 };
    // The next numbers, once a place was named.
    let (mut old, mut new) = (None::<usize>, None::<usize>);
    // A line of three signs names a file only where no part of one is being told.
    let mut left = (0_usize, 0_usize);
    let step = |number: &mut Option<usize>| {
        let now = *number;
        *number = now.map(|now| now.saturating_add(1));
        now
    };
    for text in text.lines() {
        let is_inside = left.0 + left.1 > 0;
        let is_file = !is_inside
            && ["--- ", "+++ ", "diff ", "index ", "*** ", "new file", "deleted file", "rename ", "similarity "]
                .iter()
                .any(|sign| text.starts_with(sign));
        let mut line = |mark, old, new, text: &str| diff.lines.push(Line { mark, old, new, text: text.to_owned() });
        if text.starts_with("@@") {
            let (from, to) = place(text);
            ((old, left.0), (new, left.1)) = (from, to);
            line(Mark::Place, None, None, text);
        } else if is_file {
            line(Mark::Place, None, None, text);
        } else if let Some(rest) = text.strip_prefix('+') {
            diff.added += 1;
            left.1 = left.1.saturating_sub(1);
            line(Mark::In, None, step(&mut new), rest);
        } else if let Some(rest) = text.strip_prefix('-') {
            diff.removed += 1;
            left.0 = left.0.saturating_sub(1);
            line(Mark::Out, step(&mut old), None, rest);
        } else {
            left = (left.0.saturating_sub(1), left.1.saturating_sub(1));
            line(Mark::Same, step(&mut old), step(&mut new), text.strip_prefix(' ').unwrap_or(text));
        }
    }
    diff
}

type Side = (Option<usize>, usize);

/// Reads `@@ -12,7 +12,9 @@`: where it begins on either side, and how many lines follow.
fn place(text: &str) -> (Side, Side) {
    let side = |sign: char| {
        let found = text.split_whitespace().skip(1).find_map(|word| word.strip_prefix(sign));
        let (start, count) = found.map(|word| word.split_once(',').unwrap_or((word, "1"))).unwrap_or_default();
        (start.parse().ok(), count.parse().unwrap_or(0))
    };
    (side('-'), side('+'))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PATCH: &str = "--- a/x.rs\n+++ b/x.rs\n@@ -9,3 +9,4 @@ fn a\n same\n--- gone\n+new\n+newer\n end\n--- a/y.rs";

    #[test]
    fn lines_have_the_numbers_of_their_files() {
        let diff = read(PATCH);
        let seen: Vec<_> = diff.lines.iter().map(|line| (line.mark, line.old, line.new, line.text.as_str())).collect();
        assert_eq!(
            seen[2..],
            [
                (Mark::Place, None, None, "@@ -9,3 +9,4 @@ fn a"),
                (Mark::Same, Some(9), Some(9), "same"),
                (Mark::Out, Some(10), None, "-- gone"),
                (Mark::In, None, Some(10), "new"),
                (Mark::In, None, Some(11), "newer"),
                (Mark::Same, Some(11), Some(12), "end"),
                (Mark::Place, None, None, "--- a/y.rs"),
            ]
        );
        assert_eq!((diff.added, diff.removed), (2, 1));
        assert!(is_diff(PATCH) && is_diff("diff --git a b") && !is_diff("--- a\n- b"));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[-+@ 0-9,\n]{0,60}") {
            let diff = read(&text);
            prop_assert_eq!(diff.lines.len(), text.lines().count());
        }
    }
}
