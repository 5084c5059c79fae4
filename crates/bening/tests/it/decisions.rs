//! What the mayor's room says of the demo's decisions, beside what its manifest says is true of them.
//! The year is as large as that of `bening demo`; its files are counted as the projection counts them,
//! without an application, a fact or a form of each.

use std::collections::{BTreeMap, BTreeSet};

use bening::city::{City, Found, Sources, read};
use bening::cli::Planting;
use bening::config::Settings;
use bening::demo::accounts;
use bening::load::decisions::{Planted, Truth};
use bening::load::{self, decisions, trials};
use bening::room::results::{Outcome, Said, outcomes};
use bening::start;
use improve::decisions::store;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Clock;
use kernel::error::Result;
use kernel::fact::TenantId;
use platform::App;
use platform::clocks::lapse_due;
use platform::db::{Command, WriteTx, db};
use platform::entropy::Entropy;
use platform::i18n::Lang;
use platform::workers::settle;
use simulation::Act;

use crate::support::folder;

/// As `bening demo` has it when nothing else is asked.
const SEED: u64 = 1;
const APPLICATIONS: u32 = 24_000;
const LAST: &str = "2026-11-27";

/// Measure, unit and month.
type Place = (&'static str, String, String);
/// Cases, their sum, and the sum of their squares.
type Count = [i64; 3];
type Counts = BTreeMap<Place, Count>;

/// Answered files by steps and by whether they were ever sent back, as the projection of the reform
/// has them.
fn counted(city: &simulation::City<'_>, until: Timestamp, zone: &jiff::tz::TimeZone) -> Counts {
    #[derive(Default)]
    struct File {
        unit: String,
        steps: i64,
        returned: bool,
    }
    let (mut files, mut counts) = (BTreeMap::<u32, File>::new(), Counts::new());
    for event in city.stream(until) {
        let event = event.unwrap();
        let file = files.entry(event.application).or_default();
        match &event.act {
            Act::Submit(one) => file.unit.clone_from(&one.unit),
            Act::Return { .. } => file.returned = true,
            Act::StepFinish { .. } => file.steps += 1,
            Act::Issue { .. } | Act::Refuse { .. } => {
                let day = zone.to_datetime(event.at).date();
                let month = format!("{:04}-{:02}", day.year(), day.month());
                for (measure, value) in [("steps", file.steps), ("returned", file.returned.into())]
                {
                    let place = (measure, file.unit.clone(), month.clone());
                    let count = counts.entry(place).or_default();
                    *count = [count[0] + 1, count[1] + value, count[2] + value * value];
                }
            }
            _ => {}
        }
    }
    counts
}

struct Fill(Counts);

impl Command for Fill {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        for ((measure, unit, month), [n, total, squares]) in &self.0 {
            sqlx::query(
                "INSERT INTO reform_count (tenant_id, measure, unit_code, month, n, total, squares) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(tx.tenant())
            .bind(*measure)
            .bind(unit.clone())
            .bind(month.clone())
            .bind(*n)
            .bind(*total)
            .bind(*squares)
            .execute(tx.conn())
            .await
            .map_err(db)?;
        }
        Ok(())
    }
}

/// A year of the demo: its decisions, the counts of its files, and the same without what was decided.
struct Year {
    city: City,
    story: Vec<Planted>,
    counts: Counts,
    without: Counts,
    until: Timestamp,
    first: Date,
}

impl Year {
    fn simulate(city: City) -> Self {
        let sources = Sources::metro();
        let demand = load::demand("demand.csv", sources.text("demand.csv").unwrap()).unwrap();
        let last: Date = LAST.parse().unwrap();
        let mut options = load::options(SEED, last, APPLICATIONS, Planting::All);
        options.counters = true;
        let first = options.first_day();
        let zone = city.calendar.tz().clone();
        let until = zone.to_timestamp(last.at(23, 0, 0, 0)).unwrap();
        let spec = load::spec(&city, &demand, first).unwrap();
        let story = decisions::story(&spec, first);
        let trial = trials::drawn(&spec, &city.calendar, (SEED, last)).unwrap();
        options.plant.process.trials = trial.design.iter().map(trials::planted).collect();
        let without = simulation::City::new(spec.clone(), options.clone()).unwrap();
        let without = counted(&without, until, &zone);
        options.plant.process.trials.push(decisions::planted(&spec, first));
        let simulated = simulation::City::new(spec, options).unwrap();
        let counts = counted(&simulated, until, &zone);
        drop(simulated);
        Self { city, story, counts, without, until, first }
    }

    /// What a decision truly did: the mean over its units and the three months after it, with it less
    /// without it, where enough files tell.
    fn truth(&self, decided: &Planted) -> f64 {
        let measure = decided.measure.unwrap();
        let month = |ahead: i64| {
            let day = decided.from.saturating_add(jiff::Span::new().months(ahead));
            format!("{:04}-{:02}", day.year(), day.month())
        };
        let months: BTreeSet<String> = (0..3).map(month).collect();
        let mut by_unit: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for (place, [n, total, _]) in &self.counts {
            let (known, unit, month) = place;
            let other = self.without.get(place);
            let mine = *known == measure && decided.units.contains(unit) && months.contains(month);
            if let (true, Some([m, sum, _])) = (mine && *n >= 10, other) {
                let mean = |total: i64, n: i64| total as f64 / n as f64;
                by_unit.entry(unit).or_default().push(mean(*total, *n) - mean(*sum, *m));
            }
        }
        let means = by_unit.values().map(|one| one.iter().sum::<f64>() / one.len() as f64);
        means.sum::<f64>() / by_unit.len() as f64
    }

    /// A city with these counts, in which the decisions were taken at their times and reviewed.
    async fn found(&self, at: &std::path::Path) -> (App, TenantId) {
        let settings = Settings { data: at.to_owned(), ..Settings::default() };
        let clock = Clock::manual(self.until);
        let db = start::open_database(&settings, clock, Entropy::seeded(SEED)).await.unwrap();
        let founded = self.city.calendar.tz().to_timestamp(self.first.into()).unwrap();
        let found = Found { city: self.city.clone(), synthetic: true, at: Some(founded) };
        let tenant = found.run_on(&db).await.unwrap().tenant;
        let app = start::assemble(&settings, &self.city, db).await.unwrap();
        accounts::open(&app, tenant).await.unwrap();
        app.db.write(tenant, Fill(self.counts.clone())).await.unwrap();
        decisions::run(&app, tenant, &self.story).await.unwrap();
        while lapse_due(&app.db, tenant, &app.on_lapse).await.unwrap() > 0 {
            settle(&app, tenant).await.unwrap();
        }
        (app, tenant)
    }
}

fn verdict(said: &[Outcome], decided: &Planted) -> Said {
    let found = said.iter().find(|one| one.words == decided.words);
    found.unwrap_or_else(|| panic!("the room does not tell of {decided:?}: {said:?}")).said
}

#[tokio::test]
async fn the_room_calls_certain_what_the_manifest_plants_and_nothing_else() {
    let year = Year::simulate(read(&Sources::metro()).unwrap());
    let at = folder();
    let (app, tenant) = year.found(at.path()).await;
    let mut tx = app.db.read(tenant).await.unwrap();
    let said = outcomes(&mut tx, &app, Lang::En).await.unwrap();
    let reviewed = store::taken(&mut tx, &app, 100).await.unwrap();
    drop(tx);
    assert_eq!(said.len(), year.story.len(), "all fit: {said:?}");
    let truths: BTreeSet<bool> = year.story.iter().map(|one| one.truth == Truth::Less).collect();
    assert_eq!(truths.len(), 2, "some work and some do not");
    for decided in &year.story {
        let said = verdict(&said, decided);
        match decided.truth {
            Truth::Less => assert_eq!(said, Said::Less, "{decided:?}"),
            Truth::Nothing => {
                assert!(matches!(said, Said::Uncertain | Said::Nothing), "{said:?}: {decided:?}");
            }
        }
        if decided.measure.is_none() {
            continue;
        }
        // What is not planted changes nothing at all; what is lies within what was said.
        let truth = if decided.truth == Truth::Less { year.truth(decided) } else { 0.0 };
        let taken = |one: &&improve::decisions::model::Decision| {
            one.taken.as_ref().is_some_and(|taken| taken.words == decided.words)
        };
        let review = reviewed.iter().find(taken).unwrap().reviewed.clone().unwrap();
        let (low, high) = (review.low_micro.unwrap(), review.high_micro.unwrap());
        let micro = (truth * 1e6).round() as i64;
        assert!((low..=high).contains(&micro), "{truth} in {review:?} of {}", decided.words);
        assert!(decided.truth == Truth::Nothing || truth < -0.1, "{truth}");
    }
    app.db.close().await;
}
