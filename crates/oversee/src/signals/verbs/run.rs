//! One run over all files that no run has looked at yet.

use std::collections::{BTreeMap, BTreeSet};

use detection::cases::{Case, Cases};
use detection::discovery::Series;
use detection::kinds::{About, Kind};
use detection::run::{Finding, Options, Report};
use futures_util::future::BoxFuture;
use kernel::Error;
use kernel::actor::{Actor, Role};
use kernel::error::{Kind as Refusal, Result};
use kernel::fact::{ClockOp, NewFact, Subject, SubjectKind, TenantId};
use kernel::facts::{Payload, signal as facts};
use kernel::id::{ClockId, CommandId, SignalId};
use kernel::time::from_micros;
use platform::App;
use platform::auth::account;
use platform::db::{Command, WriteTx};
use platform::jobs::{self, JobHandler};
use platform::journal::Seal;
use platform::keys;

use super::{ANSWER, append, clock};
use crate::signals::feed;
use crate::signals::model::{Content, OfficeCounts, ReadOffices, Signal, State, Words};
use crate::signals::spending::{self, Looked};
use crate::signals::store::{self, Run};

/// Kind of the job that runs the tests.
pub const JOB: &str = "signals.run";

/// Links of a signal that are shown.
const LINKS: usize = 40;

/// Runs the tests when their time has come.
pub struct RunJob {
    /// What other contexts count of offices.
    pub offices: ReadOffices,
}

impl JobHandler for RunJob {
    fn kind(&self) -> &'static str {
        JOB
    }

    fn run<'a>(
        &'a self,
        app: &'a App,
        tenant: TenantId,
        _: serde_json::Value,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            match run(app, tenant, Actor::system(), self.offices).await {
                // Nothing was decided since, or another run was faster: the next one comes.
                Err(error) if error.kind() == Refusal::Conflict => {
                    app.db.write(tenant, Again { app: app.clone() }).await
                }
                other => other.map(|_| ()),
            }
        })
    }
}

/// Tests all files that were decided after the last run, and raises what passes. Gives the number of
/// signals.
///
/// # Errors
/// Conflict when no file was decided since, or another run was faster.
pub async fn run(app: &App, tenant: TenantId, actor: Actor, offices: ReadOffices) -> Result<usize> {
    let mut tx = app.db.read(tenant).await?;
    let (last, found) = store::last_run(&mut tx).await?;
    let since = last.as_ref().map_or(0, |run| run.until);
    let mut cases = feed::cases(&mut tx, app, since).await?;
    let looked = spending::looked(&mut tx).await?;
    let looked = spending::add(&mut tx, app, &mut cases, looked).await?;
    drop(tx);
    let until = cases.all.iter().filter_map(|case| case.done).max();
    let mut counts = Vec::new();
    let until = match until {
        Some(until) => {
            // What lies behind the last decision waits for the next run, so that nothing is looked at twice.
            let span = (from_micros(since), from_micros(until));
            counts = offices(app, tenant, span).await?;
            feed::add_offices(&mut cases, &counts);
            until
        }
        None if cases.spending.is_empty() => return Err(Error::conflict("signals-nothing-new")),
        None => {
            // What still waits was looked at before, and is looked at again when it is decided.
            cases.all.clear();
            cases.records.clear();
            since
        }
    };
    let runs = last.map_or(0, |run| run.run);
    let day = app.today();
    let level = app.rulebook.share("signals.false_discoveries", day)?;
    let series =
        Series::after(level, u32::try_from(runs).unwrap_or(u32::MAX), found.unsigned_abs());
    let options = Options {
        seed: runs.unsigned_abs() + 1,
        fewest: u32::try_from(app.rulebook.count("signals.fewest", day)?).unwrap_or(u32::MAX),
        ordinary_help: app.rulebook.count("signals.ordinary_help", day)? as f64,
        ..Options::default()
    };
    // Minutes of computing must not keep the threads that serve pages.
    let task = tokio::task::spawn_blocking(move || {
        let (report, level) = detection::run::run_in(&cases, &options, &series);
        (cases, report, level)
    });
    let (cases, report, level) = task.await.map_err(Error::internal)?;
    let count = report.found.len();
    let raise = Raise {
        app: app.clone(),
        actor,
        run: runs + 1,
        until,
        looked,
        level,
        cases,
        offices: counts,
        report,
    };
    app.db.write(tenant, raise).await?;
    Ok(count)
}

/// The next run, after the rule's time.
async fn enqueue_next(tx: &mut WriteTx<'_>, app: &App) -> Result<()> {
    let now = tx.now();
    let day = app.tz().to_datetime(now).date();
    let term = app.rulebook.term("signals.every", day)?;
    let next = app.calendar.due("", now, term, &[]).map_err(Error::internal)?;
    jobs::enqueue(tx, JOB, &(), next.unwrap_or(now)).await?;
    Ok(())
}

struct Again {
    app: App,
}

impl Command for Again {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        enqueue_next(tx, &self.app).await
    }
}

struct Raise {
    app: App,
    actor: Actor,
    run: i64,
    until: i64,
    looked: Looked,
    level: f64,
    cases: Cases,
    offices: Vec<OfficeCounts>,
    report: Report,
}

impl Command for Raise {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let (last, _) = store::last_run(tx).await?;
        if last.map_or(0, |run| run.run) + 1 != self.run {
            return Err(Error::conflict("signals-run-already"));
        }
        self.count(tx).await?;
        for finding in &self.report.found {
            self.raise(tx, finding).await?;
        }
        enqueue_next(tx, &self.app).await
    }
}

impl Raise {
    /// The run itself: how many tests, how many passed.
    async fn count(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let tests: usize = self.report.tests.iter().map(|(_, count)| count).sum();
        let untested: Vec<String> = self
            .report
            .untested
            .iter()
            .map(|(kind, missing)| format!("{}\t{missing}", kind.code()))
            .collect();
        let level = format!("{:.4}", self.level);
        let row = Run {
            run: self.run,
            ran_at: tx.now().as_microsecond(),
            until: self.until,
            cases: self.cases.all.len() as i64,
            tests: tests as i64,
            found: self.report.found.len() as i64,
            level: level.clone(),
            untested: untested.join("\n"),
        };
        store::insert_run(tx, &row).await?;
        spending::insert_run(tx, self.run, self.looked).await?;
        let counted = facts::RunCounted {
            v: 1,
            run: self.run,
            cases: self.cases.all.len() as u64,
            tests: tests as u64,
            found: self.report.found.len() as u64,
            level,
        };
        let now = tx.now();
        let fact = NewFact {
            subject: Subject { kind: SubjectKind::Signal, id: SignalId::new(now, tx.rng()).uuid() },
            command: CommandId::new(now, tx.rng()),
            occurred_at: now,
            actor: Actor { user: None, ..self.actor },
            clocks: Vec::new(),
            payload: Payload::SignalRunCounted(counted),
        };
        tx.append(&fact, 1, Seal::Clear).await?;
        Ok(())
    }

    async fn raise(&self, tx: &mut WriteTx<'_>, finding: &Finding) -> Result<()> {
        let now = tx.now();
        let id = SignalId::new(now, tx.rng());
        let key = keys::create(tx, &self.app.vault, id.uuid()).await?;
        let day = self.app.tz().to_datetime(now).date();
        let term = self.app.rulebook.term(ANSWER, day)?;
        let due = self.app.calendar.due("", now, term, &[]).map_err(Error::internal)?;
        let signal = Signal {
            id,
            run: self.run,
            kind: finding.kind.code().to_owned(),
            state: State::Open,
            content: self.content(finding, self.concerned(tx, finding).await?),
            seq: 1,
            raised_at: now,
            clock: ClockId::new(now, tx.rng()),
            due_at: due,
            missed_at: None,
            ended_at: None,
        };
        let raised = facts::Raised {
            v: 1,
            run: self.run,
            pattern: signal.kind.clone(),
            subject: finding.subject.clone(),
            files: finding.files,
            p: format!("{:.1e}", finding.p),
            q: format!("{:.1e}", finding.q),
        };
        let start = clock(&signal, ClockOp::Start { term });
        let payload = Payload::SignalRaised(raised);
        append(tx, &key, &signal, self.actor, payload, vec![start]).await?;
        store::insert(tx, &key, &signal).await
    }

    /// Who answers for the unit that spends: its heads. A firm is asked nothing and accused of nothing.
    async fn concerned(&self, tx: &mut WriteTx<'_>, finding: &Finding) -> Result<Vec<String>> {
        if matches!(finding.kind.about(), About::Files | About::Rounds) {
            return Ok(Vec::new());
        }
        let heads = account::holders(tx, Role::Head, &self.unit(finding)).await?;
        Ok(heads.iter().map(ToString::to_string).collect())
    }

    fn content(&self, finding: &Finding, concerned: Vec<String>) -> Content {
        Content {
            subject: finding.subject.clone(),
            unit: self.unit(finding),
            files: finding.files,
            seen: finding.seen,
            expected: finding.expected,
            effect: Some(finding.effect).filter(|effect| effect.is_finite()),
            p: finding.p,
            q: finding.q,
            records: finding.records.clone(),
            links: self.links(finding),
            concerned,
            words: self.words(finding),
            ..Content::default()
        }
    }

    /// What users of its office say of money, where that is what it is about.
    fn words(&self, finding: &Finding) -> Option<Words> {
        let unit = self.unit(finding);
        let of_rounds = finding.kind.about() == About::Rounds;
        let office = self.offices.iter().find(|office| of_rounds && office.unit == unit)?;
        let (reports, gifts) = (office.counts.accused, office.counts.gifts);
        Some(Words { reports, gifts, told: office.told.clone() })
    }

    /// The office of most of its files, or the office that it is about.
    fn unit(&self, finding: &Finding) -> String {
        if let Some((_, unit)) = finding.subject.iter().find(|(role, _)| role == "unit") {
            return unit.clone();
        }
        let mut counted: BTreeMap<&str, u32> = BTreeMap::new();
        for case in self.records(finding) {
            if let Some(unit) = case.unit {
                *counted.entry(self.cases.units.name(unit)).or_default() += 1;
            }
        }
        let most = counted.into_iter().max_by_key(|(_, count)| *count);
        most.map(|(unit, _)| unit.to_owned()).unwrap_or_default()
    }

    /// The files that show it.
    fn records(&self, finding: &Finding) -> impl Iterator<Item = &Case> {
        let of_files = finding.kind.about() == About::Files;
        let records: BTreeSet<&str> = finding.records.iter().map(String::as_str).collect();
        let numbers = &self.cases.numbers;
        self.cases
            .all
            .iter()
            .filter(move |case| of_files && records.contains(numbers.name(case.number)))
    }

    /// Who had to do with whom in the files of a finding: who applies, and who took them up.
    fn links(&self, finding: &Finding) -> Vec<(String, String, u32)> {
        let cases = &self.cases;
        let mut counted: BTreeMap<(String, String), u32> = BTreeMap::new();
        let of_contact = matches!(finding.kind, Kind::SharedContact | Kind::RepeatedOverride);
        for case in self.records(finding) {
            let representative = case.representative.filter(|_| !of_contact);
            let who = match (representative, case.contact) {
                (Some(code), _) => format!("representative {}", cases.representatives.name(code)),
                (None, Some(code)) => format!("contact {}", cases.contacts.name(code)),
                (None, None) => continue,
            };
            if let Some(officer) = case.officer {
                let officer = cases.officers.name(officer).to_owned();
                *counted.entry((who, officer)).or_default() += 1;
            }
        }
        let mut links: Vec<_> =
            counted.into_iter().map(|((who, officer), files)| (who, officer, files)).collect();
        links.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.cmp(b)));
        links.truncate(LINKS);
        links
    }
}
