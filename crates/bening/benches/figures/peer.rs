//! The peer: the statements that a submission executes, with values of the same sizes, in groups of
//! 64 on one connection, and nothing else: no HTTP, no form, no encryption, no reader.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha20Rng;
use sqlx::{AnyConnection, AssertSqlSafe, Executor as _};

use super::Outcome;
use super::city::City;
use super::fill::bulk::{Value, bind};

/// As many as the writer commits together.
const GROUP: usize = 64;

/// Values of a real submission, for their sizes.
#[derive(sqlx::FromRow)]
struct Sample {
    application_id: Vec<u8>,
    service: String,
    unit_code: String,
    unit_id: Vec<u8>,
    sealed: Vec<u8>,
    due_at: i64,
    wrapped: Vec<u8>,
    clocks: String,
    payload: Vec<u8>,
    salt: Vec<u8>,
    message: Vec<u8>,
    last: i64,
}

const SAMPLE: &str = "SELECT a.application_id, a.service, a.unit_code, a.unit_id, a.sealed, \
    a.due_at, k.wrapped, f.clocks, f.payload, f.salt, m.sealed AS message, \
    (SELECT MAX(position) FROM position WHERE tenant_id = 1) AS last \
    FROM application a JOIN subject_key k ON k.tenant_id = 1 AND k.subject_id = a.application_id \
    JOIN fact f ON f.tenant_id = 1 AND f.subject_kind = 'application' \
    AND f.subject_id = a.application_id AND f.seq = 1 \
    JOIN message m ON m.tenant_id = 1 AND m.key_id = a.application_id \
    WHERE a.tenant_id = 1 ORDER BY a.application_id DESC LIMIT 1";

/// Instead of the position, on PostgreSQL.
const PENDING: &str = "INSERT INTO fact_pending (tenant_id, fact_id, subject_kind, subject_id, \
    seq) VALUES ($1, $2, $3, $4, $5)";

/// What differs from one submission to the next.
struct New {
    id: Vec<u8>,
    fact: Vec<u8>,
    other: Vec<u8>,
    hash: Vec<u8>,
    number: String,
    at: i64,
    position: i64,
    document: usize,
}

/// Submissions a second that the driver writes for `seconds`.
pub async fn rate(city: &City, statements: &[String], seconds: Duration) -> Outcome<f64> {
    let mut conn = city.connect().await?;
    let sample: Sample = sqlx::query_as(SAMPLE).fetch_one(&mut conn).await?;
    let sqlite = city.url.starts_with("sqlite");
    let texts: Vec<Arc<str>> = statements
        .iter()
        .map(|sql| if !sqlite && sql.starts_with("INSERT INTO position") { PENDING } else { sql })
        .map(Arc::from)
        .collect();
    let begin = if sqlite { "BEGIN IMMEDIATE" } else { "BEGIN" };
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let mut position = sample.last;
    let mut written = 0usize;
    let from = Instant::now();
    while from.elapsed() < seconds {
        conn.execute(begin).await?;
        for _ in 0..GROUP {
            position += 1;
            let mut new = fresh(&mut rng, position);
            for text in &texts {
                execute(&mut conn, text, &sample, &mut new).await?;
            }
        }
        conn.execute("COMMIT").await?;
        written += GROUP;
    }
    Ok(written as f64 / from.elapsed().as_secs_f64())
}

fn fresh(rng: &mut ChaCha20Rng, position: i64) -> New {
    let now = kernel::Clock::System.now();
    let id = || kernel::id::ApplicationId::new(now, &mut *rng).to_vec();
    let (id, fact, other) = three(id);
    let mut hash = vec![0; 32];
    rng.fill_bytes(&mut hash);
    let number = kernel::number::ApplicationNumber::random(rng).compact();
    New { id, fact, other, hash, number, at: now.as_microsecond(), position, document: 0 }
}

fn three<T>(mut make: impl FnMut() -> T) -> (T, T, T) {
    (make(), make(), make())
}

async fn execute(
    conn: &mut AnyConnection,
    text: &Arc<str>,
    sample: &Sample,
    new: &mut New,
) -> Outcome<()> {
    let values = values(text, sample, new)?;
    let query = values.into_iter().fold(sqlx::query(AssertSqlSafe(Arc::clone(text))), bind);
    if text.starts_with("SELECT") {
        query.fetch_optional(conn).await?;
    } else {
        query.execute(conn).await?;
    }
    Ok(())
}

/// What is bound to a statement.
fn values(text: &str, s: &Sample, new: &mut New) -> Outcome<Vec<Value>> {
    let (id, other) = (|| Value::Bytes(new.id.clone()), || Value::Bytes(new.other.clone()));
    let (fact, hash) = (|| Value::Bytes(new.fact.clone()), || Value::Bytes(new.hash.clone()));
    let bytes = |bytes: &Vec<u8>| Value::Bytes(bytes.clone());
    let at = || Value::Int(new.at);
    let (int, none) = (Value::Int, || Value::MaybeBytes(None));
    let word = |word: &str| Value::Text(word.to_owned());
    let is = |start: &str| text.starts_with(start);
    let mut values = vec![int(1)];
    if is("INSERT INTO subject_key") {
        values.extend([id(), bytes(&s.wrapped), at()]);
    } else if is("SELECT a.application_id") {
        values.push(word(&new.number));
    } else if is("SELECT unit_id") {
        values.push(word(&s.unit_code));
    } else if is("INSERT INTO fact_pending") {
        values.extend([fact(), word("application"), id(), int(1)]);
    } else if is("INSERT INTO fact ") {
        values.extend([word("application"), id(), int(1), fact(), word("application.submitted")]);
        values.extend([other(), at(), at(), none(), word("citizen"), none(), word("api")]);
        values.extend([word(&s.clocks), id(), bytes(&s.payload), bytes(&s.salt), hash()]);
    } else if is("INSERT INTO position") {
        values.extend([int(new.position), word("application"), id(), int(1)]);
    } else if is("INSERT INTO application (") {
        values.extend([id(), word(&new.number), hash(), word(&s.service), int(1)]);
        values.extend([word(&s.unit_code), bytes(&s.unit_id), word("submitted"), word("new")]);
        values.extend([word("api"), word("oneself"), int(1), int(0), hash(), hash()]);
        values.extend([none(), none(), bytes(&s.sealed), int(1), at(), Value::MaybeInt(None)]);
        values.extend([int(s.due_at), word("[]"), other(), none()]);
        values.extend([Value::MaybeInt(None), Value::MaybeInt(None), Value::MaybeInt(None)]);
    } else if is("INSERT INTO application_document") {
        new.document += 1;
        let code = format!("document-{}", new.document);
        values.extend([Value::Bytes(new.id.clone()), Value::Text(code), word("later")]);
        values.extend([Value::MaybeBytes(None), Value::Int(new.at)]);
    } else if is("INSERT INTO message") {
        values.extend([other(), word("sms"), id(), bytes(&s.message), at()]);
    } else if is("INSERT INTO job") {
        let payload = format!(r#"{{"message":"{}"}}"#, uuid::Uuid::from_slice(&s.application_id)?);
        values.extend([other(), word("message.send"), Value::Text(payload), at()]);
    } else {
        return Err(format!("the peer does not know the statement {text}").into());
    }
    Ok(values)
}
