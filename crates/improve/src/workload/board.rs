//! The part of a unit's page that tells how many counters each hour needs.

use kernel::error::Result;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::view::Mistakes;

use super::hours::{Counters, Rule, counters};

/// An hour in words.
pub struct Row {
    pub hour: String,
    pub people: String,
    pub need: String,
}

/// The part in words.
pub struct Board {
    /// What to know first, or why nothing is known.
    pub finding: String,
    /// From what it was reckoned; empty when it was not.
    pub basis: String,
    pub rows: Vec<Row>,
    /// The promised minutes as typed, or by rule.
    pub typed: String,
}

/// Reckons the counters of a unit for the wait that was typed, or for that of the rule.
///
/// # Errors
/// When the database fails or a rule is missing.
pub async fn board(
    tx: &mut Tx<'_>,
    (app, lang): (&App, Lang),
    unit: &str,
    typed: &str,
) -> Result<(Board, Mistakes)> {
    let asked = typed.trim().parse::<i64>().ok().filter(|minutes| (1..=240).contains(minutes));
    let wrong = !typed.trim().is_empty() && asked.is_none();
    let rule = Rule::of(app, asked)?;
    let found = counters(tx, app, unit, rule).await?;
    let minutes = lang.decimal(rule.promise.within, 0);
    let typed = if wrong { typed.to_owned() } else { minutes };
    let mistakes = match wrong {
        true => Mistakes::one("tunggu", lang.t("workload-hours-wrong")),
        false => Mistakes::default(),
    };
    Ok((words(lang, rule, found, typed), mistakes))
}

fn words(lang: Lang, rule: Rule, found: Option<Counters>, typed: String) -> Board {
    let Some(found) = found else {
        let finding = lang.t("workload-hours-none");
        return Board { finding, basis: String::new(), rows: Vec::new(), typed };
    };
    let most = found.hours.iter().rev().max_by_key(|(_, hour)| hour.officers);
    let finding = most.map(|(clock, hour)| {
        let values = [
            ("share", lang.decimal(100.0 * rule.promise.share, 0)),
            ("minutes", lang.decimal(rule.promise.within, 0)),
            ("hour", clock_hour(lang, *clock)),
            ("counters", hour.officers.to_string()),
        ];
        lang.with("workload-hours-finding", &values)
    });
    let row = |(clock, hour): &(i64, mining::staffing::hours::Hour)| Row {
        hour: clock_hour(lang, *clock),
        people: lang.decimal(hour.arrivals, 1),
        need: lang.with(
            "workload-hours-need",
            &[
                ("counters", hour.officers.to_string()),
                ("low", lang.decimal(hour.interval.low, 0)),
                ("high", lang.decimal(hour.interval.high, 0)),
            ],
        ),
    };
    let basis = [
        ("people", lang.decimal(found.people as f64, 0)),
        ("days", found.days.to_string()),
        ("service", lang.decimal(found.service, 1)),
    ];
    Board {
        finding: finding.unwrap_or_default(),
        basis: lang.with("workload-hours-basis", &basis),
        rows: found.hours.iter().map(row).collect(),
        typed,
    }
}

/// Such as 08.00.
fn clock_hour(lang: Lang, hour: i64) -> String {
    let colon = if lang == Lang::Id { '.' } else { ':' };
    format!("{hour:02}{colon}00")
}
