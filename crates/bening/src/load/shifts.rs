//! Shifts of the coming days at the counters of the civil registry, and two swaps: one that is done,
//! and one that waits for the answer of the account that everyone may use.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::facts::shift::{Outcome, Part, Slot};
use kernel::id::{SwapId, UserId};
use platform::App;
use serve::shifts::verbs::{Answer, Ask, Plan};

use super::trials::user;

/// The unit whose counters the open accounts know.
const UNIT: &str = "DISDUKCAPIL";
/// Open days that are planned.
const DAYS: usize = 6;
/// How many days ahead are looked at for them.
const AHEAD: usize = 21;

fn slot(day: Date, part: Part, counter: i64) -> Slot {
    Slot { unit: UNIT.to_owned(), day, part, counter }
}

/// Plans the coming days, and lets officers swap.
///
/// # Errors
/// When an account is missing or the database fails.
pub async fn run(app: &App, tenant: TenantId, staff: &BTreeMap<String, Vec<UserId>>) -> Result<()> {
    let mut tx = app.db.read(tenant).await?;
    let own = user(app, &mut tx, "petugas").await?;
    // Where there are few officers, the head sits at a counter too.
    let head = user(app, &mut tx, "atasan").await?;
    drop(tx);
    let staff = staff.get(UNIT).map(Vec::as_slice).unwrap_or_default();
    let mut others = staff.iter().filter(|officer| **officer != own).chain([&head]);
    let (Some(one), Some(other)) = (others.next(), others.next()) else { return Ok(()) };
    let days = std::iter::successors(app.today().tomorrow().ok(), |day| day.tomorrow().ok());
    let open = |day: &Date| !app.calendar.office_hours(UNIT, *day).is_empty();
    let days: Vec<Date> = days.take(AHEAD).filter(open).take(DAYS).collect();
    for (number, day) in days.iter().enumerate() {
        // Two counters; whoever sits there in the morning changes from day to day.
        let turn = [own, *one, *other];
        let sits = |place: usize| turn[(number + place) % turn.len()];
        for (place, slot) in [
            slot(*day, Part::Morning, 1),
            slot(*day, Part::Morning, 2),
            slot(*day, Part::Afternoon, 1),
        ]
        .into_iter()
        .enumerate()
        {
            let officer = Some(sits(place));
            let plan = Plan { app: app.clone(), slot, officer, actor: Actor::system() };
            app.db.write(tenant, plan).await?;
        }
    }
    let [first, second, third, ..] = days.as_slice() else { return Ok(()) };
    let (morning, noon) = (Part::Morning, Part::Afternoon);
    // Each of them is free at the time that they take.
    let done = ask(app, tenant, *other, (slot(*first, noon, 1), slot(*third, noon, 1))).await?;
    let (id, officer, outcome) = (done, *one, Outcome::Accepted);
    let answer = Answer { app: app.clone(), id, officer, outcome, actor: Actor::system() };
    app.db.write(tenant, answer).await?;
    ask(app, tenant, *other, (slot(*second, morning, 2), slot(*first, morning, 1))).await?;
    Ok(())
}

async fn ask(
    app: &App,
    tenant: TenantId,
    asker: UserId,
    (give, take): (Slot, Slot),
) -> Result<SwapId> {
    let ask = Ask { app: app.clone(), asker, give, take, actor: Actor::system() };
    app.db.write(tenant, ask).await
}
