//! Money came in: one line that an officer enters, or many that the treasurer pastes.

use kernel::Error;
use kernel::actor::Channel;
use kernel::error::Result;
use kernel::facts::{Payload, fee as facts};
use kernel::id::CommandId;
use platform::App;
use platform::auth::{Can, Officer};
use platform::db::{Command, WriteTx};

use super::super::rules::{Line, at};
use super::super::store;
use super::{of, settle};
use crate::applications::model::State;
use crate::applications::store::by_number;
use crate::applications::verbs::{File, covers, new_command};

/// One line of the bank or of QRIS.
#[derive(Clone)]
pub struct Pay {
    /// The city.
    pub app: App,
    /// What came in, and for which application.
    pub line: Line,
    /// Who enters it.
    pub officer: Can<Officer>,
}

impl Command for Pay {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        let command = new_command(tx);
        self.enter(tx, command).await
    }
}

impl Pay {
    async fn enter(&self, tx: &mut WriteTx<'_>, command: CommandId) -> Result<()> {
        let unknown = || Error::invalid("fees-number-unknown");
        let row = by_number(tx, self.line.number).await?.ok_or_else(unknown)?;
        let mut file = File::of(tx, &self.app, row).await?;
        covers(&self.officer, &file).map_err(|_| unknown())?;
        // Who was refused, or took the application back, owes nothing any more.
        if matches!(file.row.state, State::Refused | State::Withdrawn) {
            return Err(Error::conflict("fees-none"));
        }
        let mut fee = of(tx, &file).await?;
        fee.pay(self.line.amount, tx.now())?;
        store::use_reference(tx, file.row.id, &self.line).await?;
        let actor = self.officer.actor(Channel::Counter, Some(file.row.unit_id));
        let payload = Payload::FeePaid(facts::Paid {
            v: 1,
            amount: fee.amount,
            way: self.line.way,
            reference: self.line.reference.clone(),
            paid_on: self.line.paid_on,
        });
        settle(tx, &self.app, (&mut file, &fee), (command, actor), payload).await
    }
}

/// The treasurer's lines: all of them, or none.
#[derive(Clone)]
pub struct Import {
    /// The city.
    pub app: App,
    /// The lines.
    pub lines: Vec<Line>,
    /// Who enters them.
    pub officer: Can<Officer>,
}

impl Command for Import {
    type Output = usize;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<usize> {
        let command = new_command(tx);
        for line in &self.lines {
            let (app, officer) = (self.app.clone(), self.officer.clone());
            let pay = Pay { app, line: line.clone(), officer };
            pay.enter(tx, command).await.map_err(|error| placed(error, line))?;
        }
        Ok(self.lines.len())
    }
}

/// The sentence that names the line and column; what is no mistake of the table stays as it is.
fn placed(error: Error, line: &Line) -> Error {
    let column = match error.key() {
        "fees-number-unknown" | "fees-none" | "fees-wrong-state" => "number",
        "fees-amount-differs" => "amount",
        "fees-reference-used" => "reference",
        _ => return error,
    };
    at(&error, line.at, column)
}
