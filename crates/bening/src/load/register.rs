//! The notary of a synthetic city. They stand in the Inspectorate's register before the year begins, so their many
//! files for many families are what they look like: a profession, and no pattern.

use jiff::Timestamp;
use kernel::error::Result;
use kernel::fact::TenantId;
use platform::App;
use platform::auth::{Can, Inspector};
use serve::representatives::model::EntryDetails;
use serve::representatives::verbs::{Listed, Write};
use simulation::{Agent, City, Conduct};

use super::surveys::At;
use super::trials::user;

/// What is planted: changes of owners in the property tax, each of another family.
pub fn notary() -> Agent {
    Agent {
        service: "BPPRD-PBB".to_owned(),
        applications: 40,
        families: 40,
        conduct: Conduct::Registered,
    }
}

/// Writes those who act by profession into the register.
///
/// # Errors
/// When the inspector's account is missing or the database fails.
pub async fn run(app: &App, tenant: TenantId, city: &City<'_>, at: Timestamp) -> Result<()> {
    let mut tx = app.db.read(tenant).await?;
    let found = user(app, &mut tx, "inspektur").await?;
    let inspector = Can::<Inspector>::load(&mut tx, &app.vault, found).await?;
    drop(tx);
    for (number, person) in (1..).zip(city.registered_agents()) {
        let details = EntryDetails {
            name: person.name.clone(),
            nik: person.nik.clone(),
            licence: format!("AHU-CONTOH-{number:04}"),
            reason: String::new(),
        };
        let from = app.tz().to_datetime(at).date();
        let listed = Listed { kind: "notary".to_owned(), details, from, until: None };
        let command = Write { app: app.clone(), inspector: inspector.clone(), listed };
        app.db.write(tenant, At { at, command }).await?;
    }
    Ok(())
}
