//! `bening log witness` (C2SP tlog-witness): one file of state, one address. It keeps the last size
//! that it saw of each log, refuses a fork, and cosigns.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use kernel::{Clock, Error};
use ledger::note::SigningKey;
use ledger::witness::{AddCheckpoint, KnownLog, MAX_REQUEST, Refusal, Seen, decide};
use tokio::net::TcpListener;

use super::super::{Done, Stop, listen, say, server};
use super::{text, vkey};
use crate::cli::Witness;

struct Watch {
    key: SigningKey,
    logs: BTreeMap<String, KnownLog>,
    /// Held over look, decision and write: of two requests the second sees the first.
    seen: Mutex<BTreeMap<String, Seen>>,
    state: PathBuf,
    clock: Clock,
}

/// Serves until told to stop.
pub async fn run(args: Witness) -> Done {
    let key: SigningKey = text(&args.key)?
        .trim()
        .parse()
        .map_err(|error| Stop::Input(vec![format!("{}: {error}", args.key.display())]))?;
    let mut logs: BTreeMap<String, KnownLog> = BTreeMap::new();
    for file in &args.logs {
        let known = vkey(file)?;
        logs.entry(known.name().to_owned()).or_default().keys.push(known);
    }
    let seen = read(&args.state)?;
    let listener = TcpListener::bind(args.listen)
        .await
        .map_err(|error| Error::internal(format!("cannot listen on {}: {error}", args.listen)))?;
    let names = logs.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
    say(&format!("{} watches {names} at http://{}", key.name(), listener.local_addr()?));
    let watch =
        Watch { key, logs, seen: Mutex::new(seen), state: args.state, clock: Clock::System };
    let service = Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .layer(DefaultBodyLimit::max(MAX_REQUEST))
        .with_state(Arc::new(watch));
    Ok(listen::serve(listener, service, server::asked_to_stop()).await?)
}

/// The sizes and roots that were seen, one log a line: size, root, origin.
fn read(path: &Path) -> Result<BTreeMap<String, Seen>, Stop> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Stop::Input(vec![format!("{}: {error}", path.display())])),
    };
    text.lines()
        .enumerate()
        .map(|(number, line)| {
            let mut words = line.splitn(3, ' ');
            let size = words.next().and_then(|word| word.parse().ok());
            let root = words.next().and_then(|word| word.parse().ok());
            let parts = size.zip(root).zip(words.next());
            let ((size, root), origin) = parts.ok_or_else(|| {
                let (path, number) = (path.display(), number + 1);
                Stop::Input(vec![format!("{path}, line {number}: it should be size, root, origin")])
            })?;
            Ok((origin.to_owned(), Seen { size, root }))
        })
        .collect()
}

/// Writes the file whole and on disk before anyone gets an answer.
fn keep(path: &Path, seen: &BTreeMap<String, Seen>) -> std::io::Result<()> {
    use std::io::Write as _;
    let unfinished = path.with_extension("unfinished");
    let mut file = std::fs::File::create(&unfinished)?;
    for (origin, Seen { size, root }) in seen {
        writeln!(file, "{size} {root} {origin}")?;
    }
    file.sync_all()?;
    std::fs::rename(&unfinished, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    std::fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

async fn add_checkpoint(State(watch): State<Arc<Watch>>, body: String) -> Response {
    let work = move || answer(&watch, &body);
    match tokio::task::spawn_blocking(work).await {
        Ok(response) => response,
        Err(error) => {
            tracing::error!(%error, "a request ended in a panic");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn answer(watch: &Watch, body: &str) -> Response {
    match cosign(watch, body) {
        Ok(Ok(line)) => (StatusCode::OK, line).into_response(),
        Ok(Err(refusal)) => refuse(&refusal),
        Err(error) => {
            tracing::error!(%error, "the state could not be kept; nothing was cosigned");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The signature line, once the new state is on disk.
fn cosign(watch: &Watch, body: &str) -> std::io::Result<Result<String, Refusal>> {
    let request: AddCheckpoint = match body.parse() {
        Ok(request) => request,
        Err(error) => return Ok(Err(Refusal::Unreadable(error))),
    };
    let Some((origin, log)) = watch.logs.get_key_value(request.origin()) else {
        return Ok(Err(Refusal::UnknownLog(request.origin().to_owned())));
    };
    let mut seen = watch.seen.lock().unwrap_or_else(PoisonError::into_inner);
    let now = u64::try_from(watch.clock.now().as_second()).unwrap_or_default();
    let cosigned = match decide(log, seen.get(origin), &request, now, &watch.key) {
        Ok(cosigned) => cosigned,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let mut next = seen.clone();
    next.insert(origin.clone(), cosigned.seen);
    keep(&watch.state, &next)?;
    *seen = next;
    Ok(Ok(cosigned.line.to_string()))
}

fn refuse(refusal: &Refusal) -> Response {
    tracing::warn!(%refusal, "not cosigned");
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::BAD_REQUEST);
    match refusal.size() {
        Some(size) => {
            let kind = [(header::CONTENT_TYPE, "text/x.tlog.size")];
            (status, kind, format!("{size}\n")).into_response()
        }
        None => (status, format!("{refusal}\n")).into_response(),
    }
}
