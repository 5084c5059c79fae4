//! One contract in words, and its numbers beside those of own officers.

use std::collections::BTreeSet;

use jiff::{Timestamp, ToSpan as _};
use kernel::Error;
use kernel::error::Result;
use kernel::facts::partner::{PartnerStep, Terms};
use kernel::id::PartnerId;
use kernel::time::from_micros;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;

use super::super::model::{Partner, TaskState};
use super::super::rules::{Done, Figure, Side, side};
use super::super::store;
use crate::catalogue;

/// A row of the comparison.
pub(super) struct Cells {
    pub(super) who: String,
    pub(super) done: String,
    pub(super) hours: String,
    pub(super) again: String,
    pub(super) rating: String,
    pub(super) cost: String,
}

/// A contract with its comparison.
pub(super) struct Shown {
    pub(super) id: PartnerId,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) state: String,
    pub(super) rows: Vec<(String, String)>,
    pub(super) cells: Vec<Cells>,
}

/// The words for one contract.
pub(super) async fn shown(
    tx: &mut Tx<'_>,
    app: &App,
    lang: Lang,
    partner: &Partner,
) -> Result<Shown> {
    let terms = &partner.terms;
    Ok(Shown {
        id: partner.id,
        name: terms.name.clone(),
        kind: lang.t(&format!("partners-kind-{}", terms.kind.code())),
        state: lang.t(&format!("partners-state-{}", partner.state.code())),
        rows: rows(tx, app, lang, terms).await?,
        cells: cells(tx, app, lang, partner).await?,
    })
}

async fn rows(
    tx: &mut Tx<'_>,
    app: &App,
    lang: Lang,
    terms: &Terms,
) -> Result<Vec<(String, String)>> {
    let today = app.today();
    let mut services = Vec::new();
    for code in &terms.services {
        let known = catalogue::store::standard(tx, code, today).await?;
        services.push(
            known.map_or_else(
                || code.clone(),
                |known| known.standard.name.get(lang.code()).to_owned(),
            ),
        );
    }
    let units = catalogue::store::units(tx).await?;
    let unit = units.get(&terms.unit).map_or(terms.unit.as_str(), |u| u.name(lang.code()));
    let places = crate::applications::store::kelurahan(tx).await?;
    let named = places.iter().filter(|place| terms.kelurahan.contains(&place.code));
    let named = named.map(|place| place.name.clone()).collect::<Vec<_>>().join(", ");
    let place = if terms.kelurahan.is_empty() { lang.t("partners-everywhere") } else { named };
    let days = lang.t("partners-days-span");
    let days = format!("{} {days} {}", lang.date(terms.from), lang.date(terms.until));
    let rows = [
        ("unit", unit.to_owned()),
        ("step", lang.t(&format!("partners-step-{}", terms.step.code()))),
        ("services", services.join(", ")),
        ("kelurahan", place),
        ("price", terms.price.to_string()),
        ("days", days),
    ];
    Ok(rows.into_iter().map(|(key, text)| (lang.t(&format!("partners-row-{key}")), text)).collect())
}

/// The partner and the unit's own officers, over the last twelve months, for the same step and services.
async fn cells(tx: &mut Tx<'_>, app: &App, lang: Lang, partner: &Partner) -> Result<Vec<Cells>> {
    let terms = &partner.terms;
    let today = app.today();
    let fewest = app.rulebook.count("improve.fewest_files", today)?;
    let fewest = usize::try_from(fewest).unwrap_or(usize::MAX);
    let since = (today - 1.year()).to_datetime(jiff::civil::Time::midnight());
    let since = app.tz().to_timestamp(since).map_err(Error::internal)?;
    let own = store::own(tx, (&terms.unit, terms.step), since).await?;
    let own: Vec<_> = own.into_iter().filter(|row| terms.services.contains(&row.service)).collect();
    let hours = |from: Timestamp, to: Timestamp| {
        app.calendar.working_time(&terms.unit, from, to).as_secs_f64() / 3600.0
    };
    // A file that came back once more had not been completed well.
    let later = |file: &[u8], at: i64| {
        own.iter().any(|row| row.application_id == file && row.began_at > at)
    };
    let tasks = store::of_partner(tx, partner.id, since).await?;
    // The same steps on both sides: those of files whose promise had begun to run.
    let begun = |file: &[u8]| own.iter().any(|row| row.application_id == file);
    let counted = tasks.iter().filter(|task| begun(&task.application.to_vec()));
    let theirs = counted.filter(|task| task.state != TaskState::Open).map(|task| {
        let end = task.ended_at.unwrap_or(task.handed_at);
        let done = task.state == TaskState::Done;
        let again = terms.step == PartnerStep::Assist
            && later(&task.application.to_vec(), end.as_microsecond());
        let hours = done.then(|| hours(task.due_since, end));
        Done { hours, again: !done || again, rating: task.rating }
    });
    let theirs: Vec<Done> = theirs.collect();
    let files: BTreeSet<&Vec<u8>> =
        own.iter().filter(|row| row.handed != 0).map(|row| &row.application_id).collect();
    let ours = own.iter().filter(|row| row.handed == 0 && !files.contains(&row.application_id));
    let ours: Vec<Done> = ours
        .filter_map(|row| {
            let end = row.ended_at?;
            let again = terms.step == PartnerStep::Assist && later(&row.application_id, end);
            let hours = hours(from_micros(row.began_at), from_micros(end));
            Some(Done { hours: Some(hours), again, rating: 0 })
        })
        .collect();
    let own_cost = app.rulebook.money(&format!("serve.own_cost_{}", terms.step.code()), today).ok();
    let own_cost =
        own_cost.map_or_else(|| lang.t("partners-cost-unknown"), |cost| cost.to_string());
    let mut own_line = line(lang, lang.t("partners-own"), side(&ours, fewest), own_cost);
    // Nobody is asked to rate an officer.
    own_line.rating = lang.t("partners-not-asked");
    let price = terms.price.to_string();
    Ok(vec![line(lang, terms.name.clone(), side(&theirs, fewest), price), own_line])
}

fn line(lang: Lang, who: String, side: Side, cost: String) -> Cells {
    let few = lang.t("partners-few");
    let range = |low: String, value: String, high: String| {
        lang.with("partners-range", &[("value", value), ("low", low), ("high", high)])
    };
    let plain = |number: f64| lang.decimal(number, 1);
    let percent = |share: f64| format!("{:.0}%", share * 100.0);
    let text = |figure: Option<Figure>, say: &dyn Fn(f64) -> String| match figure {
        Some(Figure { value, interval }) => {
            range(say(interval.low), say(value), say(interval.high))
        }
        None => few.clone(),
    };
    Cells {
        who,
        done: side.done.to_string(),
        hours: text(side.hours, &plain),
        again: text(side.again, &percent),
        rating: text(side.rating, &plain),
        cost,
    }
}
