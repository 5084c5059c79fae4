//! `make evaluate`: over 1,000 seeded cities, how often intervals hold the truth. Writes the page
//! `docs/reference/evaluation.md` to stdout.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool of our own")]

#[path = "../tests/common/mod.rs"]
mod common;

use common::coverage::Tally;

const CITIES: u64 = 1000;

fn main() {
    let halves: Vec<_> = (0..2)
        .map(|half| {
            std::thread::spawn(move || {
                let mut tally = Tally::default();
                (1 + half..=CITIES).step_by(2).for_each(|seed| tally.city(seed));
                tally
            })
        })
        .collect();
    let mut all = Tally::default();
    for half in halves {
        let half = half.join().unwrap();
        for (what, (held, of)) in half.held {
            let counted = all.held.entry(what).or_default();
            *counted = (counted.0 + held, counted.1 + of);
        }
        let join = |a: Option<(f64, f64)>, b: Option<(f64, f64)>| match (a, b) {
            (Some(a), Some(b)) => Some((f64::min(a.0, b.0), f64::max(a.1, b.1))),
            (a, b) => a.or(b),
        };
        all.widths = join(all.widths, half.widths);
        all.shares = join(all.shares, half.shares);
    }
    println!("# Evaluation\n");
    println!("Written by `make evaluate`; synthetic cities, seeds 1 to {CITIES}.\n");
    println!("## Intervals of 95 %\n");
    println!(
        "Each city has eight weeks of services. Units with 20 direct users or more are sampled: half"
    );
    println!(
        "of their users, at most 60. The truth is the value over all direct users of these units.\n"
    );
    println!("| what | held | of | share |\n| --- | ---: | ---: | ---: |");
    for (what, (held, of)) in &all.held {
        println!("| {what} | {held} | {of} | {:.1} % |", 100.0 * f64::from(*held) / f64::from(*of));
    }
    let ((low, high), (least, most)) = (all.widths.unwrap(), all.shares.unwrap());
    println!(
        "\nShares are those whose true value is 5 % or less ({:.2} % to {:.2} %), by the mid-P",
        100.0 * least,
        100.0 * most
    );
    println!(
        "interval (`--ci rare`); its width is {low:.2} to {high:.2} of Clopper and Pearson's on the same rows."
    );
    println!(
        "The mean is the satisfaction of PermenPANRB 14/2017, the ratio that of conduct to facilities."
    );
    println!(
        "Days and returned files are skewed: few people have most of them. Means of such values are"
    );
    println!("better asked for with `--ci skew` (Hall's interval) than with the usual t.");
    println!("\"All ranks\" holds when every unit's interval of ranks holds its true rank.");
}
