//! What is said of a route.

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;

/// The name of a type's schema, which is added to the components by the way.
pub(crate) type Schema = fn(&mut SchemaGenerator) -> Value;

pub(crate) fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    serde_json::to_value(generator.subschema_for::<T>()).expect("JSON")
}

pub(crate) struct Route {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) about: &'static str,
    /// Who may: the name of a security scheme, or empty.
    pub(crate) who: &'static str,
    pub(crate) body: Option<Schema>,
    pub(crate) answers: &'static [(u16, Option<Schema>)],
    pub(crate) errors: &'static [u16],
}
