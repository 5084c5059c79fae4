//! What each planted flaw of a procedure does to waits and promises, and what a trial does to both: the
//! tool with which their strengths were set. `cargo run --release -p simulation --example story -- 7`
//! runs the seed 7.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for the terminal")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::calendar::Pause;
use simulation::{Act, City, Errand, Options, Process, TicketAct};

/// By service: files, hours from submission to the end, files with a promise kept.
type Rows = BTreeMap<String, (u32, Vec<f64>, u32)>;

struct File {
    service: usize,
    unit: String,
    submitted: Timestamp,
    complete: Option<Timestamp>,
    pauses: Vec<Pause>,
}

fn until() -> Timestamp {
    "2026-11-20T16:59:59Z".parse().unwrap()
}

fn rows(options: Options) -> Rows {
    let calendar = common::calendar();
    let city = City::new(common::metro(&calendar), options).unwrap();
    let mut files: BTreeMap<u32, File> = BTreeMap::new();
    let mut rows = Rows::new();
    for event in city.stream(until()) {
        let event = event.unwrap();
        if let Act::Submit(submission) = &event.act {
            let complete = submission.documents_missing.is_empty().then_some(event.at);
            let (service, unit) = (submission.service, submission.unit.clone());
            let (submitted, pauses) = (event.at, Vec::new());
            files.insert(event.application, File { service, unit, submitted, complete, pauses });
            continue;
        }
        let Some(file) = files.get_mut(&event.application) else { continue };
        match &event.act {
            Act::CheckComplete { .. } | Act::DeemedComplete => file.complete = Some(event.at),
            Act::Return { .. } if file.complete.is_some() => {
                file.pauses.push(Pause { from: event.at, until: None });
            }
            Act::Supplement { .. } => match file.pauses.last_mut() {
                Some(pause) => pause.until = Some(event.at),
                None => file.complete = file.complete.or(Some(event.at)),
            },
            Act::Issue { .. } | Act::Refuse { .. } => {
                let standard = &city.spec().services[file.service].standard;
                let from = file.complete.unwrap();
                let due = calendar.due(&file.unit, from, standard.promise, &file.pauses);
                let kept = event.at <= due.unwrap().unwrap();
                let row = rows.entry(standard.code.clone()).or_default();
                let hours = event.at.duration_since(file.submitted).as_secs_f64() / 3600.0;
                row.0 += 1;
                row.1.push(hours);
                row.2 += u32::from(kept);
            }
            _ => {}
        }
    }
    rows
}

fn middle(values: &[f64], share: f64) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values.get((values.len() as f64 * share) as usize).copied().unwrap_or_default()
}

/// Mean minutes from ticket to call by hour of the day, in one unit.
fn hours(options: Options, unit: &str) -> BTreeMap<i8, (u32, f64)> {
    let calendar = common::calendar();
    let city = City::new(common::metro(&calendar), Options { counters: true, ..options }).unwrap();
    let mut stream = city.stream(until());
    stream.by_ref().for_each(|event| drop(event.unwrap()));
    let (mut taken, mut hours) = (BTreeMap::new(), BTreeMap::new());
    let mut counted: BTreeMap<&str, u32> = BTreeMap::new();
    for event in stream.tickets().iter().filter(|event| event.unit == unit) {
        *counted.entry(event.act.code()).or_default() += 1;
        match event.act {
            TicketAct::Taken { ticket, errand: Errand::Apply { .. }, .. } => {
                taken.insert(ticket, event.at);
            }
            TicketAct::Called { ticket, .. } => {
                let Some(from) = taken.get(&ticket) else { continue };
                let hour = calendar.tz().to_datetime(*from).hour();
                let row: &mut (u32, f64) = hours.entry(hour).or_default();
                row.0 += 1;
                row.1 += event.at.duration_since(*from).as_secs_f64() / 60.0;
            }
            _ => {}
        }
    }
    println!("{unit}: {counted:?}");
    hours
}

fn main() {
    let seed = std::env::args().nth(1).map_or(1, |text| text.parse().unwrap());
    let (plain, all) = (common::year(seed), common::story::process());
    let with = |process: Process| {
        let mut options = common::year(seed);
        options.plant.process = process;
        options
    };
    let (before, after) = (rows(plain.clone()), rows(with(all.clone())));
    println!("{:16} {:>6} {:>22} {:>22} {:>14}", "", "files", "median h", "mean h", "kept %");
    let (mut kept, mut files) = ([0, 0], [0, 0]);
    for (service, (count, hours, on_time)) in &after {
        let (count_before, hours_before, on_time_before) = &before[service];
        let mean = |hours: &[f64]| hours.iter().sum::<f64>() / hours.len().max(1) as f64;
        let share = |kept: u32, of: u32| 100.0 * f64::from(kept) / f64::from(of);
        println!(
            "{service:16} {count:6} {:10.1} -> {:8.1} {:10.1} -> {:8.1} {:6.1} -> {:5.1}",
            middle(hours_before, 0.5),
            middle(hours, 0.5),
            mean(hours_before),
            mean(hours),
            share(*on_time_before, *count_before),
            share(*on_time, *count),
        );
        (kept, files) = (
            [kept[0] + on_time_before, kept[1] + on_time],
            [files[0] + count_before, files[1] + count],
        );
    }
    let share = |at: usize| 100.0 * f64::from(kept[at]) / f64::from(files[at]);
    println!("all              {:6} kept {:.1} -> {:.1}", files[1], share(0), share(1));
    for options in [plain, with(all.clone())] {
        for (hour, (count, minutes)) in hours(options, "DISDUKCAPIL") {
            println!("  {hour:2} {count:6} {:6.1} min", minutes / f64::from(count));
        }
    }
    let mut options = with(all);
    let calendar = common::calendar();
    let metro = common::metro(&calendar);
    let kelurahan = metro.kelurahan.iter().map(|one| one.unit_code.clone());
    let trial = common::story::trial(&options, kelurahan);
    options.plant.process.trials = vec![trial];
    let city = City::new(metro, options).unwrap();
    for effect in city.effects(until()).unwrap() {
        println!(
            "trial: {} files, {:.1} h with the step, {:.1} h without, {:.1} h",
            effect.files, effect.hours_with_step, effect.hours_without_step, effect.difference
        );
    }
}
