//! Contracts are taken: each one is a fact.

use jiff::civil::Date;
use kernel::Error;
use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::facts::spending::ContractAwarded;
use kernel::id::{CommandId, ContractId};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::i18n::Lang;
use platform::journal::Seal;

use super::super::model::{Contract, over};
use super::super::store;
use crate::proposals::prices;
use platform::city::Names;

/// Fills in standard prices, and refuses what no contract of this city can be.
///
/// # Errors
/// Invalid, with the key of the sentence that says what to mend.
pub fn judge(mut awarded: ContractAwarded, names: &Names, today: Date) -> Result<ContractAwarded> {
    if !names.has_unit(&awarded.unit) {
        let found = names.units().into_iter().find(|(_, name)| *name == awarded.unit);
        let (code, _) = found.ok_or_else(|| {
            Error::invalid("procurement-unit-unknown").with("found", awarded.unit.clone())
        })?;
        awarded.unit = code;
    }
    if awarded.awarded_on > today {
        return Err(Error::invalid("procurement-day-future"));
    }
    for item in &mut awarded.items {
        item.standard = prices::find(&item.item, awarded.awarded_on).map(|price| price.price);
    }
    Ok(awarded)
}

/// Takes contracts that the city does not have yet. Gives how many those are.
#[derive(Clone)]
pub struct Award {
    /// The city.
    pub app: App,
    /// The contracts, as a file says them.
    pub contracts: Vec<ContractAwarded>,
    /// Who takes them.
    pub actor: Actor,
}

impl Command for Award {
    type Output = usize;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<usize> {
        let names = Names::load(tx, Lang::Id).await?;
        let today = self.app.tz().to_datetime(tx.now()).date();
        let command = CommandId::new(tx.now(), tx.rng());
        let mut taken = 0;
        for awarded in &self.contracts {
            if store::is_known(tx, &awarded.number).await? {
                continue;
            }
            let awarded = judge(awarded.clone(), &names, today)?;
            let id = ContractId::new(tx.now(), tx.rng());
            let contract = Contract { id, over: over(&awarded.items), awarded };
            store::insert(tx, &contract).await?;
            self.tell(tx, command, contract).await?;
            taken += 1;
        }
        Ok(taken)
    }
}

impl Award {
    async fn tell(
        &self,
        tx: &mut WriteTx<'_>,
        command: CommandId,
        contract: Contract,
    ) -> Result<()> {
        let fact = NewFact {
            subject: Subject { kind: SubjectKind::Contract, id: contract.id.uuid() },
            command,
            // A contract has a day and no hour; when it was told is when it was recorded.
            occurred_at: tx.now(),
            actor: self.actor,
            clocks: Vec::new(),
            payload: Payload::ContractAwarded(contract.awarded),
        };
        tx.append(&fact, 1, Seal::Clear).await?;
        Ok(())
    }
}
