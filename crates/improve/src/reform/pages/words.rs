//! Measures and their numbers in words.

use kernel::error::Result;
use platform::App;
use platform::i18n::Lang;

use super::super::measures::{Form, Measure};
use super::super::rules::Figure;
use crate::processes::pages::words::length;

/// What a measure is called.
pub fn name(lang: Lang, measure: &Measure) -> String {
    lang.t(&format!("reform-m-{}", measure.code))
}

/// A value of a measure, with its unit.
pub fn value(lang: Lang, form: Form, value: f64) -> String {
    to(lang, form, value, digits(value))
}

fn to(lang: Lang, form: Form, value: f64, digits: usize) -> String {
    match form {
        Form::Share => format!("{}%", lang.decimal(100.0 * value, digits)),
        Form::Mean => lang.decimal(value, 2),
        Form::Minutes => length(lang, value),
        Form::Percent => format!("{}%", lang.decimal(value, 1)),
    }
}

/// A share that is nearly nothing or nearly everything needs a digit more.
fn digits(share: f64) -> usize {
    usize::from(!(0.1..=0.9).contains(&share))
}

/// A number with its interval: value, interval, cases.
pub fn figure(lang: Lang, form: Form, figure: &Figure) -> (String, String) {
    // All three with as many digits as the one that needs most.
    let all = [figure.low, figure.value, figure.high];
    let digits = all.into_iter().map(digits).max().unwrap_or(0);
    let [low, value, high] = all.map(|one| to(lang, form, one, digits));
    (value, lang.with("reform-interval", &[("low", low), ("high", high)]))
}

/// A difference, in points of percent for shares.
pub fn difference(lang: Lang, form: Form, by: f64) -> String {
    let size = by.abs();
    let text = match form {
        Form::Share => lang.t1("reform-points", "count", lang.decimal(100.0 * size, 1)),
        Form::Mean => lang.decimal(size, 2),
        Form::Minutes => length(lang, size),
        Form::Percent => lang.t1("reform-points", "count", lang.decimal(size, 1)),
    };
    let key = if by < 0.0 { "reform-less" } else { "reform-more" };
    lang.t1(key, "size", text)
}

/// What a measure should reach, if the city says so.
///
/// # Errors
/// When the rule holds something else than a share.
pub fn target(app: &App, measure: &Measure) -> Result<Option<f64>> {
    let code = format!("improve.target_{}", measure.code.replace('-', "_"));
    if app.rulebook.on(&code, app.today()).is_err() {
        return Ok(None);
    }
    Ok(Some(app.rulebook.share(&code, app.today())?))
}
