//! An officer and the gratuity unit, through the pages.

use jiff::SignedDuration;
use kernel::actor::Role;
use platform::clocks::{Clocks, OnLapse, lapse_due};
use platform::testing::{Browser, Setup, TestAccount, TestCity, Upload, on_every_database, units};
use platform::workers::settle;

use crate::gratuities::model::State;
use crate::gratuities::verbs::GiftClocks;
use crate::gratuities::{pages, store};

fn setup() -> Setup {
    Setup {
        migrations: crate::MIGRATIONS.to_vec(),
        readers: vec![Box::new(Clocks)],
        ..Setup::default()
    }
}

async fn at(city: &TestCity, account: &TestAccount) -> Browser {
    let mut browser = city.browser(pages::routes());
    browser.enter(account).await;
    browser
}

/// The form of a gift of 20 November 2026.
fn form<'a>(value: &'a str, exemption: &'a str, application: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("apa", "Parsel buah"),
        ("nilai", value),
        ("uang", "no"),
        ("kapan", "20"),
        ("kapan-month", "11"),
        ("kapan-year", "2026"),
        ("tempat", "Loket 2"),
        ("kronologi", "Dibawa setelah akta terbit"),
        ("disimpan", "Lemari ruang loket"),
        ("pemberi", "Pak  Amir"),
        ("hubungan", "Rekan kerja"),
        ("kepentingan", "no"),
        ("permohonan", application),
        ("pengecualian", exemption),
        ("penerima", "Sari"),
        ("nik", "1872014501900001"),
        ("alamat", "Jalan Contoh 1"),
        ("ponsel", "081234567890"),
        ("jabatan", "Petugas loket"),
    ]
}

async fn reported(browser: &mut Browser, fields: &[(&str, &str)]) -> String {
    let sent = browser.post("/petugas/hadiah/lapor", fields).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    sent.location().trim_start_matches("/petugas/hadiah/").to_owned()
}

#[tokio::test]
async fn a_refusal_in_four_fields_is_thanked_and_seen_by_nobody_else() {
    let city = TestCity::with(setup()).await;
    let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
    let other = city.account("rekan", &[(Role::Officer, units::REGISTRY)]).await;
    let upg = city.account("inspektur", &[(Role::Inspector, "")]).await;
    let mut browser = at(&city, &officer).await;
    let page = browser.get("/petugas/hadiah/tolak").await.text();
    assert!(page.contains("value=\"24\""), "the day is today unless told");
    let empty = browser.post("/petugas/hadiah/tolak", &[("apa", "Amplop")]).await;
    assert_eq!(empty.status, 400);
    assert!(empty.text().contains("href=\"#siapa\"") && empty.text().contains("value=\"Amplop\""));
    let future = [
        ("apa", "Amplop"),
        ("siapa", "Amir"),
        ("kapan", "25"),
        ("kapan-month", "11"),
        ("kapan-year", "2026"),
    ];
    let wrong = browser.post("/petugas/hadiah/tolak", &future).await;
    assert!(wrong.text().contains("Tanggalnya belum tiba"));
    let four = [
        ("apa", "Amplop"),
        ("siapa", "Amir"),
        ("kapan", "24"),
        ("kapan-month", "11"),
        ("kapan-year", "2026"),
        ("permohonan", "K7M4-2Q9P"),
    ];
    let sent = browser.post("/petugas/hadiah/tolak", &four).await;
    let own = sent.location().to_owned();
    assert!(browser.get(&own).await.text().contains("Penolakan Anda tercatat"));
    let mut colleague = at(&city, &other).await;
    assert_eq!(colleague.get(&own).await.status, 404);
    let number = own.trim_start_matches("/petugas/hadiah/");
    let mut desk = at(&city, &upg).await;
    let file = format!("/inspektorat/hadiah/{number}");
    assert!(desk.get(&file).await.text().contains("K7M4-2Q9P"));
    desk.post(&format!("{file}/terima-kasih"), &[]).await;
    assert!(browser.get("/petugas/hadiah").await.text().contains("UPG berterima kasih"));
    desk.post(&format!("{file}/teruskan"), &[("surat", "700/12")]).await;
    let csv = desk.get("/inspektorat/hadiah/register.csv").await.text();
    assert!(csv.contains("Gratifikasi ditolak") && csv.contains("Selesai"), "{csv}");
}

#[tokio::test]
async fn an_inspector_who_is_offered_a_gift_records_it_and_another_handles_it() {
    let city = TestCity::with(setup()).await;
    let one = city.account("inspektur", &[(Role::Inspector, "")]).await;
    let two = city.account("inspektur-2", &[(Role::Inspector, "")]).await;
    let coordinator = city.account("koordinator", &[(Role::Coordinator, "")]).await;
    let mut browser = at(&city, &one).await;
    let number = reported(&mut browser, &form("250000", "", "")).await;
    assert_eq!(browser.get(&format!("/petugas/hadiah/{number}")).await.status, 200);
    let file = format!("/inspektorat/hadiah/{number}");
    let own = browser.post(&format!("{file}/teruskan"), &[("surat", "700/15")]).await;
    assert_eq!(own.status, 400);
    assert!(own.text().contains("Minta inspektur lain"));
    let mut desk = at(&city, &two).await;
    assert!(desk.get("/inspektorat/hadiah").await.text().contains("Inspektorat</td>"));
    let other = desk.post(&format!("{file}/teruskan"), &[("surat", "700/15")]).await;
    assert_eq!(other.status, 303);
    let mut stranger = at(&city, &coordinator).await;
    assert_eq!(stranger.get("/petugas/hadiah").await.status, 403);
}

/// The id that a form brings along.
fn form_id(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"formulir\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_form_that_is_sent_twice_tells_it_once() {
    let city = TestCity::with(setup()).await;
    let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
    let other = city.account("rekan", &[(Role::Officer, units::REGISTRY)]).await;
    let mut browser = at(&city, &officer).await;
    for (address, mut fields) in [
        ("/petugas/hadiah/lapor", form("250000", "", "")),
        ("/petugas/hadiah/tolak", [form("1", "", ""), vec![("siapa", "Amir")]].concat()),
    ] {
        let id = form_id(&browser.get(address).await.text());
        fields.push(("formulir", &id));
        let once = browser.post(address, &fields).await;
        assert_eq!(once.status, 303, "{}", once.text());
        assert_eq!(browser.post(address, &fields).await.location(), once.location());
        let mut colleague = at(&city, &other).await;
        assert_eq!(colleague.post(address, &fields).await.status, 400, "not theirs");
    }
    let own = browser.get("/petugas/hadiah").await.text();
    assert_eq!(own.matches("<tr><th scope=\"row\">").count(), 2, "{own}");
}

#[tokio::test]
async fn what_is_wrong_with_a_gift_is_said_at_its_field() {
    let city = TestCity::with(setup()).await;
    let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
    let mut browser = at(&city, &officer).await;
    let empty = browser.post("/petugas/hadiah/lapor", &[]).await;
    assert_eq!(empty.status, 400);
    let text = empty.text();
    for (field, said) in [("alamat", "Isi dulu: Alamat"), ("pemberi", "Isi dulu: Nama pemberi")] {
        assert!(text.contains(&format!("href=\"#{field}\">{said}</a>")), "{field}");
    }
    let with = |name: &'static str, value: &'static str| {
        let mut fields = form("250000", "", "");
        fields.retain(|(field, _)| *field != name);
        fields.push((name, value));
        fields
    };
    for (name, value) in [
        ("permohonan", "K7M4-2Q9Q"),
        ("uang", "maybe"),
        ("kepentingan", "maybe"),
        ("pengecualian", "z"),
    ] {
        let wrong = browser.post("/petugas/hadiah/lapor", &with(name, value)).await;
        assert_eq!(wrong.status, 400, "{name}");
        assert!(wrong.text().contains(&format!("href=\"#{name}\"")), "{name}");
    }
    for year in ["0001", "1999", "2019", "2024"] {
        for address in ["/petugas/hadiah/lapor", "/petugas/hadiah/tolak"] {
            let fields = [with("kapan-year", year), vec![("siapa", "Amir")]].concat();
            let old = browser.post(address, &fields).await;
            assert_eq!(old.status, 400, "{address} {year}");
            assert!(old.text().contains("href=\"#kapan\">Kalender kota mulai tahun 2025"));
        }
    }
    let first = browser.post("/petugas/hadiah/lapor", &with("kapan-year", "2025")).await;
    assert_eq!(first.status, 303, "{}", first.text());
}

#[tokio::test]
async fn what_a_colleague_gives_in_a_year_is_summed() {
    let city = TestCity::with(setup()).await;
    let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
    let mut browser = at(&city, &officer).await;
    for value in ["500.000", "500.000", "500.000"] {
        let number = reported(&mut browser, &form(value, "o", "")).await;
        let page = browser.get(&format!("/petugas/hadiah/{number}")).await.text();
        assert!(page.contains("Tidak wajib dilaporkan"), "{page}");
    }
    let number = reported(&mut browser, &form("1", "o", "")).await;
    let page = browser.get(&format!("/petugas/hadiah/{number}")).await.text();
    assert!(page.contains("jumlah setahun dari pemberi ini di atas batas"), "{page}");
    let number = reported(&mut browser, &form("1", "p", "K7M4-2Q9P")).await;
    let page = browser.get(&format!("/petugas/hadiah/{number}")).await.text();
    assert!(page.contains("seharusnya ditolak"), "{page}");
}

#[tokio::test]
async fn a_gift_from_the_report_to_its_end() {
    on_every_database(setup, async |city: &TestCity| {
        let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
        let upg = city.account("inspektur", &[(Role::Inspector, "")]).await;
        let mut browser = at(city, &officer).await;
        let mut fields = form("250000", "", "");
        fields.retain(|(name, _)| *name != "nik");
        fields.push(("nik", "123"));
        let wrong = browser.post("/petugas/hadiah/lapor", &fields).await;
        assert_eq!(wrong.status, 400);
        assert!(wrong.text().contains("href=\"#nik\"") && wrong.text().contains("Parsel buah"));
        let number = reported(&mut browser, &form("250000", "", "")).await;
        let mut desk = at(city, &upg).await;
        let file = format!("/inspektorat/hadiah/{number}");
        desk.post(&format!("{file}/kembalikan"), &[("kurang", "Foto objek")]).await;
        let own = format!("/petugas/hadiah/{number}");
        assert!(browser.get(&own).await.text().contains("Perlu dilengkapi"));
        let pdf = b"%PDF-1.4\n%%EOF\n";
        let photo = Upload { field: "foto", name: "a.pdf", media: "application/pdf", bytes: pdf };
        let keeper = [("pemegang", "UPG"), ("di", "Brankas UPG")];
        let kept = browser.post_files(&format!("{own}/titip"), &keeper, &[photo]).await;
        assert_eq!(kept.status, 303, "{}", kept.text());
        browser.post(&format!("{own}/lengkapi"), &[("kelengkapan", "Foto terlampir")]).await;
        desk.post(&format!("{file}/teruskan"), &[("surat", "700/13")]).await;
        let none = desk.post(&format!("{file}/putusan"), &[("penetapan", "KPK/1")]).await;
        assert_eq!(none.status, 400);
        let decided = [("milik", "state"), ("penetapan", "KPK/1")];
        desk.post(&format!("{file}/putusan"), &decided).await;
        desk.post(&format!("{file}/serah"), &[("kepada", "KPKNL Metro")]).await;
        let page = desk.get(&file).await.text();
        for said in ["Milik negara. KPK/1", "UPG. Brankas UPG", "KPKNL Metro", "Selesai"] {
            assert!(page.contains(said), "{said}");
        }
        assert!(desk.get(&format!("{file}/formulir")).await.text().contains("Parsel buah"));
    })
    .await;
}

#[tokio::test]
async fn what_is_late_is_the_states_and_what_is_not_completed_is_not_processed() {
    let city = TestCity::with(setup()).await;
    let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
    let upg = city.account("inspektur", &[(Role::Inspector, "")]).await;
    let mut browser = at(&city, &officer).await;
    let mut old = form("250000", "", "");
    old.retain(|(name, _)| *name != "kapan-month");
    old.push(("kapan-month", "9"));
    let number = reported(&mut browser, &old).await;
    let mut desk = at(&city, &upg).await;
    let file = format!("/inspektorat/hadiah/{number}");
    assert!(desk.get(&file).await.text().contains("Pasal 17 ayat (4)"));
    desk.post(&format!("{file}/teruskan"), &[("surat", "700/14")]).await;
    let theirs = [("milik", "recipient"), ("penetapan", "KPK/2")];
    assert_eq!(desk.post(&format!("{file}/putusan"), &theirs).await.status, 400);

    let mut later = form("250000", "", "");
    later.retain(|(name, _)| *name != "kapan");
    later.push(("kapan", "2"));
    let number = reported(&mut browser, &later).await;
    let page = browser.get(&format!("/petugas/hadiah/{number}")).await.text();
    assert!(page.contains("sepuluh hari kerja melalui UPG"), "given on the 2nd, told on the 24th");

    let number = reported(&mut browser, &form("250000", "", "")).await;
    let page = browser.get(&format!("/petugas/hadiah/{number}")).await.text();
    assert!(!page.contains("sepuluh hari kerja melalui UPG"), "two working days");
    let file = format!("/inspektorat/hadiah/{number}");
    desk.post(&format!("{file}/kembalikan"), &[("kurang", "Kronologi")]).await;
    settle(&city.app, city.tenant.id).await.unwrap();
    city.advance(SignedDuration::from_hours(24 * 31));
    let weak = std::sync::Arc::downgrade(&city.app);
    let owner: std::sync::Arc<dyn OnLapse> = std::sync::Arc::new(GiftClocks { app: weak });
    lapse_due(&city.app.db, city.tenant.id, &[owner]).await.unwrap();
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let number = kernel::number::ApplicationNumber::parse(&number).unwrap();
    let row = store::by_number(&mut tx, number).await.unwrap().unwrap();
    assert_eq!(row.matter.state, State::Expired);
    let open = "SELECT COUNT(*) FROM clock WHERE subject_id = $1 AND ended_at IS NULL";
    let open: (i64,) =
        sqlx::query_as(open).bind(row.id.to_vec()).fetch_one(tx.conn()).await.unwrap();
    assert_eq!(open.0, 0, "no clock outlives its report");
}
