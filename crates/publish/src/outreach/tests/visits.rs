//! Visits on the common clock, and their calendar.

use axum::http::StatusCode;
use platform::clocks::lapse_due;
use platform::testing::{on_every_database, units};
use platform::web::feed::ical;

use super::{kinds, people, place, routes, setup, told};

fn visit<'a>(kelurahan: &'a str, replaced: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("hari", "1"),
        ("hari-month", "12"),
        ("hari-year", "2026"),
        ("jam", "9:30"),
        ("jenis", "school"),
        ("nama", "SMA Negeri 1, kelas XII"),
        ("kelurahan", kelurahan),
        ("unit", units::REGISTRY),
        ("siapa", "officers"),
        ("kampanye", ""),
    ];
    for (name, value) in replaced {
        fields.iter_mut().find(|field| field.0 == *name).unwrap().1 = value;
    }
    fields
}

#[tokio::test]
async fn a_visit_takes_place_is_missed_or_is_cancelled_and_everyone_sees_which() {
    on_every_database(setup, async |city| {
        let (mut humas, _) = people(city).await;
        let here = place(0);
        for (name, value, sentence) in [
            ("hari", "32", "Tulis tanggal dengan angka"),
            ("hari", "1x", "Tulis tanggal dengan angka"),
            ("hari-year", "2025", "Pilih hari ini"),
            ("jam", "25.00", "Tulis jam seperti 09.30"),
            ("jenis", "", "Pilih tujuannya"),
            ("nama", "A", "Tulis nama tempat"),
            ("kelurahan", "", "Pilih kelurahannya"),
            ("unit", "TIDAK", "Pilih unit yang pergi"),
            ("siapa", "", "Pilih siapa yang pergi"),
        ] {
            let answer = humas.post("/humas/kunjungan", &visit(&here, &[(name, value)])).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{name}");
            assert!(answer.text().contains(sentence), "{name}: {}", answer.text());
            assert!(answer.text().contains("kelas XII") || name == "nama", "typed values are kept");
        }
        assert!(told(city).await.is_empty());
        for name in ["Pasar Kopindo", "SMA Negeri 1, kelas XII", "Rapat RW 03"] {
            let done = humas.post("/humas/kunjungan", &visit(&here, &[("nama", name)])).await;
            assert_eq!(done.status, 303, "{}", done.text());
        }
        let desk = humas.get("/humas/kunjungan").await.text();
        let ids: Vec<&str> = desk
            .split("/humas/kunjungan/")
            .skip(1)
            .map(|rest| rest.split('/').next().unwrap())
            .collect();
        assert_eq!(ids.len(), 3, "each may be cancelled, none has taken place: {desk}");
        let done = format!("/humas/kunjungan/{}/selesai", ids[0]);
        let early = humas.post(&done, &[("orang", "40")]).await;
        assert!(early.text().contains("belum berlangsung"));
        let cancel = format!("/humas/kunjungan/{}/batal", ids[2]);
        assert_eq!(humas.post(&cancel, &[]).await.status, 400, "with a reason");
        assert_eq!(humas.post(&cancel, &[("alasan", "Rapatnya batal.")]).await.status, 303);
        let again = humas.post(&cancel, &[("alasan", "Lagi.")]).await;
        assert!(again.text().contains("sudah dicatat"));

        city.clock.set("2026-12-01T12:00:00+07:00".parse().unwrap());
        let mut humas = super::browser(city, &again_humas(city).await).await;
        let done = format!("/humas/kunjungan/{}/selesai", ids[0]);
        let none = humas.post(&done, &[("orang", "banyak")]).await;
        assert!(none.text().contains("dengan angka, 1 sampai 10.000"), "{}", none.text());
        assert_eq!(humas.post(&done, &[("orang", "40")]).await.status, 303);
        // Two working days after its day: Wednesday and Thursday.
        for (now, missed) in [("2026-12-03T10:00:00+07:00", 0), ("2026-12-04T00:30:00+07:00", 1)] {
            city.clock.set(now.parse().unwrap());
            platform::workers::settle(&city.app, city.tenant.id).await.unwrap();
            lapse_due(&city.app.db, city.tenant.id, &city.app.on_lapse).await.unwrap();
            let facts = told(city).await;
            let count = kinds(&facts).iter().filter(|kind| **kind == "visit.missed").count();
            assert_eq!(count, missed, "{now}");
        }
        let mut public = city.browser(routes());
        let page = public.get("/kampanye/kunjungan").await.text();
        for word in ["Terlaksana", "Terlewat", "Dibatalkan", "40 orang", "Petugas Dinas"] {
            assert!(page.contains(word), "{word}: {page}");
        }
        assert!(!page.contains("humas-2"), "nobody is named");
        let calendar = public.get("/kampanye/kunjungan.ics").await;
        assert_eq!(calendar.headers["content-type"], "text/calendar; charset=utf-8");
        let text = calendar.text();
        assert_eq!(ical::read(&text).unwrap().len(), 3, "{text}");
        assert!(text.contains("DTSTART:20261201T023000Z\r\n") && text.contains("STATUS:CANCELLED"));
        assert!(text.contains("SUMMARY:SMA Negeri 1\\, kelas XII"), "{text}");
        for id in &ids {
            assert!(text.contains(&format!("UID:{id}@bening")), "{id}: {text}");
        }
        let late = humas_late(city, ids[1]).await;
        assert_eq!(late.status, 303, "who forgot may say so later: {}", late.text());
    })
    .await;
}

async fn again_humas(city: &platform::testing::TestCity) -> platform::testing::TestAccount {
    city.account("humas-2", &[(kernel::actor::Role::Outreach, "")]).await
}

async fn humas_late(city: &platform::testing::TestCity, id: &str) -> platform::testing::Answer {
    let account = city.account("humas-3", &[(kernel::actor::Role::Outreach, "")]).await;
    let mut humas = super::browser(city, &account).await;
    humas.post(&format!("/humas/kunjungan/{id}/selesai"), &[("orang", "12")]).await
}
