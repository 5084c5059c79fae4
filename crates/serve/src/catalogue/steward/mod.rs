//! The steward's desk: drafts, second persons, publication and public promises.

mod act;
mod desk;
mod edit;
mod fields;
mod form;
mod overview;
mod promise;

use axum::Router;
use axum::routing::{get, post};
use platform::App;

/// The pages of stewards, approvers and heads.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/penata", get(overview::list))
        .route("/penata/maklumat", get(promise::list))
        .route("/penata/maklumat/{unit}", get(promise::show).post(promise::save))
        .route("/penata/maklumat/{unit}/tanda-tangan", post(promise::sign))
        .route("/penata/maklumat/{unit}/terbitkan", post(promise::publish))
        .route("/penata/{code}", get(overview::show))
        .route("/penata/{code}/ubah", get(edit::show).post(edit::save))
        .route("/penata/{code}/pratinjau/{version}", get(overview::preview))
        .route("/penata/{code}/ajukan/{version}", post(act::propose))
        .route("/penata/{code}/setujui/{version}", post(act::approve))
        .route("/penata/{code}/tolak/{version}", post(act::turn_down))
        .route("/penata/{code}/terbitkan/{version}", post(act::publish))
        .route("/penata/{code}/tarik/{version}", post(act::withdraw))
}
