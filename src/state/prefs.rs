//! How a person wants the app to look: what would be missed after a reload.
//! Refuses to know what the looks are made of.

use crate::protocol::fields::{FromJson, Piece, reads, text};
use serde::Serialize;

/// How the app looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Dark.
    Dark,
    /// Light.
    Light,
    /// In high contrast, dark.
    Contrast,
}

impl Theme {
    /// All of them, and what they are called.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::System, "System"), (Self::Dark, "Dark"), (Self::Light, "Light"), (Self::Contrast, "High contrast")];

    /// Returns the theme's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Contrast => "contrast",
        }
    }

    /// Returns what the document must be told; nothing to follow the system.
    pub fn forced(self) -> Option<&'static str> {
        (self != Self::System).then(|| self.as_str())
    }
}

impl FromJson for Theme {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        let name = text(json)?;
        let theme = Self::ALL.into_iter().map(|(theme, _)| theme).find(|theme| theme.as_str() == name);
        theme.ok_or_else(|| format!("{name} is no theme"))
    }
}

/// Everything about looks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Prefs {
    /// The theme.
    pub theme: Theme,
    /// More rows on a screen, with less room around them.
    pub compact: bool,
    /// Views of the sessions list that were kept for later, in the order in which they were kept.
    pub views: Vec<SavedLook>,
    /// Tasks that agents write down in an open conversation go on the board by themselves.
    pub takes_tasks: bool,
}

reads! { Prefs { theme, compact, views, takes_tasks as "takes_tasks" } }

/// A view of the sessions list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SavedLook {
    /// What a person called it.
    pub name: String,
    /// The part of the address behind the path.
    pub search: String,
}

reads! { SavedLook { name: needed, search: needed } }

/// The key under which these are kept. The start script reads it too.
pub const PREFS: &str = "openclutch.prefs";
