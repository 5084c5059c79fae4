//! No number below ten is published, nor one from which it follows.

use proptest::prelude::*;

use super::super::hide::{Cell, FEWEST, shown};
use super::super::verbs::published;

fn row() -> impl Strategy<Value = [i64; 5]> {
    (0i64..60, 0i64..=100, 0i64..=100, 0i64..25, 0i64..40).prop_map(
        |(files, own, used, gifts, told)| {
            let own = files * own / 100;
            [files, own, (files - own) * used / 100, gifts, told]
        },
    )
}

/// What a reader can reckon of one hidden cell: total less all that is shown.
fn reckoned(values: &[Option<i64>], total: Option<i64>) -> Option<i64> {
    let hidden = values.iter().filter(|value| value.is_none()).count();
    let rest = total? - values.iter().flatten().sum::<i64>();
    (hidden > 0).then_some(rest)
}

proptest! {
    #[test]
    fn nothing_small_is_told_and_nothing_small_follows(rows in prop::collection::vec(row(), 1..24)) {
        let all = published(&rows);
        let (total, each) = all.split_last().unwrap();
        type Column = fn(&kernel::facts::campaign::Counts) -> Option<i64>;
        let columns: [Column; 5] =
            [|c| c.files, |c| c.own, |c| c.mandates, |c| c.gifts, |c| c.complaints];
        for (place, column) in columns.iter().enumerate() {
            let values: Vec<Option<i64>> = each.iter().map(column).collect();
            for (value, row) in values.iter().zip(&rows) {
                prop_assert!(value.is_none_or(|value| value == row[place] && value >= FEWEST));
            }
            prop_assert!(column(total).is_none_or(|value| value >= FEWEST));
            let hidden = values.iter().filter(|value| value.is_none()).count();
            if let Some(rest) = reckoned(&values, column(total)) {
                prop_assert!(hidden > 1 && rest >= FEWEST, "{} of {}", rest, hidden);
            }
        }
        // What is left of all applications is a number too.
        for (counts, row) in each.iter().zip(&rows) {
            if let (Some(files), Some(own)) = (counts.files, counts.own) {
                prop_assert!(files - own >= FEWEST, "{:?}", row);
            }
        }
        let rest = |counts: &kernel::facts::campaign::Counts| Some(counts.files? - counts.own?);
        if let Some(all_rest) = rest(total) {
            let known: i64 = each.iter().filter_map(rest).sum();
            let open = each.iter().filter(|counts| rest(counts).is_none()).count();
            prop_assert!(open == 0 || (open > 1 && all_rest - known >= FEWEST));
        }
    }

    #[test]
    fn what_is_large_is_shown(values in prop::collection::vec(FEWEST..1000, 1..20)) {
        let cells: Vec<Cell> = values.iter().map(|value| Cell::alone(*value)).collect();
        let (each, total) = shown(&[cells]);
        prop_assert!(total && each.iter().all(|shown| *shown));
    }
}
