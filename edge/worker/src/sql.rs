//! SQL, through one door that no JavaScript exception passes.
//!
//! The cursor methods of the `worker` crate are not `catch`: an exception there (a second row where one is
//! expected, bad JSON in a function) would leave the request without an answer. These are.

use wasm_bindgen::prelude::*;
use worker::State;

use crate::error::{Error, Result};
use crate::row::Row;

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    type RawStorage;
    #[wasm_bindgen(method, getter)]
    fn sql(this: &RawStorage) -> RawSql;
    #[wasm_bindgen(method, catch, js_name = transactionSync)]
    fn transaction_sync(
        this: &RawStorage,
        body: &mut dyn FnMut() -> std::result::Result<JsValue, JsValue>,
    ) -> std::result::Result<JsValue, JsValue>;

    #[derive(Clone)]
    type RawSql;
    #[wasm_bindgen(method, catch, variadic)]
    fn exec(this: &RawSql, query: &str, bindings: js_sys::Array) -> std::result::Result<RawCursor, JsValue>;

    type RawCursor;
    #[wasm_bindgen(method, catch, js_name = toArray)]
    fn to_array(this: &RawCursor) -> std::result::Result<js_sys::Array, JsValue>;
}

/// A value to bind. There is none for booleans: the platform would store them as text.
#[derive(Clone, Copy)]
pub(crate) enum Value<'a> {
    Null,
    Integer(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

impl From<Value<'_>> for JsValue {
    #[expect(clippy::cast_precision_loss, reason = "counts and instants stay below 2^53")]
    fn from(value: Value<'_>) -> Self {
        match value {
            Value::Null => Self::NULL,
            // A BigInt would be refused; STRICT columns turn the double back into an integer.
            Value::Integer(integer) => Self::from_f64(integer as f64),
            Value::Text(text) => Self::from_str(text),
            Value::Bytes(bytes) => js_sys::Uint8Array::from(bytes).buffer().into(),
        }
    }
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(value: Option<i64>) -> Self {
        value.map_or(Self::Null, Self::Integer)
    }
}

impl From<u32> for Value<'_> {
    fn from(value: u32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Integer(value.into())
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<Option<&'a str>> for Value<'a> {
    fn from(value: Option<&'a str>) -> Self {
        value.map_or(Self::Null, Self::Text)
    }
}

/// The database of one object.
#[derive(Clone)]
pub(crate) struct Sql {
    storage: RawStorage,
    sql: RawSql,
}

impl Sql {
    pub(crate) fn new(state: &State) -> Self {
        let storage: RawStorage = AsRef::<JsValue>::as_ref(state.storage().as_raw()).clone().unchecked_into();
        let sql = storage.sql();
        Self { storage, sql }
    }

    fn exec(&self, query: &str, values: &[Value<'_>]) -> Result<RawCursor> {
        Ok(self.sql.exec(query, values.iter().map(|value| JsValue::from(*value)).collect())?)
    }

    /// Runs a statement for what it does.
    pub(crate) fn run(&self, query: &str, values: &[Value<'_>]) -> Result<()> {
        self.exec(query, values)?;
        Ok(())
    }

    /// All rows of a query.
    pub(crate) fn rows(&self, query: &str, values: &[Value<'_>]) -> Result<Vec<Row>> {
        Ok(self.exec(query, values)?.to_array()?.iter().map(Row::new).collect())
    }

    /// The first row of a query, if there is one.
    pub(crate) fn row(&self, query: &str, values: &[Value<'_>]) -> Result<Option<Row>> {
        let row = self.exec(query, values)?.to_array()?.get(0);
        Ok((!row.is_undefined()).then(|| Row::new(row)))
    }

    /// What a query calls `count`.
    pub(crate) fn count(&self, query: &str, values: &[Value<'_>]) -> Result<u32> {
        self.row(query, values)?.map_or(Ok(0), |row| row.count("count"))
    }

    /// All of it or nothing: an error or a panic undoes what was written. Without it, what was written
    /// before an error stays.
    pub(crate) fn transaction<T>(&self, mut body: impl FnMut() -> Result<T>) -> Result<T> {
        let mut done = None;
        let mut failed = None;
        let mut guarded = std::panic::AssertUnwindSafe(|| match body() {
            Ok(value) => {
                done = Some(value);
                Ok(JsValue::UNDEFINED)
            }
            Err(error) => {
                failed = Some(error);
                Err(JsValue::from_str("rolled back"))
            }
        });
        let outcome = self.storage.transaction_sync(&mut move || {
            // Taken as a whole: a closure that captures only the inner field would not be unwind safe.
            let guarded = &mut guarded;
            (guarded.0)()
        });
        match (outcome, done, failed) {
            (_, _, Some(error)) => Err(error),
            (Ok(_), Some(value), None) => Ok(value),
            (Err(error), _, None) => Err(error.into()),
            (Ok(_), None, None) => Err(Error::Platform("a transaction did not run".to_owned())),
        }
    }

    /// Brings the database up to date. Synchronous, so that it is done before the first request: after a
    /// restart the object is built inside the event that it is built for.
    pub(crate) fn migrate(&self, steps: &[&str]) -> Result<()> {
        self.run("CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY) STRICT", &[])?;
        let newest = self.row("SELECT coalesce(max(version), 0) AS version FROM migration", &[])?;
        let done = newest.map_or(Ok(0), |row| row.count("version"))?;
        for (version, step) in (1u32..).zip(steps).skip(done as usize) {
            self.transaction(|| {
                self.run(step, &[])?;
                self.run("INSERT INTO migration (version) VALUES (?)", &[version.into()])
            })?;
        }
        Ok(())
    }
}
