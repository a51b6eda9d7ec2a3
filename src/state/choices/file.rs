//! Settings as a file: written, and read back as an offer that says first what would change. Pure.
//! Refuses to put anything into the file that is no choice: no secret, no key, no draft, no list of gateways.

use serde_json::value::RawValue;

use super::{Choices, KEPT};
use crate::domain::settings::{SETTINGS, Setting};
use crate::protocol::fields::{Fields, Piece};

/// What the file says that it is.
const KIND: &str = "openclutch-settings";
/// The version of what is written here.
const VERSION: u32 = 1;
/// A file that is larger holds something else, in bytes.
const LARGEST: usize = 1_000_000;
/// So many names that nobody knows are told.
const TOLD: usize = 5;

/// A setting that would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub setting: &'static Setting,
    /// What it is now, in words.
    pub from: String,
    /// What it would be.
    pub to: String,
}

/// What a file offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What would change.
    pub changes: Vec<Change>,
    /// What is not taken over, and why, in sentences.
    pub left_out: Vec<String>,
    /// All choices as they would be.
    pub after: Choices,
}

fn kept() -> impl Iterator<Item = &'static Setting> {
    // What is put off comes back within the hour: that is no choice to carry elsewhere.
    SETTINGS.iter().filter(|setting| KEPT.contains(&setting.id) && setting.id != "snoozed")
}

/// Writes the file.
pub fn write(choices: &Choices) -> String {
    let lines: Vec<String> = kept()
        .filter_map(|setting| {
            let value: Box<RawValue> = choices.value(setting.id)?;
            Some(["    \"", setting.id, "\": ", value.get()].concat())
        })
        .collect();
    let head = ["{\n  \"kind\": \"", KIND, "\",\n  \"version\": ", &VERSION.to_string(), ",\n  \"settings\": {\n"].concat();
    [&head, &lines.join(",\n"), "\n  }\n}\n"].concat()
}

/// Reads a file, and says what would change.
///
/// # Errors
/// Says in a sentence why it is none.
pub fn read(text: &str, now: &Choices) -> Result<Offer, &'static str> {
    const NOT_OURS: &str = "The file holds no settings of OpenClutch, so nothing was changed.";
    if text.len() > LARGEST {
        return Err("The file is too large to hold settings, so nothing was changed.");
    }
    let text = text.trim_start_matches('\u{feff}');
    let whole = Piece::read(text).map_err(|_| "The file is no JSON, so nothing was changed.")?;
    let mut head = Fields::of(whole).map_err(|_| NOT_OURS)?;
    let (kind, version): (String, u32) = (head.get("kind"), head.get("version"));
    let settings = head.raw("settings").map(Fields::of);
    let Some(Ok(settings)) = settings.filter(|_| kind == KIND && version > 0) else { return Err(NOT_OURS) };
    let mut offer = Offer { changes: vec![], left_out: vec![], after: now.clone() };
    if version > VERSION {
        offer.left_out.push("A newer OpenClutch wrote the file. What this one does not know is left out.".into());
    }
    for setting in kept() {
        let Some(value) = settings.raw(&["=", setting.id].concat()) else { continue };
        match offer.after.read(setting.id, value) {
            Err(_) => offer.left_out.push([setting.name, " cannot be read and stays as it is."].concat()),
            Ok(()) if offer.after.differs(setting.id, now) => {
                let (from, to) = (now.words(setting.id), offer.after.words(setting.id));
                let to = if from == to { [&to, ", with other details"].concat() } else { to };
                offer.changes.push(Change { setting, from, to });
            }
            Ok(()) => {}
        }
    }
    let unknown: Vec<&str> = settings.all().map(|(name, _)| name).filter(|name| kept().all(|setting| setting.id != *name)).collect();
    let short = |name: &&str| ["“", &name.chars().take(40).collect::<String>(), "” is unknown here and left out."].concat();
    offer.left_out.extend(unknown.iter().take(TOLD).map(short));
    if unknown.len() > TOLD {
        offer.left_out.push([&(unknown.len() - TOLD).to_string(), " more are unknown here and left out."].concat());
    }
    Ok(offer)
}
