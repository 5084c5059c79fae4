//! What a log says of a process, as far as it may be told: numbers of few files are left out. Pure.

use mining::dfg::Dfg;
use mining::stats::ways;
use mining::table::{Log, variants};
use mining::times::{Calendar, Times};

/// Microseconds of a minute.
const MINUTE: f64 = 60e6;

/// An activity.
#[derive(Clone, Debug, PartialEq)]
pub struct Activity {
    /// Its code.
    pub code: String,
    /// Files that pass it.
    pub files: u64,
    /// Office minutes that the median file waits for it.
    pub waits: f64,
    /// A quarter of the files wait at most so long.
    pub waits_quarter: f64,
    /// Nine of ten files wait at most so long.
    pub waits_nine: f64,
    /// Office minutes of work on it, where beginnings are known.
    pub works: Option<f64>,
    /// Its share of all waiting, 0 to 1.
    pub share: f64,
}

/// A way in which files went.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Codes of its activities, in order.
    pub activities: Vec<String>,
    /// How many files.
    pub files: u64,
    /// Share of all files, 0 to 1.
    pub share: f64,
    /// Calendar hours of the median file.
    pub hours: f64,
}

/// A step after which no file ever came back or was refused at once.
#[derive(Clone, Debug, PartialEq)]
pub struct NeverNo {
    /// Its code.
    pub code: String,
    /// Files that passed it.
    pub files: u64,
    /// At 95 % at most this share of files meets a no there (Clopper and Pearson 1934).
    pub at_most: f64,
    /// Office minutes that the median file waits for it.
    pub waits: f64,
}

/// What can be told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// Files.
    pub files: u64,
    /// Activities in the order in which a file usually meets them.
    pub activities: Vec<Activity>,
    /// Ways of enough files.
    pub ways: Vec<Way>,
    /// Files that went some rarer way.
    pub other_ways: u64,
    /// Steps that never said no.
    pub never_no: Vec<NeverNo>,
}

/// Most ways that are shown.
const WAYS: usize = 8;
/// Files from which "never" says something: 95 % sure of less than one in a hundred.
const NEVER: u64 = 299;

impl Look {
    /// Of a log, by office hours; what rests on fewer than `fewest` files is left out.
    pub fn of(log: &Log, calendar: &Calendar, fewest: u64) -> Self {
        let (dfg, times) = (Dfg::of(log), Times::of(log, calendar));
        let waited: f64 = times.activities.iter().map(|one| one.waited).sum();
        let places = places(log);
        let mut activities: Vec<(f64, Activity)> = Vec::new();
        for one in &times.activities {
            let Some(node) = log.activities.get(&one.name) else { continue };
            let files = dfg.nodes[node as usize].cases;
            if files < fewest {
                continue;
            }
            let works = (dfg.nodes[node as usize].lasts.known >= fewest)
                .then_some(one.touch.median / MINUTE);
            let activity = Activity {
                code: one.name.clone(),
                files,
                waits: one.waiting.median / MINUTE,
                waits_quarter: one.waiting.quarter / MINUTE,
                waits_nine: one.waiting.nine_tenths / MINUTE,
                works,
                share: if waited > 0.0 { one.waited / waited } else { 0.0 },
            };
            activities.push((places[node as usize], activity));
        }
        activities.sort_by(|a, b| a.0.total_cmp(&b.0));
        let activities: Vec<Activity> = activities.into_iter().map(|(_, one)| one).collect();
        let (ways, other_ways) = told_ways(log, fewest);
        let never_no = never_no(&dfg, &activities);
        Self { files: log.len() as u64, activities, ways, other_ways, never_no }
    }
}

/// The mean place of each activity in its files, from 0 at the beginning to 1 at the end.
fn places(log: &Log) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); log.activities.len()];
    for case in 0..log.len() {
        let trace = log.trace(case);
        let last = trace.len().max(2) as f64 - 1.0;
        for (place, activity) in trace.iter().enumerate() {
            let (sum, count) = &mut sums[*activity as usize];
            *sum += place as f64 / last;
            *count += 1.0;
        }
    }
    sums.into_iter().map(|(sum, count)| if count > 0.0 { sum / count } else { 1.0 }).collect()
}

fn told_ways(log: &Log, fewest: u64) -> (Vec<Way>, u64) {
    let files = log.len() as f64;
    let enough = variants(log).iter().filter(|way| way.cases >= fewest).count();
    let shown = ways(log).into_iter().take(enough.min(WAYS)).map(|way| Way {
        activities: way.activities.iter().map(|one| log.activities.name(*one).to_owned()).collect(),
        files: way.cases,
        share: way.cases as f64 / files,
        hours: way.throughput.median / (60.0 * MINUTE),
    });
    let shown: Vec<Way> = shown.collect();
    let told: u64 = shown.iter().map(|way| way.files).sum();
    (shown, log.len() as u64 - told)
}

fn never_no(dfg: &Dfg, activities: &[Activity]) -> Vec<NeverNo> {
    let is_no =
        |number: u32| matches!(dfg.nodes[number as usize].name.as_str(), "returned" | "refused");
    let said_no = |code: &str| {
        let mut edges = dfg.edges.iter();
        edges.any(|edge| dfg.nodes[edge.from as usize].name == code && is_no(edge.to))
    };
    let steps = activities.iter().filter(|one| one.code.starts_with("step/"));
    let never = steps.filter(|one| one.files >= NEVER && !said_no(&one.code));
    let found = never.map(|one| NeverNo {
        code: one.code.clone(),
        files: one.files,
        // The share at which no no in so many files has a chance of 5 %.
        at_most: 1.0 - 0.05_f64.powf(1.0 / one.files as f64),
        waits: one.waits,
    });
    let mut found: Vec<NeverNo> = found.collect();
    found.sort_by(|a, b| b.waits.total_cmp(&a.waits));
    found
}

#[cfg(test)]
mod tests {
    use mining::table::{Builder, Row, UNKNOWN};

    use super::*;

    /// Each file waits an hour for `check` and two for `sign`; one in 50 is refused after `check`.
    fn log(files: usize) -> Log {
        let mut builder = Builder::default();
        for file in 0..files {
            let case = format!("c{file}");
            let mut push = |activity: &str, from: f64, to: f64| {
                builder.push(&Row {
                    case: &case,
                    activity,
                    at: (to * 60.0 * MINUTE) as i64,
                    started: if from < to { (from * 60.0 * MINUTE) as i64 } else { UNKNOWN },
                    resource: "1",
                    place: "A",
                });
            };
            push("submitted", 0.0, 0.0);
            push("step/check", 1.0, 1.5);
            if file % 50 == 0 {
                push("refused", 2.0, 2.0);
                continue;
            }
            push("step/sign", 3.5, 3.6);
            push("approved", 3.6, 3.6);
        }
        builder.finish()
    }

    #[test]
    fn a_step_that_never_says_no_is_told_with_what_that_is_worth() {
        let look = Look::of(&log(400), &Calendar::Always, 10);
        let codes: Vec<&str> = look.activities.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes[..2], ["submitted", "step/check"]);
        assert_eq!(look.never_no.len(), 1, "{:?}", look.never_no);
        let sign = &look.never_no[0];
        assert_eq!((sign.code.as_str(), sign.files), ("step/sign", 392));
        assert!((sign.at_most - 0.0076).abs() < 1e-4);
        assert!((sign.waits - 120.0).abs() < 1e-6);
        let check = look.activities.iter().find(|one| one.code == "step/check").unwrap();
        assert!((check.works.unwrap() - 30.0).abs() < 1e-6);
        assert!(
            Look::of(&log(250), &Calendar::Always, 10).never_no.is_empty(),
            "too few to say never"
        );
    }

    #[test]
    fn what_few_files_did_is_not_told() {
        let look = Look::of(&log(400), &Calendar::Always, 10);
        assert!(look.activities.iter().all(|one| one.code != "refused"), "eight files");
        assert_eq!((look.ways.len(), look.other_ways), (1, 8));
        let empty = Look::of(&Log::default(), &Calendar::Always, 10);
        assert_eq!((empty.files, empty.ways.len(), empty.other_ways), (0, 0, 0));
    }
}
