//! Who reports what they went through, and what becomes of it: reports follow from waiting, from files
//! sent back and from rewards asked for, as the answers to surveys do.

use rand::Rng;

use crate::experience::Experience;
use crate::random::{Purpose, below, between, chance, stream, unit};

/// What the reporter does when the office says that it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Agrees, after so many days.
    Agrees(i64),
    /// Says nothing.
    Silent,
    /// Does not agree, after so many days.
    Objects(i64),
}

/// What somebody reports.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Report {
    /// Code of its category.
    pub category: &'static str,
    /// Days from the end of the service to the report.
    pub after_days: i64,
    /// Which of the stories of the category is told.
    pub story: usize,
    /// The name is hidden.
    pub anonymous: bool,
    /// Days until it is verified.
    pub verified_after: i64,
    /// Days until the office is done with it.
    pub done_after: i64,
    /// What the office says it did, by code.
    pub outcome: &'static str,
    /// What the reporter says to that.
    pub word: Word,
    /// How the reporter rates it, 1 to 4.
    pub rating: u8,
}

/// What the applicant of `experience` reports, if anything. `quiet` is a unit that ends reports
/// without acting on them, so that few agree and most stop answering.
pub fn report(seed: u64, experience: &Experience, quiet: bool) -> Option<Report> {
    let mut rng = stream(seed, Purpose::Report, u64::from(experience.application));
    let category = category(&mut rng, experience)?;
    let supervised = matches!(category, "extortion" | "broker");
    let (low, high) = if supervised { (12, 45) } else { (2, 11) };
    let acts = match (quiet, supervised) {
        (true, _) => &["explained", "explained", "impossible"][..],
        (false, true) => &["corrected", "corrected", "unproven"][..],
        (false, false) => &["mended", "mended", "explained", "impossible"][..],
    };
    let content = unit(&mut rng);
    let (agree, silent) = if quiet { (0.15, 0.88) } else { (0.72, 0.92) };
    let days = between(&mut rng, 0, 6);
    let word = match content {
        share if share < agree => Word::Agrees(days),
        share if share < silent => Word::Silent,
        _ => Word::Objects(days),
    };
    Some(Report {
        category,
        after_days: between(&mut rng, 0, 9),
        story: below(&mut rng, 1000),
        anonymous: chance(&mut rng, if supervised { 0.6 } else { 0.2 }),
        verified_after: between(&mut rng, 0, 3),
        done_after: between(&mut rng, low, high),
        outcome: acts[below(&mut rng, acts.len())],
        word,
        rating: u8::try_from(between(&mut rng, if quiet { 1 } else { 2 }, 4)).unwrap_or(3),
    })
}

fn category(rng: &mut impl Rng, experience: &Experience) -> Option<&'static str> {
    let slow = experience.days > 10.0;
    let causes = [
        (experience.asked, 0.22, "extortion"),
        (experience.represented, 0.02, "broker"),
        (slow, 0.05, "delay"),
        (experience.returns >= 2, 0.06, "procedure"),
        (experience.returns == 1, 0.01, "quality"),
        (!experience.online, 0.003, "facility"),
        (!experience.online, 0.002, "overtaken"),
        (true, 0.003, "question"),
        (true, 0.001, "wish"),
    ];
    // Every cause draws its number, so that one does not move another.
    let drawn = causes.map(|(there, share, code)| (chance(rng, share) && there, code));
    drawn.into_iter().find(|(happens, _)| *happens).map(|(_, code)| code)
}
