//! How a service is worked on: its steps in order, and what a trial changes about them in its units.
//!
//! - Legal basis: UU 25/2009 Art 21 (system, mechanism and procedure are part of the standard) and
//!   PermenPANRB 35/2012 (standard operating procedures, reviewed by their effect).
//! - Pages: none of its own; `/petugas/berkas/{number}` offers the next step.
//! - Invariants: a step that a trial leaves out is offered in no unit of the trial from that unit's
//!   first day on; a kept trial holds in every unit; an undone one leaves no trace; a step that was
//!   begun can always be ended.

pub mod model;
pub mod reader;
pub mod store;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use kernel::error::Result;
use platform::db::Tx;

use model::Process;

/// How `service` is worked on in `unit` on `day`.
///
/// # Errors
/// When the database fails.
pub async fn process(tx: &mut Tx<'_>, service: &str, unit: &str, day: Date) -> Result<Process> {
    let steps = store::steps(tx, service).await?;
    let changes = store::changes(tx, service, unit, day).await?;
    Ok(Process::new(steps).changed(&changes))
}
