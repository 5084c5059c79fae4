//! The tables that are filled, and the readers' positions afterwards.

use std::collections::BTreeMap;

use sqlx::{AnyConnection, Executor as _};

use super::TENANT;
use super::bulk::{Places, Table, Value};
use crate::Outcome;

/// Rows on their way to the database, by table.
pub struct Tables {
    pub key: Table,
    pub application: Table,
    pub document: Table,
    pub fact: Table,
    pub place: Table,
    pub clock: Table,
    pub entry: Table,
    pub waiting: Table,
    pub message: Table,
    practice: BTreeMap<(String, String), i64>,
    position: i64,
    places: Places,
}

impl Tables {
    /// Empty tables of a journal that ends at `position`.
    pub fn new(places: Places, position: i64) -> Self {
        Self {
            key: Table::new(places, "subject_key", "tenant_id, subject_id, wrapped, created_at"),
            application: Table::new(
                places,
                "application",
                "tenant_id, application_id, number, secret_hash, service, standard_version, \
                 unit_code, unit_id, state, stage, channel, applicant, priority, fee, nik_lookup, \
                 phone_lookup, ticket, officer_id, sealed, seq, submitted_at, completed_at, due_at, \
                 pauses, check_clock, promise_clock, missed_at, deemed_at, ended_at",
            ),
            document: Table::new(
                places,
                "application_document",
                "tenant_id, application_id, code, state, file_id, changed_at",
            ),
            fact: Table::new(
                places,
                "fact",
                "tenant_id, subject_kind, subject_id, seq, fact_id, kind, command_id, \
                 recorded_at, occurred_at, actor_id, role, unit_id, channel, clocks, key_id, \
                 payload, salt, leaf",
            ),
            place: Table::new(
                places,
                "position",
                "tenant_id, position, subject_kind, subject_id, seq",
            ),
            clock: Table::new(
                places,
                "clock",
                "tenant_id, clock_id, subject_kind, subject_id, rule, owner, state, started_at, \
                 due_at, ended_at, lapsed_at, reason",
            ),
            entry: Table::new(
                places,
                "queue_entry",
                "tenant_id, ticket, queue, priority, position, picked_position",
            ),
            waiting: Table::new(
                places,
                "queue_waiting",
                "tenant_id, queue, priority, position, ticket",
            ),
            message: Table::new(
                places,
                "message",
                "tenant_id, message_id, channel, key_id, sealed, state, created_at, sent_at",
            ),
            practice: BTreeMap::new(),
            position,
            places,
        }
    }

    /// The next position.
    pub fn next_position(&mut self) -> i64 {
        self.position += 1;
        self.position
    }

    /// One more file of `service` was answered on time in `month`.
    pub fn on_time(&mut self, service: &str, month: String) {
        *self.practice.entry((service.to_owned(), month)).or_default() += 1;
    }

    /// Writes what fills whole statements, or everything.
    pub async fn flush(&mut self, conn: &mut AnyConnection, all: bool) -> Outcome<()> {
        for table in [
            &mut self.key,
            &mut self.application,
            &mut self.document,
            &mut self.fact,
            &mut self.place,
            &mut self.clock,
            &mut self.entry,
            &mut self.waiting,
            &mut self.message,
        ] {
            table.flush(conn, all).await?;
        }
        Ok(())
    }

    /// Writes the rest, brings the readers to the last position, and lets the planner look.
    pub async fn finish(mut self, conn: &mut AnyConnection) -> Outcome<()> {
        self.flush(conn, true).await?;
        conn.execute("DELETE FROM practice").await?;
        let columns = "tenant_id, service, month, finished, on_time";
        let mut practice = Table::new(self.places, "practice", columns);
        for ((service, month), count) in self.practice {
            let (service, month) = (Value::Text(service), Value::Text(month));
            practice.push([service, month, Value::Int(count), Value::Int(count)]);
        }
        practice.flush(conn, true).await?;
        sqlx::query("UPDATE projection SET position = $2 WHERE tenant_id = $1")
            .bind(TENANT)
            .bind(self.position)
            .execute(&mut *conn)
            .await?;
        commit(conn).await
    }
}

/// The last position given.
pub async fn last_position(conn: &mut AnyConnection) -> Outcome<i64> {
    let (last,): (Option<i64>,) =
        sqlx::query_as("SELECT MAX(position) FROM position WHERE tenant_id = 1")
            .fetch_one(conn)
            .await?;
    Ok(last.unwrap_or(0))
}

pub async fn begin(conn: &mut AnyConnection) -> Outcome<()> {
    conn.execute("BEGIN").await?;
    Ok(())
}

pub async fn commit(conn: &mut AnyConnection) -> Outcome<()> {
    conn.execute("COMMIT").await?;
    Ok(())
}
