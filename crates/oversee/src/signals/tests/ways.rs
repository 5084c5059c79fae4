//! Patterns of steps and of returns, planted in a small city and read through the journal: found when
//! planted, and not when they only look alike.

use jiff::{SignedDuration, Timestamp};
use kernel::actor::{Actor, Channel, Role};
use kernel::calendar::{Hours, Term, TimeUnit};
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp};
use kernel::facts::Payload;
use kernel::facts::application::{self as facts, BROUGHT, HandedInBy};
use kernel::id::{ApplicationId, ClockId, UserId};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::keys;
use platform::links::{self, Links};
use platform::testing::{TestCity, on_every_database, units};
use platform::workers::settle;

use super::life::{append, offices, setup};
use crate::signals::model::{Signal, State};
use crate::signals::store;
use crate::signals::verbs::run;

/// One file: where its person lives, who else brought documents, and what was done.
#[derive(Clone)]
struct File {
    kelurahan: &'static str,
    joined: &'static str,
    acts: Vec<Act>,
}

#[derive(Clone, Copy)]
enum Act {
    Step(&'static str),
    /// So many minutes go by.
    Wait(i64),
    Returned,
    Came(HandedInBy),
}

#[derive(Clone)]
struct Year {
    app: App,
    officer: UserId,
    from: Timestamp,
    files: Vec<File>,
}

impl Command for Year {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        for (number, file) in (0..).zip(&self.files) {
            self.life(tx, number, file).await?;
        }
        Ok(())
    }
}

impl Year {
    fn moved(&self, tx: &mut WriteTx<'_>, rule: &str, op: ClockOp) -> ClockMove {
        let (rule, owner) = (rule.to_owned(), units::REGISTRY.to_owned());
        ClockMove { clock: ClockId::new(self.from, tx.rng()), rule, owner, due_at: None, op }
    }

    async fn life(&self, tx: &mut WriteTx<'_>, number: i64, file: &File) -> Result<()> {
        let id = ApplicationId::new(self.from, tx.rng());
        let key = keys::create(tx, &self.app.vault, id.uuid()).await?;
        let links = Links {
            number: format!("N{number}"),
            family: format!("family {number}"),
            contact: format!("phone {number}"),
            joined: file.joined.to_owned(),
            kelurahan: file.kelurahan.to_owned(),
            ..Links::default()
        };
        links::keep(tx, &key, &links).await?;
        // Something happens in every half hour, as in an office that works.
        let mut at = self.from + SignedDuration::from_mins(10 * number + number * number % 37);
        let term = Term { amount: 5, unit: TimeUnit::WorkingDay, hours: Hours::Elapsed };
        let promise = self.moved(tx, "promise/DUK-KK-BARU", ClockOp::Start { term });
        let how = facts::Completion::AtOnce;
        let completed = Payload::Completed(facts::Completed { v: 1, how, ticket: String::new() });
        let citizen = Actor::citizen(Channel::Online);
        let officer = Actor {
            user: Some(self.officer),
            role: Role::Officer,
            unit: None,
            channel: Channel::Counter,
        };
        append(tx, &key, (1, at), citizen, completed, vec![promise]).await?;
        let mut seq = 1;
        for act in &file.acts {
            if let Act::Wait(minutes) = act {
                at += SignedDuration::from_mins(*minutes);
                continue;
            }
            at += SignedDuration::from_mins(3);
            seq += 1;
            let (actor, payload, rule) = match act {
                Act::Step(step) => {
                    let payload = facts::Step { v: 1, step: (*step).to_owned() };
                    (officer, Payload::StepFinished(payload), Some(format!("step/{step}")))
                }
                Act::Wait(_) => continue,
                Act::Returned => {
                    let returned =
                        facts::Returned { v: 1, missing: Vec::new(), note: String::new() };
                    (officer, Payload::Returned(returned), None)
                }
                Act::Came(by) => {
                    let came = facts::Supplemented { v: 2, documents: Vec::new(), by: Some(*by) };
                    let rule = format!("{BROUGHT}{}", by.code());
                    (citizen, Payload::Supplemented(came), Some(rule))
                }
            };
            let clocks = rule.map(|rule| self.moved(tx, &rule, ClockOp::Measure));
            append(tx, &key, (seq, at), actor, payload, clocks.into_iter().collect()).await?;
        }
        let approved = Payload::Approved(facts::Approved { v: 1 });
        append(tx, &key, (seq + 1, at), officer, approved, Vec::new()).await
    }
}

async fn found(city: &TestCity, files: Vec<File>) -> Vec<Signal> {
    let officer = city.account("petugas", &[(Role::Officer, units::REGISTRY)]).await.user;
    let from = "2026-06-01T01:00:00Z".parse().unwrap();
    let year = Year { app: city.app.clone(), officer, from, files };
    city.app.db.write(city.tenant.id, year).await.unwrap();
    settle(&city.app, city.tenant.id).await.unwrap();
    run(&city.app, city.tenant.id, Actor::system(), offices).await.unwrap();
    let mut tx = city.app.db.read(city.tenant.id).await.unwrap();
    store::list(&mut tx, &city.app, State::Open, 100).await.unwrap()
}

const PLACES: [&str; 4] = ["18.72.01.1001", "18.72.01.1002", "18.72.02.1001", "18.72.02.1002"];

/// Whether a file of the place leaves the visit out; a quarter of the files live in each place.
fn steps(skips: impl Fn(usize, usize) -> bool) -> Vec<File> {
    let file = |number: usize| {
        let mut acts = vec![Act::Step("verify")];
        if !skips(number % 4, number) {
            acts.push(Act::Step("visit"));
        }
        File { kelurahan: PLACES[number % 4], joined: "", acts }
    };
    (0..400).map(file).collect()
}

#[tokio::test]
async fn a_place_whose_files_go_through_other_steps_is_found() {
    on_every_database(setup, async |city: &TestCity| {
        let signals = found(city, steps(|place, number| place == 2 && number % 3 != 0)).await;
        let one = signals.iter().find(|signal| signal.kind == "group_steps").unwrap();
        assert!(one.content.subject.contains(&("kelurahan".to_owned(), PLACES[2].to_owned())));
        assert!(one.content.seen > 2.0 * one.content.expected);
    })
    .await;
}

/// The look-alike: the visit is left out as often, wherever people live.
#[tokio::test]
async fn steps_that_are_left_out_everywhere_alike_are_no_signal() {
    on_every_database(setup, async |city: &TestCity| {
        let signals = found(city, steps(|_, number| (number / 4) % 6 == 0)).await;
        assert!(signals.iter().all(|signal| signal.kind != "group_steps"));
    })
    .await;
}

/// The visit comes after about half an hour, or after three times as long where `slow` says so.
fn visits(slow: impl Fn(usize, usize) -> bool) -> Vec<File> {
    let file = |number: usize| {
        let minutes = 20 + (number * 7 % 15) as i64;
        let minutes = if slow(number % 4, number) { 3 * minutes } else { minutes };
        let acts = vec![Act::Step("verify"), Act::Wait(minutes), Act::Step("visit")];
        File { kelurahan: PLACES[number % 4], joined: "", acts }
    };
    (0..400).map(file).collect()
}

#[tokio::test]
async fn a_step_that_takes_longer_for_the_people_of_one_place_is_found() {
    on_every_database(setup, async |city: &TestCity| {
        let signals = found(city, visits(|place, _| place == 1)).await;
        let slow = |signal: &&Signal| signal.kind == "group_step_speed";
        let one = signals.iter().find(slow).unwrap();
        let named = |role: &str, who: &str| (role.to_owned(), who.to_owned());
        assert!(one.content.subject.contains(&named("kelurahan", PLACES[1])));
        assert!(one.content.subject.contains(&named("step", "visit")));
        assert_eq!(signals.iter().filter(slow).count(), 1);
    })
    .await;
}

/// The look-alike: as many visits are late, wherever people live.
#[tokio::test]
async fn steps_that_are_late_everywhere_alike_are_no_signal() {
    on_every_database(setup, async |city: &TestCity| {
        let signals = found(city, visits(|_, number| (number / 4) % 4 == 0)).await;
        assert!(signals.iter().all(|signal| signal.kind != "group_step_speed"));
    })
    .await;
}

/// Nor does a place wait longer whose people take weeks to bring what is asked for.
#[tokio::test]
async fn the_time_that_citizens_take_is_not_the_office_s() {
    let asked = [Act::Returned, Act::Wait(900), Act::Came(HandedInBy::Oneself)];
    let file = |(number, file): (usize, File)| {
        let mut acts = file.acts;
        if number % 4 == 1 {
            acts.splice(1..1, asked);
        }
        File { acts, ..file }
    };
    let files = visits(|_, _| false).into_iter().enumerate().map(file).collect();
    let city = TestCity::with(setup()).await;
    let signals = found(&city, files).await;
    assert!(signals.iter().any(|signal| signal.kind == "group_returns"));
    assert!(signals.iter().all(|signal| signal.kind != "group_step_speed"));
}

/// Every file is sent back, and half of them again. One in eight is then brought by `who`; whether that
/// one is sent back again says `again`.
fn returns(who: HandedInBy, again: impl Fn(usize) -> bool) -> Vec<File> {
    let file = |number: usize| {
        let mut acts = vec![Act::Returned];
        let special = number % 8 == 3;
        let (by, twice) = if special {
            (who, again(number / 8))
        } else {
            (HandedInBy::Oneself, (number / 2).is_multiple_of(2))
        };
        acts.push(Act::Came(by));
        if twice {
            acts.extend([Act::Returned, Act::Came(by)]);
        }
        let joined = if special && who == HandedInBy::Other { "broker" } else { "" };
        File { kelurahan: PLACES[number % 4], joined, acts }
    };
    (0..400).map(file).collect()
}

#[tokio::test]
async fn returns_that_vanish_once_another_comes_are_found() {
    on_every_database(setup, async |city: &TestCity| {
        let signals = found(city, returns(HandedInBy::Other, |_| false)).await;
        let one = signals.iter().find(|signal| signal.kind == "vanishing_return").unwrap();
        assert_eq!(one.content.subject, [("representative".to_owned(), "broker".to_owned())]);
        assert_eq!((one.content.files, one.content.seen), (50, 50.0));
        assert!(one.content.expected < 35.0, "{}", one.content.expected);
    })
    .await;
}

/// The look-alikes: a neighbour who brings documents for many and is sent back like anyone, and family
/// who applied themselves and bring what is missing at once.
#[tokio::test]
async fn a_neighbour_and_families_whose_returns_do_not_vanish_are_no_signal() {
    on_every_database(setup, async |city: &TestCity| {
        let files = returns(HandedInBy::Other, |number| number.is_multiple_of(2));
        let signals = found(city, files).await;
        assert!(signals.iter().all(|signal| signal.kind != "vanishing_return"));
    })
    .await;
    let city = TestCity::with(setup()).await;
    let signals = found(&city, returns(HandedInBy::Representative, |_| false)).await;
    assert!(signals.iter().all(|signal| signal.kind != "vanishing_return"));
}

/// Who brings documents before anything was sent back has made nothing vanish, and nobody is accused.
#[tokio::test]
async fn one_who_comes_before_any_return_does_not_count() {
    let city = TestCity::with(setup()).await;
    let early = |mut file: File| {
        if !file.joined.is_empty() {
            file.acts = vec![Act::Came(HandedInBy::Other), Act::Returned];
            file.acts.push(Act::Came(HandedInBy::Oneself));
        }
        file
    };
    let files = returns(HandedInBy::Other, |_| false).into_iter().map(early).collect();
    let signals = found(&city, files).await;
    assert!(signals.iter().all(|signal| signal.kind != "vanishing_return"));
}
