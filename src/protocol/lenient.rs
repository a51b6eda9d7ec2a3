//! Reading lists so that one unreadable item never costs the whole.
//! Refuses to know what the parts mean.

use super::fields::{FromJson, Piece, by_serde, items};

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

impl<T: FromJson> FromJson for Lenient<T> {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        let raw = items(json)?;
        let total = raw.len();
        let items: Vec<T> = raw.into_iter().filter_map(|item| T::from_json(item).ok()).collect();
        Ok(Self { unreadable: total - items.len(), items })
    }
}

by_serde!(Lenient<T>, T);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bad_item_costs_only_itself() {
        let list: Lenient<u32> = serde_json::from_str(r#"[1, "x", 3, {"a": []}]"#).unwrap();
        assert_eq!(list, Lenient { items: vec![1, 3], unreadable: 2 });
    }
}
