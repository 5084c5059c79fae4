//! The projection, and numbers through the real router.

use axum::http::StatusCode;
use kernel::actor::Role;
use kernel::error::Result;
use kernel::id::ApplicationId;
use platform::db::{Command, WriteTx};
use platform::keys;
use platform::testing::{TestCity, on_every_database, units};
use platform::workers::settle;

use super::super::model::Outcome;
use super::super::reader::NAME;
use super::super::{numbers, store};
use super::{files, officer};
use crate::events::tests::{Story, at, setup, tell};

async fn rows(city: &TestCity) -> String {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    format!("{:?}", store::files::of_unit(&mut tx, units::REGISTRY, "").await.unwrap())
}

struct Erase(ApplicationId);

impl Command for Erase {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        keys::erase(tx, self.0.uuid()).await
    }
}

#[tokio::test]
async fn rebuilt_it_is_the_same_also_after_an_erasure() {
    on_every_database(setup, async |city| {
        let siti = officer(city, "siti").await;
        let ready = at("2026-11-16T09:00:00+07:00");
        let mut story = Story::of(&city.app, units::REGISTRY, ready, siti.user);
        let first = tell(city, story.clone()).await;
        story.back = Some(30);
        tell(city, story).await;
        settle(&city.app, city.tenant.id).await.unwrap();
        let before = rows(city).await;
        let counted = "complete: true, files: 2, returned: 1, again: 0";
        assert!(before.contains(counted) && before.contains("2026-11"), "{before}");
        city.app.db.write(city.tenant.id, Erase(first)).await.unwrap();
        city.app.readers.drop_rows(&city.app.db, city.tenant.id, NAME).await.unwrap();
        assert_eq!(rows(city).await, "[]");
        city.app.readers.catch_up(&city.app.db, city.tenant.id).await.unwrap();
        assert_eq!(rows(city).await, before);
        let mut other = city.app.db.read(city.other.id).await.unwrap();
        assert!(store::files::since(&mut other, "").await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn officers_see_themselves_and_heads_see_the_unit() {
    on_every_database(setup, async |city| {
        let siti = officer(city, "siti").await;
        let mut others = Vec::new();
        for login in ["budi", "wati", "joko"] {
            others.push(officer(city, login).await);
        }
        files(city, siti.user, (10, 40, 2)).await;
        for one in &others[..2] {
            files(city, one.user, (11, 20, 1)).await;
        }
        // Nine are too few for a number of one's own.
        files(city, others[2].user, (11, 9, 1)).await;

        let mut browser = city.browser(crate::routes());
        browser.enter(&siti).await;
        let page = browser.get("/saya/kinerja").await.text();
        assert!(
            page.contains("40 berkas") && page.contains("belum bisa dibedakan dari kebetulan"),
            "{page}"
        );
        assert!(!page.contains("Pegawai budi") && !page.contains("20 berkas"), "{page}");
        let mut browser = city.browser(crate::routes());
        browser.enter(&others[2]).await;
        let page = browser.get("/saya/kinerja").await.text();
        assert!(page.contains("Angka baru tampil mulai 10 berkas"), "{page}");

        let head = city.account("atasan", &[(Role::Head, units::REGISTRY)]).await;
        let mut browser = city.browser(crate::routes());
        browser.enter(&head).await;
        let here = format!("/perbaikan/kecakapan/{}", units::REGISTRY);
        let page = browser.get(&here).await.text();
        assert!(page.contains("89 berkas"), "{page}");
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let by_unit = numbers::by_unit(&mut tx, &city.app, Outcome::Returned).await.unwrap();
        assert_eq!(by_unit.keys().collect::<Vec<_>>(), [units::REGISTRY]);
        let figure = by_unit[units::REGISTRY].figure;
        assert_eq!((figure.n, figure.low < figure.high), (89, true));
        let told = numbers::told(&mut tx, &city.app, Some(units::REGISTRY)).await.unwrap();
        assert_eq!(told.unwrap().figure, figure, "the reform tells the same");
        // One unit is the whole city here.
        let whole = numbers::told(&mut tx, &city.app, None).await.unwrap();
        assert_eq!(whole.unwrap().figure, figure);
        let none = numbers::told(&mut tx, &city.app, Some(units::HEALTH)).await.unwrap();
        assert_eq!(none, None, "of no file nothing is told");
        drop(tx);
        let reform = browser.get("/perbaikan/reformasi").await.text();
        let line = reform.split("/perbaikan/kecakapan/").nth(1).unwrap();
        let line = line.split("</tr>").next().unwrap();
        assert!(line.contains("disesuaikan") && line.contains(">89<"), "{line}");
        assert!(page.contains("petugasnya terlalu sedikit"), "{page}");
        for one in ["siti", "budi", "wati", "joko"] {
            assert!(!page.contains(&format!("Pegawai {one}")), "{page}");
        }
        // In a month in which one officer worked alone the unit's number would be theirs.
        assert!(!page.contains("Oktober 2026") && page.contains("November 2026"), "{page}");
        let other = browser.get(&format!("/perbaikan/kecakapan/{}", units::HEALTH)).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);
        assert_eq!(browser.get("/pembina").await.status, StatusCode::FORBIDDEN);
    })
    .await;
}
