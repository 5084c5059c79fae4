//! From the folder into which a server archived continuously.

use std::path::Path;

use platform::db::archive;

use super::super::server::copy_folder;
use super::super::{Done, Stop, say};
use crate::config::Settings;

/// Brings database, uploads, the city's own files and the published log back.
pub async fn bring(folder: &Path, settings: &Settings) -> Done {
    if settings.database_url().starts_with("postgres") {
        let line = "an archive is of a SQLite database; leave --database out";
        return Err(Stop::Input(vec![line.to_owned()]));
    }
    let restored = archive::restore(folder, &settings.data.join("bening.db")).await?;
    let log = super::log_of(settings);
    let published = log.exists();
    for (name, to) in
        [("city", settings.city_folder()), ("files", settings.files_folder()), ("log", log)]
    {
        let from = folder.join(name);
        let older = name == "log" && published;
        if from.exists() && !older {
            copy_folder(&from, &to)?;
        }
    }
    say(&format!(
        "The database is back from a whole copy and {} logs ({} MB).",
        restored.logs,
        restored.bytes / 1_000_000
    ));
    Ok(())
}
