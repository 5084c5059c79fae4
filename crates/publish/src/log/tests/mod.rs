//! The publisher against a real journal, on SQLite and on PostgreSQL.

mod model;
mod pages;

use std::path::Path;

use jiff::SignedDuration;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::queue::Entered;
use kernel::id::CommandId;
use ledger::note::{KeyType, SigningKey};
use ledger::verify::{Verifier, Want, Wants, check};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::journal::Seal;
use platform::keys;
use platform::log::{CHECKPOINT, Logs, Standing};
use platform::testing::{Setup, TestCity, on_every_database};
use uuid::Uuid;

use super::*;

fn setup() -> Setup {
    Setup { migrations: crate::MIGRATIONS.to_vec(), ..Setup::default() }
}

/// A city whose log has a key.
fn give_key(city: &TestCity) {
    let key = SigningKey::new("metro.test/log", KeyType::Ed25519, [9; 32]).unwrap();
    let file = city.app.logs.key_file(city.tenant.id);
    std::fs::write(file, key.to_text().as_bytes()).unwrap();
}

/// One clear fact for each number.
struct Act(std::ops::Range<u128>);

impl Command for Act {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        for id in self.0.clone().map(Uuid::from_u128) {
            let now = tx.now();
            let command = CommandId::new(now, tx.rng());
            let payload = Payload::QueueEntered(Entered {
                v: 1,
                queue: "DISDUKCAPIL/KTP".to_owned(),
                ticket: id.to_string(),
                priority: 1,
            });
            let fact = NewFact {
                subject: Subject { kind: SubjectKind::QueueEntry, id },
                command,
                occurred_at: now,
                actor: Actor::system(),
                clocks: Vec::new(),
                payload,
            };
            tx.append(&fact, 1, Seal::Clear).await?;
        }
        Ok(())
    }
}

async fn act(city: &TestCity, from: u128, to: u128) {
    for number in from..to {
        city.app.db.write(city.tenant.id, Act(number..number + 1)).await.unwrap();
    }
    platform::workers::settle(&city.app, city.tenant.id).await.unwrap();
}

async fn publish(city: &TestCity) -> Standing {
    publish_all(&city.app, city.tenant.id, &Witnesses::default()).await.unwrap()
}

/// The published log, checked entry by entry; its size.
fn checked(app: &App, city: &TestCity) -> u64 {
    let tenant = city.tenant.id;
    let key = app.logs.key(tenant).unwrap().unwrap().verifier();
    let Some(published) = app.logs.published(tenant, &key).unwrap() else { return 0 };
    let folder = app.logs.folder(tenant);
    let (size, root) = (published.checkpoint.size, published.checkpoint.root);
    let mut verifier = Verifier::new(size, root);
    for want in Wants::new(size) {
        match want {
            Want::Leaves(id) => {
                let bundle = folder.tile(&id.bundle_path()).unwrap();
                let tile = folder.tile(&id.path()).unwrap();
                verifier.leaves(check(id, &bundle, &tile).unwrap()).unwrap();
            }
            Want::Tile(id) => verifier.tile(id, &folder.tile(&id.path()).unwrap()).unwrap(),
        }
    }
    verifier.finish().unwrap();
    size
}

#[tokio::test]
async fn every_position_becomes_an_entry_and_a_full_tile_replaces_partial_ones() {
    on_every_database(setup, async |city| {
        assert_eq!(publish(city).await, Standing::NoKey);
        give_key(city);
        for (from, to) in [(0, 1), (1, 2), (2, 255), (255, 256), (256, 300)] {
            act(city, from, to).await;
            assert_eq!(publish(city).await, Standing::Publishing);
            assert_eq!(u128::from(checked(&city.app, city)), to);
        }
        let folder = city.app.logs.folder(city.tenant.id);
        assert_eq!(folder.read("tile/0/000.p/255").unwrap(), None, "the full tile replaced it");
        assert!(folder.read("tile/0/000").unwrap().is_some());
        assert_eq!(publish(city).await, Standing::Publishing, "nothing new is no fault");
        assert_eq!(checked(&city.app, city), 300);
    })
    .await;
}

#[tokio::test]
async fn files_are_a_cache_that_is_made_anew() {
    on_every_database(setup, async |city| {
        give_key(city);
        act(city, 0, 300).await;
        publish(city).await;
        let root = city.app.logs.folder(city.tenant.id).path().to_owned();
        let before = std::fs::read(root.join(CHECKPOINT)).unwrap();
        std::fs::remove_dir_all(root.join("tile")).unwrap();
        assert_eq!(publish(city).await, Standing::Publishing);
        assert_eq!(checked(&city.app, city), 300);
        assert_eq!(std::fs::read(root.join(CHECKPOINT)).unwrap(), before, "the same root");
        std::fs::write(root.join("tile/0/001.p/44"), vec![0; 44 * 32]).unwrap();
        act(city, 300, 301).await;
        publish(city).await;
        assert_eq!(checked(&city.app, city), 301, "a spoilt tile is noticed and made anew");
    })
    .await;
}

#[tokio::test]
async fn an_older_copy_of_the_files_is_filled_up() {
    // Several steps behind: every step's tiles must come, not those of the last one alone.
    let city = TestCity::with(setup()).await;
    give_key(&city);
    act(&city, 0, 10).await;
    publish(&city).await;
    let root = city.app.logs.folder(city.tenant.id).path().to_owned();
    let old = tempfile::tempdir().unwrap();
    copy(&root, old.path());
    let many = 2 * publisher::STEP as u128 + 500;
    city.app.db.write(city.tenant.id, Act(10..many)).await.unwrap();
    platform::workers::settle(&city.app, city.tenant.id).await.unwrap();
    publish(&city).await;
    std::fs::remove_dir_all(&root).unwrap();
    copy(old.path(), &root);
    assert_eq!(publish(&city).await, Standing::Publishing);
    assert_eq!(u128::from(checked(&city.app, &city)), many);
    city.close().await;
}

#[tokio::test]
async fn what_is_published_can_be_read_until_more_is() {
    // The partial tiles of the published checkpoint stay until another checkpoint stands there.
    let city = TestCity::with(setup()).await;
    give_key(&city);
    act(&city, 0, 200).await;
    publish(&city).await;
    let folder = city.app.logs.folder(city.tenant.id);
    let published = folder.read(CHECKPOINT).unwrap().unwrap();
    act(&city, 200, 300).await;
    // A folder in the place of the unfinished checkpoint: the disk refuses that file alone.
    std::fs::create_dir(folder.path().join("checkpoint.unfinished")).unwrap();
    let refused = publish_all(&city.app, city.tenant.id, &Witnesses::default()).await;
    assert!(refused.is_err(), "it cannot publish");
    assert_eq!(folder.read(CHECKPOINT).unwrap().unwrap(), published);
    assert_eq!(checked(&city.app, &city), 200);
    std::fs::remove_dir(folder.path().join("checkpoint.unfinished")).unwrap();
    assert_eq!(publish(&city).await, Standing::Publishing);
    assert_eq!(checked(&city.app, &city), 300);
    city.close().await;
}

#[tokio::test]
async fn an_erased_person_leaves_the_same_leaf() {
    on_every_database(setup, async |city| {
        give_key(city);
        act(city, 0, 3).await;
        let (app, tenant) = (&city.app, city.tenant.id);
        let subject = Uuid::from_u128(77);
        app.db.write(tenant, Secret(app.clone(), subject)).await.unwrap();
        platform::workers::settle(app, tenant).await.unwrap();
        publish(city).await;
        let mut tx = app.db.read(tenant).await.unwrap();
        let before = entries(&mut tx, 0, 10).await.unwrap();
        drop(tx);
        app.db.write(tenant, Erase(subject)).await.unwrap();
        let mut tx = app.db.read(tenant).await.unwrap();
        assert_eq!(entries(&mut tx, 0, 10).await.unwrap(), before);
        let text = String::from_utf8(before[3].clone()).unwrap();
        assert!(!text.contains("kind") && !text.contains("user"), "{text}");
    })
    .await;
}

/// A sealed fact.
struct Secret(App, Uuid);

impl Command for Secret {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let key = keys::create(tx, &self.0.vault, self.1).await?;
        let now = tx.now();
        let command = CommandId::new(now, tx.rng());
        let (v, purpose, what) = (1, "work".to_owned(), "file".to_owned());
        let payload = Payload::PersonOpened(kernel::facts::people::Opened { v, purpose, what });
        let subject = Subject { kind: SubjectKind::Access, id: self.1 };
        let (actor, clocks) = (Actor::system(), Vec::new());
        let fact = NewFact { subject, command, occurred_at: now, actor, clocks, payload };
        tx.append(&fact, 1, Seal::Under(&key)).await?;
        Ok(())
    }
}

struct Erase(Uuid);

impl Command for Erase {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        keys::erase(tx, self.0).await
    }
}

#[tokio::test]
async fn a_second_publisher_waits_and_an_old_one_is_fenced() {
    on_every_database(setup, async |city| {
        give_key(city);
        act(city, 0, 5).await;
        let (app, tenant, none) = (&city.app, city.tenant.id, Witnesses::default());
        let Opening::Ready(mut first) = Publisher::open(app, tenant, &none).await.unwrap() else {
            panic!("the first may publish")
        };
        first.step(&none).await.unwrap();
        assert_eq!(publish(city).await, Standing::Elsewhere, "the folder is taken");

        // The same database from another machine, whose folder is another.
        let elsewhere = tempfile::tempdir().unwrap();
        let key = std::fs::read(app.logs.key_file(tenant)).unwrap();
        let logs = Logs::new(elsewhere.path().to_owned(), None);
        std::fs::write(logs.key_file(tenant), key).unwrap();
        let second = city.with_logs(logs);
        let opened = Publisher::open(&second, tenant, &none).await.unwrap();
        let Opening::Ready(mut second) = opened else { panic!("a new folder is free") };
        act(city, 5, 6).await;
        assert!(first.step(&none).await.is_err(), "the first has lost its epoch");
        assert_eq!(checked(app, city), 5, "and has published nothing more");
        second.step(&none).await.unwrap();
        let mut tx = app.db.read(tenant).await.unwrap();
        assert_eq!(last(&mut tx).await.unwrap().unwrap().size, 6);
    })
    .await;
}

#[tokio::test]
async fn an_old_backup_is_refused_and_recovered_in_the_open() {
    on_every_database(setup, async |city| {
        give_key(city);
        act(city, 0, 300).await;
        publish(city).await;
        let root = city.app.logs.folder(city.tenant.id).path().to_owned();
        // Another database that has seen the first 290 alone, as an old backup would have.
        let old = TestCity::with(setup()).await;
        copy(&root, old.app.logs.folder(old.tenant.id).path());
        give_key(&old);
        act(&old, 0, 290).await;
        let Standing::Refused(why) = publish(&old).await else { panic!("it must refuse") };
        assert!(why.contains("300") && why.contains("bening log recover"), "{why}");
        act(&old, 1000, 1003).await;
        assert!(matches!(publish(&old).await, Standing::Refused(_)), "new facts change nothing");

        let done = recover(&old.app, old.tenant.id).await.unwrap().unwrap();
        // The entries differ by their random bits, so all of them are lost in this test.
        assert_eq!((done.to, done.from + done.moved), (300, 294));
        assert_eq!(publish(&old).await, Standing::Publishing);
        assert_eq!(checked(&old.app, &old), 300 + u64::try_from(done.moved).unwrap() + 1);
        assert_eq!(recover(&old.app, old.tenant.id).await.unwrap(), None, "nothing is left to do");
        old.close().await;
    })
    .await;
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[tokio::test]
async fn time_that_jumps_changes_no_root() {
    on_every_database(setup, async |city| {
        give_key(city);
        act(city, 0, 3).await;
        publish(city).await;
        city.advance(SignedDuration::from_hours(-48));
        act(city, 3, 6).await;
        assert_eq!(publish(city).await, Standing::Publishing);
        city.advance(SignedDuration::from_hours(24 * 400));
        act(city, 6, 9).await;
        // Between the row and its files as well.
        city.advance(SignedDuration::from_hours(-24 * 800));
        publish(city).await;
        assert_eq!(checked(&city.app, city), 9);
        for index in 0..9 {
            let proof = city.app.logs.prove(city.tenant.id, index).unwrap();
            assert!(proof.is_some(), "entry {index} can be proved whatever the clock says");
        }
    })
    .await;
}

#[tokio::test]
async fn a_new_key_goes_on_with_the_same_tree_and_both_are_public() {
    on_every_database(setup, async |city| {
        give_key(city);
        act(city, 0, 10).await;
        publish(city).await;
        let (app, tenant) = (&city.app, city.tenant.id);
        let old = app.logs.key(tenant).unwrap().unwrap();
        let new = SigningKey::new("metro.test/log", KeyType::Ed25519, [8; 32]).unwrap();
        let lock = app.logs.folder(tenant).lock().unwrap().unwrap();
        sign_again(app, tenant, &lock, &old, &new).unwrap();
        drop(lock);
        let revoked = Some((old.verifier().to_string(), "putar tahunan".to_owned()));
        let vkey = new.verifier().to_string();
        name_key(app, tenant, KeyChange { revoked, vkey: vkey.clone() }).await.unwrap();
        std::fs::write(app.logs.key_file(tenant), new.to_text().as_bytes()).unwrap();
        platform::workers::settle(app, tenant).await.unwrap();

        // A server that starts again reads the new key.
        let folder = app.logs.key_file(tenant).parent().unwrap().to_owned();
        let again = city.with_logs(Logs::new(folder, None));
        let none = Witnesses::default();
        assert_eq!(publish_all(&again, tenant, &none).await.unwrap(), Standing::Publishing);
        assert_eq!(checked(&again, city), 12);
        assert!(again.logs.published(tenant, &old.verifier()).is_err(), "the old one is over");
        let mut tx = again.db.read(tenant).await.unwrap();
        let last: Vec<String> = entries(&mut tx, 10, 2)
            .await
            .unwrap()
            .into_iter()
            .map(|entry| String::from_utf8(entry).unwrap())
            .collect();
        assert!(last[0].contains("key.revoked") && last[0].contains("putar tahunan"), "{last:?}");
        assert!(last[1].contains("key.published") && last[1].contains(&vkey), "{last:?}");
    })
    .await;
}
