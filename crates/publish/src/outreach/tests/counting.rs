//! What counts as reach: the rule alone, and through the router.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use jiff::SignedDuration;
use kernel::facts::Payload;
use platform::testing::on_every_database;
use proptest::prelude::*;

use super::super::rules::{Asked, Bounds, counts, may_count};
use super::super::store::{self, links};
use super::super::verbs::{TellReach, spelled};
use super::{draft, people, routes, setup, told};

const BOUNDS: Bounds = Bounds { gap: 1_000_000, day_most: 50 };

proptest! {
    /// However requests come, counted ones are a second apart, and no day has more than the rule says.
    #[test]
    fn haste_is_bounded(mut at in prop::collection::vec(0i64..90_000_000, 0..300)) {
        at.sort_unstable();
        let (mut last, mut today) = (-BOUNDS.gap, 0);
        let mut counted = Vec::new();
        for now in at {
            if counts(now, last, today, BOUNDS) {
                counted.push(now);
                (last, today) = (now, today + 1);
            }
        }
        prop_assert!(counted.windows(2).all(|pair| pair[1] - pair[0] >= BOUNDS.gap));
        prop_assert!(counted.len() as i64 <= BOUNDS.day_most);
    }
}

#[test]
fn programs_that_say_so_do_not_count() {
    let person = Asked { is_get: true, agent: "Mozilla/5.0 (Android 14; Mobile)", purpose: "" };
    assert!(may_count(person));
    assert!(may_count(Asked { agent: "", ..person }), "who says nothing is a person");
    for asked in [
        Asked { is_get: false, ..person },
        Asked { agent: "WhatsApp/2.23", ..person },
        Asked { agent: "Mozilla/5.0 (compatible; Googlebot/2.1)", ..person },
        Asked { purpose: "prefetch;prerender", ..person },
    ] {
        assert!(!may_count(asked), "{asked:?}");
    }
    assert_eq!(spelled("abciol").unwrap(), "ABC101");
    assert!(spelled("../abc").is_err() && spelled("ABC12").is_err());
}

#[tokio::test]
async fn a_link_leads_on_and_counts_by_the_rule_and_keeps_nobody() {
    on_every_database(setup, async |city| {
        let (mut humas, mut approver) = people(city).await;
        let page = draft(&mut humas, &[], &[0, 1]).await;
        let id = page.rsplit('/').next().unwrap().parse().unwrap();
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let own = links::of_campaign(&mut tx, id).await.unwrap();
        drop(tx);
        assert_eq!(own.len(), 4, "a service and the reports, for each of two channels");
        let code =
            |target: &str| own.iter().find(|link| link.target == target).unwrap().code.clone();
        let (service, report) = (code(super::SERVICE), code(""));
        let mut citizen = city.browser(routes());
        let go = |code: &str| format!("/k/{}", code.to_lowercase());
        // Nothing counts before the campaign runs.
        let answer = citizen.get(&go(&service)).await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, "/layanan/DUK-KTP-HILANG")
        );
        assert_eq!(approver.post(&format!("{page}/mulai"), &[]).await.status, 303);
        citizen.get(&go(&service)).await;
        city.clock.set("2026-12-07T09:00:00+07:00".parse().unwrap());
        assert_eq!(citizen.get(&go(&report)).await.location(), "/lapor");
        for _ in 0..5 {
            citizen.get(&go(&service)).await;
        }
        city.advance(SignedDuration::from_secs(1));
        let answer = citizen.get(&go(&service)).await;
        assert!(answer.headers.get("set-cookie").is_none(), "{:?}", answer.headers);
        assert!(citizen.cookies.is_empty());
        let head = Request::head(go(&service)).body(Body::empty()).unwrap();
        city.advance(SignedDuration::from_secs(1));
        citizen.send(head).await;
        let bot =
            Request::get(go(&service)).header("user-agent", "SomeBot/1.0").body(Body::empty());
        assert_eq!(citizen.send(bot.unwrap()).await.status, 303, "a program gets on as well");
        assert_eq!(citizen.get("/k/ZZZZZZ").await.status, 404);
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let total: i64 = links::totals(&mut tx, id).await.unwrap().values().sum();
        drop(tx);
        assert_eq!(total, 3, "one report, and the service twice");

        city.clock.set("2026-12-08T00:00:01+07:00".parse().unwrap());
        for _ in 0..2 {
            city.app
                .db
                .write(city.tenant.id, TellReach { app: city.app.clone(), id })
                .await
                .unwrap();
        }
        let facts = told(city).await;
        let reached: Vec<_> = facts
            .iter()
            .filter_map(|fact| match fact {
                Payload::CampaignReached(reached) => Some(reached),
                _ => None,
            })
            .collect();
        assert_eq!(reached.len(), 1, "a day is told once");
        assert_eq!(reached[0].channels.iter().map(|one| one.count).sum::<i64>(), 3);
        let mut tx = city.app.db.read(city.other.id).await.unwrap();
        assert!(store::list(&mut tx).await.unwrap().is_empty());
    })
    .await;
}
