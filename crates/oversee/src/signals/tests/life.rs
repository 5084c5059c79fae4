//! A city in which files went through an office, as facts tell it.

use detection::cases::Office;
use futures_util::future::BoxFuture;
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use kernel::actor::{Actor, Channel, Role};
use kernel::calendar::{Hours, Term, TimeUnit};
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, NewFact, Subject, SubjectKind, TenantId};
use kernel::facts::{Payload, application as facts};
use kernel::id::{ApplicationId, ClockId, CommandId, SignalId, UserId};
use platform::App;
use platform::clocks::Clocks;
use platform::db::{Command, WriteTx};
use platform::journal::Seal;
use platform::keys;
use platform::links::{self, Links};
use platform::testing::{Setup, TestCity, units};
use platform::vault::SubjectKey;
use platform::workers::settle;

use crate::signals::model::{OfficeCounts, Told};
use crate::signals::reader::SignalReader;
use crate::signals::steps::SignalSteps;
use crate::signals::ways::SignalWays;

pub(super) fn setup() -> Setup {
    Setup {
        migrations: crate::MIGRATIONS.to_vec(),
        readers: vec![
            Box::new(Clocks),
            Box::new(SignalReader { tz: jiff::tz::TimeZone::get("Asia/Jakarta").unwrap() }),
            Box::new(SignalWays),
            Box::new(SignalSteps),
        ],
        ..Setup::default()
    }
}

/// One file: number, who took it up, who applies.
#[derive(Clone)]
pub(super) struct One {
    pub number: u32,
    pub officer: UserId,
    pub representative: &'static str,
}

/// Files that were taken up and decided, half an hour apart.
#[derive(Clone)]
struct Lives {
    app: App,
    files: Vec<One>,
    from: Timestamp,
}

impl Command for Lives {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        for file in &self.files {
            self.life(tx, file).await?;
        }
        Ok(())
    }
}

impl Lives {
    async fn life(&self, tx: &mut WriteTx<'_>, file: &One) -> Result<()> {
        let id = ApplicationId::new(self.from, tx.rng());
        let key = keys::create(tx, &self.app.vault, id.uuid()).await?;
        let shared = !file.representative.is_empty();
        let family = format!("family {}", file.number);
        let links = Links {
            number: format!("N{}", file.number),
            contact: if shared { "phone".to_owned() } else { family.clone() },
            family,
            representative: file.representative.to_owned(),
            kelurahan: "18.72.01.1001".to_owned(),
            sex: "female".to_owned(),
            ..Links::default()
        };
        links::keep(tx, &key, &links).await?;
        let at = self.from + SignedDuration::from_mins(30 * i64::from(file.number));
        let term = Term { amount: 5, unit: TimeUnit::WorkingDay, hours: Hours::Elapsed };
        let clock = ClockMove {
            clock: ClockId::new(at, tx.rng()),
            rule: "promise/DUK-KK-BARU".to_owned(),
            owner: units::REGISTRY.to_owned(),
            due_at: Some(at + SignedDuration::from_hours(24 * 7)),
            op: ClockOp::Start { term },
        };
        let how = facts::Completion::AtOnce;
        let completed = Payload::Completed(facts::Completed { v: 1, how, ticket: String::new() });
        let citizen = Actor::citizen(Channel::Online);
        append(tx, &key, (1, at), citizen, completed, vec![clock]).await?;
        let officer = Actor {
            user: Some(file.officer),
            role: Role::Officer,
            unit: None,
            channel: Channel::Online,
        };
        let picked = Payload::Picked(facts::Picked { v: 1, reason: None, passed: 0 });
        let later = at + SignedDuration::from_mins(5);
        append(tx, &key, (2, later), officer, picked, Vec::new()).await?;
        let approved = Payload::Approved(facts::Approved { v: 1 });
        let later = at + SignedDuration::from_mins(20);
        append(tx, &key, (3, later), officer, approved, Vec::new()).await
    }
}

pub(super) async fn append(
    tx: &mut WriteTx<'_>,
    key: &SubjectKey,
    (seq, at): (i64, Timestamp),
    actor: Actor,
    payload: Payload,
    clocks: Vec<ClockMove>,
) -> Result<()> {
    let fact = NewFact {
        subject: Subject { kind: SubjectKind::Application, id: key.subject() },
        command: CommandId::new(at, tx.rng()),
        occurred_at: at,
        actor,
        clocks,
        payload,
    };
    tx.append(&fact, seq, Seal::Under(key)).await?;
    Ok(())
}

/// Files of a season: two officers take turns, but for those of `broker`, which one of them takes.
pub(super) async fn season(city: &TestCity, from: &str, broker: &'static str) -> [UserId; 2] {
    let [ani, budi] = ["ani", "budi"].map(|login| format!("{login}-{}", &from[..10]));
    let ani = city.account(&ani, &[(Role::Officer, units::REGISTRY)]).await.user;
    let budi = city.account(&budi, &[(Role::Officer, units::REGISTRY)]).await.user;
    let one = |number: u32| {
        let of_broker = number % 10 == 4;
        let even = (number / 3).is_multiple_of(2);
        One {
            number,
            officer: if of_broker && !broker.is_empty() || even { ani } else { budi },
            representative: if of_broker { broker } else { "" },
        }
    };
    let files = (0..400).map(one).collect();
    let lives = Lives { app: city.app.clone(), files, from: from.parse().unwrap() };
    city.app.db.write(city.tenant.id, lives).await.unwrap();
    settle(&city.app, city.tenant.id).await.unwrap();
    [ani, budi]
}

/// The head of the city asked for a look.
pub(super) fn asked<'a>(
    app: &'a App,
    _: TenantId,
    _: SignalId,
) -> BoxFuture<'a, Result<Option<Timestamp>>> {
    Box::pin(async { Ok(Some(app.db.clock().now())) })
}

/// One office where users tell a survey of payments and officers never report a gift, among three.
pub(super) fn offices<'a>(
    _: &'a App,
    _: TenantId,
    _: (Timestamp, Timestamp),
) -> BoxFuture<'a, Result<Vec<OfficeCounts>>> {
    Box::pin(async {
        let office = |unit: &str, (accused, gifts): (u32, u32), paid: u32| OfficeCounts {
            unit: unit.to_owned(),
            counts: Office { accused, gifts, ..Office::default() },
            told: vec![Told {
                round: "spring".to_owned(),
                from: date(2026, 4, 1),
                to: date(2026, 6, 30),
                users: 400,
                answers: 80,
                paid,
                gifts,
            }],
        };
        Ok(vec![office("A", (20, 30), 3), office("B", (5, 0), 12), office("C", (25, 35), 4)])
    })
}
