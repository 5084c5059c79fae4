//! What waits for overseers at the end of a synthetic year: rounds that were held, missed and planned,
//! cases about people from outside (`cases`), and mandates whose givers have not answered yet. All of it is made up.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::{Kind, Result};
use kernel::fact::TenantId;
use kernel::id::UserId;
use kernel::service::Applicant;
use listen::complaints::store::INSPECTORATE;
use oversee::commitment::verbs::{Declare, Said, Sign};
use oversee::rounds::verbs::{Hold, Plan};
use platform::App;
use platform::auth::{Can, Inspector, LoginName, account};
use platform::db::{Command, Tx};
use platform::workers::settle;
use serve::applications::model::DocumentState;
use serve::applications::store::HeldDocument;
use serve::representatives::letter;
use simulation::Submission;

use super::Loader;
use super::surveys::At;

/// Rounds: unit, kind, days before the end at which it was planned, days from then to its day, and after
/// how many days it was held with how many findings.
type Round = (&'static str, &'static str, i32, i32, Option<(i32, u32, &'static str)>);

const ROUNDS: [Round; 5] = [
    ("DISDUKCAPIL", "routine", 70, 21, Some((9, 2, "Papan tarif dipasang di loket 3 dan 4."))),
    ("BPPRD", "unannounced", 48, 14, Some((4, 0, ""))),
    ("DINSOS", "routine", 40, 14, None),
    ("DPMPTSP", "unannounced", 12, 20, None),
    ("DISDUKCAPIL", "follow_up", 5, 12, None),
];

/// One officer of so many has not signed this year's pact.
const UNSIGNED: usize = 5;

/// Mandates that wait for their givers.
const WAITING: usize = 2;

/// Loads what waits for overseers at `until`.
///
/// # Errors
/// When an account is missing or the database fails.
pub async fn run(loader: &Loader, mandated: &[Submission], until: Timestamp) -> Result<()> {
    let (app, tenant) = (&loader.app, loader.tenant);
    let mut tx = app.db.read(tenant).await?;
    let inspector = by_login(&mut tx, app, "inspektur").await?;
    let second = by_login(&mut tx, app, "inspektur-2").await?;
    drop(tx);
    let desk = Desk { app, tenant, inspector, second, last: app.tz().to_datetime(until).date() };
    for round in ROUNDS {
        desk.round(round).await?;
    }
    desk.cases().await?;
    desk.pledges(&loader.officers).await?;
    waiting(loader, mandated).await?;
    settle(app, tenant).await
}

/// Mandates that come in now, not in a replayed past, so that their givers are asked.
async fn waiting(loader: &Loader, mandated: &[Submission]) -> Result<()> {
    let mut count = 0;
    for submission in mandated.iter().rev() {
        if count == WAITING {
            break;
        }
        let mut submit = super::batch::submit(&loader.app, &loader.standards, submission);
        submit.documents.extend(letter::documents().iter().map(|document| HeldDocument {
            code: document.code.clone(),
            state: DocumentState::Seen,
            file: None,
        }));
        match loader.app.db.write(loader.tenant, submit).await {
            Ok(_) => count += 1,
            // Whoever holds as many mandates as one may is given no other, here as in life.
            Err(error) if error.kind() == Kind::Invalid => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn by_login(tx: &mut Tx<'_>, app: &App, login: &str) -> Result<Can<Inspector>> {
    let found = account::by_login(tx, &app.vault, &LoginName::parse(login)?).await?;
    Can::<Inspector>::load(tx, &app.vault, found.ok_or_else(Error::not_found)?.id).await
}

/// The Inspectorate's desk at the end of the year.
pub(super) struct Desk<'a> {
    pub(super) app: &'a App,
    pub(super) tenant: TenantId,
    pub(super) inspector: Can<Inspector>,
    /// Whoever decides as the second person.
    pub(super) second: Can<Inspector>,
    last: Date,
}

impl Desk<'_> {
    pub(super) fn actor(&self) -> Actor {
        self.inspector.actor(Channel::Counter, None)
    }

    /// Ten o'clock, so many days before the end of the year.
    pub(super) fn at(&self, days_before: i32) -> Result<Timestamp> {
        let day = self.last.checked_sub(days_before.days()).map_err(Error::internal)?;
        self.app.tz().to_timestamp(day.at(10, 0, 0, 0)).map_err(Error::internal)
    }

    pub(super) async fn write<C: Command>(
        &self,
        days_before: i32,
        command: C,
    ) -> Result<C::Output> {
        self.app.db.write(self.tenant, At { at: self.at(days_before)?, command }).await
    }

    /// Most officers sign in January and say that they have no interest; every fifth forgets. A city whose
    /// year is younger signs on its last day.
    async fn pledges(&self, officers: &[UserId]) -> Result<()> {
        let signed = officers.iter().enumerate().filter(|(place, _)| place % UNSIGNED != 0);
        for (place, user) in signed {
            let spread = i32::try_from(place % 20).unwrap_or_default();
            let january = self.last.first_of_year().saturating_add((8 + spread).days());
            let days = january.until(self.last).map_or(0, |span| span.get_days()).max(0);
            let (app, user) = (self.app.clone(), *user);
            self.write(days, Sign { app: app.clone(), user }).await?;
            let said = Said { relation: "none".to_owned(), ..Said::default() };
            self.write(days, Declare { app, user, said }).await?;
        }
        Ok(())
    }

    async fn round(&self, (unit, kind, before, days, held): Round) -> Result<()> {
        let plan = Plan {
            app: self.app.clone(),
            actor: self.actor(),
            unit: unit.to_owned(),
            owner: INSPECTORATE.to_owned(),
            kind: kind.to_owned(),
            by: Some(self.at(before - days)?),
        };
        let id = self.write(before, plan).await?;
        let Some((after, findings, follow_up)) = held else { return Ok(()) };
        let hold = Hold {
            app: self.app.clone(),
            id,
            actor: self.actor(),
            findings,
            follow_up: follow_up.to_owned(),
        };
        self.write(before - after, hold).await
    }
}

/// Whether somebody applies under a mandate.
pub fn is_mandated(submission: &Submission) -> bool {
    submission.applicant == Applicant::Mandate
}
