//! Many rows in one statement.

use std::sync::Arc;

use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AssertSqlSafe};

use crate::Outcome;

/// Rows of one statement.
const ROWS: usize = 64;

/// A value, as the driver takes it.
pub enum Value {
    Int(i64),
    MaybeInt(Option<i64>),
    Text(String),
    Bytes(Vec<u8>),
    MaybeBytes(Option<Vec<u8>>),
}

/// Binds the next value.
pub fn bind(query: Query<'_, Any, AnyArguments>, value: Value) -> Query<'_, Any, AnyArguments> {
    match value {
        Value::Int(value) => query.bind(value),
        Value::MaybeInt(value) => query.bind(value),
        Value::Text(value) => query.bind(value),
        Value::Bytes(value) => query.bind(value),
        Value::MaybeBytes(value) => query.bind(value),
    }
}

/// How a value's place is written. SQLite takes `$7` for a name and looks through all of them for
/// each value, which takes half of the time when there are thousands.
#[derive(Clone, Copy)]
pub enum Places {
    /// `?`, for SQLite.
    Marks,
    /// `$7`, for PostgreSQL.
    Numbers,
}

/// Rows of one table on their way.
pub struct Table {
    insert: String,
    columns: usize,
    places: Places,
    full: Arc<str>,
    values: Vec<Value>,
}

impl Table {
    /// A table by name, with its columns as a list with commas.
    pub fn new(places: Places, name: &str, columns: &str) -> Self {
        let insert = format!("INSERT INTO {name} ({columns}) VALUES ");
        let columns = columns.split(',').count();
        let full = format!("{insert}{}", places.of(ROWS, columns)).into();
        Self { insert, columns, places, full, values: Vec::new() }
    }

    /// A row; the tenant comes first and is bound here.
    pub fn push<const N: usize>(&mut self, row: [Value; N]) {
        self.values.push(Value::Int(super::TENANT));
        self.values.extend(row);
    }

    /// Writes all whole statements, and what is left of them when `all`.
    pub async fn flush(&mut self, conn: &mut AnyConnection, all: bool) -> Outcome<()> {
        let mut values = std::mem::take(&mut self.values).into_iter();
        while values.len() >= ROWS * self.columns {
            let query = sqlx::query(AssertSqlSafe(Arc::clone(&self.full)));
            let query = values.by_ref().take(ROWS * self.columns).fold(query, bind);
            query.execute(&mut *conn).await?;
        }
        if !all || values.len() == 0 {
            self.values = values.collect();
            return Ok(());
        }
        let places = self.places.of(values.len() / self.columns, self.columns);
        let text = format!("{}{places}", self.insert);
        let query = values.fold(sqlx::query(AssertSqlSafe(text)).persistent(false), bind);
        query.execute(conn).await?;
        Ok(())
    }
}

impl Places {
    /// `(?, ?), (?, ?)`, or `($1, $2), ($3, $4)`.
    fn of(self, rows: usize, columns: usize) -> String {
        let place = |place: usize| match self {
            Self::Marks => "?".to_owned(),
            Self::Numbers => format!("${}", place + 1),
        };
        let row = |row: usize| {
            let places = (row * columns..(row + 1) * columns).map(place);
            format!("({})", places.collect::<Vec<_>>().join(", "))
        };
        (0..rows).map(row).collect::<Vec<_>>().join(", ")
    }
}
