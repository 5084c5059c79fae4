//! Oversight: every clock of the city in one picture, the superior's own duty, and what follows when
//! neither helped.

pub mod audit;
pub mod cases;
pub mod city;
pub mod commitment;
pub mod deadlines;
pub mod overseer;
pub mod rounds;
pub mod signals;
pub mod texts;

use std::sync::Weak;
use std::time::Duration;

use axum::Router;
use futures_util::future::BoxFuture;
use kernel::actor::Actor;
use kernel::error::{Kind, Result};
use kernel::fact::{NewFact, Subject, SubjectKind};
use kernel::facts::Payload;
use kernel::id::{CommandId, FactId};
use platform::App;
use platform::clocks::{Lapsed, OnLapse};
use platform::db::{Migration, WriteTx};
use platform::journal::Seal;
use tokio::sync::watch;

/// The tables of this context, after those of the platform.
pub const MIGRATIONS: [Migration; 10] = [
    Migration {
        name: "0011_oversee_deadlines",
        sql: include_str!("../migrations/0011_oversee_deadlines.sql"),
    },
    Migration {
        name: "0012_oversee_cases",
        sql: include_str!("../migrations/0012_oversee_cases.sql"),
    },
    Migration {
        name: "0013_oversee_commitment",
        sql: include_str!("../migrations/0013_oversee_commitment.sql"),
    },
    Migration { name: "0015_signals", sql: include_str!("../migrations/0015_signals.sql") },
    Migration {
        name: "0016_oversee_audit",
        sql: include_str!("../migrations/0016_oversee_audit.sql"),
    },
    Migration {
        name: "0021_signal_questions",
        sql: include_str!("../migrations/0021_signal_questions.sql"),
    },
    Migration { name: "0023_signal_ways", sql: include_str!("../migrations/0023_signal_ways.sql") },
    Migration {
        name: "0033_signal_steps",
        sql: include_str!("../migrations/0033_signal_steps.sql"),
    },
    Migration {
        name: "0038_signal_spending",
        sql: include_str!("../migrations/0038_signal_spending.sql"),
    },
    Migration {
        name: "0040_deadline_look",
        sql: include_str!("../migrations/0040_deadline_look.sql"),
    },
];

/// All pages of this context but those of signals.
pub fn routes() -> Router<App> {
    deadlines::pages::routes()
        .merge(audit::pages::routes())
        .merge(cases::pages::routes())
        .merge(commitment::pages::routes())
        .merge(rounds::pages::routes())
}

/// The owner of the clocks of this context.
pub struct OverseeClocks {
    /// The city. Weak, because the city holds its handlers.
    pub app: Weak<platform::Platform>,
}

impl OnLapse for OverseeClocks {
    fn owns(&self, rule: &str) -> bool {
        rule.starts_with("oversee.")
    }

    fn lapse<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        lapsed: &'t Lapsed,
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            let Some(app) = self.app.upgrade() else { return Ok(()) };
            let done = match lapsed.subject.kind {
                SubjectKind::Duty => deadlines::verbs::lapse(tx, &app, lapsed).await,
                SubjectKind::Supervision => rounds::verbs::lapse(tx, &app, lapsed).await,
                SubjectKind::Case => cases::verbs::lapse(tx, &app, lapsed).await,
                _ => Ok(()),
            };
            match done {
                Err(error) if error.kind() == Kind::NotFound => Ok(()),
                other => other,
            }
        })
    }
}

/// Writes what everyone may read, under a random subject that names nothing else.
///
/// # Errors
/// When the database fails.
async fn count(tx: &mut WriteTx<'_>, actor: Actor, payload: Payload) -> Result<()> {
    let now = tx.now();
    let fact = NewFact {
        subject: Subject { kind: SubjectKind::Count, id: FactId::new(now, tx.rng()).uuid() },
        command: CommandId::new(now, tx.rng()),
        occurred_at: now,
        actor,
        clocks: Vec::new(),
        payload,
    };
    tx.append(&fact, 1, Seal::Clear).await?;
    Ok(())
}

/// How late a missed time may go up.
const PAUSE: Duration = Duration::from_secs(30);

/// Lets duties arise and missed times go up, in all cities, until told to stop.
pub async fn run(app: App, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        tick_all(&app).await;
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stopped.changed() => return,
        }
    }
}

/// What fails in one city or one slice is logged, and the others go on.
async fn tick_all(app: &App) {
    let tenants = app.db.tenants().await.unwrap_or_else(|error| {
        tracing::error!(%error, "the cities could not be listed");
        Vec::new()
    });
    for tenant in tenants {
        if let Err(error) = deadlines::verbs::tick(app, tenant).await {
            tracing::error!(%error, "missed times could not go up");
        }
        if let Err(error) = commitment::verbs::tick(app, tenant).await {
            tracing::error!(%error, "pacts could not be counted or reminded of");
        }
    }
}
