//! Trials of a synthetic year: one whose lot was really drawn, so that it can be judged by that lot,
//! and one that somebody only proposes.

use improve::processes::model::{State, Trial};
use improve::processes::rules;
use improve::processes::verbs::{Propose, Replay, evaluate};
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Error;
use kernel::calendar::WorkCalendar;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::facts::trial::{Change, Started};
use kernel::id::{TrialId, UserId};
use platform::App;
use platform::auth::{Approver, Can, LoginName, account};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha20Rng;
use simulation::{CitySpec, Stage};

use super::story::TRIED;
use super::surveys::At;

/// Days of the trial. More than the rule asks, because a kelurahan gets few such files in a month.
const DAYS: i64 = 84;
/// Weeks from its last day to the end of the year, in which its files are finished.
const AFTER: i32 = 4;
/// Days from its proposal to its first day.
const BEFORE: i32 = 14;
/// What is proposed: service, step, and the step that takes it over.
const PROPOSED: (&str, &str, &str) = ("KEL-SKU", "draft", "verify");

/// The trial that leaves the kelurahan's initials out, and its lot.
///
/// # Errors
/// When the city has too few kelurahan.
pub fn drawn(
    spec: &CitySpec<'_>,
    calendar: &WorkCalendar,
    (seed, last): (u64, Date),
) -> Result<Trial> {
    let first_day = last.saturating_sub(AFTER.weeks()).saturating_sub((DAYS - 1).days());
    let proposed = first_day.saturating_sub(BEFORE.days());
    let proposed_at =
        calendar.tz().to_timestamp(proposed.at(9, 0, 0, 0)).map_err(Error::internal)?;
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let mut lot = [0; 32];
    rng.fill_bytes(&mut lot);
    let mut trial = Trial {
        id: TrialId::new(proposed_at, &mut rng),
        service: TRIED.0.to_owned(),
        version: 2,
        state: State::Proposed,
        changes: vec![Change::Remove { step: TRIED.1.to_owned() }],
        units: spec.kelurahan.iter().map(|one| one.unit_code.clone()).collect(),
        first_day,
        why: "Setahun ini paraf tidak pernah menolak satu berkas pun, tetapi setiap surat \
              menunggunya."
            .to_owned(),
        proposer: UserId::new(proposed_at, &mut rng),
        proposed_at,
        design: None,
        effect: None,
        reason: String::new(),
        seq: 0,
    };
    trial.design = Some(rules::draw(&trial, calendar, DAYS, trial.version, lot)?);
    Ok(trial)
}

/// The same as the simulation plants it.
pub fn planted(design: &Started) -> simulation::Trial {
    let stage =
        |stage: &kernel::facts::trial::Stage| Stage { unit: stage.unit.clone(), from: stage.from };
    simulation::Trial {
        service: TRIED.0.to_owned(),
        step: TRIED.1.to_owned(),
        stages: design.stages.iter().map(stage).collect(),
    }
}

/// Writes the drawn trial down at its own time and judges it; and proposes another one.
///
/// # Errors
/// When an account is missing or the database fails.
pub async fn run(app: &App, tenant: TenantId, mut trial: Trial) -> Result<()> {
    let mut tx = app.db.read(tenant).await?;
    let proposer = user(app, &mut tx, "koordinator").await?;
    let approver = user(app, &mut tx, "pengesah").await?;
    let approver = Can::<Approver>::load(&mut tx, &app.vault, approver).await?;
    drop(tx);
    trial.proposer = proposer;
    let (id, at, units) = (trial.id, trial.proposed_at, trial.units.clone());
    let replay = Replay { app: app.clone(), trial, approver };
    app.db.write(tenant, At { at, command: replay }).await?;
    evaluate(app, tenant, id).await?;
    let (service, step, into) = PROPOSED;
    let propose = Propose {
        app: app.clone(),
        service: service.to_owned(),
        change: Change::Merge { step: step.to_owned(), into: into.to_owned() },
        units,
        first_day: app.today().saturating_add(BEFORE.days()),
        why: "Pemeriksa sudah tahu isi suratnya; menyusunnya sekaligus menghemat satu antrean."
            .to_owned(),
        proposer,
    };
    app.db.write(tenant, propose).await?;
    Ok(())
}

async fn user(app: &App, tx: &mut platform::db::Tx<'_>, login: &str) -> Result<UserId> {
    let found = account::by_login(tx, &app.vault, &LoginName::parse(login)?).await?;
    Ok(found.ok_or_else(Error::not_found)?.id)
}
