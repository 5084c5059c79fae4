//! Looks at the offices of a synthetic year: four with waiting rooms, of which the first is too small.
//! What is found is made up and the same in every city of the same seed.

use improve::facilities::items::{self, Item, Measure, WAITING_ROOM};
use improve::facilities::model::{Found, GOOD};
use improve::facilities::rules::{crowd, monday};
use improve::facilities::store::waiting;
use improve::facilities::verbs::{Audit, CountWeeks};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::money::Rupiah;
use platform::App;
use platform::auth::{Can, Coordinator, LoginName, account};

use super::surveys::At;

/// Offices that were looked at.
const OFFICES: [&str; 4] = [CROWDED, "DPMPTSP", "BPPRD", "DINSOS"];
/// The office whose waiting room is too small.
const CROWDED: &str = "DISDUKCAPIL";
/// Days from the looks to the end of the year.
const BEFORE: i32 = 20;
/// Seats of the offices whose waiting room is large enough.
const SEATS: i64 = 120;

/// What is not as it should be: unit, item, whether it is there, condition, measure in thousandths, cost.
type Flaw = (&'static str, &'static str, bool, u8, Option<i64>, Option<i64>);

const FLAWS: [Flaw; 8] = [
    (CROWDED, "toilet-width", true, 3, Some(140_000), Some(38_500_000)),
    (CROWDED, "lactation-room", false, 0, None, Some(21_000_000)),
    (CROWDED, "bins", true, 2, None, Some(1_200_000)),
    ("DPMPTSP", "guiding-blocks", false, 0, None, Some(12_750_000)),
    ("DPMPTSP", "signs", true, 2, None, Some(2_400_000)),
    ("BPPRD", "ramp-outside", true, 3, Some(8_000), Some(9_800_000)),
    ("BPPRD", "toilet", true, 1, None, Some(17_500_000)),
    ("DINSOS", "parking", true, 2, None, None),
];

/// Looks at the offices, and counts the weeks that are over.
///
/// # Errors
/// When an account is missing or the database fails.
pub async fn run(app: &App, tenant: TenantId, until: Timestamp) -> Result<()> {
    app.readers.catch_up(&app.db, tenant).await?;
    let mut tx = app.db.read(tenant).await?;
    let found = account::by_login(&mut tx, &app.vault, &LoginName::parse("koordinator")?).await?;
    let user = found.ok_or_else(Error::not_found)?.id;
    let coordinator = Can::<Coordinator>::load(&mut tx, &app.vault, user).await?;
    drop(tx);
    let actor = coordinator.actor(Channel::Counter, None);
    let day = app.tz().to_datetime(until).date().saturating_sub(BEFORE.days());
    let at = app.tz().to_timestamp(day.at(10, 0, 0, 0)).map_err(Error::internal)?;
    let seats = seats(app, tenant).await?;
    for unit in OFFICES {
        for item in items::on(day) {
            let command = Audit {
                app: app.clone(),
                unit: unit.to_owned(),
                item: item.code.clone(),
                found: look(unit, item, seats),
                note: String::new(),
                photo: None,
                actor,
            };
            app.db.write(tenant, At { at, command }).await?;
        }
        let count = CountWeeks { app: app.clone(), unit: unit.to_owned() };
        app.db.write(tenant, count).await?;
    }
    Ok(())
}

/// Two thirds of the most who waited at once in the last week that is over, so that some must stand.
async fn seats(app: &App, tenant: TenantId) -> Result<i64> {
    let last: Date = monday(app.today());
    let mut tx = app.db.read(tenant).await?;
    let visits = waiting::visits(&mut tx, CROWDED, (last.saturating_sub(7.days()), last)).await?;
    let (peak, _) = crowd(&visits, 0);
    Ok((peak * 2 / 3).max(1))
}

fn look(unit: &str, item: &Item, seats: i64) -> Found {
    let code = format!("SSH-CONTOH-{}", item.code);
    if item.code == WAITING_ROOM && unit == CROWDED {
        let (condition, cost) = (2, Some(Rupiah::new(24_000_000)));
        let measured = Some(seats * 1000);
        return Found { present: true, condition, measured, cost, price_code: code };
    }
    let flaw = FLAWS.iter().find(|flaw| (flaw.0, flaw.1) == (unit, item.code.as_str()));
    if let Some((_, _, present, condition, measured, cost)) = flaw {
        return Found {
            present: *present,
            condition: *condition,
            measured: *measured,
            cost: cost.map(Rupiah::new),
            price_code: if cost.is_some() { code } else { String::new() },
        };
    }
    // Places are whole, and one is enough; everything else is well within its norm.
    let measured = item.measure.map(|measure| match measure {
        Measure::Seats => SEATS * 1000,
        Measure::Places => 1_000,
        Measure::Degrees | Measure::Centimetres => {
            item.min.map(|min| min + min / 10).or(item.max).unwrap_or(1_000)
        }
    });
    Found { present: true, condition: GOOD, measured, cost: None, price_code: String::new() }
}
