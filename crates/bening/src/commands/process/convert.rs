//! `bening process convert`.

use std::fs::File;
use std::io::{BufWriter, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use mining::log::load::Format;
use mining::log::write::write;
use mining::table::Log;

use super::input::{self, NAMES};
use crate::cli::ProcessConvert;
use crate::commands::{Done, Stop, say};

/// Reads the log and writes it in the format that the other name says.
pub async fn run(args: &ProcessConvert) -> Done {
    let wrong =
        |what: &dyn std::fmt::Display| Stop::Input(vec![format!("{}: {what}", args.out.display())]);
    let name = args.out.to_string_lossy();
    let format = Format::of_name(&name)
        .ok_or_else(|| wrong(&format!("the name does not end in {NAMES}")))?;
    let log = input::read(&args.source).await?;
    let file = File::create(&args.out).map_err(|error| wrong(&error))?;
    let packed = name.to_lowercase().ends_with(".gz");
    to_file(&log, format, file, packed).map_err(|error| wrong(&error))?;
    say(&format!("{} events of {} cases in {}", log.events(), log.len(), args.out.display()));
    Ok(())
}

fn to_file(log: &Log, format: Format, file: File, packed: bool) -> std::io::Result<()> {
    let mut file = BufWriter::new(file);
    if packed {
        let mut out = BufWriter::new(GzEncoder::new(&mut file, Compression::default()));
        write(log, format, &mut out)?;
        out.into_inner()?.finish()?;
    } else {
        write(log, format, &mut file)?;
    }
    file.flush()
}
