//! The publisher: follows positions, writes the root down, then the tiles, then signs, then
//! publishes, in that order. Whatever stops it, it opens again from what is on disk and in the
//! database and finishes the step it was in; nothing else in the house waits for it.

use std::sync::Arc;

use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use ledger::bundle;
use ledger::checkpoint::Checkpoint;
use ledger::edge::Edge;
use ledger::hash::{Hash, leaf_hash};
use ledger::note::SigningKey;
use ledger::tile::{self, Path, TileId};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::faults::point;
use platform::log::{CHECKPOINT, Folder, Lock, Standing, VKEY};

use super::decide::{Refusal, belongs, may_replace};
use super::store::{self, Signed};
use super::witnesses::{Alarm, Witnesses};

/// Entries of one step, at most. A step is one root and one signature.
pub const STEP: usize = 4096;

/// A publisher that holds the folder, the epoch and the key.
pub struct Publisher {
    app: App,
    tenant: TenantId,
    key: Arc<SigningKey>,
    folder: Folder,
    lock: Arc<Lock>,
    epoch: i64,
    tree: Tree,
}

/// What opening came to.
pub enum Opening {
    /// It may publish.
    Ready(Box<Publisher>),
    /// It may not, for this reason.
    Standing(Standing),
}

/// The log as far as it has been read: the right edge and the entries of the last bundle.
#[derive(Clone, Default)]
struct Tree {
    edge: Edge,
    bundle: Vec<Vec<u8>>,
}

/// Files by name.
type Files = Vec<(String, Vec<u8>)>;

impl Publisher {
    /// Takes folder and epoch, compares the database with what was published and witnessed, and
    /// finishes a step that was cut off.
    ///
    /// # Errors
    /// When database or disk fail; it may be tried again.
    pub async fn open(app: &App, tenant: TenantId, witnesses: &Witnesses) -> Result<Opening> {
        let Some(key) = app.logs.key(tenant)? else {
            return Ok(Opening::Standing(Standing::NoKey));
        };
        let folder = app.logs.folder(tenant);
        let Some(lock) = claim(app, tenant).await? else {
            return Ok(Opening::Standing(Standing::Elsewhere));
        };
        let published = published(app, tenant, &key)?;
        let mut tx = app.db.read(tenant).await?;
        let last = store::last(&mut tx).await?;
        if let Some(refusal) = older(&mut tx, published, last).await? {
            return Ok(Opening::Standing(Standing::Refused(refusal)));
        }
        drop(tx);
        folder.fill_mirror(&lock)?;
        let epoch = app.db.write(tenant, TakeEpoch).await?;
        point("log-after-epoch");
        let mut publisher = Self {
            app: app.clone(),
            tenant,
            key,
            folder,
            lock: Arc::new(lock),
            epoch,
            tree: Tree::default(),
        };
        publisher.name_key().await?;
        let size = published.map_or(0, |published| published.size);
        match publisher.catch_up(size, last, witnesses).await? {
            Some(refusal) => Ok(Opening::Standing(Standing::Refused(refusal))),
            None => Ok(Opening::Ready(Box::new(publisher))),
        }
    }

    /// Publishes what has come since, at most [`STEP`] entries, and says how many.
    ///
    /// # Errors
    /// When database or disk fail, or another publisher has taken over. The publisher must then be
    /// opened anew.
    pub async fn step(&mut self, witnesses: &Witnesses) -> Result<usize> {
        let entries = self.entries(STEP as u64).await?;
        let count = entries.len();
        if count == 0 {
            return Ok(0);
        }
        let mut tree = self.tree.clone();
        let files = tree.grow(entries)?;
        let signed = tree.signed();
        point("log-before-row");
        let command = WriteDown { epoch: self.epoch, signed };
        if !self.app.db.write(self.tenant, command).await? {
            return Err(Error::internal("another publisher has taken over"));
        }
        point("log-after-row");
        self.tree = tree;
        match self.publish(files, witnesses).await? {
            Some(refusal) => Err(Error::internal(refusal)),
            None => Ok(count),
        }
    }

    async fn entries(&self, limit: u64) -> Result<Vec<Vec<u8>>> {
        let mut tx = self.app.db.read(self.tenant).await?;
        store::entries(&mut tx, self.tree.edge.size(), store::number(limit)?).await
    }

    /// Tiles to disk, sign, ask the witnesses, publish. A witness that has seen more than this
    /// database knows is a reason to refuse.
    async fn publish(&self, files: Files, witnesses: &Witnesses) -> Result<Option<String>> {
        let full = full_names(&files);
        self.write(files).await?;
        point("log-after-tiles");
        let signed = self.tree.signed();
        let Signed { size, root } = signed;
        let origin = self.key.name().to_owned();
        let checkpoint = Checkpoint { origin, size, root, extensions: Vec::new() };
        let note = checkpoint.sign(&self.key).map_err(Error::internal)?;
        let note = note.parse().map_err(Error::internal)?;
        let (note, alarm) = witnesses.cosigned(&self.app, self.tenant, note, &checkpoint).await?;
        if let Some(Alarm { witness, says }) = alarm {
            return Ok(Some(format!("witness {witness} at {size} entries: {says}; {RECOVER}")));
        }
        if let Some(newer) = published(&self.app, self.tenant, &self.key)?
            && !may_replace(Some(&newer), &signed)
        {
            return Ok(Some(behind(newer.size, size)));
        }
        point("log-before-publish");
        self.write(vec![(CHECKPOINT.to_owned(), note.to_string().into_bytes())]).await?;
        point("log-after-publish");
        // Not before: until then the published checkpoint is read from the partial ones.
        self.remove_partial(full).await?;
        metrics::gauge!("bening_log_size").set(size as f64);
        Ok(None)
    }

    async fn write(&self, files: Files) -> Result<()> {
        let (folder, lock) = (self.folder.clone(), Arc::clone(&self.lock));
        let work = move || folder.write(&lock, &files);
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
    }

    async fn remove_partial(&self, full: Vec<String>) -> Result<()> {
        let (folder, lock) = (self.folder.clone(), Arc::clone(&self.lock));
        let work = move || full.iter().try_for_each(|name| folder.remove_partial(&lock, name));
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
    }

    /// The verifier's key beside the log.
    async fn name_key(&self) -> Result<()> {
        let vkey = format!("{}\n", self.key.verifier());
        if self.folder.read(VKEY)?.is_some_and(|known| known == vkey.as_bytes()) {
            return Ok(());
        }
        self.write(vec![(VKEY.to_owned(), vkey.into_bytes())]).await
    }

    /// Brings the tree to the last root that was written down, and publishes it if a crash came
    /// between. Files are a cache: when they do not give the published root, all are made anew.
    async fn catch_up(
        &mut self,
        published: u64,
        last: Option<Signed>,
        witnesses: &Witnesses,
    ) -> Result<Option<String>> {
        let Some(last) = last else { return Ok(None) };
        let mut tx = self.app.db.read(self.tenant).await?;
        let known = store::of_size(&mut tx, published).await?;
        drop(tx);
        self.tree = known.and_then(|known| self.read_files(known)).unwrap_or_default();
        let mut files = Files::new();
        while self.tree.edge.size() < last.size {
            let rest = last.size - self.tree.edge.size();
            let entries = self.entries(rest.min(STEP as u64)).await?;
            if entries.is_empty() {
                return Ok(Some(behind(last.size, self.tree.edge.size())));
            }
            self.write(files).await?;
            files = self.tree.grow(entries)?;
        }
        if self.tree.edge.root() != last.root {
            return Ok(Some(forked(last.size)));
        }
        // Also when nothing is new: a witness may have seen more than this database gives.
        self.publish(files, witnesses).await
    }

    /// The tree from the files on disk, if they give the root that was signed.
    fn read_files(&self, known: Signed) -> Option<Tree> {
        let tree = Tree::read(&self.folder, known.size);
        match tree {
            Ok(tree) if tree.edge.root() == known.root => Some(tree),
            Ok(_) => {
                tracing::warn!(size = known.size, "the tiles on disk are not the published ones");
                None
            }
            Err(error) => {
                tracing::warn!(%error, "the tiles on disk cannot be read and are made anew");
                None
            }
        }
    }
}

/// Tiles and bundles that will never change, in whose place partial ones stood.
fn full_names(files: &Files) -> Vec<String> {
    let full = |name: &&String| Path::parse(name).is_ok_and(|path| path.id().is_full());
    files.iter().map(|(name, _)| name).filter(full).cloned().collect()
}

/// What to do, in every refusal.
const RECOVER: &str = "nothing is signed until `bening log recover` has adopted the published log";

fn behind(published: u64, known: u64) -> String {
    format!("the log was signed at {published} entries and this database gives {known}; {RECOVER}")
}

fn forked(size: u64) -> String {
    format!("this database gives another root than the one signed at {size} entries; {RECOVER}")
}

/// How a city's log stands, for `bening doctor`: its size, or why it cannot be signed.
///
/// # Errors
/// When database or disk fail.
pub async fn examine(app: &App, tenant: TenantId) -> Result<std::result::Result<u64, String>> {
    let Some(key) = app.logs.key(tenant)? else {
        return Ok(Err("there is no key; make one with bening log key new".to_owned()));
    };
    let published = published(app, tenant, &key)?;
    let mut tx = app.db.read(tenant).await?;
    let last = store::last(&mut tx).await?;
    let refusal = older(&mut tx, published, last).await?;
    Ok(refusal.map_or(Ok(published.map_or(0, |published| published.size)), Err))
}

/// The right to publish: over the database, so that no second server with a folder of its own
/// takes turns with this one, and over the folder. `None` while another process has either.
pub(super) async fn claim(app: &App, tenant: TenantId) -> Result<Option<Lock>> {
    if !app.db.claim(tenant).await? {
        return Ok(None);
    }
    app.logs.folder(tenant).lock()
}

/// What lies in the folder, under the city's key.
fn published(app: &App, tenant: TenantId, key: &SigningKey) -> Result<Option<Signed>> {
    let published = app.logs.published(tenant, &key.verifier())?;
    Ok(published.map(|p| Signed { size: p.checkpoint.size, root: p.checkpoint.root }))
}

/// Why the database is not the one that published, if it is not.
async fn older(
    tx: &mut platform::db::Tx<'_>,
    published: Option<Signed>,
    last: Option<Signed>,
) -> Result<Option<String>> {
    let Some(published) = published else { return Ok(None) };
    let row = store::of_size(tx, published.size).await?;
    let refusal = belongs(Some(&published), last.as_ref(), row.as_ref()).err();
    Ok(refusal.map(|refusal| match refusal {
        Refusal::Behind { published, known } => behind(published, known),
        Refusal::Forked { size } => forked(size),
    }))
}

impl Tree {
    fn signed(&self) -> Signed {
        Signed { size: self.edge.size(), root: self.edge.root() }
    }

    /// The right edge and the last bundle of a published tree.
    fn read(folder: &Folder, size: u64) -> Result<Self> {
        let edge = Edge::read(size, |id| -> Result<Vec<Hash>> {
            Ok(tile::decode(id, &folder.tile(&id.path())?)?)
        })?;
        let Some(id) = TileId::edge(0, size) else {
            return Ok(Self { edge, bundle: Vec::new() });
        };
        let bytes = folder.tile(&id.bundle_path())?;
        let bundle = bundle::decode(id, &bytes).map_err(Error::internal)?;
        let leaves: Vec<Hash> = bundle.iter().map(|entry| leaf_hash(entry)).collect();
        let held = edge.partial().find(|(id, _)| id.level == 0);
        if held.map_or(&[][..], |(_, hashes)| hashes) != leaves {
            return Err(Error::internal(format!("{} does not match its tile", id.bundle_path())));
        }
        Ok(Self { edge, bundle })
    }

    /// Appends entries and returns every file that changes.
    fn grow(&mut self, entries: Vec<Vec<u8>>) -> Result<Files> {
        let mut files = Files::new();
        for entry in entries {
            let leaf = leaf_hash(&entry);
            self.bundle.push(entry);
            self.edge.append(leaf, |id, hashes| files.push((id.path(), tile::encode(hashes))));
            let size = self.edge.size();
            if size.is_multiple_of(u64::from(tile::WIDTH)) {
                let index = size / u64::from(tile::WIDTH) - 1;
                files.push(self.file(TileId::full(0, index))?);
                self.bundle.clear();
            }
        }
        files.extend(self.edge.partial().map(|(id, hashes)| (id.path(), tile::encode(hashes))));
        if let Some(id) = TileId::edge(0, self.edge.size()) {
            files.push(self.file(id)?);
        }
        Ok(files)
    }

    fn file(&self, id: TileId) -> Result<(String, Vec<u8>)> {
        let bytes = bundle::encode(&self.bundle).map_err(Error::internal)?;
        Ok((id.bundle_path(), bytes))
    }
}

struct TakeEpoch;

impl Command for TakeEpoch {
    type Output = i64;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<i64> {
        store::take_epoch(tx).await
    }
}

struct WriteDown {
    epoch: i64,
    signed: Signed,
}

impl Command for WriteDown {
    type Output = bool;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<bool> {
        store::write_down(tx, self.epoch, &self.signed).await
    }
}
