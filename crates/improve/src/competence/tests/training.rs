//! A training from its plan to who took part.

use axum::http::StatusCode;
use jiff::SignedDuration;
use kernel::actor::Role;
use kernel::facts::Payload;
use platform::journal::facts_after;
use platform::testing::{on_every_database, units};
use platform::workers::settle;

use super::officer;
use crate::events::tests::setup;

#[tokio::test]
async fn planned_in_public_attended_in_private() {
    on_every_database(setup, async |city| {
        let (siti, budi) = (officer(city, "siti").await, officer(city, "budi").await);
        let stranger = city.account("tono", &[(Role::Officer, units::HEALTH)]).await;
        let head = city.account("atasan", &[(Role::Head, units::REGISTRY)]).await;
        let mut browser = city.browser(crate::routes());
        browser.enter(&head).await;
        let here = format!("/perbaikan/kecakapan/{}", units::REGISTRY);
        let plan = format!("{here}/pelatihan");
        let fields = |topic, day, seats| {
            [
                ("topik", topic),
                ("hari", day),
                ("hari-month", "11"),
                ("hari-year", "2026"),
                ("kursi", seats),
            ]
        };
        for (topic, day, seats, said) in [
            ("", "26", "5", "Tulis topik pelatihan"),
            ("Verifikasi akta", "2", "5", "antara hari ini dan setahun lagi"),
            ("Verifikasi akta", "x", "5", "antara hari ini dan setahun lagi"),
            ("Verifikasi akta", "26", "0", "Tulis jumlah peserta"),
        ] {
            let answer = browser.post(&plan, &fields(topic, day, seats)).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST);
            assert!(answer.text().contains(said), "{}", answer.text());
        }
        let done = browser.post(&plan, &fields("Verifikasi akta", "26", "5")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);

        let mut own = city.browser(crate::routes());
        own.enter(&siti).await;
        let page = own.get("/saya/kinerja").await.text();
        assert!(page.contains("Verifikasi akta") && page.contains("Direncanakan"), "{page}");
        assert_eq!(own.get(&here).await.status, StatusCode::FORBIDDEN);
        assert_eq!(own.post(&plan, &fields("Lain", "26", "5")).await.status, StatusCode::FORBIDDEN);

        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let since = jiff::civil::date(2026, 1, 1);
        let all = super::super::store::trainings::of_unit(&mut tx, units::REGISTRY, since).await;
        let id = all.unwrap()[0].id;
        drop(tx);
        let address = format!("/perbaikan/pelatihan/{id}");
        let user = siti.user.to_string();
        let early = browser.post(&address, &[("hadir", &user)]).await;
        assert!(early.text().contains("belum berlangsung"), "{}", early.text());
        city.advance(SignedDuration::from_hours(48));
        let mut browser = city.browser(crate::routes());
        browser.enter(&head).await;
        let page = browser.get(&address).await.text();
        assert!(page.contains("Pegawai siti") && !page.contains("Pegawai tono"), "{page}");
        let other = stranger.user.to_string();
        for wrong in [vec![], vec![("hadir", other.as_str())]] {
            let answer = browser.post(&address, &wrong).await;
            assert!(answer.text().contains("paling sedikit satu petugas"), "{}", answer.text());
        }
        let done = browser.post(&address, &[("hadir", &user)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        let again = browser.post(&address, &[("hadir", &user)]).await;
        assert!(again.text().contains("sudah dicatat"), "{}", again.text());
        let page = browser.get(&here).await.text();
        assert!(page.contains("Pesertanya terlalu sedikit"), "{page}");

        for (account, took_part) in [(&siti, true), (&budi, false)] {
            let mut own = city.browser(crate::routes());
            own.enter(account).await;
            let page = own.get("/saya/kinerja").await.text();
            assert_eq!(page.contains("Anda ikut"), took_part, "{page}");
            assert_eq!(page.contains("Verifikasi akta"), took_part, "{page}");
        }
        settle(&city.app, city.tenant.id).await.unwrap();
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let facts = facts_after(&mut tx, 0, 10_000).await.unwrap();
        let of = |kind: &str| facts.iter().filter(|one| one.kind == kind).collect::<Vec<_>>();
        let planned = of("training.planned");
        assert!(matches!(planned[0].clear, Some(Payload::TrainingPlanned(_))));
        let held = of("training.held");
        assert_eq!((held.len(), held[0].subject.id), (1, siti.user.uuid()));
        assert!(held[0].clear.is_none());
    })
    .await;
}
