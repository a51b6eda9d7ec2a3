//! Which tab is open, as it stands in the address. Pure.
//! Refuses to know what the tabs show.

use crate::paths::{add_pair, pairs};

/// A part of the view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// What passes, counted.
    #[default]
    Metrics,
    /// What passes, word for word.
    Recorder,
    /// Who is at the other end.
    Gateway,
    /// Who else may come in there.
    Devices,
}

impl Tab {
    /// All of them in their order.
    pub const ALL: [Self; 4] = [Self::Metrics, Self::Recorder, Self::Gateway, Self::Devices];

    /// Returns its name, for the address and for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Metrics => "metrics",
            Self::Recorder => "recorder",
            Self::Gateway => "gateway",
            Self::Devices => "devices",
        }
    }

    /// Reads it from what stands behind an address's path; the first of all if nothing does.
    pub fn read(search: &str) -> Self {
        let named = pairs(search).find(|(name, _)| *name == "tab").map(|(_, value)| value).unwrap_or_default();
        Self::ALL.into_iter().find(|tab| tab.as_str() == named).unwrap_or_default()
    }

    /// Writes it to stand behind the path of this view.
    pub fn write(self) -> String {
        let mut search = String::new();
        add_pair(&mut search, "tab", self.as_str(), self != Self::default());
        search
    }

    /// Returns the tab to which an arrow leads.
    pub fn turned(self, key: &str) -> Option<Self> {
        let by = match key {
            "ArrowRight" => 1,
            "ArrowLeft" => Self::ALL.len() - 1,
            _ => return None,
        };
        Self::ALL.get((self as usize + by) % Self::ALL.len()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_are_read_as_they_are_written_and_turned_in_a_circle() {
        for tab in Tab::ALL {
            assert_eq!(Tab::read(&tab.write()), tab);
            assert_eq!(tab.turned("ArrowRight").and_then(|next| next.turned("ArrowLeft")), Some(tab));
        }
        assert_eq!((Tab::read("?tab=nonsense"), Tab::Metrics.write(), Tab::Metrics.turned("a")), (Tab::Metrics, String::new(), None));
    }
}
