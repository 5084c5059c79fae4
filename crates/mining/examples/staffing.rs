//! Our answers beside those of PyPI `ciw` on the same queues, for `docs/reference/evaluation.md`.
//! `--officers` writes the officers that we would have into the file before `ciw` runs.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool of our own")]

#[path = "../tests/common/mod.rs"]
mod common;

use common::{Vectors, lived, staff, waited};

fn main() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/staffing.json");
    let mut vectors: Vectors =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    if std::env::args().any(|arg| arg == "--officers") {
        for day in &mut vectors.days {
            day.officers = staff(day).unwrap();
        }
        std::fs::write(path, serde_json::to_string_pretty(&vectors).unwrap() + "\n").unwrap();
        return;
    }
    println!("Minutes; {}.", vectors.made_by);
    println!(
        "| arrivals | service | variation | officers | mean wait | our run | ciw | later than | our run | ciw |"
    );
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for queue in &vectors.queues {
        let (ours, seen, ciw) = (queue.queue(), waited(queue), queue.ciw.unwrap());
        println!(
            "| {} | {} | {} | {} | {:.2} | {:.2} | {:.2} ± {:.2} | {:.1} % | {:.1} % | {:.1} % |",
            queue.rate,
            queue.service,
            queue.variation,
            queue.officers,
            ours.wait(),
            seen.0,
            ciw.wait.value,
            ciw.wait.error,
            100.0 * ours.later_than(queue.within),
            100.0 * seen.1,
            100.0 * ciw.later.value,
        );
    }
    println!(
        "\n| officers by hour | promise | kept in our run | in ciw |\n| --- | --- | ---: | ---: |"
    );
    for day in &vectors.days {
        let ciw = day.ciw.unwrap().kept;
        println!(
            "| {:?} | {:.0} % within {} min | {:.1} % | {:.1} ± {:.1} % |",
            day.officers,
            100.0 * day.share,
            day.within,
            100.0 * lived(day),
            100.0 * ciw.value,
            100.0 * ciw.error,
        );
    }
}
