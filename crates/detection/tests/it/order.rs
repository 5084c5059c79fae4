//! Queues as they stood.

use detection::cases::Case;
use detection::order::{Taken, taken};
use proptest::prelude::*;

fn case(ready: i64, picked: i64, priority: bool) -> Case {
    Case { ready: Some(ready), picked: Some(picked), priority, ..Case::default() }
}

proptest! {
    #[test]
    fn a_file_jumps_when_one_before_it_waits(
        files in prop::collection::vec((0i64..40, 0i64..40, any::<bool>()), 1..25),
    ) {
        let cases: Vec<Case> =
            files.iter().map(|(ready, waits, first)| case(*ready, ready + waits, *first)).collect();
        let place = |file: usize| (!cases[file].priority, cases[file].ready, file);
        for (file, found) in taken(&cases).iter().enumerate() {
            let at = (cases[file].picked, file);
            let waiting = |other: &usize| {
                *other != file
                    && cases[*other].ready <= cases[file].picked
                    && (cases[*other].picked, *other) > at
            };
            let others: Vec<usize> = (0..cases.len()).filter(waiting).collect();
            let expected = Taken {
                with_others: !others.is_empty(),
                jumped: others.iter().any(|other| place(*other) < place(file)),
            };
            prop_assert_eq!(*found, expected, "{}", file);
        }
    }
}
