//! What officers look up before they act, for their pages, the counter and the API alike.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::number::ApplicationNumber;
use kernel::service::Standard;
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::Tx;

use super::model::applicant_code;
use super::store::{self, Application};
use crate::catalogue;
use crate::representatives::letter;

/// A file with the standard that applies to it.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its row.
    pub row: Application,
    /// The version of the standard that held when it was handed in.
    pub standard: Arc<Standard>,
}

/// The file that someone typed or followed a link to.
///
/// # Errors
/// Not found when there is none, when the text is no number, or when the file belongs to a unit
/// that the officer does not cover: of those the officer may not even know.
pub async fn find(
    app: &App,
    tenant: TenantId,
    officer: &Can<Officer>,
    number: &str,
) -> Result<Found> {
    let number = ApplicationNumber::parse(number).map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(tenant).await?;
    let row = store::by_number(&mut tx, number).await?;
    let own = row.filter(|row| officer.covers(&row.unit_code));
    let row = own.ok_or_else(Error::not_found)?;
    let standard = standard_of(&mut tx, &row).await?;
    Ok(Found { row, standard })
}

/// The standard that applies to a file; under a mandate it asks for the letter as well.
///
/// # Errors
/// Internal when the file names a version that was never published.
pub async fn standard_of(tx: &mut Tx<'_>, row: &Application) -> Result<Arc<Standard>> {
    let version = catalogue::store::by_version(tx, &row.service, row.standard_version).await?;
    let unknown = || Error::internal(format!("{} has no standard", row.id));
    Ok(letter::standard_for(version.ok_or_else(unknown)?.standard, row.applicant))
}

/// Standards of many files, each read once.
#[derive(Debug, Default)]
pub struct Standards(BTreeMap<(String, i64, &'static str), Arc<Standard>>);

impl Standards {
    /// The standard that applies to `row`.
    ///
    /// # Errors
    /// As [`standard_of`].
    pub async fn of(&mut self, tx: &mut Tx<'_>, row: &Application) -> Result<Arc<Standard>> {
        let applicant = applicant_code(row.applicant);
        let key = (row.service.clone(), row.standard_version, applicant);
        if let Some(known) = self.0.get(&key) {
            return Ok(Arc::clone(known));
        }
        let standard = standard_of(tx, row).await?;
        self.0.insert(key, Arc::clone(&standard));
        Ok(standard)
    }
}

/// Characters of a letter, at most.
const LONGEST_LETTER: usize = 2000;

/// A letter to the citizen: not empty, not endless.
///
/// # Errors
/// Invalid, with what to do.
pub fn letter(typed: &str) -> Result<String> {
    let text = typed.trim();
    match text.chars().count() {
        0 => Err(Error::invalid("officer-letter-empty")),
        count if count > LONGEST_LETTER => {
            Err(Error::invalid("officer-letter-long").with("most", LONGEST_LETTER))
        }
        _ => Ok(text.to_owned()),
    }
}

/// Refuses codes of documents that the service does not know.
///
/// # Errors
/// Invalid, naming the code.
pub fn known_documents(standard: &Standard, codes: &[String]) -> Result<()> {
    let known = |code: &&String| standard.documents.iter().any(|document| document.code == **code);
    match codes.iter().find(|code| !known(code)) {
        None => Ok(()),
        Some(_) => Err(Error::invalid("officer-document-unknown")),
    }
}

/// When today began in the city.
///
/// # Errors
/// Internal when the zone has no such instant.
pub fn start_of_today(app: &App) -> Result<Timestamp> {
    let midnight = app.today().to_datetime(jiff::civil::Time::midnight());
    app.tz().to_timestamp(midnight).map_err(Error::internal)
}

/// What officers are called towards others: enough to tell two of them apart, not to know them.
pub fn pseudonym(officer: kernel::id::UserId) -> String {
    let digits = officer.uuid().simple().to_string().to_uppercase();
    digits.chars().skip(digits.len() - 4).collect()
}
