//! From a head's plan to a swap, through the real router.

use kernel::actor::{Actor, Role};
use kernel::fact::{Subject, SubjectKind};
use kernel::facts::shift::{Outcome, Part, Slot};
use kernel::id::UserId;
use platform::db::{Command, WriteTx};
use platform::journal::facts_of;
use platform::testing::{Browser, Setup, TestAccount, TestCity, on_every_database, units};

use super::super::model::{State, slot_value};
use super::super::verbs::{Answer, Ask, Plan};
use super::super::{pages, store};
use crate::queue::model::Setting;
use crate::queue::store::{Counters, set_counters};

fn setup() -> Setup {
    Setup { migrations: crate::MIGRATIONS.to_vec(), ..Setup::default() }
}

struct Open;

impl Command for Open {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> kernel::error::Result<()> {
        let setting =
            Setting { counters: 3, slot_minutes: 30, people_per_slot: 9, walk_in_percent: 40 };
        set_counters(tx, &Counters { unit: units::REGISTRY.to_owned(), setting, verified: true })
            .await
    }
}

/// Thursday 26 and Friday 27 November 2026; the cities stand on Tuesday.
fn slot(day: i8, part: Part, counter: i64) -> Slot {
    let day = jiff::civil::date(2026, 11, day);
    Slot { unit: units::REGISTRY.to_owned(), day, part, counter }
}

async fn browser(city: &TestCity, account: &TestAccount) -> Browser {
    let mut browser = city.browser(pages::routes());
    browser.enter(account).await;
    browser
}

async fn holder(city: &TestCity, slot: &Slot) -> Option<UserId> {
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    store::holder(&mut tx, slot).await.unwrap()
}

/// An office with two officers at its counters and their head.
async fn office(city: &TestCity) -> (TestAccount, TestAccount, TestAccount) {
    city.app.db.write(city.tenant.id, Open).await.unwrap();
    let sari = city.account("sari", &[(Role::Officer, units::REGISTRY)]).await;
    let budi = city.account("budi", &[(Role::Officer, units::REGISTRY)]).await;
    let head = city.account("ratna", &[(Role::Head, units::REGISTRY)]).await;
    (sari, budi, head)
}

async fn planned(city: &TestCity, slot: &Slot, officer: &TestAccount) {
    let app = city.app.clone();
    let plan =
        Plan { app, slot: slot.clone(), officer: Some(officer.user), actor: Actor::system() };
    city.app.db.write(city.tenant.id, plan).await.unwrap();
}

const PLAN: &str = "/petugas/atasan/jadwal";
const OWN: &str = "/petugas/jadwal";

#[tokio::test]
async fn two_officers_swap_and_their_head_sees_it() {
    on_every_database(setup, async |city| {
        let (sari, budi, head) = office(city).await;
        let mut lead = browser(city, &head).await;
        let sits = |day: &'static str, part: &'static str, who: &TestAccount| {
            let officer = who.user.to_string();
            [
                ("unit", units::REGISTRY.to_owned()),
                ("hari", day.to_owned()),
                ("paruh", part.to_owned()),
                ("loket", "1".to_owned()),
                ("petugas", officer),
            ]
        };
        for (day, part, who) in
            [("2026-11-26", "morning", &sari), ("2026-11-27", "afternoon", &budi)]
        {
            let fields = sits(day, part, who);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
            assert_eq!(lead.post(PLAN, &fields).await.status, 303);
        }
        let (give, take) = (slot(26, Part::Morning, 1), slot(27, Part::Afternoon, 1));
        let mut desk = browser(city, &sari).await;
        let page = desk.get(OWN).await;
        assert!(page.text().contains("Kamis, 26 November 2026, pagi, loket 1"), "{}", page.text());
        let nothing = desk.post(OWN, &[("beri", &slot_value(&give)), ("ambil", "")]).await;
        assert_eq!(nothing.status, 400);
        assert!(nothing.text().contains("href=\"#ambil\""), "{}", nothing.text());
        let fields = [("beri", slot_value(&give)), ("ambil", slot_value(&take))];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        assert_eq!(desk.post(OWN, &fields).await.status, 303);
        assert_eq!(desk.post(OWN, &fields).await.status, 400, "once is enough");
        assert_eq!(holder(city, &give).await, Some(sari.user), "nothing moves unasked");

        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let asked = store::swaps(&mut tx, units::REGISTRY, 9).await.unwrap().remove(0);
        drop(tx);
        let address = format!("{OWN}/{}", asked.id);
        assert_eq!(desk.post(&address, &[("jawab", "terima")]).await.status, 404, "not by oneself");
        assert_eq!(lead.post(&address, &[("jawab", "terima")]).await.status, 403);
        let mut colleague = browser(city, &budi).await;
        assert!(colleague.get(OWN).await.text().contains("Setuju, tukar"));
        assert_eq!(colleague.post(&address, &[("jawab", "terima")]).await.status, 303);
        assert_eq!(holder(city, &give).await, Some(budi.user));
        assert_eq!(holder(city, &take).await, Some(sari.user));
        assert_eq!(colleague.post(&address, &[("jawab", "tolak")]).await.status, 400);
        let seen = lead.get(PLAN).await;
        assert!(seen.text().contains("Ditukar"), "{}", seen.text());
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let subject = Subject { kind: SubjectKind::Swap, id: asked.id.uuid() };
        let facts = facts_of(&mut tx, subject, None).await.unwrap();
        let kinds: Vec<&str> = facts.iter().map(|fact| fact.kind.as_str()).collect();
        assert_eq!(kinds, ["shift.swap_asked", "shift.swap_ended"]);
        let english = lead.get(&format!("{PLAN}?bahasa=en")).await;
        assert!(english.text().contains("Shifts at counters"));
    })
    .await;
}

#[tokio::test]
async fn a_head_may_change_the_plan_and_a_stale_question_is_refused() {
    let city = TestCity::with(setup()).await;
    let (sari, budi, head) = office(&city).await;
    let (give, take) = (slot(26, Part::Morning, 1), slot(27, Part::Morning, 2));
    planned(&city, &give, &sari).await;
    planned(&city, &take, &budi).await;
    let ask = Ask {
        app: city.app.clone(),
        asker: sari.user,
        give: give.clone(),
        take: take.clone(),
        actor: Actor::system(),
    };
    let id = city.app.db.write(city.tenant.id, ask).await.unwrap();
    let free =
        Plan { app: city.app.clone(), slot: take.clone(), officer: None, actor: Actor::system() };
    city.app.db.write(city.tenant.id, free).await.unwrap();
    let answer = |outcome, officer| Answer {
        app: city.app.clone(),
        id,
        officer,
        outcome,
        actor: Actor::system(),
    };
    let late = city.app.db.write(city.tenant.id, answer(Outcome::Accepted, budi.user)).await;
    assert_eq!(late.unwrap_err().key(), "shifts-changed");
    assert_eq!(holder(&city, &give).await, Some(sari.user), "all or nothing");
    city.app.db.write(city.tenant.id, answer(Outcome::Withdrawn, sari.user)).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let swap = store::swap(&mut tx, id).await.unwrap();
    assert_eq!(swap.state, State::Ended(Outcome::Withdrawn));
    drop(tx);
    let mut lead = browser(&city, &head).await;
    let officer = sari.user.to_string();
    let base = [("unit", units::REGISTRY), ("paruh", "morning"), ("petugas", officer.as_str())];
    for (day, counter, said) in [
        ("2026-11-26", "2", "sudah punya giliran"),
        ("2026-11-28", "1", "tutup"),
        ("2026-11-23", "1", "sudah lewat"),
        ("2026-11-27", "4", "tidak punya loket itu"),
        ("besok", "1", "dari daftar"),
    ] {
        let fields = [base.as_slice(), &[("hari", day), ("loket", counter)]].concat();
        let answer = lead.post(PLAN, &fields).await;
        assert_eq!(answer.status, 400, "{day}");
        assert!(answer.text().contains(said), "{day}: {}", answer.text());
    }
    let foreign = [("unit", units::HEALTH), ("hari", "2026-11-27")];
    assert_eq!(lead.post(PLAN, &foreign).await.status, 404);
}

#[tokio::test]
async fn a_city_sees_no_shift_of_another() {
    let city = TestCity::with(setup()).await;
    let (sari, ..) = office(&city).await;
    let own = slot(26, Part::Morning, 1);
    planned(&city, &own, &sari).await;
    let mut tx = city.app.db.read(city.other.id).await.unwrap();
    assert_eq!(store::holder(&mut tx, &own).await.unwrap(), None);
    assert!(store::of_officer(&mut tx, sari.user, own.day).await.unwrap().is_empty());
}
