//! `bening process findings`: where files wait and why, in sentences, without a name.

use mining::batch::Period;
use mining::findings::{Finding, Findings, Kind, findings};
use mining::stats::Stats;
use mining::table::{Log, Names, variants};
use mining::wait::{Cause, Setting, Spot, Waits};

use super::compare::spot;
use super::input;
use super::output::{Table, write};
use super::stats::calendar;
use crate::cli::ProcessFindings;
use crate::commands::{Done, Stop};

const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// What is written as JSON: names instead of numbers.
#[derive(serde::Serialize)]
struct Line<'f> {
    sentence: String,
    at: Option<String>,
    #[serde(flatten)]
    finding: &'f Finding,
}

/// Reads the log and writes what to look at first.
pub async fn run(args: &ProcessFindings) -> Done {
    let log = input::read(&args.source).await?;
    let stats = Stats::of(&log, variants(&log).len() as u64);
    let calendar = calendar(args.hours.as_deref(), &args.source, &log, &stats)?;
    let offset = input::offset(&args.source.utc_offset)?;
    let named = |names: &[String]| numbers(args, &log.activities, names);
    let setting = Setting {
        offset: i64::from(offset.seconds()) * 1_000_000,
        citizen: named(&args.citizen)?,
        negative: named(&args.negative)?,
        approvals: named(&args.approval)?,
        ..Setting::new(&calendar)
    };
    let all = findings(&log, &setting);
    let lines: Vec<Line<'_>> = all
        .found
        .iter()
        .map(|finding| Line {
            sentence: sentence(&log, finding),
            at: finding.spot.map(|at| spot(&log, at)),
            finding,
        })
        .collect();
    let table = Table {
        above: above(&log, &all, &setting),
        header: vec!["finding", "share_of_wait", "low", "high", "cases", "minutes_per_case", "q"],
        texts: 1,
        rows: lines.iter().map(|line| row(line, true)).collect(),
        exact: Some(lines.iter().map(|line| row(line, false)).collect()),
    };
    write(&args.written, &table, &lines)
}

fn numbers(args: &ProcessFindings, activities: &Names, names: &[String]) -> Result<Vec<u32>, Stop> {
    let number = |name: &String| {
        let there: Vec<&str> = activities.iter().take(30).collect();
        let what = format!("there is no activity {name}; the log has {}", there.join(", "));
        activities.get(name).ok_or_else(|| input::wrong(&args.source, what))
    };
    names.iter().map(number).collect()
}

fn above(log: &Log, all: &Findings, setting: &Setting<'_>) -> Vec<String> {
    let known = Waits::of(log, setting.calendar).known();
    let causes = all.places.causes;
    let working: i64 = causes[1..].iter().sum();
    let share = |time: i64| 100.0 * time as f64 / working.max(1) as f64;
    let words = Cause::ALL.iter().zip(causes).skip(1).map(|(cause, time)| {
        let word = match cause {
            Cause::Closed => "closed",
            Cause::Citizen => "for the citizen",
            Cause::Batch => "for a batch",
            Cause::OutOfOrder => "later files first",
            Cause::Queue => "queue",
            Cause::Unexplained => "not explained",
        };
        format!("{word} {:.0} %", share(time))
    });
    vec![
        format!(
            "{} cases on {} days; waiting: {}.",
            all.places.cases,
            all.places.days,
            words.collect::<Vec<_>>().join(", ")
        ),
        format!(
            "Starts of work: {} recorded, {} estimated, {} unknown (their waiting includes the work).",
            known.recorded, known.estimated, known.unknown
        ),
        format!(
            "{} tested, {} had too few cases, {} found. A finding is a question to the office; shares \
             overlap.",
            all.tested,
            all.too_few,
            all.found.len()
        ),
    ]
}

/// A finding in a sentence.
fn sentence(log: &Log, finding: &Finding) -> String {
    let at = finding.spot.map_or(String::new(), |at| spot(log, at));
    match finding.kind {
        Kind::Bottleneck => format!("Most waits: {at}."),
        Kind::HandOver => format!("Files lie between units: {at}."),
        Kind::Batch { period: Period::Weekday(day), begun, .. } => format!(
            "{at} waits for {}: {:.0} % of it begins then.",
            DAYS[usize::from(day) % 7],
            100.0 * begun
        ),
        Kind::Batch { period: Period::Hour(hour), begun, .. } => {
            format!("{at} waits for {hour}:00: {:.0} % of it begins then.", 100.0 * begun)
        }
        Kind::Citizen => "Files wait for the citizen.".to_owned(),
        Kind::OutOfOrder => "Later files are done before earlier ones.".to_owned(),
        Kind::Signature { times, noes, noes_interval } => format!(
            "{at} said no {noes} times of {times} (at most {:.1} %): is it needed?",
            100.0 * noes_interval.high
        ),
        Kind::Return { times } => format!("Files come back to {at}, {times} times."),
        Kind::PingPong { turns } => {
            format!("Files go back and forth, {at} and back: {turns} turns too many.")
        }
        Kind::PeakHour { hour, crowd, arrivals, begun, .. } => format!(
            "Who comes to {} at {hour}:00 waits longest: at {crowd}:00, {arrivals:.1} come and {begun:.1} \
             are begun.",
            match finding.spot {
                Some(Spot::Within(place)) if !log.places.name(place).is_empty() =>
                    log.places.name(place),
                _ => "the office",
            }
        ),
    }
}

fn row(line: &Line<'_>, people: bool) -> Vec<String> {
    let Finding { share_of_wait, interval, cases, minutes_per_case, q, .. } = line.finding;
    let share = |value: f64| match people {
        true => format!("{:.1}%", 100.0 * value),
        false => value.to_string(),
    };
    let digits = |value: f64, digits: usize| match people {
        true => format!("{value:.digits$}"),
        false => value.to_string(),
    };
    let mut row = vec![line.sentence.clone()];
    row.extend([*share_of_wait, interval.low, interval.high].map(share));
    row.extend([cases.to_string(), digits(*minutes_per_case, 0), digits(*q, 4)]);
    row
}
