//! Runs a year of Kota Metro and prints what happened, service by service: the tool with which the
//! assumptions of this crate were set. `cargo run --release -p simulation --example year -- 7 0.8`
//! runs the seed 7 with officers busy for 0.8 of their effective time.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for the terminal")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::collections::BTreeMap;
use std::time::Instant;

use jiff::Timestamp;
use kernel::calendar::Pause;
use simulation::{Act, City};

#[derive(Default)]
struct File {
    service: usize,
    unit: String,
    complete: Option<Timestamp>,
    pauses: Vec<Pause>,
}

#[derive(Default)]
struct Row {
    submitted: u32,
    decided: u32,
    on_time: u32,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let seed = arguments.next().map_or(1, |text| text.parse().unwrap());
    let calendar = common::calendar();
    let mut options = common::year(seed);
    if let Some(text) = arguments.next() {
        options.utilisation = text.parse().unwrap();
    }
    #[allow(clippy::disallowed_methods, reason = "measures the machine")]
    let start = Instant::now();
    let city = City::new(common::metro(&calendar), options).unwrap();
    let made = start.elapsed();
    let events = common::events(&city);
    println!("city {made:?}, with events {:?}, {} events", start.elapsed(), events.len());
    let mut files: BTreeMap<u32, File> = BTreeMap::new();
    let mut rows: BTreeMap<usize, Row> = BTreeMap::new();
    let mut acts: BTreeMap<&str, u32> = BTreeMap::new();
    let mut months: BTreeMap<i8, (u32, u32)> = BTreeMap::new();
    for event in &events {
        *acts.entry(event.act.code()).or_default() += 1;
        let file = files.entry(event.application).or_default();
        match &event.act {
            Act::Submit(submission) => {
                (file.service, file.unit) = (submission.service, submission.unit.clone());
                rows.entry(submission.service).or_default().submitted += 1;
                file.complete = submission.documents_missing.is_empty().then_some(event.at);
            }
            Act::CheckComplete { .. } | Act::DeemedComplete => file.complete = Some(event.at),
            Act::Return { .. } if file.complete.is_some() => {
                file.pauses.push(Pause { from: event.at, until: None });
            }
            Act::Supplement { .. } => match file.pauses.last_mut() {
                Some(pause) => pause.until = Some(event.at),
                None => file.complete = file.complete.or(Some(event.at)),
            },
            Act::Issue { .. } | Act::Refuse { .. } => {
                let promise = city.spec().services[file.service].standard.promise;
                let start = file.complete.unwrap();
                let due = calendar.due(&file.unit, start, promise, &file.pauses).unwrap().unwrap();
                let row = rows.entry(file.service).or_default();
                row.decided += 1;
                row.on_time += u32::from(event.at <= due);
                let month = months.entry(event.at.to_zoned_datetime(calendar.tz().clone()).month());
                let month = month.or_default();
                month.0 += 1;
                month.1 += u32::from(event.at <= due);
            }
            _ => {}
        }
    }
    println!("{acts:?}, {} officers", city.officers().len());
    for (month, (decided, on_time)) in months {
        println!(
            "month {month:2} {decided:6} {:5.1} %",
            f64::from(on_time) / f64::from(decided) * 100.0
        );
    }
    let mut all = Row::default();
    for (service, row) in rows {
        let code = &city.spec().services[service].standard.code;
        println!("{code:16} {:6} {:6} {:5.1} %", row.submitted, row.decided, share(&row));
        all.submitted += row.submitted;
        all.decided += row.decided;
        all.on_time += row.on_time;
    }
    println!("{:16} {:6} {:6} {:5.1} %", "all", all.submitted, all.decided, share(&all));
}

fn share(row: &Row) -> f64 {
    f64::from(row.on_time) / f64::from(row.decided.max(1)) * 100.0
}
