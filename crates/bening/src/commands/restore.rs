//! `bening restore`: a backup, or a continuous archive, into an empty data folder. Erasures that are
//! known from later backups are repeated, so that no backup brings a person back. A published log
//! that lies there already is newer than any backup and stays as it is.

mod archived;

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use kernel::fact::TenantId;
use kernel::{Clock, Error};
use platform::db::{Command, Db, WriteTx};
use platform::entropy::Entropy;
use platform::keys;
use uuid::Uuid;

use super::backup::{DATABASE, ERASURES, KIND, tool};
use super::{Done, Stop, say};
use crate::cli::Restore;
use crate::config::Settings;
use crate::start;

/// Restores the backup, or says what stands in the way and leaves nothing behind.
pub async fn run(args: Restore) -> Done {
    let settings = Settings::of_place(&args.place)?;
    if let Some(there) = in_the_way(&settings.data)?.first() {
        let message = format!(
            "{} is there; restore with --data into a new folder, which may hold the published log \
             and its key",
            there.display()
        );
        return Err(Stop::Input(vec![message]));
    }
    let key = std::fs::read(&args.key).map_err(|error| {
        Stop::Input(vec![format!("{}: {error}; give the master key", args.key.display())])
    })?;
    let published = log_of(&settings).exists();
    start::make_folder(&settings.data)?;
    let restored = bring(&args, &settings, &key).await;
    if restored.is_err() {
        clear(&settings, published)?;
    }
    restored
}

/// The published log of a city.
fn log_of(settings: &Settings) -> PathBuf {
    settings.data.join("log")
}

/// What lies in the folder of a city, but for its published log and the keys of that log.
fn in_the_way(data: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !data.exists() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in std::fs::read_dir(data)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name != "log" && !(name.starts_with("log-") && name.ends_with(".key")) {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// Leaves the folder as it was before.
fn clear(settings: &Settings, published: bool) -> std::io::Result<()> {
    let mut ours = in_the_way(&settings.data)?;
    ours.extend((!published).then(|| log_of(settings)).filter(|log| log.exists()));
    for path in ours {
        let gone =
            if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
        match gone {
            // Files beside the database of SQLite end with its last connection, on their own.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            gone => gone?,
        }
    }
    if std::fs::read_dir(&settings.data)?.next().is_none() {
        std::fs::remove_dir(&settings.data)?;
    }
    Ok(())
}

async fn bring(args: &Restore, settings: &Settings, key: &[u8]) -> Done {
    std::fs::write(settings.key_file(), key)?;
    own_only(&settings.key_file())?;
    if args.file.is_dir() {
        archived::bring(&args.file, settings).await?;
    } else {
        unpack(&args.file, &settings.data)?;
        let kind = std::fs::read_to_string(settings.data.join(KIND))?;
        place_database(settings, kind.trim())?;
        for left in [KIND, ERASURES] {
            std::fs::remove_file(settings.data.join(left))?;
        }
    }

    let db = start::open_database(settings, Clock::System, Entropy::System).await?;
    let examined = examine(args, settings, &db).await;
    // Closed either way: what a refused restore leaves is cleared away.
    db.close().await;
    examined
}

/// Repeats the erasures, and sees that key and database belong together.
async fn examine(args: &Restore, settings: &Settings, db: &Db) -> Done {
    let mut repeated = 0;
    for later in &args.erasures_of {
        repeated += erase(db, &erasures_of(later)?).await?;
    }
    let city = start::kept_city(settings)?;
    let app = start::assemble(settings, &city, db.clone()).await?;
    let opened = check(&app).await?;
    say(&format!("{} is back: {opened} applications can be read.", city.config.name));
    if repeated > 0 {
        say(&format!("{repeated} erasures that happened after this backup were repeated."));
    }
    tell_log(&app).await
}

/// How the public log stands, and what is left to do.
async fn tell_log(app: &platform::App) -> Done {
    for tenant in app.db.tenants().await? {
        let (key, folder) = (app.logs.key_file(tenant), app.logs.folder(tenant));
        if !key.exists() {
            say(&format!("The log is not signed until its key is back: {}.", key.display()));
        }
        match publish::log::examine(app, tenant).await? {
            Err(why) if key.exists() => say(&format!("The public log: {why}.")),
            Ok(_) | Err(_) => say(&format!(
                "If more of the log was published than stands in {}, put the published files there \
                 before the server starts.",
                folder.path().display()
            )),
        }
    }
    Ok(())
}

fn unpack(file: &Path, to: &Path) -> Done {
    let wrong = |error: std::io::Error| {
        Stop::Input(vec![format!("{} is not a whole backup: {error}", file.display())])
    };
    let decoder = zstd::Decoder::new(File::open(file).map_err(wrong)?).map_err(wrong)?;
    let published = to.join("log").exists();
    for entry in tar::Archive::new(decoder).entries().map_err(wrong)? {
        let mut entry = entry.map_err(wrong)?;
        let older = published && entry.path().map_err(wrong)?.starts_with("log");
        if !older {
            entry.unpack_in(to).map_err(wrong)?;
        }
    }
    Ok(())
}

fn own_only(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))
}

fn place_database(settings: &Settings, kind: &str) -> Done {
    let from = settings.data.join(DATABASE);
    let url = settings.database_url();
    match (kind, url.starts_with("postgres")) {
        ("sqlite", false) => Ok(std::fs::rename(from, settings.data.join("bening.db"))?),
        ("postgres", true) => {
            let mut restore = Process::new("pg_restore");
            restore.arg("--no-owner").arg("--exit-on-error").arg("--dbname").arg(url).arg(&from);
            tool(restore, "pg_restore")?;
            Ok(std::fs::remove_file(from)?)
        }
        (kind, _) => {
            let message = format!("the backup is of {kind}; name such a database with --database");
            Err(Stop::Input(vec![message]))
        }
    }
}

fn erasures_of(file: &Path) -> Result<Vec<(TenantId, Uuid)>, Stop> {
    let wrong = |error: String| {
        Stop::Input(vec![format!("{} is not a whole backup: {error}", file.display())])
    };
    let decoder = zstd::Decoder::new(File::open(file)?)?;
    let mut archive = tar::Archive::new(decoder);
    let mut entries = archive.entries()?;
    // It is the first member, so the rest need not be read.
    let mut first = entries.next().ok_or_else(|| wrong("it is empty".to_owned()))??;
    let mut text = String::new();
    first.read_to_string(&mut text)?;
    text.lines()
        .map(|line| {
            let mut cells = line.split(',');
            let tenant = cells.next().and_then(|cell| cell.parse().ok()).map(TenantId);
            let subject = cells.next().and_then(|cell| cell.parse().ok());
            tenant.zip(subject).ok_or_else(|| wrong(format!("the erasure {line}")))
        })
        .collect()
}

struct Erase(Uuid);

impl Command for Erase {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> kernel::error::Result<()> {
        keys::erase(tx, self.0).await
    }
}

async fn erase(db: &Db, list: &[(TenantId, Uuid)]) -> Result<usize, Stop> {
    let mut repeated = 0;
    for (tenant, subject) in list {
        let mut tx = db.read(*tenant).await?;
        let known = keys::erased(&mut tx).await?.iter().any(|(erased, _)| erased == subject);
        drop(tx);
        if !known {
            db.write(*tenant, Erase(*subject)).await?;
            repeated += 1;
        }
    }
    Ok(repeated)
}

/// Opens the newest hundred applications, to see that key and database belong together.
async fn check(app: &platform::App) -> Result<i64, Stop> {
    let mut count = 0;
    for tenant in app.db.tenants().await? {
        let mut tx = app.db.read(tenant).await?;
        count += serve::applications::store::count(&mut tx).await?;
        for id in serve::applications::store::sample(&mut tx, 100).await? {
            if let Some(key) = keys::find(&mut tx, &app.vault, id.uuid()).await.map_err(foreign)? {
                let row = serve::applications::store::by_id(&mut tx, id).await?;
                key.open("application.details", &row.sealed).map_err(foreign)?;
            }
        }
    }
    Ok(count)
}

fn foreign(error: Error) -> Stop {
    let line = "the master key does not belong to this backup; give the one it was made under";
    Stop::Input(vec![format!("{line} ({})", error.internal_context())])
}
