//! What waits for overseers at the end of a synthetic year: rounds that were held, missed and planned, two
//! cases about people from outside, and mandates whose givers have not answered yet. All of it is made up.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::{Kind, Result};
use kernel::fact::TenantId;
use kernel::id::UserId;
use kernel::service::Applicant;
use listen::complaints::store::INSPECTORATE;
use oversee::cases::store as cases;
use oversee::cases::verbs::{About, Act, Does, Open, Outsider};
use oversee::commitment::verbs::{Declare, Said, Sign};
use oversee::rounds::verbs::{Hold, Plan};
use platform::App;
use platform::auth::{Can, Inspector, LoginName, account};
use platform::db::Command;
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

/// Cases: unit, name and NIK of whom it is about, days before the end, and what is alleged.
const CASES: [(&str, &str, &str, i32, &str); 2] = [
    (
        "DISDUKCAPIL",
        "Rudi Hartanto (contoh)",
        "1872010101809021",
        16,
        "Menawarkan pengurusan KTP lebih cepat dengan imbalan di halaman kantor.",
    ),
    (
        "DPMPTSP",
        "Lina Marlina (contoh)",
        "1872024101859022",
        4,
        "Mengaku dapat meloloskan izin usaha tanpa antre.",
    ),
];

/// Days from a summons to its hearing: more than the working days that are due, over any holidays.
const SUMMONED: i32 = 28;

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
    let found = account::by_login(&mut tx, &app.vault, &LoginName::parse("inspektur")?).await?;
    let user = found.ok_or_else(Error::not_found)?.id;
    let inspector = Can::<Inspector>::load(&mut tx, &app.vault, user).await?;
    drop(tx);
    let desk = Desk { app, tenant, inspector, last: app.tz().to_datetime(until).date() };
    for round in ROUNDS {
        desk.round(round).await?;
    }
    for case in CASES {
        desk.case(case).await?;
    }
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

struct Desk<'a> {
    app: &'a App,
    tenant: TenantId,
    inspector: Can<Inspector>,
    last: Date,
}

impl Desk<'_> {
    fn actor(&self) -> Actor {
        self.inspector.actor(Channel::Counter, None)
    }

    /// Ten o'clock, so many days before the end of the year.
    fn at(&self, days_before: i32) -> Result<Timestamp> {
        let day = self.last.checked_sub(days_before.days()).map_err(Error::internal)?;
        self.app.tz().to_timestamp(day.at(10, 0, 0, 0)).map_err(Error::internal)
    }

    async fn write<C: Command>(&self, days_before: i32, command: C) -> Result<C::Output> {
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

    /// A case, whose person is summoned two days later.
    async fn case(
        &self,
        (unit, name, nik, before, allegation): (&str, &str, &str, i32, &str),
    ) -> Result<()> {
        let outsider = Outsider { name: name.to_owned(), nik: nik.to_owned() };
        let open = Open {
            app: self.app.clone(),
            user: self.inspector.user(),
            actor: self.actor(),
            origin: "other".to_owned(),
            reference: String::new(),
            urgent: String::new(),
            unit: unit.to_owned(),
            about: About::Outsider(outsider),
            allegation: allegation.to_owned(),
            tell_superior: true,
        };
        let number = self.write(before, open).await?;
        let mut tx = self.app.db.read(self.tenant).await?;
        let row = cases::by_number(&mut tx, number).await?.ok_or_else(Error::not_found)?;
        drop(tx);
        let place = "Ruang pemeriksaan Inspektorat".to_owned();
        let summon = Act {
            app: self.app.clone(),
            id: row.id,
            user: self.inspector.user(),
            actor: self.actor(),
            does: Does::Summon { hearing: self.at(before - 2 - SUMMONED)?, place },
        };
        self.write(before - 2, summon).await
    }
}

/// Whether somebody applies under a mandate.
pub fn is_mandated(submission: &Submission) -> bool {
    submission.applicant == Applicant::Mandate
}
