//! A head says how the counters of a unit work, or opens the first ones. Days of which a seat is taken
//! keep their slots.

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::{Payload, ticket as facts};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::journal::{Seal, next_seq};
use platform::vault::sha256;
use uuid::Uuid;

use super::super::model::Setting;
use super::super::store::{self, Counters};
use super::{local, numbers};
use crate::applications::verbs::new_command;

/// Arranges the counters of a unit.
#[derive(Clone)]
pub struct Arrange {
    /// The city.
    pub app: App,
    /// Code of the unit.
    pub unit: String,
    /// How they work from now on.
    pub setting: Setting,
    /// The head.
    pub actor: Actor,
}

impl Command for Arrange {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let (today, _) = local(&self.app, tx.now());
        let setting = self.setting.checked(numbers(&self.app, today)?.walk_in_least)?;
        let counters = Counters { unit: self.unit.clone(), setting, verified: true };
        store::set_counters(tx, &counters).await?;
        let payload = Payload::CounterArranged(facts::Arranged {
            v: 1,
            unit: self.unit.clone(),
            counters: setting.counters,
            slot_minutes: setting.slot_minutes,
            people_per_slot: setting.people_per_slot,
            walk_in_percent: setting.walk_in_percent,
        });
        let subject = Subject { kind: SubjectKind::Counters, id: id_of(&self.unit) };
        let (command, occurred_at) = (new_command(tx), tx.now());
        let clocks = Vec::new();
        let fact = NewFact { subject, command, occurred_at, actor: self.actor, clocks, payload };
        let seq = next_seq(tx, subject).await?;
        tx.append(&fact, seq, Seal::Clear).await?;
        Ok(())
    }
}

/// The id of a unit's counters, made from its code.
fn id_of(unit: &str) -> Uuid {
    let hash = sha256(format!("counters:{unit}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
