//! Results for everyone.

mod headline;
mod list;
mod questionnaire;
mod round;
mod series;
mod unit;
mod words;

pub use headline::{Headline, headline};
pub(super) use list::list;
pub(super) use questionnaire::questionnaire;
pub(super) use round::{data, report, show};
pub(super) use unit::unit;
pub use words::{change_words, interval, places, series_target};
