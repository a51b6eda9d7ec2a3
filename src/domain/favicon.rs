//! The icon of the page in its tab: plain, at work, so many things wait, or not connected. Told apart by shape and not by colour alone. Pure.
//! Refuses to know where these come from and where the icon is put.

/// What the icon says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// There is no connection.
    Off,
    /// All is quiet.
    Plain,
    /// Something runs.
    Runs,
    /// So many things wait for a person.
    Waits(usize),
}

impl Look {
    /// Returns what the icon says: the most pressing of it.
    pub fn of(is_off: bool, waits: usize, runs: usize) -> Self {
        match (is_off, waits, runs) {
            (true, ..) => Self::Off,
            (_, 0, 0) => Self::Plain,
            (_, 0, _) => Self::Runs,
            // Beyond nine the number is no larger.
            (_, waits, _) => Self::Waits(waits.min(10)),
        }
    }

    /// Draws it, as an address of the drawing.
    pub fn drawing(self) -> String {
        const HEAD: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%23";
        const MARK: &str = "'/%3E%3Cpath d='M22 11a8 8 0 1 0 0 10' fill='none' stroke='%23fff' stroke-width='3.5' stroke-linecap='round'/%3E%3Ccircle cx='16' cy='16' r='2.6' fill='%23fff'/%3E";
        const RUNS: &str = "%3Ccircle cx='25' cy='25' r='7' fill='%2338bdf8' stroke='%23fff' stroke-width='2'/%3E";
        const OFF: &str = "%3Cpath d='M5 27 27 5' stroke='%23fff' stroke-width='3.5' stroke-linecap='round'/%3E";
        const COUNT: &str =
            "'/%3E%3Ctext x='16' y='24' font-family='sans-serif' font-size='22' font-weight='700' text-anchor='middle' fill='%23221500'%3E";
        const TAIL: &str = "%3C/svg%3E";
        match self {
            Self::Off => [HEAD, "777b85", MARK, OFF, TAIL].concat(),
            Self::Plain => [HEAD, "6b5cf0", MARK, TAIL].concat(),
            Self::Runs => [HEAD, "6b5cf0", MARK, RUNS, TAIL].concat(),
            Self::Waits(waits) => {
                let count = if waits > 9 { "9+".to_owned() } else { waits.to_string() };
                [HEAD, "f5b83d", COUNT, &count, "%3C/text%3E", TAIL].concat()
            }
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_most_pressing_is_shown() {
        for ((is_off, waits, runs), look) in [
            ((true, 3, 1), Look::Off),
            ((false, 0, 0), Look::Plain),
            ((false, 0, 4), Look::Runs),
            ((false, 2, 4), Look::Waits(2)),
            ((false, 10, 0), Look::Waits(10)),
            ((false, 500, 0), Look::Waits(10)),
        ] {
            assert_eq!(Look::of(is_off, waits, runs), look);
        }
        assert!(Look::Waits(9).drawing().contains("%3E9%3C") && Look::Waits(10).drawing().contains("%3E9+%3C"));
    }

    #[test]
    fn the_plain_one_is_that_of_the_page_before_the_program_runs() {
        let page = std::fs::read_to_string("index.html").unwrap();
        assert!(page.contains(&["<link rel=\"icon\" href=\"", &Look::Plain.drawing(), "\">"].concat()));
    }

    proptest! {
        #[test]
        fn every_drawing_is_one_address_without_anything_to_escape(is_off: bool, waits in 0_usize..99, runs in 0_usize..3) {
            let drawing = Look::of(is_off, waits, runs).drawing();
            prop_assert!(drawing.starts_with("data:image/svg+xml,%3Csvg ") && drawing.ends_with("%3C/svg%3E"));
            prop_assert!(!drawing.contains(['<', '>', '#', '"', '&']));
            prop_assert_eq!(drawing.matches("%3C").count(), drawing.matches("%3E").count());
        }
    }
}
