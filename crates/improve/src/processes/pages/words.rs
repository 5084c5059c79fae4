//! Times, steps and changes in words.

use std::collections::BTreeMap;

use kernel::error::Result;
use kernel::facts::trial::Change;
use platform::db::Tx;
use platform::i18n::Lang;

use crate::city::{self, Service, Step};

/// Office minutes of a day of 7.5 hours (Perpres 21/2023: 37.5 hours in five days).
const WORKING_DAY: f64 = 450.0;

/// Office minutes in the largest unit that fits.
pub fn length(lang: Lang, minutes: f64) -> String {
    let size = minutes.abs();
    if size < 120.0 {
        lang.t1("processes-minutes", "count", lang.decimal(minutes, 0))
    } else if size < WORKING_DAY {
        lang.t1("processes-hours", "count", lang.decimal(minutes / 60.0, 1))
    } else {
        lang.t1("processes-days", "count", lang.decimal(minutes / WORKING_DAY, 1))
    }
}

/// A number of files.
pub(super) fn number(lang: Lang, count: u64) -> String {
    lang.count(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The middle of some values; none without one.
pub fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let half = values.len() / 2;
    match values.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(values[half]),
        _ => Some(f64::midpoint(values[half - 1], values[half])),
    }
}

/// Names of the activities of a service.
pub struct Activities {
    lang: Lang,
    steps: BTreeMap<String, String>,
}

impl Activities {
    /// Of a service.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(tx: &mut Tx<'_>, lang: Lang, service: &str) -> Result<Self> {
        Ok(Self::of(lang, &city::steps(tx, service).await?))
    }

    /// Of these steps.
    pub fn of(lang: Lang, steps: &[Step]) -> Self {
        let name = |step: &Step| (step.code.clone(), step.name.get(lang.code()).to_owned());
        Self { lang, steps: steps.iter().map(name).collect() }
    }

    /// What a step is called; its code when nobody named it.
    pub fn step(&self, code: &str) -> String {
        self.steps.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    /// What an activity of the log is called.
    pub fn name(&self, activity: &str) -> String {
        match activity.strip_prefix("step/") {
            Some(code) => self.step(code),
            None => self.lang.t(&format!("processes-act-{}", activity.replace('_', "-"))),
        }
    }

    /// A change as a sentence.
    pub fn change(&self, change: &Change) -> String {
        match change {
            Change::Remove { step } => {
                self.lang.t1("processes-change-remove", "step", self.step(step))
            }
            Change::Merge { step, into } => self.lang.with(
                "processes-change-merge",
                &[("step", self.step(step)), ("into", self.step(into))],
            ),
        }
    }
}

/// The name of a service; its code when it is not offered any more.
pub fn service_name(lang: Lang, services: &[Service], code: &str) -> String {
    let found = services.iter().find(|service| service.code == code);
    found.map_or_else(|| code.to_owned(), |service| service.name.get(lang.code()).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_told_in_the_largest_unit_that_fits() {
        assert_eq!(length(Lang::Id, 119.0), "119 menit kerja");
        assert_eq!(length(Lang::Id, 150.0), "2,5 jam kerja");
        assert_eq!(length(Lang::Id, -900.0), "-2,0 hari kerja");
    }

    #[test]
    fn the_median_lies_in_the_middle() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut [4.0, 1.0]), Some(2.5));
    }
}
