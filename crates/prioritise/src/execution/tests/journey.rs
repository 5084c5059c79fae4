//! A budget from its file to the public page, on every database.

use kernel::actor::Role;
use kernel::facts::Payload;
use platform::journal;
use platform::testing::{TestCity, Upload, on_every_database};
use platform::workers::settle;

use super::{
    HEAD, MONTHS, WORK, bring, budget, code, enact, holding, look, planned, planners, realise,
    setup,
};
use crate::execution::{pages, store};

async fn kinds(city: &TestCity) -> Vec<&'static str> {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let budget = store::of_year(&mut tx, 2026).await.unwrap().unwrap();
    let facts = journal::facts_of(&mut tx, budget.subject(), None).await.unwrap();
    facts.iter().filter_map(|fact| fact.payload.as_ref().map(Payload::kind)).collect()
}

#[tokio::test]
async fn a_budget_holds_once_a_second_planner_has_looked() {
    on_every_database(setup, async |city| {
        planned(city).await;
        let [mut a, mut b] = planners(city).await;
        let mut everyone = city.browser(pages::routes());
        assert!(everyone.get("/anggaran").await.text().contains("Belum ada anggaran"));
        assert_eq!(everyone.get("/anggaran/2026").await.status, 404);
        assert_eq!(everyone.get("/anggaran/tahun").await.status, 404);

        let wrong = budget().replace("K-03", "K-33").replace("DINKES", "DINAS");
        let told = look(&mut a, &wrong).await;
        assert_eq!(told.status, 400);
        for words in [
            "Berkas anggaran, baris 4, kolom rencana: Rencana yang ditetapkan tidak memuat",
            "Berkas anggaran, baris 12, kolom unit: Kota tidak mempunyai",
            "value=\"Perda 9/2025\"",
        ] {
            assert!(told.text().contains(words), "{words}: {}", told.text());
        }
        let shown = look(&mut a, &budget()).await;
        assert_eq!(shown.status, 200);
        assert!(
            shown.text().contains("12 kegiatan, seluruhnya Rp1.180.000.000"),
            "{}",
            shown.text()
        );
        assert!(a.get(WORK).await.status == 404, "a look keeps nothing");

        assert_eq!(bring(&mut a, &budget()).await.status, 303);
        let own = a.get(WORK).await.text();
        assert!(own.contains("Perencana lain harus memeriksanya") && !own.contains("terlihat"));
        let refused = a.post(&format!("{WORK}/tetapkan"), &[("terlihat", "1")]).await;
        assert_eq!(refused.status, 400, "not one's own");
        let stale = b.post(&format!("{WORK}/tetapkan"), &[("terlihat", "0")]).await;
        assert_eq!(stale.status, 400, "only what was seen");
        assert_eq!(everyone.get("/anggaran/2026").await.status, 404, "it does not hold yet");
        assert_eq!(enact(&mut b).await.status, 303);
        assert_eq!(enact(&mut b).await.status, 400, "once");
        assert_eq!(kinds(city).await, ["budget.proposed", "budget.enacted"]);

        let page = everyone.get("/anggaran/2026").await.text();
        for words in ["Kegiatan buatan.", "Perda 9/2025. Versi 1", "Gedung lain (Rp60.000.000)"] {
            assert!(page.contains(words), "{words}: {page}");
        }
    })
    .await;
}

#[tokio::test]
async fn months_show_what_overtakes_and_what_waits() {
    on_every_database(setup, async |city| {
        let [mut a, _] = holding(city).await;
        let row = |place: usize, unit: &str, month: u8, paid: u32, done: u8| {
            format!("{},{unit},{month},{paid},{done}", code(place))
        };
        let first = [
            row(10, "DPMPTSP", 2, 30_000_000, 30),
            row(2, "DPMPTSP", 4, 20_000_000, 10),
            row(12, "DISDUKCAPIL", 1, 10_000_000, 8),
        ];
        let text = [&[MONTHS.to_owned()], &first[..]].concat().join("\n");
        let file = Upload { field: "berkas", name: "r", media: "text/csv", bytes: text.as_bytes() };
        let shown = a.post_files(&format!("{WORK}/realisasi"), &[], &[file]).await;
        assert_eq!(shown.status, 200);
        assert!(shown.text().contains("3 catatan baru, 0 berubah"), "{}", shown.text());
        assert_eq!(kinds(city).await.len(), 2, "a look keeps nothing");
        assert_eq!(realise(&mut a, &first).await.status, 303);
        let again = realise(&mut a, &first).await;
        assert!(again.status == 400 && again.text().contains("sudah tercatat"), "{}", again.text());

        let mut everyone = city.browser(pages::routes());
        let page = everyone.get("/anggaran/2026").await.text();
        assert!(!page.contains("Kegiatan 10 (urutan 10) mulai"), "April is two months on: {page}");
        let later = [row(2, "DPMPTSP", 9, 5_000_000, 20), row(10, "DPMPTSP", 3, 40_000_000, 70)];
        assert_eq!(realise(&mut a, &later).await.status, 303);
        let page = everyone.get("/anggaran/2026").await.text();
        for words in [
            "Kegiatan 10 (urutan 10) mulai Februari dan sudah dibayar Rp70.000.000. 4 kegiatan",
            "Kegiatan 1 (1); Kegiatan 3 (3); Kegiatan 4 (4); dan 1 lagi",
            "Sampai akhir September dibayar Rp105.000.000 dari Rp1.180.000.000",
            "Gedung lain: pada akhir September masih 100,0% uangnya",
            "<svg class=\"trend\"",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let own = everyone.get("/anggaran/2026?unit=DISDUKCAPIL").await.text();
        assert!(!own.contains("Kegiatan 10") && own.contains("Layanan kependudukan"), "{own}");
        assert!(own.contains("dibayar Rp10.000.000 dari Rp120.000.000"), "{own}");
        let file = everyone.get("/anggaran/2026/kegiatan.csv").await.text();
        let overtaker = file.lines().find(|line| line.contains("K-10")).unwrap();
        assert!(overtaker.contains(",10,yes,0,30000000,40000000,0,"), "{overtaker}");
        assert!(overtaker.ends_with(",70000000,700,2,overtakes"), "{overtaker}");

        // A month that is told again replaces the old one.
        let corrected = [row(10, "DPMPTSP", 3, 1_000_000, 70)];
        assert_eq!(realise(&mut a, &corrected).await.status, 303);
        let page = everyone.get("/anggaran/2026").await.text();
        assert!(page.contains("sudah dibayar Rp31.000.000"), "{page}");
        let kinds = kinds(city).await;
        assert_eq!(kinds.iter().filter(|kind| **kind == "activity.realised").count(), 6);
    })
    .await;
}

#[tokio::test]
async fn a_revised_budget_is_a_new_version_and_keeps_what_was_paid() {
    on_every_database(setup, async |city| {
        let [mut a, mut b] = holding(city).await;
        let paid = [format!("{},DPMPTSP,5,1000000,5", code(4))];
        assert_eq!(realise(&mut a, &paid).await.status, 303);
        let without: Vec<String> =
            budget().lines().filter(|line| !line.contains("K-04")).map(str::to_owned).collect();
        let refused = bring(&mut b, &without.join("\n")).await;
        assert!(refused.status == 400 && refused.text().contains("sudah dibayar"));
        let revised = budget()
            .replace("Kegiatan 7,DPMPTSP,5.2.04,100000000", "Kegiatan 7,DPMPTSP,5.2.04,150000000");
        assert!(
            look(&mut b, &revised)
                .await
                .text()
                .contains("dari Rp100.000.000 menjadi Rp150.000.000")
        );
        assert_eq!(bring(&mut b, &revised).await.status, 303);
        assert_eq!(enact(&mut a).await.status, 303);
        let mut everyone = city.browser(pages::routes());
        let page = everyone.get("/anggaran/2026").await.text();
        assert!(page.contains("Versi 2"), "{page}");
        assert!(page.contains("Kegiatan 7: dari Rp100.000.000 menjadi Rp150.000.000"), "{page}");
        assert!(page.contains("dibayar Rp1.000.000 dari Rp1.230.000.000"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn only_planners_write_and_everyone_reads() {
    let city = TestCity::with(setup()).await;
    let [mut a, _] = holding(&city).await;
    let mayor = city.account("wali", &[(Role::Mayor, "")]).await;
    let mut mayor_browser = city.browser(pages::routes());
    assert_eq!(mayor_browser.get(WORK).await.status, 303, "to the log-in");
    mayor_browser.enter(&mayor).await;
    for path in ["/perencana/anggaran", WORK] {
        assert_eq!(mayor_browser.get(path).await.status, 403);
    }
    assert_eq!(bring(&mut mayor_browser, &budget()).await.status, 403);
    assert_eq!(realise(&mut mayor_browser, &[]).await.status, 403);
    assert_eq!(mayor_browser.get("/anggaran/2026").await.status, 200);
    let far = [("tahun", "2040"), ("dokumen", "Perda"), ("isi", HEAD)];
    let refused = a.post_files("/perencana/anggaran", &far, &[]).await;
    assert!(refused.status == 400 && refused.text().contains("antara 2021 dan 2027"));
    let mut other = city.browser_at(&city.other, pages::routes());
    assert_eq!(other.get("/anggaran/2026").await.status, 404, "another city has its own");
}
