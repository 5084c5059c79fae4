//! How the city stands: numbers of the reform, and units with their index.

use std::collections::BTreeMap;

use improve::city::Units;
use improve::events::log;
use improve::reform::measures::{Form, Measure, measure};
use improve::reform::pages::words;
use improve::reform::rules::{self, Figure, MONTHS, Move, Sum};
use improve::reform::store::{self, Count};
use kernel::Error;
use kernel::error::Result;
use listen::surveys::pages::{interval, places};
use listen::surveys::results::{Change, POOLED, Unit, Verdict};
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::chart::{self, Span, Whisker};

use super::index::Line;

/// A number on top.
pub struct Tile {
    /// Its page.
    pub href: String,
    /// What it is.
    pub name: String,
    /// The value.
    pub value: String,
    /// Its interval, or what stands behind it.
    pub small: String,
    /// Its change, in words.
    pub note: String,
}

/// A unit in the table.
pub struct Row {
    /// Its page; empty for units that are shown together.
    pub href: String,
    /// What it is called.
    pub name: String,
    /// Its index.
    pub index: String,
    /// The interval.
    pub interval: String,
    /// `up`, `down` or `same`.
    pub trend: &'static str,
    /// The same in words.
    pub trend_word: String,
    /// On a line.
    pub whisker: Whisker,
    /// Places that cannot be ruled out.
    pub places: String,
    /// Promise kept.
    pub on_time: String,
    /// Open complaints.
    pub complaints: String,
}

/// Counts of the last months, and what else the tables need.
pub struct State {
    counts: Vec<Count>,
    months: Vec<String>,
    fewest: i64,
    complaints: BTreeMap<String, (i64, i64)>,
}

impl State {
    /// Reads them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(tx: &mut Tx<'_>, app: &App) -> Result<Self> {
        let months = rules::months_before(app.today(), 2 * MONTHS);
        let open = listen::complaints::store::open_by_desk(tx).await?;
        Ok(Self {
            counts: store::counts(tx, &months[0]).await?,
            months,
            fewest: i64::try_from(log::fewest(app)?).map_err(Error::internal)?,
            complaints: open.into_iter().map(|(desk, all, late)| (desk, (all, late))).collect(),
        })
    }

    fn sum(&self, measure: &Measure, unit: Option<&str>, months: &[String]) -> Sum {
        let wanted = |count: &&Count| {
            count.measure == measure.code
                && unit.is_none_or(|unit| count.unit_code == unit)
                && months.contains(&count.month)
        };
        Sum::of(self.counts.iter().filter(wanted))
    }

    /// A measure over the last three months.
    pub fn figure(&self, measure: &Measure, unit: Option<&str>) -> Option<Figure> {
        let now = self.sum(measure, unit, &self.months[MONTHS..]);
        rules::figure(measure, now, self.fewest)
    }

    /// Its change over the three months before.
    pub fn change(&self, measure: &Measure, unit: Option<&str>) -> Option<(f64, Move)> {
        let before = self.sum(measure, unit, &self.months[..MONTHS]);
        let now = self.sum(measure, unit, &self.months[MONTHS..]);
        rules::change(measure, before, now, self.fewest)
    }

    /// Open complaints: all, and those beyond a legal time.
    pub fn complaints(&self, unit: Option<&str>) -> (i64, i64) {
        match unit {
            Some(unit) => self.complaints.get(unit).copied().unwrap_or_default(),
            None => {
                self.complaints.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
            }
        }
    }

    /// A measure of the reform as a number on top; none below the fewest files.
    pub fn tile(&self, lang: Lang, code: &str, unit: Option<&str>) -> Option<Tile> {
        let measure = measure(code)?;
        let figure = self.figure(&measure, unit)?;
        let (value, interval) = words::figure(lang, measure.form, &figure);
        let query = unit.map(|unit| format!("?unit={unit}")).unwrap_or_default();
        Some(Tile {
            href: format!("/perbaikan/reformasi/{code}{query}"),
            name: words::name(lang, &measure),
            value,
            small: interval,
            note: moved(lang, measure.form, self.change(&measure, unit), figure.n),
        })
    }

    /// Open complaints as a number on top.
    pub fn complaints_tile(&self, lang: Lang, unit: Option<&str>) -> Tile {
        let (all, late) = self.complaints(unit);
        Tile {
            href: "/laporan".to_owned(),
            name: lang.t("room-complaints"),
            value: lang.count(all),
            small: String::new(),
            note: lang.t1("room-complaints-late", "count", lang.count(late)),
        }
    }

    /// Units of the newest round, the best first.
    pub fn rows(&self, lang: Lang, line: &Line, names: &Units, ends: (f64, f64)) -> Vec<Row> {
        let Some(newest) = line.newest() else { return Vec::new() };
        let before = line.rounds.len().checked_sub(2).map(|place| &line.rounds[place].report.units);
        let row = |unit: &Unit| {
            let old = before.and_then(|units| units.iter().find(|old| old.unit == unit.unit));
            let change = old.and_then(|old| Change::between(&unit.figure, &old.figure));
            self.row(lang, unit, change, names, ends)
        };
        newest.report.units.iter().map(row).collect()
    }

    fn row(
        &self,
        lang: Lang,
        unit: &Unit,
        change: Option<Change>,
        names: &Units,
        ends: (f64, f64),
    ) -> Row {
        let trend = match change.map(|change| change.verdict) {
            Some(Verdict::Up) => "up",
            Some(Verdict::Down) => "down",
            _ => "same",
        };
        let on_time = measure("on-time").and_then(|m| self.figure(&m, Some(&unit.unit)));
        let pooled = unit.unit == POOLED;
        Row {
            // Small units are shown together and have no page.
            href: if pooled { String::new() } else { format!("/ruang/unit/{}", unit.unit) },
            name: if pooled { lang.t("index-pooled") } else { names.name(&unit.unit) },
            index: lang.decimal(unit.figure.value, 2),
            interval: interval(lang, &unit.figure, 2),
            trend,
            trend_word: lang.t(&format!("room-trend-{trend}")),
            whisker: chart::whisker(unit.figure.span(), ends),
            places: places(lang, unit.best, unit.worst),
            on_time: on_time
                .map(|f| words::value(lang, Form::Share, f.value))
                .unwrap_or_else(|| "-".to_owned()),
            complaints: lang.count(self.complaints(Some(&unit.unit)).0),
        }
    }
}

/// How a number moved, and what stands behind it.
pub fn moved(lang: Lang, form: Form, change: Option<(f64, Move)>, n: i64) -> String {
    let files = lang.t1("room-files", "files", lang.count(n));
    let Some((by, said)) = change else { return files };
    let by = words::difference(lang, form, by);
    match said {
        Move::Uncertain => lang.with("room-moved-uncertain", &[("by", by), ("files", files)]),
        Move::Better | Move::Worse => lang.with("room-moved", &[("by", by), ("files", files)]),
    }
}

/// A range of the index that holds all units and the target.
pub fn ends(line: &Line, range: (f64, f64)) -> (f64, f64) {
    let units = line.newest().map(|one| one.report.units.as_slice()).unwrap_or_default();
    let spans: Vec<Span> = units.iter().map(|unit| unit.figure.span()).collect();
    chart::ends(&spans, Some(line.target), range)
}
