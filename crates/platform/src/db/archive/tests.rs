//! A database that is archived while it is written comes back as it was at the last tick.

use std::path::Path;

use super::*;
use crate::db::migrate::PLATFORM;
use crate::db::{Command, WriteTx, db};
use crate::entropy::Entropy;
use kernel::Clock;
use kernel::fact::TenantId;

struct Add(i64);

impl Command for Add {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        // Large enough that some hundreds fill a log.
        sqlx::query("INSERT INTO subject_key (tenant_id, subject_id, wrapped, created_at) VALUES ($1, $2, $3, $4)")
            .bind(tx.tenant())
            .bind(self.0.to_be_bytes().repeat(2))
            .bind(vec![7u8; 2000])
            .bind(self.0)
            .execute(tx.conn())
            .await
            .map_err(db)?;
        Ok(())
    }
}

async fn open(folder: &Path, archived: bool) -> Db {
    open_at(folder, archived, Clock::manual("2026-11-24T03:40:00Z".parse().unwrap())).await
}

async fn open_at(folder: &Path, archived: bool, clock: Clock) -> Db {
    let url = format!("sqlite://{}?mode=rwc", folder.join("bening.db").display());
    Db::open(&url, &PLATFORM, clock, Entropy::seeded(1), archived).await.unwrap()
}

async fn add(db: &Db, numbers: std::ops::Range<i64>) {
    for number in numbers {
        db.write(TenantId(1), Add(number)).await.unwrap();
    }
}

/// How many came back from `archive`.
async fn back(archive: &Path) -> i64 {
    let folder = tempfile::tempdir().unwrap();
    restore(archive, &folder.path().join("bening.db")).await.unwrap();
    let db = open(folder.path(), false).await;
    let mut tx = db.read(TenantId(1)).await.unwrap();
    let (count,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM subject_key WHERE tenant_id = $1")
        .bind(tx.tenant())
        .fetch_one(tx.conn())
        .await
        .unwrap();
    drop(tx);
    db.close().await;
    count
}

#[tokio::test]
async fn every_commit_until_the_last_tick_comes_back() {
    let (folder, archive) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let db = open(folder.path(), true).await;
    let mut archiver = Archiver::new(db.clone(), archive.path().to_owned()).unwrap();
    add(&db, 0..10).await;
    archiver.step().await.unwrap();
    assert_eq!(back(archive.path()).await, 10, "the whole copy");
    for round in 1..4 {
        add(&db, round * 10..round * 10 + 10).await;
        archiver.step().await.unwrap();
        assert_eq!(back(archive.path()).await, round * 10 + 10, "a piece of the log");
    }
    archiver.empty().await.unwrap();
    add(&db, 40..50).await;
    assert_eq!(back(archive.path()).await, 40, "what came after the tick is the loss");
    archiver.step().await.unwrap();
    assert_eq!(back(archive.path()).await, 50, "the next log");
}

#[tokio::test]
async fn a_log_that_someone_else_emptied_begins_a_new_whole_copy() {
    let (folder, archive) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let db = open(folder.path(), true).await;
    let mut archiver = Archiver::new(db.clone(), archive.path().to_owned()).unwrap();
    add(&db, 0..10).await;
    archiver.step().await.unwrap();
    add(&db, 10..20).await;
    archiver.step().await.unwrap();
    let hold = db.hold().await.unwrap();
    assert!(hold.empty_log().await.unwrap());
    drop(hold);
    add(&db, 20..30).await;
    db.clock().set(db.clock().now() + SignedDuration::from_secs(5));
    archiver.step().await.unwrap();
    assert_eq!(back(archive.path()).await, 30);
    assert_eq!(copies(archive.path()).unwrap().len(), 2);
}

#[tokio::test]
async fn old_whole_copies_go_away_and_a_lost_piece_is_named() {
    let (folder, archive) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let db = open(folder.path(), true).await;
    let mut archiver = Archiver::new(db.clone(), archive.path().to_owned()).unwrap();
    for day in 0..4 {
        add(&db, day * 10..day * 10 + 5).await;
        archiver.step().await.unwrap();
        add(&db, day * 10 + 5..day * 10 + 10).await;
        archiver.step().await.unwrap();
        db.clock().set(db.clock().now() + WHOLE_EVERY);
    }
    let kept = copies(archive.path()).unwrap();
    assert_eq!(kept.len(), KEPT);
    assert_eq!(back(archive.path()).await, 40);
    add(&db, 40..45).await;
    db.clock().set(db.clock().now() - WHOLE_EVERY);
    archiver.step().await.unwrap();
    let mut pieces: Vec<_> =
        std::fs::read_dir(&kept[1]).unwrap().map(|e| e.unwrap().path()).collect();
    pieces.sort();
    std::fs::remove_file(&pieces[1]).unwrap();
    let target = tempfile::tempdir().unwrap();
    let error = restore(archive.path(), &target.path().join("bening.db")).await.unwrap_err();
    assert!(error.to_string().contains("is missing"), "{error}");
}

#[tokio::test]
async fn a_clock_that_jumps_back_hides_no_newer_copy() {
    let (folder, archive) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let clock = Clock::manual("2026-11-24T03:40:00Z".parse().unwrap());
    let db = open_at(folder.path(), true, clock.clone()).await;
    for (round, hours) in [(0, 48), (1, -96), (2, -96), (3, 400)] {
        // A server that was started again knows the copies by their names alone.
        let mut archiver = Archiver::new(db.clone(), archive.path().to_owned()).unwrap();
        add(&db, round * 10..round * 10 + 10).await;
        archiver.step().await.unwrap();
        assert_eq!(back(archive.path()).await, round * 10 + 10, "round {round}");
        clock.set(clock.now() + SignedDuration::from_hours(hours));
    }
}
