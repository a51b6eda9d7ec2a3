//! Reading lists so that one unreadable item never costs the whole.
//! Refuses to know what the parts mean.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// A list whose unreadable items are counted instead of failing all the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lenient<T> {
    /// The items that could be read, in the order of the wire.
    pub items: Vec<T>,
    /// How many items could not be read.
    pub unreadable: usize,
}

impl<T> Default for Lenient<T> {
    fn default() -> Self {
        Self { items: Vec::new(), unreadable: 0 }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = Vec::<Box<RawValue>>::deserialize(from)?;
        let total = raw.len();
        let items: Vec<T> = raw.iter().filter_map(|item| serde_json::from_str(item.get()).ok()).collect();
        Ok(Self { unreadable: total - items.len(), items })
    }
}

/// Tells a field that is there but null (`Some(None)`) from one that is missing (`None`, by `serde(default)`).
pub fn nullable<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Sample {
        #[serde(default, deserialize_with = "nullable")]
        runs: Option<Option<Vec<String>>>,
    }

    #[test]
    fn one_bad_item_costs_only_itself() {
        let list: Lenient<u8> = serde_json::from_str(r#"[1, "x", 3, {"a": []}]"#).unwrap();
        assert_eq!(list, Lenient { items: vec![1, 3], unreadable: 2 });
    }

    #[test]
    fn missing_null_and_present_are_three_things() {
        let runs = |text: &str| serde_json::from_str::<Sample>(text).unwrap().runs;
        assert_eq!(runs("{}"), None);
        assert_eq!(runs(r#"{"runs": null}"#), Some(None));
        assert_eq!(runs(r#"{"runs": ["a"]}"#), Some(Some(vec!["a".into()])));
    }
}
