//! `bening serve` and `bening migrate`.

use std::future::Future;
use std::path::Path;
use std::time::Duration;

use axum::Router;
use kernel::{Clock, Error};
use metrics_exporter_prometheus::PrometheusBuilder;
use platform::App;
use platform::db::archive::Archiver;
use platform::entropy::Entropy;
use platform::workers;
use publish::log::Witnesses;
use serve::applications::draft;
use serve::assignment::worker;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::{Done, listen, say};
use crate::cli::{Place, Server};
use crate::config::Settings;
use crate::router::{self, Metrics};
use crate::start;

/// Serves the city of the data folder until the process is told to stop.
pub async fn run(args: Server) -> Done {
    let settings = Settings::load(&args)?;
    let city = start::kept_city(&settings)?;
    let db = start::open_database(&settings, Clock::System, Entropy::System).await?;
    let app = start::assemble(&settings, &city, db).await?;
    if !settings.listen.ip().is_loopback() && !app.settings.secure_cookies {
        tracing::warn!("public_url is not https://: cookies may travel in the clear");
    }
    serve(&settings, app, Router::new(), async {}).await
}

/// Serves `app`. `ready` runs once the address is taken.
pub async fn serve(
    settings: &Settings,
    app: App,
    extra: Router<App>,
    ready: impl Future<Output = ()>,
) -> Done {
    let handle = PrometheusBuilder::new().install_recorder().map_err(Error::internal)?;
    let metrics = Metrics { handle, token: settings.metrics_token.clone() };
    let listener = TcpListener::bind(settings.listen).await.map_err(|error| {
        Error::internal(format!(
            "cannot listen on {}: {error}; choose another address with --listen",
            settings.listen
        ))
    })?;
    let (stop, stopped) = watch::channel(false);
    let workers = workers::spawn(&app, start::job_handlers(settings)?, &stopped);
    let witnesses = Witnesses::parse(&settings.witnesses, settings.witness_quorum)?;
    let publishers = publish(&app, &witnesses, &stopped).await?;
    let drawers = draw(&app, &witnesses, &stopped).await?;
    let archiver = archive(settings, &app, &stopped)?;
    let sweeper = tokio::spawn(sweep_drafts(app.clone(), stopped.clone()));
    let overseer = tokio::spawn(oversee::run(app.clone(), stopped.clone()));
    say(&format!("Bening: {}", settings.public_url()));
    ready.await;
    let router = router::router(app.clone(), metrics, &witnesses, extra);
    listen::serve(listener, router, asked_to_stop()).await?;
    if stop.send(true).is_err() {
        tracing::debug!("the workers had already ended");
    }
    workers.finished().await?;
    publishers.join_all().await;
    drawers.join_all().await;
    archiver.join_all().await;
    sweeper.await.map_err(Error::internal)?;
    overseer.await.map_err(Error::internal)?;
    app.db.close().await;
    Ok(())
}

/// The archiver, where a folder is named.
fn archive(
    settings: &Settings,
    app: &App,
    stopped: &watch::Receiver<bool>,
) -> Result<JoinSet<()>, Error> {
    let mut running = JoinSet::new();
    if let Some(folder) = &settings.archive {
        copy_folder(&settings.city_folder(), &folder.join("city"))?;
        let archiver = Archiver::new(app.db.clone(), folder.clone())?;
        let tick = Duration::from_secs(settings.archive_seconds.max(1));
        running.spawn(archiver.run(tick, stopped.clone()));
    }
    Ok(running)
}

/// Copies a folder with everything below it.
pub fn copy_folder(from: &Path, to: &Path) -> Result<(), Error> {
    let at = |path: &Path, error| Error::internal(error).context(path.display());
    std::fs::create_dir_all(to).map_err(|error| at(to, error))?;
    for entry in std::fs::read_dir(from).map_err(|error| at(from, error))? {
        let entry = entry.map_err(|error| at(from, error))?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_folder(&path, &target)?;
        } else {
            std::fs::copy(&path, &target).map_err(|error| at(&target, error))?;
        }
    }
    Ok(())
}

/// One publisher for each city.
async fn publish(
    app: &App,
    witnesses: &Witnesses,
    stopped: &watch::Receiver<bool>,
) -> Result<JoinSet<()>, Error> {
    let mut publishers = JoinSet::new();
    for tenant in app.db.tenants().await? {
        let (app, witnesses) = (app.clone(), witnesses.clone());
        publishers.spawn(publish::log::run(app, tenant, witnesses, stopped.clone()));
    }
    Ok(publishers)
}

/// One loop of draws for each city. The seed is the line of the first witness.
async fn draw(
    app: &App,
    witnesses: &Witnesses,
    stopped: &watch::Receiver<bool>,
) -> Result<JoinSet<()>, Error> {
    let mut drawers = JoinSet::new();
    let named = witnesses.list().first().map(|witness| witness.key.clone());
    for tenant in app.db.tenants().await? {
        let (app, named) = (app.clone(), named.clone());
        drawers.spawn(worker::run(app, tenant, named, stopped.clone()));
    }
    Ok(drawers)
}

/// Once an hour: drafts that nobody went on with are erased, surveys move on.
async fn sweep_drafts(app: App, mut stopped: watch::Receiver<bool>) {
    let mut hourly = tokio::time::interval(std::time::Duration::from_secs(3600));
    loop {
        tokio::select! {
            _ = hourly.tick() => sweep_all(&app).await,
            _ = stopped.changed() => return,
        }
    }
}

async fn sweep_all(app: &App) {
    let tenants = app.db.tenants().await.unwrap_or_else(|error| {
        tracing::error!(%error, "the cities could not be listed");
        Vec::new()
    });
    for tenant in tenants {
        match draft::sweep(app, tenant).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "old drafts were erased"),
            Err(error) => tracing::error!(%error, "old drafts could not be erased"),
        }
        match serve::representatives::verbs::expire(app, tenant).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "files went back: their mandates were over"),
            Err(error) => tracing::error!(%error, "mandates could not be ended"),
        }
        match ::listen::complaints::drafts::sweep(app, tenant).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "reports that were never sent were erased"),
            Err(error) => tracing::error!(%error, "reports never sent could not be erased"),
        }
        match serve::queue::verbs::forget(app, tenant).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "old tickets and appointments were forgotten"),
            Err(error) => tracing::error!(%error, "old tickets could not be forgotten"),
        }
        if let Err(error) = crate::surveys::tick(app, tenant).await {
            tracing::error!(%error, "a survey could not be moved on and is tried again");
        }
        if let Err(error) = crate::scorecard::tick(app, tenant).await {
            tracing::error!(%error, "the report could not be published and is tried again");
        }
        if let Err(error) = crate::open_data::tick(app, tenant).await {
            tracing::error!(%error, "the data could not be released and is tried again");
        }
        match crate::room::cards::gather(app, tenant).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "findings were put before the mayor"),
            Err(error) => tracing::error!(%error, "findings could not be gathered"),
        }
    }
}

/// SIGINT or SIGTERM.
pub async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::error!(%error, "SIGTERM cannot be heard");
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        result = tokio::signal::ctrl_c() => {
            if let Err(error) = result {
                tracing::error!(%error, "Ctrl-C cannot be heard");
            }
        }
        () = terminate => {}
    }
}

/// Brings the schema up to date.
pub async fn migrate(place: Place) -> Done {
    let settings = Settings::of_place(&place)?;
    let db = start::open_database(&settings, Clock::System, Entropy::System).await?;
    db.close().await;
    say("The schema is up to date.");
    Ok(())
}
