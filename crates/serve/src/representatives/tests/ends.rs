//! A mandate whose last day is over, a giver without a phone who takes it back, and two applications
//! that come in at the same moment.

use jiff::civil::date;
use kernel::error::{Kind, Result};
use kernel::id::{ApplicationId, MandateId};
use kernel::service::Applicant;
use platform::db::{Command, WriteTx};
use platform::testing::{Setup, TestCity, on_every_database, units};
use platform::vault::Lookup;
use serde_json::json;

use super::super::model::State as Stands;
use super::super::store::{self, Row};
use super::super::verbs::{Expire, allowed, expire};
use super::counter::typed_in;
use super::support::{Given, body, confirm, give, kinds, mandate, phone, texts_to};
use crate::applications::model::{Details, State};
use crate::applications::tests::office::{Office, Ticket, nik};
use crate::applications::verbs::File;

async fn ended(office: &Office) -> usize {
    let done = expire(&office.city.app, office.city.tenant.id).await.unwrap();
    office.settle().await;
    done
}

/// What the receiver sees with their secret.
async fn receivers_page(office: &Office, given: &Given) -> String {
    let base = format!("/lacak/{}", given.ticket.number);
    let mut receiver = office.anyone();
    let sent = receiver.post(&format!("{base}/buka"), &[("kode", &given.ticket.secret)]).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    assert_eq!(receiver.get(&format!("{base}/tarik")).await.location(), base);
    receiver.get(&base).await.text()
}

/// What a file says to who types this code; none when it opens nothing.
async fn opened(office: &Office, ticket: &Ticket, secret: &str) -> Option<String> {
    let base = format!("/lacak/{}", ticket.number);
    let mut browser = office.anyone();
    let sent = browser.post(&format!("{base}/buka"), &[("kode", secret)]).await;
    if sent.status != 303 {
        return None;
    }
    Some(browser.get(&base).await.text())
}

/// The command decides by itself: whoever lists too much ends nothing too early, and nothing that is over.
#[tokio::test]
async fn a_mandate_that_holds_and_a_file_that_ended_are_left_alone() {
    let office = Office::open().await;
    let given = until_monday(&office, 1).await;
    let id = mandate(&office, &given.ticket).await.id;
    let expire = async |today| {
        let command = Expire { app: office.city.app.clone(), id, today };
        office.city.app.db.write(office.city.tenant.id, command).await.unwrap_err().kind()
    };
    assert_eq!(expire(date(2026, 11, 30)).await, Kind::Conflict, "its last day");
    let base = format!("/lacak/{}", given.ticket.number);
    let mut receiver = office.anyone();
    receiver.post(&format!("{base}/buka"), &[("kode", &given.ticket.secret)]).await;
    receiver.post(&format!("{base}/tarik"), &[]).await;
    assert_eq!(expire(date(2026, 12, 1)).await, Kind::Conflict, "a file that ended");
    assert_eq!(office.row(&given.ticket).await.applicant, Applicant::Mandate);
}

/// A mandate that nobody confirmed takes no farewell: it never began.
#[tokio::test]
async fn a_mandate_that_was_never_confirmed_says_no_farewell() {
    let office = Office::open().await;
    let mut body = body(1, 1);
    body["letter"] = json!({"stamped": true, "until": "2026-11-24"});
    let given = super::support::give_body(&office, 1, &body).await;
    office.at("2026-11-25T08:00:00+07:00");
    assert_eq!(ended(&office).await, 0);
    let page = opened(&office, &given.ticket, &given.ticket.secret).await.unwrap();
    assert!(!page.contains("sudah habis"), "{page}");
}

/// A mandate that holds until 30 November, confirmed.
async fn until_monday(office: &Office, serial: u32) -> Given {
    let mut body = body(serial, serial);
    body["letter"] = json!({"stamped": true, "until": "2026-11-30"});
    let given = super::support::give_body(office, serial, &body).await;
    confirm(office, &given).await;
    given
}

#[tokio::test]
async fn after_its_last_day_the_file_is_the_givers() {
    let office = Office::open().await;
    let given = until_monday(&office, 1).await;
    office.at("2026-11-30T23:59:00+07:00");
    assert_eq!(ended(&office).await, 0, "its last day is a day");
    assert_eq!(office.row(&given.ticket).await.applicant, Applicant::Mandate);
    let own = opened(&office, &given.ticket, &given.ticket.secret).await.unwrap();
    assert!(own.contains("Tarik kembali") && !own.contains("sudah habis"), "{own}");

    // From midnight on, also before anyone has ended it; and for who holds the code alone.
    let stranger = until_then(&office, 7, "2026-12-20").await;
    office.at("2026-12-01T00:00:00+07:00");
    assert!(opened(&office, &given.ticket, &stranger.ticket.secret).await.is_none());
    let page = receivers_page(&office, &given).await;
    assert!(page.contains("Masa surat kuasa Anda sudah habis") && !page.contains("Tarik kembali"));
    assert_eq!(ended(&office).await, 1);
    assert_eq!(ended(&office).await, 0, "once");
    let page = receivers_page(&office, &given).await;
    assert!(page.contains("Masa surat kuasa Anda sudah habis"), "{page}");
    assert!(opened(&office, &given.ticket, &stranger.ticket.secret).await.is_none());
    let row = office.row(&given.ticket).await;
    assert_eq!((row.applicant, row.state.is_ended()), (Applicant::Oneself, false));
    assert_eq!(mandate(&office, &given.ticket).await.state, Stands::Revoked);
    assert_eq!(kinds(&office, &given.ticket).await.last().unwrap(), "mandate.revoked");
    for (serial, words) in [(1, "kini milik Anda"), (9001, "masa kuasa")] {
        let texts = texts_to(&office.city, &phone(serial)).await;
        assert!(texts.iter().any(|text| text.contains(words)), "{texts:?}");
    }

    let mut giver = office.anyone();
    assert!(giver.get(&given.page("")).await.text().contains("Ambil permohonan saya"));
    let fetched = giver.post(&given.page("/ambil"), &[]).await;
    assert_eq!(fetched.status, 200, "{}", fetched.text());
    let base = format!("/lacak/{}", given.ticket.number);
    assert!(giver.get(&base).await.text().contains("Tarik kembali"));
    assert_eq!(giver.post(&given.page("/ambil"), &[]).await.status, 409, "once");
    assert!(receivers_page(&office, &given).await.contains("sudah habis"));
}

#[tokio::test]
async fn a_file_that_ended_in_time_goes_to_nobody_and_is_closed_to_its_receiver() {
    let office = Office::open().await;
    let given = until_monday(&office, 1).await;
    let base = format!("/lacak/{}", given.ticket.number);
    let mut receiver = office.anyone();
    receiver.post(&format!("{base}/buka"), &[("kode", &given.ticket.secret)]).await;
    receiver.post(&format!("{base}/tarik"), &[]).await;
    assert_eq!(office.row(&given.ticket).await.state, State::Withdrawn);
    office.at("2026-12-01T00:00:00+07:00");
    assert_eq!(ended(&office).await, 0);

    let back = until_then(&office, 2, "2026-12-02").await;
    office.at("2026-12-03T08:00:00+07:00");
    assert_eq!(ended(&office).await, 1);
    assert_eq!(office.row(&back.ticket).await.applicant, Applicant::Oneself);
}

async fn until_then(office: &Office, serial: u32, until: &str) -> Given {
    let mut body = body(serial, serial);
    body["letter"] = json!({"stamped": true, "until": until});
    let given = super::support::give_body(office, serial, &body).await;
    confirm(office, &given).await;
    given
}

/// A giver without a phone, confirmed by another officer. Gives the other officer's browser as well.
async fn confirmed_at_counter(office: &Office) -> (Ticket, platform::testing::Browser) {
    let ticket = typed_in(office).await;
    let other = office.another("budi", units::REGISTRY).await;
    let mut desk = office.browser(&other).await;
    let said = [("jawaban", "yes"), ("cara", "came"), ("catatan", "Wajah cocok dengan KTP.")];
    assert_eq!(desk.post(&ticket.file("/kuasa"), &said).await.status, 303);
    office.settle().await;
    (ticket, desk)
}

#[tokio::test]
async fn a_giver_without_a_phone_takes_it_back_at_the_counter() {
    let office = Office::open().await;
    let (ticket, mut desk) = confirmed_at_counter(&office).await;
    let path = ticket.file("/kuasa");
    assert!(desk.get(&ticket.file("")).await.text().contains(&path));
    assert!(desk.get(&path).await.text().contains("Simpan dan cetak kode baru"));
    let end = ticket.file("/kuasa/cabut");
    let empty = desk.post(&end, &[("catatan", " ")]).await;
    assert!(empty.status == 400 && empty.text().contains("href=\"#catatan\""), "no word of who");
    let mut own = office.desk().await;
    let note = [("catatan", "KTP dan wajah cocok.")];
    assert_eq!(own.post(&end, &note).await.status, 400, "who typed it in does not end it");
    let ended = desk.post(&end, &note).await;
    assert_eq!(ended.location(), format!("/petugas/loket/{}/tanda-terima", ticket.compact()));
    office.settle().await;
    let row = office.row(&ticket).await;
    assert_eq!(
        (row.applicant, mandate(&office, &ticket).await.state),
        (Applicant::Oneself, Stands::Revoked)
    );
    let slip = desk.get(ended.location()).await;
    assert_eq!(slip.status, 200, "{}", slip.text());
    assert_eq!(desk.get(&path).await.status, 409, "once");
    let texts = texts_to(&office.city, "081200000002").await;
    assert!(texts.iter().any(|text| text.contains("dicabut")), "the receiver is told: {texts:?}");
}

#[tokio::test]
async fn a_giver_with_a_phone_takes_it_back_alone() {
    let office = Office::open().await;
    let given = give(&office, 1, 1).await;
    confirm(&office, &given).await;
    let other = office.another("budi", units::REGISTRY).await;
    let mut desk = office.browser(&other).await;
    let note = [("catatan", "Katanya begitu.")];
    let end = given.ticket.file("/kuasa/cabut");
    assert_eq!(desk.post(&end, &note).await.status, 409);
    assert_eq!(mandate(&office, &given.ticket).await.state, Stands::Confirmed);
}

#[tokio::test]
async fn who_has_no_phone_fetches_at_the_counter_what_came_back() {
    let office = Office::open().await;
    let (ticket, _) = confirmed_at_counter(&office).await;
    office.at("2027-03-01T09:00:00+07:00");
    assert_eq!(ended(&office).await, 1);
    // Neither who typed it in nor an officer of another unit hands it over.
    let end = ticket.file("/kuasa/cabut");
    let note = [("catatan", "KTP cocok.")];
    assert_eq!(office.desk().await.post(&end, &note).await.status, 400);
    let stranger = office.another("hana", units::HEALTH).await;
    assert_eq!(office.browser(&stranger).await.post(&end, &note).await.status, 404);
    let mut desk = office.browser(&office.another("cici", units::REGISTRY).await).await;
    assert!(desk.get(&ticket.file("/kuasa")).await.text().contains("Serahkan permohonan"));
    let fetched = desk.post(&end, &note).await;
    assert!(fetched.location().ends_with("/tanda-terima"), "{}", fetched.text());
    assert_eq!(desk.get(&ticket.file("/kuasa")).await.status, 409, "once");
}

/// Counts as an application under a mandate does, and takes the place.
#[derive(Clone)]
struct Take {
    app: platform::App,
    details: Details,
}

impl Command for Take {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        allowed(tx, &self.app, &self.details).await?;
        let who = self.details.representative.as_ref().unwrap();
        let now = tx.now();
        let row = Row {
            id: MandateId::new(now, tx.rng()),
            application: ApplicationId::new(now, tx.rng()),
            state: Stands::Given,
            receiver: self.app.vault.lookup(Lookup::Nik, who.nik.expose()),
            profession: String::new(),
            code_hash: MandateId::new(now, tx.rng()).to_vec(),
            until: date(2026, 12, 31),
            typed_by: None,
            clock: None,
            due_at: None,
            given_at: now,
            answered_at: None,
            silent: false,
            sealed: Vec::new(),
            seq: 1,
        };
        store::insert(tx, &row).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_limit_holds_also_for_those_who_come_at_the_same_moment() {
    let office = Office::open().await;
    let given = give(&office, 1, 1).await;
    let row = office.row(&given.ticket).await;
    let mut tx = office.city.app.db.read(office.city.tenant.id).await.unwrap();
    let details = File::of(&mut tx, &office.city.app, row).await.unwrap().details().unwrap();
    drop(tx);
    assert_eq!(details.representative.as_ref().unwrap().nik.expose(), nik(1970, 1));
    let setup = || Setup { migrations: crate::MIGRATIONS.to_vec(), ..Setup::default() };
    on_every_database(setup, async |city: &TestCity| {
        let take = |_| {
            let (app, details) = (city.app.clone(), details.clone());
            let tenant = city.tenant.id;
            tokio::spawn(async move { app.clone().db.write(tenant, Take { app, details }).await })
        };
        let all: Vec<_> = (0..12).map(take).collect();
        let mut taken = 0;
        for one in all {
            taken += usize::from(one.await.unwrap().is_ok());
        }
        assert_eq!(taken, 3, "as many as the city allows");
    })
    .await;
}

#[tokio::test]
async fn refusals_are_listed_in_pages() {
    let office = Office::open().await;
    for serial in 1..=33 {
        let given = give(&office, serial, serial).await;
        office.anyone().post(&given.page("/tolak"), &[]).await;
    }
    let one = office.city.account("ina", &[(kernel::actor::Role::Inspector, "")]).await;
    let mut browser = office.browser(&one).await;
    let links = |page: &str| -> Vec<String> {
        let parts = page.split("href=\"/inspektorat/wakil/kuasa/").skip(1);
        parts.map(|part| part.split('"').next().unwrap().to_owned()).collect()
    };
    let first = browser.get("/inspektorat/wakil").await.text();
    let next = first.split("href=\"/inspektorat/wakil?ditolak=").nth(1).unwrap();
    let next = next.split('"').next().unwrap();
    let second = browser.get(&format!("/inspektorat/wakil?ditolak={next}")).await.text();
    let mut all = links(&first);
    assert_eq!((all.len(), links(&second).len()), (30, 3));
    all.extend(links(&second));
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 33, "each once");
    assert!(!second.contains("Penolakan sebelumnya"), "the last page");
}
