//! Texts in Indonesian (default) and English, from the Fluent files under `locales/`, and dates as
//! people read them.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::Error;
use unic_langid::LanguageIdentifier;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Bahasa Indonesia, the default.
    #[default]
    Id,
    /// English.
    En,
}

#[derive(rust_embed::RustEmbed)]
#[folder = "../../locales"]
struct Files;

struct Texts {
    id: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts { id: bundle("id"), en: bundle("en") });

impl Lang {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::Id, Self::En];

    /// `id` or `en`, as in `<html lang>`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }

    /// The language of that code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The text under `key`.
    pub fn t(self, key: &str) -> String {
        self.format(key, None)
    }

    /// The text under `key` with one value.
    pub fn t1(self, key: &str, name: &str, value: impl Display) -> String {
        self.with(key, &[(name, value.to_string())])
    }

    /// The text under `key` with values. A value that is a plain whole number counts as one, so
    /// that English can choose the plural.
    pub fn with(self, key: &str, values: &[(&str, String)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set((*name).to_owned(), number_or_text(value));
        }
        self.format(key, Some(&args))
    }

    /// What the person may read of an error, with its next step.
    pub fn error(self, error: &Error) -> String {
        let values: Vec<(&str, String)> =
            error.args().iter().map(|(name, value)| (*name, value.clone())).collect();
        self.with(error.key(), &values)
    }

    /// `25 November 2026`.
    pub fn date(self, date: Date) -> String {
        let month = self.t(&format!("date-month-{}", date.month()));
        format!("{} {} {}", date.day(), month, date.year())
    }

    /// `Rabu, 25 November 2026`.
    pub fn weekday_date(self, date: Date) -> String {
        format!("{}, {}", self.weekday(date), self.date(date))
    }

    /// `Rabu 25 Nov`.
    pub fn short_date(self, date: Date) -> String {
        let month = self.t(&format!("date-month-short-{}", date.month()));
        format!("{} {} {}", self.weekday(date), date.day(), month)
    }

    /// `Rabu`.
    pub fn weekday(self, date: Date) -> String {
        self.t(&format!("date-weekday-{}", date.weekday().to_monday_one_offset()))
    }

    /// `Rabu 25 Nov, 15.00`: the instant as the city's clocks show it.
    pub fn moment(self, at: Timestamp, tz: &TimeZone) -> String {
        let local = tz.to_datetime(at);
        format!("{}, {}", self.short_date(local.date()), self.time(at, tz))
    }

    /// `15.00` in Indonesian, `15:00` in English.
    pub fn time(self, at: Timestamp, tz: &TimeZone) -> String {
        let local = tz.to_datetime(at);
        let separator = if self == Self::Id { '.' } else { ':' };
        format!("{:02}{separator}{:02}", local.hour(), local.minute())
    }

    /// A number with so many decimals: `1.234,5` in Indonesian, `1,234.5` in English.
    pub fn decimal(self, value: f64, decimals: usize) -> String {
        let text = format!("{:.decimals$}", value.abs());
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let (thousands, point) = if self == Self::Id { ('.', ',') } else { (',', '.') };
        let mut shown = String::with_capacity(text.len() + text.len() / 3 + 1);
        // What rounds to nothing has no sign.
        if value < 0.0 && text.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
            shown.push('-');
        }
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && whole.len() > place && (whole.len() - place).is_multiple_of(3) {
                shown.push(thousands);
            }
            shown.push(digit);
        }
        if !part.is_empty() {
            shown.push(point);
            shown.push_str(part);
        }
        shown
    }

    /// A count: `1.234` in Indonesian, `1,234` in English.
    pub fn count(self, count: i64) -> String {
        self.decimal(count as f64, 0)
    }

    fn format(self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = match self {
            Self::Id => &TEXTS.id,
            Self::En => &TEXTS.en,
        };
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, lang = self.code(), "a text is missing");
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, args, &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::error!(key, ?errors, "a text could not be completed");
        }
        text
    }
}

/// All keys of one language, for the tests that compare both.
pub fn keys(lang: Lang) -> BTreeSet<String> {
    sources(lang.code())
        .into_iter()
        .flat_map(|(_, text)| {
            text.lines()
                .filter(|line| line.starts_with(|first: char| first.is_ascii_alphabetic()))
                .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim().to_owned()))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Every Fluent file of a language: name and text.
pub fn sources(code: &str) -> Vec<(String, String)> {
    let prefix = format!("{code}/");
    let mut names: Vec<String> = Files::iter()
        .filter(|name| name.starts_with(&prefix))
        .map(|name| name.to_string())
        .collect();
    names.sort();
    names
        .into_iter()
        .filter_map(|name| {
            let file = Files::get(&name)?;
            Some((name, String::from_utf8_lossy(&file.data).into_owned()))
        })
        .collect()
}

fn bundle(code: &'static str) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = code.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    for (name, text) in sources(code) {
        let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, errors)| {
            tracing::error!(name, ?errors, "a locale file has errors");
            resource
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(name, ?errors, "a locale file repeats a key");
        }
    }
    bundle
}

fn number_or_text(value: &str) -> FluentValue<'_> {
    match value.parse::<i64>() {
        Ok(number) if number.to_string() == value => FluentValue::from(number),
        _ => FluentValue::from(value),
    }
}
