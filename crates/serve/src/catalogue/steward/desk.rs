//! For which units a role of the catalogue's desk holds.

use kernel::Error;
use kernel::error::Kind;
use platform::auth::{Can, RoleMarker};

/// Refuses someone whose role does not hold for `unit`.
///
/// # Errors
/// Forbidden when it does not.
pub(super) fn covering<R: RoleMarker>(can: &Can<R>, unit: &str) -> kernel::error::Result<()> {
    if can.covers(unit) { Ok(()) } else { Err(Error::new(Kind::Forbidden, "error-forbidden")) }
}
