//! An order of places, made by merging: stable, never slow, and small, since it is compiled once whatever is compared.
//! Refuses to know what stands at the places.

use std::cmp::Ordering;

/// Puts places in order; equal ones stay as they are.
pub fn sort(places: &mut Vec<usize>, compare: &dyn Fn(usize, usize) -> Ordering) {
    let mut width = 1;
    while width < places.len() {
        let mut merged = Vec::with_capacity(places.len());
        for pair in places.chunks(width * 2) {
            let (left, right) = pair.split_at(width.min(pair.len()));
            merge(&mut merged, left, right, compare);
        }
        *places = merged;
        width *= 2;
    }
}

/// Puts things in order; equal ones stay as they are.
pub fn sorted<T>(things: Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
    let mut places: Vec<usize> = (0..things.len()).collect();
    sort(&mut places, &|one, other| match (things.get(one), things.get(other)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    });
    let mut things: Vec<Option<T>> = things.into_iter().map(Some).collect();
    places.into_iter().filter_map(|place| things.get_mut(place).and_then(Option::take)).collect()
}

fn merge(into: &mut Vec<usize>, left: &[usize], right: &[usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    let (mut left, mut right) = (left, right);
    while let ([one, others @ ..], [two, rest @ ..]) = (left, right) {
        if compare(*one, *two) == Ordering::Greater {
            into.push(*two);
            right = rest;
        } else {
            into.push(*one);
            left = others;
        }
    }
    into.extend_from_slice(left);
    into.extend_from_slice(right);
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_order_of_the_library(values in prop::collection::vec(0_u8..9, 0..60)) {
            let mut ours: Vec<usize> = (0..values.len()).collect();
            let mut theirs = ours.clone();
            sort(&mut ours, &|one, two| values[one].cmp(&values[two]));
            theirs.sort_by_key(|at| values[*at]);
            prop_assert_eq!(ours, theirs);
        }
    }
}
