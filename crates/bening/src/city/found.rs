//! Founding a city: its rows, its catalogue, in one command.

use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::UnitId;
use listen::surveys::store::History;
use listen::surveys::verbs::Draft;
use platform::db::{Command, Db, WriteTx, db};
use serve::catalogue::import::Step;
use serve::catalogue::store;
use serve::queue::store::Counters;
use serve::{assignment, process};

use super::read::City;
use super::tables::unit_of;

/// What founding leaves behind.
#[derive(Clone, Copy, Debug)]
pub struct FoundCity {
    /// The city's id.
    pub tenant: TenantId,
}

/// Founds a city.
pub struct Found {
    /// The city.
    pub city: City,
    /// Whether its data are made up.
    pub synthetic: bool,
    /// The instant from which it exists; a synthetic year founds its city in the past.
    pub at: Option<jiff::Timestamp>,
}

impl Found {
    /// Founds the city as the first free tenant.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn run_on(self, database: &Db) -> Result<FoundCity> {
        let last = database.tenants().await?.last().map_or(0, |tenant| tenant.0);
        let tenant = TenantId(last + 1);
        database.write(tenant, self).await?;
        Ok(FoundCity { tenant })
    }

    async fn tenant(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let config = &self.city.config;
        let settings = serde_json::json!({
            "brand": config.brand.colour,
            "support": config.support,
        });
        sqlx::query(
            "INSERT INTO tenant (tenant_id, host, code, name, settings, synthetic, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(tx.tenant())
        .bind(config.hosts.first().cloned().unwrap_or_default())
        .bind(config.code.clone())
        .bind(config.name.clone())
        .bind(settings.to_string())
        .bind(i64::from(self.synthetic))
        .bind(tx.now().as_microsecond())
        .execute(tx.conn())
        .await
        .map_err(db)?;
        Ok(())
    }

    async fn units(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        for unit in &self.city.units {
            let now = tx.now();
            let id = UnitId::new(now, tx.rng());
            sqlx::query(
                "INSERT INTO unit (tenant_id, unit_id, code, name_id, name_en, kind, parent_code, \
                 region, serves_public) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(tx.tenant())
            .bind(id.to_vec())
            .bind(unit.code.clone())
            .bind(unit.name_id.clone())
            .bind(unit.name_en.clone())
            .bind(unit.kind.clone())
            .bind(unit.parent.clone())
            .bind(unit.region.clone())
            .bind(i64::from(unit.serves_public == "yes"))
            .execute(tx.conn())
            .await
            .map_err(db)?;
        }
        Ok(())
    }

    /// The work steps of each service.
    async fn steps(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        for standard in &self.city.seed.standards {
            let own = self.city.seed.steps.iter().filter(|step| step.service == standard.code);
            let step = |step: &Step| process::model::Step {
                code: step.code.clone(),
                name: step.name.clone(),
            };
            let own: Vec<_> = own.map(step).collect();
            process::store::insert(tx, &standard.code, &own).await?;
            let same = |step: &process::model::Step| improve::city::Step {
                code: step.code.clone(),
                name: step.name.clone(),
            };
            let own: Vec<_> = own.iter().map(same).collect();
            improve::city::insert_steps(tx, &standard.code, &own).await?;
        }
        Ok(())
    }

    async fn kelurahan(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        for row in &self.city.kelurahan {
            let unit = unit_of(row, &self.city.units).map(|unit| unit.code.clone());
            sqlx::query(
                "INSERT INTO kelurahan (tenant_id, code, name, district_code, district_name, \
                 nik_prefix, unit_code) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(tx.tenant())
            .bind(row.code.clone())
            .bind(row.name.clone())
            .bind(row.kecamatan_code.clone())
            .bind(row.kecamatan_name.clone())
            .bind(row.nik_prefix.clone())
            .bind(unit.unwrap_or_default())
            .execute(tx.conn())
            .await
            .map_err(db)?;
        }
        Ok(())
    }
}

impl Command for Found {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        if let Some(at) = self.at {
            tx.replay_at(at);
        }
        self.tenant(tx).await?;
        self.units(tx).await?;
        self.kelurahan(tx).await?;
        for row in &self.city.discretionary {
            let (step, name_id, name_en) = (&row.step, &row.name_id, &row.name_en);
            assignment::store::list(tx, &row.service, step, name_id, name_en).await?;
        }
        for row in &self.city.counters {
            let (unit, setting) = (row.unit.clone(), row.setting());
            let counters = Counters { unit, setting, verified: row.verified == "yes" };
            serve::queue::store::set_counters(tx, &counters).await?;
        }
        for earlier in &self.city.config.history {
            let (family, year) = (earlier.family.clone(), i64::from(earlier.year));
            let (value, source) = (earlier.value.clone(), earlier.source.clone());
            let point = History { family, year, value, source, verified: earlier.verified };
            listen::surveys::store::insert_history(tx, &point).await?;
        }
        for body in listen::surveys::seed::questionnaires()? {
            Draft { of: None, body, by: None }.run(tx).await?;
        }
        self.steps(tx).await?;
        store::publish_seed(tx, &self.city.seed.standards).await
    }
}
