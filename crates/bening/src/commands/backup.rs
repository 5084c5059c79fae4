//! `bening backup`: one file with the database, the uploads, the published log and the city's own
//! files, made while the city goes on working. The secret keys are not in it: keep them elsewhere.

mod log;

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::Command as Process;

use kernel::fact::TenantId;
use kernel::{Clock, Error};
use platform::db::{Backend, Db};
use platform::entropy::Entropy;
use platform::keys;

use super::{Done, Stop, say};
use crate::cli::Backup;
use crate::config::Settings;
use crate::start;

/// Names inside the file.
pub const DATABASE: &str = "database";
/// Which database it is of: `sqlite` or `postgres`.
pub const KIND: &str = "kind";
/// Everyone who has been erased: tenant and subject, one a line.
pub const ERASURES: &str = "erasures.csv";

/// Writes the backup. It appears whole or not at all.
pub async fn run(args: Backup) -> Done {
    let settings = Settings::of_place(&args.place)?;
    if !settings.city_folder().exists() {
        let message =
            format!("{} holds no city; name its folder with --data", settings.data.display());
        return Err(Stop::Input(vec![message]));
    }
    let db = start::open_database(&settings, Clock::System, Entropy::System).await?;
    let unfinished = args.file.with_extension("unfinished");
    let copy = args.file.with_extension("database");
    // The checkpoints before the database, so that it holds everything they count. The database
    // before the files: one that is uploaded meanwhile is then in the backup without a row, never a
    // row without its file.
    let checkpoints = log::checkpoints(&settings)?;
    dump(&settings, &db, &copy).await?;
    let erasures = erasures(&db).await?;
    db.close().await;
    let texts = [(ERASURES, erasures.as_str()), (KIND, kind(db.backend()))];
    let bytes = pack(&settings, &copy, &texts, &checkpoints, &unfinished)?;
    std::fs::remove_file(&copy)?;
    std::fs::rename(&unfinished, &args.file)?;
    say(&format!("{} ({} MB)", args.file.display(), bytes / 1_000_000));
    say(&format!(
        "The secret keys are not in it: {} and log-*.key beside it.",
        settings.key_file().display()
    ));
    Ok(())
}

async fn dump(settings: &Settings, db: &Db, to: &Path) -> Done {
    if to.exists() {
        std::fs::remove_file(to)?;
    }
    match db.backend() {
        Backend::Sqlite => Ok(db.copy_to(&to.display().to_string()).await?),
        Backend::Postgres => {
            let mut dump = Process::new("pg_dump");
            dump.arg("--format=custom").arg("--no-owner").arg("--file").arg(to);
            dump.arg("--dbname").arg(settings.database_url());
            tool(dump, "pg_dump")
        }
    }
}

/// Runs a tool of PostgreSQL.
pub fn tool(mut process: Process, name: &str) -> Done {
    let output = process.output().map_err(|error| {
        Error::internal(format!("{name} cannot be started ({error}); install postgresql-client"))
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(Stop::Failed(Error::internal(format!("{name} failed: {said}"))))
}

/// Everyone who has been erased, one a line.
pub async fn erasures(db: &Db) -> Result<String, Stop> {
    let mut lines = String::new();
    for tenant in db.tenants().await? {
        let mut tx = db.read(tenant).await?;
        for (subject, at) in keys::erased(&mut tx).await? {
            let TenantId(tenant) = tenant;
            lines.push_str(&format!("{tenant},{subject},{}\n", at.as_microsecond()));
        }
    }
    Ok(lines)
}

fn kind(backend: Backend) -> &'static str {
    if backend == Backend::Sqlite { "sqlite" } else { "postgres" }
}

fn pack(
    settings: &Settings,
    database: &Path,
    texts: &[(&str, &str)],
    checkpoints: &[log::Checkpoint],
    to: &Path,
) -> Result<u64, Stop> {
    let encoder = zstd::Encoder::new(File::create(to)?, 3)?;
    let mut archive = tar::Builder::new(encoder);
    for (name, text) in texts {
        put(&mut archive, name, text.as_bytes())?;
    }
    archive.append_path_with_name(database, DATABASE)?;
    archive.append_dir_all("city", settings.city_folder())?;
    if settings.files_folder().exists() {
        archive.append_dir_all("files", settings.files_folder())?;
    }
    log::pack(&mut archive, settings, checkpoints)?;
    let mut file = archive.into_inner()?.finish()?;
    file.flush()?;
    file.sync_all()?;
    Ok(file.metadata()?.len())
}

/// What is being written.
type Archive = tar::Builder<zstd::Encoder<'static, File>>;

fn put(archive: &mut Archive, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o600);
    header.set_cksum();
    archive.append_data(&mut header, name, bytes)
}
