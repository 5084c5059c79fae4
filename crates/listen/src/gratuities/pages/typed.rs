//! What an officer typed, read at the door.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::Error;
use kernel::money::Rupiah;
use kernel::number::ApplicationNumber;
use platform::i18n::Lang;
use platform::web::view::Mistakes;

use super::super::exemptions;
use crate::texts::written;

/// What was typed, and what is wrong with it.
pub(super) struct Typed {
    pub(super) fields: BTreeMap<String, String>,
    pub(super) errors: Mistakes,
    lang: Lang,
}

impl Typed {
    pub(super) fn new(fields: BTreeMap<String, String>, lang: Lang) -> Self {
        Self { fields, errors: Mistakes::default(), lang }
    }

    pub(super) fn text(&self, name: &str) -> &str {
        self.fields.get(name).map(|text| text.trim()).unwrap_or_default()
    }

    pub(super) fn wrong(&mut self, name: &str, error: &Error) {
        self.errors.note(name, self.lang.error(error));
    }

    /// A field that must be filled in; `label` is the key of its name, so that the summary says which.
    pub(super) fn needed(&mut self, name: &str, label: &str) -> String {
        if self.text(name).is_empty() {
            let message = self.lang.t1("gift-needed", "field", self.lang.t(label));
            self.errors.note(name, message);
            return String::new();
        }
        written(self.text(name)).unwrap_or_else(|error| {
            self.wrong(name, &error);
            String::new()
        })
    }

    pub(super) fn day(&mut self, name: &str) -> Option<Date> {
        let part = |end: &str| self.text(&format!("{name}{end}")).parse::<i16>().ok();
        let day =
            part("").zip(part("-month")).zip(part("-year")).and_then(|((day, month), year)| {
                Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
            });
        if day.is_none() {
            self.wrong(name, &Error::invalid("gift-date-wrong"));
        }
        day
    }

    /// The number of an application as printed, or nothing. Whether there is such an application is for
    /// the gratuity unit to see: applications are not this context's to read.
    pub(super) fn application(&mut self, name: &str) -> String {
        if self.text(name).is_empty() {
            return String::new();
        }
        match ApplicationNumber::parse(self.text(name)) {
            Ok(number) => number.to_string(),
            Err(error) => {
                self.wrong(name, &Error::from(error));
                String::new()
            }
        }
    }

    pub(super) fn money(&mut self, name: &str) -> Option<Rupiah> {
        let digits = self.text(name).replace(['.', ' '], "");
        let value = digits.trim_start_matches("Rp").parse::<i64>().ok().filter(|value| *value >= 0);
        if value.is_none() {
            self.wrong(name, &Error::invalid("complaint-answer-money"));
        }
        value.map(Rupiah::new)
    }

    /// Yes, no or no answer.
    pub(super) fn yes_no(&mut self, name: &str) -> Option<bool> {
        match self.text(name) {
            "yes" => Some(true),
            "no" => Some(false),
            "" => None,
            _ => {
                self.wrong(name, &Error::invalid("complaint-answer-yes-no"));
                None
            }
        }
    }

    /// The letter of an exemption, or none.
    pub(super) fn exemption(&mut self, name: &str) -> Option<String> {
        let letter = self.text(name).to_owned();
        if !letter.is_empty() && exemptions::find(&letter).is_none() {
            self.wrong(name, &Error::invalid("gift-exemption-unknown"));
        }
        (!letter.is_empty()).then_some(letter)
    }
}
