//! `make evaluate`: over 1,000 made trials of each kind, how often intervals hold the planted effect,
//! and how wide they are. Writes the section "Trials" of `docs/reference/evaluation.md` to stdout.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool of our own")]

mod made;

use made::{Planted, judged};

const TRIALS: u64 = 1000;

/// What became of a thousand trials of one kind.
#[derive(Default)]
struct Tally {
    held: u32,
    alarms: u32,
    unbounded: u32,
    widths: Vec<f64>,
    stable_held: u32,
    stable: u32,
    stable_widths: Vec<f64>,
}

impl Tally {
    fn of(planted: Planted) -> Self {
        let mut tally = Self::default();
        let truth = libm::log1p(planted.effect);
        let points = |low: f64, high: f64| 100.0 * (high.exp() - low.exp());
        for seed in 1..=TRIALS {
            let effect = judged(planted, seed);
            let interval = effect.bounds.interval();
            tally.held += u32::from(interval.holds(truth));
            tally.alarms += u32::from(effect.p <= 0.05);
            tally.unbounded += u32::from(interval.width().is_infinite());
            tally.widths.push(points(interval.low, interval.high));
            if let Some(stable) = effect.if_stable {
                tally.stable += 1;
                tally.stable_held += u32::from(stable.holds(truth));
                tally.stable_widths.push(points(stable.low, stable.high));
            }
        }
        tally
    }

    fn print(&mut self, planted: Planted) {
        let share = |count: u32, of: u32| 100.0 * f64::from(count) / f64::from(of);
        let all = u32::try_from(TRIALS).unwrap();
        let design = if planted.crossover { "crossover by day" } else { "staged" };
        let uneven = if planted.uneven > 0.0 { ", uneven" } else { "" };
        println!(
            "| {design}, {} units | {:.0} %{uneven} | {:.1} % | {:.1} % | {:.0} | {:.1} % | {:.1} % | {:.0} |",
            planted.units,
            100.0 * planted.effect,
            share(self.held, all),
            share(self.alarms, all),
            median(&mut self.widths),
            share(self.unbounded, all),
            share(self.stable_held, self.stable),
            median(&mut self.stable_widths),
        );
    }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() {
    println!(
        "`cargo run --release -p estimation --example trials`; seeds 1 to {TRIALS} for each row.\n"
    );
    println!(
        "Trials of 30 days after 40 weeks without one. Units differ, drift (autocorrelation 0.8) and share a\n\
         trend, weekdays and shocks of single days; 4 to 16 files a day, log-normal (0.8). The effect is a\n\
         change of the time; intervals are those of 95 %. *Found* is p of at most 5 %: without an effect,\n\
         a false alarm. *Width* is the median, in points of percent. *Uneven*: the effect differs between\n\
         units (standard deviation 0.1 of its logarithm), which randomisation inference does not promise.\n"
    );
    println!(
        "| design | effect | held | found | width | no ends | held, if stable | width, if stable |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    let mut kinds = Vec::new();
    for (units, crossover) in [(2, false), (3, false), (4, false), (8, false), (2, true), (4, true)]
    {
        for effect in [0.0, -0.2, -0.5] {
            kinds.push(Planted { units, crossover, effect, uneven: 0.0 });
        }
    }
    kinds.push(Planted { units: 4, crossover: false, effect: -0.2, uneven: 0.1 });
    for planted in kinds {
        Tally::of(planted).print(planted);
    }
    println!(
        "\nIn a drawn order alone, two units have two outcomes: p is never below 50 % and the interval has no\n\
         ends. The design therefore draws the first days too. *If stable* is the weaker interval, which\n\
         holds only if units differ during the trial as they did before."
    );
}
