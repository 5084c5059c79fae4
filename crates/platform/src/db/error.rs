//! Database errors with two faces.

use kernel::Error;

/// The result of a raw statement.
pub type DbResult<T> = Result<T, sqlx::Error>;

/// Turns a driver error into ours. Two writers that met at the same key are a conflict, which the
/// person can solve by trying again; everything else is a fault for the operator.
pub fn db(error: sqlx::Error) -> Error {
    let conflict = error.as_database_error().is_some_and(|e| e.is_unique_violation());
    if conflict {
        return Error::conflict("error-changed-meanwhile").context(error);
    }
    Error::internal(error)
}
