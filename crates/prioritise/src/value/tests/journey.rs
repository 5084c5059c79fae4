//! From money and released files to the page and its own files, on every database.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use kernel::error::Result;
use kernel::fact::TenantId;
use platform::App;
use platform::testing::{TestCity, on_every_database};

use crate::execution::tests as execution;
use crate::execution::tests::setup;
use crate::proposals::outside::{Index, Outside};
use crate::proposals::tests::OUTSIDE;
use crate::value::pages;
use crate::value::told::{Answered, Quarter};

fn indices(_: &App, _: TenantId) -> BoxFuture<'_, Result<BTreeMap<String, Index>>> {
    let index = Index { value: 8.25, low: 7.5, high: 9.0 };
    Box::pin(async move { Ok(BTreeMap::from([("DISDUKCAPIL".to_owned(), index)])) })
}

/// What each of the first three quarters told: one service has too few files to be told in the third.
fn releases(_: &App, _: TenantId, year: i16) -> BoxFuture<'_, Result<Vec<Quarter>>> {
    let of = |unit: &str, service: &str, finished, on_time| Answered {
        unit: unit.to_owned(),
        service: service.to_owned(),
        finished,
        on_time: Some(on_time),
    };
    let quarter = |hidden: bool| {
        let mut answered = vec![
            of("DISDUKCAPIL", "DUK-KTP-HILANG", 10, 10),
            of("DISDUKCAPIL", "DUK-KK-UBAH", 20, 15),
            of("DISDUKCAPIL", "DUK-KIA", 45, 0),
            of("DINKES", "DUK-KK-UBAH", 20, 20),
        ];
        let mut own = 75;
        if hidden {
            answered.remove(0);
            answered[0].on_time = None;
            own -= 5;
        }
        let units =
            [("DISDUKCAPIL", own), ("DINKES", 20)].map(|(unit, n)| (unit.to_owned(), (n, None)));
        Quarter { city: 300, units: BTreeMap::from(units), answered }
    };
    let told =
        if year == 2026 { vec![quarter(false), quarter(false), quarter(true)] } else { Vec::new() };
    Box::pin(async move { Ok(told) })
}

const TOLD: Outside = Outside { indices, releases, ..OUTSIDE };

#[tokio::test]
async fn a_file_has_its_cost_where_releases_tell_of_enough() {
    on_every_database(setup, async |city| {
        let [mut a, _] = execution::holding(city).await;
        let mut everyone = city.browser(pages::routes(TOLD));
        assert_eq!(everyone.get("/anggaran/2025/nilai").await.status, 404);
        assert_eq!(everyone.get("/anggaran/2026/nilai/1/unit.csv").await.status, 404);
        let page = everyone.get("/anggaran/2026/nilai").await.text();
        assert!(page.contains("Belum ada triwulan"), "{page}");
        let paid = |month: u8, amount: u32| {
            format!("{},DISDUKCAPIL,{month},{amount},{month}", execution::code(12))
        };
        assert_eq!(execution::realise(&mut a, &[paid(2, 9_000_000)]).await.status, 303);
        let page = everyone.get("/anggaran/2026/nilai").await.text();
        assert!(page.contains("Belum ada triwulan"), "March is not known: {page}");
        // Two quarters; what is paid later pays for files that are not told yet.
        let more = [paid(5, 3_000_000), paid(7, 90_000_000)];
        assert_eq!(execution::realise(&mut a, &more).await.status, 303);
        let page = everyone.get("/anggaran/2026/nilai").await.text();
        let words =
            ["sampai Juni 2026", "Rp200.000", "Rp240.000", "83,3%", "pola, bukan penilaian"];
        for words in words {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(page.contains("8,25 (7,50–9,00)") && page.contains("Belum diketahui"));
        let file = everyone.get("/anggaran/2026/nilai.csv").await.text();
        assert!(file.contains("12000000,60,50,0,200000,200000,240000,240000,,,8.2500"), "{file}");

        assert_eq!(execution::realise(&mut a, &[paid(9, 24_000_000)]).await.status, 303);
        let page = everyone.get("/anggaran/2026/nilai").await.text();
        // Twice in the row, once where it is explained; before that nowhere but there.
        assert_eq!(page.matches("Tidak diceritakan").count(), 3, "{page}");
        for words in ["sampai September 2026", "Rp1.482.353 sampai Rp1.575.000", "80 sampai 85"] {
            assert!(page.contains(words), "{words}: {page}");
        }
    })
    .await;
}

#[tokio::test]
async fn units_with_the_same_services_stand_side_by_side() {
    let city = TestCity::with(setup()).await;
    let [mut a, mut b] = execution::planners(&city).await;
    let units = ["DISDUKCAPIL", "DPMPTSP", "DINKES"];
    let line = |(at, unit): (usize, &&str)| {
        format!("{},Layanan,{unit},5.1.02,90000000,,DUK-KK-UBAH", execution::code(at + 1))
    };
    let lines: Vec<String> = units.iter().enumerate().map(line).collect();
    let budget = format!("{}\n{}\n", execution::HEAD, lines.join("\n"));
    assert_eq!(execution::bring(&mut a, &budget).await.status, 303);
    assert_eq!(execution::enact(&mut b).await.status, 303);
    let paid: Vec<String> = units
        .iter()
        .enumerate()
        .map(|(at, unit)| {
            format!("{},{unit},11,{},5", execution::code(at + 1), 4_000_000 * (at + 1))
        })
        .collect();
    assert_eq!(execution::realise(&mut a, &paid).await.status, 303);
    let mut everyone = city.browser(pages::routes(TOLD));
    let page = everyone.get("/anggaran/2026/nilai").await.text();
    assert!(!page.contains("Unit dengan layanan yang sama"), "three are too few: {page}");
    assert_eq!(everyone.get("/anggaran/2026/nilai/1/unit.csv").await.status, 404);
}
