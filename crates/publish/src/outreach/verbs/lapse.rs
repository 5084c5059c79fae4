//! What happens when nobody evaluates a campaign or says that a visit took place: it is noted in the open,
//! and the common clock lets it go up.

use futures_util::future::BoxFuture;
use kernel::actor::Actor;
use kernel::error::{Kind, Result};
use kernel::fact::{ClockOp, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::campaign::{EvaluationMissed, VisitMissed};
use kernel::id::{CampaignId, VisitId};
use platform::clocks::{Lapsed, OnLapse};
use platform::db::WriteTx;

use super::super::model::{Due, EVALUATION, Going, REPORT, State};
use super::super::store::{self, visits};
use super::visit::subject;
use super::{commit, tell};

/// The owner of the clocks of campaigns and visits.
#[derive(Debug)]
pub struct OutreachClocks;

impl OnLapse for OutreachClocks {
    fn owns(&self, rule: &str) -> bool {
        matches!(rule, EVALUATION | REPORT)
    }

    fn lapse<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        lapsed: &'t Lapsed,
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            let id = lapsed.subject.id;
            let done = match lapsed.subject.kind {
                SubjectKind::Campaign => evaluation(tx, CampaignId::from_uuid(id)).await,
                SubjectKind::Visit => visit(tx, VisitId::from_uuid(id)).await,
                _ => Ok(()),
            };
            match done {
                Err(error) if error.kind() == Kind::NotFound => Ok(()),
                other => other,
            }
        })
    }
}

async fn evaluation(tx: &mut WriteTx<'_>, id: CampaignId) -> Result<()> {
    let mut row = store::by_id(tx, id).await?;
    // The table of clocks may be a moment behind an evaluation.
    let Some(due) = row.due.filter(|due| !due.lapsed && row.state == State::Ended) else {
        return Ok(());
    };
    row.due = Some(Due { lapsed: true, ..due });
    let clock = row.moved(due.at, ClockOp::Lapse);
    let missed = EvaluationMissed { v: 1, rule: EVALUATION.to_owned() };
    let payload = Payload::CampaignEvaluationMissed(missed);
    commit(tx, row, State::Ended, Actor::system(), (payload, vec![clock])).await
}

async fn visit(tx: &mut WriteTx<'_>, id: VisitId) -> Result<()> {
    let mut visit = visits::by_id(tx, id).await?;
    if visit.state != Going::Planned {
        return Ok(());
    }
    let before = visit.seq;
    visit.state = Going::Missed;
    visit.seq += 1;
    let payload = Payload::VisitMissed(VisitMissed { v: 1, rule: REPORT.to_owned() });
    let clocks = vec![visit.moved(ClockOp::Lapse)];
    tell(tx, subject(id), (visit.seq, Actor::system()), (payload, clocks)).await?;
    visits::update(tx, &visit, before).await
}
