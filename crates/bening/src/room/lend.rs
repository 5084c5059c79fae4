//! One more officer for a month, as an option of a decision: what the officers of the unit answer says
//! what it would bring, and a rule what it costs.

use improve::decisions::model::Choice;
use improve::reform::rules::{MONTHS, Sum, months_before};
use improve::reform::store::{self, Count};
use kernel::actor::Role;
use kernel::error::Result;
use platform::App;
use platform::auth::account::holders;
use platform::db::Tx;
use platform::i18n::Lang;

use super::cards::both;

/// Standard deviations on either side of a count (a Poisson count, level 95 %).
const SPREAD: f64 = 1.96;

/// Files that were answered in the last months, by unit.
///
/// # Errors
/// When the database fails.
pub(super) async fn answered(tx: &mut Tx<'_>, app: &App) -> Result<Vec<Count>> {
    let months = months_before(app.today(), MONTHS);
    let since = months.first().map_or("", String::as_str);
    let mut counts = store::counts(tx, since).await?;
    counts.retain(|count| count.measure == "on-time" && months.contains(&count.month));
    Ok(counts)
}

/// The option; none where too few files were answered to say anything.
///
/// # Errors
/// When a rule is missing or the database fails.
pub(super) async fn choice(
    tx: &mut Tx<'_>,
    app: &App,
    unit: &str,
    answered: &[Count],
) -> Result<Option<Choice>> {
    let answered = Sum::of(answered.iter().filter(|count| count.unit_code == unit)).n;
    let officers = holders(tx, Role::Officer, unit).await?.len();
    let cost = app.rulebook.money("improve.officer_month", app.today())?;
    let fewest = app.rulebook.count("improve.fewest_files", app.today())?;
    if answered < fewest || officers == 0 {
        return Ok(None);
    }
    let [low, files, high] = of_one(answered, officers);
    let effect = |lang: Lang| {
        let values = [("files", files), ("low", low), ("high", high)];
        let values = values.map(|(name, value)| (name, lang.decimal(value, 0)));
        lang.with("room-o-lend-effect", &values)
    };
    Ok(Some(Choice {
        code: "lend".to_owned(),
        label: both(|lang| lang.t("room-o-lend")),
        effect: both(effect),
        cost: Some(cost),
        measure: Some("on-time".to_owned()),
        then: format!("/perbaikan/beban/{unit}"),
    }))
}

/// Files that one officer answers in a month, with an interval.
fn of_one(answered: i64, officers: usize) -> [f64; 3] {
    let (count, share) = (answered as f64, (MONTHS * officers) as f64);
    let half = SPREAD * count.sqrt();
    [(count - half).max(0.0), count, count + half].map(|files| files / share)
}

#[cfg(test)]
mod tests {
    use super::of_one;

    #[test]
    fn an_officer_brings_what_the_others_bring() {
        let [low, files, high] = of_one(900, 6);
        assert_eq!(files, 50.0);
        // The square root of 900 is 30.
        assert!(
            (files - low - 58.8 / 18.0).abs() < 1e-9 && (high - files - 58.8 / 18.0).abs() < 1e-9
        );
        assert_eq!(of_one(1, 1)[0], 0.0);
    }
}
