//! A ballot from its opening to its result, on every database.

use allocation::vote::{Profile, pabulib, run};
use jiff::SignedDuration;
use kernel::actor::Role;
use kernel::facts::Payload;
use platform::db::db;
use platform::journal::facts_after;
use platform::keys;
use platform::testing::{Answer, Browser, Setup, TestCity, Upload, on_every_database};
use platform::workers::settle;
use uuid::Uuid;

use crate::ballot::counting::{RULE, UTILITY};
use crate::ballot::model::digest;

const TABLE: &str = "id,name,cost\nA,Jalan,400\nB,Atap,300\nC,Taman,500\nD,Posyandu,100\n";
const BALLOT: &str = "/perencana/pilihan/2027";

fn setup() -> Setup {
    Setup { migrations: crate::MIGRATIONS.to_vec(), ..Setup::default() }
}

fn routes() -> axum::Router<platform::App> {
    crate::plan::pages::routes().merge(crate::ballot::pages::routes())
}

/// A planner in front of an open ballot over 700 rupiah, whose last day is the 30th of November.
async fn opened(city: &TestCity) -> Browser {
    let account = city.account("perencana", &[(Role::Planner, "")]).await;
    let mut planner = city.browser(routes());
    planner.enter(&account).await;
    planner.post("/perencana/rencana", &[("tahun", "2027"), ("catatan", "")]).await;
    let file = Upload { field: "tabel", name: "a.csv", media: "text/csv", bytes: TABLE.as_bytes() };
    planner.post_files("/perencana/rencana/2027/kegiatan", &[], &[file]).await;
    assert_eq!(open(&mut planner, "700", "A, B C\nD").await.status, 303);
    planner
}

async fn open(planner: &mut Browser, budget: &str, codes: &str) -> Answer {
    let fields = [
        ("judul", "Pilihan warga 2027"),
        ("anggaran", budget),
        ("hari", "30"),
        ("hari-month", "11"),
        ("hari-year", "2026"),
        ("kegiatan", codes),
    ];
    planner.post(BALLOT, &fields).await
}

/// The newest text to a number.
async fn text_to(city: &TestCity, phone: &str) -> String {
    let international = phone.replacen('0', "+62", 1);
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let rows: Vec<(Vec<u8>, Vec<u8>)> = sqlx::query_as(
        "SELECT key_id, sealed FROM message WHERE tenant_id = $1 ORDER BY message_id DESC",
    )
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await
    .map_err(db)
    .unwrap();
    for (key, sealed) in rows {
        let id = Uuid::from_slice(&key).unwrap();
        let key = keys::find(&mut tx, &city.app.vault, id).await.unwrap().unwrap();
        let letter: serde_json::Value = key.open_json("message", &sealed).unwrap();
        if letter["to"] == international.as_str() {
            return letter["text"].as_str().unwrap().to_owned();
        }
    }
    panic!("no text to {phone}")
}

async fn code_of(city: &TestCity, phone: &str) -> String {
    let text = text_to(city, phone).await;
    let digits = text.split(|c: char| !c.is_ascii_digit());
    digits.into_iter().find(|part| part.len() == 6).unwrap().to_owned()
}

/// A voter in front of the basket.
async fn admitted(city: &TestCity, phone: &str) -> Browser {
    let mut voter = city.browser(routes());
    assert_eq!(voter.post("/pilih", &[("telepon", phone)]).await.status, 200);
    let code = code_of(city, phone).await;
    let fields = [("telepon", phone), ("kode", code.as_str())];
    let answer = voter.post("/pilih/kode", &fields).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/pilih/surat"));
    voter
}

async fn cast(voter: &mut Browser, codes: &[&str]) -> Answer {
    let fields: Vec<(&str, &str)> = codes.iter().map(|code| ("pilih", *code)).collect();
    voter.post("/pilih/kirim", &fields).await
}

/// What stands behind a term of the receipt.
fn behind(page: &str, term: &str) -> String {
    let rest = page.split(&format!("<dt>{term}</dt><dd>")).nth(1).unwrap();
    rest.split('<').next().unwrap().to_owned()
}

async fn clear(city: &TestCity, kind: &str) -> Vec<Payload> {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let facts = facts_after(&mut tx, 0, 10_000).await.unwrap();
    facts.into_iter().filter(|fact| fact.kind == kind).filter_map(|fact| fact.clear).collect()
}

#[tokio::test]
async fn votes_are_cast_checked_and_counted() {
    on_every_database(setup, async |city| {
        let mut planner = opened(city).await;
        let mut first = admitted(city, "081234567801").await;
        let page = first.get("/pilih/surat").await.text();
        let script = ["data-budget=\"700\"", "data-cost=\"400\"", "/basket.js\""];
        for words in [&["Jalan", "Atap", "Taman", "Posyandu", "Rp700"][..], &script].concat() {
            assert!(page.contains(words), "{words}");
        }
        let sum = [("pilih", "A"), ("pilih", "C"), ("aksi", "hitung")];
        let page = first.post("/pilih/surat", &sum).await;
        assert!(page.status == 200 && page.text().contains("Kelebihan"), "{}", page.text());
        assert!(page.text().contains("melebihi uang yang ada sebesar Rp200"), "before it is sent");
        let over = [("pilih", "A"), ("pilih", "C"), ("aksi", "periksa")];
        let refused = first.post("/pilih/surat", &over).await;
        assert!(refused.status == 400 && refused.text().contains("Rp200"), "{}", refused.text());
        let fine = [("pilih", "A"), ("pilih", "B"), ("aksi", "periksa")];
        assert!(first.post("/pilih/surat", &fine).await.text().contains("Kirim suara"));
        assert_eq!(cast(&mut first, &["A", "C"]).await.status, 400, "the server checks as well");
        let receipt = cast(&mut first, &["A", "B"]).await.text();
        let (secret, seen) = (behind(&receipt, "Rahasia Anda"), behind(&receipt, "Sidik suara"));
        let basket = ["A", "B"].map(str::to_owned).into();
        assert_eq!(digest(&secret, &basket), seen);
        assert_eq!(cast(&mut first, &["C"]).await.location(), "/pilih", "once");

        for (phone, codes) in [("081234567802", vec!["A"]), ("081234567803", vec!["C"])] {
            let mut voter = admitted(city, phone).await;
            assert_eq!(cast(&mut voter, &codes).await.status, 200);
        }
        let mut anyone = city.browser(routes());
        let check = format!("/pilih/tanda?sidik={seen}");
        let page = anyone.get(&check).await.text();
        assert!(page.contains("ada di kotak") && !page.contains("Jalan"));
        let other = format!("/pilih/tanda?sidik={}", seen.replace(|_: char| true, "0"));
        assert!(anyone.get(&other).await.text().contains("Tidak ada suara"));
        let received = clear(city, "vote.received").await;
        let digests: Vec<String> = received
            .into_iter()
            .filter_map(|payload| match payload {
                Payload::VoteReceived(received) => Some(received.digest),
                _ => None,
            })
            .collect();
        assert!(digests.len() == 3 && digests.contains(&seen));
        assert!(clear(city, "vote.cast").await.is_empty(), "what was chosen is sealed");

        let early = planner.post(&format!("{BALLOT}/hitung"), &[]).await;
        assert!(early.status == 400 && anyone.get("/pilih/hasil.pb").await.status == 404);
        city.advance(SignedDuration::from_hours(24 * 7));
        assert_eq!(anyone.get("/pilih/surat").await.location(), "/pilih");
        let late = anyone.post("/pilih", &[("telepon", "081234567809")]).await;
        assert!(late.status == 400 && late.text().contains("sudah selesai"));
        let account = city.account("perencana-2", &[(Role::Planner, "")]).await;
        planner.enter(&account).await;
        assert_eq!(planner.post(&format!("{BALLOT}/hitung"), &[]).await.status, 303);
        assert_eq!(planner.post(&format!("{BALLOT}/hitung"), &[]).await.status, 400);

        // Whoever counts the file finds what the page and the ledger say.
        let file = anyone.get("/pilih/hasil.pb").await.text();
        let election = pabulib::read(&file).unwrap();
        let profile = Profile::of(&election, UTILITY).unwrap();
        let chosen = run(&election, &profile, RULE).unwrap().projects();
        let chosen: Vec<String> =
            chosen.into_iter().map(|at| election.projects[at].id.clone()).collect();
        let told = clear(city, "ballot.closed").await;
        let [Payload::BallotClosed(closed)] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!((closed.votes, &closed.chosen), (3, &chosen));
        assert!(chosen.contains(&"A".to_owned()));
        let page = anyone.get("/pilih").await.text();
        assert!(page.contains("3 suara dari 3 nomor") && page.contains("Terpilih ke-1"), "{page}");
        assert!(page.contains("Metode Bagian Sama"));
    })
    .await;
}

#[tokio::test]
async fn one_number_is_let_in_once() {
    on_every_database(setup, async |city| {
        opened(city).await;
        let phone = "081234567801";
        let mut voter = city.browser(routes());
        assert_eq!(voter.post("/pilih", &[("telepon", "0725")]).await.status, 400);
        voter.post("/pilih", &[("telepon", phone)]).await;
        let code = code_of(city, phone).await;
        let wrong = if code == "000000" { "000001" } else { "000000" };
        for _ in 0..5 {
            let fields = [("telepon", phone), ("kode", wrong)];
            assert_eq!(voter.post("/pilih/kode", &fields).await.status, 400);
        }
        let right = [("telepon", phone), ("kode", code.as_str())];
        assert_eq!(voter.post("/pilih/kode", &right).await.status, 400, "tried too often");
        voter.post("/pilih", &[("telepon", phone)]).await;
        let code = code_of(city, phone).await;
        city.advance(SignedDuration::from_mins(16));
        let late = [("telepon", phone), ("kode", code.as_str())];
        assert_eq!(voter.post("/pilih/kode", &late).await.status, 400, "too late");
        let mut voter = admitted(city, phone).await;
        let again = voter.post("/pilih", &[("telepon", phone)]).await;
        assert_eq!(again.status, 200, "the page does not tell whether a number voted");
        assert!(text_to(city, phone).await.contains("sudah dipakai"), "the number itself is told");
        assert_eq!(clear(city, "ballot.voter_admitted").await.len(), 1);

        // Without a token nobody sees the basket, and a made-up one is none.
        let mut other = city.browser(routes());
        assert_eq!(other.get("/pilih/surat").await.location(), "/pilih");
        other.cookies.insert("bening_ballot".to_owned(), "0".repeat(32));
        assert_eq!(cast(&mut other, &["A"]).await.location(), "/pilih");
    })
    .await;
}

#[tokio::test]
async fn a_ballot_is_opened_over_the_plan() {
    let city = TestCity::with(setup()).await;
    let mut planner = opened(&city).await;
    assert_eq!(open(&mut planner, "700", "A B").await.status, 400, "one a year");
    let account = city.account("wali", &[(Role::Mayor, "")]).await;
    let mut mayor = city.browser(routes());
    mayor.enter(&account).await;
    assert_eq!(mayor.get(BALLOT).await.status, 403);
    let empty = TestCity::with(setup()).await;
    let account = empty.account("perencana", &[(Role::Planner, "")]).await;
    let mut planner = empty.browser(routes());
    planner.enter(&account).await;
    planner.post("/perencana/rencana", &[("tahun", "2027"), ("catatan", "")]).await;
    let file = Upload { field: "tabel", name: "a.csv", media: "text/csv", bytes: TABLE.as_bytes() };
    planner.post_files("/perencana/rencana/2027/kegiatan", &[], &[file]).await;
    for (budget, codes, words) in [
        ("700", "A Z", "Kode Z tidak ada"),
        ("700", "A", "Pilih 2 sampai 100"),
        ("700", "A A B", "Pilih 2 sampai 100"),
        ("450", "A C", "Kegiatan C lebih mahal"),
        ("x", "A B", "rupiah bulat"),
    ] {
        let refused = open(&mut planner, budget, codes).await;
        assert!(refused.status == 400 && refused.text().contains(words), "{words}");
    }
}
