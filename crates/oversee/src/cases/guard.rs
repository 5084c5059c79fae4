//! Which inspectors find a case: all but those who are named, who work or worked in the unit
//! concerned, or who declared an interest in it. Heads belong to their unit, and are kept by the rest.

use std::collections::BTreeSet;

use kernel::actor::Role;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::id::UserId;
use platform::App;
use platform::db::Tx;
use platform::journal::facts_of;
use platform::keys;
use platform::vault::Lookup;
use uuid::Uuid;

use super::store::{self, Row};
use crate::commitment;

/// What keeps an account from cases.
#[derive(Clone, Debug)]
pub struct Guard {
    /// Keyed hashes of the account itself and of relatives that it declared.
    persons: BTreeSet<Vec<u8>>,
    /// Units that it belongs or belonged to.
    units: BTreeSet<String>,
    /// Units in which it declared an interest.
    declared: BTreeSet<String>,
}

impl Guard {
    /// What keeps `user` from cases.
    ///
    /// # Errors
    /// When the database fails or a fact of the account cannot be read.
    pub async fn of(tx: &mut Tx<'_>, app: &App, user: UserId) -> Result<Self> {
        let mut guard =
            Self { persons: BTreeSet::new(), units: BTreeSet::new(), declared: BTreeSet::new() };
        guard.persons.insert(app.vault.lookup(Lookup::Account, &user.to_string()));
        let key = keys::find(tx, &app.vault, user.uuid()).await?;
        let subject = Subject { kind: SubjectKind::User, id: user.uuid() };
        for fact in facts_of(tx, subject, key.as_ref()).await? {
            let Some(Payload::UserGranted(granted)) = fact.payload else { continue };
            // To be an inspector for a unit is not to belong to it.
            if granted.role != Role::Inspector {
                guard.units.extend(granted.unit);
            }
        }
        for interest in commitment::store::interests(tx, user).await? {
            let told = interest.hashes.into_iter().filter(|hash| !hash.is_empty());
            guard.persons.extend(told);
            guard.declared.extend(Some(interest.unit).filter(|unit| !unit.is_empty()));
        }
        Ok(guard)
    }

    /// Whether the account must not find this case.
    pub fn keeps_from(&self, row: &Row) -> bool {
        self.keeps_from_unit(&row.unit) || self.persons.contains(&row.person)
    }

    /// Whether the account must not decide about it as head of the unit either: it is about them or
    /// about a relative, or they declared an interest.
    pub fn keeps_head_from(&self, row: &Row) -> bool {
        self.declared.contains(&row.unit) || self.persons.contains(&row.person)
    }

    /// Cases that run and that the account must not find.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn kept(&self, tx: &mut Tx<'_>) -> Result<Vec<Uuid>> {
        let running = store::running(tx).await?;
        let kept = running.into_iter().filter(|row| self.keeps_from(row));
        Ok(kept.map(|row| row.id.uuid()).collect())
    }

    /// Whether the account must not open a case about this unit.
    pub fn keeps_from_unit(&self, unit: &str) -> bool {
        self.units.contains(unit) || self.declared.contains(unit)
    }
}
