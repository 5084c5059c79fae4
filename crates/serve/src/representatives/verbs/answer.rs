//! What the giver says: by the link on their own phone or, when they have none, to an officer who is
//! not the one that typed the application in.

use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::fact::ClockOp;
use kernel::facts::{Payload, mandate as facts};
use kernel::id::MandateId;
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::{Command, WriteTx};

use super::super::messages::{self, News};
use super::super::model::Event;
use super::Mandate;
use crate::applications::verbs::{File, new_command};
use crate::applications::{desk, messages as letters};

/// Who says what the giver answered.
#[derive(Clone)]
pub enum By {
    /// Whoever holds the code that was sent to the giver's own phone.
    Giver,
    /// An officer, of a giver without a phone.
    Officer {
        /// The officer.
        officer: Can<Officer>,
        /// Whether the giver came or was called.
        asked: facts::Asked,
        /// How the officer knows that it is the giver.
        note: String,
    },
}

impl By {
    /// Of files of other units an officer may not even know, and a giver with a phone speaks alone.
    pub(super) fn may(&self, mandate: &Mandate, file: &File) -> Result<()> {
        let Self::Officer { officer, .. } = self else { return Ok(()) };
        if !officer.covers(&file.row.unit_code) {
            return Err(Error::not_found());
        }
        if mandate.contents()?.giver.phone.is_some() {
            return Err(Error::conflict("representatives-has-phone"));
        }
        if mandate.row.typed_by == Some(officer.user()) {
            return Err(Error::conflict("representatives-other-officer"));
        }
        Ok(())
    }

    pub(super) fn actor(&self, file: &File) -> Actor {
        match self {
            Self::Giver => Actor::citizen(Channel::Online),
            Self::Officer { officer, .. } => {
                officer.actor(Channel::Counter, Some(file.row.unit_id))
            }
        }
    }
}

/// The answer of the giver.
#[derive(Clone)]
pub struct Answer {
    /// The city.
    pub app: App,
    /// Which mandate.
    pub id: MandateId,
    /// Whether it is theirs.
    pub yes: bool,
    /// Who says so.
    pub by: By,
}

impl Command for Answer {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mandate = Mandate::load(tx, &self.app, self.id).await?;
        let file = File::load(tx, &self.app, mandate.row.application).await?;
        self.by.may(&mandate, &file)?;
        if self.yes {
            self.confirm(tx, mandate, file).await
        } else {
            self.refuse(tx, mandate, file).await
        }
    }
}

impl Answer {
    fn asked(&self) -> (facts::Asked, String) {
        match &self.by {
            By::Giver => (facts::Asked::Link, String::new()),
            By::Officer { asked, note, .. } => (*asked, note.clone()),
        }
    }

    async fn confirm(
        &self,
        tx: &mut WriteTx<'_>,
        mut mandate: Mandate,
        mut file: File,
    ) -> Result<()> {
        if mandate.row.until < self.app.tz().to_datetime(tx.now()).date() {
            return Err(Error::conflict("representatives-expired"));
        }
        let by = (new_command(tx), self.by.actor(&file));
        let (asked, note) = self.asked();
        let payload = Payload::MandateConfirmed(facts::Confirmed { v: 1, asked, note });
        let stop = (file.row.unit_code.as_str(), ClockOp::Stop);
        mandate.pass(tx, Event::Confirm, by, stop, payload).await?;
        let standard = desk::standard_of(tx, &file.row).await?;
        let used = Payload::MandateUsed(facts::Used { v: 1, mandate: mandate.row.id });
        file.go_on(tx, &self.app, &standard, by, used).await?;
        letters::received(tx, &self.app, &file, &standard, &file.details()?).await
    }

    async fn refuse(
        &self,
        tx: &mut WriteTx<'_>,
        mut mandate: Mandate,
        mut file: File,
    ) -> Result<()> {
        let by = (new_command(tx), self.by.actor(&file));
        let (asked, note) = self.asked();
        let payload = Payload::MandateRefused(facts::Refused { v: 1, asked: Some(asked), note });
        let stop = (file.row.unit_code.as_str(), ClockOp::Stop);
        mandate.pass(tx, Event::Refuse, by, stop, payload).await?;
        file.withdraw(tx, by).await?;
        messages::tell_receiver(tx, &self.app, &mandate, &file, News::NotTheirs).await
    }
}
