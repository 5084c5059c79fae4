//! The last day of a mandate is over (KUHPer Art 1813): the file is its giver's, and the receiver's
//! secret opens a page of farewell.

use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::{Kind, Result};
use kernel::fact::{ClockOp, TenantId};
use kernel::facts::Payload;
use kernel::facts::mandate::{EndedBy, Revoked};
use kernel::id::MandateId;
use kernel::number::{ApplicationNumber, Secret};
use kernel::service::Applicant;
use platform::App;
use platform::db::{Command, Tx, WriteTx};
use platform::vault::is_secret;

use super::super::messages::{self, News};
use super::super::model::{Event, State};
use super::super::store;
use super::{By, Mandate};
use crate::applications::store::Application;
use crate::applications::verbs::{File, new_command};

/// Mandates of one look.
const STEP: i64 = 200;

/// Ends every mandate of an open file whose last day was before today; how many there were. Doing it again, or
/// after a day on which nobody did it, ends each of them once.
///
/// # Errors
/// When the database fails.
pub async fn expire(app: &App, tenant: TenantId) -> Result<usize> {
    let mut tx = app.db.read(tenant).await?;
    let over = store::expired(&mut tx, app.today(), STEP).await?;
    drop(tx);
    let mut ended = 0;
    for id in over {
        let today = app.today();
        match app.db.write(tenant, Expire { app: app.clone(), id, today }).await {
            Ok(()) => ended += 1,
            // Taken back, or erased, since they were listed.
            Err(error) if matches!(error.kind(), Kind::Conflict | Kind::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(ended)
}

/// One of them.
#[derive(Clone)]
pub struct Expire {
    /// The city.
    pub app: App,
    /// Which mandate.
    pub id: MandateId,
    /// The day on which it holds no longer.
    pub today: Date,
}

impl Command for Expire {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let mut mandate = Mandate::load(tx, &self.app, self.id).await?;
        if mandate.row.until >= self.today {
            return Err(Error::conflict("representatives-answered"));
        }
        let mut file = File::load(tx, &self.app, mandate.row.application).await?;
        if file.row.state.is_ended() {
            return Err(Error::conflict("representatives-answered"));
        }
        let by = (new_command(tx), Actor::system());
        let payload = Payload::MandateRevoked(Revoked::by(EndedBy::Time));
        let stop = (file.row.unit_code.as_str(), ClockOp::Stop);
        mandate.pass(tx, Event::Expire, by, stop, payload).await?;
        store::insert_over(tx, file.row.id, &file.row.secret_hash).await?;
        // Nobody is shown this secret: the giver fetches one of their own.
        file.take_over(tx, &self.app, by).await?;
        messages::tell_receiver(tx, &self.app, &mandate, &file, News::Over).await?;
        messages::tell_of_end(tx, &self.app, &mandate, &file).await
    }
}

/// The giver fetches the secret of the file that went back to them, once.
#[derive(Clone)]
pub struct Fetch {
    /// The city.
    pub app: App,
    /// Which mandate.
    pub id: MandateId,
    /// Who asks.
    pub by: By,
}

impl Command for Fetch {
    type Output = (ApplicationNumber, Secret);

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Self::Output> {
        let mandate = Mandate::load(tx, &self.app, self.id).await?;
        let mut file = File::load(tx, &self.app, mandate.row.application).await?;
        self.by.may(&mandate, &file)?;
        let now = tx.now();
        if !store::claim(tx, file.row.id, now).await? {
            return Err(Error::conflict("representatives-fetched"));
        }
        let by = (new_command(tx), self.by.actor(&file));
        let secret = file.take_over(tx, &self.app, by).await?;
        Ok((file.row.number, secret))
    }
}

/// Whether `secret` belongs to a receiver whose mandate is over: it opens a page of farewell. That
/// holds from the first moment after the last day, also before anyone has ended the mandate, and for
/// a file that had ended before.
///
/// # Errors
/// When the database fails.
pub(crate) async fn is_over(
    tx: &mut Tx<'_>,
    app: &App,
    row: &Application,
    secret: &Secret,
) -> Result<bool> {
    if row.applicant == Applicant::Mandate {
        let mandate = store::of_application(tx, row.id).await?;
        let past =
            mandate.is_some_and(|one| one.state == State::Confirmed && one.until < app.today());
        return Ok(past && is_secret(&secret.expose(), &row.secret_hash));
    }
    let over = store::over(tx, row.id).await?;
    Ok(over.is_some_and(|over| is_secret(&secret.expose(), &over.secret_hash)))
}
