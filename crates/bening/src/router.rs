//! The one table of routes, and what every request passes through.

use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusHandle;
use platform::App;
use platform::web::{assets, headers, render_failures};
use publish::log::Witnesses;
use subtle::ConstantTimeEq as _;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::pages;

/// The JSON API of a city.
#[derive(OpenApi)]
#[openapi(info(
    title = "Bening",
    description = "Services of a city, applications and their tracking, and the work of officers."
))]
struct ApiDoc;

/// The API's routes and its document (OpenAPI 3.1).
pub fn api() -> (Router<App>, utoipa::openapi::OpenApi) {
    OpenApiRouter::with_openapi(ApiDoc::openapi())
        .merge(platform::auth::api_routes())
        .merge(serve::catalogue::api::api())
        .merge(serve::applications::api::api())
        .merge(serve::queue::api::api())
        .split_for_parts()
}

/// Everything that the server answers. `extra` are the pages that only the demo has.
pub fn router(app: App, metrics: Metrics, witnesses: &Witnesses, extra: Router<App>) -> Router {
    let (api, document) = api();
    let document = document.to_json().unwrap_or_default();
    let serve_document = move || async move {
        ([(header::CONTENT_TYPE, "application/json")], document.clone()).into_response()
    };
    Router::new()
        .merge(pages::routes())
        .merge(crate::room::routes())
        .merge(platform::auth::routes())
        .merge(serve::catalogue::routes())
        .merge(serve::applications::pages::routes())
        .merge(serve::representatives::pages::routes())
        .merge(serve::assignment::pages::routes())
        .merge(serve::queue::pages::routes())
        .merge(serve::shifts::pages::routes())
        .merge(serve::fees::pages::routes())
        .merge(serve::partners::pages::routes())
        .merge(listen::surveys::pages::routes())
        .merge(listen::complaints::pages::routes())
        .merge(listen::complaints::open311::routes())
        .merge(listen::gratuities::pages::routes())
        .merge(oversee::signals::pages::routes(crate::signals::offices, crate::signals::asked))
        .merge(oversee::routes())
        .merge(improve::routes())
        .merge(improve::meetings::pages::routes(crate::meetings::topics))
        .merge(improve::facilities::pages::routes(crate::facilities::reports))
        .merge(prioritise::routes(crate::proposals::OUTSIDE))
        .merge(publish::log::routes(witnesses))
        .merge(publish::scorecard::pages::routes())
        .merge(publish::open_data::pages::routes())
        .merge(publish::outreach::routes())
        .merge(api)
        .merge(extra)
        .route("/api/openapi.json", get(serve_document))
        .route("/aset/{tag}/{name}", get(assets::serve))
        // A layer does not reach axum's own fallback, so the page for it is asked for here.
        .fallback(async || StatusCode::NOT_FOUND)
        .layer(DefaultBodyLimit::max(256 * 1024))
        .layer(from_fn_with_state(app.clone(), render_failures))
        .layer(from_fn_with_state(app.clone(), headers::secure))
        .layer(CompressionLayer::new())
        .merge(operations(metrics))
        .layer(from_fn(count))
        .layer(CatchPanicLayer::new())
        // Long enough for a photo from a slow phone.
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(180),
        ))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .with_state(app)
}

/// What the log says of a request: method and route, never the path, which may hold a secret, nor
/// the address.
fn span(request: &Request) -> tracing::Span {
    tracing::info_span!("request", method = %request.method(), route = route(request))
}

fn route(request: &Request) -> String {
    let matched = request.extensions().get::<axum::extract::MatchedPath>();
    matched.map_or("unmatched", |path| path.as_str()).to_owned()
}

async fn count(request: Request, next: axum::middleware::Next) -> Response {
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    metrics::counter!("bening_requests_total", "status" => status).increment(1);
    response
}

/// Who may read `/metrics`, and from what.
#[derive(Clone)]
pub struct Metrics {
    /// The recorder.
    pub handle: PrometheusHandle,
    /// Token for other machines.
    pub token: Option<String>,
}

/// `/healthz` and `/metrics`, outside the frame of pages.
fn operations(metrics: Metrics) -> Router<App> {
    Router::new().route("/healthz", get(health)).route(
        "/metrics",
        get(move |request: Request| {
            let metrics = metrics.clone();
            async move { scrape(&metrics, &request) }
        }),
    )
}

/// 200 when the database answers.
async fn health(State(app): State<App>) -> Response {
    match app.db.tenants().await {
        Ok(_) => (StatusCode::OK, "ok\n").into_response(),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

fn scrape(metrics: &Metrics, request: &Request) -> Response {
    let from = request.extensions().get::<ConnectInfo<std::net::SocketAddr>>();
    let here = from.is_some_and(|info| info.0.ip().is_loopback());
    let local = here && !request.headers().contains_key("x-forwarded-for");
    let wanted = metrics.token.as_ref().map(|token| format!("Bearer {token}"));
    let sent = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let known = wanted
        .zip(sent)
        .is_some_and(|(wanted, sent)| bool::from(wanted.as_bytes().ct_eq(sent.as_bytes())));
    if !local && !known {
        return StatusCode::NOT_FOUND.into_response();
    }
    let text = HeaderValue::from_static("text/plain; version=0.0.4");
    ([(header::CONTENT_TYPE, text)], metrics.handle.render()).into_response()
}
