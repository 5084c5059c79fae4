//! What was released of answered files, read from the files themselves, so that a page that counts them tells nothing
//! that they do not.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use jiff::civil::Date;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use platform::App;
use platform::db::Tx;
use prioritise::value::told::{Answered, Quarter};
use publish::open_data::datasets::CITY;
use publish::open_data::model::Period;
use publish::open_data::store;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A row of `ukuran.csv`.
#[derive(Deserialize)]
struct Measured {
    measure: String,
    unit: String,
    n: i64,
    total: Option<i64>,
}

/// A row of `permohonan-layanan.csv`.
#[derive(Deserialize)]
struct Served {
    unit: String,
    service: String,
    answered: Option<i64>,
    on_time: Option<i64>,
}

/// The releases of a year from its first quarter on, up to the first that is not there.
pub fn releases(app: &App, tenant: TenantId, year: i16) -> BoxFuture<'_, Result<Vec<Quarter>>> {
    Box::pin(async move {
        let mut tx = app.db.read(tenant).await?;
        let mut found = Vec::new();
        for month in [1, 4, 7, 10] {
            let day = Date::new(year, month, 1).map_err(|_| Error::not_found())?;
            let period = Period::of(day);
            match store::of(&mut tx, period).await? {
                Some(release) if release.said.is_some() => {
                    found.push(quarter(&mut tx, period).await?)
                }
                _ => break,
            }
        }
        Ok(found)
    })
}

async fn quarter(tx: &mut Tx<'_>, period: Period) -> Result<Quarter> {
    let measured: Vec<Measured> = rows(tx, period, "ukuran.csv").await?;
    let of_answers = measured.into_iter().filter(|row| row.measure == "on-time");
    let mut units: BTreeMap<_, _> = of_answers.map(|row| (row.unit, (row.n, row.total))).collect();
    let city = units.remove(CITY).map_or(0, |(files, _)| files);
    let served: Vec<Served> = rows(tx, period, "permohonan-layanan.csv").await?;
    let answered = |row: Served| {
        let Served { unit, service, on_time, .. } = row;
        row.answered.map(|finished| Answered { unit, service, finished, on_time })
    };
    Ok(Quarter { city, units, answered: served.into_iter().filter_map(answered).collect() })
}

async fn rows<R: DeserializeOwned>(tx: &mut Tx<'_>, period: Period, name: &str) -> Result<Vec<R>> {
    let (_, bytes) = store::file(tx, period, name).await?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    reader.deserialize().collect::<Result<_, _>>().map_err(Error::internal)
}
