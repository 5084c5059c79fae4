//! `bening complaints import|export`: reports in the fields of the national complaint hub.

use std::path::Path;

use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::{Clock, Error};
use listen::complaints::exchange::{self, Entry, Import};
use platform::App;
use platform::entropy::Entropy;
use platform::i18n::Lang;

use super::user::only_tenant;
use super::{Done, Stop, say};
use crate::cli::{ComplaintsExport, ComplaintsImport, Place};
use crate::config::Settings;
use crate::start;

/// How many days an export covers unless told.
const DAYS: i32 = 90;

/// The city of a data folder, opened for a command.
pub(super) async fn open(place: &Place) -> std::result::Result<(App, TenantId), Stop> {
    let settings = Settings::of_place(place)?;
    let city = start::kept_city(&settings)?;
    let db = start::open_database(&settings, Clock::System, Entropy::System).await?;
    let app = start::assemble(&settings, &city, db).await?;
    let tenant = only_tenant(&app).await?;
    Ok((app, tenant))
}

/// `bening complaints import`.
pub async fn import(args: ComplaintsImport) -> Done {
    let entries = read(&args.file)?;
    let (app, tenant) = open(&args.place).await?;
    let mut tx = app.db.read(tenant).await?;
    let units = listen::city::unit_names(&mut tx, Lang::Id).await?;
    drop(tx);
    let mut bodies = Vec::new();
    // All are read before the first is taken in: a file is taken whole or not at all.
    for (line, entry) in (2_u64..).zip(&entries) {
        let wrong = |error: &Error| {
            let what = Lang::En.error(error);
            Stop::Input(vec![format!(
                "{}: line {line}, column isi_laporan: {what}",
                args.file.display()
            )])
        };
        bodies.push((&entry.tracking_id, entry.body(&units).map_err(|error| wrong(&error))?));
    }
    let mut taken = 0;
    for (external, body) in bodies {
        let (source, external) = (args.source.clone(), external.clone());
        let import = Import { app: app.clone(), source, external, body };
        taken += usize::from(app.db.write(tenant, import).await?);
    }
    app.db.close().await;
    say(&format!("{taken} reports were taken in; {} had come before.", entries.len() - taken));
    Ok(())
}

fn read(file: &Path) -> std::result::Result<Vec<Entry>, Stop> {
    let wrong = |what: String| Stop::Input(vec![format!("{}: {what}", file.display())]);
    let mut reader = csv::Reader::from_path(file).map_err(|error| wrong(error.to_string()))?;
    let mut entries = Vec::new();
    for (line, row) in (2_u64..).zip(reader.deserialize()) {
        let entry: Entry = row.map_err(|error| wrong(error.to_string()))?;
        if entry.tracking_id.trim().is_empty() {
            return Err(wrong(format!("line {line}, column tracking_id: it is empty")));
        }
        entries.push(entry);
    }
    Ok(entries)
}

/// `bening complaints export`.
pub async fn export(args: ComplaintsExport) -> Done {
    let (app, tenant) = open(&args.place).await?;
    let now = app.db.clock().now();
    let from = args.from.unwrap_or_else(|| app.today().saturating_sub(DAYS.days()));
    let from = start_of(&app, from)?;
    let mut tx = app.db.read(tenant).await?;
    let entries = exchange::export(&mut tx, &app, (from, now)).await?;
    drop(tx);
    app.db.close().await;
    let mut out = csv::Writer::from_path(&args.file).map_err(Error::internal)?;
    for entry in &entries {
        out.serialize(entry).map_err(Error::internal)?;
    }
    out.flush()?;
    say(&format!("{} reports in {}.", entries.len(), args.file.display()));
    Ok(())
}

/// When a day begins in the city.
pub(super) fn start_of(app: &App, day: Date) -> Result<jiff::Timestamp> {
    app.tz().to_ambiguous_timestamp(day.at(0, 0, 0, 0)).compatible().map_err(Error::internal)
}
