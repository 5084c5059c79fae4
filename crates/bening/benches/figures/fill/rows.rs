//! The rows of one application beside its facts.

use jiff::Timestamp;
use kernel::actor::Channel;
use kernel::calendar::Pause;
use kernel::fact::SubjectKind;
use kernel::id::MessageId;
use kernel::number::Secret;
use platform::vault::{Lookup, sha256};
use serve::applications::model::State;
use serve::applications::rules;

use super::bulk::Value::{self, Bytes, Int, MaybeBytes, MaybeInt, Text};
use super::life::Life;
use super::tables::Tables;
use crate::Outcome;

impl Life<'_> {
    /// The clock of the check or of the promise.
    pub(super) fn clock_row(
        &self,
        tables: &mut Tables,
        started: Timestamp,
        due: Option<Timestamp>,
        checked: bool,
        stopped: Option<Timestamp>,
    ) {
        let promise = rules::promise_rule(&self.standard.code);
        let (state, reason) = match (stopped, due) {
            (Some(_), _) => ("stopped", ""),
            (None, Some(_)) => ("running", ""),
            (None, None) => ("paused", "document_missing"),
        };
        tables.clock.push([
            Bytes(self.clock.to_vec()),
            text(SubjectKind::Application.code()),
            Bytes(self.id.to_vec()),
            Text(if checked { rules::CHECK_RULE.to_owned() } else { promise }),
            Text(self.unit.clone()),
            text(state),
            instant(started),
            MaybeInt(due.map(|due| due.as_microsecond())),
            MaybeInt(stopped.map(|at| at.as_microsecond())),
            MaybeInt(None),
            text(reason),
        ]);
    }

    /// Its place in the queue, and whether it still waits.
    pub(super) fn place_rows(
        &self,
        tables: &mut Tables,
        position: (i64, Option<i64>),
        picked: bool,
    ) {
        let (queue, ticket) = (self.queue(), self.ticket.as_bytes().to_vec());
        let (entered, called) = (Int(position.0), MaybeInt(position.1));
        if !picked {
            let ticket = Bytes(ticket.clone());
            tables.waiting.push([Text(queue.clone()), Int(1), Int(position.0), ticket]);
        }
        tables.entry.push([Bytes(ticket), Text(queue), Int(1), entered, called]);
    }

    /// The application itself, its key, its documents and its message; the receipt's secret.
    pub(super) fn rows(
        self,
        tables: &mut Tables,
        submitted: Timestamp,
        due: Option<Timestamp>,
        pauses: &[Pause],
        state: State,
        ended: Option<Timestamp>,
    ) -> Outcome<Secret> {
        let secret = Secret::random(self.rng);
        let checked = state == State::Submitted;
        let person = &self.details.person;
        let phone = person.phone.as_ref().ok_or("a person without a phone")?;
        let pauses: Vec<(i64, Option<i64>)> =
            pauses.iter().map(|pause| (pause.from.as_microsecond(), None)).collect();
        let taken = !matches!(state, State::Submitted | State::Queued);
        let clock = Some(self.clock.to_vec());
        let (check, promise) = if checked { (clock, None) } else { (None, clock) };
        let letter = format!(
            r#"{{"channel":"sms","to":"{}","text":"{} {} diterima, gratis."}}"#,
            phone.expose(),
            self.number,
            self.standard.name.get("id")
        );
        tables.key.push([Bytes(self.id.to_vec()), Bytes(self.wrapped), instant(submitted)]);
        tables.message.push([
            Bytes(MessageId::new(submitted, self.rng).to_vec()),
            text("sms"),
            Bytes(self.id.to_vec()),
            Bytes(self.key.seal("message", letter.as_bytes(), self.rng)?),
            text("sent"),
            instant(submitted),
            MaybeInt(Some(submitted.as_microsecond())),
        ]);
        for (index, document) in self.standard.documents.iter().enumerate() {
            let missing = index == 0 && (checked || state == State::Returned);
            let held = if missing { "later" } else { "seen" };
            let (id, code) = (Bytes(self.id.to_vec()), Text(document.code.clone()));
            tables.document.push([id, code, text(held), MaybeBytes(None), instant(submitted)]);
        }
        tables.application.push([
            Bytes(self.id.to_vec()),
            Text(self.number.compact()),
            Bytes(sha256(secret.expose().as_bytes()).to_vec()),
            Text(self.standard.code.clone()),
            Int(self.version),
            Text(self.unit),
            Bytes(self.unit_id.to_vec()),
            text(state.code()),
            text(state.stage().code()),
            text(Channel::Online.code()),
            text("oneself"),
            Int(1),
            Int(self.standard.fee.get()),
            Bytes(self.known.vault.lookup(Lookup::Nik, person.nik.expose())),
            Bytes(self.known.vault.lookup(Lookup::Phone, phone.expose())),
            MaybeBytes((!checked).then(|| self.ticket.as_bytes().to_vec())),
            MaybeBytes(taken.then(|| self.known.officer.to_vec())),
            Bytes(self.key.seal_json("application.details", &self.details, self.rng)?),
            Int(self.seq),
            instant(submitted),
            MaybeInt((!checked).then(|| submitted.as_microsecond())),
            MaybeInt(due.map(|due| due.as_microsecond())),
            Text(serde_json::to_string(&pauses)?),
            MaybeBytes(check),
            MaybeBytes(promise),
            MaybeInt(None),
            MaybeInt(None),
            MaybeInt(ended.map(|at| at.as_microsecond())),
        ]);
        Ok(secret)
    }
}

/// A word.
pub(super) fn text(word: &str) -> Value {
    Text(word.to_owned())
}

/// An instant, in microseconds.
pub(super) fn instant(at: Timestamp) -> Value {
    Int(at.as_microsecond())
}
