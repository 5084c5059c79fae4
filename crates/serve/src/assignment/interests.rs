//! Who may not have a file: whoever declared a conflict with it or its person, and whoever named the
//! person or their family in the yearly declaration of interests (UU 30/2014 Art 42 and 43).

use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::id::UserId;
use platform::App;
use platform::db::Tx;
use platform::journal::facts_of;
use platform::keys;
use platform::vault::Lookup;

use super::store;
use crate::applications::verbs::File;

/// Whether the officer may not have this file.
///
/// # Errors
/// When the database fails or a declaration cannot be opened.
pub async fn keep_from(tx: &mut Tx<'_>, app: &App, officer: UserId, file: &File) -> Result<bool> {
    if store::is_conflicted(tx, officer, file.row.id, &file.row.nik_lookup).await? {
        return Ok(true);
    }
    let key = keys::find(tx, &app.vault, officer.uuid()).await?;
    let subject = Subject { kind: SubjectKind::Commitment, id: officer.uuid() };
    let mut relatives = Vec::new();
    for fact in facts_of(tx, subject, key.as_ref()).await? {
        if let Some(Payload::InterestDeclared(declared)) = fact.payload {
            relatives.push((declared.nik, declared.kk));
        }
    }
    if relatives.is_empty() {
        return Ok(false);
    }
    let person = file.details()?.person;
    let family = person.kk.as_ref().map(|kk| app.vault.lookup(Lookup::Kk, kk.expose()));
    let is = |(nik, kk): &(Option<String>, Option<String>)| {
        let same = nik.as_ref().map(|nik| app.vault.lookup(Lookup::Nik, nik));
        let kin = kk.as_ref().map(|kk| app.vault.lookup(Lookup::Kk, kk));
        same.is_some_and(|hash| hash == file.row.nik_lookup) || (kin.is_some() && kin == family)
    };
    Ok(relatives.iter().any(is))
}
