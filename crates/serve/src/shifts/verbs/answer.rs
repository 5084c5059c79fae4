//! The colleague agrees or not, or who asked takes it back.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::shift::{Outcome, SwapEnded};
use kernel::id::{SwapId, UserId};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::outbox::tell_account;

use super::super::model::{State, Swap};
use super::super::rules::Known;
use super::super::store;
use super::{append, known};

/// The answer.
#[derive(Clone)]
pub struct Answer {
    /// The city.
    pub app: App,
    /// To which question.
    pub id: SwapId,
    /// Who answers.
    pub officer: UserId,
    /// What they say.
    pub outcome: Outcome,
    /// The same as the actor of the fact.
    pub actor: Actor,
}

impl Command for Answer {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let swap = store::swap(tx, self.id).await?;
        let answers = match self.outcome {
            Outcome::Withdrawn => swap.asker,
            Outcome::Accepted | Outcome::Declined => swap.colleague,
        };
        // Nobody else needs to know that there is such a question.
        if answers != self.officer {
            return Err(Error::not_found());
        }
        if swap.state != State::Asked {
            return Err(Error::conflict("shifts-answered"));
        }
        if self.outcome == Outcome::Accepted {
            self.exchange(tx, &swap).await?;
        }
        store::end_swap(tx, self.id, State::Ended(self.outcome)).await?;
        let subject = Subject { kind: SubjectKind::Swap, id: self.id.uuid() };
        let ended = Payload::ShiftSwapEnded(SwapEnded { v: 1, outcome: self.outcome });
        append(tx, &self.app, subject, self.actor, ended).await?;
        if self.outcome == Outcome::Withdrawn {
            return Ok(());
        }
        let link = format!("{}/petugas/jadwal", self.app.settings.public_url);
        let state = State::Ended(self.outcome).code();
        tell_account(tx, &self.app, swap.asker, |lang| {
            let body = lang.t1(&format!("shifts-mail-{state}"), "link", link.clone());
            (lang.t("shifts-mail-answered-subject"), body)
        })
        .await
    }
}

impl Answer {
    /// Both leave what they hold before either sits down, so that nobody sits at two counters.
    async fn exchange(&self, tx: &mut WriteTx<'_>, swap: &Swap) -> Result<()> {
        let (today, both) = (self.app.today(), [swap.asker, swap.colleague]);
        let days = [swap.give.day, swap.take.day];
        let (shifts, absent) = known(tx, &swap.give.unit, &both, (&days, today)).await?;
        Known { shifts: &shifts, absent: &absent, today }.may_swap(swap)?;
        store::leave(tx, &swap.give, swap.asker).await?;
        store::leave(tx, &swap.take, swap.colleague).await?;
        store::sit(tx, &swap.take, swap.asker).await?;
        store::sit(tx, &swap.give, swap.colleague).await
    }
}
