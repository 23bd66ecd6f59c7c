//! A connection that compiles each statement once: SQLite takes longer to read most of ours than to carry them out.

use rusqlite::{Connection, Params, Result, Row};
use std::ops::Deref;

/// How many compiled statements a connection keeps; there are about as many in this crate.
pub(crate) const KEPT: usize = 256;

/// A connection inside a transaction. What runs a statement in one call here keeps it compiled for the next.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Statements<'c>(pub(crate) &'c Connection);

impl Statements<'_> {
    /// As [`Connection::execute`].
    pub(crate) fn execute(&self, sql: &str, values: impl Params) -> Result<usize> {
        self.0.prepare_cached(sql)?.execute(values)
    }

    /// As [`Connection::query_row`].
    pub(crate) fn query_row<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.0.prepare_cached(sql)?.query_row(values, read)
    }
}

impl Deref for Statements<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.0
    }
}
