//! `bening process whatif` and `bening process evaluate`.

use clap::Args;
use mining::whatif::Change;

use super::Format;
use super::process::{LogSource, Written};

/// `bening process whatif`. Without a change it says how the coming days will be.
#[derive(Args, Clone, Debug)]
pub struct ProcessWhatif {
    /// The log.
    #[command(flatten)]
    pub source: LogSource,
    /// Office hours: `city` for those of the city in --data, `metro`, or a city's file (city.toml)
    /// [default: as the log shows them].
    #[arg(long, value_name = "CITY")]
    pub hours: Option<String>,
    /// Step with which a case ends; may be given several times [default: as the log shows it].
    #[arg(long, value_name = "STEP")]
    pub end: Vec<String>,
    /// A step is no longer done.
    #[arg(long, value_name = "STEP")]
    pub remove: Vec<String>,
    /// The first step is done together with the second, by the same officer and with one wait.
    #[arg(long, value_name = "STEP:INTO", value_parser = merge)]
    pub merge: Vec<Change>,
    /// More officers in a place, for everything done there or for one step.
    #[arg(long, value_name = "PLACE[/STEP]:COUNT", value_parser = add_officer)]
    pub add_officer: Vec<Change>,
    /// All places open on a weekday as well.
    #[arg(long, value_name = "DAY:HH:MM-HH:MM", value_parser = open)]
    pub open: Vec<Change>,
    /// The second unit joins the first: one queue, and all its officers.
    #[arg(long, value_name = "UNIT:UNIT", value_parser = merge_units)]
    pub merge_units: Vec<Change>,
    /// A step moves from the first unit to the second, whose officers do it.
    #[arg(long, value_name = "STEP:FROM:TO", value_parser = move_counter)]
    pub move_counter: Vec<Change>,
    /// So many times as many cases come.
    #[arg(long, value_name = "FACTOR", value_parser = demand)]
    pub demand: Option<Change>,
    /// Days to foretell after the end of the log.
    #[arg(long, default_value_t = 28, value_parser = clap::value_parser!(u16).range(1..=365))]
    pub days: u16,
    /// The promised time in working days; says how many cases keep it.
    #[arg(long, value_name = "DAYS", value_parser = positive)]
    pub promise: Option<f64>,
    /// How many futures are drawn.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u64).range(20..=100_000))]
    pub replications: u64,
    /// Seed of the draws: the same seed gives the same result.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Level of the intervals.
    #[arg(long, default_value_t = 0.9, value_parser = share)]
    pub level: f64,
    /// Foretell the last months of the log from what was before them, and compare.
    #[arg(long, conflicts_with_all = ["remove", "merge", "add_officer", "open", "merge_units", "move_counter", "demand"])]
    pub backtest: bool,
    /// How many months are held back.
    #[arg(long, value_name = "MONTHS", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=36))]
    pub hold_back: u16,
    /// How it is written.
    #[command(flatten)]
    pub written: Written,
}

impl ProcessWhatif {
    /// All changes.
    pub fn changes(&self) -> Vec<Change> {
        let removed = self.remove.iter().map(|step| Change::Remove { step: step.clone() });
        let given =
            [&self.merge, &self.add_officer, &self.open, &self.merge_units, &self.move_counter];
        removed.chain(given.into_iter().flatten().cloned()).chain(self.demand.clone()).collect()
    }
}

/// `bening process evaluate`: the last month of synthetic cities, foretold from the months before.
#[derive(Args, Clone, Debug)]
pub struct ProcessEvaluate {
    /// Seeds of the cities, as FIRST..LAST, both included. The seed also chooses the size of the
    /// city and the month.
    #[arg(long, value_name = "A..B", default_value = "101..200", value_parser = super::signals::seeds)]
    pub seeds: (u64, u64),
    /// How many futures are drawn for each.
    #[arg(long, default_value_t = 100)]
    pub replications: u64,
    /// Level of the intervals.
    #[arg(long, default_value_t = 0.9, value_parser = share)]
    pub level: f64,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

fn two(text: &str, as_in: &str) -> Result<(String, String), String> {
    let split = text.split_once(':').filter(|(one, other)| !one.is_empty() && !other.is_empty());
    let (one, other) = split.ok_or_else(|| format!("{text}: write it as {as_in}"))?;
    Ok((one.to_owned(), other.to_owned()))
}

fn merge(text: &str) -> Result<Change, String> {
    two(text, "STEP:INTO").map(|(step, into)| Change::Merge { step, into })
}

fn merge_units(text: &str) -> Result<Change, String> {
    two(text, "UNIT:UNIT").map(|(into, unit)| Change::MergeUnits { into, unit })
}

fn move_counter(text: &str) -> Result<Change, String> {
    let (step, units) = two(text, "STEP:FROM:TO")?;
    let (from, to) = two(&units, "STEP:FROM:TO")?;
    Ok(Change::MoveCounter { step, from, to })
}

fn add_officer(text: &str) -> Result<Change, String> {
    let wrong = || format!("{text}: write it as PLACE:COUNT or PLACE/STEP:COUNT, as KTP:1");
    let (what, count) = text.rsplit_once(':').ok_or_else(wrong)?;
    let count = count.parse().ok().filter(|count| (1..=1_000).contains(count)).ok_or_else(wrong)?;
    let (place, step) = match what.split_once('/') {
        Some((place, step)) => (place, Some(step.to_owned())),
        None => (what, None),
    };
    Ok(Change::AddOfficer { place: place.to_owned(), step, count })
}

fn open(text: &str) -> Result<Change, String> {
    let read = || {
        let (day, hours) = text.split_once(':')?;
        let weekday = WEEKDAYS.iter().position(|name| *name == day)? as u8;
        let (from, to) = hours.split_once('-')?;
        let hours = (minute(from)?, minute(to)?);
        (hours.0 < hours.1).then_some(Change::Open { weekday, hours })
    };
    read().ok_or_else(|| format!("{text}: write the day and the hours as sat:08:00-12:00"))
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

fn demand(text: &str) -> Result<Change, String> {
    let factor = text.parse().ok().filter(|factor| (0.01..=100.0).contains(factor));
    let factor =
        factor.ok_or_else(|| format!("{text} is no factor; write 1.2 for a fifth more"))?;
    Ok(Change::Demand { factor })
}

fn positive(text: &str) -> Result<f64, String> {
    let read = text.parse().ok().filter(|number: &f64| number.is_finite() && *number > 0.0);
    read.ok_or_else(|| format!("{text} is no number of days; write it as 3 or 0.5"))
}

fn share(text: &str) -> Result<f64, String> {
    let read = text.parse().ok().filter(|share: &f64| *share > 0.0 && *share < 1.0);
    read.ok_or_else(|| format!("{text} is no share; write a number between 0 and 1, as 0.9"))
}

#[cfg(test)]
mod tests {
    use mining::whatif::Change;

    use super::{add_officer, demand, merge, minute, move_counter, open};

    #[test]
    fn changes_are_read_as_they_are_written() {
        let saturday = Change::Open { weekday: 5, hours: (480, 720) };
        assert_eq!(open("sat:08:00-12:00"), Ok(saturday));
        assert!(open("sat:12:00-08:00").is_err() && open("sabtu:08:00-12:00").is_err());
        assert_eq!(minute("24:00"), None);
        let two = Change::AddOfficer { place: "KTP".into(), step: Some("print".into()), count: 2 };
        assert_eq!(add_officer("KTP/print:2"), Ok(two));
        assert!(add_officer("KTP").is_err() && add_officer("KTP:0").is_err());
        let joined = Change::Merge { step: "check".into(), into: "enter".into() };
        assert_eq!(merge("check:enter"), Ok(joined));
        let moved = Change::MoveCounter { step: "pay".into(), from: "A".into(), to: "B".into() };
        assert_eq!(move_counter("pay:A:B"), Ok(moved));
        assert!(demand("0").is_err() && demand("1.2").is_ok());
    }
}
