//! From a finding to its effect, through the real router.

use axum::http::StatusCode;
use jiff::SignedDuration;
use kernel::actor::Role;
use kernel::facts::Payload;
use platform::auth::{Can, Mayor};
use platform::clocks::lapse_due;
use platform::journal::facts_after;
use platform::testing::{Browser, TestCity, on_every_database, units};
use platform::workers::settle;

use super::super::model::{Card, Source};
use super::super::store;
use super::super::verbs::{DecisionClocks, Gather, INSPECT, PLAN, Raise};
use super::card;
use crate::events::tests::{Story, at, setup, tell};

async fn gather(city: &TestCity, cards: Vec<Card>) -> usize {
    let gather = Gather { app: city.app.clone(), cards };
    let count = city.app.db.write(city.tenant.id, gather).await.unwrap();
    settle(&city.app, city.tenant.id).await.unwrap();
    count
}

async fn mayor(city: &TestCity) -> Browser {
    mayor_named(city, "wali").await
}

/// A mayor who logs in now; sessions of an hour ago are over.
async fn mayor_named(city: &TestCity, login: &str) -> Browser {
    let account = city.account(login, &[(Role::Mayor, "")]).await;
    let mut browser = city.browser(crate::routes());
    browser.enter(&account).await;
    browser
}

async fn waiting(city: &TestCity) -> Vec<super::super::model::Decision> {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    store::waiting(&mut tx, &city.app).await.unwrap()
}

/// Lets everything that ran out lapse, as the workers do.
async fn lapse(city: &TestCity) {
    settle(&city.app, city.tenant.id).await.unwrap();
    let handler = DecisionClocks { app: std::sync::Arc::downgrade(&city.app) };
    lapse_due(&city.app.db, city.tenant.id, &[std::sync::Arc::new(handler)]).await.unwrap();
    settle(&city.app, city.tenant.id).await.unwrap();
}

async fn told(city: &TestCity) -> Vec<Payload> {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let facts = facts_after(&mut tx, 0, 100_000).await.unwrap();
    let mine = facts.into_iter().filter(|fact| fact.kind.starts_with("decision."));
    mine.filter_map(|fact| fact.clear).collect()
}

fn said<'a>(option: &'a str, words: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("pilihan", option),
        ("putusan", words),
        ("mulai", "1"),
        ("mulai-month", "12"),
        ("mulai-year", "2026"),
        ("tinjau", "1"),
        ("tinjau-month", "4"),
        ("tinjau-year", "2027"),
    ]
}

/// However often the mayor presses, and whatever was decided, a finding has one decision.
#[tokio::test]
async fn a_finding_that_the_mayor_takes_up_has_one_decision() {
    on_every_database(setup, async |city| {
        let account = city.account("wali", &[(Role::Mayor, "")]).await;
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let mayor = Can::<Mayor>::load(&mut tx, &city.app.vault, account.user).await.unwrap();
        drop(tx);
        let raise = async |reference: &str| {
            let card = card(Source::Signal, reference, 1.0);
            let raise = Raise { app: city.app.clone(), card, mayor: mayor.clone() };
            city.app.db.write(city.tenant.id, raise).await.unwrap()
        };
        let id = raise("a").await;
        assert_eq!(raise("a").await, id);
        assert_ne!(raise("b").await, id);
        let mut browser = city.browser(crate::routes());
        browser.enter(&account).await;
        let address = format!("/keputusan/{id}/putuskan");
        let taken = browser.post(&address, &said("leave", "Menunggu.")).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
        assert_eq!(raise("a").await, id, "it was decided");
        let proposed =
            told(city).await.into_iter().filter(|one| matches!(one, Payload::DecisionProposed(_)));
        assert_eq!((waiting(city).await.len(), proposed.count()), (1, 0), "what waits is sealed");
    })
    .await;
}

#[tokio::test]
async fn a_finding_becomes_a_decision_that_everyone_reads() {
    on_every_database(setup, async |city| {
        assert_eq!(gather(city, vec![card(Source::Bottleneck, "a", 10.0)]).await, 1);
        // The same finding is not put twice, and one that holds no longer goes.
        let both = vec![card(Source::Bottleneck, "a", 10.0), card(Source::Facility, "b", 1.0)];
        assert_eq!(gather(city, both).await, 1);
        assert_eq!(gather(city, vec![card(Source::Bottleneck, "a", 10.0)]).await, 0);
        let open = waiting(city).await;
        assert_eq!(open.len(), 1);
        let address = format!("/keputusan/{}", open[0].id);
        let mut public = city.browser(crate::routes());
        assert_eq!(public.get(&address).await.status, StatusCode::NOT_FOUND);
        assert!(!public.get("/keputusan").await.text().contains("paraf"));

        let mut browser = mayor(city).await;
        assert!(browser.get("/keputusan").await.text().contains("Akta menunggu paraf"));
        let page = browser.get(&format!("{address}?pilihan=trial")).await.text();
        assert!(page.contains("di bawah 1 banding 1"), "{page}");
        assert!(page.contains("Memangkas 31% waktu tunggu. Biayanya belum diketahui."));
        // Nothing typed is lost, and the mistake stands at its field.
        let wrong = browser.post(&format!("{address}/putuskan"), &said("trial", " ")).await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
        assert!(
            wrong.text().contains("Tulis isi keputusan") && wrong.text().contains("value=\"2027\"")
        );
        let wrong = browser.post(&format!("{address}/putuskan"), &said("nothing", "Ya")).await;
        assert!(wrong.text().contains("Pilih salah satu."));
        let done = browser
            .post(&format!("{address}/putuskan"), &said("trial", "Paraf dihapus 30 hari."))
            .await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, address.as_str()));
        let page = browser.get(&address).await.text();
        assert!(page.contains("/perbaikan/proses/TES-SURAT/rancang"), "{page}");

        let page = public.get(&address).await.text();
        assert!(page.contains("Paraf dihapus 30 hari.") && !page.contains("1.061"), "{page}");
        assert!(page.contains("Sebelum batas") && page.contains("menumpuk"), "{page}");
        let again = browser.post(&format!("{address}/putuskan"), &said("leave", "Lagi")).await;
        assert!(again.text().contains("sudah diputuskan"));
        // What was decided rests for a while.
        assert_eq!(gather(city, vec![card(Source::Bottleneck, "a", 10.0)]).await, 0);
        let taken: Vec<_> = told(city).await;
        assert!(matches!(&taken[..], [Payload::DecisionTaken(one)] if one.option == "trial"));
    })
    .await;
}

#[tokio::test]
async fn only_the_head_of_the_city_decides() {
    on_every_database(setup, async |city| {
        gather(city, vec![card(Source::Bottleneck, "a", 10.0)]).await;
        let address = format!("/keputusan/{}", waiting(city).await[0].id);
        for role in [Role::Head, Role::Inspector, Role::Coordinator, Role::Administrator] {
            let unit = if role == Role::Head { units::REGISTRY } else { "" };
            let account = city.account(role.code(), &[(role, unit)]).await;
            let mut browser = city.browser(crate::routes());
            browser.enter(&account).await;
            assert_eq!(browser.get(&address).await.status, StatusCode::NOT_FOUND, "{role:?}");
            let refused = browser.post(&format!("{address}/putuskan"), &said("trial", "Ya")).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role:?}");
            let refused = browser.get("/keputusan/baru").await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_day_that_passes_is_told_once_and_putting_off_moves_it_once() {
    on_every_database(setup, async |city| {
        gather(city, vec![card(Source::Signal, "a", 10.0), card(Source::Facility, "b", 5.0)]).await;
        let open = waiting(city).await;
        let put_off = open.iter().find(|one| one.card.source == Source::Facility).unwrap();
        let mut browser = mayor(city).await;
        let address = format!("/keputusan/{}/tunda", put_off.id);
        let later = |day, month| {
            vec![
                ("tunda", day),
                ("tunda-month", month),
                ("tunda-year", "2026"),
                ("alasan", "Menunggu hasil rapat."),
            ]
        };
        let refused = browser.post(&address, &later("31", "12")).await;
        assert!(refused.text().contains("paling lama 30 hari"), "{}", refused.text());
        let done = browser.post(&address, &later("15", "12")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        let again = browser.post(&address, &later("18", "12")).await;
        assert!(again.text().contains("sudah pernah ditunda"));

        city.advance(SignedDuration::from_hours(24 * 14));
        lapse(city).await;
        lapse(city).await;
        let late = open.iter().find(|one| one.card.source == Source::Signal).unwrap();
        let address = format!("/keputusan/{}/tunda", late.id);
        let mut browser = mayor_named(city, "wakil").await;
        let refused = browser.post(&address, &later("15", "12")).await;
        assert!(refused.text().contains("Harinya sudah lewat"), "{}", refused.text());
        let missed = |facts: &[Payload]| {
            facts.iter().filter(|one| matches!(one, Payload::DecisionMissed(_))).count()
        };
        assert_eq!(missed(&told(city).await), 1);
        let page = city.browser(crate::routes()).get("/keputusan").await.text();
        assert!(page.contains("Pola janggal") && !page.contains("paraf"), "{page}");
        city.advance(SignedDuration::from_hours(24 * 10));
        lapse(city).await;
        assert_eq!(missed(&told(city).await), 2);
    })
    .await;
}

/// What the reform counts of decisions: how many, and how many of them late.
async fn counted(city: &TestCity) -> (i64, i64) {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let counts = crate::reform::store::counts(&mut tx, "2026-01").await.unwrap();
    let mine = counts.iter().filter(|count| count.measure == "decided-late");
    mine.fold((0, 0), |sum, count| (sum.0 + count.n, sum.1 + count.total))
}

#[tokio::test]
async fn only_a_decision_is_counted_as_decided() {
    on_every_database(setup, async |city| {
        // It falls away, or nobody proposed it: neither in time nor late.
        gather(city, vec![card(Source::Deadline, "gone", 1.0)]).await;
        gather(city, vec![card(Source::Bottleneck, "a", 10.0)]).await;
        let mut browser = mayor(city).await;
        let own = browser.post("/keputusan/baru", &said("", "Loket dibuka Sabtu.")).await;
        assert_eq!(own.status, StatusCode::SEE_OTHER);
        assert_eq!(counted(city).await, (0, 0));
        let address = format!("/keputusan/{}", waiting(city).await[0].id);
        let until =
            [("tunda", "15"), ("tunda-month", "12"), ("tunda-year", "2026"), ("alasan", "Rapat.")];
        let put_off = browser.post(&format!("{address}/tunda"), &until).await;
        assert_eq!(put_off.status, StatusCode::SEE_OTHER);
        assert_eq!(counted(city).await, (0, 0));
        browser.post(&format!("{address}/putuskan"), &said("trial", "Ya.")).await;
        assert_eq!(counted(city).await, (1, 0));
        gather(city, vec![card(Source::Facility, "late", 1.0)]).await;
        city.advance(SignedDuration::from_hours(24 * 14));
        lapse(city).await;
        assert_eq!(counted(city).await, (2, 1));
        let mut said = said("leave", "Tidak perlu.");
        said[2] = ("mulai", "20");
        let address = format!("/keputusan/{}", waiting(city).await[0].id);
        let mut browser = mayor_named(city, "wakil").await;
        let done = browser.post(&format!("{address}/putuskan"), &said).await;
        assert_eq!(done.location(), address);
        assert_eq!(counted(city).await, (2, 1), "it was late already");
    })
    .await;
}

#[tokio::test]
async fn what_was_decided_of_a_pattern_names_no_unit_in_public() {
    on_every_database(setup, async |city| {
        gather(city, vec![card(Source::Signal, "a", 10.0)]).await;
        let address = format!("/keputusan/{}", waiting(city).await[0].id);
        let mut browser = mayor(city).await;
        let inside = browser.get(&address).await.text();
        let name = units::REGISTRY;
        assert!(inside.contains(name), "{inside}");
        browser.post(&format!("{address}/putuskan"), &said("trial", "Diperiksa.")).await;
        for page in ["/keputusan", address.as_str(), "/keputusan/umpan.atom"] {
            let text = city.browser(crate::routes()).get(page).await.text();
            assert!(text.contains("Diperiksa.") && !text.contains(name), "{text}");
        }
        let facts = told(city).await;
        assert!(matches!(&facts[..], [Payload::DecisionTaken(one)] if one.units.is_empty()));
    })
    .await;
}

/// Files of four offices over eight months; in the last three, those of the first are late no more.
async fn months(city: &TestCity) {
    let officer = city.account("siti", &[(Role::Officer, units::REGISTRY)]).await.user;
    let offices = [units::REGISTRY, units::HEALTH, units::ONE_STOP, "KEL-A", "KEL-B"];
    for month in 3..11 {
        for (place, unit) in offices.into_iter().enumerate() {
            for day in 1..=10 {
                let text = format!("2026-{month:02}-{day:02}T08:00:00+07:00");
                let mut story = Story::of(&city.app, unit, at(&text), officer);
                let helped = place == 0 && month >= 8;
                let late = !helped && (day + month + place as i32) % 2 == 0;
                story.lies = if late { 26 * 60 } else { 60 };
                tell(city, story).await;
            }
        }
    }
    settle(&city.app, city.tenant.id).await.unwrap();
}

#[tokio::test]
async fn on_its_day_the_effect_is_reckoned_and_made_public() {
    on_every_database(setup, async |city| {
        months(city).await;
        let account = city.account("wali", &[(Role::Mayor, "")]).await;
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let mayor = Can::load(&mut tx, &city.app.vault, account.user).await.unwrap();
        drop(tx);
        let replay = super::super::verbs::Replay {
            app: city.app.clone(),
            at: at("2026-07-31T09:00:00+07:00"),
            units: vec![units::REGISTRY.to_owned()],
            measure: Some("on-time".to_owned()),
            said: super::super::verbs::Said {
                words: "Loket satu pintu.".to_owned(),
                from: jiff::civil::date(2026, 8, 1),
                review: jiff::civil::date(2026, 11, 1),
            },
            mayor,
        };
        let id = city.app.db.write(city.tenant.id, replay).await.unwrap();
        lapse(city).await;
        let facts = told(city).await;
        let reviewed = facts.iter().find_map(|one| match one {
            Payload::DecisionReviewed(reviewed) => Some(reviewed.clone()),
            _ => None,
        });
        let reviewed = reviewed.unwrap();
        assert_eq!((reviewed.verdict.as_str(), reviewed.controls), ("up", 4), "{reviewed:?}");
        let page = city.browser(crate::routes()).get(&format!("/keputusan/{id}")).await.text();
        for words in
            ["Tepat janji naik", "Dibandingkan dengan 4 unit lain.", "Mengapa diputuskan", "Pasti"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        let feed = city.browser(crate::routes()).get("/keputusan/umpan.atom").await;
        assert_eq!(feed.headers["content-type"], "application/atom+xml; charset=utf-8");
        let text = feed.text();
        assert!(text.contains(&format!("<id>urn:uuid:{}</id>", id.uuid())), "{text}");
        assert!(
            text.contains("<updated>2026-10-31T17:00:00Z</updated>"),
            "when it was reviewed: {text}"
        );
    })
    .await;
}

/// A decision that asks somebody for something reaches them.
#[tokio::test]
async fn whoever_is_asked_is_told() {
    on_every_database(setup, async |city| {
        city.account("kepala", &[(Role::Head, units::REGISTRY)]).await;
        city.account("kepala-lain", &[(Role::Head, units::HEALTH)]).await;
        city.account("pemeriksa", &[(Role::Inspector, "")]).await;
        let asks = |reference: &str, option: &str| {
            let mut card = card(Source::Deadline, reference, 10.0);
            card.choices[0].code = option.to_owned();
            card
        };
        gather(city, vec![asks("a", PLAN), asks("b", INSPECT), asks("c", "trial")]).await;
        let mut browser = mayor(city).await;
        let mut told = Vec::new();
        for decision in waiting(city).await {
            let option = decision.card.choices[0].code.clone();
            let before = mails(city).await;
            let path = format!("/keputusan/{}/putuskan", decision.id);
            let done = browser.post(&path, &said(&option, "Susun caranya.")).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER);
            told.push((option, mails(city).await - before));
        }
        told.sort();
        // One head of one unit, one inspector; who only lets a trial begin has asked nobody.
        let one = |option: &str, count| (option.to_owned(), count);
        assert_eq!(told, [one(INSPECT, 1), one(PLAN, 1), one("trial", 0)]);
    })
    .await;
}

async fn mails(city: &TestCity) -> i64 {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let sql = "SELECT COUNT(*) FROM message WHERE tenant_id = $1 AND channel = 'mail'";
    let query = sqlx::query_as(sql).bind(tx.tenant()).fetch_one(tx.conn());
    let (count,): (i64,) = query.await.unwrap();
    count
}
