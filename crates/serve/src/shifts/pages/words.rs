//! Slots and swaps in words, and the days on which a unit is open.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::error::Result;
use kernel::facts::shift::Slot;
use kernel::id::UserId;
use platform::App;
use platform::auth::account;
use platform::db::Tx;
use platform::i18n::Lang;

use super::super::model::{State, Swap, part_code};
use super::DAYS;
use crate::catalogue;
use crate::queue::store::{Counters, all_counters};

/// `Senin, 30 November 2026, pagi, loket 2`.
pub(super) fn slot(lang: Lang, slot: &Slot) -> String {
    let values = [
        ("day", lang.weekday_date(slot.day)),
        ("part", lang.t(&format!("shifts-part-{}", part_code(slot.part)))),
        ("counter", slot.counter.to_string()),
    ];
    lang.with("shifts-slot", &values)
}

/// A swap in a sentence that names both, and how it looks.
pub(super) fn swap(lang: Lang, names: &Names, one: &Swap) -> String {
    let values = [
        ("asker", names.of(lang, one.asker)),
        ("give", slot(lang, &one.give)),
        ("colleague", names.of(lang, one.colleague)),
        ("take", slot(lang, &one.take)),
    ];
    lang.with("shifts-swap", &values)
}

/// The chip of a state: kind and words.
pub(super) fn state(lang: Lang, state: State) -> (&'static str, String) {
    let kind = match state.code() {
        "asked" => "warn",
        "accepted" => "good",
        _ => "",
    };
    (kind, lang.t(&format!("shifts-state-{}", state.code())))
}

/// Officers of a unit by name.
pub(super) struct Names(BTreeMap<UserId, String>);

impl Names {
    pub(super) async fn load(tx: &mut Tx<'_>, app: &App, unit: &str) -> Result<Self> {
        Ok(Self(account::of_unit(tx, &app.vault, unit).await?.into_iter().collect()))
    }

    /// What an officer is called; who has left the unit has no name here.
    pub(super) fn of(&self, lang: Lang, officer: UserId) -> String {
        self.0.get(&officer).cloned().unwrap_or_else(|| lang.t("shifts-somebody"))
    }

    /// All officers of the unit.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&UserId, &String)> {
        self.0.iter()
    }
}

/// Units with counters that `covers` names, with what they are called.
pub(super) async fn units(
    tx: &mut Tx<'_>,
    lang: Lang,
    covers: impl Fn(&str) -> bool,
) -> Result<Vec<(Counters, String)>> {
    let names = catalogue::store::all_units(tx).await?;
    let named = |counters: Counters| {
        let name = names.get(&counters.unit).map(|known| known.name(lang.code()));
        let name = name.unwrap_or(&counters.unit).to_owned();
        (counters, name)
    };
    let own = all_counters(tx).await?.into_iter().filter(|counters| covers(&counters.unit));
    Ok(own.map(named).collect())
}

/// Days from today on, on which the unit is open.
pub(super) fn days(app: &App, unit: &str) -> Vec<Date> {
    let all = std::iter::successors(Some(app.today()), |day| day.tomorrow().ok()).take(DAYS);
    all.filter(|day| !app.calendar.office_hours(unit, *day).is_empty()).collect()
}

/// The first and the last day that can be planned.
pub(super) fn span(app: &App) -> (Date, Date) {
    let first = app.today();
    let last = std::iter::successors(Some(first), |day| day.tomorrow().ok()).take(DAYS).last();
    (first, last.unwrap_or(first))
}
