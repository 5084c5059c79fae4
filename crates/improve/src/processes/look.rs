//! What a log says of a process, as far as it may be told: numbers of few files are left out. Pure.

use mining::dfg::Dfg;
use mining::findings::{Finding, Kind, findings};
use mining::stats::ways;
use mining::table::{Log, variants};
use mining::times::{Calendar, Times};
use mining::wait::{Setting, Spot};

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
    /// Office minutes that a file waits for it on average, as findings reckon: a few that wait very
    /// long count fully.
    pub waits_mean: f64,
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

/// Something to look at first, with the names of its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What.
    pub kind: Kind,
    /// Code of the activity, where it has one.
    pub activity: String,
    /// Code of the unit, where it has one; of a hand-over, who had the file.
    pub unit: String,
    /// Of a hand-over, who should take it.
    pub to: String,
    /// Share of all waiting, 0 to 1, and its interval.
    pub share: (f64, f64, f64),
    /// Files that it concerns.
    pub files: u64,
    /// Office minutes that it costs each of them.
    pub minutes: f64,
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
    /// What to look at first, the largest share of waiting first.
    pub findings: Vec<Told>,
    /// What follows what, as far as enough files did it.
    pub graph: Dfg,
}

/// Most ways that are shown.
const WAYS: usize = 8;

impl Look {
    /// Of a log, by office hours; `offset` is local time less UTC in microseconds. What rests on fewer
    /// than `fewest` files is left out.
    pub fn of(log: &Log, calendar: &Calendar, offset: i64, fewest: u64) -> Self {
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
                waits_mean: one.waiting.mean / MINUTE,
                works,
                share: if waited > 0.0 { one.waited / waited } else { 0.0 },
            };
            activities.push((places[node as usize], activity));
        }
        activities.sort_by(|a, b| a.0.total_cmp(&b.0));
        let activities: Vec<Activity> = activities.into_iter().map(|(_, one)| one).collect();
        let (ways, other_ways) = told_ways(log, fewest);
        let findings = told(log, calendar, offset, fewest);
        let graph = thinned(dfg, fewest);
        Self { files: log.len() as u64, activities, ways, other_ways, findings, graph }
    }
}

/// The graph without what fewer than `fewest` files did.
fn thinned(mut graph: Dfg, fewest: u64) -> Dfg {
    for node in &mut graph.nodes {
        if node.cases < fewest {
            node.events = 0;
        }
        for count in [&mut node.starts, &mut node.ends] {
            if *count < fewest {
                *count = 0;
            }
        }
    }
    let told = |number: u32| graph.nodes[number as usize].events > 0;
    let edges = graph.edges.iter().filter(|edge| edge.count >= fewest);
    let edges = edges.filter(|edge| told(edge.from) && told(edge.to)).cloned().collect();
    Dfg { edges, ..graph }
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

/// The findings of a log, in the order of what they cost.
fn told(log: &Log, calendar: &Calendar, offset: i64, fewest: u64) -> Vec<Told> {
    let numbers =
        |names: &[&str]| names.iter().filter_map(|name| log.activities.get(name)).collect();
    let setting = Setting {
        offset,
        citizen: numbers(&["supplemented"]),
        negative: numbers(&["returned", "refused"]),
        ..Setting::new(calendar)
    };
    let enough = |finding: &Finding| finding.cases >= fewest;
    let all = findings(log, &setting).found.into_iter().filter(enough);
    all.map(|finding| named(log, finding)).collect()
}

fn named(log: &Log, finding: Finding) -> Told {
    let activity = |number| log.activities.name(number).to_owned();
    let place = |number| log.places.name(number).to_owned();
    let (activity, unit, to) = match finding.spot {
        Some(Spot::Activity(number)) => (activity(number), String::new(), String::new()),
        Some(Spot::At { activity: number, place: at }) => {
            (activity(number), place(at), String::new())
        }
        Some(Spot::HandOver { from, to }) => (String::new(), place(from), place(to)),
        Some(Spot::Within(at)) => (String::new(), place(at), String::new()),
        None => Default::default(),
    };
    Told {
        kind: finding.kind,
        activity,
        unit,
        to,
        share: (finding.share_of_wait, finding.interval.low, finding.interval.high),
        files: finding.cases,
        minutes: finding.minutes_per_case,
    }
}

#[cfg(test)]
mod tests {
    use mining::table::{Builder, Row, UNKNOWN};

    use super::*;

    const HOUR: f64 = 60.0 * MINUTE;

    /// One file an hour waits an hour for `check` and two for `sign`; one in 50 is refused after
    /// `check`.
    fn log(files: usize) -> Log {
        let mut builder = Builder::default();
        for file in 0..files {
            let case = format!("c{file}");
            let mut push = |activity: &str, resource: &str, from: f64, to: f64| {
                let at = |hour: f64| ((file as f64 + hour) * HOUR) as i64;
                let started = if from < to { at(from) } else { UNKNOWN };
                let place = "A";
                builder.push(&Row { case: &case, activity, at: at(to), started, resource, place });
            };
            push("submitted", "", 0.0, 0.0);
            push("step/check", "1", 1.0, 1.5);
            if file % 50 == 0 {
                push("refused", "1", 2.0, 2.0);
                continue;
            }
            push("step/sign", "2", 3.5, 3.6);
            push("approved", "1", 3.6, 3.6);
        }
        builder.finish()
    }

    #[test]
    fn a_signature_that_never_says_no_is_found_with_its_cost() {
        let look = Look::of(&log(600), &Calendar::Always, 0, 10);
        let codes: Vec<&str> = look.activities.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes[..2], ["submitted", "step/check"]);
        let check = look.activities.iter().find(|one| one.code == "step/check").unwrap();
        assert!((check.works.unwrap() - 30.0).abs() < 1e-6);
        let signature = |told: &&Told| matches!(told.kind, Kind::Signature { .. });
        let found = look.findings.iter().find(signature).unwrap_or_else(|| panic!("{look:?}"));
        assert_eq!((found.activity.as_str(), found.files), ("step/sign", 588));
        assert!((found.minutes - 120.0).abs() < 1.0, "{found:?}");
        assert!(found.share.1 <= found.share.0 && found.share.0 <= found.share.2);
    }

    #[test]
    fn what_few_files_did_is_not_told() {
        let look = Look::of(&log(400), &Calendar::Always, 0, 10);
        assert!(look.activities.iter().all(|one| one.code != "refused"), "eight files");
        assert_eq!((look.ways.len(), look.other_ways), (1, 8));
        let empty = Look::of(&Log::default(), &Calendar::Always, 0, 10);
        assert_eq!((empty.files, empty.ways.len(), empty.other_ways), (0, 0, 0));
        assert!(empty.findings.is_empty());
    }
}
