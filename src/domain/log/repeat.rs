//! When one line says the same as another: to the letter, or but for its numbers. Pure.
//! Refuses to know which lines are compared.

/// What counts as the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repeats {
    /// Nothing: every line is shown.
    #[default]
    Shown,
    /// The same words.
    Exact,
    /// The same words but for their numbers.
    Numbers,
}

impl Repeats {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Shown, Self::Exact, Self::Numbers];

    /// Returns the name in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Exact => "exact",
            Self::Numbers => "numbers",
        }
    }
}

/// Two numbers by which texts are told apart: to the letter, and with every number counted as the same one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    exact: u64,
    rough: u64,
}

impl Marks {
    /// Makes them from the parts of a line.
    pub fn of(parts: &[&str]) -> Self {
        const PRIME: u64 = 0x0100_0000_01b3;
        let mut marks = Self { exact: 0xcbf2_9ce4_8422_2325, rough: 0xcbf2_9ce4_8422_2325 };
        let mut was_digit = false;
        for byte in parts.iter().flat_map(|part| part.bytes().chain(std::iter::once(0))) {
            marks.exact = (marks.exact ^ u64::from(byte)).wrapping_mul(PRIME);
            let is_digit = byte.is_ascii_digit();
            if !(is_digit && was_digit) {
                marks.rough = (marks.rough ^ u64::from(if is_digit { b'0' } else { byte })).wrapping_mul(PRIME);
            }
            was_digit = is_digit;
        }
        marks
    }

    /// Whether two texts say the same.
    pub fn same(self, other: Self, by: Repeats) -> bool {
        match by {
            Repeats::Shown => false,
            Repeats::Exact => self.exact == other.exact,
            Repeats::Numbers => self.rough == other.rough,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_can_be_ignored() {
        let marks = |text: &str| Marks::of(&["gateway", text]);
        for (one, other, exact, rough) in [
            ("took 5 ms", "took 5 ms", true, true),
            ("took 5 ms", "took 1200 ms", false, true),
            ("took 5 ms", "took 5 s", false, false),
            ("a1b22", "a33b4", false, true),
            ("a", "", false, false),
        ] {
            let (one, other) = (marks(one), marks(other));
            assert_eq!((one.same(other, Repeats::Exact), one.same(other, Repeats::Numbers)), (exact, rough));
            assert!(!one.same(other, Repeats::Shown));
        }
        assert!(!Marks::of(&["a", "b"]).same(Marks::of(&["ab", ""]), Repeats::Exact));
    }
}
