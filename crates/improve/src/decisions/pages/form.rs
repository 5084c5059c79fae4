//! What is typed into a decision.

use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::error::Result;
use platform::App;
use serde::Deserialize;

use super::super::verbs::Said;

/// A decision as it is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub pilihan: String,
    pub putusan: String,
    pub mulai: String,
    #[serde(rename = "mulai-month")]
    pub from_month: String,
    #[serde(rename = "mulai-year")]
    pub from_year: String,
    pub tinjau: String,
    #[serde(rename = "tinjau-month")]
    pub review_month: String,
    #[serde(rename = "tinjau-year")]
    pub review_year: String,
    /// Units, in a decision that nobody proposed.
    pub unit: Vec<String>,
    /// The measure that it should move, in such a decision.
    pub ukuran: String,
    pub tunda: String,
    #[serde(rename = "tunda-month")]
    pub until_month: String,
    #[serde(rename = "tunda-year")]
    pub until_year: String,
    pub alasan: String,
}

fn date(day: &str, month: &str, year: &str) -> Option<Date> {
    let part = |text: &str| text.trim().parse::<i16>().ok();
    let (day, month) = (i8::try_from(part(day)?).ok()?, i8::try_from(part(month)?).ok()?);
    Date::new(part(year)?, month, day).ok()
}

/// The day itself, or the next on which somebody works.
fn working(app: &App, day: Date) -> Date {
    let later = (0..14).map(|after: i64| day.saturating_add(after.days()));
    later.into_iter().find(|day| app.calendar.is_working_day("", *day)).unwrap_or(day)
}

impl Typed {
    /// Days that the rulebook proposes.
    pub(super) fn proposed(app: &App, pilihan: String) -> Result<Self> {
        let from = app.today().saturating_add(1.day());
        let days = app.rulebook.count("improve.review_days", app.today())?;
        let review = working(app, from.saturating_add(days.days()));
        let parts =
            |day: Date| (day.day().to_string(), day.month().to_string(), day.year().to_string());
        let ((mulai, from_month, from_year), (tinjau, review_month, review_year)) =
            (parts(from), parts(review));
        Ok(Self {
            pilihan,
            mulai,
            from_month,
            from_year,
            tinjau,
            review_month,
            review_year,
            ..Self::default()
        })
    }

    /// What was decided; the field and the key of its text where a date cannot be read.
    pub(super) fn said(&self) -> Result<Said, (&'static str, &'static str)> {
        let from = date(&self.mulai, &self.from_month, &self.from_year);
        let review = date(&self.tinjau, &self.review_month, &self.review_year);
        Ok(Said {
            words: self.putusan.clone(),
            from: from.ok_or(("mulai", "decisions-from-day"))?,
            review: review.ok_or(("tinjau", "decisions-review-day"))?,
        })
    }

    /// Until when it is put off.
    pub(super) fn until(&self) -> Option<Date> {
        date(&self.tunda, &self.until_month, &self.until_year)
    }
}

/// The field to which a refusal belongs.
pub(super) fn field(key: &str) -> &'static str {
    match key {
        "decisions-words" => "putusan",
        "decisions-from-day" => "mulai",
        "decisions-review-day" => "tinjau",
        "decisions-measure" => "ukuran",
        "decisions-until-day" => "tunda",
        "decisions-reason" | "decisions-postponed-before" | "decisions-postpone-late" => "alasan",
        _ => "pilihan",
    }
}
