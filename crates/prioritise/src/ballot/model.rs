//! A ballot and a basket. Pure.

use std::collections::BTreeSet;

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::facts::plan::BallotItem;
use platform::vault::sha256;

use crate::plan::criteria::hex;

/// Fewest and most activities of a ballot.
pub const ITEMS: (usize, usize) = (2, 100);

/// Where a ballot stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It takes votes.
    Open,
    /// Its last day is over, and it was not counted yet.
    Over,
    /// It was counted.
    Closed,
}

/// Where a ballot stands on a day.
pub fn state(last_day: Date, counted: bool, today: Date) -> State {
    match (counted, today > last_day) {
        (true, _) => State::Closed,
        (false, true) => State::Over,
        (false, false) => State::Open,
    }
}

/// What a basket costs.
///
/// # Errors
/// Invalid when something in it is not on the ballot.
pub fn cost(items: &[BallotItem], basket: &BTreeSet<String>) -> Result<i64> {
    let of = |code: &String| {
        let found = items.iter().find(|item| item.code == *code);
        found.map(|item| item.cost.get()).ok_or_else(|| Error::invalid("ballot-item-unknown"))
    };
    basket.iter().map(of).sum()
}

/// Whether a basket can be cast: it holds something, and no more than there is money for.
///
/// # Errors
/// Invalid with what must be mended.
pub fn check(items: &[BallotItem], budget: i64, basket: &BTreeSet<String>) -> Result<()> {
    let cost = cost(items, basket)?;
    if basket.is_empty() {
        return Err(Error::invalid("ballot-empty"));
    }
    if cost > budget {
        let over = kernel::money::Rupiah::new(cost - budget);
        return Err(Error::invalid("ballot-over").with("over", over));
    }
    Ok(())
}

/// What the ledger shows of a vote: SHA-256 over its receipt, a point and the chosen codes in their order.
pub fn digest(receipt: &str, basket: &BTreeSet<String>) -> String {
    let codes: Vec<&str> = basket.iter().map(String::as_str).collect();
    hex(&sha256(format!("{receipt}.{}", codes.join(",")).as_bytes()))
}

/// The items in an order of each voter's own, so that no place on the page is worth anything.
pub fn shuffled<'i>(items: &'i [BallotItem], voter: &str) -> Vec<&'i BallotItem> {
    let mut list: Vec<&BallotItem> = items.iter().collect();
    list.sort_by_cached_key(|item| sha256(format!("{voter}.{}", item.code).as_bytes()));
    list
}
