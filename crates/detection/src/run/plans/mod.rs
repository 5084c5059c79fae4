//! Which tests there are: for each kind its strata, its subjects and what is measured.

mod compared;
mod job;
mod missing;
mod offices;
mod people;
mod silence;
mod spending;

use super::{Options, Part, Role};
use crate::cases::{Case, Cases, Code};
use crate::clock::WorkingClock;
use crate::kinds::Kind;
use crate::order::{self, Taken};

pub use job::Plan;

/// Two hours in microseconds.
const TWO_HOURS: i64 = 2 * 60 * 60 * 1_000_000;

/// Which two hours of the day: queues are long at opening and short in the afternoon.
fn part_of_day(at: i64) -> i64 {
    at.div_euclid(TWO_HOURS).rem_euclid(12)
}

/// Everything that the kinds share.
struct Desk<'c> {
    cases: &'c Cases,
    options: &'c Options,
    clock: WorkingClock,
    taken: Vec<Taken>,
}

/// A queue: office, service, channel, whether it goes first by rule, and kind of case.
type Queue = (Option<Code>, Option<Code>, Option<Code>, bool, Option<Code>);

fn queue(case: &Case) -> Queue {
    (case.unit, case.service, case.channel, case.priority, case.mix)
}

/// Plans for all kinds.
pub fn plans(cases: &Cases, options: &Options) -> Vec<Plan> {
    let acts = cases.all.iter().flat_map(|case| [case.picked, case.done]).flatten();
    let desk = Desk {
        cases,
        options,
        clock: WorkingClock::from_acts(acts),
        taken: order::taken(&cases.all),
    };
    Kind::ALL.into_iter().map(|kind| desk.plan(kind)).collect()
}

impl Desk<'_> {
    fn plan(&self, kind: Kind) -> Plan {
        if let Some(missing) = self.missing(kind) {
            return Plan { kind, jobs: Vec::new(), missing: Some(missing), values: None };
        }
        match kind {
            Kind::SharedContact => self.shared_contacts(),
            Kind::RepresentativeSpeed => self.speed(kind, self.by_pick(), true, |case| {
                Some(vec![(Role::Representative, case.representative?)])
            }),
            Kind::PairSpeed => self.speed(kind, self.by_desk(), true, |case| {
                Some(vec![
                    (Role::Representative, case.representative?),
                    (Role::Officer, case.officer?),
                ])
            }),
            Kind::GroupSpeed => self.group_speed(),
            Kind::GroupStepSpeed => self.step_speed(),
            Kind::RepresentativeJump => {
                let marked = |file: u32| self.jumped(file);
                self.marks(kind, &self.by_ready(false), marked, |case| {
                    Some(vec![(Role::Representative, case.representative?)])
                })
            }
            Kind::OfficerJump => {
                let strata = self.with_others();
                self.of_officers(kind, &strata, |file| self.jumped(file))
            }
            Kind::RepeatedOverride => {
                let marked = |file: u32| self.case(file).out_of_turn;
                self.marks(kind, &self.by_ready(false), marked, |case| {
                    Some(vec![(Role::Contact, case.contact?)])
                })
            }
            Kind::Steering => self.steering(),
            Kind::VanishingReturn => self.vanishing(),
            Kind::DeadlineBurst => {
                let late =
                    |case: &Case, part: f64| share_left(case).is_some_and(|left| left < part);
                let strata =
                    self.whole(|case| late(case, 0.1).then_some((case.unit, case.service)));
                self.of_officers(kind, &strata, |file| late(self.case(file), 0.05))
            }
            Kind::DayEndBurst => {
                let end =
                    |case: &Case, most: u16| case.before_close.is_some_and(|left| left < most);
                let strata = self.whole(|case| end(case, 90).then_some((case.unit, case.service)));
                self.of_officers(kind, &strata, |file| end(self.case(file), 15))
            }
            Kind::Backdating => self.backdating(),
            Kind::GiftSilence => self.gift_silence(),
            Kind::ClosedWithoutAct => self.closures(kind, |office| office.without_act),
            Kind::ClosedLastDay => self.closures(kind, |office| office.last_day),
            Kind::GroupReturns => {
                let marked = |file: u32| self.case(file).returns > 0;
                self.marks_of_groups(kind, marked)
            }
            Kind::GroupSteps => {
                let usual = self.usual_steps();
                let unusual = |file: u32| {
                    let case = self.case(file);
                    case.steps.is_some() && usual.get(&case.service) != case.steps.as_ref()
                };
                self.marks_of_groups(kind, unusual)
            }
            Kind::PriceOverStandard => self.price_over_standard(),
            Kind::SingleBid => self.single_bid(),
            Kind::SplitPurchases => self.split_purchases(),
            Kind::SameSupplier => self.same_supplier(),
            Kind::Overtaking => self.overtaking(),
            Kind::DecemberSpending => self.december(),
        }
    }

    fn jumped(&self, file: u32) -> bool {
        self.taken[file as usize].jumped || self.case(file).out_of_turn
    }

    fn case(&self, file: u32) -> &Case {
        &self.cases.all[file as usize]
    }
}

/// The group of a file, in its office where that is known.
fn of_group(case: &Case, group: usize) -> Option<Vec<Part>> {
    let unit = case.unit.map(|unit| (Role::Unit, unit));
    let group = (Role::Group(group as u16), case.groups[group]?);
    Some(unit.into_iter().chain([group]).collect())
}

/// The part of its time that was left when a file was decided; none when that was too late.
fn share_left(case: &Case) -> Option<f64> {
    let (ready, done, due) = (case.ready?, case.done?, case.due?);
    (done <= due && due > ready).then(|| (due - done) as f64 / (due - ready) as f64)
}
