//! How many counters each hour needs so that a promised wait holds.

use jiff::ToSpan as _;
use kernel::Error;
use kernel::error::Result;
use mining::staffing::erlang::Promise;
use mining::staffing::hours::{Day, Hour, Load};
use platform::App;
use platform::db::Tx;

use crate::counters::store::{self, Seen};

/// Draws behind an interval.
const DRAWS: u32 = 200;

/// The promise of the day, and how many days and people it is reckoned from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// The promised wait.
    pub promise: Promise,
    /// Confidence of intervals.
    pub level: f64,
    /// Days that are looked at.
    pub days: i64,
    /// Fewer people than this tell nothing.
    pub fewest: u64,
}

impl Rule {
    /// As the rules of the day have it, with the wait that was asked for, if any.
    ///
    /// # Errors
    /// When a rule is missing.
    pub fn of(app: &App, asked: Option<i64>) -> Result<Self> {
        let day = app.today();
        let within = app.rulebook.count("improve.wait_minutes", day)?;
        let fewest = app.rulebook.count("improve.fewest_files", day)?;
        Ok(Self {
            promise: Promise {
                share: app.rulebook.share("improve.wait_share", day)?,
                within: asked.unwrap_or(within) as f64,
            },
            level: app.rulebook.share("improve.level", day)?,
            days: app.rulebook.count("improve.counter_days", day)?,
            fewest: u64::try_from(fewest).map_err(Error::internal)?,
        })
    }
}

/// The answer for a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Counters {
    /// Local hour and what it needs.
    pub hours: Vec<(i64, Hour)>,
    /// Mean minutes at the counter.
    pub service: f64,
    /// People who came.
    pub people: i64,
    /// Days on which they came.
    pub days: i64,
}

/// What the counters of a unit need; none when too few came to tell.
///
/// # Errors
/// When the database fails.
pub async fn counters(
    tx: &mut Tx<'_>,
    app: &App,
    unit: &str,
    rule: Rule,
) -> Result<Option<Counters>> {
    let until = app.today();
    let days = i32::try_from(rule.days).map_err(Error::internal)?;
    let from = until.checked_sub(days.days()).map_err(Error::internal)?;
    Ok(answer(&store::seen(tx, unit, from, until).await?, rule))
}

/// The same from what was seen. Pure.
pub fn answer(seen: &Seen, rule: Rule) -> Option<Counters> {
    let (first, last) = (seen.arrivals.first()?.0, seen.arrivals.last()?.0);
    if (seen.minutes.len() as u64) < rule.fewest {
        return None;
    }
    let count = |hour: i64| {
        let found = seen.arrivals.iter().find(|(one, _)| *one == hour);
        found.and_then(|(_, people)| u64::try_from(*people).ok()).unwrap_or(0)
    };
    let counts: Vec<u64> = (first..=last).map(count).collect();
    let people = seen.arrivals.iter().map(|(_, people)| people).sum();
    let day = Day::of(counts, u32::try_from(seen.days).ok()?, &seen.minutes);
    // The draws are no lot: the same visits give the same page.
    let hours = day.with_intervals(Load::Modified, rule.promise, rule.level, DRAWS, 1)?;
    let hours = (first..).zip(hours).collect();
    Some(Counters { hours, service: day.service, people, days: seen.days })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn rule(within: f64) -> Rule {
        Rule { promise: Promise { share: 0.9, within }, level: 0.95, days: 30, fewest: 10 }
    }

    fn morning() -> Seen {
        let minutes = (0..200).map(|one| 5.0 + f64::from(one % 5)).collect();
        Seen { arrivals: vec![(8, 400), (9, 200), (11, 20)], days: 20, minutes }
    }

    #[test]
    fn the_full_hour_needs_most_and_an_empty_one_is_named() {
        let found = answer(&morning(), rule(15.0)).unwrap();
        let hours: Vec<i64> = found.hours.iter().map(|(hour, _)| *hour).collect();
        assert_eq!(hours, [8, 9, 10, 11]);
        let need: Vec<u32> = found.hours.iter().map(|(_, hour)| hour.officers).collect();
        // Twenty an hour for seven minutes each fill two counters and a third of another. Who is left of
        // an hour needs counters at the start of the next.
        assert_eq!(need, [3, 3, 2, 1]);
        assert!((found.service - 7.0).abs() < 1e-9 && found.people == 620);
    }

    #[test]
    fn a_shorter_wait_needs_no_fewer_counters() {
        let (short, long) =
            (answer(&morning(), rule(1.0)).unwrap(), answer(&morning(), rule(60.0)));
        for ((_, short), (_, long)) in short.hours.iter().zip(&long.unwrap().hours) {
            assert!(short.officers >= long.officers);
        }
    }

    #[test]
    fn without_enough_people_nothing_is_said() {
        assert_eq!(answer(&Seen::default(), rule(15.0)), None);
        let few = Seen { minutes: vec![7.0; 9], ..morning() };
        assert_eq!(answer(&few, rule(15.0)), None);
    }
}
