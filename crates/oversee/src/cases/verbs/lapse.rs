//! What happens when a clock of a case runs out: the time of appeal ends it, any other was missed.

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::facts::Payload;
use kernel::facts::case as facts;
use kernel::id::CaseId;
use platform::App;
use platform::clocks::Lapsed;
use platform::db::WriteTx;

use super::super::store;
use super::{Case, rules};

/// A clock of a case ran out.
///
/// # Errors
/// When the database fails.
pub async fn lapse(tx: &mut WriteTx<'_>, app: &App, lapsed: &Lapsed) -> Result<()> {
    let row = store::by_id(tx, CaseId::from_uuid(lapsed.subject.id)).await?;
    let mut case = Case::of(tx, app, row).await?;
    let before = case.row.seq;
    let Some(moved) = case.row.clocks.lapse(lapsed.clock) else { return Ok(()) };
    if lapsed.rule == rules::APPEAL {
        case.contents.matter.become_final(tx.now())?;
        case.end(tx, Actor::system()).await?;
    } else {
        let missed = facts::DeadlineMissed { v: 1, rule: lapsed.rule.clone() };
        case.append(tx, Actor::system(), Payload::CaseDeadlineMissed(missed), vec![moved]).await?;
    }
    case.seal(tx)?;
    store::update(tx, &case.row, before).await
}
