//! One file as its page shows it: who, what, which documents, and what can be done now.

use std::collections::BTreeMap;

use kernel::error::{Kind, Result};
use kernel::id::UserId;
use kernel::service::{Answer, Standard};
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::journal::{StoredFact, facts_of};

use super::super::super::due::Chip;
use super::super::super::model::{Details, DocumentState, PersonDetails, State, applicant_code};
use super::super::super::store::{self, Application, HeldDocument, Kelurahan};
use super::super::super::verbs::File;
use super::super::super::{queue, rules};
use super::super::words::of_kind;
use super::rows::deadline;
use super::timeline::{self, Act};
use crate::assignment::verbs as assignment;
use crate::fees;
use crate::process::{self, model::Process};
use crate::representatives::verbs::at_counter;

/// A term and its value.
#[derive(Clone, Debug)]
pub struct Line {
    /// The term.
    pub term: String,
    /// The value.
    pub value: String,
}

/// A document of the checklist.
#[derive(Clone, Debug)]
pub struct DocumentLine {
    /// Code, as in the standard.
    pub code: String,
    /// What the person calls it.
    pub name: String,
    /// What a good copy looks like.
    pub hint: String,
    /// How it stands, in words.
    pub state: String,
    /// Colour of that word.
    pub kind: &'static str,
    /// Whether it is there.
    pub there: bool,
    /// Whether there is an upload to look at.
    pub upload: bool,
}

/// What can be done with a file now.
#[derive(Clone, Copy, Debug, Default)]
pub struct Decision {
    /// Accept it as complete.
    pub complete: bool,
    /// Send it back.
    pub send_back: bool,
    /// Take it.
    pub pick: bool,
    /// How many would be passed over.
    pub passed: i64,
    /// Begin a step.
    pub start: bool,
    /// End a step.
    pub finish: bool,
    /// Say yes or no.
    pub decide: bool,
    /// Bring the product.
    pub issue: bool,
    /// Hand the product over.
    pub collect: bool,
    /// Take documents in at the counter.
    pub supplement: bool,
    /// Say what a giver without a phone answered.
    pub ask_giver: bool,
}

impl Decision {
    /// Without what only the drawn officer may do, unless `allowed`.
    fn only_if(self, allowed: bool) -> Self {
        let Self { pick, start, finish, decide, send_back, .. } = self;
        Self {
            pick: pick && allowed,
            start: start && allowed,
            finish: finish && allowed,
            decide: decide && allowed,
            send_back: send_back && allowed,
            ..self
        }
    }
}

/// One file.
#[derive(Clone, Debug)]
pub struct FileView {
    /// The number as printed.
    pub number: String,
    /// The number in addresses.
    pub compact: String,
    /// Name of the service.
    pub service: String,
    /// Key of the word for where it stands.
    pub state: String,
    /// Its deadline.
    pub chip: Chip,
    /// How many wait before it, and in all, while it waits.
    pub place: Option<(i64, i64)>,
    /// Documents, in the order of the standard.
    pub documents: Vec<DocumentLine>,
    /// Questions and answers.
    pub answers: Vec<Line>,
    /// Whom it is for.
    pub person: Vec<Line>,
    /// The NIK, masked unless it was asked for.
    pub nik: String,
    /// Who applies for the person.
    pub representative: Vec<Line>,
    /// What has happened.
    pub acts: Vec<Act>,
    /// What can be done.
    pub decision: Decision,
    /// Name of the step that runs or comes next; empty when there is none.
    pub step: String,
    /// Whether a trial, or one that was kept, changes the steps of this office.
    pub trial: bool,
    /// Whether the file was drawn for its reader, who may step aside.
    pub drawn: bool,
    /// Why its reader may not work on it; empty when they may.
    pub notice: String,
    /// How its fee stands; empty when it is free, or not charged yet.
    pub fee: String,
}

/// Writes a file out.
pub struct Viewer<'a> {
    /// The city.
    pub app: &'a App,
    /// The reader's language.
    pub lang: Lang,
    /// The standard of the file.
    pub standard: &'a Standard,
    /// The city's kelurahan.
    pub kelurahan: &'a [Kelurahan],
    /// Whether the whole NIK is shown.
    pub nik: bool,
    /// Who reads it.
    pub reader: UserId,
}

impl Viewer<'_> {
    fn kelurahan(&self, code: &str) -> String {
        let known = self.kelurahan.iter().find(|known| known.code == code);
        known.map_or_else(|| code.to_owned(), |known| known.name.clone())
    }

    fn t(&self, key: &str) -> String {
        self.lang.t(key)
    }

    fn line(&self, key: &str, value: impl Into<String>) -> Line {
        Line { term: self.t(key), value: value.into() }
    }

    /// The file as the page shows it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn view(
        &self,
        tx: &mut Tx<'_>,
        row: Application,
        details: &Details,
    ) -> Result<FileView> {
        let file = File::of(tx, self.app, row).await?;
        let facts = facts_of(tx, file.row.subject(), Some(&file.key)).await?;
        let row = file.row;
        let held = store::documents(tx, row.id).await?;
        let (place, passed) = places(tx, &row).await?;
        let documents = self.documents(&details.answers, &held);
        let (drawn, notice) = self.turn(tx, &row).await?;
        let day = self.app.today();
        let process = process::process(tx, &row.service, &row.unit_code, day).await?;
        let running = timeline::running(&facts);
        let next = next_step(&process, &facts);
        let decision = decision(row.state, running.is_some(), next.is_some());
        let decision = decision.only_if(notice.is_empty());
        let step = next.map(|step| process.name(&step, self.lang.code()).to_owned());
        let charged = fees::store::of(tx, row.id).await?;
        let owed = charged.as_ref().is_some_and(|fee| !fee.state.is_settled());
        let ask_giver = at_counter(tx, &row, details).await?.is_some();
        let decision = Decision { ask_giver, issue: decision.issue && !owed, ..decision };
        let now = self.app.db.clock().now();
        Ok(FileView {
            number: row.number.to_string(),
            compact: row.number.compact(),
            service: self.standard.name.get(self.lang.code()).to_owned(),
            state: format!("applications-state-{}", row.state.code()),
            chip: deadline(self.app, self.lang, now, &row),
            place,
            answers: self.answers(&details.answers),
            person: self.person(&row, details),
            nik: self.shown_nik(&details.person),
            representative: self.representative(details),
            acts: timeline::acts(self.app, self.lang, &process, &facts),
            step: step.unwrap_or_default(),
            trial: process.changed && decision.decide,
            decision: Decision {
                passed,
                send_back: decision.send_back && !documents.is_empty(),
                ..decision
            },
            documents,
            drawn,
            notice,
            fee: charged.map(|fee| fees::pages::standing(self.lang, &fee)).unwrap_or_default(),
        })
    }

    /// Whether the file was drawn for the reader, and why the reader may not work on it otherwise.
    async fn turn(&self, tx: &mut Tx<'_>, row: &Application) -> Result<(bool, String)> {
        let open = matches!(row.state, State::Queued | State::InProgress);
        let Some(ticket) = row.ticket.filter(|_| open) else { return Ok((false, String::new())) };
        match assignment::line(tx, ticket, self.reader).await {
            Ok(line) => Ok((line.is_some(), String::new())),
            Err(error) if error.kind() == Kind::Conflict => Ok((false, self.lang.error(&error))),
            Err(error) => Err(error),
        }
    }

    fn shown_nik(&self, person: &PersonDetails) -> String {
        if self.nik { person.nik.expose().to_owned() } else { person.nik.masked() }
    }

    fn documents(
        &self,
        answers: &BTreeMap<String, String>,
        held: &[HeldDocument],
    ) -> Vec<DocumentLine> {
        rules::wanted(self.standard, answers)
            .map(|document| {
                let known = held.iter().find(|held| held.code == document.code);
                let state = known.map(|held| held.state);
                let there = state.is_some_and(DocumentState::is_there);
                let word = state.map_or("none", DocumentState::code);
                let kind = match (there, document.required) {
                    (true, _) => "good",
                    (false, true) => "warn",
                    (false, false) => "muted",
                };
                DocumentLine {
                    code: document.code.clone(),
                    name: document.name.get(self.lang.code()).to_owned(),
                    hint: document.hint.get(self.lang.code()).to_owned(),
                    state: self.t(&format!("officer-document-{word}")),
                    kind,
                    there,
                    upload: known.is_some_and(|held| held.file.is_some()),
                }
            })
            .collect()
    }

    fn answers(&self, answers: &BTreeMap<String, String>) -> Vec<Line> {
        rules::asked(self.standard, answers)
            .filter_map(|question| {
                let value = answers.get(&question.code)?;
                let term = question.label.get(self.lang.code()).to_owned();
                Some(Line { term, value: self.answer(&question.answer, value) })
            })
            .collect()
    }

    fn answer(&self, answer: &Answer, value: &str) -> String {
        match answer {
            Answer::Nik if !self.nik => {
                kernel::identity::Nik::parse(value).map_or_else(|_| String::new(), |n| n.masked())
            }
            _ => of_kind(self.lang, answer, value, self.kelurahan),
        }
    }

    fn person(&self, row: &Application, details: &Details) -> Vec<Line> {
        let person = &details.person;
        let applicant = self.t(&format!("officer-applicant-{}", applicant_code(row.applicant)));
        let kelurahan = self.kelurahan(&person.kelurahan);
        let mut lines = vec![self.line("officer-person-name", person.name.clone())];
        lines.extend(person.kk.iter().map(|kk| self.line("officer-person-kk", kk.masked())));
        let phone = person.phone.iter();
        lines.extend(phone.map(|phone| self.line("officer-person-phone", phone.expose())));
        lines.extend([
            self.line("officer-person-address", person.address.clone()),
            self.line("officer-person-kelurahan", kelurahan),
            self.line("officer-applicant", applicant),
            self.line(
                "officer-channel",
                self.t(&format!("officer-channel-{}", row.channel.code())),
            ),
            self.line("officer-fee", row.fee.to_string()),
        ]);
        if let Some(reason) = &details.helped {
            let word = self.t(&format!("representatives-help-{reason}"));
            lines.push(self.line("representatives-helped", word));
        }
        for bearer in &details.bearers {
            let nik = if self.nik { bearer.nik.expose().to_owned() } else { bearer.nik.masked() };
            lines.push(self.line("officer-bearer", format!("{} ({nik})", bearer.name)));
        }
        if row.priority == 0 {
            let group = details.priority_group.as_deref().unwrap_or("elderly");
            let word = self.t(&format!("officer-group-{group}"));
            lines.push(self.line("officer-priority", word));
        }
        lines
    }

    fn representative(&self, details: &Details) -> Vec<Line> {
        let Some(who) = &details.representative else { return Vec::new() };
        let nik = if self.nik { who.nik.expose().to_owned() } else { who.nik.masked() };
        let mut lines = vec![
            self.line("officer-person-name", who.name.clone()),
            self.line("officer-person-nik", nik),
            self.line("officer-person-phone", who.phone.expose()),
            self.line("officer-representative-relation", who.relation.clone()),
            self.line("officer-representative-reason", who.reason.clone()),
        ];
        if let Some(letter) = details.letter {
            let word = if letter.stamped { "common-yes" } else { "common-no" };
            lines.push(self.line("representatives-ask-stamped-short", self.t(word)));
        }
        lines
    }
}

/// Where a waiting file stands, and how many a pick of it would pass over.
async fn places(tx: &mut Tx<'_>, row: &Application) -> Result<(Option<(i64, i64)>, i64)> {
    let (State::Queued, Some(ticket)) = (row.state, row.ticket) else { return Ok((None, 0)) };
    let Some(entry) = queue::entry(tx, ticket).await? else { return Ok((None, 0)) };
    let (ahead, all) = match row.officer {
        Some(officer) => queue::place_in_line(tx, &entry, officer).await?,
        None => queue::place(tx, &entry).await?,
    };
    Ok((Some((ahead + 1, all)), queue::passed_over(tx, &entry, row.officer).await?))
}

/// Code of the step that runs, or comes next.
pub(super) fn next_step(process: &Process, facts: &[StoredFact]) -> Option<String> {
    let next = || process.next(&timeline::finished(facts)).map(|step| step.code.clone());
    timeline::running(facts).map(str::to_owned).or_else(next)
}

fn decision(state: State, step_runs: bool, step: bool) -> Decision {
    let submitted = state == State::Submitted;
    let working = state == State::InProgress;
    Decision {
        complete: submitted,
        send_back: submitted || working,
        pick: state == State::Queued,
        passed: 0,
        start: working && !step_runs && step,
        finish: working && step_runs,
        decide: working,
        issue: state == State::Approved,
        collect: state == State::Issued,
        supplement: submitted || state == State::Returned,
        ask_giver: false,
    }
}
