//! Connections: how many, how long one may take to ask, how long the last ones may take to end.
//! Ready middleware begins only when a request has been read, so a client that never finishes one
//! is met here.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::extract::connect_info::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use kernel::Error;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

/// How many connections are open at the same time. Systems give a process 1024 open files unless
/// told otherwise; the rest is for the database and the log.
const CONNECTIONS: usize = 800;
/// How long a client may take to send its headers, also on a connection that it has kept.
const HEADERS: Duration = Duration::from_secs(20);
/// How long a request that is being answered may keep the server from stopping.
const LAST: Duration = Duration::from_secs(10);
/// How long to wait when the system has no files left.
const AGAIN: Duration = Duration::from_millis(200);

/// Serves `router` on `listener` until `stop`, and then what has been asked already.
///
/// # Errors
/// When no connection can be taken any more because the server is going away.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()>,
) -> Result<(), Error> {
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    let open = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        let next = async {
            let slot = Arc::clone(&slots).acquire_owned().await.map_err(Error::internal)?;
            Ok::<_, Error>((listener.accept().await, slot))
        };
        let (accepted, slot) = tokio::select! {
            next = next => next?,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, from)) => {
                let (watcher, router) = (open.watcher(), router.clone());
                tokio::spawn(async move {
                    if let Err(error) = answer(stream, from, router, watcher).await {
                        tracing::debug!(%error, "a connection ended early");
                    }
                    drop(slot);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(AGAIN).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(LAST, open.shutdown()).await.is_err() {
        tracing::warn!("a client that never finished its request was cut off");
    }
    Ok(())
}

/// One connection, to its end.
async fn answer(
    stream: TcpStream,
    from: SocketAddr,
    router: Router,
    watcher: Watcher,
) -> Result<(), Error> {
    stream.set_nodelay(true).map_err(Error::internal)?;
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(from));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .serve_connection(TokioIo::new(stream), service);
    watcher.watch(connection).await.map_err(Error::internal)
}
