//! The keys that lead through a list, the same in all of them. Pure.
//! Refuses to go anywhere.

/// How many rows a page is.
const PAGE: isize = 10;

/// Returns how many rows further down a key leads, the extremes meaning the very first and last, and whether it marks on the way.
pub fn stride(key: &str, shift: bool) -> Option<(isize, bool)> {
    let by = match key {
        "j" | "J" | "ArrowDown" => 1,
        "k" | "K" | "ArrowUp" => -1,
        "PageDown" => PAGE,
        "PageUp" => -PAGE,
        "Home" | "g" => return Some((isize::MIN, false)),
        "End" | "G" => return Some((isize::MAX, false)),
        _ => return None,
    };
    Some((by, shift))
}
