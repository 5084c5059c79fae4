//! A day at the counters, through the pages.

use jiff::civil::date;
use kernel::actor::Role;
use kernel::facts::Payload;
use platform::testing::{Answer, Browser, TestCity, on_every_database, units};

use super::super::model::State;
use super::super::store;
use super::super::verbs::CallNext;
use super::support::{
    CARD, FAMILY, at, facts, kinds, messages, minutes, officer, open, run_jobs, setup, take, ticket,
};

const DESK: &str = "/petugas/loket/antrean";

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("unit", units::REGISTRY), ("loket", "2")];
    fields.extend(more);
    fields
}

async fn call(browser: &mut Browser) -> Answer {
    browser.post(&format!("{DESK}/panggil"), &with(&[])).await
}

async fn act(browser: &mut Browser, id: &str, act: &str, more: &[(&str, &str)]) -> Answer {
    browser.post(&format!("{DESK}/{id}/{act}"), &with(more)).await
}

fn page() -> String {
    format!("{DESK}?unit={}&loket=2", units::REGISTRY)
}

#[tokio::test]
async fn from_the_call_to_the_end() {
    on_every_database(setup, async |city: &TestCity| {
        open(city, city.tenant.id).await;
        let account = officer(city, "siti").await;
        let mut desk = at(city, &account).await;
        let nobody = call(&mut desk).await;
        assert_eq!(nobody.status, 400);
        assert!(nobody.text().contains("Tidak ada yang menunggu"), "{}", nobody.text());
        let first = take(city, CARD, "").await;
        let elderly = take(city, FAMILY, "elderly").await;
        assert_eq!((first.label.as_str(), elderly.label.as_str()), ("G-001", "D-002"));
        minutes(city, 10);
        assert_eq!(call(&mut desk).await.location(), page());
        let shown = desk.get(&page()).await.text();
        assert!(shown.contains("class=\"called\">D-002") && shown.contains("Lanjut usia"));
        let busy = call(&mut desk).await;
        assert!(busy.status == 400 && busy.text().contains("Selesaikan dahulu"));
        let id = elderly.id.to_string();
        minutes(city, 5);
        let unknown = act(&mut desk, &id, "selesai", &[("permohonan", "K7M4-2Q9P")]).await;
        assert!(unknown.status == 400 && unknown.text().contains("href=\"#permohonan\""));
        assert_eq!(act(&mut desk, &id, "selesai", &[]).await.status, 303);
        let row = ticket(city, elderly.id).await;
        assert_eq!(row.state, State::Served);
        let last = facts(city, row.subject()).await.pop().unwrap();
        assert_eq!(last.actor, Some(account.user));
        let Some(Payload::TicketServed(served)) = last.payload else { panic!("{last:?}") };
        assert_eq!((served.waited, served.served, served.counter), (600, 300, 2));
        assert_eq!((served.unit.as_str(), served.service.as_str()), (units::REGISTRY, FAMILY));
        assert_eq!(act(&mut desk, &id, "ulang", &[]).await.status, 400, "it has ended");
        call(&mut desk).await;
        assert_eq!(ticket(city, first.id).await.state, State::Called);
    })
    .await;
}

#[tokio::test]
async fn who_does_not_come_is_called_as_often_as_the_rule_says() {
    let city = TestCity::with(setup()).await;
    open(&city, city.tenant.id).await;
    let mut desk = at(&city, &officer(&city, "siti").await).await;
    let given = take(&city, CARD, "").await;
    let id = given.id.to_string();
    call(&mut desk).await;
    let early = act(&mut desk, &id, "tidak-datang", &[]).await;
    assert!(early.status == 400 && early.text().contains("Panggil dahulu sampai 3 kali"));
    act(&mut desk, &id, "ulang", &[]).await;
    act(&mut desk, &id, "ulang", &[]).await;
    assert_eq!(act(&mut desk, &id, "tidak-datang", &[]).await.status, 303);
    let row = ticket(&city, given.id).await;
    assert_eq!(row.state, State::Left);
    let called = "ticket.called";
    let expected = ["ticket.taken", called, called, called, "ticket.left"];
    assert_eq!(kinds(&city, row.subject()).await, expected);
}

#[tokio::test]
async fn who_knows_the_officer_goes_to_a_colleague() {
    let city = TestCity::with(setup()).await;
    open(&city, city.tenant.id).await;
    let mut desk = at(&city, &officer(&city, "siti").await).await;
    let given = take(&city, CARD, "").await;
    take(&city, CARD, "elderly").await;
    call(&mut desk).await;
    let id = ticket(&city, given.id).await;
    assert_eq!(id.state, State::Waiting, "the elderly person was called");
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    let today = date(2026, 11, 24);
    let called = store::tickets(&mut tx, units::REGISTRY, today, State::Called).await.unwrap();
    drop(tx);
    let id = called[0].id.to_string();
    for (to, reason, field) in
        [("2", "conflict", "ke"), ("9", "conflict", "ke"), ("1", "", "alasan")]
    {
        let wrong = act(&mut desk, &id, "serahkan", &[("ke", to), ("alasan", reason)]).await;
        assert!(wrong.status == 400, "{to} {reason}");
        assert!(wrong.text().contains(&format!("href=\"#{field}\"")), "{field}");
    }
    let done = act(&mut desk, &id, "serahkan", &[("ke", "1"), ("alasan", "conflict")]).await;
    assert_eq!(done.status, 303);
    assert!(desk.get(&page()).await.text().contains("diserahkan ke loket 1"));
    call(&mut desk).await;
    assert_eq!(ticket(&city, given.id).await.counter, 2, "somebody else is called here");
    let mut other = at(&city, &officer(&city, "budi").await).await;
    let fields = [("unit", units::REGISTRY), ("loket", "1")];
    assert_eq!(other.post(&format!("{DESK}/panggil"), &fields).await.status, 303);
    let row = ticket(&city, called[0].id).await;
    assert_eq!((row.state, row.counter, row.calls), (State::Called, 1, 1));
}

/// Many counters call at once: nobody is called twice, and the order is the one of one counter.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn counters_that_call_at_once_call_different_people() {
    on_every_database(setup, async |city: &TestCity| {
        open(city, city.tenant.id).await;
        let mut given = Vec::new();
        for place in 0..6 {
            given.push(take(city, CARD, if place % 2 == 1 { "pregnant" } else { "" }).await.id);
            minutes(city, 1);
        }
        let one = |counter: i64| {
            let (app, unit) = (city.app.clone(), units::REGISTRY.to_owned());
            let actor = super::support::citizen();
            city.app.db.write(city.tenant.id, CallNext { app, unit, counter, actor })
        };
        let (first, second, third) = tokio::join!(one(1), one(2), one(3));
        let mut called = [first.unwrap(), second.unwrap(), third.unwrap()];
        called.sort_by_key(|row| row.call_no);
        let ids: Vec<_> = called.iter().map(|row| row.id).collect();
        assert_eq!(ids, [given[1], given[0], given[3]], "a group has every second call");
        let numbers: Vec<i64> = called.iter().map(|row| row.call_no).collect();
        assert!(numbers.windows(2).all(|two| two[0] < two[1]), "{numbers:?}");
    })
    .await;
}

#[tokio::test]
async fn an_officer_takes_a_ticket_for_somebody_without_a_telephone() {
    let city = TestCity::with(setup()).await;
    open(&city, city.tenant.id).await;
    city.clock.set("2026-11-24T20:00:00+07:00".parse().unwrap());
    let mut desk = at(&city, &officer(&city, "siti").await).await;
    let fields = with(&[("layanan", CARD), ("kelompok", "with_child")]);
    let taken = desk.post(&format!("{DESK}/ambil"), &fields).await;
    assert_eq!(taken.status, 303, "an officer is there, whatever the calendar says");
    let paper = desk.get(taken.location()).await.text();
    assert!(paper.contains("G-001") && paper.contains("class=\"qr\""), "{paper}");
    let empty = desk.post(&format!("{DESK}/ambil"), &with(&[])).await;
    assert!(empty.status == 400 && empty.text().contains("href=\"#layanan\""));
}

#[tokio::test]
async fn the_counter_is_for_officers_of_the_unit() {
    let city = TestCity::with(setup()).await;
    open(&city, city.tenant.id).await;
    let given = take(&city, CARD, "").await;
    let stranger = city.account("budi", &[(Role::Officer, units::HEALTH)]).await;
    let head = city.account("kepala", &[(Role::Head, units::REGISTRY)]).await;
    let mut browser = at(&city, &stranger).await;
    assert_eq!(call(&mut browser).await.status, 404);
    assert_eq!(act(&mut browser, &given.id.to_string(), "ulang", &[]).await.status, 404);
    assert!(browser.get(&page()).await.text().contains("belum memakai antrean"));
    assert_eq!(at(&city, &head).await.get(&page()).await.status, 403);
    assert_eq!(city.browser(super::support::routes()).get(&page()).await.status, 303);
}

#[tokio::test]
async fn whoever_is_near_is_told_once() {
    let city = TestCity::with(setup()).await;
    open(&city, city.tenant.id).await;
    let mut desk = at(&city, &officer(&city, "siti").await).await;
    for serial in 0..6 {
        let number = format!("08120000000{serial}");
        let fields = with(&[("layanan", CARD), ("telepon", &number)]);
        let taken = desk.post(&format!("{DESK}/ambil"), &fields).await;
        assert_eq!(taken.status, 303, "{}", taken.text());
    }
    assert_eq!(messages(&city).await, 0);
    call(&mut desk).await;
    assert_eq!(messages(&city).await, 4, "three in front and less");
    let mut other = at(&city, &officer(&city, "budi").await).await;
    let fields = [("unit", units::REGISTRY), ("loket", "1")];
    other.post(&format!("{DESK}/panggil"), &fields).await;
    assert_eq!(messages(&city).await, 5, "each once");
}

#[tokio::test]
async fn the_day_ends_for_whoever_still_waits() {
    let city = TestCity::with(setup()).await;
    open(&city, city.tenant.id).await;
    let mut desk = at(&city, &officer(&city, "siti").await).await;
    let (called, waits) = (take(&city, CARD, "").await, take(&city, CARD, "").await);
    call(&mut desk).await;
    city.clock.set("2026-11-24T23:59:00+07:00".parse().unwrap());
    run_jobs(&city).await;
    assert_eq!(ticket(&city, waits.id).await.state, State::Waiting);
    minutes(&city, 1);
    run_jobs(&city).await;
    for id in [called.id, waits.id] {
        let row = ticket(&city, id).await;
        assert_eq!(row.state, State::Left);
        assert_eq!(kinds(&city, row.subject()).await.pop().unwrap(), "ticket.left");
    }
    minutes(&city, 8 * 60 + 30);
    assert_eq!(take(&city, CARD, "").await.label, "G-001", "every day begins with one");
}
