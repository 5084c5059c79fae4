//! What the city's own report says: one small view of each context, put together on its day.

pub mod order;

use improve::events::log;
use improve::reform::measures::{self, Measure};
use improve::reform::pages::words::target;
use improve::reform::rules::{self, Move, Sum};
use improve::reform::store::{self, Count};
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::facts::scorecard::{Before, Figure, Finding, Form, Moved};
use listen::surveys::pages::series_target;
use listen::surveys::results::{self, Change, Published, Verdict, published};
use platform::App;
use platform::db::Tx;
use publish::open_data::guarded::{Guarded, OF_PEOPLE};
use publish::scorecard::model::Period;
use publish::scorecard::verbs::{Publish, Skip, days};
use publish::scorecard::{Act, due, next, store as reports};

use crate::open_data::guard;

/// What is said of the city, after its index.
const OF_CITY: [&str; 9] = [
    "on-time",
    "self-application",
    "returned",
    "out-of-turn",
    "agreed-closing",
    "duties",
    "decided-late",
    "promises",
    "sanctioned",
];
/// What is said of each office, after its index.
const OF_UNIT: [&str; 4] = ["on-time", "self-application", "returned", "out-of-turn"];

/// Publishes the report whose day has come, and says which were skipped. Doing it again changes nothing.
/// A period of which nothing can be said has no report yet.
///
/// # Errors
/// When the database fails.
pub async fn tick(app: &App, tenant: TenantId) -> Result<()> {
    let mut tx = app.db.read(tenant).await?;
    let known = reports::newest(&mut tx).await?;
    drop(tx);
    for act in next(known, app.today(), days(app, app.today())?) {
        match act {
            Act::Skip(period) => app.db.write(tenant, Skip { app: app.clone(), period }).await?,
            Act::Publish(period) => {
                let mut tx = app.db.read(tenant).await?;
                let findings = findings(&mut tx, app, period).await?;
                let entries = entries(&mut tx, period).await?;
                drop(tx);
                if !findings.is_empty() {
                    let publish = Publish { app: app.clone(), period, findings, entries };
                    app.db.write(tenant, publish).await?;
                }
            }
        }
    }
    Ok(())
}

/// The first and the last entry of the log that were written in a period. Entries are numbered from 0 and
/// positions from 1.
///
/// # Errors
/// When the database fails.
pub async fn entries(tx: &mut Tx<'_>, period: Period) -> Result<Option<(i64, i64)>> {
    let mut span: Option<(i64, i64)> = None;
    for month in period.months() {
        if let Some((first, last)) = store::span(tx, &month).await? {
            span = Some((span.map_or(first - 1, |known| known.0), last - 1));
        }
    }
    Ok(span)
}

/// What there is to say of a period.
///
/// # Errors
/// When the database fails.
pub async fn findings(tx: &mut Tx<'_>, app: &App, period: Period) -> Result<Vec<Finding>> {
    let counts = store::counts(tx, &period.year_before().months()[0]).await?;
    let rounds = published(tx).await?;
    let fewest = i64::try_from(log::fewest(app)?).map_err(Error::internal)?;
    let mut told = Vec::new();
    for period in [period, period.year_before(), period.before()] {
        told.push((period, guard(tx, app, period, &counts).await?));
    }
    let view = View { app, period, counts, rounds, fewest, told };
    let mut all: Vec<Finding> = view.index("")?.into_iter().collect();
    for code in OF_CITY {
        all.extend(view.measured(code, "")?);
    }
    all.extend(view.gifts());
    all.extend(order::kept(tx, app, period).await?);
    let mut units: Vec<&str> = view.counts.iter().map(|count| count.unit_code.as_str()).collect();
    units.sort_unstable();
    units.dedup();
    for unit in units.into_iter().filter(|unit| !unit.is_empty()) {
        all.extend(view.index(unit)?);
        for code in OF_UNIT {
            all.extend(view.measured(code, unit)?);
        }
    }
    Ok(all)
}

struct View<'a> {
    app: &'a App,
    period: Period,
    counts: Vec<Count>,
    rounds: Vec<Published>,
    fewest: i64,
    /// What may be told of each period.
    told: Vec<(Period, Guarded)>,
}

impl View<'_> {
    /// The same quarter a year before, or the quarter before when there was none.
    fn befores(&self) -> [Period; 2] {
        [self.period.year_before(), self.period.before()]
    }

    /// Cases of a measure; none when they count people or files and are too few to be told.
    fn sum(&self, measure: &Measure, unit: &str, period: Period) -> Sum {
        if OF_PEOPLE.contains(&measure.code) {
            let figure = self.guarded(period).and_then(|told| told.figure(measure.code, unit));
            let (n, total) = figure.unwrap_or_default();
            // A trait is 0 or 1, and so is its square.
            return Sum { n, total, squares: total };
        }
        let months = period.months();
        Sum::of(self.counts.iter().filter(|count| {
            count.measure == measure.code
                && months.contains(&count.month)
                && (unit.is_empty() || count.unit_code == unit)
        }))
    }

    fn guarded(&self, period: Period) -> Option<&Guarded> {
        self.told.iter().find(|(of, _)| *of == period).map(|(_, told)| told)
    }

    fn measured(&self, code: &str, unit: &str) -> Result<Option<Finding>> {
        let measure = measures::measure(code).ok_or_else(|| Error::internal("unknown measure"))?;
        let form = match measure.form {
            measures::Form::Share => Form::Share,
            measures::Form::Mean | measures::Form::Percent => Form::Mean,
            measures::Form::Minutes => Form::Minutes,
        };
        let now = self.sum(&measure, unit, self.period);
        let Some(figure) = self.figure(&measure, now) else { return Ok(None) };
        let before = self.befores().into_iter().find_map(|period| {
            let sum = self.sum(&measure, unit, period);
            self.figure(&measure, sum).map(|figure| (period, sum, figure))
        });
        let moved = before.as_ref().and_then(|(_, before, _)| {
            rules::change(&measure, *before, now, self.fewest).map(|(_, moved)| moved)
        });
        Ok(Some(Finding {
            code: code.to_owned(),
            unit: unit.to_owned(),
            form,
            now: figure,
            before: before.map(|(period, _, figure)| Before { period: period.to_string(), figure }),
            moved: match moved {
                Some(Move::Better) => Moved::Better,
                Some(Move::Worse) => Moved::Worse,
                Some(Move::Uncertain) => Moved::Uncertain,
                None => Moved::First,
            },
            target: target(self.app, &measure)?.map(millionths),
            kinds: measure.kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        }))
    }

    fn figure(&self, measure: &Measure, sum: Sum) -> Option<Figure> {
        let found = rules::figure(measure, sum, self.fewest)?;
        Some(Figure {
            n: sum.n,
            total: sum.total,
            value: millionths(found.value),
            interval: Some((millionths(found.low), millionths(found.high))),
        })
    }

    fn index(&self, unit: &str) -> Result<Option<Finding>> {
        let Some(round) = self.round(self.period)? else { return Ok(None) };
        let Some(now) = of_unit(round, unit) else { return Ok(None) };
        let mut before = None;
        for period in self.befores() {
            let earlier = self.round(period)?.filter(|one| one.round.id != round.round.id);
            let same = earlier.filter(|one| one.report.code == round.report.code);
            before = before.or(same.and_then(|one| Some((period, of_unit(one, unit)?))));
        }
        let change = before.as_ref().and_then(|(_, before)| Change::between(now, before));
        let (_, target) = series_target(self.app, &round.report)?;
        Ok(Some(Finding {
            code: "index".to_owned(),
            unit: unit.to_owned(),
            form: Form::Index,
            now: of_index(now),
            before: before.map(|(period, figure)| Before {
                period: period.to_string(),
                figure: of_index(figure),
            }),
            moved: match change.map(|change| change.verdict) {
                Some(Verdict::Up) => Moved::Better,
                Some(Verdict::Down) => Moved::Worse,
                Some(Verdict::Uncertain) => Moved::Uncertain,
                None => Moved::First,
            },
            target: Some(millionths(target)),
            kinds: vec!["index.published".to_owned()],
        }))
    }

    /// Gifts that officers reported or refused. How many there are says nothing of better or worse.
    fn gifts(&self) -> Option<Finding> {
        let count = |period: Period| {
            let (n, _) = self.guarded(period)?.figure("gifts", "")?;
            (n >= self.fewest).then_some(n)
        };
        let figure = |n: i64| Figure { n, total: n, value: n * 1_000_000, interval: None };
        let before =
            self.befores().into_iter().find_map(|period| count(period).map(|n| (period, n)));
        Some(Finding {
            code: "gifts".to_owned(),
            unit: String::new(),
            form: Form::Count,
            now: figure(count(self.period)?),
            before: before
                .map(|(period, n)| Before { period: period.to_string(), figure: figure(n) }),
            moved: if before.is_some() { Moved::Uncertain } else { Moved::First },
            target: None,
            kinds: vec!["gift.reported".to_owned(), "gift.refused".to_owned()],
        })
    }

    /// The last round of the index that ended before the report of a period was due.
    fn round(&self, period: Period) -> Result<Option<&Published>> {
        index_round(self.app, &self.rounds, period)
    }
}

/// The round of the index that the report of a period tells: the last one that ended before it was due.
///
/// # Errors
/// When the rule of its day is not there.
pub fn index_round<'r>(
    app: &App,
    rounds: &'r [Published],
    period: Period,
) -> Result<Option<&'r Published>> {
    let day: Date = due(period, days(app, app.today())?);
    let ended = rounds.iter().filter(|one| one.round.closes < day);
    let index = ended.filter(|one| one.report.city.is_some());
    let of_kpk = |one: &&Published| one.report.code == "kpk";
    let any = rounds.iter().any(|one| one.report.code == "kpk");
    Ok(index.filter(|one| !any || of_kpk(one)).max_by_key(|one| one.round.to))
}

fn of_unit<'p>(round: &'p Published, unit: &str) -> Option<&'p results::Figure> {
    if unit.is_empty() {
        return round.report.city.as_ref();
    }
    round.report.units.iter().find(|one| one.unit == unit).map(|one| &one.figure)
}

fn of_index(figure: &results::Figure) -> Figure {
    Figure {
        n: i64::try_from(figure.n).unwrap_or(i64::MAX),
        total: 0,
        value: millionths(figure.value),
        interval: Some((millionths(figure.low), millionths(figure.high))),
    }
}

/// As numbers are kept.
pub fn millionths(value: f64) -> i64 {
    (value * 1e6).round() as i64
}
