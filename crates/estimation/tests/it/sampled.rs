//! Calibrated weights, quantiles and replicates, against R's `survey` itself where it is
//! installed, and against what it printed where not.

use std::io::Write as _;
use std::process::{Command, Stdio};

use estimation::design::{Lone, Target};
use estimation::interval::{Method, interval};
use estimation::sample::{Collecting, Margin, Replicates, Sample};
use estimation::streaming::{Row, Shape};
use estimation::table::Labels;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::support::{keep, near, roles, text, vectors};

fn rng() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(1)
}

fn margin(labels: &Labels, column: usize, totals: &[(&str, f64)]) -> Margin {
    let total = |text: &[u8]| {
        let text = std::str::from_utf8(text).unwrap();
        totals.iter().find(|(level, _)| *level == text).unwrap().1
    };
    let names = &labels.levels[column];
    Margin { levels: labels.level_rows[column].clone(), totals: names.texts().map(total).collect() }
}

const TYPES: [(&str, f64); 3] = [("E", 4421.0), ("M", 1018.0), ("H", 755.0)];

fn clusters(levels: &str) -> (Sample, Labels) {
    let design = format!("cluster=dnum weight=pw population=fpc {levels}");
    keep(&text("apiclus1.csv"), &roles(Target::Mean, "api00,enroll", &design))
}

/// V20.
#[test]
fn poststratified() {
    let (sample, labels) = clusters("levels=stype");
    let sample = sample.poststratified(margin(&labels, 0, &TYPES));
    let mean = sample.estimate(0, &[0]).unwrap();
    near(mean.value, 642.310788212, 1e-11);
    near(mean.se, 23.9204864451, 1e-11);
}

fn raked() -> Sample {
    let (sample, labels) = clusters("levels=stype levels=comp.imp");
    let improved = [("No", 1571.0), ("Yes", 4623.0)];
    sample.raked(vec![margin(&labels, 0, &TYPES), margin(&labels, 1, &improved)]).unwrap()
}

#[test]
fn margins_that_cannot_agree_are_refused() {
    let (sample, labels) = clusters("levels=stype levels=comp.imp");
    let impossible = [("No", 1.0), ("Yes", 1.0)];
    let margins = vec![margin(&labels, 0, &TYPES), margin(&labels, 1, &impossible)];
    assert!(sample.raked(margins).is_none());
}

const SCRIPT: &str = r#"
suppressMessages(library(survey))
options(digits = 17)
at <- function(name) read.csv(file.path(commandArgs(TRUE)[1], name))
say <- function(name, x) cat(name, format(as.numeric(x), digits = 17), "\n")
both <- function(name, x) say(name, c(coef(x), SE(x)))
clus1 <- svydesign(~dnum, weights = ~pw, fpc = ~fpc, data = at("apiclus1.csv"))
strat <- svydesign(~1, strata = ~stype, fpc = ~fpc, data = at("apistrat.csv"))
raked <- rake(clus1, list(~stype, ~comp.imp),
  list(data.frame(stype = c("E", "M", "H"), Freq = c(4421, 1018, 755)),
       data.frame(comp.imp = c("No", "Yes"), Freq = c(1571, 4623))),
  control = list(maxit = 500, epsilon = 1e-10, verbose = FALSE))
both("raked", svymean(~api00, raked))
plain <- svydesign(~dnum, weights = ~pw, data = at("apiclus1.csv"))
both("jk1", svymean(~api00, as.svrepdesign(plain, type = "JK1")))
both("jkn", svymean(~api00, as.svrepdesign(strat, type = "JKn")))
both("jkn_ratio", svyratio(~api.stu, ~enroll, as.svrepdesign(strat, type = "JKn")))
q <- svyquantile(~api00, strat, c(0.25, 0.5, 0.9), ci = TRUE)$api00
for (i in 1:3) say(paste0("quantile", i), q[i, c("quantile", "ci.2.5", "ci.97.5", "se")])
sub <- subset(strat, comp.imp == "Yes")
both("domain_ratio", svyratio(~api.stu, ~enroll, sub))
say("domain_df", degf(sub))
options(survey.lonely.psu = "adjust")
both("adjust", svymean(~y, svydesign(~1, strata = ~h, weights = ~1,
  data = data.frame(h = c("a", "a", "b"), y = c(1, 3, 10)))))
"#;

fn r() -> Option<String> {
    let arguments = ["--vanilla", "-", vectors().to_str().unwrap()].map(str::to_owned);
    let started = Command::new("Rscript")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    // `make test` sets this after it has installed R: then it must be there.
    let wanted = std::env::var_os("BENING_TEST_R").is_some();
    let mut child = match started {
        Ok(child) => child,
        Err(error) => {
            assert!(!wanted, "Rscript: {error}");
            return None;
        }
    };
    child.stdin.take().unwrap().write_all(SCRIPT.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() || !wanted, "R: {said}");
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

#[test]
fn as_r_has_it() {
    let Some(output) = r() else { return };
    let line = |name: &str| -> Vec<f64> {
        let found = output.lines().find(|line| line.split(' ').next() == Some(name)).unwrap();
        found.split_whitespace().skip(1).map(|number| number.parse().unwrap()).collect()
    };
    let both = |name: &str, estimate: estimation::design::Estimate| {
        near(estimate.value, line(name)[0], 1e-8);
        near(estimate.se, line(name)[1], 1e-8);
    };
    both("raked", raked().estimate(0, &[0]).unwrap());
    let plain =
        keep(&text("apiclus1.csv"), &roles(Target::Mean, "api00", "cluster=dnum weight=pw"));
    both("jk1", plain.0.replicated(0, &[0], Replicates::Jk1, &mut rng()).unwrap());
    let design = "strata=stype population=fpc";
    let (strat, _) = keep(&text("apistrat.csv"), &roles(Target::Mean, "api00", design));
    both("jkn", strat.replicated(0, &[0], Replicates::Jkn, &mut rng()).unwrap());
    let ratio = roles(Target::Ratio, "api.stu/enroll", design);
    let (ratios, _) = keep(&text("apistrat.csv"), &ratio);
    both("jkn_ratio", ratios.replicated(0, &[0], Replicates::Jkn, &mut rng()).unwrap());
    for (i, p) in [0.25, 0.5, 0.9].into_iter().enumerate() {
        let found = strat.quantile(0, &[0], p, 0.95).unwrap();
        let should = line(&format!("quantile{}", i + 1));
        near(found.estimate.value, should[0], 1e-12);
        near(found.interval.low, should[1], 1e-12);
        near(found.interval.high, should[2], 1e-12);
        near(found.estimate.se, should[3], 1e-8);
    }
    let yes = super::support::when(ratio, "comp.imp=Yes");
    let domain = keep(&text("apistrat.csv"), &yes).0.estimate(0, &[0]).unwrap();
    both("domain_ratio", domain);
    assert_eq!(domain.df, line("domain_df")[0]);
    let alone = roles(Target::Mean, "y", "strata=h");
    let (centred, _) = super::support::read("h,y\na,1\na,3\nb,10\n", &alone, Lone::Centre).unwrap();
    both("adjust", centred.estimate(0, &[0]).unwrap());
}

/// The bootstrap draws; over many draws it comes near the linearised error.
#[test]
fn bootstrap() {
    let design = "strata=stype population=fpc";
    let (strat, _) = keep(&text("apistrat.csv"), &roles(Target::Mean, "api00", design));
    let found = strat.replicated(0, &[0], Replicates::Bootstrap(4000), &mut rng()).unwrap();
    near(found.se, strat.estimate(0, &[0]).unwrap().se, 0.04);
    let whole = "h,N,y\na,2,1\na,2,9\n";
    let (all, _) = keep(whole, &roles(Target::Mean, "y", "strata=h population=N"));
    let none = all.replicated(0, &[0], Replicates::Bootstrap(50), &mut rng()).unwrap();
    assert_eq!(none.se, 0.0);
}

/// An index with a missing answer: the sum of the items' means, and its error, by both ways.
#[test]
fn composite() {
    let text = "a,b\n1,2\n3,4\n2,2\n5,1\n";
    let (sample, _) = keep(text, &roles(Target::Mean, "a,b", ""));
    let index = sample.composite(&[(0, 0.5), (1, 0.5)], &[0]).unwrap();
    let (rows, _) = keep("s\n1.5\n3.5\n2\n3\n", &roles(Target::Mean, "s", ""));
    let direct = rows.estimate(0, &[0]).unwrap();
    near(index.value, direct.value, 1e-12);
    near(index.se, direct.se, 1e-12);
    let (gap, _) = keep("a,b\n1,2\n3,\n2,2\n5,1\n", &roles(Target::Mean, "a,b", ""));
    let index = gap.composite(&[(0, 0.5), (1, 0.5)], &[0]).unwrap();
    near(index.value, (11.0 / 4.0 + 5.0 / 3.0) / 2.0, 1e-12);
}

/// Units of two strata, of which every possible sample is drawn.
const WHOLE: [&[f64]; 2] = [&[0.0, 1.0, 1.0, 2.0, 3.0, 9.0, 30.0], &[4.0, 5.0, 5.0, 7.0, 40.0]];

/// Every choice of `n` of `from`.
fn choices(from: &[f64], n: usize) -> Vec<Vec<f64>> {
    match from {
        _ if n == 0 => vec![Vec::new()],
        [] => Vec::new(),
        [first, rest @ ..] => {
            let with = choices(rest, n - 1).into_iter().map(|mut some| {
                some.push(*first);
                some
            });
            with.chain(choices(rest, n)).collect()
        }
    }
}

fn drawn(strata: &[&[f64]]) -> Sample {
    let mut sample = Collecting::new(&[Target::Total], Shape::default());
    for ((h, values), whole) in (0_u32..).zip(strata).zip(WHOLE) {
        sample.population(h, whole.len() as f64);
        for value in *values {
            sample.push(Row { stratum: h, ..Row::default() }, &[Some((1.0, *value))]);
        }
    }
    sample.finish().unwrap()
}

#[test]
fn the_third_moment_is_right_on_average_over_all_samples() {
    let (mut totals, mut seen) = (Vec::new(), 0.0);
    for first in choices(WHOLE[0], 3) {
        for second in choices(WHOLE[1], 3) {
            let sample = drawn(&[&first, &second]);
            totals.push(sample.estimate(0, &[0]).unwrap().value);
            seen += sample.third_moment(0, &[0]).unwrap();
        }
    }
    let all = totals.len() as f64;
    let mean = totals.iter().sum::<f64>() / all;
    let true_moment = totals.iter().map(|total| (total - mean).powi(3)).sum::<f64>() / all;
    near(seen / all, true_moment, 1e-9);
}

#[test]
fn the_interval_of_a_skewed_value_reaches_to_its_long_side() {
    let sample = drawn(&[&[0.0, 1.0, 30.0], &[5.0, 6.0, 7.0]]);
    let (estimate, ends) = sample.skewed(0, &[0], 0.95).unwrap();
    let plain = interval(&estimate, Method::T, 0.95);
    assert!(ends.low > plain.low && ends.high > plain.high, "{ends:?} {plain:?}");
    let even = drawn(&[&[1.0, 2.0, 3.0], &[5.0, 6.0, 7.0]]);
    let (estimate, ends) = even.skewed(0, &[0], 0.95).unwrap();
    let plain = interval(&estimate, Method::T, 0.95);
    near(ends.low, plain.low, 1e-12);
    near(ends.high, plain.high, 1e-12);
}
