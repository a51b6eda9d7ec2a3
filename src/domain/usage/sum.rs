//! A sum of what was used, and how it is said: what has no price is never nothing.
//! Refuses to know what was added up.

use crate::domain::say;
use crate::protocol::usage::Nano;

/// What is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// What it costs.
    #[default]
    Money,
    /// How many tokens.
    Tokens,
}

/// What was used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// All tokens.
    pub tokens: u64,
    /// What they cost, in billionths of a dollar, as far as they have a price.
    pub cost: i64,
    /// Tokens that have no price.
    pub unpriced: u64,
    /// Tokens of which some have a price and some have none, and nobody says which.
    pub partly: u64,
    /// Tokens in, out, read from the cache and written into it, as far as they are told apart.
    pub kinds: [u64; 4],
}

impl Sum {
    /// Adds another.
    pub fn add(&mut self, other: &Self) {
        self.tokens = self.tokens.saturating_add(other.tokens);
        self.cost = self.cost.saturating_add(other.cost);
        self.unpriced = self.unpriced.saturating_add(other.unpriced);
        self.partly = self.partly.saturating_add(other.partly);
        for (kind, more) in self.kinds.iter_mut().zip(other.kinds) {
            *kind = kind.saturating_add(more);
        }
    }

    /// Adds up.
    pub fn of<'a>(sums: impl Iterator<Item = &'a Self>) -> Self {
        let mut all = Self::default();
        sums.for_each(|sum| all.add(sum));
        all
    }

    /// Returns what is measured of it.
    pub fn by(&self, measure: Measure) -> i64 {
        match measure {
            Measure::Money => self.cost,
            Measure::Tokens => i64::try_from(self.tokens).unwrap_or(i64::MAX),
        }
    }

    /// Whether nothing of it has a price.
    pub fn is_unpriced(&self) -> bool {
        self.cost == 0 && self.unpriced + self.partly > 0
    }

    /// Whether all of its tokens are told apart by kind.
    pub fn has_kinds(&self) -> bool {
        self.kinds.iter().fold(0_u64, |sum, kind| sum.saturating_add(*kind)) == self.tokens
    }

    /// Says it shortly.
    pub fn say(&self, measure: Measure) -> String {
        match measure {
            Measure::Money if self.is_unpriced() => "unpriced".into(),
            Measure::Money => money(self.cost),
            Measure::Tokens => say::tokens(self.tokens),
        }
    }

    /// Says it to the last digit, and what of it has no price.
    pub fn exactly(&self, measure: Measure) -> String {
        let tokens = || many_tokens(self.tokens);
        match measure {
            Measure::Money if self.is_unpriced() => ["no price for ", &tokens()].concat(),
            Measure::Money if self.unpriced + self.partly > 0 => {
                [&exact_money(self.cost), " and ", &many_tokens(self.unpriced + self.partly), " without a price"].concat()
            }
            Measure::Money => exact_money(self.cost),
            Measure::Tokens => tokens(),
        }
    }
}

/// Says a number of tokens to the last one.
pub fn many_tokens(tokens: u64) -> String {
    say::many(usize::try_from(tokens).unwrap_or(usize::MAX), "token")
}

/// Says money shortly: nothing is `$0`, what is next to nothing is not.
pub fn money(nano: i64) -> String {
    if nano == 0 { "$0".into() } else { say::money(Nano(nano).usd()) }
}

/// Says money to the millionth.
pub fn exact_money(nano: i64) -> String {
    if nano == 0 { "$0".into() } else { say::money_exactly(Nano(nano).usd()) }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn money_is_never_nothing_unless_it_is() {
        for (nano, short, exact) in [
            (0, "$0", "$0"),
            (1, "<$0.01", "$0.000001"),
            (9_999_000, "<$0.01", "$0.009999"),
            (10_000_000, "$0.01", "$0.010000"),
            (1_234_567_890_123, "$1,234.57", "$1234.567890"),
        ] {
            assert_eq!((money(nano).as_str(), exact_money(nano).as_str()), (short, exact));
        }
    }

    #[test]
    fn what_has_no_price_says_so() {
        let unpriced = Sum { tokens: 1_200, unpriced: 1_200, ..Sum::default() };
        assert_eq!(
            (unpriced.say(Measure::Money), unpriced.exactly(Measure::Money)),
            ("unpriced".into(), "no price for 1,200 tokens".into())
        );
        assert_eq!(unpriced.say(Measure::Tokens), "1k");
        let some = Sum { cost: 5_000_000_000, tokens: 10, unpriced: 1, ..Sum::default() };
        assert_eq!(
            (some.say(Measure::Money), some.exactly(Measure::Money)),
            ("$5.00".into(), "$5.000000 and 1 token without a price".into())
        );
        let free = Sum { tokens: 5, ..Sum::default() };
        assert_eq!(free.say(Measure::Money), "$0");
    }
}
