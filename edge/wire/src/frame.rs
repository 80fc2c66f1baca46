//! How the edge reads a frame: its `type` first, then the fields of that type as they come.
//!
//! What serde derives for a tagged enum keeps the whole frame aside until it has found the tag, and reads it
//! from there by a second copy of the code of every type in it: a twentieth of the Worker.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

/// What can be read from its variant's name, followed by its fields.
pub(crate) trait Frame<'de>: Sized {
    /// As serde derives it for an enum without a tag.
    fn form<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// Reads a frame whose first member is its `type`.
pub(crate) fn read<'de, D: Deserializer<'de>, F: Frame<'de>>(deserializer: D) -> Result<F, D::Error> {
    deserializer.deserialize_map(Reader(PhantomData))
}

struct Reader<F>(PhantomData<F>);

impl<'de, F: Frame<'de>> Visitor<'de> for Reader<F> {
    type Value = F;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a frame")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<F, A::Error> {
        match members.next_key::<Name>()? {
            Some(Name) => F::form(Members(members)),
            None => Err(A::Error::missing_field("type")),
        }
    }
}

/// The name of the first member: none but `type`.
struct Name;

impl<'de> serde::Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_identifier(Self)
    }
}

impl Visitor<'_> for Name {
    type Value = Self;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("`type` as the first member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self, E> {
        if name == "type" { Ok(self) } else { Err(E::invalid_value(serde::de::Unexpected::Str(name), &self)) }
    }
}

/// What follows: the value of `type` is the name of a variant, the other members are its fields.
struct Members<A>(A);

impl<'de, A: MapAccess<'de>> Deserializer<'de> for Members<A> {
    type Error = A::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de, A: MapAccess<'de>> EnumAccess<'de> for Members<A> {
    type Error = A::Error;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(mut self, seed: S) -> Result<(S::Value, Self), A::Error> {
        let name = self.0.next_value_seed(seed)?;
        Ok((name, self))
    }
}

impl<'de, A: MapAccess<'de>> VariantAccess<'de> for Members<A> {
    type Error = A::Error;

    fn unit_variant(mut self) -> Result<(), A::Error> {
        match self.0.next_key::<IgnoredAny>()? {
            None => Ok(()),
            Some(_) => Err(A::Error::custom("this frame has no fields")),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        seed.deserialize(MapAccessDeserializer::new(self.0))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, A::Error> {
        Err(A::Error::custom("the fields of a frame have names"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        visitor.visit_map(self.0)
    }
}

/// Declares what one side says: an enum whose `type` is the name of its variant, written as serde derives it
/// and read by [`read`]. Its name stands twice, since an attribute wants it as a text.
macro_rules! frames {
    ($text:literal; $(#[$meta:meta])* pub enum $name:ident { $($variants:tt)* }) => {
        $(#[$meta])*
        #[derive(serde::Serialize)]
        #[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
        pub enum $name { $($variants)* }

        const _: () = {
            #[derive(serde::Deserialize)]
            #[serde(remote = $text, rename_all = "snake_case", deny_unknown_fields)]
            #[allow(dead_code, reason = "it is what is derived from it")]
            enum Form { $($variants)* }

            impl<'de> $crate::frame::Frame<'de> for $name {
                fn form<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    Form::deserialize(deserializer)
                }
            }

            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    $crate::frame::read(deserializer)
                }
            }
        };
    };
}
pub(crate) use frames;
