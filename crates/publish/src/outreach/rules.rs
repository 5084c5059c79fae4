//! The lot of a campaign, and what counts as reach. Pure.

use estimation::trial::{self, Plan, Schedule};
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use kernel::Error;
use kernel::error::Result;
use kernel::facts::campaign::Lot;

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

/// The Monday on or after `day`.
fn monday(day: Date) -> Date {
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

/// The plan of a lot over so many kelurahan.
fn plan(count: usize, (early, late, until): (Date, Date, Date)) -> Result<Plan> {
    let count = u32::try_from(count).map_err(Error::internal)?;
    let fault = |fault: trial::Fault| Error::invalid("outreach-lot-few").context(fault.to_string());
    Plan::early_and_late(count, week(early), week(late), week(until)).map_err(fault)
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
    let plan = plan(kelurahan.len(), (early_from, late_from, until))?;
    let drawn = trial::draw(&plan, seed).map_err(Error::internal)?;
    let first = |place: usize| drawn.new_way(u32::try_from(place).unwrap_or(0), week(early_from));
    let group = |early: bool| -> Vec<String> {
        let all = kelurahan.iter().enumerate();
        all.filter(|(place, _)| first(*place) == early).map(|(_, code)| code.clone()).collect()
    };
    Ok(Lot {
        seed: seed.iter().map(|byte| format!("{byte:02x}")).collect(),
        early_from,
        late_from,
        early: group(true),
        late: group(false),
    })
}

/// The plan of a lot that was drawn, and its outcome, for kelurahan in that order.
///
/// # Errors
/// Internal when the lot is none of these kelurahan.
pub fn drawn(lot: &Lot, kelurahan: &[String], until: Date) -> Result<(Plan, Schedule)> {
    let plan = plan(kelurahan.len(), (lot.early_from, lot.late_from, until))?;
    let spans = kelurahan.iter().map(|code| {
        let from = if lot.early.contains(code) { lot.early_from } else { lot.late_from };
        vec![trial::Span { from: week(from), to: week(until) }]
    });
    Ok((plan, Schedule(spans.collect())))
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
