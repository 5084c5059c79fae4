//! A synthetic city as an event log.

use std::collections::{BTreeMap, BTreeSet};

use detection::log::{Act as Meaning, Record};
use kernel::identity::Sex;
use kernel::service::Applicant;
use simulation::{Act, Event, Submission};

use crate::commands::Done;

/// What a log knows of a file from its first line on.
struct File {
    service: usize,
    submission: Box<Submission>,
    missing: BTreeSet<String>,
    ready: bool,
    due: Option<i64>,
}

/// Groups of people in the log of a synthetic city.
pub const GROUPS: [&str; 2] = ["kelurahan", "sex"];
/// Minutes after which a record is a late one.
pub const LATE_AFTER: i64 = 15;

/// Where records go.
type Sink<'k> = &'k mut dyn FnMut(&Record<'_>, Meaning, &[&str]) -> Done;

/// Turns the events of a synthetic city into the records of a log.
pub struct Log<'c, 's> {
    city: &'c simulation::City<'s>,
    files: BTreeMap<u32, File>,
    registered: BTreeSet<String>,
    /// Units of the officers.
    units: Vec<&'c str>,
}

impl<'c, 's> Log<'c, 's> {
    /// A log without records.
    pub fn new(city: &'c simulation::City<'s>) -> Self {
        let registered =
            city.registered_agents().map(|person| person.nik.expose().to_owned()).collect();
        let units = city.officers().map(|officer| officer.unit.as_str()).collect();
        Self { city, files: BTreeMap::new(), registered, units }
    }

    /// Gives the records of one event to `sink`; becoming complete is a record of its own.
    pub fn event(
        &mut self,
        event: &Event,
        mut sink: impl FnMut(&Record<'_>, Meaning, &[&str]) -> Done,
    ) -> Done {
        self.records(event, &mut sink)
    }

    fn records(&mut self, event: &Event, sink: Sink<'_>) -> Done {
        let name = event.act.code();
        match &event.act {
            Act::Submit(submission) => {
                let missing: BTreeSet<_> = submission.documents_missing.iter().cloned().collect();
                let complete = missing.is_empty();
                let (service, submission) = (submission.service, submission.clone());
                let file = File { service, submission, missing, ready: false, due: None };
                self.files.insert(event.application, file);
                self.record(sink, event, name, Meaning::Other)?;
                if complete { self.ready(sink, event) } else { Ok(()) }
            }
            Act::CheckComplete { .. } | Act::DeemedComplete => self.ready(sink, event),
            Act::Return { missing, .. } => {
                if let Some(file) = self.files.get_mut(&event.application) {
                    file.missing = missing.iter().cloned().collect();
                }
                self.record(sink, event, name, Meaning::Returned)
            }
            Act::Supplement { documents } => {
                self.record(sink, event, name, Meaning::Supplemented)?;
                let file = self.files.get_mut(&event.application);
                let complete = file.is_some_and(|file| {
                    file.missing.retain(|missing| !documents.contains(missing));
                    file.missing.is_empty() && !file.ready
                });
                if complete { self.ready(sink, event) } else { Ok(()) }
            }
            Act::Pick { .. } => self.record(sink, event, name, Meaning::Picked),
            Act::PickOutOfTurn { .. } => self.record(sink, event, name, Meaning::PickedOutOfTurn),
            Act::StepFinish { step, .. } => {
                let service = self.files.get(&event.application).map(|file| file.service);
                let steps = service.map(|service| self.city.steps(service));
                let code = steps.and_then(|steps| steps.get(*step as usize));
                let code = code.map_or_else(String::new, |step| step.code.clone());
                self.record(sink, event, &code, Meaning::Step)
            }
            Act::Approve { .. } | Act::Refuse { .. } => {
                self.record(sink, event, name, Meaning::Done)
            }
            Act::StepStart { .. } | Act::Issue { .. } | Act::Collect | Act::Withdraw => {
                self.record(sink, event, name, Meaning::Other)
            }
        }
    }

    fn ready(&mut self, sink: Sink<'_>, event: &Event) -> Done {
        if let Some(file) = self.files.get_mut(&event.application) {
            file.ready = true;
            let promise = self.city.spec().services[file.service].standard.promise;
            let unit = &file.submission.unit;
            let due = self.city.spec().calendar.due(unit, event.at, promise, &[]);
            // Behind the last day of the calendar nothing is due in this log.
            file.due = due.ok().flatten().map(|due| due.as_microsecond());
        }
        self.record(sink, event, "complete", Meaning::Ready)
    }

    fn record(&self, sink: Sink<'_>, event: &Event, activity: &str, meaning: Meaning) -> Done {
        let Some(file) = self.files.get(&event.application) else { return Ok(()) };
        let submission = &file.submission;
        let number = event.application.to_string();
        let officer = event.act.officer().map_or_else(String::new, |officer| officer.to_string());
        let who = submission.representative.as_ref().unwrap_or(&submission.person);
        let mandated = submission.applicant == Applicant::Mandate;
        let representative = if mandated { who.nik.expose() } else { "" };
        let channel = match submission.channel {
            simulation::Channel::Online => "online",
            simulation::Channel::Counter => "counter",
        };
        let sex = if submission.person.sex == Sex::Female { "female" } else { "male" };
        // A step stands with the unit that does it, which may be another than the file's.
        let home = event.act.officer().and_then(|officer| self.units.get(officer as usize));
        let unit = home.map_or(submission.unit.as_str(), |unit| *unit);
        let record = Record {
            case: &number,
            activity,
            at: event.at.as_microsecond(),
            recorded: Some(event.recorded_at.unwrap_or(event.at).as_microsecond()),
            officer: &officer,
            service: &self.city.spec().services[file.service].standard.code,
            unit,
            channel,
            mix: "",
            representative,
            registered: self.registered.contains(representative),
            contact: who.phone.expose(),
            family: submission.person.kk.expose(),
            priority: submission.priority.is_some(),
            due: file.due,
        };
        sink(&record, meaning, &[&submission.person.kelurahan, sex])
    }
}
