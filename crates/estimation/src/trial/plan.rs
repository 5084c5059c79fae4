//! The lot: what it may give, and drawing it.

use rand::{Rng, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha20Rng;

use super::{Design, Fault, Plan, Schedule, Span};

/// Outcomes that a staged lot should have at least, so that an interval at 95 % has ends.
const ENOUGH: f64 = 120.0;

/// Days that a trial may last.
const MOST_DAYS: i64 = 1_100;

impl Plan {
    /// A staged trial on these working days, in order: windows are spread over the trial, and are
    /// just long enough for at least 120 outcomes.
    ///
    /// With two units even these are seldom enough: outcomes with the same order look alike, so that in
    /// nine of ten trials of thirty days the interval at 95 % has no ends (`docs/reference/evaluation.md`).
    /// Four units give an interval; two need a [`Plan::crossover`] or more days.
    ///
    /// # Errors
    /// [`Fault::TooFewUnits`]; [`Fault::Design`] when there are too few days.
    pub fn staged(units: u32, days: &[i32]) -> Result<Self, Fault> {
        let (Some(first), Some(last)) = (days.first(), days.last()) else {
            return Err(Fault::Design("the trial has no day"));
        };
        let steps = units as usize;
        let longest = days.len() / steps.max(1);
        let outcomes = |width: usize| factorial(units) * (width as f64).powi(units.cast_signed());
        let width = (1..=longest).find(|width| outcomes(*width) >= ENOUGH).unwrap_or(longest);
        let start = |step: usize| step * (days.len() - width) / (steps - 1).max(1);
        let windows = (0..steps).map(|step| days[start(step)..start(step) + width].to_vec());
        let design = Design::Staged { windows: windows.collect() };
        let plan = Self { units, days: Span { from: *first, to: *last }, design };
        plan.check()?;
        Ok(plan)
    }

    /// Two groups by lot: half of the units (rounded up) begin at `early`, the others at `late`; periods after
    /// `to` are not looked at. For what reaches many places and takes weeks, such as a campaign, periods
    /// are better weeks than days.
    ///
    /// # Errors
    /// [`Fault::TooFewUnits`]; [`Fault::Design`] when the beginnings do not lie within the trial.
    pub fn early_and_late(units: u32, early: i32, late: i32, to: i32) -> Result<Self, Fault> {
        let first = units.div_ceil(2);
        let window = |unit: u32| vec![if unit < first { early } else { late }];
        let windows = (0..units).map(window).collect();
        let plan =
            Self { units, days: Span { from: early, to }, design: Design::Staged { windows } };
        plan.check()?;
        Ok(plan)
    }

    /// Two ways side by side: half of the units (rounded up), by lot, are in the new way from `from` to `to`,
    /// and the others never. For two messages of which every place gets one at the same time.
    ///
    /// It is a trial in two groups whose late one begins after the last period: what came in from then on has
    /// nothing to be compared with.
    ///
    /// # Errors
    /// [`Fault::TooFewUnits`]; [`Fault::Design`] when it ends before it begins.
    pub fn side_by_side(units: u32, from: i32, to: i32) -> Result<Self, Fault> {
        let after = to.saturating_add(1);
        if to < from {
            return Err(Fault::Design("the trial ends before it begins"));
        }
        Self::early_and_late(units, from, after, after)
    }

    /// A crossover on these working days, in order, in blocks of so many days; what is left over at
    /// the end takes no part.
    ///
    /// # Errors
    /// [`Fault::TooFewUnits`]; [`Fault::Design`] when there are too few days.
    pub fn crossover(units: u32, days: &[i32], block: usize) -> Result<Self, Fault> {
        let span = |days: &[i32]| Span { from: days[0], to: days[days.len() - 1] };
        let pairs: Vec<[Span; 2]> = days
            .chunks_exact(2 * block.max(1))
            .map(|pair| [span(&pair[..block.max(1)]), span(&pair[block.max(1)..])])
            .collect();
        let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else {
            return Err(Fault::Design("the trial has fewer days than two blocks"));
        };
        let days = Span { from: first[0].from, to: last[1].to };
        let plan = Self { units, days, design: Design::Crossover { pairs } };
        plan.check()?;
        Ok(plan)
    }

    /// How many outcomes the lot has; all are equally likely.
    pub fn outcomes(&self) -> f64 {
        match &self.design {
            Design::Staged { windows } => windows
                .iter()
                .fold(factorial(self.units), |product, window| product * window.len() as f64),
            Design::Crossover { pairs } => {
                let ways = combinations(self.units, self.units / 2) as f64;
                ways.powi(i32::try_from(pairs.len()).unwrap_or(i32::MAX))
            }
        }
    }

    /// # Errors
    /// What is wrong with the plan.
    pub(super) fn check(&self) -> Result<(), Fault> {
        if self.units < 2 {
            return Err(Fault::TooFewUnits);
        }
        if !(0..MOST_DAYS).contains(&(i64::from(self.days.to) - i64::from(self.days.from))) {
            return Err(Fault::Design("a trial lasts from one day to three years"));
        }
        let inside = |day: i32| self.days.holds(day);
        let good = match &self.design {
            Design::Staged { windows } => {
                if windows.len() != self.units as usize {
                    return Err(Fault::Design("a staged trial needs one window for each unit"));
                }
                windows.iter().all(|window| !window.is_empty() && window.iter().all(|d| inside(*d)))
            }
            Design::Crossover { pairs } => {
                // Beyond, ways to halve the units overflow; no city has so many offices of a kind.
                if self.units > 60 {
                    return Err(Fault::Design("a crossover takes at most 60 units"));
                }
                let mut before = None;
                !pairs.is_empty()
                    && pairs.iter().flatten().all(|span| {
                        let follows = before.is_none_or(|before| before < span.from);
                        before = Some(span.to);
                        follows && span.from <= span.to && inside(span.from) && inside(span.to)
                    })
            }
        };
        if good {
            Ok(())
        } else {
            Err(Fault::Design("windows and blocks must lie within the trial"))
        }
    }

    /// An outcome of the lot. `pick` gives a number below the one it is given; each row of picks leads
    /// to one outcome.
    fn choose(&self, mut pick: impl FnMut(u64) -> u64) -> Schedule {
        let units = self.units as usize;
        let mut spans = vec![Vec::new(); units];
        match &self.design {
            Design::Staged { windows } => {
                let order = order(self.units, &mut pick);
                for (unit, window) in order.into_iter().zip(windows) {
                    let from = window[pick(window.len() as u64) as usize];
                    spans[unit as usize].push(Span { from, to: self.days.to });
                }
            }
            Design::Crossover { pairs } => {
                for pair in pairs {
                    let half = self.units / 2;
                    let way = pick(combinations(self.units, half));
                    for (own, first) in spans.iter_mut().zip(subset(self.units, half, way)) {
                        own.push(pair[usize::from(!first)]);
                    }
                }
            }
        }
        Schedule(spans)
    }

    /// The outcome with a number below [`Self::outcomes`].
    pub(super) fn outcome(&self, mut number: u64) -> Schedule {
        self.choose(|below| {
            let digit = number % below;
            number /= below;
            digit
        })
    }

    /// Draws the lot.
    pub(super) fn drawn(&self, rng: &mut impl Rng) -> Schedule {
        self.choose(|below| rng.random_range(0..below))
    }

    /// Whether the lot can give this schedule.
    pub(super) fn allows(&self, schedule: &Schedule) -> bool {
        if schedule.0.len() != self.units as usize {
            return false;
        }
        match &self.design {
            Design::Staged { windows } => fits(windows, schedule, self.days.to),
            Design::Crossover { pairs } => pairs.iter().enumerate().all(|(place, pair)| {
                let first = schedule.0.iter().filter(|own| own.get(place) == Some(&pair[0]));
                let second = schedule.0.iter().filter(|own| own.get(place) == Some(&pair[1]));
                first.count() == self.units as usize / 2
                    && second.count() == self.units as usize - self.units as usize / 2
                    && schedule.0.iter().all(|own| own.len() == pairs.len())
            }),
        }
    }
}

/// Whether each unit begins in a window of its own.
fn fits(windows: &[Vec<i32>], schedule: &Schedule, end: i32) -> bool {
    let mut starts = Vec::new();
    for own in &schedule.0 {
        match own.as_slice() {
            [span] if span.to == end => starts.push(span.from),
            _ => return false,
        }
    }
    matched(windows, &mut starts)
}

fn matched(windows: &[Vec<i32>], starts: &mut Vec<i32>) -> bool {
    let Some((window, rest)) = windows.split_first() else { return starts.is_empty() };
    (0..starts.len()).any(|place| {
        if !window.contains(&starts[place]) {
            return false;
        }
        let start = starts.swap_remove(place);
        let found = matched(rest, starts);
        starts.push(start);
        let last = starts.len() - 1;
        starts.swap(place, last);
        found
    })
}

/// Draws a plan's lot from a seed that was public before, such as a cosigned root of the log: anyone
/// can draw it again.
///
/// # Errors
/// What is wrong with the plan.
pub fn draw(plan: &Plan, seed: [u8; 32]) -> Result<Schedule, Fault> {
    plan.check()?;
    Ok(plan.drawn(&mut ChaCha20Rng::from_seed(seed)))
}

/// Units `0..units` in an order drawn from a seed; each order is equally likely.
pub fn draw_order(units: u32, seed: [u8; 32]) -> Vec<u32> {
    let mut rng = ChaCha20Rng::from_seed(seed);
    order(units, &mut |below| rng.random_range(0..below))
}

/// Fisher and Yates.
fn order(units: u32, pick: &mut impl FnMut(u64) -> u64) -> Vec<u32> {
    let mut order: Vec<u32> = (0..units).collect();
    for place in 0..order.len() {
        let other = place + pick((order.len() - place) as u64) as usize;
        order.swap(place, other);
    }
    order
}

fn factorial(n: u32) -> f64 {
    (1..=n).map(f64::from).product()
}

/// Ways to choose `k` of `n`, for n up to 60.
fn combinations(n: u32, k: u32) -> u64 {
    (0..u64::from(k)).fold(1, |ways, i| ways * (u64::from(n) - i) / (i + 1))
}

/// The way with this number to choose `k` of `n`: true where chosen.
fn subset(n: u32, k: u32, mut way: u64) -> Vec<bool> {
    let mut left = k;
    (0..n)
        .map(|place| {
            let rest = n - place - 1;
            let with = if left == 0 { 0 } else { combinations(rest, left - 1) };
            let chosen = way < with;
            if chosen {
                left -= 1;
            } else {
                way -= with;
            }
            chosen
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn days(n: i32) -> Vec<i32> {
        (0..n).collect()
    }

    fn distinct(plan: &Plan) -> usize {
        let all = plan.outcomes() as u64;
        let seen: HashSet<Vec<Vec<Span>>> = (0..all).map(|number| plan.outcome(number).0).collect();
        assert!((0..all).all(|number| plan.allows(&plan.outcome(number))));
        seen.len()
    }

    #[test]
    fn each_number_is_an_outcome_of_its_own() {
        for plan in [
            Plan::staged(2, &days(22)).unwrap(),
            Plan::staged(4, &days(22)).unwrap(),
            Plan::crossover(3, &days(8), 1).unwrap(),
            Plan::crossover(4, &days(20), 5).unwrap(),
        ] {
            assert_eq!(distinct(&plan) as f64, plan.outcomes());
        }
    }

    #[test]
    fn half_of_the_units_come_early_and_each_half_is_as_likely() {
        let plan = Plan::early_and_late(4, 10, 14, 20).unwrap();
        let mut seen = HashSet::new();
        for seed in 0..200 {
            let drawn = draw(&plan, [seed; 32]).unwrap();
            let early: Vec<bool> = (0..4).map(|unit| drawn.new_way(unit, 13)).collect();
            assert_eq!(early.iter().filter(|early| **early).count(), 2);
            assert!(plan.allows(&drawn) && (0..4).all(|unit| drawn.new_way(unit, 14)));
            seen.insert(early);
        }
        assert_eq!(seen.len(), 6);
        assert!(Plan::early_and_late(4, 10, 21, 20).is_err(), "the late ones begin after the end");
        assert_eq!(Plan::early_and_late(1, 1, 2, 3), Err(Fault::TooFewUnits));
    }

    #[test]
    fn side_by_side_half_of_the_units_have_the_new_way_all_along() {
        let plan = Plan::side_by_side(5, 10, 14).unwrap();
        let drawn = draw(&plan, [3; 32]).unwrap();
        for day in 10..=14 {
            let new: Vec<u32> = (0..5).filter(|unit| drawn.new_way(*unit, day)).collect();
            assert_eq!(new.len(), 3);
            assert!(draw_order(5, [3; 32])[..3].iter().all(|unit| new.contains(unit)));
        }
        assert!((0..5).all(|unit| !drawn.new_way(unit, 9)), "nobody before");
        assert!(Plan::side_by_side(5, 10, 9).is_err() && Plan::side_by_side(1, 10, 14).is_err());
    }

    #[test]
    fn two_offices_have_enough_outcomes_when_their_days_are_drawn_too() {
        assert!(Plan::staged(2, &days(22)).unwrap().outcomes() >= 120.0);
    }

    #[test]
    fn an_order_is_the_same_for_the_same_seed_and_any_order_for_some_seed() {
        assert_eq!(draw_order(9, [7; 32]), draw_order(9, [7; 32]));
        let orders: HashSet<Vec<u32>> = (0..200).map(|seed| draw_order(3, [seed; 32])).collect();
        assert_eq!(orders.len(), 6);
    }

    #[test]
    fn a_schedule_that_was_not_drawn_is_none_of_the_lot() {
        let plan = Plan::staged(2, &days(22)).unwrap();
        let Schedule(mut spans) = draw(&plan, [1; 32]).unwrap();
        spans[0] = spans[1].clone();
        assert!(!plan.allows(&Schedule(spans)), "both began in the same window");
        assert_eq!(Plan::staged(1, &days(22)), Err(Fault::TooFewUnits));
        let crossover = Plan::crossover(2, &days(8), 2).unwrap();
        let Schedule(mut spans) = draw(&crossover, [1; 32]).unwrap();
        spans[0][0] = spans[1][0];
        assert!(!crossover.allows(&Schedule(spans)));
    }
}
