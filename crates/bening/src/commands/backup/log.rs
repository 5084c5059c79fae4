//! The published log in a backup: the checkpoints as they were before the database was copied, and
//! whatever tiles there are. A tile that vanishes meanwhile is made anew from the database.

use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;

use super::{Archive, put};
use crate::config::Settings;

/// Name of the folder, in the data folder and in the backup.
const LOG: &str = "log";
/// The file that a log has one of.
const CHECKPOINT: &str = "checkpoint";

/// The checkpoint of one log.
pub struct Checkpoint {
    /// Its name in the backup.
    name: String,
    bytes: Vec<u8>,
}

/// The checkpoints of all cities.
pub fn checkpoints(settings: &Settings) -> std::io::Result<Vec<Checkpoint>> {
    let mut found = Vec::new();
    let folder = settings.data.join(LOG);
    if !folder.exists() {
        return Ok(found);
    }
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{LOG}/{}/{CHECKPOINT}", entry.file_name().display());
        match std::fs::read(entry.path().join(CHECKPOINT)) {
            Ok(bytes) => found.push(Checkpoint { name, bytes }),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// Adds `checkpoints` and the files beside them.
pub fn pack(
    archive: &mut Archive,
    settings: &Settings,
    checkpoints: &[Checkpoint],
) -> std::io::Result<()> {
    for checkpoint in checkpoints {
        put(archive, &checkpoint.name, &checkpoint.bytes)?;
        let folder = Path::new(&checkpoint.name).with_file_name("");
        tiles(archive, &settings.data, &folder)?;
    }
    Ok(())
}

/// Adds what lies in `folder` of `data`, but for what the publisher is writing.
fn tiles(archive: &mut Archive, data: &Path, folder: &Path) -> std::io::Result<()> {
    let entries = match std::fs::read_dir(data.join(folder)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let name = folder.join(entry.file_name());
        let unfinished = name.extension().is_some_and(|ending| ending == "unfinished");
        if entry.file_type()?.is_dir() {
            tiles(archive, data, &name)?;
        } else if !unfinished && !name.ends_with(CHECKPOINT) && !name.ends_with(".lock") {
            match File::open(entry.path()) {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                file => archive.append_file(&name, &mut file?)?,
            }
        }
    }
    Ok(())
}
