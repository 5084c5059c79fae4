//! What the looks and the counted weeks come to: the ranked repairs, and what is put before the head of
//! the city.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::error::Result;
use kernel::service::Bilingual;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;

use super::items::{self, Item, WAITING_ROOM};
use super::model::{Access, Found, Look, Repair, Week};
use super::rules;
use super::store::{self, Office, waiting};
use crate::decisions::model::{Card, Choice, Source};

/// Everything that is known of the offices of the city.
pub(super) struct Known {
    /// The day of the list of items.
    pub(super) today: Date,
    /// Offices to which people come.
    pub(super) offices: Vec<Office>,
    looks: Vec<Look>,
    weeks: Vec<Week>,
    people: BTreeMap<String, f64>,
}

/// The first day that the city looks back to.
pub(super) fn since(app: &App) -> Result<Date> {
    let today = app.today();
    let back = app.rulebook.count("facility.look_back_days", today)?;
    Ok(today.saturating_sub(back.days()))
}

impl Known {
    pub(super) async fn load(tx: &mut Tx<'_>, app: &App) -> Result<Self> {
        let today = app.today();
        let from = since(app)?;
        let people = waiting::people(tx, from, today).await?;
        // A year and more, so that weeks in a row are told whole.
        let mut weeks = store::weeks(tx, today.saturating_sub(1.year())).await?;
        weeks.sort_by(|a, b| (&a.unit, a.monday).cmp(&(&b.unit, b.monday)));
        let each =
            |(unit, came, days): (String, i64, i64)| (unit, came as f64 / days.max(1) as f64);
        Ok(Self {
            today,
            offices: store::offices(tx).await?,
            looks: store::last_looks(tx).await?,
            weeks,
            people: people.into_iter().map(each).collect(),
        })
    }

    /// The last looks at an office.
    pub(super) fn looks<'a>(&'a self, unit: &'a str) -> impl Iterator<Item = &'a Look> {
        self.looks.iter().filter(move |look| look.unit == unit)
    }

    /// The last look at an item of an office.
    pub(super) fn look(&self, unit: &str, item: &str) -> Option<&Look> {
        self.looks.iter().find(|look| look.unit == unit && look.item == item)
    }

    /// Counted weeks of an office, the oldest first.
    pub(super) fn weeks(&self, unit: &str) -> &[Week] {
        let from = self.weeks.partition_point(|week| week.unit.as_str() < unit);
        let to = self.weeks.partition_point(|week| week.unit.as_str() <= unit);
        &self.weeks[from..to]
    }

    /// The last counted week, when it was crowded.
    pub(super) fn crowded(&self, unit: &str) -> Option<&Week> {
        self.weeks(unit).last().filter(|week| week.is_crowded())
    }

    /// People who come to an office each day.
    pub(super) fn people(&self, unit: &str) -> f64 {
        self.people.get(unit).copied().unwrap_or(0.0)
    }

    /// Whether a person in a wheelchair can use an office.
    pub(super) fn access(&self, unit: &str) -> Access {
        let found: BTreeMap<&str, &Found> =
            self.looks(unit).map(|look| (look.item.as_str(), &look.found)).collect();
        rules::access(items::on(self.today), &found)
    }

    /// All repairs of the city in their order.
    pub(super) fn repairs(&self) -> Vec<Repair> {
        let units: BTreeSet<&str> =
            self.offices.iter().map(|office| office.unit.as_str()).collect();
        let of_offices = self.looks.iter().filter(|look| units.contains(look.unit.as_str()));
        rules::rank(of_offices.filter_map(|look| self.repair(look)).collect())
    }

    fn repair(&self, look: &Look) -> Option<Repair> {
        let item: &Item = items::find(&look.item, self.today)?;
        let crowded = self.crowded(&look.unit).is_some();
        let fault = rules::fault(item, &look.found, crowded)?;
        Some(Repair {
            unit: look.unit.clone(),
            item: look.item.clone(),
            fault,
            severity: rules::severity(fault, &look.found),
            people_per_day: self.people(&look.unit),
            cost: look.found.cost,
            rank: 0,
        })
    }
}

/// Everything to mend in the city, the first first.
///
/// # Errors
/// When a rule is missing or the database fails.
pub async fn repairs(tx: &mut Tx<'_>, app: &App) -> Result<Vec<Repair>> {
    Ok(Known::load(tx, app).await?.repairs())
}

/// At most one finding for each office: its waiting room was too small in the last counted week.
///
/// # Errors
/// When a rule is missing or the database fails.
pub async fn cards(tx: &mut Tx<'_>, app: &App) -> Result<Vec<Card>> {
    let known = Known::load(tx, app).await?;
    let day_minutes = app.rulebook.count("facility.day_minutes", known.today)?;
    let month_days = app.rulebook.count("facility.month_days", known.today)?;
    let mut cards = Vec::new();
    for office in &known.offices {
        let Some(week) = known.crowded(&office.unit) else { continue };
        let loss = rules::days_lost(week, day_minutes, month_days);
        cards.push(card(&known, office, week, loss));
    }
    Ok(cards)
}

fn both(text: impl Fn(Lang) -> String) -> Bilingual {
    Bilingual { id: text(Lang::Id), en: text(Lang::En) }
}

fn card(known: &Known, office: &Office, week: &Week, loss: f64) -> Card {
    let unit = &office.unit;
    let rows = rules::weeks_in_row(known.weeks(unit));
    let name = |lang: Lang| ("office", office.name.get(lang.code()).to_owned());
    let numbers = |lang: Lang| {
        [
            ("peak", week.peak.to_string()),
            ("seats", week.seats.to_string()),
            ("weeks", rows.to_string()),
            ("days", lang.decimal(loss, 1)),
        ]
    };
    let page = format!("/perbaikan/fasilitas/{unit}");
    let room = known.look(unit, WAITING_ROOM);
    let seats = Choice {
        code: "seats".to_owned(),
        label: both(|lang| {
            lang.t1("facilities-card-seats", "count", (week.peak - week.seats).max(1))
        }),
        effect: both(|lang| lang.t("facilities-card-seats-effect")),
        cost: room.and_then(|look| look.found.cost),
        measure: None,
        then: format!("{page}/{WAITING_ROOM}"),
    };
    let counters = Choice {
        code: "counters".to_owned(),
        label: both(|lang| lang.t("facilities-card-counters")),
        effect: both(|lang| lang.t("facilities-card-counters-effect")),
        cost: None,
        measure: None,
        then: format!("/perbaikan/beban/{unit}"),
    };
    Card {
        source: Source::Facility,
        reference: format!("facility/{unit}"),
        units: vec![unit.clone()],
        title: both(|lang| lang.with("facilities-card-title", &[name(lang)])),
        evidence: both(|lang| lang.with("facilities-card-evidence", &numbers(lang))),
        link: page,
        chance: None,
        loss,
        due: None,
        choices: vec![seats, counters],
    }
}
