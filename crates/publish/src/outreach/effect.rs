//! What a campaign changed: the estimate, its interval, and the words that these allow. Pure.

use std::collections::BTreeMap;

use estimation::impact::{self, Missing, Panel, Point, Step};
use estimation::trial::{self, Bounds, Effect, Fault, Options, Outcome, Plan, Scale, Schedule};
use jiff::civil::Date;
use kernel::facts::campaign::{Between, Comparison, Evaluated, Halves, Lot};
use kernel::money::Rupiah;
use rand::SeedableRng as _;
use rand_chacha::ChaCha20Rng;

use super::model::Campaign;
use super::rules::{self, week};

/// Weeks of a period where kelurahan are compared without a lot.
const PERIOD: i32 = 4;
/// Ten-thousandths of the whole.
const WHOLE: f64 = 10_000.0;

/// An application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Code of the kelurahan of residence.
    pub kelurahan: String,
    /// The day on which it was handed in.
    pub day: Date,
    /// Whether nobody made it for another under a mandate.
    pub own: bool,
}

/// Estimate, lower and upper end in shares, where an end that is missing is infinite; or why there is none.
pub type Estimate = Result<(f64, f64, f64), &'static str>;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// With what it was compared.
    pub comparison: Comparison,
    /// How much the share rose.
    pub effect: Estimate,
}

/// The time that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Weeks before the campaign.
    pub before: i32,
    /// The last day that counts as after it.
    pub last: Date,
}

/// Judges a campaign in a city of these kelurahan, at confidence `level`.
pub fn judge(
    campaign: &Campaign,
    city: &[String],
    files: &[File],
    window: Window,
    level: f64,
) -> Found {
    match &campaign.lot {
        Some(lot) => by_lot(campaign, lot, files, window, level),
        None => by_others(campaign, city, files, window, level),
    }
}

fn by_lot(campaign: &Campaign, lot: &Lot, files: &[File], window: Window, level: f64) -> Found {
    let until = campaign.ended_on.unwrap_or(campaign.until).max(lot.late_from);
    let effect = rules::drawn(lot, &campaign.kelurahan, until)
        .map_err(|_| "nothing_to_compare")
        .and_then(|trial| {
            let first = week(lot.early_from) - window.before;
            let counted = files.iter().filter(|file| week(file.day) >= first);
            tried(campaign, &trial, counted, level)
        })
        .map(|effect| ends(effect.estimate, effect.bounds));
    Found { comparison: Comparison::Lot, effect }
}

fn ends(estimate: f64, bounds: Bounds) -> (f64, f64, f64) {
    let ends = bounds.interval();
    (estimate, ends.low, ends.high)
}

/// What a lot over the kelurahan of a campaign allows to say, by weeks.
fn tried<'a>(
    campaign: &Campaign,
    (plan, drawn): &(Plan, Schedule),
    files: impl Iterator<Item = &'a File>,
    level: f64,
) -> Result<Effect, &'static str> {
    let places: BTreeMap<&str, u32> =
        campaign.kelurahan.iter().map(String::as_str).zip(0..).collect();
    let outcome = |file: &File| {
        let unit = *places.get(file.kelurahan.as_str())?;
        Some(Outcome { unit, day: week(file.day), value: f64::from(u8::from(file.own)) })
    };
    let outcomes: Vec<Outcome> = files.filter_map(outcome).collect();
    let options = Options { scale: Scale::Mean, level, ..Options::default() };
    // The draws among outcomes of the lot need no secret: the same campaign is judged the same.
    let mut rng = ChaCha20Rng::from_seed([1; 32]);
    trial::effect(plan, drawn, &outcomes, options, &mut rng).map_err(|fault| match fault {
        Fault::NoBefore { .. } => "no_before",
        _ => "nothing_to_compare",
    })
}

/// How much higher the share of own applications was with the second message than with the first, from the first
/// whole week to the last in which the campaign is watched; none where it had one message.
pub fn between(
    campaign: &Campaign,
    files: &[File],
    window: Window,
    level: f64,
) -> Option<Estimate> {
    campaign.halves().map(|halves| of_messages(campaign, halves, files, window, level))
}

fn of_messages(
    campaign: &Campaign,
    halves: &Halves,
    files: &[File],
    window: Window,
    level: f64,
) -> Estimate {
    let from = rules::monday(campaign.from);
    let trial = rules::drawn_messages(halves, &campaign.kelurahan, (from, window.last))
        .map_err(|_| "nothing_to_compare")?;
    let first = week(from) - window.before;
    // Days before the first whole week are neither before the campaign nor a week of it.
    let counted = files
        .iter()
        .filter(|file| week(file.day) >= first)
        .filter(|file| file.day < campaign.from || from <= file.day);
    let effect = tried(campaign, &trial, counted, level)?;
    match effect.bounds {
        Bounds::Unbounded(_) => Err("too_few"),
        bounds @ Bounds::Between(_) => Ok(ends(effect.estimate, bounds)),
    }
}

fn by_others(
    campaign: &Campaign,
    city: &[String],
    files: &[File],
    window: Window,
    level: f64,
) -> Found {
    let reached: Vec<usize> =
        (0..city.len()).filter(|place| campaign.kelurahan.contains(&city[*place])).collect();
    let all = reached.len() == city.len();
    let comparison = if all { Comparison::Before } else { Comparison::Others };
    let found = |effect| Found { comparison, effect };
    let (before, after) = periods(campaign, window);
    let turn = usize::try_from(before).unwrap_or(0);
    let panel = panel(campaign, city, files, (before, after));
    let step = Step { before: turn, after: turn, units: reached };
    let most = usize::try_from(after).unwrap_or(0).max(1);
    match impact::effect(&panel, &[step], 0, most, level) {
        Ok(effect) => found(Ok((effect.value, effect.low, effect.high))),
        Err(Missing::NoBefore) => found(Err("no_before")),
        Err(Missing::NoAfter | Missing::Entangled) => found(Err("nothing_to_compare")),
        Err(Missing::ShortHistory) => found(Err("short_history")),
    }
}

/// How many whole periods lie before the campaign and after its first day.
fn periods(campaign: &Campaign, window: Window) -> (i32, i32) {
    let days = campaign.from.until(window.last).map_or(0, |span| span.get_days() + 1);
    (window.before / PERIOD, days.div_euclid(7 * PERIOD))
}

fn panel(
    campaign: &Campaign,
    city: &[String],
    files: &[File],
    (before, after): (i32, i32),
) -> Panel {
    let mut counts: BTreeMap<(&str, i32), (f64, f64)> = BTreeMap::new();
    for file in files {
        let days = campaign.from.until(file.day).map_or(0, |span| span.get_days());
        let period = days.div_euclid(7 * PERIOD);
        if (-before..after).contains(&period) {
            let cell = counts.entry((file.kelurahan.as_str(), period)).or_default();
            cell.0 += 1.0;
            cell.1 += f64::from(u8::from(file.own));
        }
    }
    let point = |(files, own): &(f64, f64)| {
        // A share of few is less certain than its own spread says (Agresti and Coull 1998).
        let near = (own + 2.0) / (files + 4.0);
        Point { value: own / files, variance: near * (1.0 - near) / files }
    };
    let series = |code: &String| {
        (-before..after).map(|period| counts.get(&(code.as_str(), period)).map(point)).collect()
    };
    city.iter().map(series).collect()
}

/// A share in ten-thousandths; none when it has no end.
pub fn permyriad(share: f64) -> Option<i64> {
    share.is_finite().then(|| (share * WHOLE).round() as i64)
}

/// Both ends and the estimate between them as facts tell them, and why there is none.
pub fn told(estimate: Estimate) -> Between {
    let (effect, low, high) = match estimate {
        Ok((effect, low, high)) => (permyriad(effect), permyriad(low), permyriad(high)),
        Err(_) => (None, None, None),
    };
    Between { effect, low, high, missing: estimate.err().unwrap_or_default().to_owned() }
}

/// What an evaluation allows to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A lot decided, and the interval lies above zero.
    Worked,
    /// The interval lies above zero, but no lot decided: other reasons remain.
    Suggests,
    /// The interval holds zero and also an effect that would be worth the money.
    Uncertain,
    /// The interval holds zero and no effect that would be worth the money.
    NoSign,
    /// The interval lies below zero.
    Opposite,
    /// There is no estimate.
    Unknown,
}

impl Verdict {
    /// What `found` allows to say.
    pub fn of(found: &Evaluated) -> Self {
        if found.effect.is_none() {
            return Self::Unknown;
        }
        match (found.low, found.high) {
            (Some(low), _) if low > 0 && found.comparison == Comparison::Lot => Self::Worked,
            (Some(low), _) if low > 0 => Self::Suggests,
            (_, Some(high)) if high < 0 => Self::Opposite,
            (Some(_), Some(high)) if high < found.worth => Self::NoSign,
            _ => Self::Uncertain,
        }
    }

    /// Used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Worked => "worked",
            Self::Suggests => "suggests",
            Self::Uncertain => "uncertain",
            Self::NoSign => "no-sign",
            Self::Opposite => "opposite",
            Self::Unknown => "unknown",
        }
    }
}

/// What the comparison of two messages allows to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// The interval lies below zero: more people applied themselves with the first.
    A,
    /// The interval lies above zero: more did with the second.
    B,
    /// The interval holds zero.
    Uncertain,
    /// There is no estimate.
    Unknown,
}

impl Better {
    /// What `between` allows to say.
    pub fn of(between: &Between) -> Self {
        match (between.effect, between.low, between.high) {
            (None, ..) => Self::Unknown,
            (_, Some(low), _) if low > 0 => Self::B,
            (_, _, Some(high)) if high < 0 => Self::A,
            _ => Self::Uncertain,
        }
    }

    /// Used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
            Self::Uncertain => "uncertain",
            Self::Unknown => "unknown",
        }
    }
}

/// What one additional own application cost: estimate, and from the best case to the worst. None where the
/// interval holds zero, or no lot decided.
pub fn cost_each(found: &Evaluated) -> Option<(Rupiah, Rupiah, Rupiah)> {
    if Verdict::of(found) != Verdict::Worked {
        return None;
    }
    let each = |share: i64| {
        let more = share as f64 / WHOLE * found.files as f64;
        (more > 0.0).then(|| Rupiah::new((found.cost.get() as f64 / more).round() as i64))
    };
    Some((each(found.effect?)?, each(found.high?)?, each(found.low?)?))
}
