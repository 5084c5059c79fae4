//! What signals need of more than one context: counts of offices, from reports and gifts, and what the
//! head of the city asked about a pattern.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use improve::decisions::model::Source;
use improve::decisions::store as decisions;
use improve::decisions::verbs::INSPECT;
use jiff::Timestamp;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::SignalId;
use listen::complaints::store::{COORDINATOR, INSPECTORATE};
use oversee::signals::model::OfficeCounts;
use platform::App;

/// Words of money, gifts and ended reports of each office since then.
pub fn offices<'a>(
    app: &'a App,
    tenant: TenantId,
    since: Timestamp,
) -> BoxFuture<'a, Result<Vec<OfficeCounts>>> {
    Box::pin(async move {
        let mut tx = app.db.read(tenant).await?;
        let count = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
        let mut offices: BTreeMap<String, OfficeCounts> = BTreeMap::new();
        for silence in listen::gratuities::store::by_unit(&mut tx, since).await? {
            let office = offices.entry(silence.unit).or_default();
            office.counts.accused = count(silence.accused);
            office.counts.gifts = count(silence.gifts + silence.refusals);
        }
        for standing in listen::complaints::store::standing(&mut tx, since).await? {
            let office = offices.entry(standing.unit).or_default();
            office.counts.ended = count(standing.ended);
            office.counts.without_act = count(standing.without_act);
            office.counts.last_day = count(standing.last_day.min(standing.ended));
        }
        // Inboxes of coordinator and Inspectorate are no offices that serve.
        offices.retain(|unit, _| ![COORDINATOR, INSPECTORATE].contains(&unit.as_str()));
        Ok(offices.into_iter().map(|(unit, office)| OfficeCounts { unit, ..office }).collect())
    })
}

/// When the head of the city asked the Inspectorate to look at a signal, if ever.
pub fn asked<'a>(
    app: &'a App,
    tenant: TenantId,
    signal: SignalId,
) -> BoxFuture<'a, Result<Option<Timestamp>>> {
    Box::pin(async move {
        let mut tx = app.db.read(tenant).await?;
        let about = decisions::about(&mut tx, Source::Signal).await?.remove(&signal.to_string());
        let chosen = about.and_then(|about| about.option);
        Ok(chosen.filter(|(option, _)| option == INSPECT).map(|(_, at)| at))
    })
}
