//! A head says who sits at a counter in a half of a day, or leaves it free.

use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::shift::{Planned, Slot};
use kernel::id::UserId;
use platform::App;
use platform::db::{Command, WriteTx};
use platform::vault::sha256;
use uuid::Uuid;

use super::super::rules::Known;
use super::super::store;
use super::{append, known};
use crate::queue;

/// The plan for one slot.
#[derive(Clone)]
pub struct Plan {
    /// The city.
    pub app: App,
    /// The counter and its time.
    pub slot: Slot,
    /// Who sits there; none leaves it free.
    pub officer: Option<UserId>,
    /// The head.
    pub actor: Actor,
}

impl Command for Plan {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let (slot, today) = (&self.slot, self.app.today());
        let counters = queue::store::counters(tx, &slot.unit).await?;
        let most = counters.map_or(0, |counters| counters.setting.counters);
        if !(1..=most).contains(&slot.counter) {
            return Err(Error::invalid("shifts-counter"));
        }
        if slot.day < today {
            return Err(Error::conflict("shifts-past"));
        }
        if self.app.calendar.office_hours(&slot.unit, slot.day).is_empty() {
            return Err(Error::conflict("shifts-closed"));
        }
        let before = store::holder(tx, slot).await?;
        if before == self.officer {
            return Ok(());
        }
        if let Some(officer) = self.officer {
            let (shifts, absent) = known(tx, &slot.unit, &[officer], (&[slot.day], today)).await?;
            Known { shifts: &shifts, absent: &absent, today }.may_sit(officer, slot)?;
        }
        if let Some(before) = before {
            store::leave(tx, slot, before).await?;
        }
        if let Some(officer) = self.officer {
            store::sit(tx, slot, officer).await?;
        }
        let planned = Planned { v: 1, slot: slot.clone(), officer: self.officer };
        let subject = Subject { kind: SubjectKind::Roster, id: id_of(slot) };
        append(tx, &self.app, subject, self.actor, Payload::ShiftPlanned(planned)).await
    }
}

/// The id of a day of a unit's counters, made from both.
fn id_of(slot: &Slot) -> Uuid {
    let hash = sha256(format!("roster:{}:{}", slot.unit, slot.day).as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
