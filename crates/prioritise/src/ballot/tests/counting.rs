//! Baskets, receipts and counting.

use std::collections::BTreeSet;

use allocation::vote::{Profile, pabulib, run};
use kernel::facts::plan::BallotItem;
use kernel::money::Rupiah;
use proptest::prelude::*;

use crate::ballot::counting::{RULE, UTILITY, Why, count, file};
use crate::ballot::model::{check, cost, digest, shuffled};

fn items(costs: &[i64]) -> Vec<BallotItem> {
    let item = |(at, cost): (usize, &i64)| BallotItem {
        code: format!("K-{at}"),
        title: format!("Kegiatan; \"{at}\""),
        cost: Rupiah::new(*cost),
    };
    costs.iter().enumerate().map(item).collect()
}

fn basket(places: &[usize]) -> BTreeSet<String> {
    places.iter().map(|at| format!("K-{at}")).collect()
}

proptest! {
    /// The published file gives whoever counts it the same result, within the money, and loses no vote.
    #[test]
    fn the_file_alone_gives_the_result(
        costs in prop::collection::vec(1i64..100, 2..7),
        votes in prop::collection::vec(prop::collection::vec(0usize..7, 1..4), 0..12),
        budget in 50i64..250,
    ) {
        let items = items(&costs);
        let votes: Vec<BTreeSet<String>> = votes
            .iter()
            .map(|vote| vote.iter().map(|at| format!("K-{}", at % costs.len())).collect())
            .collect();
        let text = file("Pilihan; kota", budget, &items, &votes);
        let election = pabulib::read(&text).unwrap();
        prop_assert_eq!(election.ballots.len(), votes.len());
        let profile = Profile::of(&election, UTILITY).unwrap();
        let chosen = run(&election, &profile, RULE).unwrap().projects();
        let counted = count(&text).unwrap();
        let again: Vec<String> = chosen.iter().map(|at| election.projects[*at].id.clone()).collect();
        let told: Vec<String> =
            counted.iter().filter(|one| one.turn.is_some()).map(|one| one.code.clone()).collect();
        prop_assert_eq!(told, again);
        prop_assert!(election.cost(&chosen) <= u64::try_from(budget).unwrap());
        for one in &counted {
            let wanted = votes.iter().filter(|vote| vote.contains(&one.code)).count() as u64;
            prop_assert_eq!(one.votes, wanted);
            prop_assert_eq!(one.turn.is_some(), matches!(one.why, Why::Paid | Why::Fitted));
        }
        let mut turned = votes.clone();
        turned.reverse();
        prop_assert_eq!(text, file("Pilihan; kota", budget, &items, &turned), "no order of voting");
    }

    /// A voter's order holds every item once, and is that voter's own.
    #[test]
    fn every_voter_has_an_order(a in "[0-9a-f]{32}", b in "[0-9a-f]{32}") {
        let items = items(&[1; 30]);
        let order = |voter: &str| -> Vec<String> {
            shuffled(&items, voter).into_iter().map(|item| item.code.clone()).collect()
        };
        let mut sorted = order(&a);
        prop_assert_eq!(&sorted, &order(&a));
        prop_assert!(a == b || order(&a) != order(&b));
        sorted.sort();
        let mut all: Vec<String> = items.iter().map(|item| item.code.clone()).collect();
        all.sort();
        prop_assert_eq!(sorted, all);
    }
}

#[test]
fn a_basket_fits_or_says_by_how_much_not() {
    let items = items(&[40, 30, 50]);
    assert_eq!(cost(&items, &basket(&[0, 2])).unwrap(), 90);
    assert!(check(&items, 90, &basket(&[0, 2])).is_ok());
    let over = check(&items, 89, &basket(&[0, 2])).unwrap_err();
    assert_eq!((over.key(), over.args()[0].1.as_str()), ("ballot-over", "Rp1"));
    assert_eq!(check(&items, 90, &basket(&[])).unwrap_err().key(), "ballot-empty");
    assert_eq!(check(&items, 90, &basket(&[9])).unwrap_err().key(), "ballot-item-unknown");
}

/// The formula that the receipt tells the voter.
#[test]
fn a_receipt_can_be_reckoned_by_hand() {
    let found = digest("00ff", &basket(&[2, 0]));
    // printf '00ff.K-0,K-2' | sha256sum
    let by_hand = platform::vault::sha256(b"00ff.K-0,K-2");
    let by_hand: String = by_hand.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(found, by_hand);
    assert_ne!(found, digest("00fe", &basket(&[2, 0])));
    assert_ne!(found, digest("00ff", &basket(&[2])));
}
