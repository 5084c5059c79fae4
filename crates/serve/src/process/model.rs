//! Steps, and what changes them.

use kernel::facts::trial::Change;
use kernel::service::Bilingual;

/// The step of a service of which the city keeps no steps: looking at the file.
pub const VERIFY: &str = "verify";

/// A work step of an officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Short name, unique in the service.
    pub code: String,
    /// What the officer does.
    pub name: Bilingual,
}

/// The steps of a service in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Process {
    /// What is done, in order.
    pub steps: Vec<Step>,
    /// Whether a trial, or one that was kept, changed them.
    pub changed: bool,
}

impl Process {
    /// These steps; looking at the file when there is none.
    pub fn new(mut steps: Vec<Step>) -> Self {
        if steps.is_empty() {
            let name =
                Bilingual { id: "Periksa berkas".to_owned(), en: "Check the file".to_owned() };
            steps.push(Step { code: VERIFY.to_owned(), name });
        }
        Self { steps, changed: false }
    }

    /// The process after `changes`, in their order. What names an unknown step changes nothing.
    #[must_use]
    pub fn changed(mut self, changes: &[Change]) -> Self {
        for change in changes {
            match change {
                Change::Remove { step } => {
                    self.take(step);
                }
                Change::Merge { step, into } => self.merge(step, into),
            }
        }
        self
    }

    fn take(&mut self, code: &str) -> Option<Step> {
        let place = self.steps.iter().position(|step| step.code == code)?;
        self.changed = true;
        Some(self.steps.remove(place))
    }

    fn merge(&mut self, code: &str, into: &str) {
        if code == into || !self.steps.iter().any(|step| step.code == into) {
            return;
        }
        let Some(ended) = self.take(code) else { return };
        if let Some(step) = self.steps.iter_mut().find(|step| step.code == into) {
            step.name.id = format!("{} + {}", step.name.id, ended.name.id);
            step.name.en = format!("{} + {}", step.name.get("en"), ended.name.get("en"));
        }
    }

    /// The first step that is not among `done`.
    pub fn next(&self, done: &[String]) -> Option<&Step> {
        self.steps.iter().find(|step| !done.contains(&step.code))
    }

    /// The name of a step in a language; its code when the process does not have it any more.
    pub fn name<'s>(&'s self, code: &'s str, lang: &str) -> &'s str {
        let found = self.steps.iter().find(|step| step.code == code);
        found.map_or(code, |step| step.name.get(lang))
    }
}
