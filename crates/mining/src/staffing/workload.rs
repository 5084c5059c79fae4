//! Workload and needed officers of a year (analisis beban kerja).
//!
//! PermenPANRB 1/2020: needed officers = Σ volume × norm minutes / effective minutes. The effective
//! minutes (75,000 a year) are a rule of the rulebook and come from the caller. The classes of
//! efficiency EJ/EU are those of Permendagri 12/2008. A norm is the median of observed touch times,
//! which one long absence does not move, with the interval of its order statistics; intervals of
//! products and sums follow from those of their parts (Zou and Donner 2008, "MOVER").

use std::collections::BTreeMap;

use serde::Serialize;

use crate::table::{Log, NONE, UNKNOWN};
use crate::whatif::answer::Estimate;
use crate::whatif::calendar::{Calendar, DAY, MINUTE};
use crate::whatif::touch::Touches;

/// The norm time of a piece of work: the median of its touch times with its interval.
///
/// The interval lies between the order statistics that hold the median with the given level, by the
/// binomial distribution and without any assumption about touch times. With too few times there is
/// no such interval, and it is the whole range.
pub fn norm(minutes: &[f64], level: f64) -> Option<Estimate> {
    let mut sorted = minutes.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let value = crate::whatif::random::quantile(&sorted, 0.5)?;
    let last = sorted.len() - 1;
    let rank = rank(sorted.len(), (1.0 - level) / 2.0);
    Some(Estimate { value, low: sorted[rank], high: sorted[last - rank] })
}

/// The largest place from below (from 0) such that the median lies under the value at that place
/// with at most probability `tail`.
fn rank(count: usize, tail: f64) -> usize {
    let n = count as f64;
    let log_choose =
        |k: f64| libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    let mut below = 0.0;
    for place in 0..count / 2 {
        below += libm::exp(log_choose(place as f64) - n * std::f64::consts::LN_2);
        if below > tail {
            return place.saturating_sub(1);
        }
    }
    (count / 2).saturating_sub(1)
}

/// A piece of work of a year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Task {
    /// What it is.
    pub name: String,
    /// How often in a year.
    pub volume: Estimate,
    /// Minutes each time.
    pub norm: Estimate,
}

impl Task {
    /// A counted number of pieces of work, as one draw of a Poisson number with its interval of 90 %
    /// (Freeman and Tukey's roots), brought to a year.
    pub fn new(name: String, count: u64, days: f64, norm: Estimate) -> Self {
        let year = 365.0 / days.max(1.0);
        let count = count as f64;
        let (low, high) = ((count + 0.25).sqrt() - 0.8225, (count + 0.75).sqrt() + 0.8225);
        let volume = Estimate {
            value: count * year,
            low: low.max(0.0) * low.max(0.0) * year,
            high: high * high * year,
        };
        Self { name, volume, norm }
    }

    /// Minutes a year.
    pub fn minutes(&self) -> Estimate {
        product(self.volume, self.norm)
    }
}

/// The work that a log shows at a place, or at all places: each activity that somebody did, with its
/// volume brought to a year and the norm of its touch times. By the most work first.
pub fn tasks(log: &Log, calendar: &Calendar, place: Option<u32>, level: f64) -> Vec<Task> {
    let known = || log.at.iter().copied().filter(|at| *at != UNKNOWN);
    let (Some(first), Some(last)) = (known().min(), known().max()) else { return Vec::new() };
    let days = ((last - first) as f64 / DAY as f64).ceil();
    let touches = Touches::of(log, calendar, last);
    let mut by_activity: BTreeMap<u32, (u64, Vec<f64>)> = BTreeMap::new();
    for event in 0..log.events() {
        let here = place.is_none_or(|place| log.place[event] == place);
        if here && log.resource[event] != NONE && log.at[event] != UNKNOWN {
            let (count, minutes) = by_activity.entry(log.activity[event]).or_default();
            *count += 1;
            if touches.touch[event] > 0 {
                minutes.push(touches.touch[event] as f64 / MINUTE as f64);
            }
        }
    }
    let task = |(activity, (count, minutes)): (u32, (u64, Vec<f64>))| {
        let norm = norm(&minutes, level)?;
        Some(Task::new(log.activities.name(activity).to_owned(), count, days, norm))
    };
    let mut tasks: Vec<Task> = by_activity.into_iter().filter_map(task).collect();
    tasks.sort_by(|one, other| other.minutes().value.total_cmp(&one.minutes().value));
    tasks
}

/// Efficiency of a unit, by Permendagri 12/2008.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Class {
    /// Over 1.00: very good, and too few people.
    A,
    /// 0.90 to 1.00.
    B,
    /// 0.70 to 0.89.
    C,
    /// 0.50 to 0.69.
    D,
    /// Under 0.50.
    E,
}

impl Class {
    /// The class of an efficiency.
    pub fn of(efficiency: f64) -> Self {
        match efficiency {
            e if e > 1.0 => Self::A,
            e if e >= 0.9 => Self::B,
            e if e >= 0.7 => Self::C,
            e if e >= 0.5 => Self::D,
            _ => Self::E,
        }
    }

    /// Its letter.
    pub fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::E => "E",
        }
    }
}

/// The workload of a unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Workload {
    /// Minutes a year.
    pub minutes: Estimate,
    /// Needed officers.
    pub need: Estimate,
    /// Officers that there are.
    pub have: f64,
    /// What there is less what is needed: below nothing are too few.
    pub gap: Estimate,
    /// EJ/EU: work over the effective time of those who are there.
    pub efficiency: Estimate,
    /// Its class.
    pub class: Class,
    /// The classes at both ends of the interval of the efficiency.
    pub classes: (Class, Class),
}

impl Workload {
    /// Of all work of a unit with so many officers. Nothing when there is nobody or no effective
    /// time.
    pub fn of(tasks: &[Task], have: f64, effective_minutes: f64) -> Option<Self> {
        if have <= 0.0 || effective_minutes <= 0.0 {
            return None;
        }
        let minutes = sum(tasks.iter().map(Task::minutes));
        let need = scaled(minutes, 1.0 / effective_minutes);
        let gap =
            Estimate { value: have - need.value, low: have - need.high, high: have - need.low };
        let efficiency = scaled(need, 1.0 / have);
        Some(Self {
            minutes,
            need,
            have,
            gap,
            efficiency,
            class: Class::of(efficiency.value),
            classes: (Class::of(efficiency.low), Class::of(efficiency.high)),
        })
    }
}

fn scaled(estimate: Estimate, by: f64) -> Estimate {
    Estimate { value: estimate.value * by, low: estimate.low * by, high: estimate.high * by }
}

/// A sum of independent estimates.
pub fn sum(parts: impl IntoIterator<Item = Estimate>) -> Estimate {
    let (mut value, mut below, mut above) = (0.0, 0.0, 0.0);
    for part in parts {
        value += part.value;
        below += (part.value - part.low) * (part.value - part.low);
        above += (part.high - part.value) * (part.high - part.value);
    }
    Estimate { value, low: value - f64::sqrt(below), high: value + f64::sqrt(above) }
}

/// A product of independent positive estimates, on the scale of logarithms.
pub fn product(one: Estimate, other: Estimate) -> Estimate {
    let value = one.value * other.value;
    if value <= 0.0 {
        return Estimate { value, low: 0.0, high: one.high * other.high };
    }
    let part = |end: f64, middle: f64| {
        let ratio = libm::log(end.max(middle * 1e-9) / middle);
        ratio * ratio
    };
    let below = part(one.low, one.value) + part(other.low, other.value);
    let above = part(one.high, one.value) + part(other.high, other.value);
    Estimate { value, low: value * libm::exp(-below.sqrt()), high: value * libm::exp(above.sqrt()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::{Class, Estimate, Task, Workload, norm, product, rank, sum, tasks};
    use crate::whatif::random::Stream;
    use crate::whatif::tests::{calendar, office};

    fn exact(value: f64) -> Estimate {
        Estimate { value, low: value, high: value }
    }

    #[test]
    fn permenpanrb_1_of_2020() {
        // 9,000 files of 25 minutes and 1,500 visits of 60 over 75,000 minutes: 4.2 officers.
        let task = |volume, minutes| Task {
            name: String::new(),
            volume: exact(volume),
            norm: exact(minutes),
        };
        let load =
            Workload::of(&[task(9_000.0, 25.0), task(1_500.0, 60.0)], 4.0, 75_000.0).unwrap();
        assert!((load.need.value - 4.2).abs() < 1e-12);
        assert!((load.gap.value + 0.2).abs() < 1e-12);
        assert_eq!((load.class, load.classes), (Class::A, (Class::A, Class::A)));
        assert!(Workload::of(&[], 0.0, 75_000.0).is_none());
    }

    #[test]
    fn classes_of_permendagri_12_of_2008() {
        let classes = [1.01, 1.0, 0.9, 0.89, 0.7, 0.69, 0.5, 0.49].map(Class::of);
        use Class::{A, B, C, D, E};
        assert_eq!(classes, [A, B, B, C, C, D, D, E]);
        assert_eq!(classes.map(Class::letter).concat(), "ABBCCDDE");
    }

    #[test]
    fn a_norm_is_a_median_and_its_interval_holds_the_true_one() {
        assert_eq!(norm(&[], 0.9), None);
        assert_eq!(norm(&[7.0], 0.9).unwrap(), Estimate { value: 7.0, low: 7.0, high: 7.0 });
        // n = 10: the second smallest and the second largest hold the median with 97.9 %.
        assert_eq!(rank(10, 0.025), 1);
        assert_eq!(rank(10, 0.0108), 1);
        assert_eq!(rank(10, 0.0107), 0);
        let mut held = 0;
        for number in 0..2_000 {
            let mut random = Stream::new(3, 2, number);
            let times: Vec<f64> = (0..41).map(|_| 8.0 * libm::exp(random.normal())).collect();
            let norm = norm(&times, 0.9).unwrap();
            held += u32::from(norm.low <= 8.0 && 8.0 <= norm.high);
        }
        assert!((1_800..1_920).contains(&held), "{held}");
    }

    #[test]
    fn a_log_tells_its_own_workload() {
        for started in [false, true] {
            let log = office(2, 20, 40.0, started);
            let tasks = tasks(&log, &calendar(141), None, 0.95);
            let names: Vec<&str> = tasks.iter().map(|task| task.name.as_str()).collect();
            assert_eq!(names, ["check", "sign"]);
            // Medians of gamma times of shape 4 with means 12 and 3; 40 cases on 260 days.
            for (task, median) in tasks.iter().zip([11.016, 2.754]) {
                assert!(task.norm.low <= median && median <= task.norm.high, "{task:?}");
                assert!((task.volume.value / 10_400.0 - 1.0).abs() < 0.06, "{task:?}");
            }
            let load = Workload::of(&tasks, 3.0, 75_000.0).unwrap();
            assert!((load.need.value - 1.9).abs() < 0.15, "{load:?}");
            assert_eq!(load.class, Class::D);
        }
    }

    #[test]
    fn a_count_brought_to_a_year_holds_its_mean() {
        let mut held = 0;
        for number in 0..2_000 {
            let mut random = Stream::new(4, 2, number);
            let count = random.poisson(20.0) as u64;
            let volume = Task::new(String::new(), count, 73.0, exact(1.0)).volume;
            held += u32::from(volume.low <= 100.0 && 100.0 <= volume.high);
        }
        assert!((1_770..1_900).contains(&held), "{held}");
    }

    #[test]
    fn intervals_of_sums_and_products() {
        let one = Estimate { value: 10.0, low: 7.0, high: 14.0 };
        let other = Estimate { value: 20.0, low: 16.0, high: 23.0 };
        assert_eq!(sum([one, other]), Estimate { value: 30.0, low: 25.0, high: 35.0 });
        assert_eq!(sum([]), exact(0.0));
        let product = product(one, exact(2.0));
        assert!((product.low - 14.0).abs() < 1e-9 && (product.high - 28.0).abs() < 1e-9);
    }
}
