//! V18 to V25 of the survey vectors: what R 4.2.2 with survey 4.1.1 printed.

use estimation::design::{Lone, Target};
use estimation::interval::{Method, clopper_pearson, interval, wilson};

use super::support::{near, read, roles, text, when, whole};

/// R printed 12 digits.
const DIGITS: f64 = 1e-11;
const STRATA: &str = "strata=stype weight=pw population=fpc";

#[track_caller]
fn check(name: &str, target: Target, formula: &str, design: &str, value: f64, se: f64, tol: f64) {
    let estimate = whole(name, &roles(target, formula, design));
    near(estimate.value, value, tol);
    near(estimate.se, se, tol);
}

#[test]
fn v18_stratified() {
    let api = |target, formula, value, se, tol| {
        check("apistrat.csv", target, formula, STRATA, value, se, tol);
    };
    api(Target::Mean, "api00", 662.287363159, 9.40894080278, DIGITS);
    api(Target::Total, "enroll", 3687177.532, 114641.7161, 1e-9);
    api(Target::Ratio, "api.stu/enroll", 0.836956886941, 0.00775710316664, DIGITS);
    api(Target::Mean, "api00-api99", 32.8925183754, 2.05111240771, DIGITS);
    api(Target::Proportion, "comp.imp=Yes", 0.655649011944, 0.0337254957983, DIGITS);
    let without = roles(Target::Mean, "api00", "strata=stype weight=pw");
    near(whole("apistrat.csv", &without).se, 9.53613229693, 1e-9);

    let mean = whole("apistrat.csv", &roles(Target::Mean, "api00", STRATA));
    assert_eq!((mean.df, mean.n), (197.0, 200));
    near(mean.deff, 1.20446, 1e-5);
    let t = interval(&mean, Method::T, 0.95);
    near(t.low, 643.732188272, DIGITS);
    near(t.high, 680.842538047, DIGITS);
    let share = whole("apistrat.csv", &roles(Target::Proportion, "comp.imp=Yes", STRATA));
    let beta = interval(&share, Method::Beta, 0.95);
    near(beta.low, 0.585075486, 1e-8);
    near(beta.high, 0.721493506, 1e-8);
    let logit = interval(&share, Method::Logit, 0.95);
    near(logit.low, 0.586467134, 1e-8);
    near(logit.high, 0.718806402, 1e-8);
}

#[test]
fn v19_domains() {
    let by = roles(Target::Mean, "api00", "strata=stype weight=pw population=fpc by=stype");
    let (solved, labels) = read(&text("apistrat.csv"), &by, Lone::Refuse).unwrap();
    for (stratum, value, se) in
        [("E", 674.43, 12.3824797939), ("H", 625.82, 14.9371291854), ("M", 636.60, 16.2147073082)]
    {
        let domain = (0..3).find(|domain| labels.domains.text(*domain) == stratum).unwrap();
        let estimate = solved.estimate(0, &[domain]).unwrap();
        near(estimate.value, value, DIGITS);
        near(estimate.se, se, DIGITS);
    }
    let yes = when(roles(Target::Mean, "api00", STRATA), "comp.imp=Yes");
    let estimate = whole("apistrat.csv", &yes);
    near(estimate.value, 676.402286067, DIGITS);
    near(estimate.se, 11.7146787699, DIGITS);
}

#[test]
fn v20_clusters() {
    let design = "cluster=dnum weight=pw population=fpc";
    check("apiclus1.csv", Target::Mean, "api00", design, 644.169398907, 23.5422406938, DIGITS);
    let estimate = whole("apiclus1.csv", &roles(Target::Mean, "api00", design));
    assert_eq!(estimate.df, 14.0);
    near(estimate.deff, 9.34586945, 1e-8);
}

#[test]
fn v21_two_stages() {
    let design = "cluster=dnum second=snum population=fpc1 population2=fpc2";
    check("apiclus2.csv", Target::Mean, "api00", design, 670.811808118, 30.0990273768, DIGITS);
    let elements = "cluster=dnum population=fpc1 population2=fpc2";
    check("apiclus2.csv", Target::Mean, "api00", elements, 670.811808118, 30.0990273768, DIGITS);
    let plain = "strata=stratid cluster=psuid weight=weight";
    check("fpc.csv", Target::Mean, "x", plain, 5.44814811813, 0.741268326769, 1e-7);
    let finite = "strata=stratid cluster=psuid weight=weight population=Nh";
    check("fpc.csv", Target::Mean, "x", finite, 5.44814811813, 0.61604071981, 1e-7);
    check("fpc.csv", Target::Total, "x", finite, 147.099999189, 16.6330994349, 1e-7);
}

#[test]
fn v23_satisfaction() {
    let text = with_index(&text("skm_demo.csv"));
    let by = roles(Target::Mean, "ikm", "strata=unit population=N_unit by=unit");
    let (solved, labels) = read(&text, &by, Lone::Refuse).unwrap();
    let unit = |name: &str| (0..3).find(|d| labels.domains.text(*d) == name).unwrap();
    for (name, value, se, low, high) in [
        ("KTP", 78.8888888889, 1.22235692682, 76.4253903742, 81.3523874036),
        ("SIUP", 75.9722222222, 1.01254704263, 73.924152513, 78.0202919315),
        ("IMB", 63.6507936508, 1.4603128769, 60.6830808248, 66.6185064768),
    ] {
        let estimate = solved.estimate(0, &[unit(name)]).unwrap();
        near(estimate.value, value, DIGITS);
        near(estimate.se, se, DIGITS);
        let t = interval(&estimate, Method::T, 0.95);
        near(t.low, low, 1e-10);
        near(t.high, high, 1e-10);
    }
    let city = solved.estimate(0, &[0, 1, 2]).unwrap();
    near(city.value, 78.3981609521, DIGITS);
    near(city.se, 1.13741487503, DIGITS);
    assert_eq!(city.df, 117.0);
    near(city.deff, 2.19539905643, DIGITS);
    let t = interval(&city, Method::T, 0.95);
    near(t.low, 76.1455703942, DIGITS);
    near(t.high, 80.6507515101, DIGITS);
    let less = solved.combination(0, &[(unit("KTP"), 1.0), (unit("IMB"), -1.0)]).unwrap();
    near(less.value, 15.2380952381, DIGITS);
    near(less.se, 1.90438183014, DIGITS);
    let third = 1.0 / 3.0;
    let mean_of_units = solved.combination(0, &[(0, third), (1, third), (2, third)]).unwrap();
    near(mean_of_units.value, 72.8373015873, DIGITS);
}

#[test]
fn v23_gifts() {
    let design = "strata=unit population=N_unit";
    let share = whole("skm_demo.csv", &roles(Target::Proportion, "gratif", design));
    near(share.value, 0.0580860192178, DIGITS);
    near(share.se, 0.0290208580544, DIGITS);
    for (method, low, high) in [
        (Method::Logit, 0.0211140568846, 0.149885191827),
        (Method::Beta, 0.0152443795607, 0.145527017565),
        (Method::T, 0.000611730572318, 0.115560307863),
    ] {
        let ends = interval(&share, method, 0.95);
        near(ends.low, low, 1e-9);
        near(ends.high, high, 1e-9);
    }
    let cases = whole("skm_demo.csv", &roles(Target::Total, "gratif", design));
    near(cases.value, 780.095238095, DIGITS);
    near(cases.se, 389.75012367, DIGITS);
    let ratio = whole("skm_demo.csv", &roles(Target::Ratio, "gratif/u7", design));
    near(ratio.value, 0.0186943830123, DIGITS);
    near(ratio.se, 0.00938377007208, DIGITS);
    let text = with_index(&text("skm_demo.csv"));
    let by_counter = roles(Target::Mean, "ikm", "strata=unit cluster=counter weight=weight");
    let (solved, _) = read(&text, &by_counter, Lone::Refuse).unwrap();
    let city = solved.estimate(0, &[0]).unwrap();
    near(city.se, 1.12763508564, 1e-9);
    assert_eq!(city.df, 12.0);
    let given = when(roles(Target::Mean, "ikm", design), "gratif=1");
    let (solved, _) = read(&text, &given, Lone::Refuse).unwrap();
    let given = solved.estimate(0, &[0]).unwrap();
    near(given.value, 76.4924917592, DIGITS);
    near(given.se, 3.81666676955, 1e-10);
}

#[test]
fn v25_shares_of_simple_samples() {
    for (x, n, wilson_ends, exact_ends) in [
        (0, 30, (0.0, 0.113513393174), (0.0, 0.115703308222)),
        (1, 30, (0.00590859038161, 0.166703909914), (0.00084357092663, 0.172169455633)),
        (3, 30, (0.0345998887473, 0.256210825792), (0.0211171370297, 0.265288450474)),
        (15, 30, (0.331541256405, 0.668458743595), (0.312970285868, 0.687029714132)),
        (29, 30, (0.833296090086, 0.994091409618), (0.827830544367, 0.999156429073)),
        (12, 90, (0.0779468204069, 0.218739305007), (0.070836205067, 0.221326500517)),
    ] {
        let (x, n) = (f64::from(x), f64::from(n));
        let ends = wilson(x / n, n, 0.95);
        near(ends.low, wilson_ends.0, 1e-10);
        near(ends.high, wilson_ends.1, 1e-10);
        let ends = clopper_pearson(x / n, n, 0.95);
        near(ends.low, exact_ends.0, 1e-10);
        near(ends.high, exact_ends.1, 1e-10);
    }
}

/// The same by way of a sample: a share of a simple sample has as many effective rows as rows.
#[test]
fn v25_through_a_design() {
    let rows = (0..30).map(|i| format!("{}\n", u8::from(i == 0)));
    let text = format!("gift\n{}", rows.collect::<String>());
    let (solved, _) = read(&text, &roles(Target::Proportion, "gift", ""), Lone::Refuse).unwrap();
    let share = solved.estimate(0, &[0]).unwrap();
    let exact = interval(&share, Method::Exact, 0.95);
    near(exact.high, 0.172169455633, 1e-10);
    let wilson = interval(&share, Method::Wilson, 0.95);
    near(wilson.low, 0.00590859038161, 1e-10);
}

/// The index of the nine answers, as a column.
pub fn with_index(text: &str) -> String {
    let mut lines = text.lines();
    let mut out = format!("{},ikm\n", lines.next().unwrap());
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let sum: f64 = cells[6..15].iter().map(|cell| cell.parse::<f64>().unwrap()).sum();
        out += &format!("{line},{}\n", sum / 9.0 * 25.0);
    }
    out
}
