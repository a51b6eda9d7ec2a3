//! Reading objects without a reader of its own for each: an object is taken apart once, and its fields are read by their types.
//! Refuses to know which objects there are. A derived reader was 2 to 6 kB of program, one of these is a few hundred bytes.

use std::borrow::Cow;

use serde::de::IgnoredAny;

pub use super::piece::{Piece, Whole};
pub use super::words::text;

/// What can be read from a piece of JSON.
pub trait FromJson: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// Says in words why it is not that.
    fn from_json(json: Piece<'_>) -> Result<Self, String>;
}

/// An object, taken apart: every field unread. What goes wrong with one is noted and told by [`Fields::finish`].
pub struct Fields<'a> {
    fields: Vec<(Cow<'a, str>, Piece<'a>)>,
    trouble: Option<String>,
}

impl<'a> Fields<'a> {
    /// Takes an object apart.
    ///
    /// # Errors
    /// Returns what it is instead.
    #[inline(never)]
    pub fn of(json: Piece<'a>) -> Result<Self, String> {
        if !json.is_object() {
            return Err("no object".into());
        }
        let fields = json.parts().map(|(name, value)| text(name).map(|name| (name, value))).collect::<Result<_, _>>()?;
        Ok(Self { fields, trouble: None })
    }

    /// Takes an object apart that is still to be checked.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn read(text: &'a str) -> Result<Self, String> {
        Piece::read(text).and_then(Self::of)
    }

    /// Returns a field as it came. `session_key` stands for `sessionKey`, and `=session_key` for itself. The last of two wins.
    #[inline(never)]
    pub fn raw(&self, name: &str) -> Option<Piece<'a>> {
        let exact = name.strip_prefix('=');
        let found = self.fields.iter().rfind(|(wire, _)| exact.map_or_else(|| is_camel_of(name, wire), |exact| wire == exact));
        found.map(|(_, json)| *json)
    }

    /// Returns all fields as they came, in their order.
    pub fn all(&self) -> impl Iterator<Item = (&str, Piece<'a>)> {
        self.fields.iter().map(|(name, json)| (&**name, *json))
    }

    /// Reads a field; its default when it is missing.
    #[inline(never)]
    pub fn get<T: FromJson + Default>(&mut self, name: &str) -> T {
        match self.raw(name).map(T::from_json) {
            Some(Ok(value)) => value,
            Some(Err(why)) => {
                self.note(name, why);
                T::default()
            }
            None => T::default(),
        }
    }

    /// Reads a field that must be there.
    pub fn needed<T: FromJson + Default>(&mut self, name: &str) -> T {
        if self.raw(name).is_none() {
            self.note(name, "missing".into());
        }
        self.get(name)
    }

    /// Reads a field that may be null, and tells null from missing.
    pub fn nullable<T: FromJson + Default>(&mut self, name: &str) -> Option<T> {
        self.raw(name).is_some().then(|| self.get(name))
    }

    /// Reads a field; nothing when it cannot be read.
    pub fn lossy<T: FromJson>(&mut self, name: &str) -> Option<T> {
        self.raw(name).and_then(|json| T::from_json(json).ok())
    }

    /// Reads nothing, for a field that is filled in later.
    pub fn later<T: Default>(&mut self, _name: &str) -> T {
        T::default()
    }

    /// Hands out what was made of the fields, if all of them could be read.
    ///
    /// # Errors
    /// Says which could not, and why.
    pub fn finish<T>(self, read: T) -> Result<T, String> {
        self.into_trouble().map_or(Ok(read), Err)
    }

    // Out of line, as is whatever does not depend on a type: it would be copied into every reader.
    #[inline(never)]
    fn into_trouble(self) -> Option<String> {
        self.trouble
    }

    #[inline(never)]
    fn note(&mut self, name: &str, why: String) {
        self.trouble.get_or_insert_with(|| [name, &why].join(": "));
    }
}

/// Whether a field of ours is called so on the wire: `session_key` is `sessionKey` there.
fn is_camel_of(name: &str, wire: &str) -> bool {
    let mut letters = wire.bytes();
    let mut is_word = false;
    for letter in name.bytes() {
        if letter == b'_' {
            is_word = true;
            continue;
        }
        let expected = if is_word { letter.to_ascii_uppercase() } else { letter };
        if letters.next() != Some(expected) {
            return false;
        }
        is_word = false;
    }
    letters.next().is_none()
}

/// Declares how a struct is read: each of its fields from the field of its name, in camel case. `as` names another, a word behind
/// the colon says how, by a method of [`Fields`]; `get` if there is none.
macro_rules! reads {
    ($type:ty { $($field:ident $(as $wire:literal)? $(: $how:ident)?),* $(,)? }) => {
        impl $type {
            /// Reads it from the fields of an object, of which others may read others.
            pub(crate) fn of_fields(fields: &mut $crate::protocol::fields::Fields<'_>) -> Self {
                Self { $($field: $crate::protocol::fields::reads!(@ fields $field $(as $wire)? $(: $how)?)),* }
            }
        }

        impl $crate::protocol::fields::FromJson for $type {
            fn from_json(json: $crate::protocol::fields::Piece<'_>) -> Result<Self, String> {
                let mut fields = $crate::protocol::fields::Fields::of(json)?;
                let read = Self::of_fields(&mut fields);
                fields.finish(read)
            }
        }

        $crate::protocol::fields::by_serde!($type);
    };
    (@ $fields:ident $field:ident) => { $fields.get(stringify!($field)) };
    (@ $fields:ident $field:ident : $how:ident) => { $fields.$how(stringify!($field)) };
    (@ $fields:ident $field:ident as $wire:literal) => { $fields.get(concat!("=", $wire)) };
    (@ $fields:ident $field:ident as $wire:literal : $how:ident) => { $fields.$how(concat!("=", $wire)) };
}

/// Lets serde read what is [`FromJson`], for whoever has values of its own, as tests do.
macro_rules! by_serde {
    ($type:ty $(, $part:ident)?) => {
        impl<'de $(, $part: $crate::protocol::fields::FromJson)?> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let json = Box::<serde_json::value::RawValue>::deserialize(from)?;
                let json = $crate::protocol::fields::Piece::of(&json);
                $crate::protocol::fields::FromJson::from_json(json).map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use {by_serde, reads};

/// Takes a list apart.
///
/// # Errors
/// Says so when it is none.
pub fn items(json: Piece<'_>) -> Result<Vec<Piece<'_>>, String> {
    if json.is_list() { Ok(json.parts().map(|(_, item)| item).collect()) } else { Err("no list".into()) }
}

#[inline(never)]
fn is_null(json: Piece<'_>) -> bool {
    json.get() == "null"
}

impl FromJson for String {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        text(json).map(Cow::into_owned)
    }
}

impl FromJson for bool {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        match json.get() {
            "true" => Ok(true),
            "false" => Ok(false),
            other => Err(format!("{other} is neither true nor false")),
        }
    }
}

impl FromJson for f64 {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        serde_json::from_str(json.get()).map_err(|error| error.to_string())
    }
}

macro_rules! whole {
    ($($number:ty)*) => {$(
        impl FromJson for $number {
            fn from_json(json: Piece<'_>) -> Result<Self, String> {
                json.get().parse().map_err(|_| format!("{} is not such a number", json.get()))
            }
        }
    )*};
}

whole!(u32 u64 usize i64);

impl FromJson for IgnoredAny {
    fn from_json(_: Piece<'_>) -> Result<Self, String> {
        Ok(Self)
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        if is_null(json) { Ok(None) } else { T::from_json(json).map(Some) }
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(json: Piece<'_>) -> Result<Self, String> {
        items(json)?.into_iter().map(T::from_json).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Sample {
        first_name: String,
        kind: Option<String>,
        runs: Option<Option<Vec<String>>>,
        count: u64,
        rest: Option<u64>,
    }

    reads! { Sample { first_name: needed, kind as "__type", runs: nullable, count, rest: lossy } }

    fn read(text: &str) -> Result<Sample, String> {
        Sample::from_json(Piece::read(text).unwrap())
    }

    #[test]
    fn missing_null_and_present_are_three_things() {
        let runs = |text: &str| read(text).unwrap().runs;
        assert_eq!(runs(r#"{"firstName": ""}"#), None);
        assert_eq!(runs(r#"{"firstName": "", "runs": null}"#), Some(None));
        assert_eq!(runs(r#"{"firstName": "", "runs": ["a"]}"#), Some(Some(vec!["a".into()])));
    }

    #[test]
    fn names_are_those_of_the_wire_and_what_is_unknown_is_left_alone() {
        let sample = read(r#"{"kind": 1, "\u005f_type": "a\n", "first_name": 5, "firstName": "b", "rest": -1, "more": [{}]}"#).unwrap();
        let expected = Sample { first_name: "b".into(), kind: Some("a\n".into()), runs: None, count: 0, rest: None };
        assert_eq!(sample, expected);
        assert_eq!(read(r#"{"firstName": 1, "firstName": "last"}"#).unwrap().first_name, "last", "as a browser reads it");
    }

    #[test]
    fn what_is_needed_must_be_there_and_what_is_there_must_be_right() {
        assert_eq!(read("{}"), Err("first_name: missing".into()));
        for wrong in [r#""count": 1.5"#, r#""count": null"#, r#""count": -0"#, r#""__type": {}"#, r#""runs": [1]"#] {
            assert!(read(&format!(r#"{{"firstName": "", {wrong}}}"#)).is_err(), "{wrong}");
        }
        assert!(read("[]").is_err() && read("null").is_err());
    }
}
