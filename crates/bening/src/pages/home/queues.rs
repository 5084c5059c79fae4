//! How the counters stand now, with the usual wait by hour beside it.

use std::cmp::Reverse;

use improve::facilities::store::waiting::{self, Hour};
use jiff::ToSpan as _;
use kernel::error::Result;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use serve::queue::pages::{LiveQueue, live_queues};

/// How many units the home page shows.
const SHOWN: usize = 3;
/// Days whose waits are told.
const DAYS: i64 = 28;
/// Height of the tallest bar.
const TALL: f64 = 40.0;
/// A bar and the gap behind it.
const STEP: usize = 10;
const MINUTE: f64 = 60e6;

/// A unit's counters.
pub struct Card {
    pub live: LiveQueue,
    /// How wide the drawing of the bars is.
    pub width: usize,
    pub bars: Vec<Bar>,
    /// The hours at both ends.
    pub ends: (String, String),
    /// The picture in a sentence; empty while too little is known.
    pub usual: String,
}

/// The usual wait of who comes in an hour.
pub struct Bar {
    pub x: usize,
    pub y: i64,
    pub height: i64,
    pub now: bool,
}

/// The busiest units first; when none is, those of which most is known.
pub async fn cards(tx: &mut Tx<'_>, app: &App, lang: Lang) -> Result<Vec<Card>> {
    let live = live_queues(tx, app, lang).await?;
    if live.is_empty() {
        return Ok(Vec::new());
    }
    let today = app.today();
    let hours = waiting::hours(tx, today.saturating_sub(DAYS.days()), today).await?;
    let fewest = app.rulebook.count("facility.fewest_visits", today)?;
    let now = i64::from(app.tz().to_datetime(app.db.clock().now()).hour());
    let card = |live: LiveQueue| {
        let own = hours.iter().filter(|hour| hour.unit_code == live.unit);
        let waits = waits(own, fewest);
        Card {
            width: waits.len() * STEP,
            bars: bars(&waits, live.today.then_some(now)),
            ends: ends(lang, &waits),
            usual: usual(lang, &waits),
            live,
        }
    };
    let mut cards: Vec<Card> = live.into_iter().map(card).collect();
    cards.sort_by_key(|card| {
        (!card.live.today, Reverse(card.live.waiting), Reverse(card.bars.len()))
    });
    cards.truncate(SHOWN);
    Ok(cards)
}

/// Mean minutes by hour, where enough people were called.
fn waits<'h>(hours: impl Iterator<Item = &'h Hour>, fewest: i64) -> Vec<(i64, f64)> {
    let told = hours.filter(|hour| hour.called >= fewest.max(1));
    told.map(|hour| (hour.hour, hour.waited as f64 / hour.called as f64 / MINUTE)).collect()
}

/// One bar would only say that it is as tall as itself.
fn bars(waits: &[(i64, f64)], now: Option<i64>) -> Vec<Bar> {
    if waits.len() < 2 {
        return Vec::new();
    }
    let most = waits.iter().map(|(_, wait)| *wait).fold(1.0, f64::max);
    let bar = |(place, (hour, wait)): (usize, &(i64, f64))| {
        let height = ((wait / most * TALL).round() as i64).max(2);
        Bar { x: place * STEP, y: TALL as i64 - height, height, now: now == Some(*hour) }
    };
    waits.iter().enumerate().map(bar).collect()
}

fn clock(lang: Lang, hour: i64) -> String {
    let separator = if lang == Lang::Id { '.' } else { ':' };
    format!("{hour:02}{separator}00")
}

fn ends(lang: Lang, waits: &[(i64, f64)]) -> (String, String) {
    let hour = |end: Option<&(i64, f64)>| end.map(|(hour, _)| clock(lang, *hour));
    let (first, last) = (hour(waits.first()), hour(waits.last()));
    (first.unwrap_or_default(), last.unwrap_or_default())
}

fn usual(lang: Lang, waits: &[(i64, f64)]) -> String {
    let quiet = waits.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let Some((hour, wait)) = quiet.filter(|_| waits.len() > 1) else { return String::new() };
    if *wait < 1.0 {
        return lang.t1("home-queue-quiet-none", "hour", clock(lang, *hour));
    }
    let values = [("hour", clock(lang, *hour)), ("minutes", lang.decimal(*wait, 0))];
    lang.with("home-queue-quiet", &values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(hour: i64, called: i64, minutes: i64) -> Hour {
        let waited = called * minutes * 60_000_000;
        Hour { unit_code: "A".to_owned(), hour, came: called, called, waited }
    }

    #[test]
    fn hours_of_few_people_are_not_told_and_the_quiet_one_is() {
        let hours = [hour(8, 10, 30), hour(9, 4, 1), hour(10, 20, 12)];
        let found = waits(hours.iter(), 5);
        assert_eq!(found, [(8, 30.0), (10, 12.0)]);
        let drawn = bars(&found, Some(10));
        assert_eq!((drawn[0].height, drawn[1].height, drawn[1].y), (40, 16, 24));
        assert!(drawn[1].now && !drawn[0].now);
        assert!(bars(&found, None).iter().all(|bar| !bar.now), "a closed counter has no now");
        assert!(bars(&found[..1], None).is_empty());
        assert!(usual(Lang::Id, &found).contains("10.00"), "{}", usual(Lang::Id, &found));
        assert_eq!(usual(Lang::Id, &found[..1]), "", "one hour has nothing to be quieter than");
        assert_eq!(ends(Lang::En, &found), ("08:00".to_owned(), "10:00".to_owned()));
    }
}
