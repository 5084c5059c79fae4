//! Support, likeness and mergers through the real router.

use axum::http::StatusCode;
use kernel::facts::Payload;
use platform::testing::{Browser, TestCity, on_every_database};

use super::{hold, kinds, make, planner, routes, setup, told};

/// So many browsers support a proposal; two of them support another as well.
async fn support(city: &TestCity, number: &str, other: &str, count: usize) {
    for place in 0..count {
        let mut browser = city.browser(routes());
        let path = format!("/usulan/{number}/dukung");
        let done = browser.post(&path, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        assert!(done.location().ends_with("#dukungan"));
        // A second press of one browser changes nothing.
        assert_eq!(browser.post(&path, &[]).await.status, StatusCode::SEE_OTHER);
        if place < 2 {
            browser.post(&format!("/usulan/{other}/dukung"), &[]).await;
        }
        let page = browser.get(&format!("/usulan/{number}")).await.text();
        assert!(page.contains("Peramban ini sudah mendukung"), "{page}");
    }
}

#[tokio::test]
async fn similar_proposals_become_one_without_losing_or_doubling_a_supporter() {
    on_every_database(setup, async |city| {
        let mut planner = planner(city).await;
        let first = make(&mut planner, &[]).await;
        let twin = [("judul", "Pembangunan drainase di jalan mawar"), ("pengusul", "RW 04")];
        let twin = make(&mut planner, &twin).await;
        let far = make(&mut planner, &[("kelurahan", "18.72.04.1001")]).await;
        support(city, &first, &twin, 5).await;
        support(city, &twin, &far, 3).await;
        let work = format!("/perencana/usulan/{twin}");
        let page = planner.get(&work).await.text();
        assert!(page.contains("Usulan yang mirip") && page.contains(&first), "{page}");
        assert!(!page.contains(&far), "another kelurahan is another proposal");

        let done = planner.post(&format!("{work}/gabung"), &[("tujuan", first.as_str())]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let mut public = city.browser(routes());
        let page = public.get(&format!("/usulan/{first}")).await.text();
        // Five of the one, five of the other, of whom two are the same.
        assert!(page.contains("8 dukungan"), "{page}");
        let gone = public.get(&format!("/usulan/{twin}")).await.text();
        assert!(gone.contains("Digabung dengan usulan lain") && gone.contains(&first), "{gone}");
        assert!(!gone.contains("Dukung usulan ini</button>"), "it takes no support any more");
        let refused = public.post(&format!("/usulan/{twin}/dukung"), &[]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        let again = planner.post(&format!("{work}/gabung"), &[("tujuan", first.as_str())]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);

        let facts = told(city).await;
        let supported = facts.iter().filter_map(|fact| match fact {
            Payload::ProposalSupported(one) => Some(one.supporters),
            _ => None,
        });
        assert_eq!(supported.max(), Some(8));
        assert_eq!(kinds(&facts).iter().filter(|kind| **kind == "proposal.merged").count(), 1);
        let json = serde_json::to_string(&facts).unwrap();
        assert!(!json.contains("token") && !json.contains("cookie"), "{json}");
    })
    .await;
}

/// Who presses at the same moment as another is counted as well.
#[tokio::test]
async fn presses_at_one_moment_are_all_counted() {
    on_every_database(setup, async |city| {
        let number = make(&mut planner(city).await, &[]).await;
        let path = format!("/usulan/{number}/dukung");
        let press = |mut browser: Browser| {
            let path = path.clone();
            async move { browser.post(&path, &[]).await.status }
        };
        let browsers = (0..5).map(|_| city.browser(routes()));
        let done = futures_util::future::join_all(browsers.map(press)).await;
        assert_eq!(done, [StatusCode::SEE_OTHER; 5]);
        let page = city.browser(routes()).get(&format!("/usulan/{number}")).await.text();
        assert!(page.contains("5 dukungan"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn a_merger_does_not_lose_what_a_deliberation_said() {
    on_every_database(setup, async |city| {
        let mut planner = planner(city).await;
        let ahead = make(&mut planner, &[]).await;
        let behind = make(&mut planner, &[("pengusul", "RW 04")]).await;
        let forum = hold(&mut planner, "kelurahan/18.72.01.1001", ("14", "1")).await;
        let field = format!("urutan-{}", ahead.replace('-', ""));
        planner.post(&forum, &[(field.as_str(), "1")]).await;
        let wrong = format!("/perencana/usulan/{ahead}/gabung");
        let refused = planner.post(&wrong, &[("tujuan", behind.as_str())]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text().contains("belum sejauh"), "{}", refused.text());
        let itself = planner.post(&wrong, &[("tujuan", ahead.as_str())]).await;
        assert_eq!(itself.status, StatusCode::BAD_REQUEST);
        let page = planner.get(&format!("/perencana/usulan/{ahead}")).await.text();
        assert!(!page.contains("/gabung"), "what cannot be is not offered: {page}");
        let right = format!("/perencana/usulan/{behind}/gabung");
        let done = planner.post(&right, &[("tujuan", ahead.as_str())]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    })
    .await;
}
