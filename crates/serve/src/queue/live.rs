//! How a unit's counters stand at this moment, and what its past says: read from the tables, reckoned
//! by the rules. Counts and minutes only; pages, API and home all show the same.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use kernel::Error;
use kernel::error::Result;
use kernel::id::TicketId;
use platform::App;
use platform::db::Tx;

use super::model::State;
use super::rules::forecast::Past;
use super::rules::order::{self, Moment, Waiting};
use super::rules::wait::{Pace, Wait, pace, wait};
use super::rules::{Numbers, slots};
use super::store::{self, Counters, Grid, Ticket};

/// A counter that has not called for so long is taken to be empty.
const ACTIVE: SignedDuration = SignedDuration::from_mins(30);
/// Days whose serving times tell the pace.
const PACE_DAYS: i64 = 28;

/// Whether people are served now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Until that instant.
    Open(Timestamp),
    /// From that instant of today on.
    Later(Timestamp),
    /// Not today any more.
    Closed,
}

/// A unit's counters at this moment.
#[derive(Clone, Debug)]
pub struct Live {
    /// Whether people are served.
    pub door: Door,
    /// Who waits, in the order of calls.
    pub line: Vec<TicketId>,
    /// Their tickets.
    pub waiting: Vec<Ticket>,
    /// Who was called and has not been served yet, the newest call first.
    pub called: Vec<Ticket>,
    /// How long somebody would wait who takes a ticket now.
    pub newcomer: Wait,
    counters: usize,
    pace: Pace,
    opens_in: i64,
}

/// How the counters of a unit stand at `now`.
///
/// # Errors
/// When the database fails.
pub async fn live(tx: &mut Tx<'_>, app: &App, counters: &Counters, now: Timestamp) -> Result<Live> {
    let (unit, day) = (counters.unit.as_str(), app.tz().to_datetime(now).date());
    let numbers = Numbers::on(&app.rulebook, day)?;
    let waiting = store::tickets(tx, unit, day, State::Waiting).await?;
    let mut called = store::tickets(tx, unit, day, State::Called).await?;
    called.sort_by_key(|ticket| std::cmp::Reverse(ticket.called_at));
    let recent = store::recent_lanes(tx, unit, day, order::RECENT).await?;
    let moment = Moment { now, recent: &recent, turns: numbers.turns };
    let places: Vec<Waiting> = waiting.iter().map(Ticket::waiting).collect();
    let line = order::line(&places, &moment);

    let since = day.checked_sub(PACE_DAYS.days()).map_err(Error::internal)?;
    let minutes = store::served_minutes(tx, unit, since).await?;
    let pace = pace(&minutes, counters.setting.minutes_each());
    let recently = now.checked_sub(ACTIVE).map_err(Error::internal)?;
    let active = store::active_counters(tx, unit, day, recently).await?;
    let active = usize::try_from(active).unwrap_or_default().max(called.len());
    let set = usize::try_from(counters.setting.counters).unwrap_or(1);
    let door = door(app, unit, day, now);
    let mut live = Live {
        door,
        line,
        waiting,
        called,
        newcomer: Wait { low: 0, mid: 0, high: 0 },
        counters: if active == 0 { set } else { active },
        pace,
        opens_in: match door {
            Door::Later(at) => at.duration_since(now).as_mins(),
            Door::Open(_) | Door::Closed => 0,
        },
    };
    live.newcomer = live.wait_behind(live.line.len());
    Ok(live)
}

impl Live {
    /// How long somebody waits who has `ahead` people in front.
    pub fn wait_behind(&self, ahead: usize) -> Wait {
        wait(ahead, self.called.len(), self.counters, &self.pace).after(self.opens_in)
    }

    /// How many people are called before this ticket; none when it does not wait.
    pub fn ahead_of(&self, ticket: TicketId) -> Option<usize> {
        self.line.iter().position(|one| *one == ticket)
    }

    /// Minutes that one person takes at one counter.
    pub fn minutes_each(&self) -> f64 {
        self.pace.mean
    }

    /// How many wait for each service.
    pub fn by_service(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for ticket in &self.waiting {
            *counts.entry(ticket.service.as_str()).or_insert(0) += 1;
        }
        counts
    }
}

fn door(app: &App, unit: &str, day: Date, now: Timestamp) -> Door {
    let hours = app.calendar.office_hours(unit, day);
    match hours.into_iter().find(|(_, close)| now < *close) {
        Some((open, close)) if open <= now => Door::Open(close),
        Some((open, _)) => Door::Later(open),
        None => Door::Closed,
    }
}

/// Local hours in which a unit is open on a day.
pub fn hours_of(app: &App, unit: &str, day: Date) -> Vec<i64> {
    let mut hours = BTreeSet::new();
    for (open, close) in app.calendar.office_hours(unit, day) {
        let mut at = open;
        while at < close {
            hours.insert(i64::from(app.tz().to_datetime(at).hour()));
            at = at.saturating_add(SignedDuration::from_mins(15)).unwrap_or(close);
        }
    }
    hours.into_iter().collect()
}

/// What the last weeks say of a unit, up to yesterday. Days before the first ticket are unknown and
/// not empty.
///
/// # Errors
/// When the database fails.
pub async fn past(tx: &mut Tx<'_>, app: &App, unit: &str, today: Date) -> Result<Past> {
    let weeks = Numbers::on(&app.rulebook, today)?.weeks;
    let from = today.checked_sub((7 * weeks).days()).map_err(Error::internal)?;
    let counts = store::arrivals(tx, unit, from, today).await?;
    let first = counts.keys().map(|(day, _)| *day).min();
    let days = std::iter::successors(first, |day| day.tomorrow().ok());
    let days = days.take_while(|day| *day < today);
    let days = days.filter(|day| !app.calendar.office_hours(unit, *day).is_empty());
    Ok(Past { days: days.collect(), counts })
}

/// A slot with free seats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Free {
    /// When it starts.
    pub starts_at: Timestamp,
    /// How many seats are free.
    pub seats: i64,
}

/// Slots of a day that start after `now`, with their free seats; full ones have none.
///
/// # Errors
/// When the database fails.
pub async fn free_slots(
    tx: &mut Tx<'_>,
    app: &App,
    counters: &Counters,
    day: Date,
    now: Timestamp,
) -> Result<Vec<Free>> {
    let unit = counters.unit.as_str();
    let kept = store::kept_grid(tx, unit, day).await?;
    let grid = kept.unwrap_or_else(|| Grid::from(&counters.setting));
    let taken = store::taken(tx, unit, day).await?;
    let hours = app.calendar.office_hours(unit, day);
    let starts = slots::starts(&hours, grid.slot_minutes).into_iter().filter(|at| *at > now);
    let free = |starts_at: Timestamp| {
        let held = taken.get(&starts_at).map_or(0, Vec::len);
        let seats = (grid.seats - i64::try_from(held).unwrap_or(i64::MAX)).max(0);
        Free { starts_at, seats }
    };
    Ok(starts.map(free).collect())
}

/// Days that can be chosen for an appointment, from today on.
///
/// # Errors
/// When a rule is missing.
pub fn days_ahead(app: &App, unit: &str, today: Date) -> Result<Vec<Date>> {
    let ahead = Numbers::on(&app.rulebook, today)?.ahead;
    let last = today.checked_add(ahead.days()).map_err(Error::internal)?;
    let last = last.min(app.calendar.last_day());
    let days = std::iter::successors(Some(today), |day| day.tomorrow().ok());
    let days = days.take_while(|day| *day <= last);
    Ok(days.filter(|day| !app.calendar.office_hours(unit, *day).is_empty()).collect())
}
