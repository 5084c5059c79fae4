//! The lot of a campaign, and what counts as reach. Pure.

use estimation::trial::{self, Plan, Schedule, Span};
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use kernel::Error;
use kernel::error::Result;
use kernel::facts::campaign::{Halves, Lot};

/// The fewest kelurahan of a lot: eight have 70 outcomes in two groups, enough for an interval of 95 %.
pub const FEWEST_IN_LOT: usize = 8;
/// The fewest weeks of a campaign with a lot: in the first half of them the groups are compared.
pub const FEWEST_WEEKS: i32 = 8;
/// Longest campaign, in days.
pub const LONGEST: i32 = 366;

/// The number of a day's week; weeks begin on Mondays.
pub fn week(day: Date) -> i32 {
    let epoch = Date::constant(1970, 1, 5);
    day.since(epoch).map_or(0, |span| span.get_days()).div_euclid(7)
}

/// The Monday on or after `day`, with which the first whole week begins.
pub fn monday(day: Date) -> Date {
    let away = i64::from(day.weekday().since(Weekday::Monday));
    day.saturating_add(((7 - away) % 7).days())
}

/// The first days of both groups, for a campaign from `from` to `until`.
///
/// # Errors
/// Invalid when it is too short.
pub fn stages(from: Date, until: Date) -> Result<(Date, Date)> {
    let early = monday(from);
    let weeks = week(until.saturating_add(1.days())) - week(early);
    if weeks < FEWEST_WEEKS {
        return Err(Error::invalid("outreach-lot-short"));
    }
    Ok((early, early.saturating_add((weeks / 2).weeks())))
}

/// How many kelurahan, as plans count.
fn number(kelurahan: &[String]) -> Result<u32> {
    u32::try_from(kelurahan.len()).map_err(Error::internal)
}

/// The plan of a lot of turns.
fn turns(kelurahan: &[String], (early, late, until): (Date, Date, Date)) -> Result<Plan> {
    let fault = |fault: trial::Fault| Error::invalid("outreach-lot-few").context(fault.to_string());
    let (early, late, until) = (week(early), week(late), week(until));
    Plan::early_and_late(number(kelurahan)?, early, late, until).map_err(fault)
}

/// The plan of a lot of two messages.
fn messages(kelurahan: &[String], (from, until): (Date, Date)) -> Result<Plan> {
    let fault =
        |fault: trial::Fault| Error::invalid("outreach-second-few").context(fault.to_string());
    Plan::side_by_side(number(kelurahan)?, week(from), week(until)).map_err(fault)
}

/// Draws a plan's lot: the kelurahan of the new way on the plan's first day, and the others.
fn split(kelurahan: &[String], plan: &Plan, seed: [u8; 32]) -> Result<(Vec<String>, Vec<String>)> {
    let drawn = trial::draw(plan, seed).map_err(Error::internal)?;
    let all = (0..).zip(kelurahan.iter().cloned());
    let (new, old): (Vec<_>, Vec<_>) =
        all.partition(|(unit, _)| drawn.new_way(*unit, plan.days.from));
    let codes = |group: Vec<(u32, String)>| group.into_iter().map(|(_, code)| code).collect();
    Ok((codes(new), codes(old)))
}

fn hex(seed: [u8; 32]) -> String {
    seed.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Draws which of the kelurahan come first, from a seed that stands in the fact.
///
/// # Errors
/// Invalid when there are too few kelurahan or too few weeks.
pub fn draw(kelurahan: &[String], from: Date, until: Date, seed: [u8; 32]) -> Result<Lot> {
    if kelurahan.len() < FEWEST_IN_LOT {
        return Err(Error::invalid("outreach-lot-few"));
    }
    let (early_from, late_from) = stages(from, until)?;
    let plan = turns(kelurahan, (early_from, late_from, until))?;
    let (early, late) = split(kelurahan, &plan, seed)?;
    Ok(Lot { seed: hex(seed), early_from, late_from, early, late })
}

/// Draws which of the kelurahan hear the second message, from a seed that stands in the fact.
///
/// # Errors
/// Invalid when there are too few kelurahan.
pub fn draw_messages(kelurahan: &[String], from: Date, seed: [u8; 32]) -> Result<Halves> {
    if kelurahan.len() < FEWEST_IN_LOT {
        return Err(Error::invalid("outreach-second-few"));
    }
    // Who is drawn does not depend on how long the campaign lasts, which may end early.
    let (b, a) = split(kelurahan, &messages(kelurahan, (from, from))?, seed)?;
    Ok(Halves { seed: hex(seed), a, b })
}

/// The plan of a lot of turns that was drawn, and its outcome, for kelurahan in that order.
///
/// # Errors
/// Invalid when the lot does not fit these days.
pub fn drawn(lot: &Lot, kelurahan: &[String], until: Date) -> Result<(Plan, Schedule)> {
    let plan = turns(kelurahan, (lot.early_from, lot.late_from, until))?;
    let spans = kelurahan.iter().map(|code| {
        let from = if lot.early.contains(code) { lot.early_from } else { lot.late_from };
        vec![Span { from: week(from), to: week(until) }]
    });
    Ok((plan, Schedule(spans.collect())))
}

/// The plan of a lot of two messages that was drawn, and its outcome: the second is the new way.
///
/// # Errors
/// Invalid when it ends before it begins.
pub fn drawn_messages(
    halves: &Halves,
    kelurahan: &[String],
    (from, until): (Date, Date),
) -> Result<(Plan, Schedule)> {
    let plan = messages(kelurahan, (from, until))?;
    let spans = kelurahan.iter().map(|code| {
        let from = if halves.b.contains(code) { plan.days.from } else { plan.days.to };
        vec![Span { from, to: plan.days.to }]
    });
    let drawn = Schedule(spans.collect());
    Ok((plan, drawn))
}

/// What a request for a short link says of itself; nothing of it is kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// The method is GET; a program that only looks asks with HEAD.
    pub is_get: bool,
    /// What the program calls itself.
    pub agent: &'a str,
    /// `Sec-Purpose` or `Purpose`: a browser that loads ahead says so.
    pub purpose: &'a str,
}

/// Words by which programs that make previews and indexes call themselves.
const PROGRAMS: [&str; 8] =
    ["bot", "crawl", "spider", "preview", "facebookexternalhit", "whatsapp", "curl/", "wget/"];

/// Whether a request may count at all: somebody asked for the page, not a program that says so itself.
pub fn may_count(asked: Asked<'_>) -> bool {
    let agent = asked.agent.to_ascii_lowercase();
    let program = PROGRAMS.iter().any(|word| agent.contains(word));
    let ahead =
        ["prefetch", "preview", "prerender"].iter().any(|word| asked.purpose.contains(word));
    asked.is_get && !program && !ahead
}

/// The bounds of haste.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Microseconds from one count of a link to the next.
    pub gap: i64,
    /// The most counts of a channel in a day.
    pub day_most: i64,
}

/// Whether a request counts, when the link was last counted at `last` (microseconds) and its channel
/// `today` times on this day. Whoever asks a thousand times in a second counts once.
pub fn counts(now: i64, last: i64, today: i64, bounds: Bounds) -> bool {
    now.saturating_sub(last) >= bounds.gap && today < bounds.day_most
}
