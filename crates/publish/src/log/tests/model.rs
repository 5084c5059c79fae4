//! Publishers, crashes and a restored database in the orders that shuttle finds. The decisions are
//! the publisher's own; the model knows what the house stands on: a transaction is atomic, the lock
//! of a folder goes with its process, the claim of a database may be forgotten at any time.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use ledger::Hash;
use ledger::edge::Edge;
use ledger::hash::leaf_hash;
use shuttle::rand::{Rng as _, thread_rng};
use shuttle::sync::{Arc, Mutex, MutexGuard};
use shuttle::thread;

use super::super::decide::{Ground, Refusal, belongs, may_replace, may_write};
use super::super::store::Signed;

const SCHEDULES: usize = 4000;

type Belongs = fn(Option<&Signed>, Option<&Signed>, Option<&Signed>) -> Result<(), Refusal>;

/// What the publisher asks, and whether a locked folder is locked.
#[derive(Clone, Copy)]
struct Rules {
    may_write: fn(&Ground, i64, &Signed) -> bool,
    may_replace: fn(Option<&Signed>, &Signed) -> bool,
    belongs: Belongs,
    locks: bool,
}

const OURS: Rules = Rules { may_write, may_replace, belongs, locks: true };

#[derive(Clone, Default)]
struct Database {
    facts: Vec<u32>,
    ground: Ground,
    rows: BTreeMap<u64, Hash>,
}

#[derive(Default)]
struct Folder {
    locked: Mutex<bool>,
    tiles: Mutex<u64>,
    checkpoint: Mutex<Option<Signed>>,
}

/// Two servers may share a folder, or have one each.
struct World {
    rules: Rules,
    db: Mutex<Database>,
    claim: Mutex<bool>,
    folders: [Folder; 2],
    /// Everything that anyone has ever been shown.
    seen: Mutex<BTreeMap<u64, Hash>>,
    next_fact: Mutex<u32>,
}

fn signed(facts: &[u32]) -> Signed {
    let mut edge = Edge::default();
    facts.iter().for_each(|fact| edge.append(leaf_hash(&fact.to_be_bytes()), |_, _| {}));
    Signed { size: edge.size(), root: edge.root() }
}

/// What is locked, also after another thread has failed: its own words are the ones to hear.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The end of a process, perhaps. Between any two steps.
fn survives(crashes: bool) -> Option<()> {
    (!crashes || thread_rng().gen_ratio(9, 10)).then_some(())
}

impl World {
    fn new(rules: Rules) -> Arc<Self> {
        Arc::new(Self {
            rules,
            db: Mutex::default(),
            claim: Mutex::new(false),
            folders: Default::default(),
            seen: Mutex::default(),
            next_fact: Mutex::new(0),
        })
    }

    fn append_fact(&self) {
        let mut next = held(&self.next_fact);
        *next += 1;
        held(&self.db).facts.push(*next);
    }

    /// One process that publishes from `folder`, from its start to its end.
    fn publisher(&self, folder: usize, crashes: bool) {
        let folder = &self.folders[folder];
        let forgotten = crashes && thread_rng().gen_ratio(1, 3);
        if std::mem::replace(&mut *held(&self.claim), true) && !forgotten {
            return;
        }
        let free = !std::mem::replace(&mut *held(&folder.locked), true);
        if free || !self.rules.locks {
            // None is a crash or a refusal: either way the process is no publisher any more.
            let _ended: Option<()> = self.open_and_follow(folder, crashes);
            *held(&folder.locked) = false;
        }
        *held(&self.claim) = false;
    }

    fn open_and_follow(&self, folder: &Folder, crashes: bool) -> Option<()> {
        let published = *held(&folder.checkpoint);
        let (last, row) = {
            let db = held(&self.db);
            let size = published.map_or(0, |published| published.size);
            (db.ground.last, db.rows.get(&size).map(|root| Signed { size, root: *root }))
        };
        (self.rules.belongs)(published.as_ref(), last.as_ref(), row.as_ref()).ok()?;
        survives(crashes)?;
        let epoch = {
            let mut db = held(&self.db);
            db.ground.epoch += 1;
            db.ground.epoch
        };
        survives(crashes)?;
        let mut facts = Vec::new();
        if let Some(last) = last {
            facts = held(&self.db).facts.get(..last.size as usize)?.to_vec();
            (signed(&facts) == last).then_some(())?;
            self.publish(folder, last, crashes)?;
        }
        for _ in 0..3 {
            let new = held(&self.db).facts.get(facts.len()..).map(<[u32]>::to_vec);
            let Some(new) = new.filter(|new| !new.is_empty()) else { continue };
            facts.extend(new);
            survives(crashes)?;
            self.write_down(epoch, signed(&facts))?;
            survives(crashes)?;
            self.publish(folder, signed(&facts), crashes)?;
        }
        Some(())
    }

    /// One transaction.
    fn write_down(&self, epoch: i64, new: Signed) -> Option<()> {
        let mut db = held(&self.db);
        (self.rules.may_write)(&db.ground, epoch, &new).then_some(())?;
        let last = db.ground.last.map_or(0, |last| last.size);
        assert!(last < new.size, "broken: {} was written down after {last}", new.size);
        db.ground.last = Some(new);
        db.rows.insert(new.size, new.root);
        Some(())
    }

    fn publish(&self, folder: &Folder, new: Signed, crashes: bool) -> Option<()> {
        {
            let mut tiles = held(&folder.tiles);
            *tiles = new.size.max(*tiles);
        }
        survives(crashes)?;
        let there = *held(&folder.checkpoint);
        (self.rules.may_replace)(there.as_ref(), &new).then_some(())?;
        survives(crashes)?;
        let mut checkpoint = held(&folder.checkpoint);
        let before = checkpoint.map_or(0, |before| before.size);
        assert!(before <= new.size, "broken: {} was published after {before}", new.size);
        assert!(*held(&folder.tiles) >= new.size, "broken: published without tiles");
        *checkpoint = Some(new);
        let root = *held(&self.seen).entry(new.size).or_insert(new.root);
        assert!(root == new.root, "broken: two roots of {} entries", new.size);
        Some(())
    }
}

/// Two servers that start three times each, over `folders`, while facts come.
fn begin(world: &Arc<World>, folders: [usize; 2]) -> Vec<thread::JoinHandle<()>> {
    let mut running = Vec::new();
    for folder in folders {
        let world = Arc::clone(world);
        running.push(thread::spawn(move || {
            for _ in 0..3 {
                world.publisher(folder, true);
                thread::yield_now();
            }
        }));
    }
    let world = Arc::clone(world);
    running.push(thread::spawn(move || (0..5).for_each(|_| world.append_fact())));
    running
}

fn end(running: Vec<thread::JoinHandle<()>>) {
    running.into_iter().for_each(|thread| thread.join().unwrap());
}

/// A database, and a folder each or one together.
fn one_database(rules: Rules, folders: [usize; 2]) {
    let world = World::new(rules);
    end(begin(&world, folders));
    // The cause is gone: whoever starts now brings everything into the log.
    world.publisher(folders[0], false);
    let published = held(&world.folders[folders[0]].checkpoint).map(|c| c.size);
    assert_eq!(published, Some(5), "broken: the log does not go on");
}

/// While both work on one folder, the database becomes an older one, and other facts follow.
fn restored(rules: Rules) {
    let world = World::new(rules);
    let running = begin(&world, [0, 0]);
    let backup = held(&world.db).clone();
    (0..thread_rng().gen_range(0..40)).for_each(|_| thread::yield_now());
    *held(&world.db) = backup;
    (0..4).for_each(|_| world.append_fact());
    end(running);
    world.publisher(0, false);
    world.publisher(0, false);
}

fn explore(scenario: impl Fn() + Send + Sync + Clone + 'static) {
    shuttle::check_random(scenario.clone(), SCHEDULES);
    shuttle::check_pct(scenario, SCHEDULES, 3);
}

#[test]
fn two_servers_with_a_folder_each() {
    explore(|| one_database(OURS, [0, 1]));
}

#[test]
fn two_servers_on_one_folder() {
    explore(|| one_database(OURS, [0, 0]));
}

#[test]
fn a_database_that_was_restored_under_them() {
    explore(|| restored(OURS));
}

// The model itself is tried: without one of the things that hold it up, it must break.

#[test]
#[should_panic(expected = "broken: ")]
fn without_asking_the_database_it_breaks() {
    let rules = Rules { may_write: |_, _, _| true, ..OURS };
    explore(move || one_database(rules, [0, 1]));
}

#[test]
#[should_panic(expected = "broken: ")]
fn without_the_lock_it_breaks() {
    let rules = Rules { locks: false, ..OURS };
    explore(move || one_database(rules, [0, 0]));
}

#[test]
#[should_panic(expected = "broken: ")]
fn without_looking_at_what_is_published_it_breaks() {
    let rules = Rules { belongs: |_, _, _| Ok(()), may_replace: |_, _| true, ..OURS };
    explore(move || restored(rules));
}
