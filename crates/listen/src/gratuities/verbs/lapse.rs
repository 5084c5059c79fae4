//! What happens when a clock of a gift runs out: it is noted, and the gratuity unit is told.

use std::sync::Weak;

use futures_util::future::BoxFuture;
use kernel::actor::{Actor, Role};
use kernel::error::{Kind as Refusal, Result};
use kernel::fact::SubjectKind;
use kernel::facts::Payload;
use kernel::facts::gift as facts;
use kernel::id::{ClockId, GiftId};
use platform::App;
use platform::auth::account;
use platform::clocks::{Lapsed, OnLapse};
use platform::db::WriteTx;

use super::super::model::rules;
use super::super::store::{self, Row};
use super::Report;

/// The owner of the clocks of gifts.
pub struct GiftClocks {
    /// The city. Weak, because the city holds its handlers.
    pub app: Weak<platform::Platform>,
}

impl OnLapse for GiftClocks {
    fn owns(&self, rule: &str) -> bool {
        rule.starts_with("gift.")
    }

    fn lapse<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        lapsed: &'t Lapsed,
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            let Some(app) = self.app.upgrade() else { return Ok(()) };
            if lapsed.subject.kind != SubjectKind::Gift {
                return Ok(());
            }
            let id = GiftId::from_uuid(lapsed.subject.id);
            match lapse(tx, &app, id, lapsed.clock).await {
                Err(error) if error.kind() == Refusal::NotFound => Ok(()),
                other => other,
            }
        })
    }
}

/// Notes that a time ran out. What the officer did not complete is not processed (Art 9).
async fn lapse(tx: &mut WriteTx<'_>, app: &App, id: GiftId, clock: ClockId) -> Result<()> {
    let row = store::by_id(tx, id).await?;
    let mut report = Report::of(tx, app, row).await?;
    let Some(rule) = report.row.clocks.rule_of(clock).map(str::to_owned) else { return Ok(()) };
    let before = report.row.seq;
    let mut moves: Vec<_> = report.row.clocks.lapse(clock).into_iter().collect();
    if moves.is_empty() {
        return Ok(());
    }
    if rule == rules::COMPLETE {
        report.row.matter.expire()?;
        // The one that ran out as well: nothing more is due.
        moves.extend(report.row.clocks.stop_all());
    }
    let due = moves.first().and_then(|moved| moved.due_at);
    let missed = facts::DeadlineMissed { v: 1, rule: rule.clone() };
    report.append(tx, Actor::system(), Payload::GiftDeadlineMissed(missed), moves).await?;
    store::update(tx, &report.row, before).await?;
    match due {
        Some(due) => tell_unit(tx, app, &report.row, (&rule, due)).await,
        None => Ok(()),
    }
}

/// The gratuity unit is told what it owes, or what was owed to it.
async fn tell_unit(
    tx: &mut WriteTx<'_>,
    app: &App,
    row: &Row,
    (rule, due): (&str, jiff::Timestamp),
) -> Result<()> {
    if tx.is_replayed() {
        return Ok(());
    }
    for reader in account::holders(tx, Role::Inspector, "").await? {
        platform::outbox::tell_account(tx, app, reader, |lang| {
            let values = [
                ("number", row.number.to_string()),
                ("rule", lang.t(&rule.replace("gift.", "gift-rule-"))),
                ("due", lang.moment(due, app.tz())),
                ("link", format!("{}/inspektorat/hadiah", app.settings.public_url)),
            ];
            let subject = lang.t1("gift-missed-subject", "number", row.number);
            (subject, lang.with("gift-missed-body", &values))
        })
        .await?;
    }
    Ok(())
}
