//! What every handler and worker holds: the city's plumbing in one place.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::tz::TimeZone;
use kernel::calendar::WorkCalendar;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::rulebook::Rulebook;

use crate::boxes::Boxes;
use crate::clocks::OnLapse;
use crate::db::{Db, db};
use crate::files::Files;
use crate::journal::Readers;
use crate::log::Logs;
use crate::vault::Vault;
use crate::web::limits::Limits;
use crate::web::outline::Region;

/// The plumbing, shared by all handlers.
pub type App = Arc<Platform>;

/// The city's plumbing.
pub struct Platform {
    /// The database.
    pub db: Db,
    /// Keys.
    pub vault: Vault,
    /// The working calendar.
    pub calendar: WorkCalendar,
    /// Legal and promised numbers.
    pub rulebook: Rulebook,
    /// Outlines of the city's regions.
    pub regions: Vec<Region>,
    /// Uploaded files.
    pub files: Files,
    /// Keys of batches.
    pub boxes: Boxes,
    /// The public logs.
    pub logs: Logs,
    /// How often someone may try.
    pub limits: Limits,
    /// Projections of the journal.
    pub readers: Readers,
    /// What contexts do when one of their clocks runs out.
    pub on_lapse: Vec<Arc<dyn OnLapse>>,
    /// Cities by host name.
    pub tenants: Tenants,
    /// Settings of this server.
    pub settings: Settings,
}

/// Settings of this server that pages depend on.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address under which citizens reach the city, without a trailing slash.
    pub public_url: String,
    /// Whether cookies may only travel over HTTPS. False only on a loopback address.
    pub secure_cookies: bool,
    /// Whether a proxy in front sets `X-Forwarded-For`; only then is it believed.
    pub behind_proxy: bool,
}

impl Platform {
    /// The city's time zone.
    pub fn tz(&self) -> &TimeZone {
        self.calendar.tz()
    }

    /// Today in the city.
    pub fn today(&self) -> jiff::civil::Date {
        self.tz().to_datetime(self.db.clock().now()).date()
    }
}

/// A city as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// Its id.
    pub id: TenantId,
    /// Its host name.
    pub host: String,
    /// Kemendagri code, such as `18.72`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether its data are made up.
    pub synthetic: bool,
}

/// The cities of this server. A server with one city answers under every host name.
#[derive(Debug, Default)]
pub struct Tenants {
    by_host: RwLock<BTreeMap<String, Tenant>>,
}

impl Tenants {
    /// Reads the cities from the database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reload(&self, db_: &Db) -> Result<()> {
        let mut fresh = BTreeMap::new();
        for tenant in all(db_).await? {
            fresh.insert(tenant.host.clone(), tenant);
        }
        *self.by_host.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// The host name of a city.
    pub fn host_of(&self, tenant: TenantId) -> Option<String> {
        let by_host = self.by_host.read().unwrap_or_else(PoisonError::into_inner);
        by_host.values().find(|city| city.id == tenant).map(|city| city.host.clone())
    }

    /// The city that answers under `host` (a port is ignored).
    pub fn find(&self, host: &str) -> Option<Tenant> {
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let by_host = self.by_host.read().unwrap_or_else(PoisonError::into_inner);
        if by_host.len() == 1 {
            return by_host.values().next().cloned();
        }
        by_host.get(name).cloned()
    }
}

type TenantRow = (i64, String, String, String, i64);

async fn all(db_: &Db) -> Result<Vec<Tenant>> {
    let mut tenants = Vec::new();
    for id in db_.tenants().await? {
        let mut tx = db_.read(id).await?;
        let row: Option<TenantRow> = sqlx::query_as(
            "SELECT tenant_id, host, code, name, synthetic FROM tenant WHERE tenant_id = $1",
        )
        .bind(tx.tenant())
        .fetch_optional(tx.conn())
        .await
        .map_err(db)?;
        tenants.extend(row.map(|(_, host, code, name, synthetic)| Tenant {
            id,
            host,
            code,
            name,
            synthetic: synthetic != 0,
        }));
    }
    Ok(tenants)
}
