//! The officer concerned is asked, and heard before anything becomes a case.

use jiff::SignedDuration;
use kernel::actor::{Actor, Role};
use kernel::id::UserId;
use platform::testing::{Answer, Browser, TestAccount, TestCity, on_every_database, units};

use super::life::{asked, offices, season, setup};
use crate::signals::model::{Content, Explanation, Question, Signal, State};
use crate::signals::pages;
use crate::signals::store;
use crate::signals::verbs::run;

const WORDS: &str = "Loket saya memang khusus biro jasa";

async fn at(city: &TestCity, account: &TestAccount) -> Browser {
    let mut browser = city.browser(pages::routes(offices, asked).merge(crate::routes()));
    browser.enter(account).await;
    browser
}

async fn steering(city: &TestCity) -> Signal {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let signals = store::list(&mut tx, &city.app, State::Open, 100).await.unwrap();
    signals.into_iter().find(|signal| signal.kind == "steering").unwrap()
}

async fn opens(browser: &mut Browser, signal: &Signal, urgent: &str) -> Answer {
    let id = signal.id.to_string();
    let form = [
        ("asal", "signal"),
        ("rujukan", id.as_str()),
        ("unit", units::REGISTRY),
        ("dugaan", "Berkas diarahkan"),
        ("mendesak", urgent),
        ("atasan", "no"),
    ];
    browser.post("/inspektorat/perkara/baru", &form).await
}

/// The session of an officer of the season, whose account the season made.
async fn officer(city: &TestCity, login: &str, user: UserId) -> TestAccount {
    TestAccount { user, ..city.account(login, &[]).await }
}

#[tokio::test]
async fn the_officer_reads_the_question_answers_and_only_then_it_becomes_a_case() {
    on_every_database(setup, async |city: &TestCity| {
        let inspector = city.account("inspektur", &[(Role::Inspector, "")]).await;
        let [ani, budi] = season(city, "2026-06-01T01:00:00Z", "broker").await;
        run(&city.app, city.tenant.id, Actor::system(), offices).await.unwrap();
        let signal = steering(city).await;
        let (mut one, base) =
            (at(city, &inspector).await, format!("/pengawasan/sinyal/{}", signal.id));
        let mut ani = (at(city, &officer(city, "meja-1", ani).await).await, ani);
        let mut budi = (at(city, &officer(city, "meja-2", budi).await).await, budi);
        let own = format!("/saya/sinyal/{}", signal.id);
        assert_eq!(ani.0.get(&own).await.status, 404, "nobody asked");

        // Not heard: refused at its field, and what was typed stays.
        let page = one.get(&base).await.text();
        assert!(page.contains("Perkara dapat dibuka setelah ada jawaban"), "{page}");
        let refused = opens(&mut one, &signal, "").await;
        assert_eq!(refused.status, 400);
        let text = refused.text();
        assert!(text.contains("href=\"#mendesak\"") && text.contains("Berkas diarahkan"), "{text}");

        let to_budi = [("petugas", budi.1.to_string()), ("pertanyaan", "Mengapa?".to_owned())];
        let to_budi: Vec<(&str, &str)> = to_budi.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let stranger = one.post(&format!("{base}/tanya"), &to_budi).await;
        assert_eq!(stranger.status, 400, "budi has nothing to do with it");
        let user = ani.1.to_string();
        let question = [("petugas", user.as_str()), ("pertanyaan", "Mengapa ke meja Anda?")];
        assert_eq!(one.post(&format!("{base}/tanya"), &question).await.location(), base);
        let twice = one.post(&format!("{base}/tanya"), &question).await;
        assert_eq!(twice.status, 400);
        assert!(twice.text().contains("belum menjawab"));
        assert!(one.get(&base).await.text().contains("Menunggu jawaban"));

        // The officer sees the question and their own part, and nobody else's.
        assert!(ani.0.get("/saya/sinyal").await.text().contains(&own));
        let page = ani.0.get(&own).await.text();
        assert!(page.contains("Mengapa ke meja Anda?") && page.contains("Anda: 40 dari"), "{page}");
        for hidden in ["BROKER", "broker", "<code>", "budi", "<svg class=\"chart\""] {
            assert!(!page.contains(hidden), "{hidden}: {page}");
        }
        for other in [&mut budi.0, &mut one] {
            assert_eq!(other.get(&own).await.status, 404, "asked of another");
            assert_eq!(other.post(&own, &[("jawaban", "x")]).await.status, 404);
            assert!(!other.get("/saya/sinyal").await.text().contains(&own));
        }
        assert_eq!(opens(&mut one, &signal, "").await.status, 400, "asked, not answered");

        let empty = ani.0.post(&own, &[("jawaban", "  ")]).await;
        assert_eq!(empty.status, 400);
        assert!(empty.text().contains("href=\"#jawaban\""));
        assert_eq!(ani.0.post(&own, &[("jawaban", WORDS)]).await.location(), own);
        assert!(ani.0.get(&own).await.text().contains(WORDS));
        assert_eq!(ani.0.post(&own, &[("jawaban", "lagi")]).await.status, 409, "once");
        let page = one.get(&base).await.text();
        assert!(page.contains(WORDS) && page.contains("Petugas, ditulis sendiri"), "{page}");
        assert!(!page.contains("Perkara dapat dibuka setelah ada jawaban"));
        assert_eq!(opens(&mut one, &signal, "").await.status, 303);
        assert_eq!(one.post(&format!("{base}/tanya"), &question).await.status, 409, "decided");
    })
    .await;
}

#[tokio::test]
async fn haste_needs_a_reason_and_the_end_of_the_time_needs_none() {
    on_every_database(setup, async |city: &TestCity| {
        let inspector = city.account("inspektur", &[(Role::Inspector, "")]).await;
        season(city, "2026-06-01T01:00:00Z", "broker").await;
        run(&city.app, city.tenant.id, Actor::system(), offices).await.unwrap();
        let signal = steering(city).await;
        let mut one = at(city, &inspector).await;
        assert_eq!(opens(&mut one, &signal, " ").await.status, 400);
        assert_eq!(opens(&mut one, &signal, "Bukti akan dimusnahkan").await.status, 303);
        let page = one.get(&format!("/pengawasan/sinyal/{}", signal.id)).await.text();
        assert!(page.contains("Mendesak: Bukti akan dimusnahkan"), "{page}");

        season(city, "2026-08-01T01:00:00Z", "broker").await;
        run(&city.app, city.tenant.id, Actor::system(), offices).await.unwrap();
        let signal = steering(city).await;
        assert_eq!(opens(&mut one, &signal, "").await.status, 400);
        city.advance(SignedDuration::from_hours(24 * 60));
        one.enter(&inspector).await;
        assert_eq!(opens(&mut one, &signal, "").await.status, 303, "the time to answer is over");
    })
    .await;
}

fn user(n: u128) -> UserId {
    UserId::from_uuid(uuid::Uuid::from_u128(n))
}

/// PP 94/2021 Art 26 and 28 ask to hear before one judges: by who was asked, who spoke, and the time.
#[test]
fn whoever_was_asked_is_heard_first() {
    let now: jiff::Timestamp = "2026-11-24T10:00:00+07:00".parse().unwrap();
    let said = |by: &str, from: Option<u128>| Explanation {
        by: by.to_owned(),
        text: String::new(),
        at: now,
        from: from.map(user),
    };
    let asked =
        |to: u128, after: usize| Question { to: user(to), text: String::new(), at: now, after };
    let officer = vec![("officer".to_owned(), user(1).to_string())];
    let contact = vec![("contact".to_owned(), "ab".to_owned())];
    for (name, subject, questions, explanations, late, may) in [
        ("nobody", &officer, vec![], vec![], false, false),
        ("the time is over", &officer, vec![], vec![], true, true),
        ("another one spoke", &officer, vec![], vec![said("head", None)], false, false),
        ("by mouth", &officer, vec![], vec![said("officer", None)], false, true),
        ("no officer", &contact, vec![], vec![said("representative", None)], false, true),
        ("no officer, nobody", &contact, vec![], vec![], false, false),
        ("asked", &officer, vec![asked(1, 0)], vec![], false, false),
        ("asked, time over", &officer, vec![asked(1, 0)], vec![], true, true),
        ("answered", &officer, vec![asked(1, 0)], vec![said("officer", Some(1))], false, true),
        ("spoke before", &officer, vec![asked(1, 1)], vec![said("officer", None)], false, false),
        ("the other", &officer, vec![asked(1, 0)], vec![said("officer", Some(2))], false, false),
        (
            "one of two",
            &officer,
            vec![asked(1, 0), asked(2, 0)],
            vec![said("officer", Some(1))],
            false,
            false,
        ),
    ] {
        let content =
            Content { subject: subject.clone(), questions, explanations, ..Content::default() };
        let mut signal = Signal {
            id: kernel::id::SignalId::from_uuid(uuid::Uuid::nil()),
            run: 1,
            kind: "steering".to_owned(),
            state: State::Open,
            content,
            seq: 1,
            raised_at: now,
            clock: kernel::id::ClockId::from_uuid(uuid::Uuid::nil()),
            due_at: Some(if late { now - SignedDuration::from_hours(1) } else { now }),
            missed_at: None,
            ended_at: None,
        };
        assert_eq!(signal.may_become_case(now), may, "{name}");
        assert_eq!(signal.clone().escalate("K1", " ", now).is_ok(), may, "{name}");
        signal.escalate("K1", "Bukti akan hilang", now).unwrap();
        assert_eq!(signal.content.ending.unwrap().urgent.is_empty(), may, "{name}");
    }
}
