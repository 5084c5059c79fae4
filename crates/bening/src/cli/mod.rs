//! The commands: a stable contract, on which tests and scripts rely.

mod data;
mod estimate;
mod log;
mod performance;
mod plan;
mod process;
mod signals;
mod whatif;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

pub use data::{Data, DataVerify};
pub use estimate::{
    Ci, Design, Estimate, Format, Index, Lone, OfInstitutions, OfRespondents, Replicates,
};
pub use log::{
    Draw, Key, Log, NewKey, Order, Proof, RotateKey, Source, Verify, Witness, WitnessKey,
};
pub use performance::{ProcessCompare, ProcessFindings};
pub use plan::{
    Counting, Plan, PlanAhp, PlanExplain, PlanFrontier, PlanSolve, PlanVote, Rest, Returns, Search,
    VoteRule, Worth,
};
pub use process::{
    Lifecycle, LogSource, Method, ModelFormat, Process, ProcessConformance, ProcessConvert,
    ProcessDfg, ProcessDiscover, ProcessMap, ProcessStats, ProcessVariants, Written,
};
pub use signals::{Evaluated, Signals, SignalsEvaluate, SignalsRun, Strength};
pub use whatif::{ProcessEvaluate, ProcessWhatif};

/// Bening: public services of an Indonesian city that anyone can verify.
#[derive(Debug, Parser)]
#[command(name = "bening", version, about, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a synthetic year of Kota Metro and serve it; prints the address and the accounts.
    Demo(Demo),
    /// Set up a real city: units, kelurahan, calendar, catalogue, first administrator.
    Init(Init),
    /// Serve a city.
    Serve(Server),
    /// Bring the database's schema up to this version.
    Migrate(Place),
    /// Check that everything this city needs is there and in order.
    Doctor(Place),
    /// Accounts.
    #[command(subcommand)]
    User(User),
    /// Programs that hand in reports by Open311, and servers to take reports from.
    #[command(subcommand)]
    Open311(Open311),
    /// Reports in the fields of the national complaint hub.
    #[command(subcommand)]
    Complaints(Complaints),
    /// Write everything but the master key to one file, while the city goes on working.
    Backup(Backup),
    /// Bring a backup back into an empty data folder.
    Restore(Restore),
    /// Erase what an ended application or report says of its person, for ever.
    Erase(Erase),
    /// The public log: check it, prove from it, witness it, keep its key.
    #[command(subcommand)]
    Log(Log),
    /// What a sample in a CSV file says of the whole, and how sure it is.
    Estimate(Estimate),
    /// Published indices from a CSV file.
    #[command(subcommand)]
    Index(Index),
    /// Patterns in an event log that are very unlikely to be chance, each a question and no verdict.
    #[command(subcommand)]
    Signals(Signals),
    /// How work really moves, from the event log of any office or of this city.
    #[command(subcommand)]
    Process(Process),
    /// What comes first: plans under a budget, votes, weights, efficiency.
    #[command(subcommand)]
    Plan(Plan),
    /// The city's open data.
    #[command(subcommand)]
    Data(Data),
    /// Make synthetic data.
    #[command(subcommand)]
    Simulate(Simulate),
    /// Print completions for a shell.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
    /// Write the man pages into a folder.
    Man {
        /// The folder, made when it is not there.
        folder: PathBuf,
    },
    /// Write the generated reference pages into a folder.
    Reference {
        /// The folder, made when it is not there.
        folder: PathBuf,
    },
}

/// Where a city is kept.
#[derive(Args, Clone, Debug, Default)]
pub struct Place {
    /// Folder of the city's data [default: bening-data].
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Database: sqlite://PATH or postgres://... [default: SQLite in the data folder].
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
}

/// Where a city is kept and served.
#[derive(Args, Clone, Debug, Default)]
pub struct Server {
    /// Where the city is kept.
    #[command(flatten)]
    pub place: Place,
    /// Address to listen on [default: 127.0.0.1:8080].
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
}

/// `bening demo`.
#[derive(Args, Clone, Debug)]
pub struct Demo {
    /// Where the demo is kept and served.
    #[command(flatten)]
    pub server: Server,
    /// Seed: the same seed and last day make the same city.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Last day of the synthetic year [default: today].
    #[arg(long, value_name = "DATE")]
    pub until: Option<Date>,
    /// Applications in the year.
    #[arg(long, default_value_t = 24_000)]
    pub applications: u32,
    /// Make the city and stop, without serving it.
    #[arg(long)]
    pub only_make: bool,
}

/// `bening init`.
#[derive(Args, Clone, Debug)]
pub struct Init {
    /// The city's file; the tables it names lie beside it.
    pub city: PathBuf,
    /// Where the city will be kept.
    #[command(flatten)]
    pub place: Place,
}

/// `bening user`.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Add an account; its password and second factor are shown once.
    Add(UserAdd),
}

/// `bening user add`.
#[derive(Args, Clone, Debug)]
pub struct UserAdd {
    /// Name to log in with: lower-case letters, digits, dot and hyphen.
    pub login: String,
    /// What the person is called.
    #[arg(long)]
    pub name: String,
    /// A role, as ROLE or ROLE:UNIT; may be given several times. Roles: officer, head, steward,
    /// approver, coordinator, inspector, administrator, mayor, coach, planner, partner.
    #[arg(long = "role", value_name = "ROLE[:UNIT]", required = true)]
    pub roles: Vec<String>,
    /// Mail address for missed deadlines.
    #[arg(long)]
    pub mail: Option<String>,
    /// Where the city is kept.
    #[command(flatten)]
    pub place: Place,
}

/// `bening open311`.
#[derive(Clone, Debug, Subcommand)]
pub enum Open311 {
    /// Make a key for a program; it is shown once.
    Key(Open311Key),
    /// Take in reports of another Open311 server; what came once does not come again.
    Pull(Open311Pull),
}

/// `bening open311 pull`.
#[derive(Args, Clone, Debug)]
pub struct Open311Pull {
    /// Its address, such as `https://city.example/open311/v2`.
    pub url: String,
    /// First day, at most 90 days ago [default: 30 days ago].
    #[arg(long)]
    pub from: Option<Date>,
    /// The jurisdiction, when the server has several.
    #[arg(long)]
    pub jurisdiction: Option<String>,
    /// Where the city is kept.
    #[command(flatten)]
    pub place: Place,
}

/// `bening complaints`.
#[derive(Clone, Debug, Subcommand)]
pub enum Complaints {
    /// Take in a CSV file; what came once does not come again.
    Import(ComplaintsImport),
    /// Write what everyone may read to a CSV file.
    Export(ComplaintsExport),
}

/// `bening complaints import`.
#[derive(Args, Clone, Debug)]
pub struct ComplaintsImport {
    /// The file: `tracking_id` and `isi_laporan`, and more columns if there are.
    pub file: PathBuf,
    /// What the other system is called.
    #[arg(long, default_value = "sp4n-lapor")]
    pub source: String,
    /// Where the city is kept.
    #[command(flatten)]
    pub place: Place,
}

/// `bening complaints export`.
#[derive(Args, Clone, Debug)]
pub struct ComplaintsExport {
    /// The file to write.
    pub file: PathBuf,
    /// First day [default: 90 days ago].
    #[arg(long)]
    pub from: Option<Date>,
    /// Where the city is kept.
    #[command(flatten)]
    pub place: Place,
}

/// `bening open311 key`.
#[derive(Args, Clone, Debug)]
pub struct Open311Key {
    /// What the program is called.
    #[arg(long)]
    pub name: String,
    /// Where the city is kept.
    #[command(flatten)]
    pub place: Place,
}

/// `bening backup`.
#[derive(Args, Clone, Debug)]
pub struct Backup {
    /// The file to write.
    pub file: PathBuf,
    /// Where the city is kept.
    #[command(flatten)]
    pub place: Place,
}

/// `bening restore`.
#[derive(Args, Clone, Debug)]
pub struct Restore {
    /// The backup, or the folder of the continuous archive.
    pub file: PathBuf,
    /// The master key that the backup was made under.
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// Later backups, whose erasures are repeated so that nobody comes back.
    #[arg(long, value_name = "FILE")]
    pub erasures_of: Vec<PathBuf>,
    /// Where the city will be kept.
    #[command(flatten)]
    pub place: Place,
}

/// `bening erase`.
#[derive(Args, Clone, Debug)]
pub struct Erase {
    /// Number of the application.
    pub number: String,
    /// Where the city is kept.
    #[command(flatten)]
    pub place: Place,
}

/// `bening simulate`.
#[derive(Debug, Subcommand)]
pub enum Simulate {
    /// A synthetic year of a city: events.jsonl, log.csv and manifest.json.
    City(SimulateCity),
}

/// `bening simulate city`.
#[derive(Args, Clone, Debug)]
pub struct SimulateCity {
    /// Seed: the same seed and last day make the same bytes.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Folder to write to, made when it is not there.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Last day of the year.
    #[arg(long, value_name = "DATE", default_value = "2026-11-24")]
    pub until: Date,
    /// Applications in the year.
    #[arg(long, default_value_t = 24_000)]
    pub applications: u32,
    /// What to plant; the manifest names it.
    #[arg(long, value_enum, default_value_t = Planting::None)]
    pub plant: Planting,
    /// Parts of the procedures in which nothing is planted after all, for comparison.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "PARTS")]
    pub without: Vec<Part>,
    /// Leave a needless signature out, kelurahan by kelurahan, and state the true effect.
    #[arg(long)]
    pub trial: bool,
    /// Let people at a counter take a ticket and wait, and write tickets.csv.
    #[arg(long)]
    pub tickets: bool,
}

/// What to plant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Planting {
    /// Nothing.
    None,
    /// One broker, one jumped queue and one slow signature.
    Each,
    /// Flaws of procedures, and what looks like them.
    Flaws,
    /// Both, as in the demo.
    All,
}

/// What can be planted in procedures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Signatures: two that are needless, and one that is not.
    Signatures,
    /// Files that go to another unit and come back.
    Detours,
    /// Steps that another unit must do: no flaw.
    Elsewhere,
    /// Signatures on Thursdays.
    Batches,
    /// Many people at eight in the morning.
    Peaks,
    /// Many people on market day: no flaw.
    Markets,
}
