//! Live waits as open data: counts and minutes, nobody's ticket.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse as _;
use platform::App;
use platform::i18n::Lang;
use platform::web::{Handled, Visitor};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::live::{Door, live};
use super::store;
use super::verbs::services;
use crate::catalogue;

/// The operations.
pub fn api() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(waits))
}

/// How long a newcomer waits, in minutes; eight of ten waits end within it.
#[derive(Serialize, ToSchema)]
struct WaitMinutes {
    /// At least.
    low: i64,
    /// Expected.
    mid: i64,
    /// At most.
    high: i64,
}

/// People who wait for one service.
#[derive(Serialize, ToSchema)]
struct ServiceWait {
    /// Code of the service.
    service: String,
    /// Its name in Indonesian.
    name_id: String,
    /// Its name in English.
    name_en: String,
    /// How many wait.
    waiting: usize,
}

/// The counters of a unit at this moment.
#[derive(Serialize, ToSchema)]
struct UnitWait {
    /// Code of the unit.
    unit: String,
    /// Its name in Indonesian.
    name_id: String,
    /// Its name in English.
    name_en: String,
    /// `open`, `later` (it opens today) or `closed`.
    door: &'static str,
    /// How many wait.
    waiting: usize,
    /// How many are called or served.
    at_counters: usize,
    /// How long somebody waits who takes a ticket now; none while the unit is closed.
    wait: Option<WaitMinutes>,
    /// By service.
    services: Vec<ServiceWait>,
}

/// Waits at the counters of all units, now.
#[utoipa::path(
    get,
    path = "/api/v1/antrean",
    tag = "queue",
    responses((status = OK, description = "Every unit that has counters", body = Vec<UnitWait>))
)]
async fn waits(State(app): State<App>, visitor: Visitor) -> Handled {
    let (now, today) = (app.db.clock().now(), app.today());
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = catalogue::store::all_units(&mut tx).await?;
    let name = |unit: &str, lang: Lang| {
        names.get(unit).map_or(unit, |known| known.name(lang.code())).to_owned()
    };
    let mut list = Vec::new();
    for counters in store::all_counters(&mut tx).await? {
        let unit = counters.unit.clone();
        let live = live(&mut tx, &app, &counters, now).await?;
        let waiting = live.by_service();
        let services = services(&mut tx, &unit, today).await?.into_iter();
        let services = services.map(|standard| ServiceWait {
            waiting: waiting.get(standard.code.as_str()).copied().unwrap_or_default(),
            service: standard.code.clone(),
            name_id: standard.name.id.clone(),
            name_en: standard.name.en.clone(),
        });
        let wait = live.newcomer;
        let minutes = WaitMinutes { low: wait.low, mid: wait.mid, high: wait.high };
        list.push(UnitWait {
            name_id: name(&unit, Lang::Id),
            name_en: name(&unit, Lang::En),
            unit,
            door: match live.door {
                Door::Open(_) => "open",
                Door::Later(_) => "later",
                Door::Closed => "closed",
            },
            waiting: live.line.len(),
            at_counters: live.called.len(),
            wait: (live.door != Door::Closed).then_some(minutes),
            services: services.collect(),
        });
    }
    Ok(Json(list).into_response())
}
