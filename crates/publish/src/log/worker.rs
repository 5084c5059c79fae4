//! The loop that publishes, one for each city.

use std::time::Duration;

use kernel::error::Result;
use kernel::fact::TenantId;
use platform::App;
use platform::log::Standing;
use tokio::sync::watch;

use super::publisher::{Opening, Publisher, STEP};
use super::witnesses::Witnesses;

/// The least time between two checkpoints. An entry is in the log within two seconds.
const PACE: Duration = Duration::from_secs(1);
/// How soon a publisher that could not open, or failed, tries again.
const AGAIN: Duration = Duration::from_secs(5);

/// Publishes the log of `tenant` until `stop` says true or its sender is gone.
pub async fn run(
    app: App,
    tenant: TenantId,
    witnesses: Witnesses,
    mut stop: watch::Receiver<bool>,
) {
    let mut publisher = None;
    while !*stop.borrow() {
        let pause = turn(&app, tenant, &witnesses, &mut publisher).await;
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            gone = stop.changed() => if gone.is_err() { return },
        }
    }
}

/// One step, or one try to open; how long to rest afterwards.
async fn turn(
    app: &App,
    tenant: TenantId,
    witnesses: &Witnesses,
    publisher: &mut Option<Box<Publisher>>,
) -> Duration {
    match attempt(app, tenant, witnesses, publisher).await {
        Ok(pause) => pause,
        Err(error) => {
            tracing::error!(%error, "the log could not be published and is tried again");
            metrics::counter!("bening_worker_errors_total", "worker" => "log").increment(1);
            *publisher = None;
            AGAIN
        }
    }
}

async fn attempt(
    app: &App,
    tenant: TenantId,
    witnesses: &Witnesses,
    publisher: &mut Option<Box<Publisher>>,
) -> Result<Duration> {
    if let Some(open) = publisher {
        let whole = open.step(witnesses).await? == STEP;
        return Ok(if whole { Duration::ZERO } else { PACE });
    }
    let standing = match Publisher::open(app, tenant, witnesses).await? {
        Opening::Ready(open) => {
            *publisher = Some(open);
            Standing::Publishing
        }
        Opening::Standing(standing) => standing,
    };
    if standing != app.logs.standing(tenant) {
        report(&standing);
        app.logs.stands(tenant, standing);
    }
    Ok(if publisher.is_some() { Duration::ZERO } else { AGAIN })
}

fn report(standing: &Standing) {
    match standing {
        Standing::Publishing => tracing::info!("the public log follows the journal"),
        Standing::NoKey => tracing::warn!("there is no key: `bening log key new` makes one"),
        Standing::Elsewhere => {
            tracing::warn!("another process publishes this log; this one waits until it ends");
        }
        Standing::Refused(why) => tracing::error!(why, "the public log is not signed"),
        Standing::Off => {}
    }
}

/// Publishes everything there is, for commands and tests that do not wait for the loop.
///
/// # Errors
/// When the log cannot be opened, with how it stands, or a step fails.
pub async fn publish_all(app: &App, tenant: TenantId, witnesses: &Witnesses) -> Result<Standing> {
    match Publisher::open(app, tenant, witnesses).await? {
        Opening::Standing(standing) => Ok(standing),
        Opening::Ready(mut publisher) => {
            while publisher.step(witnesses).await? > 0 {}
            Ok(Standing::Publishing)
        }
    }
}
