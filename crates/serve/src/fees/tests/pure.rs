//! What can happen to a fee, whatever is tried; the treasurer's lines; sums.

use jiff::Timestamp;
use jiff::civil::date;
use kernel::facts::fee::Way;
use kernel::id::{ApplicationId, UserId};
use kernel::money::Rupiah;
use proptest::prelude::*;
use uuid::Uuid;

use super::super::model::{Fee, State};
use super::super::rules::{COLUMNS, amount, lines, reference, sums};

fn now() -> Timestamp {
    Timestamp::from_second(1_795_000_000).unwrap()
}

fn user(n: u128) -> UserId {
    UserId::from_uuid(Uuid::from_u128(n))
}

fn fee(amount: i64) -> Fee {
    Fee {
        application: ApplicationId::from_uuid(Uuid::from_u128(1)),
        unit: "U".into(),
        service: "S".into(),
        class: String::new(),
        amount: Rupiah::new(amount),
        state: State::Due,
        charged_at: now(),
        settled_at: None,
        refunded_at: None,
        asked_by: None,
        reason: String::new(),
    }
}

#[derive(Clone, Copy, Debug)]
enum Try {
    Pay(i64),
    Ask(u128),
    Waive(u128),
    Refuse,
    Refund,
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let one = prop_oneof![
        (-1_i64..3).prop_map(Try::Pay),
        (1_u128..3).prop_map(Try::Ask),
        (1_u128..3).prop_map(Try::Waive),
        Just(Try::Refuse),
        Just(Try::Refund),
    ];
    proptest::collection::vec(one, 0..12)
}

fn act(fee: &mut Fee, one: Try) -> bool {
    match one {
        Try::Pay(off) => fee.pay(Rupiah::new(100 + off), now()),
        Try::Ask(by) => fee.ask(user(by), "dtsen"),
        Try::Waive(by) => fee.waive(user(by), now()),
        Try::Refuse => fee.refuse(),
        Try::Refund => fee.refund(now()),
    }
    .is_ok()
}

proptest! {
    /// The amount never moves; it comes in once, whole, goes back only after that, and is never waived
    /// by who asked; what is settled stays settled.
    #[test]
    fn whatever_is_tried_the_fee_stays_one_fee(tries in tries()) {
        let mut fee = fee(100);
        let (mut paid, mut back) = (0, 0);
        for one in tries {
            let before = fee.clone();
            let done = act(&mut fee, one);
            prop_assert_eq!(fee.amount, Rupiah::new(100));
            if !done {
                prop_assert_eq!(&fee, &before, "what was refused changed something");
                continue;
            }
            match one {
                Try::Pay(off) => {
                    prop_assert_eq!(off, 0);
                    paid += 1;
                }
                Try::Waive(by) => prop_assert_ne!(before.asked_by, Some(user(by))),
                Try::Refund => back += 1,
                Try::Ask(_) | Try::Refuse => prop_assert!(!before.state.is_settled()),
            }
            prop_assert!(!before.state.is_settled() || matches!(one, Try::Refund));
        }
        prop_assert!(back <= paid && paid <= 1);
        prop_assert_eq!(fee.state.is_settled(), fee.settled_at.is_some());
    }

    /// Charged is paid, waived and outstanding together, in count and amount.
    #[test]
    fn sums_add_up(fees in proptest::collection::vec((1_i64..1_000_000, 0_usize..5), 0..40)) {
        let fees: Vec<Fee> = fees
            .into_iter()
            .map(|(amount, state)| Fee { state: State::ALL[state], ..fee(amount) })
            .collect();
        let sums = sums(&fees).unwrap();
        let parts = [sums.paid, sums.waived, sums.outstanding];
        prop_assert_eq!(sums.charged.count, parts.iter().map(|part| part.count).sum::<i64>());
        let together = parts.iter().map(|part| part.amount.get()).sum::<i64>();
        prop_assert_eq!(sums.charged.amount.get(), together);
        prop_assert!(sums.refunded.amount <= sums.paid.amount);
    }

    /// No text makes the reader of lines fall over, and what it takes is whole.
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        let table = format!("{}\n{text}", COLUMNS.join(","));
        if let Ok(lines) = lines(&table, date(2026, 11, 24)) {
            prop_assert!(lines.iter().all(|line| line.amount > Rupiah::ZERO));
        }
    }
}

#[test]
fn states_have_names() {
    for state in State::ALL {
        assert_eq!(State::parse(state.code()), Some(state));
    }
}

fn place(text: &str) -> (String, String, String) {
    let error = lines(text, date(2026, 11, 24)).unwrap_err();
    let arg = |name: &str| {
        let found = error.args().iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    (arg("line"), arg("column"), arg("mistake"))
}

#[test]
fn a_mistake_in_the_lines_names_its_line_and_column() {
    let head = COLUMNS.join(",");
    let good = "BNK-1,K7M4-2Q9P,315000,2026-11-23,bank";
    let read = lines(&format!("{head}\n{good}\n"), date(2026, 11, 24)).unwrap();
    assert_eq!((read.len(), read[0].at, read[0].way), (1, 2, Way::Bank));
    assert_eq!(read[0].amount, Rupiah::new(315_000));
    let cases = [
        ("x,K7M4-2Q9P,315000,2026-11-23,bank", "reference", "fees-reference-bad"),
        ("BNK-2,K7M4,315000,2026-11-23,bank", "number", "fees-number-bad"),
        ("BNK-2,K7M4-2Q9P,315000.5,2026-11-23,bank", "amount", "fees-amount-bad"),
        ("BNK-2,K7M4-2Q9P,-1,2026-11-23,bank", "amount", "fees-amount-bad"),
        ("BNK-2,K7M4-2Q9P,0,2026-11-23,bank", "amount", "fees-amount-bad"),
        ("BNK-2,K7M4-2Q9P,315000,2026-11-25,bank", "paid_on", "fees-day-bad"),
        ("BNK-2,K7M4-2Q9P,315000,23/11/2026,bank", "paid_on", "fees-day-bad"),
        ("BNK-2,K7M4-2Q9P,315000,2026-11-23,tunai", "way", "fees-way-bad"),
        ("BNK-2,K7M4-2Q9P,315000,2026-11-23", "way", "fees-row-bad"),
    ];
    for (line, column, mistake) in cases {
        let at = place(&format!("{head}\n{good}\n{line}\n"));
        assert_eq!(at, ("3".to_owned(), column.to_owned(), mistake.to_owned()), "{line}");
    }
    assert_eq!(place("reference,nomor,amount,paid_on,way\n").1, "number");
    assert_eq!(lines(&head, date(2026, 11, 24)).unwrap_err().key(), "fees-import-empty");
}

#[test]
fn amounts_and_references_are_read_as_people_write_them() {
    for typed in ["315000", "315.000", "Rp315.000"] {
        // A dot groups thousands; a comma is no part of rupiah.
        assert_eq!(amount(typed).unwrap(), Rupiah::new(315_000), "{typed}");
    }
    for typed in ["3,5", "315000.5", "3150.000", ".500", "500.", ""] {
        assert!(amount(typed).is_err(), "{typed}");
    }
    assert_eq!(reference(" bnk-77 ").unwrap(), "BNK-77");
    assert!(reference("a b c d").is_err());
}
