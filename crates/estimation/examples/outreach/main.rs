//! `make evaluate`: over 200 made cities, how often the interval of a campaign, or of the difference between its two
//! messages, holds what was planted, and how often something is said where nothing was. Writes the section
//! "Campaigns" of `docs/reference/evaluation.md` to stdout.
#![allow(clippy::print_stdout, reason = "a tool of our own")]

mod made;

use made::{Lot, Planted, judged};

const CITIES: u64 = 200;

/// What became of two hundred cities of one kind.
#[derive(Default)]
struct Tally {
    judged: u32,
    held: u32,
    above: u32,
    below: u32,
    widths: Vec<f64>,
}

impl Tally {
    fn of(planted: Planted) -> Self {
        let mut tally = Self::default();
        for seed in 1..=CITIES {
            let Ok(effect) = judged(planted, seed) else { continue };
            let interval = effect.bounds.interval();
            tally.judged += 1;
            tally.held += u32::from(interval.holds(planted.effect));
            tally.above += u32::from(interval.low > 0.0);
            tally.below += u32::from(interval.high < 0.0);
            tally.widths.push(100.0 * interval.width());
        }
        tally
    }

    fn print(&mut self, planted: Planted) {
        let share = |count: u32| 100.0 * f64::from(count) / f64::from(self.judged.max(1));
        let said = match planted.lot {
            Lot::Turns => format!("{:.1} %", share(self.above)),
            Lot::Messages => format!("{:.1} % | {:.1} %", share(self.above), share(self.below)),
        };
        println!(
            "| {} | {} | {:.0} | {:.0} | {} | {:.1} % | {} | {:.1} |",
            planted.kelurahan,
            planted.weeks,
            planted.files,
            100.0 * planted.effect,
            self.judged,
            share(self.held),
            said,
            median(&mut self.widths),
        );
    }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn main() {
    println!(
        "`cargo run --release -p estimation --example outreach`; seeds 1 to {CITIES} for each row.\n"
    );
    println!(
        "A campaign comes to half of the kelurahan by lot, and to the others some weeks later. People apply \
         themselves in 62 % of the cases (standard deviation between kelurahan 8 points); a season of 4 points is \
         shared, each kelurahan drifts by itself (autocorrelation 0.85). Kelurahan differ in size; 26 weeks lie \
         before. The effect is in points of that share; intervals are those of 95 %. *Worked* is what the city would \
         say: the interval lies above zero. *Width* is the median, in points. A city is not judged when a \
         kelurahan had applications in fewer than five weeks before.\n"
    );
    println!(
        "| Kelurahan | Weeks | Files a week | Effect | Judged | Held | Worked | Width |\n\
         |---:|---:|---:|---:|---:|---:|---:|---:|"
    );
    rows(Lot::Turns, [(8, 8, 10.0), (22, 6, 4.0), (22, 10, 10.0), (22, 10, 40.0)]);
    println!(
        "\nA campaign with two messages comes to all kelurahan in the same week and adds 5 points; half of the \
         kelurahan hear the second message, by lot, which adds the difference. *Weeks* are those of the campaign and \
         the four in which it is still watched. *B* and *A* are what the city would say: that the second message \
         did better (the interval lies above zero), or the first (below zero); otherwise, that it is not certain.\n"
    );
    println!(
        "| Kelurahan | Weeks | Files a week | Difference | Judged | Held | B | A | Width |\n\
         |---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    );
    let all = rows(Lot::Messages, [(8, 12, 10.0), (22, 8, 4.0), (22, 14, 10.0), (22, 14, 40.0)]);
    let share = |count: u32, of: u32| 100.0 * f64::from(count) / f64::from(of.max(1));
    println!(
        "\nAll {} cities together: the interval holds what was planted in {:.1} %. Of the {} without a difference, one \
         message is said to have done better in {:.1} %. A row of 200 cities is uncertain by itself: a share of 95 % has \
         a standard error of 1.5 points.",
        all.judged,
        share(all.held, all.judged),
        all.without,
        share(all.said, all.without),
    );
}

/// Cities of so many kelurahan, weeks and files a week; all of them together.
fn rows(lot: Lot, cities: [(u32, i32, f64); 4]) -> Together {
    let mut together = Together::default();
    for (kelurahan, weeks, files) in cities {
        for effect in [0.0, 0.05, 0.1] {
            let planted = Planted { kelurahan, lot, weeks, files, effect };
            let mut tally = Tally::of(planted);
            tally.print(planted);
            together.add(effect, &tally);
        }
    }
    together
}

/// All rows of a table.
#[derive(Default)]
struct Together {
    judged: u32,
    held: u32,
    without: u32,
    said: u32,
}

impl Together {
    fn add(&mut self, effect: f64, tally: &Tally) {
        self.judged += tally.judged;
        self.held += tally.held;
        if effect == 0.0 {
            self.without += tally.judged;
            self.said += tally.above + tally.below;
        }
    }
}
