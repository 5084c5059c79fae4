//! `bening log`: the public log, for those who keep it and for those who check it.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Place;

/// `bening log`. Exit codes: 0 good, 1 does not verify, 2 the input is wrong.
#[derive(Debug, Subcommand)]
pub enum Log {
    /// Check a log: signature, tree, growth since an older checkpoint, witnesses, every entry; or a
    /// receipt, offline.
    Verify(Verify),
    /// Print the proof that an entry is in a log (C2SP tlog-proof).
    Proof(Proof),
    /// Recompute whether the holder of a receipt was overtaken in the queue.
    Order(Order),
    /// Recompute the draw of the officer for the file of a receipt.
    Draw(Draw),
    /// Run a witness, which cosigns what it has seen grow and nothing else.
    Witness(Witness),
    /// Make, rotate or revoke the key that signs the log; make the key of a witness.
    #[command(subcommand)]
    Key(Key),
    /// Adopt the published log after an old backup was restored. The server must be stopped.
    Recover(Place),
}

/// A log and whom to believe.
#[derive(Args, Clone, Debug)]
pub struct Source {
    /// The log: an address such as https://kota.go.id/log, or a folder.
    #[arg(long, value_name = "URL|DIR")]
    pub log: String,
    /// File with the city's public key (its text is served at /log/vkey).
    #[arg(long, value_name = "FILE")]
    pub vkey: PathBuf,
}

/// `bening log verify`.
#[derive(Args, Clone, Debug)]
pub struct Verify {
    /// The log: an address such as https://kota.go.id/log, or a folder.
    #[arg(long, value_name = "URL|DIR", required_unless_present = "receipt")]
    pub log: Option<String>,
    /// File with the city's public key (its text is served at /log/vkey).
    #[arg(long, value_name = "FILE")]
    pub vkey: PathBuf,
    /// An older checkpoint, which the log must contain.
    #[arg(long, value_name = "CHECKPOINT", requires = "log")]
    pub old: Option<PathBuf>,
    /// Check every entry and every tile.
    #[arg(long, requires = "log")]
    pub all: bool,
    /// A receipt to check; offline unless --log is given too.
    #[arg(long, value_name = "FILE")]
    pub receipt: Option<PathBuf>,
    /// Key of a witness; may be given several times.
    #[arg(long = "witness", value_name = "VKEY")]
    pub witnesses: Vec<String>,
    /// How many of the witnesses must have cosigned [default: all].
    #[arg(long, value_name = "K")]
    pub quorum: Option<usize>,
}

/// `bening log proof`.
#[derive(Args, Clone, Debug)]
pub struct Proof {
    /// Number of the entry, from 0.
    pub index: u64,
    /// The log.
    #[command(flatten)]
    pub source: Source,
}

/// `bening log order`.
#[derive(Args, Clone, Debug)]
pub struct Order {
    /// The receipt, which holds the random ticket.
    #[arg(long, value_name = "FILE")]
    pub receipt: PathBuf,
    /// The log.
    #[command(flatten)]
    pub source: Source,
}

/// `bening log draw`.
#[derive(Args, Clone, Debug)]
pub struct Draw {
    /// The receipt, which holds the random ticket.
    #[arg(long, value_name = "FILE")]
    pub receipt: PathBuf,
    /// The log.
    #[command(flatten)]
    pub source: Source,
    /// Key of the witness whose cosignature must be the seed.
    #[arg(long, value_name = "VKEY")]
    pub witness: Option<String>,
}

/// `bening log witness`.
#[derive(Args, Clone, Debug)]
pub struct Witness {
    /// File with the witness's own key (`bening log key witness`).
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// File with the public key of a log to watch; may be given several times.
    #[arg(long = "log", value_name = "VKEY FILE", required = true)]
    pub logs: Vec<PathBuf>,
    /// File in which the last sizes are kept.
    #[arg(long, value_name = "FILE")]
    pub state: PathBuf,
    /// Address to listen on.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8099")]
    pub listen: SocketAddr,
}

/// `bening log key`.
#[derive(Debug, Subcommand)]
pub enum Key {
    /// Make the key of a city's log. It stays in the data folder, never in the database.
    New(NewKey),
    /// Make a new key in place of the present one, under the same name; both facts are public.
    Rotate(RotateKey),
    /// Make the key of a witness: a secret file, and FILE.vkey to hand out.
    Witness(WitnessKey),
}

/// `bening log key new`.
#[derive(Args, Clone, Debug)]
pub struct NewKey {
    /// Name of the log, such as kota.go.id/log [default: the city's host name and /log].
    #[arg(long)]
    pub name: Option<String>,
    /// Where the city is kept.
    #[command(flatten)]
    pub place: Place,
}

/// `bening log key rotate`.
#[derive(Args, Clone, Debug)]
pub struct RotateKey {
    /// Why the present key holds no longer; everyone can read it.
    #[arg(long)]
    pub reason: String,
    /// Where the city is kept.
    #[command(flatten)]
    pub place: Place,
}

/// `bening log key witness`.
#[derive(Args, Clone, Debug)]
pub struct WitnessKey {
    /// Name of the witness, such as ombudsman.go.id/lampung.
    #[arg(long)]
    pub name: String,
    /// The secret file to write.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}
