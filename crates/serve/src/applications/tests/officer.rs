//! The officers' pages: legal order, taking files, sending back, who may see what.

use kernel::actor::{Channel, Role};
use kernel::facts::Payload;
use platform::auth::{Can, Officer};
use platform::journal::facts_after;
use platform::testing::{TestAccount, units};

use super::super::model::State;
use super::super::verbs::StartStep;
use super::super::{queue, store};
use super::office::{NAME, Office, PERMIT, QUICK};

/// Where each of `needles` stands in `text`, in the order of `needles`.
fn places(text: &str, needles: &[&str]) -> Vec<usize> {
    needles.iter().map(|needle| text.find(needle).expect(needle)).collect()
}

#[tokio::test]
async fn the_queue_stands_in_legal_order_and_shows_no_name() {
    let office = Office::open().await;
    let first = office.apply(QUICK, 1990, 1).await;
    let second = office.apply(QUICK, 1991, 2).await;
    let elderly = office.apply(QUICK, 1950, 3).await;
    let page = office.desk().await.get("/petugas").await;
    assert_eq!(page.status, 200);
    let page = page.text();
    let at = places(&page, &[&elderly.number, &first.number, &second.number]);
    assert!(at.is_sorted(), "{at:?}");
    assert!(!page.contains(NAME));
}

#[tokio::test]
async fn next_is_the_head_of_the_queue_and_opening_it_is_a_fact() {
    let office = Office::open().await;
    let young = office.apply(QUICK, 1990, 1).await;
    let elderly = office.apply(QUICK, 1950, 2).await;
    let mut desk = office.desk().await;
    let queue = format!("{}/{QUICK}", units::REGISTRY);
    let taken = desk.post("/petugas/antrean/ambil", &[("queue", &queue)]).await;
    assert_eq!(taken.location(), elderly.file(""));
    assert!(office.openings(&elderly).await.is_empty());
    let page = desk.get(&elderly.file("")).await.text();
    assert!(page.contains(NAME));
    assert!(!page.contains(&super::office::nik(1950, 2)), "the NIK is masked");
    let openings = office.openings(&elderly).await;
    assert_eq!(openings.len(), 1);
    assert_eq!(openings[0].actor, Some(office.officer.user));
    assert_eq!(office.row(&elderly).await.officer, Some(office.officer.user));
    // Before the projection has seen the first pick, the second one still hands out the next file.
    let taken = desk.post("/petugas/antrean/ambil", &[("queue", &queue)]).await;
    assert_eq!(taken.location(), young.file(""));
    let taken = desk.post("/petugas/antrean/ambil", &[("queue", &queue)]).await;
    assert_eq!(taken.location(), format!("/petugas?unit={}", units::REGISTRY));
}

#[tokio::test]
async fn the_whole_nik_is_shown_once_and_noted() {
    let office = Office::open().await;
    let ticket = office.apply(QUICK, 1990, 1).await;
    let mut desk = office.desk().await;
    let nik = super::office::nik(1990, 1);
    assert!(desk.post(&ticket.file("/nik"), &[]).await.text().contains(&nik));
    assert!(!desk.get(&ticket.file("")).await.text().contains(&nik));
    let openings = office.openings(&ticket).await;
    let what: Vec<String> = openings
        .iter()
        .map(|fact| match &fact.payload {
            Some(Payload::PersonOpened(opened)) => opened.what.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(what, ["nik", "file"]);
}

#[tokio::test]
async fn out_of_turn_needs_a_listed_reason_that_becomes_public() {
    let office = Office::open().await;
    let passed = office.apply(QUICK, 1990, 1).await;
    let early = office.apply(QUICK, 1991, 2).await;
    let mut desk = office.desk().await;
    for reason in ["", "a favour"] {
        let refused = desk.post(&early.file("/ambil"), &[("alasan", reason)]).await;
        assert_eq!(refused.status, 400);
        assert!(refused.text().contains("error-summary"));
    }
    assert_eq!(office.row(&early).await.state, State::Queued);
    let taken = desk.post(&early.file("/ambil"), &[("alasan", "medical")]).await;
    assert_eq!(taken.location(), early.file(""));
    office.settle().await;
    let mut tx = office.city.app.db.read(office.city.tenant.id).await.unwrap();
    let facts = facts_after(&mut tx, 0, 1000).await.unwrap();
    let public: Vec<_> = facts
        .iter()
        .filter_map(|fact| match &fact.clear {
            Some(Payload::QueuePicked(picked)) => Some(picked.reason.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(public, [Some("medical".to_owned())]);
    let ticket = office.row(&passed).await.ticket.unwrap();
    let entry = queue::entry(&mut tx, ticket).await.unwrap().unwrap();
    assert_eq!(queue::overtaken_by(&mut tx, &entry).await.unwrap(), ["medical"]);
    assert!(office.kinds(&early).await.contains(&"picked_out_of_turn".to_owned()));
}

#[tokio::test]
async fn other_units_see_nothing_and_strangers_are_sent_to_the_log_in() {
    let office = Office::open().await;
    let ticket = office.apply(QUICK, 1990, 1).await;
    let other = office.another("budi", units::HEALTH).await;
    let mut desk = office.browser(&other).await;
    assert_eq!(desk.get(&ticket.file("")).await.status, 404);
    assert_eq!(desk.post(&ticket.file("/ambil"), &[]).await.status, 404);
    assert_eq!(desk.post(&ticket.file("/nik"), &[]).await.status, 404);
    assert_eq!(desk.get(&format!("/petugas?unit={}", units::REGISTRY)).await.status, 404);
    let queue = format!("{}/{QUICK}", units::REGISTRY);
    assert_eq!(desk.post("/petugas/antrean/ambil", &[("queue", &queue)]).await.status, 404);
    assert!(office.openings(&ticket).await.is_empty());
    for path in ["/petugas", "/petugas/loket", "/petugas/atasan", &ticket.file("")] {
        let answer = office.anyone().get(path).await;
        assert!(answer.location().starts_with("/masuk?ke="), "{path}");
    }
}

#[tokio::test]
async fn a_head_reads_late_files_without_names_of_officers_or_citizens() {
    let office = Office::open().await;
    let ticket = office.apply(QUICK, 1990, 1).await;
    office.desk().await.post(&ticket.file("/ambil"), &[]).await;
    office.at("2026-12-01T10:00:00+07:00");
    let head = office.city.account("kepala", &[(Role::Head, units::REGISTRY)]).await;
    let mut browser = office.browser(&head).await;
    assert_eq!(browser.get("/petugas").await.location(), "/petugas/atasan");
    let page = browser.get("/petugas/atasan").await.text();
    assert!(page.contains(&ticket.number) && page.contains("lewat 4 hari"));
    assert!(!page.contains(NAME) && !page.contains("Pegawai siti"));
    assert_eq!(office.desk().await.get("/petugas/atasan").await.status, 403);
}

#[tokio::test]
async fn sending_back_needs_a_reason_and_a_document() {
    let office = Office::open().await;
    let ticket = office.apply(PERMIT, 1990, 1).await;
    let mut desk = office.desk().await;
    let letter = ("catatan", "Mohon kirim KTP.");
    let send = ticket.file("/kembalikan");
    for fields in [
        vec![letter, ("dokumen", "ktp")],
        vec![letter, ("alasan", "document_missing")],
        vec![letter, ("alasan", "document_missing"), ("dokumen", "passport")],
        vec![("catatan", " "), ("alasan", "document_missing"), ("dokumen", "ktp")],
    ] {
        let refused = desk.post(&send, &fields).await;
        assert_eq!(refused.status, 400, "{fields:?}");
        assert!(refused.text().contains("error-summary"));
    }
    let fields = [letter, ("alasan", "document_missing"), ("dokumen", "ktp")];
    assert_eq!(desk.post(&send, &fields).await.location(), ticket.file(""));
    assert_eq!(office.row(&ticket).await.state, State::Returned);
    let conflict = desk.post(&send, &fields).await;
    assert_eq!(conflict.status, 409);
    assert!(conflict.text().contains("error-summary"));
}

#[tokio::test]
async fn each_button_writes_its_fact_and_no_other() {
    let office = Office::open().await;
    let ticket = office.apply(PERMIT, 1990, 1).await;
    let mut desk = office.desk().await;
    let mut press = async |act: &str, fields: &[(&str, &str)]| {
        let answer = desk.post(&ticket.file(act), fields).await;
        assert_eq!(answer.status, 303, "{act}: {}", answer.text());
        office.settle().await;
    };
    press("/lengkap", &[("dilihat", "ktp")]).await;
    press("/ambil", &[]).await;
    press("/mulai", &[]).await;
    press("/selesai", &[]).await;
    press("/setujui", &[]).await;
    let issued = office.desk().await.post_files(&ticket.file("/terbitkan"), &[], &[]).await;
    assert_eq!(issued.location(), ticket.file(""));
    assert_eq!(office.desk().await.get("/petugas?tab=terbit").await.status, 200);
    let collected = office.desk().await.post(&ticket.file("/serahkan"), &[]).await;
    assert_eq!(collected.location(), ticket.file(""));
    let kinds = office.kinds(&ticket).await;
    assert_eq!(
        kinds,
        [
            "submitted",
            "completed",
            "picked",
            "step_started",
            "step_finished",
            "approved",
            "issued",
            "collected"
        ]
    );
    let row = office.row(&ticket).await;
    assert_eq!((row.state, row.seq), (State::Collected, 8));
    let facts = office.facts(&ticket).await;
    assert!(facts.iter().skip(1).all(|fact| fact.actor == Some(office.officer.user)));
}

#[tokio::test]
async fn a_refusal_needs_a_ground_and_ends_the_file() {
    let office = Office::open().await;
    let ticket = office.apply(QUICK, 1990, 1).await;
    let mut desk = office.desk().await;
    desk.post(&ticket.file("/ambil"), &[]).await;
    let letter = ("surat", "Maaf.");
    assert_eq!(desk.post(&ticket.file("/tolak"), &[letter]).await.status, 400);
    let fields = [letter, ("dasar", "not_resident")];
    assert_eq!(desk.post(&ticket.file("/tolak"), &fields).await.status, 303);
    assert_eq!(office.row(&ticket).await.state, State::Refused);
    assert!(desk.get(&ticket.file("")).await.text().contains("Maaf."));
    assert_eq!(office.row(&ticket).await.channel, Channel::Api);
}

#[tokio::test]
async fn a_product_comes_as_a_file_or_not_at_all() {
    let office = Office::open().await;
    let ticket = office.apply(QUICK, 1990, 1).await;
    let mut desk = office.desk().await;
    desk.post(&ticket.file("/ambil"), &[]).await;
    desk.post(&ticket.file("/setujui"), &[]).await;
    let send = |bytes: &'static [u8]| {
        [platform::testing::Upload {
            field: "produk",
            name: "kk.pdf",
            media: "application/pdf",
            bytes,
        }]
    };
    let wrong = desk.post_files(&ticket.file("/terbitkan"), &[], &send(b"not a picture")).await;
    assert_eq!(wrong.status, 400);
    assert_eq!(office.row(&ticket).await.state, State::Approved);
    let pdf = send(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF");
    assert_eq!(desk.post_files(&ticket.file("/terbitkan"), &[], &pdf).await.status, 303);
    let facts = office.facts(&ticket).await;
    let Some(Payload::Issued(issued)) = &facts.last().unwrap().payload else { panic!() };
    assert!(issued.file.is_some());
}

/// An officer of the health office who also belongs to the registry assesses its file for the health
/// office; one of the health office alone may not even know of it, and nobody speaks for a unit that
/// is not theirs.
#[tokio::test]
async fn a_step_for_another_unit_names_that_unit() {
    let office = Office::open().await;
    let ticket = office.apply(QUICK, 1990, 1).await;
    office.desk().await.post(&ticket.file("/ambil"), &[]).await;
    let both = [(Role::Officer, units::HEALTH), (Role::Officer, units::REGISTRY)];
    let both = office.city.account("dinkes", &both).await;
    let alone = office.city.account("dinkes-2", &[(Role::Officer, units::HEALTH)]).await;
    let (app, tenant) = (&office.city.app, office.city.tenant.id);
    let id = office.row(&ticket).await.id;
    let start = async |account: &TestAccount, unit: Option<&str>| {
        let mut tx = app.db.read(tenant).await.unwrap();
        let officer = Can::<Officer>::load(&mut tx, &app.vault, account.user).await.unwrap();
        drop(tx);
        let (app, unit) = (app.clone(), unit.map(str::to_owned));
        let step = StartStep { app: app.clone(), id, officer, step: "assess".to_owned(), unit };
        app.db.write(tenant, step).await
    };
    assert!(start(&alone, Some(units::HEALTH)).await.is_err());
    assert!(start(&both, Some(units::ONE_STOP)).await.is_err());
    start(&both, Some(units::HEALTH)).await.unwrap();
    start(&both, None).await.unwrap();
    office.settle().await;
    let mut tx = app.db.read(tenant).await.unwrap();
    let mut of = async |code: &str| store::unit_id(&mut tx, code).await.unwrap();
    let (health, registry) = (of(units::HEALTH).await, of(units::REGISTRY).await);
    let recorded: Vec<(Vec<u8>,)> =
        sqlx::query_as("SELECT unit_id FROM fact WHERE tenant_id = $1 AND kind = $2 ORDER BY seq")
            .bind(tx.tenant())
            .bind("application.step_started")
            .fetch_all(tx.conn())
            .await
            .unwrap();
    assert_eq!(recorded, [(health.to_vec(),), (registry.to_vec(),)]);
}
