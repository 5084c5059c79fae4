//! What proposals and the worth of money need of more than one context: reports by kelurahan and office, the index of an
//! office, what things in an office are called, and which files were told.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use improve::facilities::items;
use jiff::civil::Date;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::facts::complaint::Class;
use kernel::service::Bilingual;
use listen::complaints::categories;
use listen::complaints::store::by_kelurahan;
use listen::surveys::results::published;
use platform::App;
use platform::city::kelurahan;
use platform::db::Tx;
use prioritise::proposals::outside::{Heard, Index, Outside, Question};

use crate::open_data::released::releases;
use crate::room::index::of_integrity;

/// All of it.
pub const OUTSIDE: Outside = Outside { hear, item, indices, releases };

fn item(code: &str, day: Date) -> Option<Bilingual> {
    items::find(code, day).map(|item| item.name.clone())
}

fn hear<'a>(app: &'a App, question: Question<'a>) -> BoxFuture<'a, Result<Heard>> {
    Box::pin(async move {
        let mut tx = app.db.read(question.tenant).await?;
        let counts = by_kelurahan(&mut tx, question.since).await?;
        let all = kelurahan(&mut tx).await?;
        let index = index(&mut tx, question.office).await?;
        drop(tx);
        let about = crate::facilities::reports(app, question.tenant, question.since).await?;
        let about = about.get(question.office).copied().unwrap_or(0);
        let mut totals: BTreeMap<&str, i64> = BTreeMap::new();
        let mut topics = Vec::new();
        for (kelurahan, code, count) in &counts {
            let category = categories::find(code)?;
            // What goes to the Inspectorate is not counted in public: it would warn whom it is about.
            if category.class == Class::Supervision {
                continue;
            }
            *totals.entry(kelurahan).or_default() += count;
            if kelurahan == question.kelurahan {
                let [id, en] = ["id", "en"].map(|lang| category.label.get(lang).to_owned());
                topics.push((Bilingual { id, en }, *count));
            }
        }
        topics.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        // A kelurahan without a report counts as well.
        let mut totals: Vec<i64> =
            all.iter().map(|one| totals.get(one.code.as_str()).copied().unwrap_or(0)).collect();
        totals.sort_unstable();
        let usual = totals.get(totals.len() / 2).copied().unwrap_or(0);
        Ok(Heard { topics, usual, about, index })
    })
}

/// The index of an office in the last published round that knows it.
async fn index(tx: &mut Tx<'_>, office: &str) -> Result<Option<Index>> {
    Ok(indexes(tx).await?.remove(office))
}

/// The index of integrity of each unit in the last published round that knows it.
async fn indexes(tx: &mut Tx<'_>) -> Result<BTreeMap<String, Index>> {
    let all = of_integrity(published(tx).await?);
    let mut found = BTreeMap::new();
    for unit in all.iter().flat_map(|one| &one.report.units) {
        let span = unit.figure.span();
        let index = Index { value: span.value, low: span.low, high: span.high };
        found.insert(unit.unit.clone(), index);
    }
    Ok(found)
}

fn indices(app: &App, tenant: TenantId) -> BoxFuture<'_, Result<BTreeMap<String, Index>>> {
    Box::pin(async move {
        let mut tx = app.db.read(tenant).await?;
        indexes(&mut tx).await
    })
}
