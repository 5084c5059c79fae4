//! One file a command. Exit codes: 0 good, 1 something failed, 2 the input is wrong.

mod backup;
mod complaints;
mod data;
mod demo;
mod doctor;
mod erase;
mod estimate;
mod index;
mod init;
mod listen;
mod log;
mod open311;
mod pages;
mod plan;
mod process;
mod reference;
mod restore;
mod server;
mod signals;
mod simulate;
mod user;

use std::io::IsTerminal as _;
use std::process::ExitCode;

use kernel::Error;
use kernel::data::DataError;
use kernel::error::Kind;

use crate::cli::{Cli, Command, Complaints, Data, Open311, Simulate, User};

/// Why a command ended without doing its work.
#[derive(Debug)]
pub enum Stop {
    /// The files or arguments are wrong; each line names a place and the next step.
    Input(Vec<String>),
    /// What was checked does not verify.
    Refused(String),
    /// Something failed.
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        if error.kind() == Kind::Internal {
            return Self::Failed(error);
        }
        let text = platform::i18n::Lang::En.error(&error);
        let context = error.internal_context();
        let line = if context.is_empty() { text } else { format!("{text} ({context})") };
        Self::Input(vec![line])
    }
}

impl From<Vec<DataError>> for Stop {
    fn from(mistakes: Vec<DataError>) -> Self {
        Self::Input(mistakes.iter().map(ToString::to_string).collect())
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(Error::internal(error))
    }
}

/// What commands return.
pub type Done = Result<(), Stop>;

/// Runs a command and says how it ended.
pub fn run(cli: Cli) -> ExitCode {
    set_up_log();
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Stop::from)
        .and_then(|runtime| runtime.block_on(dispatch(cli.command)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Input(lines)) => {
            lines.iter().for_each(|line| say_error(line));
            ExitCode::from(2)
        }
        Err(Stop::Refused(why)) => {
            say_error(&format!("DOES NOT VERIFY: {why}"));
            ExitCode::FAILURE
        }
        Err(Stop::Failed(error)) => {
            say_error(&format!("bening: {}", error.internal_context()));
            ExitCode::FAILURE
        }
    }
}

async fn dispatch(command: Command) -> Done {
    match command {
        Command::Demo(args) => demo::run(args).await,
        Command::Init(args) => init::run(args).await,
        Command::Serve(args) => server::run(args).await,
        Command::Migrate(place) => server::migrate(place).await,
        Command::Doctor(place) => doctor::run(place).await,
        Command::User(User::Add(args)) => user::add(args).await,
        Command::Open311(Open311::Key(args)) => open311::key(args).await,
        Command::Open311(Open311::Pull(args)) => open311::pull(args).await,
        Command::Complaints(Complaints::Import(args)) => complaints::import(args).await,
        Command::Complaints(Complaints::Export(args)) => complaints::export(args).await,
        Command::Backup(args) => backup::run(args).await,
        Command::Restore(args) => restore::run(args).await,
        Command::Erase(args) => erase::run(args).await,
        Command::Log(log) => log::run(log).await,
        Command::Estimate(args) => estimate::run(&args),
        Command::Index(index) => index::run(index),
        Command::Signals(signals) => signals::run(signals),
        Command::Process(process) => process::run(process).await,
        Command::Plan(plan) => plan::run(plan),
        Command::Data(Data::Verify(args)) => data::verify(&args),
        Command::Simulate(Simulate::City(args)) => simulate::run(args),
        Command::Completions { shell } => pages::completions(shell),
        Command::Man { folder } => pages::man(&folder),
        Command::Reference { folder } => reference::run(&folder),
    }
}

/// Logs go to stderr: readable on a terminal, JSON elsewhere. `BENING_LOG` chooses what.
fn set_up_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("BENING_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        log.compact().init();
    } else {
        log.json().init();
    }
}

/// A line for the person, on stdout.
#[allow(clippy::print_stdout, reason = "this is what the command answers")]
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// A text as it is, on stdout.
#[allow(clippy::print_stdout, reason = "this is what the command answers")]
pub(crate) fn say_raw(text: &str) {
    print!("{text}");
}

#[allow(clippy::print_stderr, reason = "this is why the command stopped")]
fn say_error(line: &str) {
    eprintln!("{line}");
}

/// A progress bar on stderr; nothing when it is not a terminal.
pub(crate) fn progress(what: &'static str, length: u64) -> indicatif::ProgressBar {
    let style = "{msg} {wide_bar} {percent}% {eta}";
    let bar = indicatif::ProgressBar::new(length).with_message(what);
    match indicatif::ProgressStyle::with_template(style) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// One more of a long run is done; a line on stderr where no bar can be drawn.
#[allow(clippy::print_stderr, reason = "hours pass before the run answers")]
pub(crate) fn advance(bar: &indicatif::ProgressBar) {
    bar.inc(1);
    if bar.is_hidden() {
        eprintln!("{}: {} of {}", bar.message(), bar.position(), bar.length().unwrap_or_default());
    }
}
