//! What happens when a clock of a report runs out: a second notice; an end by silence, if two notices
//! arrived; for everything that an office owes, a missed time that is kept and told.

use std::sync::Weak;

use futures_util::future::BoxFuture;
use kernel::actor::Actor;
use kernel::error::{Kind, Result};
use kernel::fact::SubjectKind;
use kernel::facts::Payload;
use kernel::facts::complaint as facts;
use kernel::id::{ClockId, ComplaintId};
use platform::App;
use platform::clocks::{Lapsed, OnLapse};
use platform::db::{Command, WriteTx};

use super::super::messages::{self, News};
use super::super::model::{NOTICES, State};
use super::super::report::{Report, tell_everyone};
use super::super::{rules, store};
use super::Doing;

/// The owner of the clocks of reports.
pub struct ComplaintClocks {
    /// The city. Weak, because the city holds its handlers.
    pub app: Weak<platform::Platform>,
}

impl OnLapse for ComplaintClocks {
    fn owns(&self, rule: &str) -> bool {
        rules::is_ours(rule)
    }

    fn lapse<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        lapsed: &'t Lapsed,
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            let Some(app) = self.app.upgrade() else { return Ok(()) };
            if lapsed.subject.kind != SubjectKind::Complaint {
                return Ok(());
            }
            let id = ComplaintId::from_uuid(lapsed.subject.id);
            Lapse { app, id, clock: lapsed.clock }.run(tx).await
        })
    }
}

/// Acts as if a clock of a report had just run out; also for a replayed past, which has no engine.
#[derive(Clone)]
pub struct Lapse {
    /// The city.
    pub app: App,
    /// Which report.
    pub id: ComplaintId,
    /// Which of its clocks.
    pub clock: ClockId,
}

impl Command for Lapse {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let report = match Report::load(tx, &self.app, self.id).await {
            Ok(report) => report,
            Err(error) if error.kind() == Kind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        // The row has moved on: nothing is owed any more.
        let Some(rule) = report.row.clocks.rule_of(self.clock).map(str::to_owned) else {
            return Ok(());
        };
        let mut doing = Doing::new(tx, &self.app, report, Actor::system());
        match rule.as_str() {
            rules::SECOND_NOTICE => doing.remind(tx).await?,
            rules::SILENCE | rules::SUPPLEMENT => doing.silent(tx, self.clock, &rule).await?,
            _ => doing.miss(tx, self.clock, &rule).await?,
        }
        store::set_open(tx, &doing.report.row).await
    }
}

impl Doing<'_> {
    async fn remind(&mut self, tx: &mut WriteTx<'_>) -> Result<()> {
        let row = &mut self.report.row;
        let moves = row.clocks.stop(rules::SECOND_NOTICE).into_iter().collect();
        let rule = match row.matter.state {
            State::Asked => rules::SUPPLEMENT,
            _ => rules::SILENCE,
        };
        let reminded = Payload::ComplaintReminded(facts::Reminded { v: 1 });
        self.commit(tx, reminded, moves).await?;
        self.await_word(tx, News::Reminded, rule).await
    }

    async fn silent(&mut self, tx: &mut WriteTx<'_>, clock: ClockId, rule: &str) -> Result<()> {
        let now = tx.now();
        let since = self.report.row.waits_since.unwrap_or(now);
        let delivered = store::delivered(tx, self.report.row.id, since).await?;
        if delivered < NOTICES {
            return self.miss(tx, clock, rule).await;
        }
        let unit = self.report.row.desk();
        self.report.row.matter.silence(delivered, now)?;
        let row = &mut self.report.row;
        row.waits_since = None;
        let mut moves: Vec<_> = row.clocks.lapse(clock).into_iter().collect();
        // The one that ran out as well: nobody waits for it any more.
        moves.extend(row.clocks.stop_all());
        let closed = facts::Closed { v: 1, how: facts::Closing::Silence };
        self.commit(tx, Payload::ComplaintClosed(closed), moves).await?;
        let counted = facts::ClosedWithoutConsent { v: 1, unit, reason: "silence".to_owned() };
        let payload = Payload::ComplaintClosedWithoutConsent(counted);
        tell_everyone(tx, self.command, self.actor, payload).await?;
        self.tell_closed(tx).await
    }

    async fn miss(&mut self, tx: &mut WriteTx<'_>, clock: ClockId, rule: &str) -> Result<()> {
        let Some(moved) = self.report.row.clocks.lapse(clock) else { return Ok(()) };
        let due = moved.due_at;
        let waits = matches!(rule, rules::SILENCE | rules::SUPPLEMENT);
        if !waits {
            self.report.row.missed += 1;
        }
        let missed = facts::DeadlineMissed { v: 1, rule: rule.to_owned() };
        self.commit(tx, Payload::ComplaintDeadlineMissed(missed), vec![moved]).await?;
        let Some(due) = due.filter(|_| !waits) else { return Ok(()) };
        messages::tell(tx, self.app, &self.report, News::Missed, None).await?;
        messages::tell_superiors(tx, self.app, &self.report.row, rule, due).await
    }
}
