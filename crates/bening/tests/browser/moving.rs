//! A city inside the test, whose clock the test moves: a hearing lies weeks after its summons.

use std::net::SocketAddr;
use std::path::Path;

use bening::config::Settings;
use bening::router::{self, Metrics};
use bening::{demo, start};
use jiff::{SignedDuration, Timestamp};
use kernel::Clock;
use metrics_exporter_prometheus::PrometheusBuilder;
use platform::entropy::Entropy;
use platform::workers;
use publish::log::Witnesses;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::chromium::Window;
use super::people::log_in_at;

/// The city, served until the test ends.
pub struct Moving {
    clock: Clock,
    /// Its address.
    pub url: String,
    _stop: watch::Sender<bool>,
}

impl Moving {
    /// Serves the demo in `data` from now on.
    pub async fn serve(data: &Path) -> Self {
        let clock = Clock::manual(Clock::System.now());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let listen = listener.local_addr().unwrap();
        let data = data.to_owned();
        let settings =
            Settings { data, listen, forms_per_minute: 1_000_000, ..Settings::default() };
        let city = start::kept_city(&settings).unwrap();
        let db = start::open_database(&settings, clock.clone(), Entropy::System).await.unwrap();
        let app = start::assemble(&settings, &city, db).await.unwrap();
        let (stop, stopped) = watch::channel(false);
        let working = workers::spawn(&app, start::job_handlers(&settings).unwrap(), &stopped);
        tokio::spawn(async move { working.finished().await.unwrap() });
        let handle = PrometheusBuilder::new().build_recorder().handle();
        let metrics = Metrics { handle, token: None };
        let witnesses = Witnesses::parse(&[], 0).unwrap();
        let pages = demo::page::routes(&settings.data).unwrap();
        let router = router::router(app, metrics, &witnesses, pages);
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
        Self { clock, url: settings.public_url(), _stop: stop }
    }

    /// What time it is there.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Lets time pass. Sessions end on the way.
    pub fn pass(&self, time: SignedDuration) {
        self.clock.set(self.now() + time);
    }

    /// Logs an open account in, whoever sat there before. Each code works once, so a minute passes.
    pub async fn log_in(&self, window: &Window, login: &str) {
        self.pass(SignedDuration::from_secs(60));
        window.forget().await;
        log_in_at(window, &self.url, login, self.now()).await;
    }
}
