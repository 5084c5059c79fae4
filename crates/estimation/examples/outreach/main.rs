//! `make evaluate`: over 200 made cities, how often the interval of a campaign holds its planted effect, and how
//! often one without effect is said to have worked. Writes the section "Campaigns" of
//! `docs/reference/evaluation.md` to stdout.
#![allow(clippy::print_stdout, reason = "a tool of our own")]

mod made;

use made::{Planted, judged};

const CITIES: u64 = 200;

/// What became of two hundred cities of one kind.
#[derive(Default)]
struct Tally {
    judged: u32,
    held: u32,
    worked: u32,
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
            tally.worked += u32::from(interval.low > 0.0);
            tally.widths.push(100.0 * interval.width());
        }
        tally
    }

    fn print(&mut self, planted: Planted) {
        let share = |count: u32| 100.0 * f64::from(count) / f64::from(self.judged.max(1));
        println!(
            "| {} | {} | {:.0} | {:.0} | {} | {:.1} % | {:.1} % | {:.1} |",
            planted.kelurahan,
            planted.weeks,
            planted.files,
            100.0 * planted.effect,
            self.judged,
            share(self.held),
            share(self.worked),
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
    for (kelurahan, weeks, files) in [(8, 8, 10.0), (22, 6, 4.0), (22, 10, 10.0), (22, 10, 40.0)] {
        for effect in [0.0, 0.05, 0.1] {
            let planted = Planted { kelurahan, weeks, files, effect };
            Tally::of(planted).print(planted);
        }
    }
}
