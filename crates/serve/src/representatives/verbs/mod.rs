//! What can be done with a mandate and with the register: each act writes its fact and its row in
//! one transaction, together with what it does to the application.

mod answer;
mod expire;
mod give;
mod lapse;
mod open;
mod register;
mod revoke;
mod stage;

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, NewFact};
use kernel::facts::Payload;
use kernel::id::{CommandId, MandateId};
use platform::App;
use platform::db::{Tx, WriteTx};
use platform::journal::Seal;
use platform::keys;
use platform::vault::SubjectKey;

pub use answer::{Answer, By};
pub use expire::{Expire, Fetch, expire};
pub use lapse::MandateClocks;
pub use open::Open;
pub use register::{Agree, End, Listed, Write, details_of};
pub use revoke::Revoke;
pub use stage::Stage;

pub(crate) use expire::is_over;
pub(crate) use give::{Giving, allowed, give, standing};
pub(crate) use revoke::given_up;
pub(crate) use stage::at_counter;

use super::model::{Contents, Event};
use super::rules;
use super::store::{self, Row};

const CONTENTS: &str = "mandate.contents";

/// A mandate with its key, open for one act.
#[derive(Debug)]
pub struct Mandate {
    /// The row.
    pub row: Row,
    /// The key of its personal data.
    pub key: SubjectKey,
}

impl Mandate {
    /// Reads a mandate and its key.
    ///
    /// # Errors
    /// Not found when there is none, or when it has been erased.
    pub async fn load(tx: &mut Tx<'_>, app: &App, id: MandateId) -> Result<Self> {
        let row = store::by_id(tx, id).await?;
        Self::of(tx, app, row).await
    }

    /// The key to a row that was read already.
    ///
    /// # Errors
    /// Not found when it has been erased.
    pub async fn of(tx: &mut Tx<'_>, app: &App, row: Row) -> Result<Self> {
        let key = keys::find(tx, &app.vault, row.id.uuid()).await?;
        Ok(Self { row, key: key.ok_or_else(Error::not_found)? })
    }

    /// What it says.
    ///
    /// # Errors
    /// When the stored bytes were changed.
    pub fn contents(&self) -> Result<Contents> {
        self.key.open_json(CONTENTS, &self.row.sealed)
    }

    /// Moves it on; the clock of the answer, which the unit `owner` keeps, ends by `op`.
    async fn pass(
        &mut self,
        tx: &mut WriteTx<'_>,
        event: Event,
        (command, actor): (CommandId, Actor),
        (owner, op): (&str, ClockOp),
        payload: Payload,
    ) -> Result<()> {
        let before = self.row.seq;
        self.row.state = self.row.state.after(event)?;
        self.row.answered_at = self.row.answered_at.or(Some(tx.now()));
        let due_at = self.row.due_at.take();
        let ended = self.row.clock.take().map(|clock| ClockMove {
            clock,
            rule: rules::CONFIRMATION.to_owned(),
            owner: owner.to_owned(),
            due_at,
            op,
        });
        self.append(tx, (command, actor), payload, ended.into_iter().collect()).await?;
        store::update(tx, &self.row, before).await
    }

    async fn append(
        &mut self,
        tx: &mut WriteTx<'_>,
        (command, actor): (CommandId, Actor),
        payload: Payload,
        clocks: Vec<ClockMove>,
    ) -> Result<()> {
        let fact = NewFact {
            subject: self.row.subject(),
            command,
            occurred_at: tx.now(),
            actor,
            clocks,
            payload,
        };
        self.row.seq += 1;
        tx.append(&fact, self.row.seq, Seal::Under(&self.key)).await?;
        Ok(())
    }
}
