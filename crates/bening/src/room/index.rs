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
    /// The index that tells most of integrity.
    ///
    /// # Errors
    /// When its definition is unknown.
    pub fn of(app: &App, lang: Lang, all: Vec<Published>, marks: &[Mark]) -> Result<Option<Self>> {
        let mut all = of_integrity(all);
        all.retain(|one| one.report.city.is_some());
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

/// Rounds of the one index that tells most of integrity, of the KPK's kind where there is one, the oldest first.
/// Indices have scales of their own, so two never stand in one row.
pub(crate) fn of_integrity(mut all: Vec<Published>) -> Vec<Published> {
    let first = all.iter().find(|one| one.report.code == "kpk").or_else(|| all.first());
    let Some(code) = first.map(|one| one.report.code.clone()) else { return all };
    all.retain(|one| one.report.code == code);
    all.sort_by_key(|one| one.round.to);
    all
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use jiff::civil::date;
    use listen::surveys::model::{Round, State};
    use listen::surveys::results::Report;
    use uuid::Uuid;

    use super::*;

    fn published(code: &str, month: i8) -> Published {
        let day = date(2026, month, 28);
        let round = Round {
            id: Uuid::from_u128(u128::from(month.unsigned_abs())),
            questionnaire: Uuid::nil(),
            from: day,
            to: day,
            closes: day,
            state: State::Published,
            seq: 1,
            planned_by: None,
            opened_on: None,
            lost: 0,
        };
        let report = Report {
            index: String::new(),
            code: code.to_owned(),
            population: 0,
            drawn: 0,
            answers: 0,
            city: None,
            deff: None,
            unit_mean: None,
            units: Vec::new(),
            terms: Vec::new(),
            shares: Vec::new(),
            groups: Vec::new(),
            response: Vec::new(),
            change: None,
            hidden: 0,
            smallest: 0,
        };
        Published { round, report }
    }

    #[test]
    fn indices_of_two_scales_never_mix() {
        let months = |codes: &[(&str, i8)]| -> Vec<i8> {
            let all = codes.iter().map(|(code, month)| published(code, *month)).collect();
            of_integrity(all).iter().map(|one| one.round.to.month()).collect()
        };
        assert_eq!(months(&[("skm", 9), ("kpk", 8), ("skm", 6), ("kpk", 2)]), [2, 8]);
        assert_eq!(months(&[("skm", 9), ("ipp", 8), ("skm", 6)]), [6, 9]);
        assert!(months(&[]).is_empty());
    }
}
