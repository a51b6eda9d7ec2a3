//! A part of a cron expression, read into the numbers that it names. Pure.
//! Refuses to know which part comes where.

/// What a part can name, and how it is called.
pub struct Part {
    /// Its name, for faults.
    pub name: &'static str,
    /// The least number.
    pub least: i64,
    /// The greatest number.
    pub most: i64,
    /// Letters that it may hold beside digits and signs.
    pub letters: &'static str,
}

/// What stands behind a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    None,
    /// `W`: the weekday nearest to this day.
    Nearest,
    /// `#2`: only the second of the month.
    Nth(u8),
    /// `L`: only the last of the month.
    Last,
}

impl Part {
    /// Reads a part, and hands each number that it names to `take`.
    ///
    /// # Errors
    /// Says what is wrong, in a sentence without its end.
    pub fn read(&self, text: &str, take: &mut dyn FnMut(i64, Mark)) -> Result<(), String> {
        let is_known = |letter: char| letter.is_ascii_digit() || "/*,-".contains(letter) || self.letters.contains(letter);
        if let Some(odd) = text.chars().find(|letter| !is_known(*letter)) {
            return Err(format!("“{odd}” cannot stand in the {} part", self.name));
        }
        for item in text.split(',') {
            self.item(item, take)?;
        }
        Ok(())
    }

    fn item(&self, item: &str, take: &mut dyn FnMut(i64, Mark)) -> Result<(), String> {
        let has_w = item.contains(['W', 'w']);
        if item == "*" {
            (self.least..=self.most.min(self.end())).for_each(|number| take(number, Mark::None));
            return Ok(());
        }
        if has_w && item.contains(['-', '/']) {
            return Err("W stands behind a single day".into());
        }
        let (rest, mut mark) = self.mark(item)?;
        if has_w {
            mark = Mark::Nearest;
        }
        if rest.matches('-').count() > 1 || rest.matches('/').count() > 1 {
            return Err(format!("“{rest}” is no range in the {} part", self.name));
        }
        let (span, step) = match rest.split_once('/') {
            Some((span, step)) => (span, Some(self.step(span, step)?)),
            None => (rest, None),
        };
        if self.name == YEAR && span == "*" {
            return Err("a step of years wants a range before it".into());
        }
        let (from, to) = match (span, span.split_once('-')) {
            ("*", _) => (self.least, self.end()),
            (_, Some((from, to))) => (self.number(from)?, self.number(to)?),
            (one, None) => (self.number(one)?, self.number(one)?),
        };
        if from > to {
            return Err(format!("{from} to {to} goes backwards in the {} part", self.name));
        }
        let mut number = from;
        while number <= to {
            take(number, mark);
            number += step.unwrap_or(1);
        }
        Ok(())
    }

    /// The greatest number that a star means: Sunday is 7 as well as 0, and counted once.
    fn end(&self) -> i64 {
        if self.name == DAY_OF_WEEK { 6 } else { self.most }
    }

    fn mark<'a>(&self, item: &'a str) -> Result<(&'a str, Mark), String> {
        if let Some((number, nth)) = item.split_once('#') {
            let nth = nth.split('#').next().and_then(|nth| nth.parse().ok()).filter(|nth| (1..=5).contains(nth));
            return nth.map(|nth| (number, Mark::Nth(nth))).ok_or_else(|| "# wants a number from 1 to 5 behind it".into());
        }
        match item.strip_suffix(['L', 'l']) {
            Some(number) => Ok((number, Mark::Last)),
            None => Ok((item, Mark::None)),
        }
    }

    fn step(&self, span: &str, step: &str) -> Result<i64, String> {
        if span != "*" && !span.contains('-') {
            return Err(format!("a step wants * or a range before it in the {} part, as in */{step}", self.name));
        }
        let places = self.end() - self.least + 1;
        leading(step)
            .filter(|step| (1..=places).contains(step))
            .ok_or_else(|| format!("the step of the {} part must be from 1 to {places}", self.name))
    }

    fn number(&self, text: &str) -> Result<i64, String> {
        let number = leading(text).ok_or_else(|| format!("“{text}” is no number in the {} part", self.name))?;
        if (self.least..=self.most).contains(&number) {
            Ok(number)
        } else {
            Err(format!("{number} is not from {} to {} in the {} part", self.least, self.most, self.name))
        }
    }
}

/// The name of the part whose 7 is its 0.
pub const DAY_OF_WEEK: &str = "day of the week";

/// The name of the part whose star begins before its least number, which the gateway then refuses.
pub const YEAR: &str = "year";

/// Reads the digits at the beginning, as the gateway does.
fn leading(text: &str) -> Option<i64> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}
