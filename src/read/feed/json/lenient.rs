//! JSON whose values may be of other types than they should be. Nothing is kept of what nobody asks for, so a document
//! costs no more memory than its texts.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::read::feed::raw::MOST_ITEMS;

/// An object that is read key by key.
pub(super) trait Record<'a>: Default {
    /// Takes the value of `key` from `map`.
    fn take<M: MapAccess<'a>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error>;

    /// What a text in the object's place means.
    fn of_text(_text: Cow<'a, str>) -> Option<Self> {
        None
    }
}

/// Reads one object into `record`, which keeps what was read before a mistake. What follows the object is left alone.
pub(super) fn read<'a>(text: &'a str, record: &mut impl Record<'a>) -> Result<(), serde_json::Error> {
    Fill(record).deserialize(&mut serde_json::Deserializer::from_str(text))
}

/// A text, or a number as text; none for anything else.
pub(super) fn text<'a, M: MapAccess<'a>>(map: &mut M) -> Result<Option<Cow<'a, str>>, M::Error> {
    Ok(match map.next_value_seed(Any::<Nothing>(PhantomData))? {
        Value::Text(text) => Some(text),
        Value::Record(Nothing) | Value::Other => None,
    })
}

/// Adds the records of a list, or the one record in the place of a list, each when it has been read to its end.
pub(super) fn records<'a, M: MapAccess<'a>>(map: &mut M, list: &mut Vec<impl Record<'a>>) -> Result<(), M::Error> {
    map.next_value_seed(Append(list))
}

enum Value<'a, T> {
    Text(Cow<'a, str>),
    Record(T),
    Other,
}

#[derive(Default)]
struct Nothing;

impl<'a> Record<'a> for Nothing {
    fn take<M: MapAccess<'a>>(&mut self, _key: &str, map: &mut M) -> Result<(), M::Error> {
        map.next_value::<IgnoredAny>().map(drop)
    }
}

struct Any<T>(PhantomData<T>);

impl<'a, T: Record<'a>> DeserializeSeed<'a> for Any<T> {
    type Value = Value<'a, T>;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a, T: Record<'a>> Visitor<'a> for Any<T> {
    type Value = Value<'a, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'a str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Value::Text(number.to_string().into()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Value::Text(number.to_string().into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Value::Text(number.to_string().into()))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Value::Other)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Value::Other)
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Other)
    }

    fn visit_map<A: MapAccess<'a>>(self, map: A) -> Result<Self::Value, A::Error> {
        let mut record = T::default();
        Fill(&mut record).visit_map(map)?;
        Ok(Value::Record(record))
    }
}

/// Puts an object into a record.
struct Fill<'r, T>(&'r mut T);

impl<'a, T: Record<'a>> DeserializeSeed<'a> for Fill<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'a, T: Record<'a>> Visitor<'a> for Fill<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(Any::<Nothing>(PhantomData))? {
            match key {
                Value::Text(key) => self.0.take(&key, &mut map)?,
                Value::Record(Nothing) | Value::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// Appends records to a list.
struct Append<'r, T>(&'r mut Vec<T>);

impl<'a, T: Record<'a>> Append<'_, T> {
    fn append(&mut self, value: Value<'a, T>) {
        match value {
            Value::Record(record) => self.0.push(record),
            Value::Text(text) => self.0.extend(T::of_text(text)),
            Value::Other => {}
        }
    }
}

impl<'a, T: Record<'a>> DeserializeSeed<'a> for Append<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a, T: Record<'a>> Visitor<'a> for Append<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'a>>(mut self, mut list: A) -> Result<(), A::Error> {
        while self.0.len() < MOST_ITEMS
            && let Some(value) = list.next_element_seed(Any(PhantomData))?
        {
            self.append(value);
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'a>>(mut self, map: A) -> Result<(), A::Error> {
        Any(PhantomData).visit_map(map).map(|value| self.append(value))
    }

    fn visit_borrowed_str<E: Error>(mut self, text: &'a str) -> Result<(), E> {
        self.append(Value::Text(Cow::Borrowed(text)));
        Ok(())
    }

    fn visit_str<E: Error>(mut self, text: &str) -> Result<(), E> {
        self.append(Value::Text(Cow::Owned(text.to_owned())));
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}
