//! The projection and its pages, on facts as `serve` writes them.

use axum::http::StatusCode;
use jiff::Timestamp;
use jiff::civil::date;
use kernel::actor::{Actor, Role};
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, NewFact, Subject, SubjectKind};
use kernel::facts::{Payload, case, competence, meeting, plan, survey};
use kernel::id::{ClockId, CommandId, FactId};
use platform::db::{Command, WriteTx};
use platform::journal::Seal;
use platform::testing::{Browser, TestCity, on_every_database, units};
use platform::workers::settle;
use uuid::Uuid;

use super::super::store::{self, Count};
use crate::events::tests::{Story, at, setup, tell};

async fn counts(city: &TestCity) -> Vec<Count> {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    store::counts(&mut tx, "2026-01").await.unwrap()
}

fn of<'a>(counts: &'a [Count], measure: &str, unit: &str) -> &'a Count {
    counts.iter().find(|count| count.measure == measure && count.unit_code == unit).unwrap()
}

/// Twelve files of one office in October, of which one came back and one was answered without a
/// recorded step. One after the other, as the log of a city is in the order of time.
async fn october(city: &TestCity) {
    let officer = city.account("siti", &[(Role::Officer, units::REGISTRY)]).await.user;
    for n in 0..12 {
        let ready = at("2026-10-01T08:00:00+07:00") + jiff::SignedDuration::from_hours(54 * n);
        let mut story = Story::of(&city.app, units::REGISTRY, ready, officer);
        match n {
            0 => story.back = Some(60),
            1 => story.steps.clear(),
            // Lies for longer than its promise.
            11 => story.lies = 60 * 26,
            _ => {}
        }
        tell(city, story).await;
    }
    settle(&city.app, city.tenant.id).await.unwrap();
}

#[tokio::test]
async fn facts_are_counted_once_and_the_same_again_after_a_rebuild() {
    on_every_database(setup, async |city| {
        october(city).await;
        let before = counts(city).await;
        let told = |measure: &str| {
            let count = of(&before, measure, units::REGISTRY);
            (count.month.as_str(), count.n, count.total)
        };
        assert_eq!(told("self-application"), ("2026-10", 12, 12));
        assert_eq!(told("unaided"), ("2026-10", 12, 12));
        assert_eq!(told("returned"), ("2026-10", 12, 1));
        assert_eq!(told("unwritten"), ("2026-10", 12, 1));
        assert_eq!(told("on-time"), ("2026-10", 12, 11));
        // Two steps of ten and two minutes in eleven files; one pair of hands each.
        assert_eq!(told("steps"), ("2026-10", 12, 22));
        assert_eq!(told("work-minutes"), ("2026-10", 12, 132));
        assert_eq!(told("hands"), ("2026-10", 12, 12));
        assert_eq!(told("out-of-turn"), ("2026-10", 12, 0));
        assert_eq!(told("written-late"), ("2026-10", 22, 0));
        assert_eq!(told("signatures"), ("2026-10", 12, 11));
        // Twelve of 192 minutes were work, also where the citizen had the file for an hour; one lay for days.
        assert_eq!(told("wait-share"), ("2026-10", 11, 10 * 94 + 100));
        // Only the one that came back waited for its signature longer than for its first step.
        assert_eq!(told("waited-for-signature"), ("2026-10", 11, 1));
        // The eleventh of each step is the first of which it is known what is usual.
        assert_eq!(told("touch-spread"), ("2026-10", 2, 0));
        city.app.readers.drop_rows(&city.app.db, city.tenant.id, "reform").await.unwrap();
        assert!(counts(city).await.is_empty());
        city.app.readers.catch_up(&city.app.db, city.tenant.id).await.unwrap();
        assert_eq!(counts(city).await, before);
    })
    .await;
}

/// Facts that everyone may read, each with the clocks it moved, at an instant.
struct Tell(Timestamp, Vec<(Payload, Vec<ClockMove>)>);

impl Command for Tell {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        tx.replay_at(self.0);
        for (payload, clocks) in &self.1 {
            let now = tx.now();
            let fact = NewFact {
                subject: Subject {
                    kind: SubjectKind::Count,
                    id: FactId::new(now, tx.rng()).uuid(),
                },
                command: CommandId::new(now, tx.rng()),
                occurred_at: now,
                actor: Actor::system(),
                clocks: clocks.clone(),
                payload: payload.clone(),
            };
            tx.append(&fact, 1, Seal::Clear).await?;
        }
        Ok(())
    }
}

fn spoken() -> Vec<(Payload, Vec<ClockMove>)> {
    let closed = |again| case::ClosedPublicly {
        v: 1,
        unit: units::HEALTH.to_owned(),
        prohibition: "k".to_owned(),
        tier: "ringan".to_owned(),
        again,
    };
    let step = |late_days, due| plan::StepDone {
        v: 1,
        budget_year: 2026,
        step: "kua_ppas".to_owned(),
        due,
        done_on: date(2025, 8, 1),
        late_days,
        reference: String::new(),
    };
    let due = Some(date(2025, 7, 15));
    let missed = plan::StepMissed { v: 1, budget_year: 2026, step: "kua_ppas".to_owned(), due };
    let held = meeting::Held { v: 1, kind: "coffee".to_owned(), asked: 8, came: 6, promises: 2 };
    let planned = competence::Planned {
        v: 1,
        unit: units::HEALTH.to_owned(),
        topic: "loket".to_owned(),
        day: date(2026, 10, 1),
        seats: 20,
    };
    let answers = survey::AnswersClosed { v: 1, answers: 400, lost: 0, paid: Some(30) };
    let clock = |op| ClockMove {
        clock: ClockId::from_uuid(Uuid::from_u128(7)),
        rule: "budget.kua_ppas".to_owned(),
        owner: "BAPPEDA".to_owned(),
        due_at: None,
        op,
    };
    vec![
        (Payload::CaseClosedPublicly(closed(false)), vec![]),
        (Payload::CaseClosedPublicly(closed(true)), vec![]),
        (Payload::CalendarStepDone(step(0, due)), vec![]),
        (Payload::CalendarStepMissed(missed), vec![clock(ClockOp::Lapse)]),
        (Payload::CalendarStepDone(step(17, due)), vec![clock(ClockOp::Stop)]),
        // Its day was over before anybody noted the calendar.
        (Payload::CalendarStepDone(step(4, due)), vec![]),
        (Payload::CalendarStepDone(step(0, None)), vec![]),
        (Payload::MeetingHeld(held), vec![]),
        (Payload::TrainingPlanned(planned), vec![]),
        (Payload::AnswersClosed(answers), vec![]),
    ]
}

#[tokio::test]
async fn what_everyone_may_read_is_counted_by_what_it_says() {
    on_every_database(setup, async |city| {
        let now = city.clock.now();
        city.app.db.write(city.tenant.id, Tell(now, spoken())).await.unwrap();
        settle(&city.app, city.tenant.id).await.unwrap();
        let counts = counts(city).await;
        let told = |measure, unit| {
            let count = of(&counts, measure, unit);
            (count.n, count.total)
        };
        assert_eq!(told("again", units::HEALTH), (2, 1));
        assert_eq!(
            told("budget-days", ""),
            (3, 1),
            "a step without a legal day counts neither way"
        );
        assert_eq!(told("budget-lag", ""), (3, 21));
        assert_eq!(told("attendance", ""), (8, 6));
        assert_eq!(told("trained", ""), (20, 0));
        assert_eq!(told("gifts-told", ""), (30, 0));
    })
    .await;
}

#[tokio::test]
async fn what_is_rare_is_told_of_a_year() {
    let city = TestCity::with(setup()).await;
    let long_ago = at("2026-02-10T09:00:00+07:00");
    city.app.db.write(city.tenant.id, Tell(long_ago, spoken())).await.unwrap();
    settle(&city.app, city.tenant.id).await.unwrap();
    let mayor = city.account("wali", &[(Role::Mayor, "")]).await;
    let mut browser = city.browser(crate::routes());
    browser.enter(&mayor).await;
    let page = browser.get("/perbaikan/reformasi").await.text();
    assert!(page.contains("Kursi pelatihan yang terisi, 12 bulan"), "{page}");
    assert!(page.contains("Kehadiran dalam rapat<"), "eight are too few in any time: {page}");
}

#[tokio::test]
async fn the_pages_lead_from_a_number_to_its_facts_and_a_head_sees_the_own_unit_alone() {
    on_every_database(setup, async |city| {
        october(city).await;
        let mayor = city.account("wali", &[(Role::Mayor, "")]).await;
        let mut browser = city.browser(crate::routes());
        browser.enter(&mayor).await;
        let page = browser.get("/perbaikan/reformasi").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.text().contains("Tepat janji") && page.text().contains("91,7%"),
            "{}",
            page.text()
        );
        let page = browser.get("/perbaikan/reformasi/returned").await;
        assert!(page.text().contains("8,3%"), "{}", page.text());
        assert!(page.text().contains("bulan=2026-10"), "{}", page.text());
        let page = browser.get("/perbaikan/reformasi/returned/fakta?bulan=2026-10&unit=").await;
        assert_eq!(page.text().matches("application.issued").count(), 12);
        let facts = async |browser: &mut Browser, measure: &str, unit: &str| {
            let path = format!("/perbaikan/reformasi/{measure}/fakta?bulan=2026-10&unit={unit}");
            browser.get(&path).await.text().matches("<code>application.").count()
        };
        assert_eq!(facts(&mut browser, "returned", units::REGISTRY).await, 12);
        assert_eq!(facts(&mut browser, "returned", units::HEALTH).await, 0);
        assert_eq!(facts(&mut browser, "written-late", "").await, 0, "none of 22 was late");
        assert_eq!(browser.get("/perbaikan/reformasi/none").await.status, StatusCode::NOT_FOUND);
        let head = city.account("kepala", &[(Role::Head, units::HEALTH)]).await;
        let mut browser = city.browser(crate::routes());
        browser.enter(&head).await;
        for hidden in [
            format!("/perbaikan/reformasi/returned?unit={}", units::REGISTRY),
            "/perbaikan/reformasi/returned/fakta?bulan=2026-10".to_owned(),
        ] {
            assert_eq!(browser.get(&hidden).await.status, StatusCode::NOT_FOUND, "{hidden}");
        }
        let page = browser.get("/perbaikan/reformasi").await;
        assert!(!page.text().contains("91,7%"), "{}", page.text());
    })
    .await;
}
