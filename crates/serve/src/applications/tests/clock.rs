//! Deadlines: the clock stands still with the citizen, a file nobody checks is complete, a missed
//! promise goes to the superior once, and projections can be rebuilt.

use jiff::Timestamp;
use kernel::actor::Role;
use kernel::error::Result;
use kernel::fact::ClockOp;
use kernel::facts::Payload;
use kernel::facts::application::{Completion, HandedInBy};
use kernel::id::ApplicationId;
use platform::db::{Command, WriteTx};
use platform::jobs::{JobHandler, enqueue, run_ready};
use platform::keys;
use platform::testing::units;
use std::sync::Arc;

use super::super::messages::{Missed, TELL_SUPERIOR};
use super::super::model::State;
use super::super::superior::TellSuperior;
use super::office::{Office, PERMIT, QUICK, Ticket};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A permit that is complete and taken on Tuesday 24 November, 10:40.
pub(super) async fn taken(office: &Office) -> Ticket {
    let ticket = office.apply(PERMIT, 1990, 1).await;
    let mut desk = office.desk().await;
    desk.post(&ticket.file("/lengkap"), &[("dilihat", "ktp")]).await;
    office.settle().await;
    assert_eq!(desk.post(&ticket.file("/ambil"), &[]).await.status, 303);
    ticket
}

#[tokio::test]
async fn the_clock_stands_still_with_the_citizen() {
    let office = Office::open().await;
    let ticket = taken(&office).await;
    // Three working days after Tuesday: Friday.
    assert_eq!(office.row(&ticket).await.due_at, Some(at("2026-11-27T15:00:00+07:00")));
    office.at("2026-11-25T09:00:00+07:00");
    let mut desk = office.desk().await;
    let fields =
        [("alasan", "document_unreadable"), ("dokumen", "ktp"), ("catatan", "Mohon foto lagi.")];
    assert_eq!(desk.post(&ticket.file("/kembalikan"), &fields).await.status, 303);
    assert_eq!(office.row(&ticket).await.due_at, None);
    office.at("2026-11-29T10:00:00+07:00");
    office.lapse().await;
    assert_eq!(office.row(&ticket).await.missed_at, None);
    office.at("2026-11-30T10:00:00+07:00");
    let path = format!("/petugas/loket/lengkapi?nomor={}", ticket.compact());
    let mut desk = office.desk().await;
    assert!(desk.get(&path).await.text().contains("d-ktp"));
    assert_eq!(
        desk.post_files(&path, &[("d-ktp", "seen"), ("pembawa", "self")], &[]).await.status,
        303
    );
    let row = office.row(&ticket).await;
    // No closing passed before the pause; Monday, Tuesday and Wednesday use the three days up.
    assert_eq!(row.due_at, Some(at("2026-12-02T15:00:00+07:00")));
    assert_eq!(row.state, State::InProgress);
    let kinds = office.kinds(&ticket).await;
    assert_eq!(kinds, ["submitted", "completed", "picked", "returned", "supplemented"]);
    let came = office.facts(&ticket).await.pop().unwrap();
    let Some(Payload::Supplemented(payload)) = came.payload else { panic!("{came:?}") };
    assert_eq!((payload.v, payload.by), (2, Some(HandedInBy::Oneself)));
    let measured = came.clocks.iter().filter(|moved| moved.op == ClockOp::Measure);
    let rules: Vec<&str> = measured.map(|moved| moved.rule.as_str()).collect();
    assert_eq!(rules, ["brought/self"], "once, beside the promise that runs again");
}

#[tokio::test]
async fn a_file_that_nobody_checks_counts_as_complete() {
    let office = Office::open().await;
    let ticket = office.apply(PERMIT, 1990, 1).await;
    assert_eq!(office.row(&ticket).await.state, State::Submitted);
    office.lapse().await;
    assert_eq!(office.row(&ticket).await.state, State::Submitted, "not yet");
    office.at("2026-11-26T09:00:00+07:00");
    office.lapse().await;
    office.lapse().await;
    let row = office.row(&ticket).await;
    assert_eq!(row.state, State::Queued);
    assert_eq!(row.due_at, Some(at("2026-12-01T15:00:00+07:00")));
    let facts = office.facts(&ticket).await;
    let Some(Payload::Completed(completed)) = &facts.last().unwrap().payload else { panic!() };
    assert_eq!((completed.how, facts.len()), (Completion::Deemed, 2));
}

#[tokio::test]
async fn only_services_that_say_so_are_deemed_granted() {
    let office = Office::open().await;
    let registry = office.apply(QUICK, 1990, 2).await;
    let permit = taken(&office).await;
    office.at("2026-12-01T09:00:00+07:00");
    office.lapse().await;
    office.lapse().await;
    let (registry_row, permit_row) = (office.row(&registry).await, office.row(&permit).await);
    assert!(registry_row.missed_at.is_some() && registry_row.deemed_at.is_none());
    assert!(permit_row.missed_at.is_some() && permit_row.deemed_at.is_some());
    assert_eq!(office.kinds(&registry).await.last().unwrap(), "deadline_missed");
    assert_eq!(office.kinds(&permit).await.last().unwrap(), "deemed_granted");
}

#[tokio::test]
async fn a_system_clock_that_jumps_misses_a_promise_once() {
    let office = Office::open().await;
    let ticket = office.apply(QUICK, 1990, 1).await;
    office.at("2026-12-01T09:00:00+07:00");
    office.lapse().await;
    let missed = office.row(&ticket).await.missed_at;
    assert!(missed.is_some());
    for (year, jump) in [(1991, "2026-11-20"), (1992, "2026-12-08"), (1993, "2026-11-23")] {
        office.at(&format!("{jump}T09:00:00+07:00"));
        office.apply(QUICK, year, 1).await;
        office.lapse().await;
    }
    assert_eq!(office.row(&ticket).await.missed_at, missed);
    let kinds = office.kinds(&ticket).await;
    assert_eq!(kinds.iter().filter(|kind| *kind == "deadline_missed").count(), 1, "{kinds:?}");
}

#[tokio::test]
async fn a_system_clock_that_jumps_takes_no_day_from_anyone() {
    let office = Office::open().await;
    let ticket = taken(&office).await;
    // Returned before it was taken, if one believes the clock.
    office.at("2026-11-23T09:00:00+07:00");
    let mut desk = office.desk().await;
    let fields =
        [("alasan", "document_unreadable"), ("dokumen", "ktp"), ("catatan", "Mohon foto lagi.")];
    assert_eq!(desk.post(&ticket.file("/kembalikan"), &fields).await.status, 303);
    office.at("2026-11-30T10:00:00+07:00");
    let path = format!("/petugas/loket/lengkapi?nomor={}", ticket.compact());
    let mut desk = office.desk().await;
    assert_eq!(
        desk.post_files(&path, &[("d-ktp", "seen"), ("pembawa", "self")], &[]).await.status,
        303
    );
    // All three working days are left.
    assert_eq!(office.row(&ticket).await.due_at, Some(at("2026-12-02T15:00:00+07:00")));
}

/// A second job for the same file, as after a crash between the work and its note.
struct Again(ApplicationId);

impl Command for Again {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let now = tx.now();
        enqueue(tx, TELL_SUPERIOR, &Missed { application: self.0 }, now).await.map(|_| ())
    }
}

async fn mails(office: &Office) -> i64 {
    let mut tx = office.city.app.db.read(office.city.tenant.id).await.unwrap();
    let (count,): (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM message WHERE tenant_id = $1 AND channel = 'mail'")
            .bind(tx.tenant())
            .fetch_one(tx.conn())
            .await
            .unwrap();
    count
}

#[tokio::test]
async fn the_superior_is_told_once() {
    let office = Office::open().await;
    office.with_mail("kepala", Role::Head, units::REGISTRY).await;
    office.with_mail("inspektur", Role::Inspector, "").await;
    office.with_mail("kepala.lain", Role::Head, units::HEALTH).await;
    let ticket = office.apply(QUICK, 1990, 1).await;
    office.at("2026-12-01T09:00:00+07:00");
    office.lapse().await;
    office.lapse().await;
    let handlers: [Arc<dyn JobHandler>; 1] = [Arc::new(TellSuperior)];
    let (app, tenant) = (&office.city.app, office.city.tenant.id);
    assert!(run_ready(app, tenant, &handlers).await.unwrap() > 0);
    assert_eq!(mails(&office).await, 2, "the head and the inspector");
    app.db.write(tenant, Again(office.row(&ticket).await.id)).await.unwrap();
    assert!(run_ready(app, tenant, &handlers).await.unwrap() > 0);
    assert_eq!(mails(&office).await, 2);
}

#[tokio::test]
async fn without_a_head_the_unit_above_is_told() {
    let office = Office::open().await;
    office.with_mail("walikota", Role::Head, "").await;
    office.apply(QUICK, 1990, 1).await;
    office.at("2026-12-01T09:00:00+07:00");
    office.lapse().await;
    let handlers: [Arc<dyn JobHandler>; 1] = [Arc::new(TellSuperior)];
    run_ready(&office.city.app, office.city.tenant.id, &handlers).await.unwrap();
    assert_eq!(mails(&office).await, 1);
}

/// Every row of every projection, as text.
async fn projected(office: &Office) -> Vec<String> {
    type Entry = (Vec<u8>, String, i64, i64, Option<i64>);
    type ClockRow = (Vec<u8>, String, Option<i64>, Option<i64>, Option<i64>, String);
    let mut tx = office.city.app.db.read(office.city.tenant.id).await.unwrap();
    let tenant = tx.tenant();
    let entries: Vec<Entry> = sqlx::query_as(
        "SELECT ticket, queue, priority, position, picked_position FROM queue_entry \
         WHERE tenant_id = $1 ORDER BY ticket",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await
    .unwrap();
    let waiting: Vec<(String, i64, i64, Vec<u8>)> = sqlx::query_as(
        "SELECT queue, priority, position, ticket FROM queue_waiting \
         WHERE tenant_id = $1 ORDER BY queue, priority, position",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await
    .unwrap();
    let overtaking: Vec<(String, i64, i64, i64, String)> = sqlx::query_as(
        "SELECT queue, picked_position, priority, position, reason FROM queue_overtaking \
         WHERE tenant_id = $1 ORDER BY queue, picked_position",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await
    .unwrap();
    let practice: Vec<(String, String, i64, i64)> = sqlx::query_as(
        "SELECT service, month, finished, on_time FROM practice \
         WHERE tenant_id = $1 ORDER BY service, month",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await
    .unwrap();
    let clocks: Vec<ClockRow> = sqlx::query_as(
        "SELECT clock_id, state, due_at, ended_at, lapsed_at, reason FROM clock \
         WHERE tenant_id = $1 ORDER BY clock_id",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await
    .unwrap();
    let counts = [entries.len(), waiting.len(), overtaking.len(), practice.len(), clocks.len()];
    assert!(counts.iter().all(|count| *count > 0), "each table has rows: {counts:?}");
    vec![
        format!("{entries:?}"),
        format!("{waiting:?}"),
        format!("{overtaking:?}"),
        format!("{practice:?}"),
        format!("{clocks:?}"),
    ]
}

struct Erase(ApplicationId);

impl Command for Erase {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        keys::erase(tx, self.0.uuid()).await
    }
}

#[tokio::test]
async fn projections_are_rebuilt_to_the_same_rows_even_after_an_erasure() {
    let office = Office::open().await;
    let waits = office.apply(QUICK, 1990, 1).await;
    let early = office.apply(QUICK, 1991, 2).await;
    let mut desk = office.desk().await;
    desk.post(&early.file("/ambil"), &[("alasan", "court_date")]).await;
    desk.post(&early.file("/setujui"), &[]).await;
    desk.post_files(&early.file("/terbitkan"), &[], &[]).await;
    let returned = taken(&office).await;
    let fields = [("alasan", "document_missing"), ("dokumen", "ktp"), ("catatan", "Mohon KTP.")];
    desk.post(&returned.file("/kembalikan"), &fields).await;
    office.settle().await;
    let before = projected(&office).await;
    let (app, tenant) = (&office.city.app, office.city.tenant.id);
    for erased in [&waits, &early] {
        app.db.write(tenant, Erase(office.row(erased).await.id)).await.unwrap();
    }
    for name in ["queue", "practice", "clocks"] {
        app.readers.drop_rows(&app.db, tenant, name).await.unwrap();
    }
    office.settle().await;
    assert_eq!(projected(&office).await, before);
}
