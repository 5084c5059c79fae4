//! Follows proposals through the journal, so that a plan can take those that were accepted without knowing
//! the rows of `proposals`.

use futures_util::future::BoxFuture;
use kernel::error::Result;
use kernel::fact::Positioned;
use kernel::facts::Payload;
use kernel::facts::proposal::{Made, Stage};
use platform::db::{WriteTx, db};
use platform::journal::Projection;

/// The projection `plan_accepted`.
#[derive(Debug)]
pub struct AcceptedProposals;

impl Projection for AcceptedProposals {
    fn name(&self) -> &'static str {
        "plan_accepted"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["plan_accepted"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts {
                match &fact.clear {
                    Some(Payload::ProposalMade(made)) => insert(tx, fact, made).await?,
                    Some(Payload::ProposalCosted(costed)) => {
                        cost(tx, fact, costed.cost.get()).await?;
                    }
                    Some(Payload::ProposalAccepted(one)) if one.stage == Stage::City => {
                        accept(tx, fact, true).await?;
                    }
                    Some(Payload::ProposalReturned(_) | Payload::ProposalMerged(_)) => {
                        accept(tx, fact, false).await?;
                    }
                    _ => {}
                }
            }
            Ok(())
        })
    }
}

async fn insert(tx: &mut WriteTx<'_>, fact: &Positioned, made: &Made) -> Result<()> {
    sqlx::query(
        "INSERT INTO plan_accepted (tenant_id, proposal_id, number, budget_year, title, kelurahan, \
         cost, accepted) VALUES ($1, $2, $3, $4, $5, $6, $7, 0)",
    )
    .bind(tx.tenant())
    .bind(fact.subject.id.as_bytes().to_vec())
    .bind(made.number.clone())
    .bind(i64::from(made.budget_year))
    .bind(made.title.clone())
    .bind(made.kelurahan.clone())
    .bind(made.asked.map(kernel::money::Rupiah::get))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

async fn cost(tx: &mut WriteTx<'_>, fact: &Positioned, cost: i64) -> Result<()> {
    sqlx::query("UPDATE plan_accepted SET cost = $3 WHERE tenant_id = $1 AND proposal_id = $2")
        .bind(tx.tenant())
        .bind(fact.subject.id.as_bytes().to_vec())
        .bind(cost)
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}

async fn accept(tx: &mut WriteTx<'_>, fact: &Positioned, accepted: bool) -> Result<()> {
    sqlx::query("UPDATE plan_accepted SET accepted = $3 WHERE tenant_id = $1 AND proposal_id = $2")
        .bind(tx.tenant())
        .bind(fact.subject.id.as_bytes().to_vec())
        .bind(i64::from(accepted))
        .execute(tx.conn())
        .await
        .map_err(db)?;
    Ok(())
}
