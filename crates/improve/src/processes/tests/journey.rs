//! From a proposal to a decision, through the real router.

use jiff::SignedDuration;
use kernel::actor::Role;
use kernel::facts::Payload;
use kernel::facts::trial::Started;
use platform::jobs::{JobHandler, run_ready};
use platform::journal::facts_after;
use platform::testing::{Browser, TestAccount, TestCity, on_every_database, units};
use platform::workers::settle;

use super::super::model::State;
use super::super::store;
use super::super::verbs::Evaluate;
use super::Found;
use crate::events::tests::{Story, at, setup, tell};

/// Three offices that have answered one file a day for twelve weeks.
pub(super) async fn offices(city: &TestCity) -> TestAccount {
    city.app.db.write(city.tenant.id, Found).await.unwrap();
    let officer = city.account("siti", &[(Role::Officer, units::REGISTRY)]).await;
    days(city, "2026-08-31T08:00:00+07:00", 84, |_, _| false, officer.user).await;
    officer
}

/// One file a day and office; where `new` says so, it lies less long.
async fn days(
    city: &TestCity,
    first: &str,
    count: i64,
    new: impl Fn(&str, jiff::civil::Date) -> bool,
    officer: kernel::id::UserId,
) {
    for day in 0..count {
        let ready = at(first) + SignedDuration::from_hours(24 * day);
        let date = city.app.tz().to_datetime(ready).date();
        if !city.app.calendar.is_working_day("", date) {
            continue;
        }
        for unit in [units::REGISTRY, units::HEALTH, units::ONE_STOP] {
            let mut story = Story::of(&city.app, unit, ready, officer);
            story.lies = if new(unit, date) { 10 } else { 40 + day % 7 };
            tell(city, story).await;
        }
    }
    settle(&city.app, city.tenant.id).await.unwrap();
}

pub(super) async fn browser(city: &TestCity, account: &TestAccount) -> Browser {
    let mut browser = city.browser(crate::routes());
    browser.enter(account).await;
    browser
}

pub(super) const DRAFT: &str = "/perbaikan/proses/TES-SURAT/rancang";

pub(super) fn proposal<'a>() -> Vec<(&'a str, &'a str)> {
    vec![
        ("langkah", "sign"),
        ("cara", "remove"),
        ("unit", units::REGISTRY),
        ("unit", units::HEALTH),
        ("unit", units::ONE_STOP),
        ("tanggal", "30"),
        ("tanggal-month", "11"),
        ("tanggal-year", "2026"),
        ("alasan", "Tanda tangan tidak pernah menolak."),
    ]
}

pub(super) async fn started(city: &TestCity) -> Vec<Payload> {
    settle(&city.app, city.tenant.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let facts = facts_after(&mut tx, 0, 100_000).await.unwrap();
    let trials = facts.into_iter().filter(|fact| fact.kind.starts_with("trial."));
    trials.filter_map(|fact| fact.clear).collect()
}

#[tokio::test]
async fn a_trial_goes_from_one_persons_idea_to_a_decision_with_an_interval() {
    on_every_database(setup, async |city| {
        let officer = offices(city).await;
        let head = city.account("kepala", &[(Role::Head, units::REGISTRY)]).await;
        let approver = city.account("sah", &[(Role::Approver, "")]).await;
        let mut lead = browser(city, &head).await;
        let form = lead.get(DRAFT).await;
        assert!(form.text().contains("Tanda tangan"), "{}", form.text());
        let proposed = lead.post(DRAFT, &proposal()).await;
        assert_eq!(proposed.status, 303, "{}", proposed.text());
        let address = proposed.location().to_owned();
        assert_eq!(city.browser(crate::routes()).get(&address).await.status, 404, "working paper");
        assert!(lead.get(&address).await.text().contains("menunggu pengesah"));
        assert_eq!(lead.post(&format!("{address}/mulai"), &[]).await.status, 403);
        let twice = lead.post(DRAFT, &proposal()).await;
        assert_eq!(twice.status, 400, "one at a time");
        assert!(started(city).await.is_empty(), "a proposal is no fact");

        let mut second = browser(city, &approver).await;
        assert_eq!(second.post(&format!("{address}/mulai"), &[]).await.status, 303);
        let facts = started(city).await;
        let [Payload::TrialStarted(design)] = facts.as_slice() else { panic!("{facts:?}") };
        assert_eq!((design.version, design.stages.len()), (2, 3));
        assert_eq!(design.outcome, "working_minutes");
        let shown = city.browser(crate::routes()).get(&address).await;
        assert!(shown.text().contains(&design.seed), "everyone may draw again");
        assert!(!shown.text().contains("Pegawai siti"), "nobody is named");
        let keep = [("putusan", "keep"), ("alasan", "Bagus.")];
        let early = second.post(&format!("{address}/putuskan"), &keep).await;
        assert_eq!(early.status, 400, "it runs: it may only be undone");

        judged(city, design, officer.user).await;
        let result = city.browser(crate::routes()).get(&address).await;
        assert!(result.text().contains("lebih cepat"), "{}", result.text());
        // A month has gone by, and with it the session.
        let mut second = browser(city, &approver).await;
        let silent = second.post(&format!("{address}/putuskan"), &[("putusan", "keep")]).await;
        assert_eq!(silent.status, 400, "with a reason");
        assert_eq!(second.post(&format!("{address}/putuskan"), &keep).await.status, 303);
        let facts = started(city).await;
        let [_, Payload::TrialEvaluated(effect), Payload::TrialEnded(ended)] = facts.as_slice()
        else {
            panic!("{facts:?}")
        };
        assert!(effect.high_minutes.unwrap() < 0 && effect.files > 0, "{effect:?}");
        assert!(ended.kept);
        let after = browser(city, &head).await.get(DRAFT).await;
        assert!(after.text().contains("hanya punya satu langkah"), "{}", after.text());
        let mut other = city.app.db.read(city.other.id).await.unwrap();
        assert!(store::list(&mut other).await.unwrap().is_empty());
    })
    .await;
}

/// Lets the days of the trial go by and its job run, twice.
pub(super) async fn judged(city: &TestCity, design: &Started, officer: kernel::id::UserId) {
    let new =
        |unit: &str, day| design.stages.iter().any(|stage| stage.unit == unit && stage.from <= day);
    days(city, "2026-11-30T08:00:00+07:00", 30, new, officer).await;
    let handlers: [std::sync::Arc<dyn JobHandler>; 1] = [std::sync::Arc::new(Evaluate)];
    let run = async || run_ready(&city.app, city.tenant.id, &handlers).await.unwrap();
    city.clock.set(at("2026-12-29T12:00:00+07:00"));
    assert_eq!(run().await, 0, "it is not over");
    city.clock.set(at("2026-12-30T00:30:00+07:00"));
    assert_eq!(run().await, 1);
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let trial = store::list(&mut tx).await.unwrap().remove(0);
    drop(tx);
    assert_eq!((trial.state, trial.seq), (State::Evaluated, 2));
    super::super::verbs::evaluate(&city.app, city.tenant.id, trial.id).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    assert_eq!(store::by_id(&mut tx, trial.id).await.unwrap(), trial, "judged once");
}

#[tokio::test]
async fn what_is_typed_is_kept_and_each_mistake_is_named() {
    let city = TestCity::with(setup()).await;
    offices(&city).await;
    let head = city.account("kepala", &[(Role::Head, units::ONE_STOP)]).await;
    let coordinator = city.account("koordinator", &[(Role::Coordinator, "")]).await;
    let with = |name: &'static str, value: &'static str| {
        let mut fields = proposal();
        fields.retain(|(field, _)| *field != name);
        fields.push((name, value));
        fields
    };
    let mut desk = browser(&city, &coordinator).await;
    for (fields, field) in [
        (with("langkah", "stamp"), "langkah"),
        (with("cara", "merge"), "langkah"),
        (with("unit", units::HEALTH), "unit"),
        (with("tanggal", "31"), "tanggal"),
        (with("tanggal-year", "2025"), "tanggal"),
        (with("alasan", " "), "alasan"),
    ] {
        let answer = desk.post(DRAFT, &fields).await;
        assert_eq!(answer.status, 400, "{field}");
        assert!(answer.text().contains(&format!("href=\"#{field}\"")), "{field}");
    }
    let kept = desk.post(DRAFT, &with("tanggal-year", "2025")).await;
    assert!(kept.text().contains("Tanda tangan tidak pernah menolak."));
    let mut others = proposal();
    others.retain(|(_, value)| *value != units::ONE_STOP);
    let foreign = browser(&city, &head).await.post(DRAFT, &others).await;
    assert_eq!(foreign.status, 400, "a head proposes with an own office");
    let proposed = desk.post(DRAFT, &proposal()).await;
    let address = proposed.location().to_owned();
    let dropped = format!("{address}/batal");
    let mut lead = browser(&city, &head).await;
    assert_eq!(lead.post(&dropped, &[("alasan", "Tidak.")]).await.status, 403, "not theirs");
    assert_eq!(desk.post(&dropped, &[]).await.status, 400);
    assert_eq!(desk.post(&dropped, &[("alasan", "Salah tanggal.")]).await.status, 303);
    assert_eq!(desk.post(DRAFT, &proposal()).await.status, 303, "another may follow");
}

#[tokio::test]
async fn whoever_proposed_a_trial_never_starts_it() {
    let city = TestCity::with(setup()).await;
    offices(&city).await;
    let roles = [(Role::Coordinator, ""), (Role::Approver, "")];
    let both = city.account("keduanya", &roles).await;
    let mut desk = browser(&city, &both).await;
    let address = desk.post(DRAFT, &proposal()).await.location().to_owned();
    let answer = desk.post(&format!("{address}/mulai"), &[]).await;
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("Minta pengesah lain"), "{}", answer.text());
}

#[tokio::test]
async fn heads_see_their_units_and_nobody_sees_few_files_or_names() {
    let city = TestCity::with(setup()).await;
    offices(&city).await;
    let head = city.account("kepala", &[(Role::Head, units::REGISTRY)]).await;
    let coordinator = city.account("koordinator", &[(Role::Coordinator, "")]).await;
    let page = "/perbaikan/proses/TES-SURAT";
    let all = browser(&city, &coordinator).await.get(page).await;
    let own = browser(&city, &head).await.get(page).await;
    let count = |text: &str| -> u32 {
        let words = text.split(" berkas. Separuhnya").next().unwrap();
        words.rsplit('>').next().unwrap().parse().unwrap()
    };
    assert_eq!(count(&all.text()), 3 * count(&own.text()));
    assert!(own.text().contains("Tanda tangan") && !own.text().contains("Pegawai siti"));
    assert!(own.text().contains("bukan vonis"));
    let chosen = browser(&city, &head).await.get(&format!("{page}?langkah=step/sign")).await;
    assert!(chosen.text().contains("sembilan dari sepuluh"));
    let without = format!("{page}?langkah=step/sign&tanpa=step/sign");
    let foretold = browser(&city, &coordinator).await.get(&without).await;
    assert!(foretold.text().contains("diperkirakan berubah dari"), "{}", foretold.text());
    let again = browser(&city, &coordinator).await.get(&without).await;
    let said = |text: String| text.split("id=\"bila\"").nth(1).map(|rest| rest[..300].to_owned());
    assert_eq!(said(foretold.text().to_string()), said(again.text().to_string()));
    let english = browser(&city, &head).await.get(&format!("{page}?bahasa=en")).await;
    assert!(english.text().contains("A pattern, not a verdict"));
    let list = browser(&city, &head).await.get("/perbaikan/proses").await;
    assert!(list.text().contains("Surat tes") && list.text().contains("dari 10 tepat waktu"));
    let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await;
    assert_eq!(browser(&city, &officer).await.get(page).await.status, 403);
    assert_eq!(city.browser(crate::routes()).get("/perbaikan/uji").await.status, 200);
}

/// A trial compares offices: where there is one alone, none is offered, and the page says why.
#[tokio::test]
async fn a_service_of_one_office_is_offered_no_trial() {
    let city = TestCity::with(setup()).await;
    city.app.db.write(city.tenant.id, Found).await.unwrap();
    let officer = city.account("siti", &[(Role::Officer, units::REGISTRY)]).await;
    let coordinator = city.account("koordinator", &[(Role::Coordinator, "")]).await;
    let mut desk = browser(&city, &coordinator).await;
    let ready = at("2026-11-02T08:00:00+07:00");
    for unit in [units::REGISTRY, units::HEALTH] {
        for hour in 0..3 {
            let ready = ready + SignedDuration::from_hours(hour);
            tell(&city, Story::of(&city.app, unit, ready, officer.user)).await;
        }
        settle(&city.app, city.tenant.id).await.unwrap();
        let page = desk.get("/perbaikan/proses/TES-SURAT").await.text();
        let alone = unit == units::REGISTRY;
        assert_eq!(page.contains("hanya dikerjakan satu kantor"), alone, "{page}");
        assert_eq!(page.contains(&format!("href=\"{DRAFT}\"")), !alone, "{page}");
    }
}
