//! Numbers as they were written: exact, with the unit that stood beside them.
//! Refuses rounding: what does not fit is no number, and what is added keeps every digit.

use std::cmp::Ordering;

use crate::domain::say;

/// So many units of a power of ten: `1.50` is 150 of a hundredth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    units: i64,
    scale: u8,
}

/// The most digits behind the point.
const MOST_SCALE: usize = 18;
/// The longest unit that stands behind a number, in letters.
const MOST_UNIT: usize = 12;

/// What may stand before a number and belongs to it.
const SIGNS: [char; 5] = ['$', '€', '£', '¥', '~'];

/// Reads a number and its unit: `1,234.5`, `$3.00`, `12 %`, `4.1 s`, `1e-3`. The unit is what stands before and behind it.
pub fn read(text: &str) -> Option<(Decimal, &str)> {
    let text = text.trim();
    let (is_negative, rest) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let money = rest.chars().next().filter(|letter| SIGNS.contains(letter));
    let digits = money.map_or(rest, |sign| rest.get(sign.len_utf8()..).unwrap_or_default());
    let (mut units, mut scale, mut seen, mut has_point, mut at) = (0_i64, 0_usize, false, false, 0);
    let bytes = digits.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'0'..=b'9' => {
                units = units.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
                scale += usize::from(has_point);
                seen = true;
            }
            // Thousands: three digits must follow.
            b',' | b'_' if seen && !has_point && is_thousand(bytes, at + 1) => {}
            b'.' if !has_point => has_point = true,
            _ => break,
        }
        at += 1;
    }
    let mut unit = digits.get(at..).unwrap_or_default();
    if let Some((exponent, behind)) = exponent(unit) {
        unit = behind;
        let shifted = i32::try_from(scale).ok()?.checked_sub(exponent)?;
        for _ in shifted..0 {
            units = units.checked_mul(10)?;
        }
        scale = usize::try_from(shifted.max(0)).ok()?;
    }
    let unit = unit.trim_start();
    let fits = seen && scale <= MOST_SCALE && is_unit(unit);
    let units = if is_negative { -units } else { units };
    let unit = if unit.is_empty() { money.and_then(|sign| rest.get(..sign.len_utf8())).unwrap_or_default() } else { unit };
    fits.then_some((Decimal { units, scale: u8::try_from(scale).ok()? }, unit))
}

fn is_thousand(bytes: &[u8], at: usize) -> bool {
    let digits = bytes.iter().skip(at).take_while(|byte| byte.is_ascii_digit()).count();
    digits == 3
}

/// Reads `e-3` at the start of a text, and what is behind it.
fn exponent(text: &str) -> Option<(i32, &str)> {
    let rest = text.strip_prefix(['e', 'E'])?;
    let signs = usize::from(rest.starts_with(['-', '+']));
    let digits = rest.bytes().skip(signs).take_while(u8::is_ascii_digit).count();
    let number: i32 = rest.get(..signs + digits)?.parse().ok()?;
    (number.abs() < 40).then_some((number, rest.get(signs + digits..)?))
}

fn is_unit(text: &str) -> bool {
    let fits = |letter: char| letter.is_alphabetic() || matches!(letter, '%' | '°' | '/' | '²' | '³' | 'µ' | '‰' | ' ');
    text.chars().count() <= MOST_UNIT && text.chars().all(fits)
}

impl Decimal {
    /// Makes a number of units of ten to the power of minus `scale`.
    pub fn new(units: i64, scale: u8) -> Self {
        Self { units, scale }
    }

    /// Returns the sum, if it fits.
    pub fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let units = i64::try_from(self.at(scale) + other.at(scale)).ok()?;
        Some(Self { units, scale })
    }

    /// Which of two is larger.
    pub fn order(self, other: Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        self.at(scale).cmp(&other.at(scale))
    }

    /// In units of a power of ten that is as fine as its own, or finer. Nineteen digits and eighteen places fit.
    fn at(self, scale: u8) -> i128 {
        let mut units = i128::from(self.units);
        for _ in self.scale..scale {
            units *= 10;
        }
        units
    }

    /// Returns about the same number, for drawing.
    pub fn about(self) -> f64 {
        let mut power = 1.0;
        for _ in 0..self.scale {
            power *= 10.0;
        }
        self.units as f64 / power
    }

    /// Says it with thousands apart and every digit behind the point.
    pub fn say(self) -> String {
        let mut digits = self.units.unsigned_abs().to_string();
        let scale = usize::from(self.scale);
        while digits.len() <= scale {
            digits.insert(0, '0');
        }
        let (whole, behind) = digits.split_at(digits.len() - scale);
        let mut said = String::from(if self.units < 0 { "−" } else { "" });
        match whole.parse() {
            Ok(whole) => said.push_str(&say::count(whole)),
            // Wider than a count on a small machine.
            Err(_) => said.push_str(whole),
        }
        if scale > 0 {
            said.push('.');
            said.push_str(behind);
        }
        said
    }
}

/// Says a number with its unit, where that belongs.
pub fn with_unit(number: Decimal, unit: &str) -> String {
    let said = number.say();
    match unit.chars().next() {
        None => said,
        Some(sign) if SIGNS.contains(&sign) => [unit, &said].concat(),
        Some(_) => [&said, " ", unit].concat(),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(text: &str) -> Option<String> {
        read(text).map(|(number, unit)| with_unit(number, unit))
    }

    #[test]
    fn numbers_keep_their_digits_and_units() {
        for (text, expected) in [
            ("0", "0"),
            ("1234", "1,234"),
            ("1,234,567.50", "1,234,567.50"),
            ("-0.05", "−0.05"),
            ("$3.00", "$3.00"),
            ("-$3", "$−3"),
            ("12 %", "12 %"),
            ("4.1s", "4.1 s"),
            ("1e3", "1,000"),
            ("1.5e-3", "0.0015"),
            ("2.5E1 kB", "25 kB"),
            (".5", "0.5"),
            ("9223372036854775807", "9,223,372,036,854,775,807"),
        ] {
            assert_eq!(said(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_number_is_none() {
        for text in
            ["", "-", "–", "abc", "1.2.3", "10.0.0.1", "2025-01-03", "08:00", "1,23", "1,2345", "(5)", "99999999999999999999", "1e99", "5!"]
        {
            assert_eq!(said(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn sums_and_orders_are_exact(one in -1_000_000_000_i64..1_000_000_000, two in -1_000_000_000_i64..1_000_000_000, a in 0_u8..6, b in 0_u8..6) {
            let (left, right) = (Decimal::new(one, a), Decimal::new(two, b));
            let whole = |units: i64, scale: u8| i128::from(units) * 10_i128.pow(u32::from(6 - scale));
            let sum = left.plus(right).unwrap();
            prop_assert_eq!(whole(sum.units, sum.scale), whole(one, a) + whole(two, b));
            prop_assert_eq!(left.order(right), whole(one, a).cmp(&whole(two, b)));
        }

        #[test]
        fn no_text_panics(text in ".{0,30}") {
            said(&text);
        }

        #[test]
        fn no_number_panics(text in r"[-+$]?[0-9,._]{0,25}(e[-+]?[0-9]{0,4})?[a-z% ]{0,4}") {
            if let Some((number, _)) = read(&text) {
                number.about();
                number.plus(number);
            }
        }
    }
}
