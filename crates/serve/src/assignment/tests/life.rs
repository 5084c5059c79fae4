//! From the pool to the officer: who is drawn, when, and who never.

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::commitment::InterestDeclared;
use kernel::id::{CommandId, UserId};
use ledger::draw::{pool_hash, winner};
use platform::auth::{Can, Officer};
use platform::db::{Command, WriteTx};
use platform::journal::Seal;
use platform::testing::units;
use platform::{App, keys};
use proptest::prelude::*;

use super::super::model::{Draw, Stands};
use super::super::verbs::Draw as DrawVerb;
use super::super::{rules, store};
use super::house::{House, QUEUE, witness};
use crate::applications::model::State;
use crate::applications::queue;
use crate::applications::tests::office::{Office, QUICK, nik};
use crate::applications::verbs::{Pick, PickNext};

#[tokio::test]
async fn a_file_waits_for_its_draw_and_goes_to_the_drawn_officer_alone() {
    let mut house = House::open(3).await;
    let early = house.office.apply(QUICK, 1990, 1).await;
    assert_eq!(house.step(None).await, 0);
    let ticket = house.office.apply(QUICK, 1991, 2).await;
    let key = witness().verifier();
    assert_eq!(house.step(Some(&key)).await, 0, "nothing is published");
    house.publish(false).await;
    assert_eq!(house.step(Some(&key)).await, 0, "the named witness has not cosigned");
    let mut desk = house.browser(&house.office.officer).await;
    let pick = desk.post(&ticket.file("/ambil"), &[]).await;
    assert_eq!(pick.status, 409, "it may not be picked like others");
    assert!(desk.get(&ticket.file("")).await.text().contains("belum diundi"));
    house.publish(true).await;
    assert_eq!(house.step(Some(&key)).await, 1);
    let draw = house.draw(&ticket).await;
    assert_eq!(draw.stands, Stands::Drawn);
    assert_eq!(house.office.row(&ticket).await.officer, draw.officer);
    // The file that came before any pool stands in the common order.
    let queue = [("queue", QUEUE)];
    for account in house.everyone() {
        let own = Some(account.user) == draw.officer;
        let mut browser = house.browser(account).await;
        let mine = browser.get("/petugas?tab=saya").await.text();
        assert_eq!(mine.contains("Diundi untuk Anda"), own);
        let page = browser.get(&ticket.file("")).await.text();
        assert_eq!(page.contains("/benturan"), own, "who may step aside");
        if !own {
            assert_eq!(browser.post(&ticket.file("/ambil"), &[]).await.status, 409);
        }
    }
    let mut holder = house.browser(house.holder(&draw)).await;
    let next = holder.post("/petugas/antrean/ambil", &queue).await;
    assert_eq!(next.location(), early.file(""));
    house.office.settle().await;
    let other = house.everyone().into_iter().find(|a| Some(a.user) != draw.officer).unwrap();
    let mut other = house.browser(other).await;
    assert_eq!(other.post("/petugas/antrean/ambil", &queue).await.status, 409);
    let next = holder.post("/petugas/antrean/ambil", &queue).await;
    assert_eq!(next.location(), ticket.file(""));
    assert_eq!(house.office.row(&ticket).await.state, State::InProgress);
    let refused = other.post(&ticket.file("/setujui"), &[]).await;
    assert_eq!(refused.status, 409, "nor does anyone else decide it");
    assert_eq!(holder.post(&ticket.file("/setujui"), &[]).await.status, 303);
    assert_eq!(house.computed(&ticket).await.unwrap().draws.len(), 1);
}

#[tokio::test]
async fn nothing_is_drawn_twice_for_one_ticket() {
    let mut house = House::open(3).await;
    house.step(None).await;
    let (ticket, first) = house.drawn(1).await;
    let key = witness().verifier();
    // The worker is started again, and a step that was on its way comes late, with another seed.
    let (app, tenant) = (house.office.city.app.clone(), house.office.city.tenant.id);
    house.publish(true).await;
    assert_eq!(house.step(Some(&key)).await, 0);
    let city = app.logs.key(tenant).unwrap().unwrap().verifier();
    let note = app.logs.published(tenant, &city).unwrap().unwrap().note;
    let late =
        DrawVerb { app: app.clone(), ticket: first.ticket, note, city, witness: Some(key.clone()) };
    assert!(!app.db.write(tenant, late).await.unwrap());
    assert_eq!(house.draw(&ticket).await.officer, first.officer);
    assert_eq!(house.computed(&ticket).await.unwrap().draws.len(), 1);
}

#[tokio::test]
async fn a_withdrawn_file_is_not_drawn() {
    let mut house = House::open(2).await;
    house.step(None).await;
    let ticket = house.office.apply(QUICK, 1990, 1).await;
    let row = house.office.row(&ticket).await;
    let (app, tenant) = (house.office.city.app.clone(), house.office.city.tenant.id);
    let actor = kernel::actor::Actor::citizen(kernel::actor::Channel::Online);
    let withdraw = crate::applications::verbs::Withdraw { app: app.clone(), id: row.id, actor };
    app.db.write(tenant, withdraw).await.unwrap();
    house.publish(true).await;
    assert_eq!(house.step(Some(&witness().verifier())).await, 0);
    assert_eq!(house.draw(&ticket).await.stands, Stands::Ended);
}

#[tokio::test]
async fn without_a_witness_the_fact_says_so() {
    let mut house = House::open(2).await;
    house.step(None).await;
    let ticket = house.office.apply(QUICK, 1990, 1).await;
    house.publish(false).await;
    assert_eq!(house.step(None).await, 1);
    let found = house.computed(&ticket).await.unwrap();
    assert_eq!(found.draws[0].fact.witness, None);
    assert_eq!(found.draws[0].seed.witnessed_at, None);
}

#[tokio::test]
async fn an_absent_officer_leaves_the_pool_and_a_conflicted_one_is_passed() {
    let mut house = House::open(3).await;
    house.step(None).await;
    let absent = house.browser(&house.officers[0]).await;
    let mut absent = absent;
    let day = [("dari", "24"), ("dari-month", "11"), ("dari-year", "2026")];
    let until = [("sampai", "25"), ("sampai-month", "11"), ("sampai-year", "2026")];
    let fields = [day, until].concat();
    let done = absent.post("/petugas/berhalangan", &fields).await;
    assert_eq!(done.location(), "/petugas/berhalangan");
    let mut past = fields.clone();
    past[0] = ("dari", "23");
    let refused = absent.post("/petugas/berhalangan", &past).await;
    assert!(refused.status == 400 && refused.text().contains("sudah lewat"));
    house.office.settle().await;
    let mut other = house.browser(&house.officers[1]).await;
    let person = nik(1990, 7);
    let done = other.post("/petugas/berhalangan/orang", &[("nik", person.as_str())]).await;
    assert_eq!(done.location(), "/petugas/berhalangan");
    let (ticket, draw) = house.drawn(7).await;
    assert_eq!(draw.officer, Some(house.office.officer.user), "nobody else is left");
    let fact = house.computed(&ticket).await.unwrap().draws.remove(0).fact;
    let named = |at: usize| {
        rules::pseudonym(&house.office.city.app.vault, "2026-11", house.officers[at].user)
    };
    assert_eq!(fact.excluded, [named(1)], "the absent one is not in the pool at all");
    let mut tx = house.office.city.app.db.read(house.office.city.tenant.id).await.unwrap();
    let (_, pool) = store::last_pool(&mut tx, QUEUE).await.unwrap().unwrap();
    assert!(!pool.members.iter().any(|member| member.pseudonym == named(0)));
}

#[tokio::test]
async fn stepping_aside_draws_again_from_the_same_seed_until_nobody_is_left() {
    let mut house = House::open(2).await;
    house.step(None).await;
    let (ticket, first) = house.drawn(1).await;
    let mut holder = house.browser(house.holder(&first)).await;
    let done = holder.post(&ticket.file("/benturan"), &[]).await;
    assert_eq!(done.location(), "/petugas?tab=saya");
    house.office.settle().await;
    let second = house.draw(&ticket).await;
    assert_ne!(second.officer, first.officer);
    let found = house.computed(&ticket).await.unwrap();
    assert_eq!(found.draws.len(), 2);
    assert_eq!(found.draws[0].seed, found.draws[1].seed);
    let mut holder = house.browser(house.holder(&second)).await;
    holder.post(&ticket.file("/benturan"), &[]).await;
    assert_eq!(house.draw(&ticket).await.stands, Stands::Nobody);
    assert_eq!(house.office.row(&ticket).await.officer, None);
}

#[tokio::test]
async fn the_pool_that_counts_is_the_last_one_before_the_ticket() {
    let mut house = House::open(3).await;
    house.step(None).await;
    let ticket = house.office.apply(QUICK, 1990, 1).await;
    // A pool that comes after the ticket, with one more officer.
    let late = house.office.another("baru", platform::testing::units::REGISTRY).await;
    house.step(None).await;
    house.publish(true).await;
    house.step(Some(&witness().verifier())).await;
    let found = house.computed(&ticket).await.unwrap();
    assert_eq!(found.draws[0].members, 3);
    assert_ne!(house.draw(&ticket).await.officer, Some(late.user));
}

#[tokio::test]
async fn loads_grow_with_draws_and_stay_close_together() {
    let mut house = House::open(3).await;
    house.step(None).await;
    for serial in 1..=12 {
        let (ticket, draw) = house.drawn(serial).await;
        let found = house.computed(&ticket).await.unwrap();
        let fact = draw.fact.unwrap();
        assert_eq!(found.draws[0].fact, fact);
        let mut tx = house.office.city.app.db.read(house.office.city.tenant.id).await.unwrap();
        let entered = store::entered_at(&mut tx, draw.ticket).await.unwrap().unwrap();
        let (_, pool) = store::pool_before(&mut tx, QUEUE, entered).await.unwrap().unwrap();
        assert_eq!(pool_hash(&pool).unwrap(), fact.pool_hash);
        let total: u64 = pool.members.iter().map(|member| member.load).sum();
        assert_eq!(total, u64::from(serial) - 1, "every draw before is in the loads");
        let seed = found.draws[0].seed.bytes;
        assert_eq!(winner(&seed, &fact.ticket, &pool.members, &[]), Some(fact.drawn.as_str()));
    }
    let mut tx = house.office.city.app.db.read(house.office.city.tenant.id).await.unwrap();
    let loads = store::loads(&mut tx, QUEUE).await.unwrap();
    let (least, most) = (loads.values().min().unwrap(), loads.values().max().unwrap());
    assert!(loads.len() == 3 && most - least <= 3, "{loads:?}");
}

proptest! {
    #[test]
    fn a_pseudonym_belongs_to_one_officer_in_one_month(one: u128, other: u128) {
        let vault = platform::vault::Vault::new(&[1; 32]).unwrap();
        let name = |period: &str, id: u128| {
            let user = kernel::id::UserId::from_uuid(uuid::Uuid::from_u128(id));
            rules::pseudonym(&vault, period, user)
        };
        prop_assert_eq!(name("2026-11", one).len(), 32);
        prop_assert_eq!(name("2026-11", one), name("2026-11", one));
        prop_assert_ne!(name("2026-11", one), name("2026-12", one));
        prop_assert!(one == other || name("2026-11", one) != name("2026-11", other));
    }
}

/// A drawn file waits in the line of its officer: that is the place its citizen reads.
#[tokio::test]
async fn a_drawn_file_has_its_place_in_the_officers_own_line() {
    let mut house = House::open(2).await;
    house.office.apply(QUICK, 1990, 1).await;
    house.step(None).await;
    let mut drawn = Vec::new();
    for serial in 2..8 {
        drawn.push(house.drawn(serial).await);
    }
    house.office.settle().await;
    let city = &house.office.city;
    let of = |draw: &Draw| drawn.iter().filter(|(_, other)| other.officer == draw.officer).count();
    for (place, (ticket, draw)) in drawn.iter().enumerate() {
        let before = drawn[..place].iter().filter(|(_, other)| other.officer == draw.officer);
        let expected = (before.count() as i64, of(draw) as i64);
        let row = house.office.row(ticket).await;
        assert_eq!(row.officer, draw.officer);
        let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
        let entry = queue::entry(&mut tx, row.ticket.unwrap()).await.unwrap().unwrap();
        let line = queue::place_in_line(&mut tx, &entry, row.officer.unwrap()).await.unwrap();
        assert_eq!(line, expected);
        let (_, all) = queue::place(&mut tx, &entry).await.unwrap();
        assert!(line.1 < all, "more than one line");
    }
}

/// The yearly declaration of an officer who names one relative.
struct Relative {
    app: App,
    user: UserId,
    nik: String,
}

impl Command for Relative {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let key = keys::find(tx, &self.app.vault, self.user.uuid()).await?.unwrap();
        let subject = Subject { kind: SubjectKind::Commitment, id: self.user.uuid() };
        let declared = InterestDeclared {
            v: 1,
            year: 2026,
            relation: "family".to_owned(),
            what: "Kakak".to_owned(),
            unit: None,
            nik: Some(self.nik.clone()),
            kk: None,
        };
        let command = CommandId::new(tx.now(), tx.rng());
        let fact = NewFact {
            subject,
            command,
            occurred_at: tx.now(),
            actor: Actor::system(),
            clocks: Vec::new(),
            payload: Payload::InterestDeclared(declared),
        };
        tx.append(&fact, 1, Seal::Under(&key)).await?;
        Ok(())
    }
}

#[tokio::test]
async fn a_declared_relatives_file_is_for_somebody_else() {
    let office = Office::open().await;
    let (app, tenant) = (office.city.app.clone(), office.city.tenant.id);
    let user = office.officer.user;
    let declared = Relative { app: app.clone(), user, nik: nik(1990, 7) };
    app.db.write(tenant, declared).await.unwrap();
    let kin = office.apply(QUICK, 1990, 7).await;
    let mut tx = app.db.read(tenant).await.unwrap();
    let officer: Can<Officer> = Can::load(&mut tx, &app.vault, user).await.unwrap();
    drop(tx);
    let id = office.row(&kin).await.id;
    let next = PickNext { app: app.clone(), queue: QUEUE.to_owned(), officer: officer.clone() };
    let pick = Pick { app: app.clone(), id, officer, reason: None };
    let refused = app.db.write(tenant, pick).await.unwrap_err();
    assert_eq!(refused.key(), "assignment-own-interest");
    let refused = app.db.write(tenant, next.clone()).await.unwrap_err();
    assert_eq!(refused.key(), "assignment-none-for-you");
    let stranger = office.apply(QUICK, 1991, 8).await;
    let taken = app.db.write(tenant, next).await.unwrap();
    assert_eq!(taken, Some(office.row(&stranger).await.id), "the next that they may have");
    let colleague = office.another("rekan", units::REGISTRY).await.user;
    let mut tx = app.db.read(tenant).await.unwrap();
    let officer: Can<Officer> = Can::load(&mut tx, &app.vault, colleague).await.unwrap();
    drop(tx);
    let next = PickNext { app: app.clone(), queue: QUEUE.to_owned(), officer };
    assert_eq!(app.db.write(tenant, next).await.unwrap(), Some(id));
}
