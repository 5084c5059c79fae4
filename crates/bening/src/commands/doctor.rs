//! `bening doctor`: is everything there and in order? One line a question.

use kernel::fact::TenantId;
use kernel::{Clock, Error};
use platform::App;
use platform::entropy::Entropy;
use platform::journal;

use super::{Done, Stop, say};
use crate::cli::Place;
use crate::config::Settings;
use crate::start;

/// Looks and says; ends with 1 when something is wrong.
pub async fn run(place: Place) -> Done {
    let settings = Settings::of_place(&place)?;
    let mut wrong = 0;
    let mut answer = |question: &str, outcome: Result<String, String>| match outcome {
        Ok(good) => say(&format!("ok    {question}: {good}")),
        Err(bad) => {
            wrong += 1;
            say(&format!("WRONG {question}: {bad}"));
        }
    };
    let city = start::kept_city(&settings).map_err(Stop::from)?;
    answer("city", Ok(city.config.name.clone()));
    let now = Clock::System.now();
    let today = city.calendar.tz().to_datetime(now).date();
    answer("calendar", calendar(city.calendar.last_day(), today));
    answer("master key", key(&settings));
    let db = start::open_database(&settings, Clock::System, Entropy::System).await?;
    let app = start::assemble(&settings, &city, db).await?;
    for tenant in app.db.tenants().await? {
        let outcome = journal(&app, tenant).await;
        answer("journal", outcome.map_err(|error| error.to_string()).and_then(|inner| inner));
        let outcome = publish::log::examine(&app, tenant).await.map_err(|e| e.to_string());
        let signed = |size| format!("{size} entries are published");
        answer("public log", outcome.and_then(|stands| stands.map(signed)));
    }
    let unverified = city.seed.standards.iter().filter(|standard| !standard.verified).count();
    say(&format!("note  {unverified} services are not yet checked by their office"));
    app.db.close().await;
    if wrong == 0 {
        return Ok(());
    }
    Err(Stop::Failed(Error::internal(format!("{wrong} things need attention"))))
}

fn calendar(last: jiff::civil::Date, today: jiff::civil::Date) -> Result<String, String> {
    let enough = today.checked_add(jiff::Span::new().days(90)).is_ok_and(|soon| soon <= last);
    if enough {
        return Ok(format!("holidays are known until {last}"));
    }
    Err(format!("holidays end on {last}; add the next year to the holiday file"))
}

fn key(settings: &Settings) -> Result<String, String> {
    use std::os::unix::fs::PermissionsExt as _;
    let path = settings.key_file();
    let data = std::fs::metadata(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    if data.permissions().mode() & 0o077 == 0 {
        return Ok("only its owner can read it".to_owned());
    }
    Err(format!("others can read it; run chmod 600 {}", path.display()))
}

/// Positions without a gap, and nothing that waits for one.
async fn journal(app: &App, tenant: TenantId) -> Result<Result<String, String>, Error> {
    platform::workers::settle(app, tenant).await?;
    let mut tx = app.db.read(tenant).await?;
    let last = journal::last_position(&mut tx).await?;
    let count = journal::count_positions(&mut tx).await?;
    Ok(if last == count {
        Ok(format!("{count} facts, positions without a gap"))
    } else {
        Err(format!("{count} positions but the last is {last}; restore the last backup"))
    })
}
