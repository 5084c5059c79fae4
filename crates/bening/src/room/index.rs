//! The index over its rounds, with the decisions that may have moved it.

use std::collections::BTreeSet;

use estimation::impact::{Effect, Missing, Panel, Point, Step, Verdict, effect};
use improve::decisions::store::Mark;
use improve::decisions::verbs::code;
use jiff::civil::Date;
use kernel::error::Result;
use listen::surveys::pages::series_target;
use listen::surveys::results::{Change, Published};
use platform::App;
use platform::i18n::Lang;
use platform::web::chart::{self, Span, Trend};

/// Most rounds on either side of a decision.
const WINDOW: usize = 4;
/// Level of all intervals.
const LEVEL: f64 = 0.95;

/// A decision under the line.
pub struct Marked {
    /// Its number on the line.
    pub number: usize,
    /// Its page.
    pub href: String,
    /// What was decided.
    pub words: String,
    /// From when.
    pub from: String,
    /// What it did to the index.
    pub said: String,
    /// Whether that is certain.
    pub certain: bool,
}

/// One index over its rounds.
pub struct Line {
    /// Its rounds, the oldest first.
    pub rounds: Vec<Published>,
    /// What is aimed at.
    pub target: f64,
    /// The drawing, from two rounds on.
    pub trend: Option<Trend>,
    /// Decisions, the oldest first.
    pub marks: Vec<Marked>,
}

impl Line {
    /// The index that tells most of integrity: of the KPK's kind where there is one.
    ///
    /// # Errors
    /// When its definition is unknown.
    pub fn of(
        app: &App,
        lang: Lang,
        mut all: Vec<Published>,
        marks: &[Mark],
    ) -> Result<Option<Self>> {
        let first = all.iter().find(|one| one.report.code == "kpk").or_else(|| all.first());
        let Some(code) = first.map(|one| one.report.code.clone()) else { return Ok(None) };
        all.retain(|one| one.report.code == code && one.report.city.is_some());
        all.sort_by_key(|one| one.round.to);
        let Some(newest) = all.last() else { return Ok(None) };
        let (range, target) = series_target(app, &newest.report)?;
        let mut points = Vec::new();
        for one in &all {
            let Some(city) = &one.report.city else { continue };
            let label = format!("{}/{}", one.round.to.month(), one.round.to.year() % 100);
            points.push((city.span(), label, lang.decimal(city.value, 2)));
        }
        let spans: Vec<Span> = points.iter().map(|(span, ..)| *span).collect();
        let ends = chart::ends(&spans, Some(target), range);
        let mut trend = (points.len() > 1)
            .then(|| chart::trend(&points, Some(target), ends, |value| lang.decimal(value, 1)));
        let marked = mark(lang, &all, marks);
        if let Some(trend) = &mut trend {
            for (marked, mark) in marked.iter().zip(marks) {
                if let Some(place) = place(&all, mark.taken.from) {
                    trend.mark(place, marked.number.to_string(), marked.certain);
                }
            }
        }
        Ok(Some(Self { rounds: all, target, trend, marks: marked }))
    }

    /// The newest round.
    pub fn newest(&self) -> Option<&Published> {
        self.rounds.last()
    }

    /// What can be said of the last change.
    pub fn change(&self) -> Option<Change> {
        let [.., before, now] = &self.rounds[..] else { return None };
        Change::between(now.report.city.as_ref()?, before.report.city.as_ref()?)
    }
}

/// Where a day lies on a line of rounds, counted in rounds from the oldest.
fn place(rounds: &[Published], day: Date) -> Option<f64> {
    let after = rounds.iter().position(|one| one.round.to >= day)?;
    let before = after.checked_sub(1)?;
    let (from, to) = (rounds[before].round.to, rounds[after].round.to);
    let days = |from: Date, to: Date| f64::from(from.until(to).map_or(0, |span| span.get_days()));
    Some(before as f64 + days(from, day) / days(from, to).max(1.0))
}

fn mark(lang: Lang, rounds: &[Published], marks: &[Mark]) -> Vec<Marked> {
    let units: BTreeSet<&str> = rounds
        .iter()
        .flat_map(|one| one.report.units.iter().map(|unit| unit.unit.as_str()))
        .collect();
    let units: Vec<&str> = units.into_iter().collect();
    let panel: Panel = units.iter().map(|unit| series(rounds, unit)).collect();
    let steps: Vec<Step> = marks.iter().map(|mark| step(rounds, &units, mark)).collect();
    let mut listed = Vec::new();
    for (which, mark) in marks.iter().enumerate() {
        let found = effect(&panel, &steps, which, WINDOW, LEVEL);
        let certain = found.is_ok_and(|effect| effect.verdict() != Verdict::Uncertain);
        listed.push(Marked {
            number: which + 1,
            href: format!("/keputusan/{}", mark.id),
            words: mark.taken.words.clone(),
            from: lang.date(mark.taken.from),
            said: said(lang, found),
            certain,
        });
    }
    listed
}

fn series(rounds: &[Published], unit: &str) -> Vec<Option<Point>> {
    let point = |one: &Published| {
        let found = one.report.units.iter().find(|other| other.unit == unit)?;
        let figure = &found.figure;
        Some(Point { value: figure.value, variance: figure.se * figure.se })
    };
    rounds.iter().map(point).collect()
}

/// Rounds that lie wholly before a decision, and wholly after it.
fn step(rounds: &[Published], units: &[&str], mark: &Mark) -> Step {
    let from = mark.taken.from;
    let before = rounds.iter().filter(|one| one.round.to < from).count();
    let after = rounds.iter().position(|one| one.round.from >= from).unwrap_or(rounds.len());
    let mine =
        |unit: &str| mark.taken.units.is_empty() || mark.taken.units.iter().any(|own| own == unit);
    let units = (0..units.len()).filter(|place| mine(units[*place])).collect();
    Step { before, after: after.max(before), units }
}

fn said(lang: Lang, found: std::result::Result<Effect, Missing>) -> String {
    let number = |value: f64| lang.decimal(value, 2);
    match found {
        Ok(effect) => {
            let values = [
                ("size", number(effect.value.abs())),
                ("low", number(effect.low)),
                ("high", number(effect.high)),
            ];
            let key = match effect.verdict() {
                Verdict::Up => "room-mark-up",
                Verdict::Down => "room-mark-down",
                Verdict::Uncertain => "room-mark-uncertain",
            };
            lang.with(key, &values)
        }
        Err(missing) => {
            let why = lang.t(&format!("decisions-missing-{}", code(missing).replace('_', "-")));
            lang.with("decisions-about", &[("measure", lang.t("room-col-index")), ("why", why)])
        }
    }
}
