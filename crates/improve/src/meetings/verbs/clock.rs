//! The clock of a promise. Every function that moves it returns the move for the fact of the act.

use jiff::Timestamp;
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp};
use kernel::id::ClockId;
use platform::App;
use platform::db::WriteTx;

use super::super::model::Promise;
use super::super::rules::RULE;

fn moved(promise: &Promise, clock: ClockId, op: ClockOp) -> ClockMove {
    let (rule, owner) = (RULE.to_owned(), promise.unit.clone());
    ClockMove { clock, rule, owner, due_at: Some(promise.due), op }
}

/// Lets a new clock run to `due`.
pub(super) fn start(
    tx: &mut WriteTx<'_>,
    app: &App,
    promise: &mut Promise,
    due: Timestamp,
) -> Result<ClockMove> {
    let now = tx.now();
    let term = app.rulebook.term(RULE, app.tz().to_datetime(now).date())?;
    let clock = ClockId::new(now, tx.rng());
    (promise.clock, promise.due, promise.lapsed) = (Some(clock), due, false);
    Ok(moved(promise, clock, ClockOp::Start { term }))
}

/// Ends the clock: what was due is done, or has another date.
pub(super) fn stop(promise: &mut Promise) -> Option<ClockMove> {
    let clock = promise.clock.take()?;
    Some(moved(promise, clock, ClockOp::Stop))
}

/// Notes that `clock` ran out, once. What was due is still owed, so the clock is kept until it is
/// stopped.
pub(super) fn lapse(promise: &mut Promise, clock: ClockId) -> Option<ClockMove> {
    if promise.clock != Some(clock) || promise.lapsed {
        return None;
    }
    (promise.lapsed, promise.missed) = (true, true);
    Some(moved(promise, clock, ClockOp::Lapse))
}
