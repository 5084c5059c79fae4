//! Asking witnesses to cosign (C2SP tlog-witness). A witness that does not answer delays nobody for
//! long and is asked again later; one that has seen more than this city knows is an alarm.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use ledger::checkpoint::Checkpoint;
use ledger::cosignature;
use ledger::note::{Note, Signature, VerifierKey};
use ledger::tile::{TileId, TileReader};
use ledger::witness::AddCheckpoint;
use platform::App;
use platform::db::{Command, WriteTx};

use super::store::{self, Cosignature};

/// How long a witness may take to answer.
const PATIENCE: Duration = Duration::from_millis(700);
/// How long one that failed is left alone.
const REST: SignedDuration = SignedDuration::from_secs(30);

/// A witness that is asked.
#[derive(Clone, Debug)]
pub struct Witness {
    /// Its key.
    pub key: VerifierKey,
    /// Where it listens: the submission prefix.
    pub url: String,
}

/// The witnesses of a server.
#[derive(Clone, Debug, Default)]
pub struct Witnesses {
    list: Arc<Vec<Witness>>,
    quorum: usize,
    resting: Arc<Mutex<BTreeMap<String, Timestamp>>>,
}

/// What a witness said.
enum Answer {
    Cosigned(Signature, Cosignature),
    /// It has seen this many entries.
    Seen(u64),
    /// It has seen another history.
    Contradicted(String),
}

/// A witness has seen what this database does not give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// Which one.
    pub witness: String,
    /// What it says.
    pub says: String,
}

impl Witnesses {
    /// Witnesses as the settings name them, each as `VKEY URL`; `quorum` of them are enough.
    ///
    /// # Errors
    /// When a line is no such pair or the quorum is larger than their number.
    pub fn parse(lines: &[String], quorum: usize) -> Result<Self> {
        let wrong = |line: &str, why: String| {
            Error::invalid("error-settings").with("detail", format!("witness {line}: {why}"))
        };
        let mut list = Vec::new();
        for line in lines {
            let (key, url) = line
                .trim()
                .split_once(' ')
                .ok_or_else(|| wrong(line, "write its key, a space and its address".to_owned()))?;
            let key: VerifierKey = key.parse().map_err(|error| wrong(line, format!("{error}")))?;
            list.push(Witness { key, url: url.trim().trim_end_matches('/').to_owned() });
        }
        if quorum > list.len() {
            let why = format!("{quorum} are wanted and {} are named", list.len());
            return Err(wrong("witness_quorum", why));
        }
        Ok(Self { list: Arc::new(list), quorum, resting: Arc::default() })
    }

    /// The witnesses.
    pub fn list(&self) -> &[Witness] {
        &self.list
    }

    /// How many cosignatures are enough.
    pub fn quorum(&self) -> usize {
        self.quorum
    }

    /// Asks every witness that is not resting about `note`, whose tiles are on disk. Returns the
    /// note with the lines of those that cosigned, and the alarm of one that has seen something
    /// else.
    ///
    /// # Errors
    /// When the tiles cannot be read or the database fails.
    pub async fn cosigned(
        &self,
        app: &App,
        tenant: TenantId,
        mut note: Note,
        checkpoint: &Checkpoint,
    ) -> Result<(Note, Option<Alarm>)> {
        let mut tx = app.db.read(tenant).await?;
        let newest = store::newest(&mut tx).await?;
        drop(tx);
        let now = app.db.clock().now();
        let asked = self.list.iter().filter(|witness| !self.rests(witness, now)).map(|witness| {
            let known = newest.iter().find(|known| known.witness == witness.key.name());
            self.ask(app, tenant, witness, known.map_or(0, |known| known.size), &note, checkpoint)
        });
        let answers = join_all(asked).await;
        let mut alarm = None;
        for (witness, answer) in answers {
            match answer {
                Ok(Answer::Cosigned(signature, kept)) => {
                    note = note.with(signature).map_err(Error::internal)?;
                    app.db.write(tenant, Keep(kept)).await?;
                }
                Ok(Answer::Seen(size)) => {
                    let says = format!("it has seen {size} entries already");
                    alarm = Some(Alarm { witness: witness.key.name().to_owned(), says });
                }
                Ok(Answer::Contradicted(says)) => {
                    alarm = Some(Alarm { witness: witness.key.name().to_owned(), says });
                }
                Err(error) => {
                    tracing::warn!(witness = witness.key.name(), %error, "a witness did not cosign");
                    self.rest(witness, now);
                }
            }
        }
        Ok((note, alarm))
    }

    async fn ask<'w>(
        &self,
        app: &App,
        tenant: TenantId,
        witness: &'w Witness,
        known: u64,
        note: &Note,
        checkpoint: &Checkpoint,
    ) -> (&'w Witness, Result<Answer>) {
        let (app, owned) = (app.clone(), witness.clone());
        let (note, checkpoint) = (note.clone(), checkpoint.clone());
        let work = move || {
            let answer = send(&app, tenant, &owned, known, &note, &checkpoint)?;
            match answer {
                // It knows another size than we remember: tell it from there, once.
                Answer::Seen(size) if size <= checkpoint.size && size != known => {
                    send(&app, tenant, &owned, size, &note, &checkpoint)
                }
                answer => Ok(answer),
            }
        };
        let answer = tokio::task::spawn_blocking(work).await;
        (witness, answer.unwrap_or_else(|error| Err(Error::internal(error))))
    }

    fn rests(&self, witness: &Witness, now: Timestamp) -> bool {
        let resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that jumped back lets nobody rest for longer.
        let resting = resting.get(witness.key.name());
        resting.is_some_and(|since| (*since..*since + REST).contains(&now))
    }

    fn rest(&self, witness: &Witness, now: Timestamp) {
        let mut resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        resting.insert(witness.key.name().to_owned(), now);
    }
}

fn send(
    app: &App,
    tenant: TenantId,
    witness: &Witness,
    old: u64,
    note: &Note,
    checkpoint: &Checkpoint,
) -> Result<Answer> {
    let folder = app.logs.folder(tenant);
    let fetch = |tile: TileId| folder.tile(&tile.path());
    let mut reader = TileReader::new(checkpoint.size, checkpoint.root, fetch);
    let proof = reader.consistency(old).map_err(Error::internal)?;
    let body = AddCheckpoint { old, proof, checkpoint: note.clone() }.to_string();
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .build()
        .into();
    let url = format!("{}/add-checkpoint", witness.url);
    let mut response = agent.post(&url).send(body).map_err(Error::internal)?;
    let status = response.status().as_u16();
    let text = response.body_mut().with_config().limit(65_536).read_to_string();
    let text = text.map_err(Error::internal)?;
    match status {
        200 => cosignature_of(app, witness, note, &text, checkpoint.size),
        // A size, or two roots of one size.
        409 => match text.trim().parse() {
            Ok(size) => Ok(Answer::Seen(size)),
            Err(_) => Ok(Answer::Contradicted(text.trim().to_owned())),
        },
        422 => Ok(Answer::Contradicted(text.trim().to_owned())),
        other => Err(Error::internal(format!("{other}: {}", text.trim()))),
    }
}

/// The line of `witness` among those that it sent, checked.
fn cosignature_of(
    app: &App,
    witness: &Witness,
    note: &Note,
    lines: &str,
    size: u64,
) -> Result<Answer> {
    let whole: Note = format!("{note}{lines}").parse().map_err(Error::internal)?;
    let seconds = cosignature::verify(&whole, &witness.key).map_err(Error::internal)?;
    let (name, id) = (witness.key.name(), witness.key.id());
    let mine = whole.signatures().iter().find(|line| line.name() == name && line.id() == id);
    let signature = mine.ok_or_else(|| Error::internal("its line is not among those it sent"))?;
    let seconds = i64::try_from(seconds).map_err(Error::internal)?;
    let at = Timestamp::from_second(seconds).map_err(Error::internal)?;
    // A witness whose clock is ahead cannot make its signature look fresh for long.
    let at = at.min(app.db.clock().now());
    let kept = Cosignature { size, witness: name.to_owned(), line: signature.to_string(), at };
    Ok(Answer::Cosigned(signature.clone(), kept))
}

struct Keep(Cosignature);

impl Command for Keep {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        store::keep(tx, &self.0).await
    }
}
