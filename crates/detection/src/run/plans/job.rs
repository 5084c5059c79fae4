//! One test to be made, and what it measures.

use super::super::counts::Count;
use super::super::{Part, Role, Test};
use crate::cases::Code;
use crate::kinds::Kind;
use crate::pairs;
use crate::shuffle::{self, Depth, Subject, Values};
use crate::tail::{self, Side};

/// All tests of one kind, or why there are none.
pub struct Plan {
    pub kind: Kind,
    pub jobs: Vec<Job>,
    pub missing: Option<&'static str>,
    pub values: Option<Values>,
}

/// One test to be made.
pub struct Job {
    pub subject: Vec<Part>,
    pub files: u32,
    pub records: Vec<u32>,
    pub measure: Measure,
}

pub enum Measure {
    Count(Count),
    Time(Subject),
    Help {
        families: u32,
        mean: f64,
    },
    /// A mean share of the subject's own against others of its strata.
    Share {
        subject: Subject,
        mean: f64,
    },
    /// Values of strata in their order, and how many pairs of them differ.
    Pairs {
        comparable: u64,
        strata: Vec<Vec<u32>>,
    },
    /// So few of the subject's marks in one of several counts.
    Few {
        /// How many counts there are of the subject, also those with too few cases.
        counts: usize,
        shares: Vec<Shared>,
    },
}

/// Marks that a subject shares with others.
pub struct Shared {
    pub own: Side,
    pub others: Vec<Side>,
    /// Marks of all of them.
    pub marked: u32,
    /// The subject's own.
    pub seen: u32,
    /// What shows it.
    pub record: Option<u32>,
}

impl Job {
    /// Makes the test.
    pub fn test(&self, plan: &Plan, depth: Depth, seed: u64) -> Test {
        let files = f64::from(self.files);
        let mut records = self.records.clone();
        let (seen, expected, effect, p) = match &self.measure {
            Measure::Count(count) => {
                (f64::from(count.seen()), count.expected(), count.ratio(), count.p())
            }
            Measure::Time(subject) => {
                let drawn: u32 = subject.cases.iter().map(|(_, own)| own).sum();
                let effect = (-subject.sum / f64::from(drawn.max(1))).exp();
                let p = plan
                    .values
                    .as_ref()
                    .map_or(1.0, |values| shuffle::as_low(values, subject, depth, seed));
                (files, files, effect, p)
            }
            Measure::Help { families, mean } => {
                let p = tail::poisson_at_least(*mean, *families);
                (f64::from(*families), *mean, f64::from(*families) / mean, p)
            }
            Measure::Share { subject, mean } => {
                let drawn: u32 = subject.cases.iter().map(|(_, own)| own).sum();
                // The values are negated shares, taken from their stratum's mean.
                let usual = mean + subject.sum / f64::from(drawn.max(1));
                let drawn = |values| shuffle::as_low(values, subject, depth, seed);
                let p = plan.values.as_ref().map_or(1.0, drawn);
                (100.0 * mean, 100.0 * usual, mean / usual, p)
            }
            Measure::Pairs { comparable, strata } => {
                let seen: u64 = strata.iter().map(|values| pairs::against(values)).sum();
                let (seen, expected) = (seen as f64, *comparable as f64 / 2.0);
                (seen, expected, seen / expected, pairs::as_many(strata, depth, seed))
            }
            Measure::Few { counts, shares } => {
                let test = |share: &Shared| {
                    let Shared { own, others, marked, seen, .. } = share;
                    (tail::at_most(*own, others, *marked, *seen), f64::from(*seen), share.record)
                };
                let surest = shares.iter().map(test).min_by(|a, b| a.0.0.total_cmp(&b.0.0));
                let ((p, expected), seen, record) = surest.unwrap_or(((1.0, 0.0), 0.0, None));
                records.extend(record);
                // The surest of several must pay for all (Bonferroni).
                (seen, expected, expected / seen, (p * *counts as f64).min(1.0))
            }
        };
        let subject = self.subject.clone();
        Test { kind: plan.kind, subject, files: self.files, records, seen, expected, effect, p }
    }
}

impl Job {
    /// All files show what is tested.
    pub fn of_all(subject: Vec<Part>, records: Vec<u32>, measure: Measure) -> Self {
        Self { subject, files: records.len() as u32, records, measure }
    }

    /// An office's count, which is of no file.
    pub fn of_office(unit: Code, files: u32, measure: Measure) -> Self {
        Self { subject: vec![(Role::Unit, unit)], files, records: Vec::new(), measure }
    }

    /// The marked files show it.
    pub fn of_marked(
        subject: Vec<Part>,
        files: &[u32],
        marked: impl Fn(u32) -> bool,
        count: Count,
    ) -> Self {
        let records = files.iter().copied().filter(|file| marked(*file)).collect();
        Self { subject, files: files.len() as u32, records, measure: Measure::Count(count) }
    }

    /// Whether its outcome is open: a subject that fills all its strata can show nothing.
    pub fn can_show(&self) -> bool {
        match &self.measure {
            Measure::Count(count) => count.strata.iter().any(|stratum| {
                stratum.own < stratum.cases && stratum.marked > 0 && stratum.marked < stratum.cases
            }),
            Measure::Time(subject) | Measure::Share { subject, .. } => !subject.cases.is_empty(),
            Measure::Few { shares, .. } => !shares.is_empty(),
            Measure::Help { .. } | Measure::Pairs { .. } => true,
        }
    }
}
