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

/// How many kelurahan take part: those with most people, since a unit without a file before the trial
/// says nothing.
const UNITS: usize = 6;
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
        units: largest(spec),
        first_day,
        why: "Setahun ini paraf tidak pernah menolak satu berkas pun, tetapi setiap surat \
              menunggunya."
            .to_owned(),
        proposer: UserId::new(proposed_at, &mut rng),
        proposed_at,
        design: None,
        effect: None,
        due: None,
        reason: String::new(),
        seq: 0,
    };
    trial.design = Some(rules::draw(&trial, calendar, DAYS, trial.version, lot)?);
    Ok(trial)
}

/// Codes of the units of the kelurahan with most people, in the order of the city's files.
fn largest(spec: &CitySpec<'_>) -> Vec<String> {
    let mut by_size: Vec<_> = spec.kelurahan.iter().collect();
    by_size.sort_by(|one, other| other.weight.total_cmp(&one.weight));
    by_size.truncate(UNITS);
    let mut units: Vec<String> = by_size.iter().map(|one| one.unit_code.clone()).collect();
    units.sort();
    units
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

/// The account of that name.
pub(super) async fn user(app: &App, tx: &mut platform::db::Tx<'_>, login: &str) -> Result<UserId> {
    let found = account::by_login(tx, &app.vault, &LoginName::parse(login)?).await?;
    Ok(found.ok_or_else(Error::not_found)?.id)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::collections::BTreeMap;

    use improve::processes::rules::Answered;
    use jiff::Timestamp;
    use kernel::facts::trial::Evaluated;
    use simulation::{Act, Flaw};

    use super::*;
    use crate::city::{self, Sources};
    use crate::cli::Planting;
    use crate::load;

    fn minutes(calendar: &WorkCalendar, unit: &str, from: Timestamp, to: Timestamp) -> f64 {
        let micros = |at: Timestamp| at.as_microsecond();
        improve::events::log::minutes(calendar, unit, micros(from), micros(to))
    }

    /// A file: its number, its unit, from when to when.
    type Served = (u32, String, Timestamp, Timestamp);

    /// Submission and end of the files of the trial's service that never went back to their citizen.
    fn files(
        city: &simulation::City<'_>,
        service: usize,
        until: Timestamp,
    ) -> (Vec<Served>, Vec<u32>) {
        let (mut open, mut done) = (BTreeMap::new(), Vec::new());
        let mut stream = city.stream(until);
        for event in stream.by_ref() {
            let event = event.unwrap();
            match &event.act {
                Act::Submit(one) if one.service == service => {
                    open.insert(event.application, (one.unit.clone(), event.at));
                }
                Act::Return { .. } | Act::Withdraw => {
                    open.remove(&event.application);
                }
                Act::Issue { .. } | Act::Refuse { .. } => {
                    if let Some((unit, from)) = open.remove(&event.application) {
                        done.push((event.application, unit, from, event.at));
                    }
                }
                _ => {}
            }
        }
        let trial = stream.manifest().process.iter().find(|f| matches!(f, Flaw::Trial { .. }));
        let tried = trial.map(|flaw| flaw.applications().to_vec()).unwrap_or_default();
        (done, tried)
    }

    /// What the demo of that size says of its trial, and what the trial truly does to the mean file,
    /// known because the same city also runs without it.
    fn judged(applications: u32) -> (Evaluated, f64) {
        let sources = Sources::metro();
        let city = city::read(&sources).unwrap();
        let demand = load::demand("demand.csv", sources.text("demand.csv").unwrap()).unwrap();
        let last: Date = "2026-11-27".parse().unwrap();
        let mut options = load::options(1, last, applications, Planting::All);
        options.counters = true;
        let spec = load::spec(&city, &demand, options.first_day()).unwrap();
        let service = spec.services.iter().position(|one| one.standard.code == TRIED.0).unwrap();
        let trial = drawn(&spec, &city.calendar, (1, last)).unwrap();
        let design = trial.design.unwrap();
        let until = city.calendar.tz().to_timestamp(last.at(23, 0, 0, 0)).unwrap();
        let without = simulation::City::new(spec.clone(), options.clone()).unwrap();
        let (other, _) = files(&without, service, until);
        options.plant.process.trials = vec![planted(&design)];
        let with = simulation::City::new(spec, options).unwrap();
        let (all, tried) = files(&with, service, until);
        let answered = |(_, unit, from, to): &(u32, String, Timestamp, Timestamp)| Answered {
            unit: unit.clone(),
            day: city.calendar.tz().to_datetime(*from).date(),
            minutes: minutes(&city.calendar, unit, *from, *to),
        };
        let before = design.from.saturating_sub(90.days());
        let seen: Vec<Answered> = all
            .iter()
            .map(answered)
            .filter(|file| before <= file.day && file.day <= design.until)
            .collect();
        let found = rules::judge(&design, &seen, 0.95);
        let other: BTreeMap<u32, f64> =
            other.iter().map(|file| (file.0, answered(file).minutes)).collect();
        let mut saved: Vec<f64> = all
            .iter()
            .filter(|file| tried.contains(&file.0))
            .filter_map(|file| Some(answered(file).minutes - other.get(&file.0)?))
            .collect();
        saved.sort_by(f64::total_cmp);
        (found, saved.iter().sum::<f64>() / saved.len() as f64)
    }

    #[test]
    fn the_demos_trial_is_judged_by_its_lot_and_holds_the_truth() {
        let (found, truth) = judged(24_000);
        let (low, high) = (found.low_minutes.unwrap(), found.high_minutes.unwrap());
        assert!(truth < -60.0, "{truth}");
        assert!((low as f64..=high as f64).contains(&truth), "{truth} in {found:?}");
        assert!(high < 0, "{truth} in {found:?}");
    }
}
