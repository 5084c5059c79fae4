//! Pages of cases: the Inspectorate's, the person's own, and the head's for a light sanction.

mod acts;
mod file;
mod head;
mod inbox;
mod own;
mod words;

use std::collections::BTreeMap;

use axum::Router;
use axum::routing::{get, post};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kernel::Error;
use kernel::error::{Kind, Result};
use platform::App;
use platform::i18n::Lang;
use platform::web::view::{Choice, Mistakes};

use crate::texts::written;

/// Their routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/inspektorat/perkara", get(inbox::list))
        .route("/inspektorat/perkara/baru", get(inbox::form).post(inbox::open))
        .route("/inspektorat/perkara/{number}", get(file::show))
        .route("/inspektorat/perkara/{number}/berkas/{file}", get(file::evidence))
        .route("/inspektorat/perkara/{number}/orang", post(acts::name))
        .route("/inspektorat/perkara/{number}/bukti", post(acts::evidence))
        .route("/inspektorat/perkara/{number}/titip", post(acts::custody))
        .route("/inspektorat/perkara/{number}/panggil", post(acts::summon))
        .route("/inspektorat/perkara/{number}/periksa", post(acts::hear))
        .route("/inspektorat/perkara/{number}/temuan", post(acts::find))
        .route("/inspektorat/perkara/{number}/sanksi", post(acts::propose))
        .route("/inspektorat/perkara/{number}/sahkan", post(acts::approve))
        .route("/inspektorat/perkara/{number}/tolak", post(acts::refuse))
        .route("/inspektorat/perkara/{number}/keberatan", post(acts::appeal))
        .route("/inspektorat/perkara/{number}/putusan", post(acts::decide))
        .route("/inspektorat/perkara/{number}/tutup", post(acts::close))
        .route("/inspektorat/perkara/{number}/atasan", post(acts::tell_superior))
        .route("/petugas/atasan/sanksi", get(head::list))
        .route("/petugas/atasan/sanksi/{number}", get(head::show))
        .route("/petugas/atasan/sanksi/{number}/sahkan", post(head::approve))
        .route("/petugas/atasan/sanksi/{number}/tolak", post(head::refuse))
        .route("/saya/perkara", get(own::list))
        .route("/saya/perkara/{number}", get(own::show))
        .route("/saya/perkara/{number}/keterangan", post(own::state))
        .route("/saya/perkara/{number}/keberatan", post(own::appeal))
}

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Typed {
    fields: BTreeMap<String, String>,
    errors: Mistakes,
}

impl Typed {
    fn new(fields: BTreeMap<String, String>) -> Self {
        Self { fields, errors: Mistakes::default() }
    }

    fn text(&self, name: &str) -> &str {
        self.fields.get(name).map(|text| text.trim()).unwrap_or_default()
    }

    fn wrong(&mut self, lang: Lang, name: &str, error: &Error) {
        self.errors.note(name, lang.error(error));
    }

    /// A field that must be filled in.
    fn needed(&mut self, lang: Lang, name: &str) -> String {
        match written(self.text(name)) {
            Ok(text) => text,
            Err(error) => {
                self.wrong(lang, name, &error);
                String::new()
            }
        }
    }

    /// One of a list.
    fn one_of<T>(
        &mut self,
        lang: Lang,
        name: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let found = parse(self.text(name));
        if found.is_none() {
            self.errors.note(name, lang.t("case-choose-one"));
        }
        found
    }

    /// A day and an hour such as `09.30`.
    fn moment(&mut self, app: &App, lang: Lang, name: &str, hour: &str) -> Option<Timestamp> {
        let part = |end: &str| self.text(&format!("{name}{end}")).parse::<i16>().ok();
        let day =
            part("").zip(part("-month")).zip(part("-year")).and_then(|((day, month), year)| {
                Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
            });
        if day.is_none() {
            self.errors.note(name, lang.t("case-date-wrong"));
        }
        let time = time(self.text(hour));
        if time.is_none() {
            self.errors.note(hour, lang.t("case-time-wrong"));
        }
        let local = day?.to_datetime(time?);
        app.tz().to_ambiguous_timestamp(local).compatible().ok()
    }
}

fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(['.', ':'])?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// Whether the person can mend it by typing something else.
fn can_be_mended(error: &Error) -> bool {
    matches!(error.kind(), Kind::Invalid | Kind::Conflict | Kind::TooLarge)
}

fn choice(value: &str, label: String, chosen: &str) -> Choice {
    let hint = String::new();
    Choice { value: value.to_owned(), label, hint, checked: value == chosen }
}

fn number(text: &str) -> Result<kernel::number::ApplicationNumber> {
    kernel::number::ApplicationNumber::parse(text).map_err(|_| Error::not_found())
}
