//! What a session is called, for people. Pure.
//! Refuses to know how it stands.

use crate::protocol::sessions::SessionRow;

/// Returns the best title that there is: given name, derived title, key.
pub fn title(row: &SessionRow) -> String {
    let given = [&row.display_name, &row.label, &row.derived_title].into_iter().flatten().find(|title| !title.trim().is_empty());
    given.cloned().unwrap_or_else(|| row.key.to_string())
}
