//! How jobs that all start at one minute could be spread over their hour: the fewest changes after which no minute is a crowd. Pure.
//! Refuses to move what does not start at one minute of the hour by the clock, and says why.

use super::named::nickname;
use super::when::Schedule;

/// So many jobs at the same minute are a crowd.
pub const CROWD: usize = 3;

/// A job that starts in the crowded hour.
pub struct Starter<'a> {
    /// Its schedule.
    pub schedule: &'a Schedule,
    /// The same as it is written, if it goes by the clock.
    pub expr: &'a str,
    /// The gateway starts it a little later by itself.
    pub is_staggered: bool,
    /// The gateway or a plugin made it.
    pub is_system: bool,
    /// The minutes of this hour at which it starts, as bits, by the clock of the one who looks.
    pub minutes: u64,
}

/// A job that starts at another minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Which of the starters.
    pub place: usize,
    /// The minute at which it starts then, by the clock of the one who looks.
    pub to: i64,
    /// The expression that says so.
    pub expr: String,
}

/// What is proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    /// Which jobs move.
    pub moves: Vec<Move>,
    /// Which stay: why they cannot move, if they cannot.
    pub stays: Vec<(usize, Option<&'static str>)>,
}

/// Proposes new minutes for those of the starters that crowd a minute. Of those that can move the first ones stay.
pub fn spread(starters: &[Starter<'_>], minute: i64) -> Proposal {
    let mut load = [0_usize; 60];
    for starter in starters {
        (0..60).filter(|of| starter.minutes >> of & 1 == 1).for_each(|of| load[of] += 1);
    }
    let crowd = usize::try_from(minute).unwrap_or(0) % 60;
    let mut proposal = Proposal::default();
    let mut movable = vec![];
    for (place, starter) in starters.iter().enumerate().filter(|(_, starter)| starter.minutes >> crowd & 1 == 1) {
        match minute_of(starter) {
            Ok(own) => movable.push((place, own)),
            Err(why) => proposal.stays.push((place, Some(why))),
        }
    }
    let fixed = proposal.stays.len();
    let keeps = (CROWD - 1).saturating_sub(fixed).min(movable.len());
    for (number, (place, own)) in movable.into_iter().enumerate() {
        if number < keeps {
            proposal.stays.push((place, None));
            continue;
        }
        let fits = |to: &usize| load[*to] < CROWD - 1 && (0..60).contains(&(own + *to as i64 - crowd as i64));
        // The emptiest minute, and of equals the one that comes first to mind.
        let to = near(crowd).filter(fits).fold(None, |best: Option<usize>, to| match best {
            Some(best) if load[best] <= load[to] => Some(best),
            _ => Some(to),
        });
        let moved = to.and_then(|to| Some((to, written(starters.get(place)?.expr, own + to as i64 - crowd as i64)?)));
        match moved {
            Some((to, expr)) => {
                load[to] += 1;
                load[crowd] -= 1;
                proposal.moves.push(Move { place, to: to as i64, expr });
            }
            None => proposal.stays.push((place, Some("No minute of its hour is free."))),
        }
    }
    proposal
}

/// The minutes of an hour in the order in which a person would try them: in steps of five after a minute, then before it, then all others.
fn near(minute: usize) -> impl Iterator<Item = usize> {
    let fives = (1..12).map(move |step| minute + 5 * step).filter(|to| *to < 60);
    let before = (1..12).filter_map(move |step| minute.checked_sub(5 * step));
    let after = (minute + 1..60).filter(move |to| !(to - minute).is_multiple_of(5));
    let rest = (0..minute).rev().filter(move |to| !(minute - to).is_multiple_of(5));
    fives.chain(before).chain(after).chain(rest)
}

/// Returns the one minute at which a job starts by its own clock, or why it cannot start at another.
fn minute_of(starter: &Starter<'_>) -> Result<i64, &'static str> {
    match starter.schedule {
        _ if starter.is_system => Err("The gateway made it for itself."),
        _ if starter.is_staggered => Err("The gateway spreads it by itself."),
        Schedule::At(_) => Err("It runs once, at the time that was chosen."),
        Schedule::Every { .. } => Err("It counts its pauses from its start, not by the clock."),
        Schedule::Event => Err("It waits for something else."),
        Schedule::Cron(pattern) if pattern.minutes.count_ones() != 1 => Err("It runs at several minutes of the hour."),
        Schedule::Cron(pattern) => Ok(i64::from(pattern.minutes.trailing_zeros())),
    }
}

/// Writes an expression with another minute; nothing if its minute is not written as a number.
fn written(expr: &str, minute: i64) -> Option<String> {
    let expr = nickname(expr.trim()).ok()?;
    let mut parts: Vec<&str> = expr.split_whitespace().collect();
    let minute = minute.to_string();
    let at = usize::from(parts.len() > 5);
    let part = parts.get_mut(at)?;
    if !part.bytes().all(|letter| letter.is_ascii_digit()) {
        return None;
    }
    *part = &minute;
    Some(parts.join(" "))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::domain::schedule::Pattern;
    use proptest::prelude::*;

    fn clock(exprs: &[&str]) -> Vec<(Schedule, String, u64)> {
        let read = |expr: &&str| {
            let pattern = Pattern::read(expr).unwrap();
            let minutes = pattern.minutes;
            (Schedule::Cron(pattern), (*expr).to_owned(), minutes)
        };
        exprs.iter().map(read).collect()
    }

    fn starters(jobs: &[(Schedule, String, u64)]) -> Vec<Starter<'_>> {
        let mut starters = vec![];
        for (schedule, expr, minutes) in jobs {
            starters.push(Starter { schedule, expr, is_staggered: false, is_system: false, minutes: *minutes });
        }
        starters
    }

    fn said(proposal: &Proposal) -> Vec<(usize, i64, &str)> {
        proposal.moves.iter().map(|to| (to.place, to.to, to.expr.as_str())).collect()
    }

    #[test]
    fn seven_at_nine_become_two_and_five_others() {
        let jobs = clock(&["0 9 * * *"; 7]);
        let proposal = spread(&starters(&jobs), 0);
        let wanted = [(2, 5, "5 9 * * *"), (3, 10, "10 9 * * *"), (4, 15, "15 9 * * *"), (5, 20, "20 9 * * *"), (6, 25, "25 9 * * *")];
        assert_eq!(said(&proposal), wanted);
        assert_eq!(proposal.stays, [(0, None), (1, None)]);
    }

    #[test]
    fn what_does_not_start_at_one_minute_by_the_clock_stays_and_says_why() {
        let mut jobs = clock(&["*/15 * * * *", "0 9 * * *", "@daily", "0 30 9 * * 1-5", "0,30 9 * * *"]);
        jobs.push((Schedule::Every { every: 3_600_000, anchor: Some(0) }, String::new(), 1));
        jobs.push((Schedule::At(crate::protocol::UnixMs(5)), String::new(), 1));
        jobs[3].2 = 1;
        let mut starters = starters(&jobs);
        starters[1].is_staggered = true;
        let proposal = spread(&starters, 0);
        // Half past nine there is nine here: half an hour ahead.
        assert_eq!(said(&proposal), [(2, 5, "5 0 * * *"), (3, 10, "0 40 9 * * 1-5")]);
        let why: Vec<(usize, &str)> = proposal.stays.iter().filter_map(|(place, why)| Some((*place, (*why)?))).collect();
        assert_eq!(why.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [0, 1, 4, 5, 6]);
        assert_eq!(why[1].1, "The gateway spreads it by itself.");
    }

    #[test]
    fn minutes_that_are_taken_are_passed_over_and_none_leaves_its_hour() {
        let jobs = clock(&["55 9 * * *", "55 9 * * *", "55 9 * * *", "55 9 * * *", "50 9 * * *", "50 9 * * *"]);
        let proposal = spread(&starters(&jobs), 55);
        assert_eq!(said(&proposal), [(2, 45, "45 9 * * *"), (3, 40, "40 9 * * *")]);
        let mut far = clock(&["58 9 * * *"; 3]);
        far.iter_mut().for_each(|job| job.2 = 1);
        // Its own clock shows 58, so it can go on by a minute only.
        assert_eq!(said(&spread(&starters(&far), 0)), [(2, 1, "59 9 * * *")]);
        let odd = clock(&["00 9 * * *", "0 9 * * *", "0-0 9 * * *"]);
        assert_eq!(spread(&starters(&odd), 0).stays.last(), Some(&(2, Some("No minute of its hour is free."))));
    }

    proptest! {
        #[test]
        fn it_takes_the_fewest_changes_and_makes_no_new_crowd(
            minutes in prop::collection::vec(0_i64..12, 0..40), at in 0_i64..12, often in 0_usize..3,
        ) {
            let exprs: Vec<String> = minutes.iter().map(|minute| format!("{} 9 * * *", minute * 5)).collect();
            let mut exprs: Vec<&str> = exprs.iter().map(String::as_str).collect();
            exprs.extend(std::iter::repeat_n("*/5 * * * *", often));
            let jobs = clock(&exprs);
            let starters = starters(&jobs);
            let count = |minute: i64| starters.iter().filter(|starter| starter.minutes >> minute & 1 == 1).count();
            let here = at * 5;
            let proposal = spread(&starters, here);
            let mut after: Vec<usize> = (0..60).map(count).collect();
            for moved in &proposal.moves {
                let pattern = Pattern::read(&moved.expr).unwrap();
                prop_assert_eq!(i64::from(pattern.minutes.trailing_zeros()), moved.to);
                prop_assert_eq!(pattern.hours, 1 << 9);
                after[usize::try_from(here).unwrap()] -= 1;
                after[usize::try_from(moved.to).unwrap()] += 1;
            }
            let surplus = count(here).saturating_sub(CROWD - 1);
            prop_assert!(proposal.moves.len() <= surplus);
            prop_assert_eq!(proposal.moves.len() + proposal.stays.len(), count(here));
            for (minute, starts) in after.iter().enumerate() {
                prop_assert!(*starts < CROWD.max(count(minute as i64) + 1));
            }
            // There are 48 minutes that nothing of this starts at: all can be moved.
            if often == 0 {
                prop_assert_eq!(proposal.moves.len(), surplus);
            }
            prop_assert_eq!(spread(&starters, here), proposal);
        }
    }
}
