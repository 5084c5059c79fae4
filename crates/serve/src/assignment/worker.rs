//! The draw's own loop: publishes pools that have changed, and draws as soon as a published
//! checkpoint holds a ticket. Each step reads what is there, so it may be ended at any point.

use std::time::Duration;

use kernel::error::Result;
use kernel::fact::TenantId;
use ledger::note::VerifierKey;
use platform::App;
use tokio::sync::watch;

use super::store;
use super::verbs::{Draw, Refresh, stale};

/// How often the log and the pools are looked at.
const LOOK: Duration = Duration::from_secs(1);
/// Tickets of one look.
const STEP: i64 = 200;

/// Draws until told to stop. `witness` is the first of the settings.
pub async fn run(
    app: App,
    tenant: TenantId,
    witness: Option<VerifierKey>,
    mut stopped: watch::Receiver<bool>,
) {
    while !*stopped.borrow() {
        if let Err(error) = step(&app, tenant, witness.as_ref()).await {
            metrics::counter!("bening_worker_errors_total", "worker" => "draws").increment(1);
            tracing::error!(%error, "a draw failed and is tried again");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = stopped.changed() => return,
        }
    }
}

/// One look; how many were drawn.
///
/// # Errors
/// When the database fails, or the published checkpoint cannot be read.
pub async fn step(app: &App, tenant: TenantId, witness: Option<&VerifierKey>) -> Result<usize> {
    let mut tx = app.db.read(tenant).await?;
    let changed = !stale(&mut tx, app).await?.is_empty();
    let waiting = store::waiting(&mut tx, STEP).await?;
    drop(tx);
    if changed {
        app.db.write(tenant, Refresh { app: app.clone() }).await?;
    }
    if waiting.is_empty() {
        return Ok(0);
    }
    let Some(key) = app.logs.key(tenant)? else { return Ok(0) };
    let city = key.verifier();
    let Some(published) = app.logs.published(tenant, &city)? else { return Ok(0) };
    // Until the named witness has cosigned there is no seed, whoever else has.
    if ledger::draw::seed_of(&published.note, &city, witness).is_err() {
        return Ok(0);
    }
    let mut drawn = 0;
    for ticket in waiting {
        let draw = Draw {
            app: app.clone(),
            ticket,
            note: published.note.clone(),
            city: city.clone(),
            witness: witness.cloned(),
        };
        drawn += usize::from(app.db.write(tenant, draw).await?);
    }
    Ok(drawn)
}
