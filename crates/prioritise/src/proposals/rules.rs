//! Decisions about proposals that need nothing but what is given. Pure.

use jiff::civil::Date;
use kernel::money::Rupiah;

use super::model::{Forum, Proposal, Stage};
use platform::city::Names;

/// The budget for which proposals of a day are made: that of the next year until its deliberation of the
/// city, by the end of March, and the one after it from then on (Permendagri 86/2017).
pub fn budget_year(day: Date) -> i16 {
    day.year() + if day.month() <= 3 { 1 } else { 2 }
}

/// Price times volume in thousandths, to the nearest rupiah and up from the middle; none when nothing
/// comes out that is money.
pub fn cost(price: Rupiah, volume_milli: i64) -> Option<Rupiah> {
    let thousandths = i128::from(price.get()) * i128::from(volume_milli);
    let rupiah = i64::try_from((thousandths + 500).div_euclid(1000)).ok()?;
    (price.get() > 0 && volume_milli > 0 && rupiah > 0).then(|| Rupiah::new(rupiah))
}

/// By how many percent of the standard an asked price lies above it; below it when negative.
pub fn deviation(asked: Rupiah, standard: Rupiah) -> Option<f64> {
    let (asked, standard) = (asked.get() as f64, standard.get() as f64);
    (standard > 0.0).then(|| (asked - standard) / standard * 100.0)
}

/// Whether a deliberation may speak about a proposal: it is of the same budget, it is the one that comes
/// next, and the proposal lies in its area.
pub fn may_judge(forum: &Forum, proposal: &Proposal, names: &Names) -> bool {
    let district = || names.find(&proposal.kelurahan).map(|one| one.district_code.as_str());
    let inside = match forum.stage {
        Stage::Kelurahan => forum.area == proposal.kelurahan,
        Stage::District => district() == Some(forum.area.as_str()),
        Stage::City => true,
    };
    inside && forum.budget_year == proposal.budget_year && proposal.next() == Some(forum.stage)
}

/// Whether a deliberation can have that area.
pub fn is_area(stage: Stage, area: &str, names: &Names) -> bool {
    match stage {
        Stage::Kelurahan => names.find(area).is_some(),
        Stage::District => names.districts().iter().any(|(code, _)| code == area),
        Stage::City => area.is_empty(),
    }
}
