//! Gifts that officers are offered by those whom they serve, and what they do about it.

use crate::experience::Experience;
use crate::random::{Purpose, between, chance, pick, stream};

/// Something that was offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What it is.
    pub what: &'static str,
    /// What it is worth, in rupiah.
    pub value: i64,
    /// Whether it was refused.
    pub refused: bool,
    /// Days until it is reported.
    pub after_days: i64,
    /// Days until the gratuity unit passes it on.
    pub forwarded_after: i64,
}

/// What the applicant of `experience` offers to an officer who records it, if anything.
pub fn offer(seed: u64, experience: &Experience) -> Option<Offer> {
    let mut rng = stream(seed, Purpose::Gift, u64::from(experience.application));
    if !chance(&mut rng, 0.006) || experience.online {
        return None;
    }
    let (what, value) = pick(
        &mut rng,
        &[
            ("Amplop berisi uang", 100_000),
            ("Parsel buah", 250_000),
            ("Kue", 60_000),
            ("Pulsa", 50_000),
            ("Kain tapis", 750_000),
        ],
    );
    Some(Offer {
        what,
        value,
        refused: chance(&mut rng, 0.7),
        after_days: between(&mut rng, 0, 8),
        forwarded_after: between(&mut rng, 1, 9),
    })
}
