//! What the city's home page and the list of units show: the live queues.

use kernel::error::Result;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;

use super::super::live::{Door, live};
use super::super::store;
use super::words;
use crate::catalogue;

/// The counters of a unit in words.
#[derive(Clone, Debug)]
pub struct LiveQueue {
    /// Code of the unit.
    pub unit: String,
    /// Where a ticket is taken.
    pub href: String,
    /// Name of the unit.
    pub name: String,
    /// Kind of the chip.
    pub chip: &'static str,
    /// Whether people are served.
    pub door: String,
    /// How many wait.
    pub waiting: usize,
    /// How long a newcomer waits; empty when the unit is closed.
    pub wait: String,
    /// Whether people are served now, or later today.
    pub today: bool,
}

/// The counters of all units, those that serve today first, the busiest of them first.
///
/// # Errors
/// When the database fails.
pub async fn live_queues(tx: &mut Tx<'_>, app: &App, lang: Lang) -> Result<Vec<LiveQueue>> {
    let now = app.db.clock().now();
    let names = catalogue::store::all_units(tx).await?;
    let mut list = Vec::new();
    for counters in store::all_counters(tx).await? {
        let unit = counters.unit.as_str();
        let live = live(tx, app, &counters, now).await?;
        let (chip, door) = words::door(lang, app, live.door);
        let today = live.door != Door::Closed;
        list.push(LiveQueue {
            unit: unit.to_owned(),
            href: format!("/antrean/{unit}"),
            name: names.get(unit).map_or(unit, |known| known.name(lang.code())).to_owned(),
            chip,
            door,
            waiting: live.line.len(),
            wait: if today { words::wait(lang, live.newcomer) } else { String::new() },
            today,
        });
    }
    list.sort_by_key(|queue| (!queue.today, std::cmp::Reverse(queue.waiting)));
    Ok(list)
}
