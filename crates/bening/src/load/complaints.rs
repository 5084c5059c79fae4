//! Reports of a synthetic year: they follow from what happened to people, and go through the same
//! commands as real ones. One unit ends its reports without acting on them.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use kernel::Error;
use kernel::actor::{Actor, Channel, Role};
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::facts::complaint::{Class, Handler, Outcome};
use kernel::id::{ComplaintId, UserId};
use kernel::identity::Phone;
use listen::complaints::model::Viewer;
use listen::complaints::report::Body;
use listen::complaints::verbs::{Act, Does, Lapse, Letter, Receive};
use listen::complaints::{categories, redact, rules, store, suggest};
use platform::App;
use platform::workers::settle;
use simulation::{Experience, Report, Word};
use uuid::Uuid;

use super::surveys::At;

/// Hours in a day.
const DAY: i64 = 24;

/// Loads the reports of what people went through up to `until`, and says which unit ends those about it
/// without an act and on the last day of their time.
///
/// # Errors
/// When a report contradicts the rules of the house, or the database fails.
pub async fn run(
    app: &App,
    tenant: TenantId,
    (seed, people): (u64, &[Experience]),
    until: Timestamp,
) -> Result<Option<String>> {
    // The unit with the second most users.
    let quiet = super::busiest(people, 1);
    let stories: BTreeMap<&str, Vec<String>> = categories::all()
        .iter()
        .map(|category| Ok((category.code.as_str(), suggest::stories(&category.code)?)))
        .collect::<Result<_>>()?;
    for person in people {
        let is_quiet = quiet.as_deref() == Some(person.unit.as_str());
        let Some(report) = simulation::report(seed, person, is_quiet) else { continue };
        let told = stories.get(report.category).map(Vec::as_slice).unwrap_or_default();
        let story = told.get(report.story % told.len().max(1)).cloned().unwrap_or_default();
        let life = Life { app, tenant, until, person, report, is_quiet };
        life.live(story).await?;
    }
    settle(app, tenant).await?;
    Ok(quiet)
}

/// One report, from its first day to the last that has come.
struct Life<'a> {
    app: &'a App,
    tenant: TenantId,
    until: Timestamp,
    person: &'a Experience,
    report: Report,
    is_quiet: bool,
}

impl Life<'_> {
    /// Lives as much of it as has happened; nothing when it is still to come.
    async fn live(&self, story: String) -> Result<()> {
        let begin = self.person.finished + days(self.report.after_days);
        if begin > self.until {
            return Ok(());
        }
        let actor = Actor::citizen(Channel::Online);
        let receive =
            Receive { app: self.app.clone(), draft: None, body: self.body(story.clone())?, actor };
        let id = self.app.db.write(self.tenant, At { at: begin, command: receive }).await?.id;
        self.handle(id, begin, &story).await
    }

    fn body(&self, story: String) -> Result<Body> {
        let number = format!("081200{:06}", self.person.application % 1_000_000);
        let mut body = Body {
            category: self.report.category.to_owned(),
            about: self.person.unit.clone(),
            kelurahan: self.person.kelurahan.clone(),
            anonymous: self.report.anonymous,
            ..Body::default()
        };
        body.reporter.name = format!("Pelapor {} (contoh)", self.person.application);
        body.reporter.phone = Some(Phone::parse(&number).map_err(Error::internal)?);
        body.details.story = story;
        body.details.language = "id".to_owned();
        Ok(body)
    }

    async fn handle(&self, id: ComplaintId, begin: Timestamp, story: &str) -> Result<()> {
        let kind = categories::find(self.report.category)?;
        let supervised = kind.class == Class::Supervision;
        let verify = Does::Verify {
            class: kind.class,
            category: kind.code.clone(),
            about: Some(self.person.unit.clone()),
            text: Some(redact::redact(story)),
        };
        let verified = begin + days(self.report.verified_after);
        let giver = if supervised { inspector() } else { coordinator() };
        let to = match supervised {
            true => Handler::Inspectorate,
            false => Handler::Unit(self.person.unit.clone()),
        };
        let handler =
            if supervised { inspector() } else { Viewer::Unit(nobody(), self.person.unit.clone()) };
        if !self.does(id, verified, &giver, verify).await?
            || !self.does(id, verified, &giver, Does::Dispose(to)).await?
        {
            return Ok(());
        }
        let done = self.done_at(id, verified).await?;
        if !self.does(id, done, &handler, self.end()?).await? {
            return Ok(());
        }
        self.word(id, done).await
    }

    /// When the office is done: the quiet unit on the last day of its time.
    async fn done_at(&self, id: ComplaintId, verified: Timestamp) -> Result<Timestamp> {
        let usual = verified + days(self.report.done_after);
        if !self.is_quiet {
            return Ok(usual);
        }
        let mut tx = self.app.db.read(self.tenant).await?;
        let row = store::by_id(&mut tx, id).await?;
        let due = row.clocks.of(rules::handling(row.matter.class)).and_then(|clock| clock.due);
        Ok(due.map_or(usual, |due| due - SignedDuration::from_hours(3)))
    }

    fn end(&self) -> Result<Does> {
        let outcome = Outcome::parse(self.report.outcome)
            .ok_or_else(|| Error::internal("an outcome that does not exist"))?;
        let text = match outcome {
            Outcome::Mended => "Sudah kami perbaiki. Mohon maaf atas ketidaknyamanan Anda.",
            Outcome::Corrected => "Petugas sudah diperiksa dan dikenai tindakan.",
            Outcome::Explained => "Terima kasih, sudah sesuai prosedur.",
            Outcome::Unproven => "Kami sudah memeriksa, tetapi tidak menemukan bukti.",
            Outcome::Impossible => "Belum dapat kami lakukan tahun ini.",
        };
        let letter = Letter { text: text.to_owned(), public: true, files: Vec::new() };
        Ok(Does::Propose { outcome, letter })
    }

    /// What the reporter says to it; silence ends it after two notices.
    async fn word(&self, id: ComplaintId, done: Timestamp) -> Result<()> {
        match self.report.word {
            Word::Agrees(after) => {
                let at = done + days(after);
                if self.does(id, at, &Viewer::Reporter, Does::Consent).await? {
                    self.does(id, at, &Viewer::Reporter, Does::Rate(self.report.rating)).await?;
                }
            }
            Word::Objects(after) => {
                let why = Does::Reopen("Belum ada perubahan.".to_owned());
                self.does(id, done + days(after), &Viewer::Reporter, why).await?;
            }
            Word::Silent => {
                for rule in [rules::SECOND_NOTICE, rules::SILENCE] {
                    self.lapse(id, rule).await?;
                }
            }
        }
        Ok(())
    }

    /// Does it, unless that day is still to come.
    async fn does(
        &self,
        id: ComplaintId,
        at: Timestamp,
        viewer: &Viewer,
        does: Does,
    ) -> Result<bool> {
        if at > self.until {
            return Ok(false);
        }
        let role = match viewer {
            Viewer::Reporter => Role::Citizen,
            Viewer::Coordinator(_) => Role::Coordinator,
            Viewer::Unit(..) => Role::Officer,
            Viewer::Inspector(_) => Role::Inspector,
        };
        let actor = Actor { role, ..Actor::citizen(Channel::Online) };
        let act = Act { app: self.app.clone(), id, actor, viewer: viewer.clone(), does };
        self.app.db.write(self.tenant, At { at, command: act }).await?;
        Ok(true)
    }

    /// Lets the clock of `rule` run out, if its day has come.
    async fn lapse(&self, id: ComplaintId, rule: &str) -> Result<()> {
        let mut tx = self.app.db.read(self.tenant).await?;
        let row = store::by_id(&mut tx, id).await?;
        drop(tx);
        let Some(running) = row.clocks.of(rule) else { return Ok(()) };
        let Some(due) = running.due.filter(|due| *due <= self.until) else { return Ok(()) };
        let lapse = Lapse { app: self.app.clone(), id, clock: running.clock };
        self.app.db.write(self.tenant, At { at: due, command: lapse }).await
    }
}

fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(DAY * count)
}

/// The past is replayed by nobody in particular.
fn nobody() -> UserId {
    UserId::from_uuid(Uuid::nil())
}

fn coordinator() -> Viewer {
    Viewer::Coordinator(nobody())
}

fn inspector() -> Viewer {
    Viewer::Inspector(nobody())
}
