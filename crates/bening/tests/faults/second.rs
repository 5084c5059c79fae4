//! A second sequencer started by mistake: one publishes, the other says why not and takes over when
//! the first is gone; two roots of one size never exist.

use std::sync::Arc;

use super::city::{City, postgresql};
use super::load::Load;
use super::support::{Served, copy_all, folder};

const FOLLOWS: &str = "the public log follows the journal";
const WAITS: &str = "another process publishes this log";
const FENCED: &str = "another publisher has taken over";

/// Both serve and take applications; one publishes.
async fn side_by_side(city: &City, first: &Served, second: &Served) {
    let (mut one, mut other) = (city.load(first), city.load(second));
    one.acknowledged(30).await;
    other.acknowledged(30).await;
    one.stop().await;
    other.stop().await;
    // A server that remembers positions which the other one has given meanwhile turns nobody away.
    assert_eq!(city.ledger.refusals(), [], "an application was refused");
    assert!(!second.said.text().contains(FOLLOWS), "both publish");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_the_same_folder() {
    let city = City::on_sqlite();
    let first = city.serve(&[]);
    first.said.wait_for(FOLLOWS);
    let second = city.serve(&[]);
    second.said.wait_for(WAITS);
    side_by_side(&city, &first, &second).await;
    first.kill();
    second.said.wait_for(FOLLOWS);
    city.check(second).await;
}

/// The city's folder once more, without its published log: another machine.
fn another_machine(city: &City) -> (tempfile::TempDir, City) {
    let home = folder();
    copy_all(&city.data, home.path());
    if home.path().join("log").exists() {
        std::fs::remove_dir_all(home.path().join("log")).unwrap();
    }
    let mut other = City::at(home.path(), city.database.clone());
    other.ledger = Arc::clone(&city.ledger);
    (home, other)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_another_folder_with_the_same_database() {
    let Some(server) = postgresql() else { return };
    let city = City::on_postgresql(&server, "second").await;
    let (_home, other) = another_machine(&city);
    let first = city.serve(&[]);
    first.said.wait_for(FOLLOWS);
    let second = other.serve(&[]);
    second.said.wait_for(WAITS);
    side_by_side(&city, &first, &second).await;
    first.kill();
    second.said.wait_for(FOLLOWS);
    other.check(second).await;
}

/// The first stands still so long that the database forgets it, and wakes up when another one has
/// published more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paused_one_is_fenced() {
    let Some(server) = postgresql() else { return };
    let city = City::on_postgresql(&server, "paused").await;
    let (_home, other) = another_machine(&city);
    let first = city.serve(&[]);
    first.said.wait_for(FOLLOWS);
    let mut load = city.load(&first);
    load.acknowledged(20).await;
    load.stop().await;
    city.published(&first).await;
    let before = std::fs::read(city.data.join("log/1/checkpoint")).unwrap();

    first.signal("STOP");
    let held = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' \
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    assert_eq!(city.count(held).await, 1, "one session holds the claim");
    let second = other.serve(&[]);
    second.said.wait_for(FOLLOWS);
    first.signal("CONT");
    let mut load = Load::begin(&city.ledger, &second.url);
    load.acknowledged(20).await;
    load.stop().await;
    first.said.wait_for(FENCED);
    first.said.wait_for(WAITS);
    let after = std::fs::read(city.data.join("log/1/checkpoint")).unwrap();
    assert!(before == after, "the paused one has published over a newer checkpoint");
    first.stop();
    other.check(second).await;
}
