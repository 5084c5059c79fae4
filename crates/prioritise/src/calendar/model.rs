//! Steps of a budget's year and their last days. Pure.

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;

/// The steps in their order; the rule of a step is `budget.` and its code.
pub const STEPS: [&str; 14] = [
    "musrenbang_kelurahan",
    "musrenbang_kecamatan",
    "office_forum",
    "musrenbang_city",
    "rkpd",
    "kua_ppas_submitted",
    "kua_ppas_agreed",
    "guideline",
    "bill",
    "approval",
    "governor_sent",
    "governor_result",
    "repair",
    "law",
];

/// The rule of a step.
pub fn rule(step: &str) -> String {
    format!("budget.{step}")
}

/// When a step is due, as its rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// On a day of the year before that of the budget.
    On(i8, i8),
    /// So many working days before such a day.
    Before(u32, i8, i8),
    /// So many working days after another step.
    After(u32, &'static str),
}

impl Due {
    /// Reads the words of a rule: `08-14`, `60 hk before 11-30` or `3 hk after approval`.
    ///
    /// # Errors
    /// Internal when they are none of these, for the operator who edits the rulebook.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = || {
            Error::internal(format!(
                "\"{text}\" in data/rules/budget.toml is no day such as \"08-14\", \
                 \"60 hk before 11-30\" or \"3 hk after approval\""
            ))
        };
        let words: Vec<&str> = text.split_whitespace().collect();
        let day = |word: &str| -> Option<(i8, i8)> {
            let (month, day) = word.split_once('-')?;
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            // A day that every year has.
            Date::new(2001, month, day).ok().map(|_| (month, day))
        };
        let found = match words[..] {
            [one] => day(one).map(|(month, day)| Self::On(month, day)),
            [count, "hk", "before", one] => {
                let count = count.parse().ok();
                day(one).zip(count).map(|((month, day), count)| Self::Before(count, month, day))
            }
            [count, "hk", "after", step] => {
                let known = STEPS.into_iter().find(|known| *known == step);
                known.zip(count.parse().ok()).map(|(step, count)| Self::After(count, step))
            }
            _ => None,
        };
        found.ok_or_else(wrong)
    }

    /// The last day for the budget of `year`; `done` says when another step was done, and `works` which
    /// days are working days. None while the step before is not done.
    pub fn day(
        &self,
        year: i16,
        done: impl Fn(&str) -> Option<Date>,
        works: impl Fn(Date) -> bool,
    ) -> Option<Date> {
        let on = |month, day| Date::new(year - 1, month, day).ok();
        match *self {
            Self::On(month, day) => on(month, day),
            Self::Before(count, month, day) => {
                step_days(on(month, day)?, count, |day| day.yesterday().ok(), works)
            }
            Self::After(count, step) => {
                step_days(done(step)?, count, |day| day.tomorrow().ok(), works)
            }
        }
    }
}

/// So many working days from `day` on, which does not count itself.
fn step_days(
    mut day: Date,
    mut left: u32,
    next: impl Fn(Date) -> Option<Date>,
    works: impl Fn(Date) -> bool,
) -> Option<Date> {
    while left > 0 {
        day = next(day)?;
        if works(day) {
            left -= 1;
        }
    }
    Some(day)
}

/// A step as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its code.
    pub code: String,
    /// The last day; none until the step before it is done.
    pub due: Option<Date>,
    /// The day on which it was done.
    pub done_on: Option<Date>,
    /// The document that shows it.
    pub reference: String,
}

/// How a step stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The step before it is not done.
    Waits,
    /// There is time; so many days are left.
    Runs(i64),
    /// The last day passed so many days ago.
    Missed(i64),
    /// It was done in time.
    Done,
    /// It was done so many days late.
    Late(i64),
}

impl Step {
    /// How it stands on `today`.
    pub fn standing(&self, today: Date) -> Standing {
        match (self.due, self.done_on) {
            (Some(due), Some(done)) if done > due => Standing::Late(days(due, done)),
            (_, Some(_)) => Standing::Done,
            (None, None) => Standing::Waits,
            (Some(due), None) if today > due => Standing::Missed(days(due, today)),
            (Some(due), None) => Standing::Runs(days(today, due)),
        }
    }
}

/// The step that is most late on `today`, done or not, and by how many days.
pub fn most_late(steps: &[Step], today: Date) -> Option<(&Step, i64)> {
    let late = |step: &Step| match step.standing(today) {
        Standing::Late(days) | Standing::Missed(days) => Some(days),
        Standing::Waits | Standing::Runs(_) | Standing::Done => None,
    };
    let all = steps.iter().filter_map(|step| Some((step, late(step)?)));
    // Of several the last, as it was.
    all.max_by_key(|(_, days)| *days)
}

/// Days from one day to another.
pub fn days(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}
