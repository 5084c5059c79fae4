//! The process of a unit's most frequent service, for the page of the unit.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use kernel::error::Result;
use kernel::fact::TenantId;
use platform::App;
use platform::i18n::Lang;

use super::map::{self, Sliders};
use super::show::look;
use super::words::{Activities, number, service_name};
use crate::city;
use crate::competence::store::files;
use crate::events::log::{self, Scope};
use crate::reform::rules::month_of;

/// Days of files that are looked at.
const DAYS: i64 = 90;
/// Files of the service, of all units, from which its map is drawn.
const MOST: i64 = 5_000;

/// How a unit works on its most frequent service.
#[derive(Clone, Debug)]
pub struct UnitProcess {
    /// The page of the process.
    pub href: String,
    /// What the service is called.
    pub service: String,
    /// Files behind the map.
    pub files: String,
    /// The map; empty of too few files.
    pub map: String,
    /// From how many files on it is drawn.
    pub fewest: u64,
}

/// The most frequent service of `unit`, with its map; none when the unit verified no file.
///
/// # Errors
/// When the database fails.
pub async fn of_unit(
    app: &App,
    tenant: TenantId,
    lang: Lang,
    unit: &str,
) -> Result<Option<UnitProcess>> {
    let first = app.today().saturating_sub(DAYS.days());
    let mut tx = app.db.read(tenant).await?;
    let mut served: BTreeMap<String, i64> = BTreeMap::new();
    for cell in files::of_unit(&mut tx, unit, &month_of(first)).await? {
        *served.entry(cell.service).or_default() += cell.files;
    }
    let Some((service, _)) = served.into_iter().max_by_key(|(_, files)| *files) else {
        return Ok(None);
    };
    let scope = Scope {
        service: service.clone(),
        from: log::midnight(app, first)?,
        to: app.db.clock().now(),
        units: Some(vec![unit.to_owned()]),
    };
    let words = Activities::load(&mut tx, lang, &service).await?;
    let gathered = log::gather_some(&mut tx, &scope, MOST).await?;
    let services = city::services(&mut tx).await?;
    drop(tx);
    let fewest = log::fewest(app)?;
    let look = look(app, &scope, gathered.found, fewest).await?;
    let href = format!("/perbaikan/proses/{service}");
    Ok(Some(UnitProcess {
        service: service_name(lang, &services, &service),
        files: number(lang, look.files),
        map: if look.files < fewest {
            String::new()
        } else {
            map::picture(lang, &words, &look.graph, (&href, Sliders::few()))
        },
        href,
        fewest,
    }))
}
