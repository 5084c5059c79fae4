//! `bening data`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `bening data`.
#[derive(Debug, Subcommand)]
pub enum Data {
    /// Reckon every number of the city's report again from a downloaded release. Exit codes: 0 all the
    /// same, 1 something differs, 2 a file is missing or broken.
    Verify(DataVerify),
}

/// `bening data verify`.
#[derive(Args, Clone, Debug)]
pub struct DataVerify {
    /// The folder with the files of one release, as `/data` says how to fetch them.
    pub folder: PathBuf,
}
