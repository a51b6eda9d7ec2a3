//! Runs of marks, and which of them open and close emphasis together: CommonMark's rules, and GitHub's for `~`.
//! Refuses to know links: what lies in one is resolved on its own.

use super::inline::Token;
use super::text;

/// A run of marks that may open or close emphasis.
pub(super) struct Run {
    /// Its token.
    pub token: usize,
    mark: u8,
    length: usize,
    /// How many of its marks are left.
    pub count: usize,
    /// Whether it may open something.
    pub opens: bool,
    /// Whether it may close something.
    pub closes: bool,
}

/// The run of marks at a place in a text.
pub(super) fn run(words: &str, at: usize, mark: u8) -> Run {
    let (before, rest) = words.split_at_checked(at).unwrap_or_default();
    let length = text::run(rest, mark);
    let is_long = mark == b'~' && length > 2;
    let before = before.chars().next_back().unwrap_or(' ');
    let after = text::from(rest, length).chars().next().unwrap_or(' ');
    let joins = mark == b'*' || mark == b'~' && (length > 1 || before == '~');
    let opens = !after.is_whitespace()
        && (before.is_whitespace() || is_punctuation(before) || joins && (mark == b'~' && length > 1 || !is_punctuation(after)));
    let closes = !before.is_whitespace()
        && (after.is_whitespace() || is_punctuation(after) || joins && (before == '~' && mark == b'~' || !is_punctuation(before)));
    Run { token: 0, mark, length, count: length, opens: opens && !is_long, closes: closes && !is_long }
}

/// Whether a letter is punctuation or a symbol. Beyond ASCII it is if it is in the blocks that hold little else, or is one of a few
/// marks of other scripts: the table of all would be a tenth of the whole parser.
fn is_punctuation(letter: char) -> bool {
    match letter {
        '\0'..='\x7f' => letter.is_ascii_punctuation(),
        '\u{ad}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{20d0}'..='\u{20ff}' | '\u{302a}'..='\u{302f}' => false,
        '\u{fe20}'..='\u{fe2f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' => false,
        '\u{a1}'..='\u{bf}' | '×' | '÷' | '\u{2010}'..='\u{2bff}' | '\u{2e00}'..='\u{303f}' => !letter.is_alphanumeric(),
        '\u{fe10}'..='\u{fe6f}' | '\u{ff01}'..='\u{fffd}' | '\u{1f000}'..='\u{1faff}' => !letter.is_alphanumeric(),
        '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{6d4}' | '\u{964}' | '\u{965}' => true,
        _ => false,
    }
}

/// Finds which of the runs from one on belong together, and tells their tokens.
pub(super) fn resolve(tokens: &mut [Token], runs: &mut Vec<Run>, from: usize) {
    let (mut open, mut next) = (Vec::new(), Vec::new());
    while runs.len() > from {
        next.extend(runs.pop());
    }
    // Before which of the open runs none of a kind can be closed: that much is not looked at again.
    let mut bounds = [0_usize; 9];
    while let Some(mut run) = next.pop() {
        while run.closes && run.count > 0 {
            let Some(mut opener) = opener(&mut open, &mut bounds, &run) else { break };
            let count = run.count.min(opener.count);
            opener.count -= count;
            run.count -= count;
            pair(tokens, opener.token, count, true);
            pair(tokens, run.token, count, false);
            if opener.count > 0 {
                push(&mut open, &mut bounds, opener);
            }
        }
        if run.opens && run.count > 0 {
            push(&mut open, &mut bounds, run);
        }
    }
}

/// Makes emphasis of so many marks of a run, from the inside out: strong as long as there are two.
fn pair(tokens: &mut [Token], token: usize, count: usize, opens: bool) {
    if let Some(Token::Marks(_, closers, left, openers)) = tokens.get_mut(token) {
        *left -= count;
        let ends = if opens { openers } else { closers };
        ends.extend(std::iter::repeat_n(2, count / 2));
        ends.extend(std::iter::repeat_n(1, count % 2));
    }
}

fn push(open: &mut Vec<Run>, bounds: &mut [usize; 9], run: Run) {
    if let (b'~', Some(bound)) = (run.mark, bounds.get_mut(5)) {
        *bound = open.len().min(*bound);
    }
    open.push(run);
}

/// Takes the run that this one closes, and drops those between.
fn opener(open: &mut Vec<Run>, bounds: &mut [usize; 9], run: &Run) -> Option<Run> {
    let is_both = run.opens && run.closes;
    // One bound for each remainder of the length, and one for runs that can only close; `~` has no such rules.
    let (by_length, only_closing) = match run.mark {
        b'_' => (6 + run.length % 3, (!is_both).then_some(0)),
        b'*' => (2 + run.length % 3, (!is_both).then_some(1)),
        _ => (5, None),
    };
    let bound = |at: usize| bounds.get(at).copied().unwrap_or_default();
    let from = bound(by_length).min(only_closing.map_or(usize::MAX, bound)).min(open.len());
    let is_match = |opener: &Run| {
        let may_be_either = is_both || opener.opens && opener.closes;
        let may_add_up = !may_be_either || !(run.length + opener.length).is_multiple_of(3) || run.length.is_multiple_of(3);
        opener.mark == run.mark && if run.mark == b'~' { run.length == opener.length } else { may_add_up }
    };
    match open.get(from..).and_then(|open| open.iter().rposition(is_match)) {
        Some(at) => {
            open.truncate(from + at + 1);
            bounds.iter_mut().for_each(|bound| *bound = (from + at).min(*bound));
            open.pop()
        }
        None => {
            [Some(by_length), only_closing].into_iter().flatten().for_each(|at| {
                if let Some(bound) = bounds.get_mut(at) {
                    *bound = open.len();
                }
            });
            None
        }
    }
}
