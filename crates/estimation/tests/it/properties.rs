//! What must hold of any sample.

use estimation::design::{Lone, Target};
use estimation::dist::{t_quantile, t_two_sided};
use estimation::rank::places;
use estimation::streaming::{Row, Shape, Streaming, Translation};
use proptest::prelude::*;

use super::support::near;

#[derive(Clone, Debug)]
struct One {
    stratum: u32,
    psu: u32,
    domain: u32,
    weight: f64,
    y: f64,
}

fn sample() -> impl Strategy<Value = Vec<One>> {
    let one = (0_u32..3, 0_u32..4, 0_u32..3, 1_u32..50, -500_i32..500);
    prop::collection::vec(one, 0..40).prop_map(|rows| {
        // Two units at least in each of three strata.
        let base =
            (0..3).flat_map(|h| (0..2).map(move |psu| (h, psu, h % 3, 3, 7 * psu as i32 - 2)));
        let all = base.chain(rows);
        all.map(|(stratum, psu, domain, weight, y)| One {
            stratum,
            psu: stratum * 4 + psu,
            domain,
            weight: f64::from(weight),
            y: f64::from(y) / 8.0,
        })
        .collect()
    })
}

fn push(to: &mut Streaming, one: &One) {
    let One { stratum, psu, domain, weight, y } = *one;
    let row = Row { stratum, psu, ssu: 0, domain, weight: Some(weight) };
    to.push(row, &[Some((1.0, y))]);
}

fn streaming(target: Target, clustered: bool, shift: f64) -> Streaming {
    Streaming::new(&[target], &[shift], Shape { clustered, ..Shape::default() })
}

fn solve(rows: &[One], target: Target, clustered: bool) -> (f64, f64, f64) {
    let mut all = streaming(target, clustered, rows[0].y);
    rows.iter().for_each(|one| push(&mut all, one));
    let estimate = all.finish().unwrap().estimate(0, &[0, 1, 2]).unwrap();
    (estimate.value, estimate.se, estimate.df)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

proptest! {
    #[test]
    fn scale_and_shift(rows in sample(), clustered: bool, factor in 1_u32..9, plus in -90_i32..90) {
        let (factor, plus) = (f64::from(factor), f64::from(plus));
        let (value, se, df) = solve(&rows, Target::Mean, clustered);
        let moved: Vec<One> = rows.clone().into_iter().map(|one| One { y: one.y * factor + plus, ..one }).collect();
        let (there, se_there, df_there) = solve(&moved, Target::Mean, clustered);
        prop_assert!(close(there, value * factor + plus));
        prop_assert!(close(se_there, se * factor));
        prop_assert_eq!(df, df_there);
    }

    #[test]
    fn order_of_rows(rows in sample(), clustered: bool, turn in 0_usize..40) {
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        let (a, b) = (solve(&rows, Target::Total, clustered), solve(&turned, Target::Total, clustered));
        prop_assert!(close(a.0, b.0) && close(a.1, b.1));
    }

    #[test]
    fn weights_count_only_by_proportion(rows in sample(), clustered: bool) {
        let heavier: Vec<One> = rows.clone().into_iter().map(|one| One { weight: one.weight * 3.0, ..one }).collect();
        let (a, b) = (solve(&rows, Target::Mean, clustered), solve(&heavier, Target::Mean, clustered));
        prop_assert!(close(a.0, b.0) && close(a.1, b.1));
    }

    /// With weights of one and one stratum it is the textbook's mean and s / sqrt(n).
    #[test]
    fn weights_of_one(ys in prop::collection::vec(-100_i32..100, 2..60)) {
        let rows: Vec<One> = ys.iter().map(|y| One { stratum: 0, psu: 0, domain: 0, weight: 1.0, y: f64::from(*y) }).collect();
        let n = ys.len() as f64;
        let mean = ys.iter().map(|y| f64::from(*y)).sum::<f64>() / n;
        let s2 = ys.iter().map(|y| (f64::from(*y) - mean).powi(2)).sum::<f64>() / (n - 1.0);
        let (value, se, df) = solve(&rows, Target::Mean, false);
        prop_assert!(close(value, mean) && close(se, (s2 / n).sqrt()) && df == n - 1.0);
    }

    /// A stratum split in two of the same shape is another design; merged again, it is the same.
    #[test]
    fn merged_strata(rows in sample()) {
        let merged: Vec<One> = rows.clone().into_iter().map(|one| One { stratum: 0, ..one }).collect();
        let (a, b) = (solve(&rows, Target::Mean, false), solve(&merged, Target::Mean, false));
        prop_assert!(close(a.0, b.0));
        prop_assert_eq!(a.2 + 2.0, b.2);
    }

    /// Counted in two parts, whose names were given in another order.
    #[test]
    fn parts_add_up(rows in sample(), at in 0_usize..40, clustered: bool) {
        let at = at % rows.len();
        let mut first = streaming(Target::Mean, clustered, 3.0);
        let mut second = streaming(Target::Mean, clustered, 3.0);
        rows[..at].iter().for_each(|one| push(&mut first, one));
        for one in &rows[at..] {
            let turned = One { stratum: 2 - one.stratum, psu: 11 - one.psu, domain: 2 - one.domain, ..one.clone() };
            push(&mut second, &turned);
        }
        let back = |n: u32| (0..n).rev().collect::<Vec<u32>>();
        let names = Translation { strata: back(3), psus: back(12), ssus: Vec::new(), domains: back(3) };
        first.absorb(&second, &names);
        let together = first.finish().unwrap().estimate(0, &[0, 1, 2]).unwrap();
        let (value, se, df) = solve(&rows, Target::Mean, clustered);
        prop_assert!(close(together.value, value) && close(together.se, se));
        prop_assert_eq!(together.df, df);
    }

    /// Domains make up the whole.
    #[test]
    fn totals_of_domains_sum(rows in sample()) {
        let mut all = streaming(Target::Total, false, 0.0);
        rows.iter().for_each(|one| push(&mut all, one));
        let solved = all.finish().unwrap();
        let sum: f64 = (0..3).filter_map(|d| solved.estimate(0, &[d]).ok()).map(|one| one.value).sum();
        prop_assert!(close(sum, solved.estimate(0, &[0, 1, 2]).unwrap().value));
    }
}

/// A value far from zero costs no digits.
#[test]
fn a_large_common_part() {
    let near_zero = "y\n0.125\n0.5\n0.75\n0.25\n";
    let far = "y\n1000000000.125\n1000000000.5\n1000000000.75\n1000000000.25\n";
    let se = |text: &str| {
        let roles = super::support::roles(Target::Mean, "y", "");
        super::support::read(text, &roles, Lone::Refuse).unwrap().0.estimate(0, &[0]).unwrap().se
    };
    near(se(far), se(near_zero), 1e-12);
}

/// The same people asked twice: the change is surer than two samples would make it.
#[test]
fn overlapping_samples() {
    let text = "person,year,y\na,1,3\nb,1,5\nc,1,8\nd,1,1\na,2,4\nb,2,6\nc,2,9\nd,2,2.5\n";
    let design = |extra: &str| {
        let roles = super::support::roles(Target::Mean, "y", &format!("by=year {extra}"));
        let (solved, _) = super::support::read(text, &roles, Lone::Refuse).unwrap();
        solved.combination(0, &[(1, 1.0), (0, -1.0)]).unwrap()
    };
    let (apart, paired) = (design(""), design("cluster=person"));
    near(apart.value, 1.125, 1e-12);
    // The paired differences 1, 1, 1, 1.5: standard deviation 0.25, over 2.
    near(paired.se, 0.125, 1e-12);
    assert!(apart.se > 1.5, "{}", apart.se);
    assert_eq!(paired.df, 3.0);
}

#[test]
fn ranks_say_how_sure_they_are() {
    let estimate = |value: f64, se: f64| estimation::design::Estimate {
        target: Target::Mean,
        value,
        se,
        df: 50.0,
        n: 51,
        weight: 51.0,
        deff: 1.0,
        deff_replace: 1.0,
        kish: 51.0,
    };
    let four = [estimate(80.0, 0.5), estimate(60.0, 0.5), estimate(60.4, 0.5), estimate(40.0, 0.5)];
    let found: Vec<(usize, usize)> =
        places(&four, 0.95).iter().map(|places| (places.best, places.worst)).collect();
    assert_eq!(found, [(1, 1), (2, 3), (2, 3), (4, 4)]);
    let unsure = places(&[estimate(1.0, 5.0), estimate(2.0, 5.0)], 0.95);
    assert!(unsure.iter().all(|places| (places.best, places.worst) == (1, 2)));
}

proptest! {
    /// The quantile of t and its tail undo each other.
    #[test]
    fn quantiles_of_t(df in 0.3_f64..1e6, tail in 1e-6_f64..0.4999) {
        let back = t_two_sided(t_quantile(1.0 - tail / 2.0, df), df);
        prop_assert!((back / tail - 1.0).abs() < 1e-8, "{back} {tail}");
    }
}
