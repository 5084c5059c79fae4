//! The model that cases are held against: a file, or what the log itself shows.

use std::path::Path;

use mining::discovery::inductive;
use mining::petri::{Net, of_tree, read_pnml};
use mining::table::{Log, Variant};
use mining::tree::read_ptml;

use crate::commands::Stop;

/// The noise threshold of a model that nobody gave.
const NOISE: f64 = 0.2;

/// The model of a file, or the one discovered; and how it is named.
pub fn read(file: Option<&Path>, log: &Log, variants: &[Variant]) -> Result<(Net, String), Stop> {
    let Some(path) = file else {
        let tree = inductive(variants, &log.activities, NOISE);
        return Ok((of_tree(&tree), format!("the model discovered with noise {NOISE}: {tree}")));
    };
    let text = text(path)?;
    let broken = |error: mining::tree::Broken| wrong(path, error);
    let net = match ending(path).as_str() {
        "pnml" => read_pnml(&text).map_err(broken)?,
        "ptml" => of_tree(&read_ptml(&text).map_err(broken)?),
        _ => return Err(wrong(path, "a model is a file .pnml or .ptml")),
    };
    Ok((net, path.display().to_string()))
}

/// A file as text.
pub fn text(path: &Path) -> Result<String, Stop> {
    std::fs::read_to_string(path).map_err(|error| wrong(path, error))
}

/// What the name of a file ends in, in small letters.
pub fn ending(path: &Path) -> String {
    path.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// A sentence about a file.
pub fn wrong(path: &Path, what: impl std::fmt::Display) -> Stop {
    Stop::Input(vec![format!("{}: {what}", path.display())])
}
