//! Reports from and to other systems.

use std::collections::BTreeMap;

use jiff::Timestamp;
use platform::testing::{TestCity, units};

use super::seeded::{body, disposed, received, row, setup};
use crate::complaints::exchange::{Entry, Import, export, foreign};

fn entry(tracking: &str, story: &str) -> Entry {
    Entry { tracking_id: tracking.to_owned(), isi_laporan: story.to_owned(), ..Entry::default() }
}

async fn taken(city: &TestCity, source: &str, entry: &Entry) -> bool {
    let units = BTreeMap::from([(units::REGISTRY.to_owned(), "Dukcapil".to_owned())]);
    let import = Import {
        app: city.app.clone(),
        source: source.to_owned(),
        external: entry.tracking_id.clone(),
        body: entry.body(&units).unwrap(),
    };
    city.app.db.write(city.tenant.id, import).await.unwrap()
}

#[tokio::test]
async fn what_came_once_does_not_come_again() {
    let city = TestCity::with(setup()).await;
    let one = entry("LAPOR-1", "Akta belum selesai sejak bulan lalu");
    assert!(taken(&city, "sp4n-lapor", &one).await);
    assert!(!taken(&city, "sp4n-lapor", &one).await);
    assert!(taken(&city, "another", &one).await, "numbers of another system are its own");
}

#[test]
fn the_hubs_fields_say_what_they_mean() {
    let units = BTreeMap::from([(units::REGISTRY.to_owned(), "Dukcapil".to_owned())]);
    let whole = Entry {
        judul: "Akta".to_owned(),
        instansi_tujuan: "dukcapil".to_owned(),
        kategori: "Penundaan berlarut".to_owned(),
        anonim: "Ya".to_owned(),
        rahasia: "tidak".to_owned(),
        ..entry("1", "Belum selesai")
    };
    let body = whole.body(&units).unwrap();
    assert_eq!((body.category.as_str(), body.about.as_str()), ("delay", units::REGISTRY));
    assert!(body.anonymous && !body.secret);
    assert_eq!(body.details.story, "Akta\nBelum selesai");
    let wish = Entry { klasifikasi: "Aspirasi".to_owned(), ..entry("2", "Akta belum selesai") };
    assert_eq!(wish.body(&units).unwrap().category, "wish", "the class that was named wins");
    let likely = entry("3", "Petugas meminta uang pelicin seratus ribu").body(&units).unwrap();
    assert_eq!(likely.category, "extortion");
    assert!(entry("4", " ").body(&units).is_err());
}

#[tokio::test]
async fn only_what_everyone_may_read_goes_out_and_comes_in_elsewhere() {
    let city = TestCity::with(setup()).await;
    let open = received(&city, body("delay")).await;
    disposed(&city, open.id).await;
    received(&city, body("extortion")).await;
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let all = (Timestamp::UNIX_EPOCH, city.clock.now());
    let entries = export(&mut tx, &city.app, all).await.unwrap();
    drop(tx);
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].tracking_id, open.number.to_string());
    assert_eq!(entries[0].isi_laporan, "Akta kelahiran belum selesai setelah tiga minggu");
    assert_eq!(
        (entries[0].klasifikasi.as_str(), entries[0].status.as_str()),
        ("Pengaduan", "terbuka")
    );
    assert_eq!(row(&city, open.number).await.matter.category, "delay");
    assert!(taken(&city, "kota-lain", &entries[0]).await);
}

#[test]
fn another_servers_reports_are_read_as_they_come() {
    let json = r#"[{"service_request_id":"A1","service_code":"021","description":"Lampu jalan mati",
        "lat":"-5.1","long":105.3,"address":"Jalan 1"},
        {"service_request_id":"A2","description":null,"lat":null,"long":null}]"#;
    let reports = foreign(json).unwrap();
    let body = reports[0].body().unwrap().unwrap();
    assert_eq!(body.details.position, Some((-5.1, 105.3)));
    assert_eq!(body.category, "facility");
    assert!(reports[1].body().unwrap().is_none(), "nothing is said in it");
    assert_eq!(foreign("{}").unwrap_err().key(), "open311-foreign-unreadable");
}
