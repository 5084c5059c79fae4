//! A synthetic city as what is tested: honest, or with patterns planted in it.

use detection::cases::{Cases, Office, Told};
use detection::log::{Builder, Reading};
use simulation::{
    Agent, Conduct, Habit, Habits, Habitual, Manifest, Noise, OfficeHabit, OfficeYear, Options,
    Plant, Planted, Silence, SpendingTruth, Treatment, office_years,
};

use super::log::{GROUPS, LATE_AFTER, Log};
use super::spending;
use crate::cli::Strength;
use crate::commands::Stop;

/// Percent of picks that go out of turn for a good reason, and of acts that are recorded late.
pub const NOISE: Noise = Noise { overrides: 5, late_records: 3 };

/// What is honest and looks like a pattern: a busy notary, a relative who files for grandparents, a
/// skilled officer, and a day on which a village comes to the counter.
pub fn look_alikes() -> Plant {
    Plant {
        agents: vec![
            agent("DUK-AKTA-MATI", 80, 80, Conduct::Registered),
            agent("DUK-KK-BARU", 12, 4, Conduct::Helper),
        ],
        officers: vec![Habit { unit: "DISDUKCAPIL".to_owned(), habit: Habits::Pace(50) }],
        kelurahan: vec![Treatment {
            unit: "DISDUKCAPIL".to_owned(),
            kelurahan: "18.72.02.1001".to_owned(),
            percent: 100,
            step: None,
            village: Some((2, 40)),
        }],
        noise: NOISE,
        ..Plant::default()
    }
}

fn agent(service: &str, applications: u32, families: u32, conduct: Conduct) -> Agent {
    Agent { service: service.to_owned(), applications, families, conduct }
}

/// The look-alikes, and one of each kind at one strength.
pub fn planted(strength: Strength) -> Plant {
    let mut plant = look_alikes();
    let unit = "DISDUKCAPIL".to_owned();
    plant.agents.extend([
        agent("DUK-KTP-HILANG", 20, 20, Conduct::Faster(percent(strength))),
        agent("DUK-KK-UBAH", 100, 100, Conduct::FasterWith(percent(strength))),
        agent("DUK-PINDAH", 60, 60, Conduct::Steered(times(strength, 20))),
        agent("DUK-KK-BARU", 30, 30, Conduct::First),
    ]);
    plant.officers.extend([
        Habit { unit: unit.clone(), habit: Habits::Jumps(times(strength, NOISE.overrides)) },
        Habit {
            unit: unit.clone(),
            habit: Habits::RecordsLate(times(strength, NOISE.late_records)),
        },
    ]);
    let treated = |kelurahan: &str, step: Option<u32>| Treatment {
        unit: unit.clone(),
        kelurahan: kelurahan.to_owned(),
        percent: slower(strength),
        step,
        village: None,
    };
    plant.kelurahan.extend([treated("18.72.01.1001", None), treated("18.72.04.1001", Some(1))]);
    plant
}

/// Offices that hide gifts of which people report, or of which they tell in the survey alone, end reports
/// without an act, and end them on the last day, each out of the ordinary by a ratio of 1.5, 2 or 4; and one,
/// in every city, where hardly anyone is asked for money.
pub fn offices(strength: Option<Strength>) -> Vec<Silence> {
    let one = |unit: &str, habit: OfficeHabit| Silence { unit: unit.to_owned(), habit };
    let mut all = vec![one("DISHUB", OfficeHabit::Spared)];
    if let Some(strength) = strength {
        let more = times(strength, 100);
        all.extend([
            one("DISDUKCAPIL", OfficeHabit::HidesGifts(10_000 / more)),
            one("DISNAKERTRANS", OfficeHabit::Hushed(10_000 / more)),
            one("DPMPTSP", OfficeHabit::EndsIdly(more)),
            one("DINSOS", OfficeHabit::EndsLate(more)),
        ]);
    }
    all
}

/// Percent of the ordinary work that makes files about 1.5, 2 and 3 times faster, the waiting
/// between steps included.
fn percent(strength: Strength) -> u32 {
    match strength {
        Strength::Weak => 50,
        Strength::Medium => 25,
        Strength::Strong => 8,
    }
}

/// The other way round, waiting in the queue included.
fn slower(strength: Strength) -> u32 {
    match strength {
        Strength::Weak => 200,
        Strength::Medium => 400,
        Strength::Strong => 800,
    }
}

/// 1.5, 2 and 4 times a percentage.
fn times(strength: Strength, percent: u32) -> u32 {
    match strength {
        Strength::Weak => percent * 3 / 2,
        Strength::Medium => percent * 2,
        Strength::Strong => percent * 4,
    }
}

/// A city as files and spending.
#[derive(Default)]
pub struct Simulated {
    /// What is tested of it.
    pub cases: Cases,
    /// What is true of its files.
    pub truth: Truth,
    /// What is true of its offices.
    pub offices: Vec<Silence>,
    /// What is true of its spending.
    pub spending: Vec<SpendingTruth>,
}

impl Simulated {
    /// The city with what a year left of its offices besides their files.
    #[must_use]
    pub fn with_offices(mut self, seed: u64, offices: Vec<Silence>) -> Self {
        let mut units: Vec<(String, u32)> = (0..self.cases.units.len() as u32)
            .map(|code| (self.cases.units.name(code).to_owned(), code))
            .collect();
        units.sort();
        let names: Vec<&str> = units.iter().map(|(name, _)| name.as_str()).collect();
        let years = office_years(seed, &names, &offices);
        let round = self.cases.rounds.code("survey");
        for ((_, unit), year) in units.into_iter().zip(years) {
            let OfficeYear { accused, users, answers, told, gifts, .. } = year;
            let OfficeYear { ended, without_act, last_day, .. } = year;
            self.cases.offices.push(Office { unit, accused, gifts, ended, without_act, last_day });
            let told = |round| Told { round, unit, users, answers, paid: told, gifts };
            self.cases.told.extend(round.map(told));
        }
        self.offices = offices;
        self
    }

    /// The city with a year of contracts and activities.
    #[must_use]
    pub fn with_spending(mut self, seed: u64, plant: &[Habitual], limits: [i64; 4]) -> Self {
        self.spending = spending::add(&mut self.cases, seed, plant, limits);
        self
    }
}

/// Lets a city run and reads its events as a log.
pub fn simulate(
    spec: simulation::CitySpec<'_>,
    options: Options,
    until: jiff::Timestamp,
) -> Result<Simulated, Stop> {
    let city = simulation::City::new(spec, options).map_err(super::wrong)?;
    let mut builder = Builder::new(Reading {
        utc_offset_minutes: 7 * 60,
        late_after_minutes: LATE_AFTER,
        groups: GROUPS.map(str::to_owned).to_vec(),
    });
    let mut stream = city.stream(until);
    let mut log = Log::new(&city);
    for event in stream.by_ref() {
        log.event(&event.map_err(super::wrong)?, |record, meaning, groups| {
            builder.add(record, meaning, groups);
            Ok(())
        })?;
    }
    let truth = Truth::of(stream.manifest());
    Ok(Simulated { truth, cases: builder.finish(), ..Simulated::default() })
}

/// What a run over the city should find: subjects with something the matter.
#[derive(Debug, Default)]
pub struct Truth {
    /// Representatives and contacts, by the applications that are theirs.
    pub agents: Vec<(Conduct, Vec<u32>, u32)>,
    /// Officers.
    pub officers: Vec<(Habits, u32, usize)>,
    /// How kelurahan fare, and number of applications.
    pub kelurahan: Vec<(Treatment, usize)>,
}

impl Truth {
    /// Reads it off the manifest.
    pub fn of(manifest: &Manifest) -> Self {
        let mut truth = Self::default();
        for planted in &manifest.planted {
            match planted {
                Planted::Agent { conduct, officer, applications, .. } => {
                    truth.agents.push((*conduct, applications.clone(), *officer));
                }
                Planted::Broker { officer, applications, .. } => {
                    truth.agents.push((Conduct::First, applications.clone(), *officer));
                }
                Planted::Officer { officer, habit, applications } => {
                    truth.officers.push((*habit, *officer, applications.len()));
                }
                Planted::Kelurahan { unit, kelurahan, percent, step, applications } => {
                    let treatment = Treatment {
                        unit: unit.clone(),
                        kelurahan: kelurahan.clone(),
                        percent: *percent,
                        step: *step,
                        village: None,
                    };
                    truth.kelurahan.push((treatment, applications.len()));
                }
                Planted::Jump { .. } | Planted::SlowSignature { .. } => {}
            }
        }
        truth
    }
}
