//! Projection "signal_ways": how a file went, from facts that are not opened. Which step was done and who
//! brought documents stand in the open, as measures beside the sealed payload.

use std::collections::BTreeSet;

use futures_util::future::BoxFuture;
use kernel::error::Result;
use kernel::fact::{ClockOp, Positioned, SubjectKind};
use kernel::facts::application::{BROUGHT, HandedInBy};
use platform::db::{Tx, WriteTx, db};
use platform::journal::Projection;

/// Keeps `signal_way`.
#[derive(Debug)]
pub struct SignalWays;

impl Projection for SignalWays {
    fn name(&self) -> &'static str {
        "signal_ways"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["signal_way"]
    }

    fn apply<'t>(
        &'t self,
        tx: &'t mut WriteTx<'_>,
        facts: &'t [Positioned],
    ) -> BoxFuture<'t, Result<()>> {
        Box::pin(async move {
            for fact in facts.iter().filter(|fact| fact.subject.kind == SubjectKind::Application) {
                if let Some(seen) = seen(fact) {
                    let mut way = read(tx, fact).await?;
                    way.note(&seen);
                    write(tx, fact, &way).await?;
                }
            }
            Ok(())
        })
    }
}

/// What a fact tells of the way of its file.
#[derive(Debug, PartialEq, Eq)]
enum Seen<'f> {
    /// A step was done.
    Step(&'f str),
    /// The file went back.
    Returned,
    /// Someone else than who applies brought documents.
    Another,
}

fn seen(fact: &Positioned) -> Option<Seen<'_>> {
    let mut measures = fact.clocks.iter().filter(|moved| matches!(moved.op, ClockOp::Measure));
    match fact.kind.as_str() {
        "application.returned" => Some(Seen::Returned),
        "application.step_finished" => {
            measures.find_map(|moved| moved.rule.strip_prefix("step/")).map(Seen::Step)
        }
        "application.supplemented" => {
            let who = measures.find_map(|moved| moved.rule.strip_prefix(BROUGHT))?;
            (who == HandedInBy::Other.code()).then_some(Seen::Another)
        }
        _ => None,
    }
}

/// What is known of one file's way.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
struct Way {
    steps: String,
    returns: i64,
    joined: i64,
    returns_later: i64,
}

impl Way {
    fn note(&mut self, seen: &Seen<'_>) {
        match seen {
            Seen::Step(code) => {
                let mut steps: BTreeSet<&str> = self.steps.split_whitespace().collect();
                steps.insert(code);
                self.steps = steps.into_iter().collect::<Vec<_>>().join(" ");
            }
            Seen::Returned => {
                self.returns += 1;
                self.returns_later += self.joined;
            }
            // Whoever comes before anything was sent back has made no return vanish.
            Seen::Another if self.returns > 0 => self.joined = 1,
            Seen::Another => {}
        }
    }
}

async fn read(tx: &mut Tx<'_>, fact: &Positioned) -> Result<Way> {
    let way: Option<Way> = sqlx::query_as(
        "SELECT steps, returns, joined, returns_later FROM signal_way \
         WHERE tenant_id = $1 AND application_id = $2",
    )
    .bind(tx.tenant())
    .bind(fact.subject.id.as_bytes().to_vec())
    .fetch_optional(tx.conn())
    .await
    .map_err(db)?;
    Ok(way.unwrap_or_default())
}

async fn write(tx: &mut WriteTx<'_>, fact: &Positioned, way: &Way) -> Result<()> {
    sqlx::query(
        "INSERT INTO signal_way (tenant_id, application_id, steps, returns, joined, returns_later) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, application_id) DO UPDATE SET \
         steps = excluded.steps, returns = excluded.returns, joined = excluded.joined, \
         returns_later = excluded.returns_later",
    )
    .bind(tx.tenant())
    .bind(fact.subject.id.as_bytes().to_vec())
    .bind(way.steps.clone())
    .bind(way.returns)
    .bind(way.joined)
    .bind(way.returns_later)
    .execute(tx.conn())
    .await
    .map_err(db)?;
    Ok(())
}
