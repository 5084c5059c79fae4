//! What facilities need of more than one context: how many reports about them each office has.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use kernel::error::Result;
use kernel::fact::TenantId;
use listen::complaints::store::about_units;
use platform::App;

/// The category of reports about facilities, as `data/complaints/categories.toml` has it.
const CATEGORY: &str = "facility";

/// Reports about facilities of each unit since then.
pub fn reports<'a>(
    app: &'a App,
    tenant: TenantId,
    since: Timestamp,
) -> BoxFuture<'a, Result<BTreeMap<String, i64>>> {
    Box::pin(async move {
        let mut tx = app.db.read(tenant).await?;
        Ok(about_units(&mut tx, CATEGORY, since).await?.into_iter().collect())
    })
}
