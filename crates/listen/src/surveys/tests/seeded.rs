//! Two cities with finished applications, a frozen questionnaire and a round.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Result;
use kernel::fact::{ClockMove, ClockOp, NewFact, Subject, SubjectKind};
use kernel::facts::{Payload, application};
use kernel::id::{ApplicationId, ClockId, CommandId};
use kernel::money::Rupiah;
use kernel::service::Applicant;
use platform::clocks::Clocks;
use platform::db::{Command, WriteTx, db};
use platform::journal::Seal;
use platform::keys;
use platform::testing::{Setup, TestCity, units};
use platform::workers::settle;
use uuid::Uuid;

use super::super::frame::Frame;
use super::super::model::Kept;
use super::super::verbs::{Answer, Credential, Draft, Freeze, Open, Plan, Sign, make_keys};
use super::super::{seed, store};
use super::citizen;

pub(super) const KELURAHAN: &str = "18.72.01.1001";

pub(super) fn setup() -> Setup {
    let tz = platform::testing::calendar().tz().clone();
    Setup {
        migrations: crate::MIGRATIONS.to_vec(),
        readers: vec![Box::new(Clocks), Box::new(Frame { tz })],
        ..Setup::default()
    }
}

/// An application that a unit finished, and whether a representative applied.
struct Finished {
    app: platform::App,
    unit: &'static str,
    represented: bool,
}

impl Command for Finished {
    type Output = Uuid;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<Uuid> {
        let now = tx.now();
        let id = ApplicationId::new(now, tx.rng());
        let key = keys::create(tx, &self.app.vault, id.uuid()).await?;
        let role = if self.represented { Role::Representative } else { Role::Citizen };
        let actor = Actor { role, ..Actor::citizen(Channel::Online) };
        let submitted = Payload::Submitted(application::Submitted {
            v: 1,
            number: "X".to_owned(),
            service: "DUK-KTP-HILANG".to_owned(),
            standard: 1,
            unit: self.unit.to_owned(),
            applicant: Applicant::Oneself,
            fee: Rupiah::ZERO,
            missing: Vec::new(),
            helped: None,
        });
        let issued = Payload::Issued(application::Issued { v: 1, file: None });
        let stop = ClockMove {
            clock: ClockId::new(now, tx.rng()),
            rule: "promise/DUK-KTP-HILANG".to_owned(),
            owner: self.unit.to_owned(),
            due_at: Some(now),
            op: ClockOp::Stop,
        };
        let subject = Subject { kind: SubjectKind::Application, id: id.uuid() };
        let officer = Actor { role: Role::Officer, ..actor };
        for (seq, actor, payload, clocks) in
            [(1, actor, submitted, Vec::new()), (2, officer, issued, vec![stop])]
        {
            let command = CommandId::new(now, tx.rng());
            let fact = NewFact { subject, command, occurred_at: now, actor, clocks, payload };
            tx.append(&fact, seq, Seal::Under(&key)).await?;
        }
        Ok(id.uuid())
    }
}

/// Lets a unit finish `count` applications today.
pub(super) async fn finish(
    city: &TestCity,
    unit: &'static str,
    count: usize,
    represented: bool,
) -> Vec<Uuid> {
    let mut ids = Vec::new();
    for _ in 0..count {
        let app = city.app.clone();
        let finished = Finished { app, unit, represented };
        ids.push(city.app.db.write(city.tenant.id, finished).await.unwrap());
    }
    settle(&city.app, city.tenant.id).await.unwrap();
    ids
}

struct Kelurahan;

impl Command for Kelurahan {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        sqlx::query(
            "INSERT INTO kelurahan (tenant_id, code, name, district_code, district_name, \
             nik_prefix, unit_code) VALUES ($1, $2, 'Metro', '187201', 'Metro Pusat', '187201', '')",
        )
        .bind(tx.tenant())
        .bind(KELURAHAN)
        .execute(tx.conn())
        .await
        .map_err(db)?;
        Ok(())
    }
}

/// Somebody who may do everything, without an account.
pub(super) fn approver() -> Actor {
    Actor { user: None, role: Role::Approver, unit: None, channel: Channel::Online }
}

/// The frozen questionnaire of satisfaction.
pub(super) async fn frozen(city: &TestCity) -> Kept {
    city.app.db.write(city.tenant.id, Kelurahan).await.unwrap();
    let body = seed::questionnaires().unwrap().into_iter().find(|one| one.code == "skm").unwrap();
    let tenant = city.tenant.id;
    let id = city.app.db.write(tenant, Draft { of: None, body, by: None }).await.unwrap();
    let freeze = Freeze { id, seen: 1, actor: approver() };
    city.app.db.write(tenant, freeze).await.unwrap();
    let mut tx = city.app.db.read(tenant).await.unwrap();
    store::questionnaire(&mut tx, id).await.unwrap()
}

/// A round that invites everyone whom the registry office and the health office served today.
pub(super) async fn opened(city: &TestCity) -> Uuid {
    let kept = frozen(city).await;
    open(city, &kept).await
}

pub(super) async fn open(city: &TestCity, kept: &Kept) -> Uuid {
    let tenant = city.tenant.id;
    let today = city.app.today();
    let plan = Plan {
        questionnaire: kept.id,
        from: today,
        to: today,
        closes: today.saturating_add(jiff::ToSpan::days(20)),
        wanted: vec![(units::REGISTRY.to_owned(), 500), (units::HEALTH.to_owned(), 500)],
        by: None,
    };
    let round = city.app.db.write(tenant, plan).await.unwrap();
    let mut tx = city.app.db.read(tenant).await.unwrap();
    let plan = store::strata(&mut tx, round).await.unwrap();
    drop(tx);
    let mut rng = city.app.db.entropy().rng().unwrap();
    let keys = make_keys(&plan, &mut rng).unwrap();
    let open = Open { app: city.app.clone(), round, keys, actor: approver() };
    city.app.db.write(tenant, open).await.unwrap();
    round
}

/// The same face for all nine elements, and a kelurahan.
pub(super) fn answers(face: u8) -> BTreeMap<String, String> {
    let mut answers: BTreeMap<String, String> =
        (1..=9).map(|i| (format!("u{i}"), face.to_string())).collect();
    answers.insert("gratifikasi".to_owned(), "no".to_owned());
    answers.insert("cara".to_owned(), "1".to_owned());
    answers.insert("kelurahan".to_owned(), KELURAHAN.to_owned());
    answers
}

/// A token for the applicant of an application, signed blindly.
pub(super) async fn token(city: &TestCity, application: Uuid) -> Credential {
    let tenant = city.tenant.id;
    let mut tx = city.app.db.read(tenant).await.unwrap();
    let invitation = store::invitation_of(&mut tx, application).await.unwrap().unwrap();
    let strata = store::strata(&mut tx, invitation.round).await.unwrap();
    drop(tx);
    let stratum = strata.iter().find(|stratum| stratum.unit == invitation.unit).unwrap();
    let mut rng = city.app.db.entropy().rng().unwrap();
    let covered = citizen::cover(&stratum.public_key, &mut rng);
    let blinded = covered.blinded.clone();
    let sign = Sign { app: city.app.clone(), application, blinded };
    let signed = city.app.db.write(tenant, sign).await.unwrap();
    let token = covered.uncover(invitation.round, &invitation.unit, &signed);
    Credential::parse(&token.text()).unwrap()
}

/// Answers with the same face everywhere.
pub(super) async fn answer(city: &TestCity, credential: Credential, face: u8) -> Result<()> {
    Answer::hand_in(&city.app, city.tenant.id, credential, answers(face)).await
}

pub(super) fn a_month(city: &TestCity) {
    city.advance(SignedDuration::from_hours(24 * 31));
}
