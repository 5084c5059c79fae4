//! What is true of a synthetic city, as the subjects of tests: which of them is real, and what was planted.

use std::collections::BTreeMap;

use detection::kinds::Kind;
use detection::run::{Role, Test};
use simulation::{Conduct, Habits, OfficeHabit, Treatment};

use super::city::Simulated;
use super::spending;

/// The truth in the codes of the files.
pub struct Known<'c> {
    city: &'c Simulated,
    agents: Vec<(Conduct, u32, u32, Option<u32>, u64)>,
    officers: Vec<(Habits, Option<u32>, u64)>,
    kelurahan: Vec<Treated>,
    offices: Vec<(OfficeHabit, Option<u32>, u64)>,
}

/// How a kelurahan fares in an office.
struct Treated {
    unit: Option<u32>,
    kelurahan: Option<u32>,
    slower: bool,
    /// Whether one step alone is slower.
    one_step: bool,
    files: u64,
}

/// Name of a pattern, number of records that carry it, and which tests show it.
pub type Pattern<'k> = (&'static str, u64, Box<dyn Fn(&Test) -> bool + 'k>);

impl<'c> Known<'c> {
    /// Of a city.
    pub fn of(city: &'c Simulated) -> Self {
        let (truth, cases) = (&city.truth, &city.cases);
        let by_number: BTreeMap<&str, usize> = cases
            .all
            .iter()
            .enumerate()
            .map(|(place, case)| (cases.numbers.name(case.number), place))
            .collect();
        let agent = |(conduct, applications, officer): &(Conduct, Vec<u32>, u32)| {
            let first = applications.first()?.to_string();
            let case = &cases.all[*by_number.get(first.as_str())?];
            let officer = find(&cases.officers, &officer.to_string());
            Some((
                *conduct,
                case.representative?,
                case.contact?,
                officer,
                applications.len() as u64,
            ))
        };
        let officer = |(habit, officer, files): &(Habits, u32, usize)| {
            (*habit, find(&cases.officers, &officer.to_string()), *files as u64)
        };
        let kelurahan = |(treatment, files): &(Treatment, usize)| Treated {
            unit: find(&cases.units, &treatment.unit),
            kelurahan: find(&cases.groups[0].1, &treatment.kelurahan),
            slower: treatment.percent > 100,
            one_step: treatment.step.is_some(),
            files: *files as u64,
        };
        let office = |(habit, unit): (OfficeHabit, &str)| {
            let unit = find(&cases.units, unit);
            let year = cases.offices.iter().find(|one| Some(one.unit) == unit);
            let told =
                cases.told.iter().find(|one| Some(one.unit) == unit).map_or(0, |one| one.paid);
            let files = year.map_or(0, |year| match habit {
                OfficeHabit::HidesGifts(_) | OfficeHabit::Spared => year.accused,
                OfficeHabit::Hushed(_) => told,
                OfficeHabit::EndsIdly(_) => year.without_act,
                OfficeHabit::EndsLate(_) => year.last_day,
            });
            (habit, unit, u64::from(files))
        };
        Self {
            city,
            agents: truth.agents.iter().filter_map(agent).collect(),
            officers: truth.officers.iter().map(officer).collect(),
            kelurahan: truth.kelurahan.iter().map(kelurahan).collect(),
            offices: city
                .offices
                .iter()
                .map(|one| (one.habit, one.unit.as_str()))
                .map(office)
                .collect(),
        }
    }

    /// Whether something was planted in the subject that this kind of test asks for.
    pub fn is_real(&self, test: &Test) -> bool {
        let part = |role: Role| test.subject.iter().find(|(one, _)| *one == role).map(|one| one.1);
        let crooked = |conduct: Conduct| !conduct.is_honest();
        let agent = part(Role::Representative);
        let is_agent = self.agents.iter().any(|one| crooked(one.0) && Some(one.1) == agent);
        let contact = part(Role::Contact);
        let is_contact = self.agents.iter().any(|one| crooked(one.0) && Some(one.2) == contact);
        let officer = part(Role::Officer);
        let habit = |wanted: fn(&Habits) -> bool| {
            self.officers.iter().any(|one| wanted(&one.0) && one.1 == officer)
        };
        let helps = self
            .agents
            .iter()
            .any(|one| matches!(one.0, Conduct::First | Conduct::Steered(_)) && one.3 == officer);
        match test.kind {
            Kind::SharedContact | Kind::RepeatedOverride => is_contact,
            Kind::RepresentativeSpeed
            | Kind::PairSpeed
            | Kind::RepresentativeJump
            | Kind::Steering
            | Kind::VanishingReturn => is_agent,
            Kind::OfficerJump => habit(|habit| matches!(habit, Habits::Jumps(_))) || helps,
            Kind::Backdating => habit(|habit| matches!(habit, Habits::RecordsLate(_))),
            Kind::DeadlineBurst | Kind::DayEndBurst => false,
            Kind::GiftSilence | Kind::ClosedWithoutAct | Kind::ClosedLastDay => {
                let unit = part(Role::Unit);
                let planted = |one: &(OfficeHabit, Option<u32>, u64)| {
                    one.1 == unit && of_office(one.0).is_some_and(|(_, kind)| kind == test.kind)
                };
                self.offices.iter().any(planted)
            }
            Kind::PriceOverStandard
            | Kind::SingleBid
            | Kind::SplitPurchases
            | Kind::SameSupplier
            | Kind::Overtaking
            | Kind::DecemberSpending => {
                spending::is_real(&self.city.cases, &self.city.spending, test)
            }
            // Whose step takes longer, their files take longer, and the other way round.
            Kind::GroupSpeed | Kind::GroupStepSpeed => {
                let (unit, group) = (part(Role::Unit), part(Role::Group(0)));
                let planted =
                    |one: &Treated| one.slower && one.unit == unit && one.kelurahan == group;
                self.kelurahan.iter().any(planted)
            }
            Kind::GroupReturns | Kind::GroupSteps => false,
        }
    }

    /// What was planted, and what counts as finding it.
    pub fn patterns(&self) -> Vec<Pattern<'_>> {
        let mut all = spending::patterns(&self.city.cases, &self.city.spending);
        let of = |test: &Test, part: (Role, Option<u32>)| {
            test.subject.iter().any(|one| one.0 == part.0 && Some(one.1) == part.1)
        };
        for &(conduct, representative, contact, officer, files) in &self.agents {
            if conduct == Conduct::First {
                let shows = move |test: &Test| {
                    test.kind == Kind::SharedContact && of(test, (Role::Contact, Some(contact)))
                };
                all.push(("broker's contact", files, Box::new(shows)));
            }
            let (name, kinds, pair) = match conduct {
                Conduct::Faster(_) => ("speed", vec![Kind::RepresentativeSpeed], false),
                Conduct::FasterWith(_) => ("speed with one officer", vec![Kind::PairSpeed], true),
                Conduct::Steered(_) => ("steering", vec![Kind::Steering], true),
                Conduct::First => ("broker's jumps", vec![Kind::RepresentativeJump], false),
                Conduct::Registered | Conduct::Helper => continue,
            };
            all.push((
                name,
                files,
                Box::new(move |test| {
                    kinds.contains(&test.kind)
                        && of(test, (Role::Representative, Some(representative)))
                        && (!pair || of(test, (Role::Officer, officer)))
                }),
            ));
        }
        for &(habit, officer, files) in &self.officers {
            let (name, kind) = match habit {
                Habits::Jumps(_) => ("jumping", Kind::OfficerJump),
                Habits::RecordsLate(_) => ("late records", Kind::Backdating),
                Habits::Pace(_) => continue,
            };
            let shows = move |test: &Test| test.kind == kind && of(test, (Role::Officer, officer));
            all.push((name, files, Box::new(shows)));
        }
        for &Treated { unit, kelurahan, one_step, files, .. } in
            self.kelurahan.iter().filter(|one| one.slower)
        {
            let (name, kind) = match one_step {
                true => ("slower step of a kelurahan", Kind::GroupStepSpeed),
                false => ("slower kelurahan", Kind::GroupSpeed),
            };
            let shows = move |test: &Test| {
                test.kind == kind
                    && of(test, (Role::Unit, unit))
                    && of(test, (Role::Group(0), kelurahan))
            };
            all.push((name, files, Box::new(shows)));
        }
        for &(habit, unit, files) in &self.offices {
            let Some((name, kind)) = of_office(habit) else { continue };
            let shows = move |test: &Test| test.kind == kind && of(test, (Role::Unit, unit));
            all.push((name, files, Box::new(shows)));
        }
        all
    }
}

/// What a habit of an office is called, and the kind of test that asks for it.
fn of_office(habit: OfficeHabit) -> Option<(&'static str, Kind)> {
    match habit {
        OfficeHabit::HidesGifts(_) => Some(("gift silence", Kind::GiftSilence)),
        OfficeHabit::Hushed(_) => Some(("gift silence in the survey", Kind::GiftSilence)),
        OfficeHabit::EndsIdly(_) => Some(("reports ended idly", Kind::ClosedWithoutAct)),
        OfficeHabit::EndsLate(_) => Some(("reports ended late", Kind::ClosedLastDay)),
        OfficeHabit::Spared => None,
    }
}

fn find(names: &detection::cases::Names, name: &str) -> Option<u32> {
    (0..names.len() as u32).find(|code| names.name(*code) == name)
}
