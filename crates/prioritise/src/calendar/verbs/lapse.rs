//! The last day of a step passed without it: that is said in public, and nothing else happens by itself.

use std::sync::Weak;

use futures_util::future::BoxFuture;
use kernel::actor::Actor;
use kernel::error::{Kind, Result};
use kernel::fact::SubjectKind;
use kernel::facts::Payload;
use kernel::facts::plan::StepMissed;
use kernel::id::BudgetCalendarId;
use platform::clocks::{Lapsed, OnLapse};
use platform::db::WriteTx;

use super::super::store;
use super::append;

/// The owner of the clocks of the budget's year.
pub struct BudgetClocks {
    /// The city. Weak, because the city holds its handlers.
    pub app: Weak<platform::Platform>,
}

impl OnLapse for BudgetClocks {
    fn owns(&self, rule: &str) -> bool {
        rule.starts_with("budget.")
    }

    fn lapse<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        lapsed: &'t Lapsed,
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            if self.app.upgrade().is_none() || lapsed.subject.kind != SubjectKind::BudgetCalendar {
                return Ok(());
            }
            match missed(tx, lapsed).await {
                Err(error) if error.kind() == Kind::NotFound => Ok(()),
                other => other,
            }
        })
    }
}

async fn missed(tx: &mut WriteTx<'_>, lapsed: &Lapsed) -> Result<()> {
    let mut year = store::by_id(tx, BudgetCalendarId::from_uuid(lapsed.subject.id)).await?;
    let before = year.seq;
    let Some(moved) = year.clocks.lapse(lapsed.clock) else { return Ok(()) };
    let code = lapsed.rule.strip_prefix("budget.").unwrap_or(&lapsed.rule);
    let due = year.steps.iter().find(|step| step.code == code).and_then(|step| step.due);
    let missed = StepMissed { v: 1, budget_year: year.budget_year, step: code.to_owned(), due };
    append(tx, &mut year, Actor::system(), Payload::CalendarStepMissed(missed), vec![moved])
        .await?;
    store::update(tx, &year, before).await
}
