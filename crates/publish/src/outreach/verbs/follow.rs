//! Somebody follows a short link. Where it leads is all that they get; that somebody did is all that is kept.

use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use platform::App;
use platform::db::{Command, WriteTx};

use super::super::model::State;
use super::super::rules::{Asked, Bounds, counts, may_count};
use super::super::store::{self, links};

/// The page to which the link of that code leads. It is counted by the rule of [`counts`], while its
/// campaign runs.
///
/// # Errors
/// Not found when there is no such link.
pub async fn follow(app: &App, tenant: TenantId, code: &str, asked: Asked<'_>) -> Result<String> {
    let mut tx = app.db.read(tenant).await?;
    let link = links::by_code(&mut tx, code).await?;
    drop(tx);
    let now = app.db.clock().now().as_microsecond();
    let bounds = bounds(app)?;
    // What cannot count costs no write.
    if may_count(asked) && counts(now, link.last_at, 0, bounds) {
        app.db.write(tenant, Count { app: app.clone(), code: link.code.clone(), bounds }).await?;
    }
    Ok(link.leads_to())
}

fn bounds(app: &App) -> Result<Bounds> {
    let today = app.today();
    Ok(Bounds {
        gap: 1_000_000 * app.rulebook.count("outreach.reach_gap_seconds", today)?,
        day_most: app.rulebook.count("outreach.reach_day_most", today)?,
    })
}

#[derive(Clone)]
struct Count {
    app: App,
    code: String,
    bounds: Bounds,
}

impl Command for Count {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let day: Date = self.app.tz().to_datetime(tx.now()).date();
        let link = links::by_code(tx, &self.code).await?;
        let campaign = store::by_id(tx, link.campaign).await?;
        let runs = campaign.state == State::Running && campaign.from <= day;
        let today = links::of_day(tx, &link, day).await?;
        if runs && counts(tx.now().as_microsecond(), link.last_at, today, self.bounds) {
            links::count(tx, &link, day).await?;
        }
        Ok(())
    }
}

/// The code as it is stored: people type small letters, and mistake some for digits (Crockford).
///
/// # Errors
/// Not found when it cannot be a code.
pub fn spelled(typed: &str) -> Result<String> {
    let letter = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let code: String = typed.chars().map(letter).collect();
    let good = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if good { Ok(code) } else { Err(Error::not_found()) }
}
