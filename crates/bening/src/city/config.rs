//! `city.toml`, as people write it.

use kernel::data::DataError;
use serde::Deserialize;

/// The city's own file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CityConfig {
    /// Name as citizens say it.
    pub name: String,
    /// Kemendagri code.
    pub code: String,
    /// Host names; the first is used in links that leave the site.
    pub hosts: Vec<String>,
    /// IANA zone, the same as in the calendar.
    pub timezone: String,
    /// Languages of the interface.
    pub languages: Vec<String>,
    /// Look.
    pub brand: Brand,
    /// The files beside it.
    pub files: FileNames,
    /// Attribution of the outlines.
    #[serde(default)]
    pub boundaries_note: Option<Note>,
    /// Where citizens find help.
    #[serde(default)]
    pub support: Vec<Support>,
    /// The first account.
    pub administrator: Administrator,
    /// Indices that others measured before.
    #[serde(default)]
    pub history: Vec<Earlier>,
}

/// An index that others measured.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    /// Which index, such as `spi`.
    pub family: String,
    /// Of which year.
    pub year: i16,
    /// The value, as it was published.
    pub value: String,
    /// Who published it.
    pub source: String,
    /// Whether somebody has read it there.
    pub verified: bool,
}

/// Look of the city.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brand {
    /// `#rrggbb`.
    pub colour: String,
}

/// Names of the files, relative to `city.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileNames {
    /// Offices, districts and kelurahan.
    pub units: String,
    /// The kelurahan.
    pub kelurahan: String,
    /// Their outlines; maps show a tile for each kelurahan without them.
    #[serde(default)]
    pub boundaries: Option<String>,
    /// One row a service.
    pub services: String,
    /// Documents of services.
    pub documents: String,
    /// Questions of services.
    pub questions: String,
    /// Everyday words.
    pub words: String,
    /// Texts of components.
    pub components: String,
    /// Work steps.
    pub steps: String,
    /// Steps for which an officer is drawn; none without it.
    #[serde(default)]
    pub discretionary: Option<String>,
    /// How the counters of units work; no unit has any without it.
    #[serde(default)]
    pub counters: Option<String>,
    /// Classes of fees; every fee is that of its service without it.
    #[serde(default)]
    pub fees: Option<String>,
    /// Office hours and exceptions.
    pub calendar: String,
    /// National holidays and joint leave.
    pub holidays: String,
    /// Folder of the rulebook.
    pub rules: String,
}

/// A text in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

/// A line where citizens find help.
#[derive(Clone, Debug, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Support {
    /// Short name.
    pub code: String,
    /// phone, whatsapp, email or web.
    pub kind: String,
    /// Label in Indonesian.
    pub label_id: String,
    /// Label in English.
    pub label_en: String,
    /// Number or address.
    pub value: String,
    /// Whether somebody has tried it.
    pub verified: bool,
}

/// The first account.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Administrator {
    /// Name to log in with.
    pub login: String,
    /// What the person is called.
    pub name: String,
}

impl CityConfig {
    /// Reads the file.
    ///
    /// # Errors
    /// The first mistake, with its line.
    pub fn parse(name: &str, text: &str) -> Result<Self, DataError> {
        toml::from_str(text).map_err(|error| DataError::toml(name, text, &error))
    }

    /// What is wrong with the values, beyond their types.
    pub fn mistakes(&self, name: &str, text: &str) -> Vec<DataError> {
        let mut mistakes = Vec::new();
        let mut say = |key: &str, message: &str| {
            let line = line_of(text, key);
            mistakes.push(DataError::cell(name, line, key, message));
        };
        if self.name.trim().is_empty() {
            say("name", "it is empty; write the city's name");
        }
        if self.hosts.is_empty() || self.hosts.iter().any(|host| host.contains('/')) {
            say("hosts", "give at least one host name, without scheme and path");
        }
        let colour = self.brand.colour.strip_prefix('#');
        if !colour.is_some_and(|hex| hex.len() == 6 && hex.chars().all(|c| c.is_ascii_hexdigit())) {
            say("colour", "write the colour as #rrggbb");
        }
        for language in &self.languages {
            if !matches!(language.as_str(), "id" | "en") {
                say("languages", "only id and en are there; remove the others");
            }
        }
        mistakes
    }
}

/// The line on which `key` is set, from 1.
fn line_of(text: &str, key: &str) -> u64 {
    let found = text.lines().position(|line| line.trim_start().starts_with(key));
    found.map_or(1, |index| index as u64 + 1)
}
