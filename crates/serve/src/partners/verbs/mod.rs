//! What can be done with contracts and handed steps. Each act writes its fact in the transaction of the
//! rows.

mod agree;
mod hand;
mod lapse;
mod work;

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::partner::{StepTakenBack, TakenBack};
use kernel::id::CommandId;
use platform::App;
use platform::db::WriteTx;
use platform::journal::{Seal, next_seq};
use platform::keys;

pub use agree::{Decide, End, Propose};
pub use hand::{Hand, TakeBack};
pub use lapse::PartnerClocks;
pub use work::{Finish, Know, Open, Opened, Rate};

use super::model::{Partner, STEP_RULE, Task};
use super::store;
use crate::applications::verbs::{File, new_command};

/// Appends a fact about a contract: clear when it is public, else under the contract's own key.
async fn append(
    tx: &mut WriteTx<'_>,
    app: &App,
    partner: &Partner,
    actor: Actor,
    payload: Payload,
) -> Result<()> {
    let subject = Subject { kind: SubjectKind::Partner, id: partner.id.uuid() };
    let clear = payload.is_clear();
    // A clear fact names no account.
    let actor = if clear { Actor { user: None, ..actor } } else { actor };
    let command = new_command(tx);
    let fact =
        NewFact { subject, command, occurred_at: tx.now(), actor, clocks: Vec::new(), payload };
    let seq = next_seq(tx, subject).await?;
    if clear {
        tx.append(&fact, seq, Seal::Clear).await?;
        return Ok(());
    }
    let key = match keys::find(tx, &app.vault, subject.id).await? {
        Some(key) => key,
        None => keys::create(tx, &app.vault, subject.id).await?,
    };
    tx.append(&fact, seq, Seal::Under(&key)).await?;
    Ok(())
}

/// The move of a handed step's clock.
fn moved(file: &File, task: &Task, op: ClockOp) -> ClockMove {
    ClockMove {
        clock: task.clock,
        rule: STEP_RULE.to_owned(),
        owner: file.row.unit_code.clone(),
        due_at: Some(task.due_at),
        op,
    }
}

/// Takes a step back, whoever wants it.
async fn take_back(
    tx: &mut WriteTx<'_>,
    app: &App,
    task: &mut Task,
    (command, actor): (CommandId, Actor),
    why: TakenBack,
) -> Result<()> {
    task.end(Some(why), tx.now())?;
    store::update_task(tx, task).await?;
    // The person was erased: the step is over, and no file is left to say so.
    let mut file = match File::load(tx, app, task.application).await {
        Err(error) if error.kind() == kernel::error::Kind::NotFound => return Ok(()),
        other => other?,
    };
    let op = if why == TakenBack::Late { ClockOp::Lapse } else { ClockOp::Stop };
    let clocks = vec![moved(&file, task, op)];
    let actor = Actor { unit: Some(file.row.unit_id), ..actor };
    let payload = Payload::PartnerStepTakenBack(StepTakenBack {
        v: 1,
        partner: task.partner,
        step: task.step,
        why,
    });
    file.commit(tx, command, actor, payload, clocks).await
}

/// The contract of a handed step, in force today; of any other nobody may know.
async fn in_force(tx: &mut WriteTx<'_>, app: &App, task: &Task) -> Result<Partner> {
    let partner = store::by_id(tx, task.partner).await?;
    let today = app.tz().to_datetime(tx.now()).date();
    if partner.in_force(today) { Ok(partner) } else { Err(Error::not_found()) }
}
