//! Two synthetic cities.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use jiff::{SignedDuration, Timestamp};
use kernel::Clock;
use kernel::calendar::WorkCalendar;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::UnitId;
use kernel::rulebook::Rulebook;

use super::browser::Browser;
use super::database::Database;
use super::units;
use crate::app::{App, Platform, Settings, Tenant, Tenants};
use crate::boxes::Boxes;
use crate::clocks::{Clocks, OnLapse};
use crate::db::migrate::PLATFORM;
use crate::db::{Command, Db, Migration, WriteTx, db};
use crate::entropy::Entropy;
use crate::files::Files;
use crate::journal::{Projection, Readers};
use crate::log::Logs;
use crate::vault::Vault;
use crate::web::headers::secure;
use crate::web::limits::{Limits, Rates};
use crate::web::render_failures;

/// What a test may choose about its cities.
pub struct Setup {
    /// Where the clock stands. Tuesday 24 November 2026, 10:40 in Metro, unless told.
    pub now: Timestamp,
    /// Seed of all randomness.
    pub seed: u64,
    /// Migrations of the crate under test, which follow the platform's own.
    pub migrations: Vec<Migration>,
    /// Projections; the clocks are there unless told.
    pub readers: Vec<Box<dyn Projection>>,
    /// What contexts do when one of their clocks runs out.
    pub on_lapse: Vec<Arc<dyn OnLapse>>,
    /// Guesses, log-ins and forms a minute (of the machine's time).
    pub attempts: NonZeroU32,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            now: "2026-11-24T10:40:00+07:00".parse().expect("an instant"),
            seed: 1,
            migrations: Vec::new(),
            readers: vec![Box::new(Clocks)],
            on_lapse: Vec::new(),
            attempts: NonZeroU32::new(100_000).expect("more than nothing"),
        }
    }
}

/// Two synthetic cities in one database, which is gone when this is dropped (a PostgreSQL database
/// by [`TestCity::close`]).
pub struct TestCity {
    /// The plumbing.
    pub app: App,
    /// The clock of everything, which stands still until it is set.
    pub clock: Clock,
    /// The city under test.
    pub tenant: Tenant,
    /// Another city, which must never see the first one's data.
    pub other: Tenant,
    database: Database,
}

impl TestCity {
    /// Two cities in a SQLite database.
    pub async fn with(setup: Setup) -> Self {
        Self::in_database(Database::sqlite(), setup).await
    }

    pub(super) async fn in_database(database: Database, setup: Setup) -> Self {
        let clock = Clock::manual(setup.now);
        let mut migrations = PLATFORM.to_vec();
        migrations.extend(setup.migrations);
        let entropy = Entropy::seeded(setup.seed);
        let store = Db::open(&database.url, &migrations, clock.clone(), entropy, false);
        let store = store.await.expect("an open database");
        let (tenant, other) = (synthetic(1, "metro.test"), synthetic(2, "lain.test"));
        for city in [&tenant, &other] {
            store.write(city.id, Found(city.clone())).await.expect("a city");
        }
        let tenants = Tenants::default();
        tenants.reload(&store).await.expect("two cities");
        let attempts = setup.attempts;
        let app = Arc::new(Platform {
            db: store,
            vault: Vault::new(&[7; 32]).expect("a vault"),
            calendar: calendar(),
            rulebook: rulebook(),
            regions: Vec::new(),
            files: Files::folder(&database.folder.path().join("files")).expect("a folder"),
            boxes: Boxes::new(database.folder.path().join("survey-boxes")),
            logs: Logs::new(database.folder.path().to_owned(), None),
            limits: limits(attempts),
            readers: Readers::new(setup.readers),
            on_lapse: setup.on_lapse,
            tenants,
            settings: Settings {
                public_url: "http://metro.test".to_owned(),
                secure_cookies: false,
                behind_proxy: false,
            },
        });
        Self { app, clock, tenant, other, database }
    }

    /// The same database as another machine sees it, whose log lies elsewhere.
    pub fn with_logs(&self, logs: Logs) -> App {
        let app = &self.app;
        Arc::new(Platform {
            db: app.db.clone(),
            vault: Vault::new(&[7; 32]).expect("a vault"),
            calendar: app.calendar.clone(),
            rulebook: app.rulebook.clone(),
            regions: Vec::new(),
            files: app.files.clone(),
            boxes: Boxes::new(self.database.folder.path().join("survey-boxes")),
            logs,
            limits: limits(std::num::NonZeroU32::MAX),
            readers: app.readers.clone(),
            on_lapse: app.on_lapse.clone(),
            tenants: Tenants::default(),
            settings: app.settings.clone(),
        })
    }

    /// Moves the clock on.
    pub fn advance(&self, by: SignedDuration) {
        self.clock.set(self.clock.now().checked_add(by).expect("an instant before the year 9999"));
    }

    /// A browser in front of `routes`, behind the same layers as the real server, on the city under
    /// test.
    pub fn browser(&self, routes: Router<App>) -> Browser {
        self.browser_at(&self.tenant, routes)
    }

    /// The same on either city.
    pub fn browser_at(&self, tenant: &Tenant, routes: Router<App>) -> Browser {
        let router = routes
            .layer(from_fn_with_state(self.app.clone(), render_failures))
            .layer(from_fn_with_state(self.app.clone(), secure))
            .with_state(self.app.clone());
        Browser::new(self.app.clone(), tenant.clone(), router)
    }

    /// Closes the database and removes it.
    pub async fn close(self) {
        self.app.db.close().await;
        self.database.close().await;
    }
}

fn synthetic(id: i64, host: &str) -> Tenant {
    Tenant {
        id: TenantId(id),
        host: host.to_owned(),
        code: "18.72".to_owned(),
        name: format!("Kota {id}"),
        synthetic: true,
    }
}

/// A city with three units.
struct Found(Tenant);

impl Command for Found {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        sqlx::query(
            "INSERT INTO tenant (tenant_id, host, code, name, settings, synthetic, created_at) \
             VALUES ($1, $2, $3, $4, '{}', 1, $5)",
        )
        .bind(tx.tenant())
        .bind(self.0.host.clone())
        .bind(self.0.code.clone())
        .bind(self.0.name.clone())
        .bind(tx.now().as_microsecond())
        .execute(tx.conn())
        .await
        .map_err(db)?;
        for code in [units::REGISTRY, units::ONE_STOP, units::HEALTH] {
            insert_unit(tx, code).await?;
        }
        Ok(())
    }
}

async fn insert_unit(tx: &mut WriteTx<'_>, code: &'static str) -> Result<()> {
    let now = tx.now();
    let id = UnitId::new(now, tx.rng());
    sqlx::query(
        "INSERT INTO unit (tenant_id, unit_id, code, name_id, name_en, kind, parent_code, region, \
         serves_public) VALUES ($1, $2, $3, $4, $5, 'office', '', '', 1)",
    )
    .bind(tx.tenant())
    .bind(id.to_vec())
    .bind(code)
    .bind(format!("Dinas {code}"))
    .bind(format!("Office {code}"))
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}

/// The calendar of Kota Metro, from the project's data.
pub fn calendar() -> WorkCalendar {
    let calendar = read(&data().join("metro/calendar.toml"));
    let holidays = read(&data().join("rules/hari_libur_2025_2027.csv"));
    let calendar = ("calendar.toml", calendar.as_str());
    WorkCalendar::parse(calendar, ("hari_libur_2025_2027.csv", &holidays)).expect("a calendar")
}

/// All rules of the project's data.
pub fn rulebook() -> Rulebook {
    let folder = std::fs::read_dir(data().join("rules")).expect("the folder data/rules");
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.expect("a file").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    paths.sort();
    let files: Vec<(String, String)> =
        paths.iter().map(|path| (path.display().to_string(), read(path))).collect();
    let files = files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    Rulebook::parse(files).expect("a rulebook")
}

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn limits(attempts: std::num::NonZeroU32) -> Limits {
    Limits::new(Rates {
        secrets_per_hour: attempts,
        log_ins_per_minute: attempts,
        failures: attempts.get(),
        lock: SignedDuration::from_mins(15),
        forms_per_minute: attempts,
    })
}
