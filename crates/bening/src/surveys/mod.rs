//! What surveys need of more than one context: telling the invited, and moving rounds on by
//! themselves.

use kernel::actor::Actor;
use kernel::error::Result;
use kernel::fact::TenantId;
use kernel::id::ApplicationId;
use listen::surveys::boxes::BATCH;
use listen::surveys::model::{Round, State};
use listen::surveys::store::{self, Invitation};
use listen::surveys::verbs::{Close, Publish, Tell, shuffle};
use platform::App;
use platform::db::{Command, WriteTx};
use serve::applications::messages::{self, News};

/// How many are told in one look at the database.
const STEP: i64 = 100;

/// Moves every round of a city on: tells the invited, shuffles full batches, closes and publishes
/// when the last day is over. Doing it again changes nothing.
///
/// # Errors
/// When the database fails.
pub async fn tick(app: &App, tenant: TenantId) -> Result<()> {
    let mut tx = app.db.read(tenant).await?;
    let rounds = store::rounds(&mut tx).await?;
    drop(tx);
    for round in rounds.iter().filter(|round| round.state == State::Open) {
        if app.today() > round.closes {
            Close::close(app, tenant, round.id, Actor::system()).await?;
            publish(app, tenant, round).await?;
            continue;
        }
        tell(app, tenant, round, 0).await?;
        if reminder_is_due(app, round)? {
            tell(app, tenant, round, 1).await?;
        }
        shuffle(app, tenant, round.id, BATCH).await?;
    }
    for round in rounds.iter().filter(|round| round.state == State::Closed) {
        publish(app, tenant, round).await?;
    }
    Ok(())
}

async fn publish(app: &App, tenant: TenantId, round: &Round) -> Result<()> {
    app.db.write(tenant, Publish { round: round.id, actor: Actor::system() }).await
}

fn reminder_is_due(app: &App, round: &Round) -> Result<bool> {
    let Some(opened) = round.opened_on else { return Ok(false) };
    let term = app.rulebook.term("survey.reminder_after", opened)?;
    let midnight = app.tz().to_ambiguous_timestamp(opened.at(0, 0, 0, 0));
    let start = midnight.compatible().map_err(kernel::Error::internal)?;
    let due = app.calendar.due("", start, term, &[]).map_err(kernel::Error::internal)?;
    Ok(due.is_some_and(|due| app.db.clock().now() >= due))
}

/// Tells everyone who was told `told` times. Who answered is not known, so nobody is left out.
async fn tell(app: &App, tenant: TenantId, round: &Round, told: i64) -> Result<()> {
    loop {
        let mut tx = app.db.read(tenant).await?;
        let next = store::to_tell(&mut tx, round.id, told, STEP).await?;
        drop(tx);
        if next.is_empty() {
            return Ok(());
        }
        for invitation in next {
            app.db.write(tenant, Invite { app: app.clone(), invitation, told }).await?;
        }
    }
}

/// Tells one invited person, in the same transaction as the note of it.
struct Invite {
    app: App,
    invitation: Invitation,
    told: i64,
}

impl Command for Invite {
    type Output = ();

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<()> {
        Tell { invitation: self.invitation.id, told: self.told + 1 }.run(tx).await?;
        let id = ApplicationId::from_uuid(self.invitation.application);
        let news = if self.told == 0 { News::Survey } else { News::SurveyAgain };
        messages::tell_of(tx, &self.app, id, news).await
    }
}
