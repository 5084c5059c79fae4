//! A mandate ends before its work is done (KUHPer Art 1813): its giver takes it back and has the
//! file, or its receiver gives it up together with the application.

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::ClockOp;
use kernel::facts::Payload;
use kernel::facts::mandate::{EndedBy, Revoked};
use kernel::id::{CommandId, MandateId};
use kernel::number::{ApplicationNumber, Secret};
use platform::App;
use platform::db::{Command, WriteTx};

use super::super::messages::{self, News};
use super::super::model::{Event, State};
use super::super::store;
use super::{By, Mandate};
use crate::applications::verbs::{File, new_command};

/// The giver takes it back: by the code that was sent to their own phone or, without a phone, at a
/// counter, where an officer who did not type the application in checks who they are.
#[derive(Clone)]
pub struct Revoke {
    /// The city.
    pub app: App,
    /// Which mandate.
    pub id: MandateId,
    /// Who says so.
    pub by: By,
}

impl Command for Revoke {
    /// The number and its new secret; none when the file has ended.
    type Output = Option<(ApplicationNumber, Secret)>;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Self::Output> {
        let mut mandate = Mandate::load(tx, &self.app, self.id).await?;
        let mut file = File::load(tx, &self.app, mandate.row.application).await?;
        self.by.may(&mandate, &file)?;
        let by = (new_command(tx), self.by.actor(&file));
        let payload = Payload::MandateRevoked(self.revoked());
        let stop = (file.row.unit_code.as_str(), ClockOp::Stop);
        mandate.pass(tx, Event::Revoke, by, stop, payload).await?;
        messages::tell_receiver(tx, &self.app, &mandate, &file, News::Revoked).await?;
        if file.row.state.is_ended() {
            return Ok(None);
        }
        let secret = file.take_over(tx, &self.app, by).await?;
        Ok(Some((file.row.number, secret)))
    }
}

impl Revoke {
    fn revoked(&self) -> Revoked {
        let ended = Revoked::by(EndedBy::Giver);
        match &self.by {
            By::Giver => ended,
            By::Officer { asked, note, .. } => {
                Revoked { asked: Some(*asked), note: note.clone(), ..ended }
            }
        }
    }
}

/// The receiver withdraws the application `file` and with it gives the mandate up.
///
/// # Errors
/// When the database fails.
pub(crate) async fn given_up(
    tx: &mut WriteTx<'_>,
    app: &App,
    file: &File,
    by: (CommandId, Actor),
) -> Result<()> {
    let Some(row) = store::of_application(tx, file.row.id).await? else { return Ok(()) };
    if !matches!(row.state, State::Given | State::Confirmed) {
        return Ok(());
    }
    let mut mandate = Mandate::of(tx, app, row).await?;
    let payload = Payload::MandateRevoked(Revoked::by(EndedBy::Receiver));
    let stop = (file.row.unit_code.as_str(), ClockOp::Stop);
    mandate.pass(tx, Event::GiveUp, by, stop, payload).await
}
