//! Tests of this slice.
#![allow(clippy::unwrap_used, reason = "tests")]

mod decision;
mod journey;
mod lot;

use kernel::error::Result;
use kernel::service::Bilingual;
use platform::db::{Command, WriteTx, db};

use crate::city::{self, Step};
use crate::events::tests::SERVICE;

/// What founding a city and publishing its standard leave behind.
pub(crate) struct Found;

impl Command for Found {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let step = |code: &str, id: &str, en: &str| Step {
            code: code.to_owned(),
            name: Bilingual { id: id.to_owned(), en: en.to_owned() },
        };
        let steps = [step("verify", "Periksa", "Check"), step("sign", "Tanda tangan", "Sign")];
        city::insert_steps(tx, SERVICE, &steps).await?;
        // What a published standard leaves in the projection.
        sqlx::query(
            "INSERT INTO process_service (tenant_id, service, name_id, name_en, unit_code) \
             VALUES ($1, $2, 'Surat tes', 'Test letter', 'KEL')",
        )
        .bind(tx.tenant())
        .bind(SERVICE.to_owned())
        .execute(tx.conn())
        .await
        .map_err(db)?;
        Ok(())
    }
}
