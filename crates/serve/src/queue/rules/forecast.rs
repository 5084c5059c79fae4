//! How many will come at which hour: the mean of the unit's own past by weekday and hour, shrunk to
//! the mean of that hour over all weekdays while few weeks are known, with an interval that holds
//! 80 % of days.
//!
//! Counts of a day vary more than a Poisson count would. So their variance is taken as the mean times
//! a dispersion that is estimated over all cells (Pearson's statistic by its degrees of freedom, not
//! below one), and the interval adds the uncertainty of the mean: `mean +- z sqrt(d mean (1 + 1/n))`.

use std::collections::BTreeMap;

use jiff::civil::Date;

/// Weeks that the mean of the hour stands for.
const PRIOR: f64 = 2.0;
/// See [`super::wait`].
const Z80: f64 = 1.2816;

/// What was seen: days on which the unit was open, and how many came in which hour.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// Days on which the unit was open, also those on which nobody came.
    pub days: Vec<Date>,
    /// People by day and local hour.
    pub counts: BTreeMap<(Date, i64), i64>,
}

/// What is expected of one hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// People.
    pub mean: f64,
    /// At least.
    pub low: f64,
    /// At most.
    pub high: f64,
    /// Weeks from which it comes.
    pub weeks: usize,
}

impl Past {
    fn of(&self, hour: i64, days: impl Iterator<Item = Date>) -> Vec<f64> {
        days.map(|day| self.counts.get(&(day, hour)).copied().unwrap_or(0) as f64).collect()
    }

    fn same_weekday(&self, day: Date) -> impl Iterator<Item = Date> + '_ {
        self.days.iter().copied().filter(move |past| past.weekday() == day.weekday())
    }

    /// The mean of `hour` on such a weekday, and from how many weeks.
    fn mean(&self, day: Date, hour: i64) -> (f64, usize) {
        let all = self.of(hour, self.days.iter().copied());
        let own = self.of(hour, self.same_weekday(day));
        let common = all.iter().sum::<f64>() / (all.len().max(1) as f64);
        let mean = (PRIOR * common + own.iter().sum::<f64>()) / (PRIOR + own.len() as f64);
        (mean, own.len())
    }

    /// How much more than a Poisson count the counts of one cell vary, at least one.
    fn dispersion(&self) -> f64 {
        let hours: std::collections::BTreeSet<i64> = self.counts.keys().map(|key| key.1).collect();
        let (mut chi, mut cells) = (0.0, 0_usize);
        for day in &self.days {
            for hour in &hours {
                let (mean, _) = self.mean(*day, *hour);
                if mean > 0.0 {
                    let seen = self.counts.get(&(*day, *hour)).copied().unwrap_or(0) as f64;
                    chi += (seen - mean).powi(2) / mean;
                    cells += 1;
                }
            }
        }
        let fitted = hours.len() * 7;
        if cells > fitted { (chi / (cells - fitted) as f64).max(1.0) } else { 1.0 }
    }

    /// What is expected in `hours` of `day`; nothing while nothing was seen.
    pub fn expect(&self, day: Date, hours: &[i64]) -> Vec<(i64, Expected)> {
        if self.days.is_empty() {
            return Vec::new();
        }
        let dispersion = self.dispersion();
        let one = |hour: i64| {
            let (mean, weeks) = self.mean(day, hour);
            let n = PRIOR + weeks as f64;
            let off = Z80 * (dispersion * mean * (1.0 + 1.0 / n)).sqrt();
            Expected { mean, low: (mean - off).max(0.0), high: mean + off, weeks }
        };
        hours.iter().map(|hour| (*hour, one(*hour))).collect()
    }
}

/// Counters that are needed so that `people` an hour are served at `minutes` each.
pub fn needed(people: f64, minutes: f64) -> i64 {
    (people * minutes / 60.0).ceil() as i64
}
