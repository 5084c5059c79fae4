//! One application from its submission to where it stands.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use kernel::actor::{Actor, Channel, Role};
use kernel::calendar::Pause;
use kernel::fact::{ClockMove, ClockOp, NewFact, Subject, SubjectKind, TenantId};
use kernel::facts::{Payload, application as facts, queue};
use kernel::id::{ApplicationId, ClockId, CommandId, FactId, UnitId};
use kernel::identity::{Kk, Nik, Phone};
use kernel::number::{ApplicationNumber, Secret};
use kernel::service::{Applicant, Standard};
use platform::journal::canonical;
use platform::vault::{SubjectKey, mac};
use rand::{Rng as _, RngExt as _};
use rand_chacha::ChaCha20Rng;
use serve::applications::model::{Details, PersonDetails, State};
use serve::applications::rules;
use uuid::Uuid;

use super::bulk::Value::{Bytes, Int, MaybeBytes, Text};
use super::rows::{instant, text};
use super::tables::Tables;
use super::{Known, TENANT};
use crate::Outcome;

/// From the submission to the collection.
pub const WHOLE: SignedDuration = SignedDuration::from_hours(6);
/// How far away the dates of open files are.
const AHEAD: SignedDuration = SignedDuration::from_hours(10 * 24);
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// An application on its way.
pub struct Life<'k> {
    pub(super) known: &'k Known,
    pub(super) rng: &'k mut ChaCha20Rng,
    pub(super) standard: &'k Standard,
    pub(super) version: i64,
    pub(super) unit: String,
    pub(super) unit_id: UnitId,
    pub(super) id: ApplicationId,
    pub(super) key: SubjectKey,
    pub(super) number: ApplicationNumber,
    pub(super) details: Details,
    pub(super) at: Timestamp,
    pub(super) seq: i64,
    pub(super) clock: ClockId,
    pub(super) ticket: Uuid,
    pub(super) wrapped: Vec<u8>,
}

impl<'k> Life<'k> {
    /// Application `index`, handed in at `at`.
    pub fn begin(
        known: &'k Known,
        rng: &'k mut ChaCha20Rng,
        index: usize,
        at: Timestamp,
        number: ApplicationNumber,
    ) -> Outcome<Self> {
        let (standard, version) = &known.standards[index % known.standards.len()];
        let (village, village_unit) = &known.villages[index % known.villages.len()];
        let unit = if standard.unit == "KEL" { village_unit } else { &standard.unit };
        let id = ApplicationId::new(at, rng);
        let (key, wrapped) = known.vault.new_key(id.uuid(), rng)?;
        let clock = ClockId::new(at, rng);
        let mut bytes = [0u8; 16];
        rng.fill_bytes(&mut bytes);
        Ok(Self {
            standard,
            version: *version,
            unit: unit.clone(),
            unit_id: *known.units.get(unit).ok_or_else(|| format!("no unit {unit}"))?,
            details: details(standard, village, rng)?,
            ticket: uuid::Builder::from_random_bytes(bytes).into_uuid(),
            seq: 0,
            known,
            rng,
            id,
            key,
            number,
            at,
            clock,
            wrapped,
        })
    }

    /// Everything up to `state`; the secret of its receipt.
    pub fn live(mut self, tables: &mut Tables, state: State) -> Outcome<Secret> {
        let submitted = self.at;
        let due = submitted + AHEAD;
        let ended = (state == State::Collected).then_some(submitted + WHOLE);
        let checked = state == State::Submitted;
        let returned = state == State::Returned;
        self.submit(tables, checked.then_some(due))?;
        let mut position = (0, None);
        if !checked {
            position = self.complete(tables, due)?;
        }
        let picked = !matches!(state, State::Submitted | State::Queued);
        if picked {
            position.1 = Some(self.pick(tables)?);
        }
        let pause = self.at;
        if returned {
            let reason = "document_missing".to_owned();
            let moved = self.moved(None, ClockOp::Pause { reason });
            let payload =
                facts::Returned { v: 1, missing: self.first_document(), note: String::new() };
            self.own(tables, self.officer(), Payload::Returned(payload), vec![moved])?;
        }
        if matches!(state, State::Approved | State::Issued | State::Collected) {
            let approved = Payload::Approved(facts::Approved { v: 1 });
            self.own(tables, self.officer(), approved, Vec::new())?;
        }
        let issued = matches!(state, State::Issued | State::Collected);
        if issued {
            let moved = self.moved(Some(due), ClockOp::Stop);
            let payload = Payload::Issued(facts::Issued { v: 1, file: None });
            self.own(tables, self.officer(), payload, vec![moved])?;
            let local = self.at.to_zoned_datetime(jiff::tz::TimeZone::UTC);
            let month = format!("{:04}-{:02}", local.year(), local.month());
            tables.on_time(&self.standard.code, month);
        }
        let issued_at = issued.then_some(self.at);
        if state == State::Collected {
            let collected = Payload::Collected(facts::Collected { v: 1 });
            self.own(tables, Actor::citizen(Channel::Online), collected, Vec::new())?;
        }
        self.clock_row(tables, submitted, (!returned).then_some(due), checked, issued_at);
        if !checked {
            self.place_rows(tables, position, picked);
        }
        let pauses = if returned { vec![Pause { from: pause, until: None }] } else { Vec::new() };
        self.rows(
            tables,
            submitted,
            (!returned).then_some(due),
            &pauses,
            state,
            ended.or(issued_at),
        )
    }

    fn officer(&self) -> Actor {
        Actor {
            user: Some(self.known.officer),
            role: Role::Officer,
            unit: Some(self.unit_id),
            channel: Channel::Online,
        }
    }

    fn first_document(&self) -> Vec<String> {
        self.standard.documents.iter().take(1).map(|document| document.code.clone()).collect()
    }

    pub(super) fn queue(&self) -> String {
        rules::queue_name(&self.unit, &self.standard.code)
    }

    fn moved(&self, due_at: Option<Timestamp>, op: ClockOp) -> ClockMove {
        let rule = rules::promise_rule(&self.standard.code);
        ClockMove { clock: self.clock, rule, owner: self.unit.clone(), due_at, op }
    }

    fn submit(&mut self, tables: &mut Tables, check: Option<Timestamp>) -> Outcome<()> {
        let submitted = Payload::Submitted(facts::Submitted {
            v: 1,
            number: self.number.compact(),
            service: self.standard.code.clone(),
            standard: self.version,
            unit: self.unit.clone(),
            applicant: Applicant::Oneself,
            fee: self.standard.fee,
            missing: if check.is_some() { self.first_document() } else { Vec::new() },
            helped: None,
        });
        let rule = rules::CHECK_RULE.to_owned();
        let term = self.standard.promise;
        let start =
            check.map(|due| ClockMove { rule, ..self.moved(Some(due), ClockOp::Start { term }) });
        let actor = Actor::citizen(Channel::Online);
        self.own(tables, actor, submitted, start.into_iter().collect())
    }

    /// Complete at once; the position of its place in the queue.
    fn complete(&mut self, tables: &mut Tables, due: Timestamp) -> Outcome<(i64, Option<i64>)> {
        self.at -= HOUR;
        let ticket = self.ticket.to_string();
        let (v, how) = (1, facts::Completion::AtOnce);
        let completed = Payload::Completed(facts::Completed { v, how, ticket: ticket.clone() });
        let start = self.moved(Some(due), ClockOp::Start { term: self.standard.promise });
        let actor = Actor::citizen(Channel::Online);
        self.own(tables, actor, completed, vec![start])?;
        self.at -= HOUR;
        let entered = queue::Entered { v, queue: self.queue(), ticket, priority: 1 };
        let position = self.clear(tables, actor, 1, Payload::QueueEntered(entered))?;
        Ok((position, None))
    }

    fn pick(&mut self, tables: &mut Tables) -> Outcome<i64> {
        let (v, reason) = (1, None);
        let picked = Payload::Picked(facts::Picked { v, reason: None, passed: 0 });
        self.own(tables, self.officer(), picked, Vec::new())?;
        self.at -= HOUR;
        let (queue, ticket) = (self.queue(), self.ticket.to_string());
        let picked = Payload::QueuePicked(queue::Picked { v, queue, ticket, reason });
        let actor = Actor { user: None, ..self.officer() };
        self.clear(tables, actor, 2, picked)
    }

    /// A sealed fact about the application. Each takes an hour.
    fn own(
        &mut self,
        tables: &mut Tables,
        actor: Actor,
        payload: Payload,
        clocks: Vec<ClockMove>,
    ) -> Outcome<()> {
        self.seq += 1;
        let subject = Subject { kind: SubjectKind::Application, id: self.id.uuid() };
        self.fact(tables, subject, self.seq, actor, payload, clocks)?;
        Ok(())
    }

    /// A clear fact about the ticket.
    fn clear(
        &mut self,
        tables: &mut Tables,
        actor: Actor,
        seq: i64,
        payload: Payload,
    ) -> Outcome<i64> {
        let subject = Subject { kind: SubjectKind::QueueEntry, id: self.ticket };
        self.fact(tables, subject, seq, actor, payload, Vec::new())
    }

    fn fact(
        &mut self,
        tables: &mut Tables,
        subject: Subject,
        seq: i64,
        actor: Actor,
        payload: Payload,
        clocks: Vec<ClockMove>,
    ) -> Outcome<i64> {
        let at = self.at;
        let (id, command) = (FactId::new(at, self.rng), CommandId::new(at, self.rng));
        let fact = NewFact { subject, command, occurred_at: at, actor, clocks, payload };
        let bytes = canonical(TenantId(TENANT), id, seq, at, &fact)?;
        let plain = fact.payload.canonical()?;
        let mut r = [0u8; 32];
        self.rng.fill_bytes(&mut r);
        let (key, payload, salt) = if fact.payload.is_clear() {
            (None, plain, r.to_vec())
        } else {
            let payload = self.key.seal("fact.payload", &plain, self.rng)?;
            (Some(self.id.to_vec()), payload, self.key.seal("fact.salt", &r, self.rng)?)
        };
        let leaf = mac(&r, &[&bytes]);
        let (kind, subject_id) = (subject.kind.code(), subject.id.as_bytes().to_vec());
        tables.fact.push([
            text(kind),
            Bytes(subject_id.clone()),
            Int(seq),
            Bytes(id.to_vec()),
            text(fact.payload.kind()),
            Bytes(command.to_vec()),
            instant(at),
            instant(at),
            MaybeBytes(actor.user.map(|user| user.to_vec())),
            text(actor.role.code()),
            MaybeBytes(actor.unit.map(|unit| unit.to_vec())),
            text(actor.channel.code()),
            Text(serde_json::to_string(&fact.clocks)?),
            MaybeBytes(key),
            Bytes(payload),
            Bytes(salt),
            Bytes(leaf.to_vec()),
        ]);
        let position = tables.next_position();
        tables.place.push([Int(position), text(kind), Bytes(subject_id), Int(seq)]);
        self.at += HOUR;
        Ok(position)
    }
}

/// A person out of some millions, with an answer to every question.
fn details(standard: &Standard, village: &str, rng: &mut ChaCha20Rng) -> Outcome<Details> {
    let (day, month) = (rng.random_range(1..29), rng.random_range(1..13));
    let (year, serial) = (rng.random_range(50..100), rng.random_range(1..300));
    let nik = format!("187201{day:02}{month:02}{year:02}{serial:04}");
    let phone = Phone::parse(&format!("0812{:08}", rng.random_range(0..100_000_000)))?;
    let answers = standard.questions.iter().map(|q| (q.code.clone(), "contoh".to_owned()));
    Ok(Details {
        person: PersonDetails {
            name: format!("Warga Contoh {serial}"),
            kk: Some(Kk::parse(&nik)?),
            nik: Nik::parse(&nik)?,
            phone: Some(phone),
            address: format!("Jalan Contoh {serial}, RT 01 RW 02"),
            kelurahan: village.to_owned(),
        },
        representative: None,
        letter: None,
        helped: None,
        answers: answers.collect::<BTreeMap<_, _>>(),
        priority_group: None,
        language: "id".to_owned(),
        notes: Vec::new(),
        bearers: Vec::new(),
    })
}
