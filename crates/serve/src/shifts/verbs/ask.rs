//! An officer asks a colleague to swap.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::shift::{Slot, SwapAsked};
use kernel::id::{SwapId, UserId};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::outbox::tell_account;

use super::super::model::{State, Swap};
use super::super::rules::Known;
use super::super::store;
use super::{append, known};

/// Swaps of a unit among which an open one for the same shift is looked for.
const LAST: i64 = 500;

/// The question.
#[derive(Clone)]
pub struct Ask {
    /// The city.
    pub app: App,
    /// Who asks.
    pub asker: UserId,
    /// What they give.
    pub give: Slot,
    /// What they would take from whoever sits there.
    pub take: Slot,
    /// The same as the actor of the fact.
    pub actor: Actor,
}

impl Command for Ask {
    type Output = SwapId;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<SwapId> {
        let holder = store::holder(tx, &self.take).await?;
        let now = tx.now();
        let swap = Swap {
            id: SwapId::new(now, tx.rng()),
            state: State::Asked,
            asker: self.asker,
            give: self.give.clone(),
            colleague: holder.ok_or_else(|| Error::conflict("shifts-changed"))?,
            take: self.take.clone(),
            asked_at: now,
        };
        let open = store::swaps(tx, &self.give.unit, LAST).await?;
        let same = |one: &Swap| {
            one.state == State::Asked && one.asker == swap.asker && one.give == swap.give
        };
        if open.iter().any(same) {
            return Err(Error::conflict("shifts-asked-already"));
        }
        let (today, both) = (self.app.today(), [swap.asker, swap.colleague]);
        let days = [swap.give.day, swap.take.day];
        let (shifts, absent) = known(tx, &swap.give.unit, &both, (&days, today)).await?;
        Known { shifts: &shifts, absent: &absent, today }.may_swap(&swap)?;
        store::insert_swap(tx, &swap).await?;
        let asked = SwapAsked {
            v: 1,
            give: swap.give.clone(),
            colleague: swap.colleague,
            take: swap.take.clone(),
        };
        let subject = Subject { kind: SubjectKind::Swap, id: swap.id.uuid() };
        append(tx, &self.app, subject, self.actor, Payload::ShiftSwapAsked(asked)).await?;
        let link = format!("{}/petugas/jadwal", self.app.settings.public_url);
        tell_account(tx, &self.app, swap.colleague, |lang| {
            let body = lang.t1("shifts-mail-asked", "link", link.clone());
            (lang.t("shifts-mail-asked-subject"), body)
        })
        .await?;
        Ok(swap.id)
    }
}
