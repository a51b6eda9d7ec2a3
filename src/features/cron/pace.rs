//! How fast writes may go out: the gateway takes 30 of a kind a minute from one device. Pure.
//! Refuses to send and to wait.

/// What the gateway counts over, in milliseconds.
const MINUTE: i64 = 60_000;
/// How many of a kind we send in it: a few less than it takes, for what a person does meanwhile.
const MOST: usize = 26;

/// Returns how many milliseconds to wait before another write of a kind goes out, when those went out at these times.
pub fn wait(sent: &[(&'static str, i64)], method: &str, now: i64) -> i64 {
    let mut times: Vec<i64> = sent.iter().filter(|(of, at)| *of == method && *at > now - MINUTE).map(|(_, at)| *at).collect();
    times.sort_unstable();
    match times.len().checked_sub(MOST) {
        Some(at) => times[at] + MINUTE - now,
        None => 0,
    }
}

/// Notes that one goes out, and forgets those that count no more.
pub fn note(sent: &mut Vec<(&'static str, i64)>, method: &'static str, now: i64) {
    sent.retain(|(_, at)| *at > now - MINUTE);
    sent.push((method, now));
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_limit_holds_for_each_kind_by_itself() {
        let sent: Vec<_> = (0..26).map(|at| ("run", at * 100)).collect();
        assert_eq!((wait(&sent, "run", 3_000), wait(&sent, "update", 3_000)), (57_000, 0));
        assert_eq!((wait(&sent, "run", 60_000), wait(&sent[1..], "run", 3_000)), (0, 0));
    }

    proptest! {
        #[test]
        fn no_minute_holds_more_than_the_gateway_takes(pauses in prop::collection::vec(0_i64..3_000, 1..120)) {
            let (mut sent, mut all, mut now) = (vec![], vec![], 0);
            for pause in pauses {
                now += pause;
                now += wait(&sent, "run", now);
                note(&mut sent, "run", now);
                all.push(now);
            }
            for at in &all {
                prop_assert!(all.iter().filter(|other| (*at..at + MINUTE).contains(*other)).count() <= MOST);
            }
        }
    }
}
