//! Completions and man pages, made from the commands themselves.

use std::path::Path;

use clap::CommandFactory as _;

use super::Done;
use crate::cli::Cli;

/// Completions on stdout.
pub fn completions(shell: clap_complete::Shell) -> Done {
    clap_complete::generate(shell, &mut Cli::command(), "bening", &mut std::io::stdout());
    Ok(())
}

/// One man page a command.
pub fn man(folder: &Path) -> Done {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(Cli::command(), folder)?;
    Ok(())
}
