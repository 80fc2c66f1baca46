//! A row of an answer, read column by column.
//!
//! A column is asked for by its name and as what it must be. Readers derived for each kind of row would be a
//! tenth of the Worker.

use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wire::{Seq, Timestamp};

use crate::error::{Error, Result};

/// One row.
pub(crate) struct Row(JsValue);

impl Row {
    pub(crate) fn new(row: JsValue) -> Self {
        Self(row)
    }

    fn column(&self, name: &str) -> Result<JsValue> {
        Ok(Reflect::get(&self.0, &JsValue::from_str(name))?)
    }

    /// A text, or nothing at NULL.
    pub(crate) fn maybe_text(&self, name: &str) -> Result<Option<String>> {
        let value = self.column(name)?;
        if value.is_null() { Ok(None) } else { value.as_string().map(Some).ok_or_else(|| unlike(name)) }
    }

    pub(crate) fn text(&self, name: &str) -> Result<String> {
        self.maybe_text(name)?.ok_or_else(|| unlike(name))
    }

    /// A whole number, or nothing at NULL.
    pub(crate) fn maybe_integer(&self, name: &str) -> Result<Option<i64>> {
        let value = self.column(name)?;
        #[expect(clippy::cast_possible_truncation, reason = "counts and instants stay below 2^53")]
        let integer = value.as_f64().map(|number| number as i64);
        if value.is_null() { Ok(None) } else { integer.map(Some).ok_or_else(|| unlike(name)) }
    }

    /// The bytes of a BLOB.
    pub(crate) fn bytes(&self, name: &str) -> Result<Vec<u8>> {
        let buffer: ArrayBuffer = self.column(name)?.dyn_into().map_err(|_| unlike(name))?;
        Ok(Uint8Array::new(&buffer).to_vec())
    }

    pub(crate) fn integer(&self, name: &str) -> Result<i64> {
        self.maybe_integer(name)?.ok_or_else(|| unlike(name))
    }

    /// A count, or anything else that is neither negative nor large.
    pub(crate) fn count(&self, name: &str) -> Result<u32> {
        u32::try_from(self.integer(name)?).map_err(|_| unlike(name))
    }

    pub(crate) fn flag(&self, name: &str) -> Result<bool> {
        Ok(self.integer(name)? != 0)
    }

    pub(crate) fn seq(&self, name: &str) -> Result<Seq> {
        self.count(name).map(Seq)
    }

    pub(crate) fn instant(&self, name: &str) -> Result<Timestamp> {
        self.integer(name).map(Timestamp)
    }

    pub(crate) fn maybe_instant(&self, name: &str) -> Result<Option<Timestamp>> {
        Ok(self.maybe_integer(name)?.map(Timestamp))
    }
}

fn unlike(name: &str) -> Error {
    Error::Platform(format!("the column {name} is not as it must be"))
}
