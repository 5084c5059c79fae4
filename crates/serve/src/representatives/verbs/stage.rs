//! What a giver can say at a counter now.

use kernel::error::Result;
use kernel::service::Applicant;
use platform::db::Tx;

use super::super::model::State;
use super::super::store;
use crate::applications::model::{Details, State as Stands};
use crate::applications::store::Application;

/// What is still the giver's to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Whether the mandate is theirs.
    Answer,
    /// That they take it back. Only without a phone: with one they do it alone.
    Revoke,
    /// That they want the secret of the file that went back to them. Likewise.
    Fetch,
}

/// What the giver of the mandate of a file can say at a counter; none when there is nothing.
///
/// # Errors
/// When the database fails.
pub(crate) async fn at_counter(
    tx: &mut Tx<'_>,
    row: &Application,
    details: &Details,
) -> Result<Option<Stage>> {
    if row.state == Stands::AwaitingGiver {
        return Ok(Some(Stage::Answer));
    }
    if details.person.phone.is_some() || row.state.is_ended() {
        return Ok(None);
    }
    if row.applicant == Applicant::Mandate {
        let mandate = store::of_application(tx, row.id).await?;
        let holds = mandate.is_some_and(|mandate| mandate.state == State::Confirmed);
        return Ok(holds.then_some(Stage::Revoke));
    }
    let over = store::over(tx, row.id).await?;
    Ok(over.filter(|over| !over.claimed).map(|_| Stage::Fetch))
}
