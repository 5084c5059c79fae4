//! The desks: of a unit (`/petugas/laporan`), of the coordinator (`/koordinator/laporan`), of the
//! Inspectorate (`/inspektorat/laporan`). One set of pages; who looks decides what there is.

mod acts;
mod desk;
mod file;

use axum::Router;
use axum::routing::{get, post};
use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use platform::App;
use platform::auth::{Can, Coordinator, Inspector, Officer, RoleMarker};

use super::super::model::Viewer;

/// A place from which reports are handled.
trait Seat: RoleMarker + Sized {
    /// Where its pages are.
    const BASE: &'static str;
    /// The title of its inbox.
    const TITLE: &'static str;
    /// The name of its entry in the menu.
    const NAV: &'static str;

    /// Inboxes of whoever sits there.
    fn desks(can: &Can<Self>, units: Vec<String>) -> Vec<String>;

    /// Who looks, at this inbox.
    ///
    /// # Errors
    /// Not found when the inbox is another's.
    fn viewer(can: &Can<Self>, desk: &str) -> Result<Viewer>;

    /// Who acts. A role that is bound to a unit acts for it.
    fn actor(can: &Can<Self>) -> Actor {
        can.actor(Channel::Online, None)
    }
}

impl Seat for Officer {
    const BASE: &'static str = "/petugas/laporan";
    const TITLE: &'static str = "complaint-desk-unit-title";
    const NAV: &'static str = "laporan";

    fn desks(can: &Can<Self>, units: Vec<String>) -> Vec<String> {
        if can.whole_city() { units } else { can.units().to_vec() }
    }

    fn viewer(can: &Can<Self>, desk: &str) -> Result<Viewer> {
        let own = can.covers(desk).then(|| Viewer::Unit(can.user(), desk.to_owned()));
        own.ok_or_else(Error::not_found)
    }
}

impl Seat for Coordinator {
    const BASE: &'static str = "/koordinator/laporan";
    const TITLE: &'static str = "complaint-desk-coordinator-title";
    const NAV: &'static str = "koordinator";

    fn desks(_: &Can<Self>, _: Vec<String>) -> Vec<String> {
        vec!["COORDINATOR".to_owned()]
    }

    fn viewer(can: &Can<Self>, _: &str) -> Result<Viewer> {
        Ok(Viewer::Coordinator(can.user()))
    }
}

impl Seat for Inspector {
    const BASE: &'static str = "/inspektorat/laporan";
    const TITLE: &'static str = "complaint-desk-inspector-title";
    const NAV: &'static str = "inspektorat";

    fn desks(_: &Can<Self>, _: Vec<String>) -> Vec<String> {
        vec!["INSPECTORATE".to_owned()]
    }

    fn viewer(can: &Can<Self>, _: &str) -> Result<Viewer> {
        Ok(Viewer::Inspector(can.user()))
    }
}

/// What a unit does with the reports that it was given.
fn of_units() -> Router<App> {
    Router::new()
        .route("/petugas/laporan", get(desk::list::<Officer>))
        .route("/petugas/laporan/{number}", get(file::show::<Officer>))
        .route("/petugas/laporan/{number}/berkas/{file}", get(file::attachment::<Officer>))
        .route("/petugas/laporan/{number}/minta-data", post(acts::form(acts::ask::<Officer>)))
        .route("/petugas/laporan/{number}/jawab", post(acts::form(acts::answer::<Officer>)))
        .route("/petugas/laporan/{number}/usul-selesai", post(acts::form(acts::propose::<Officer>)))
        .route("/petugas/laporan/{number}/kembalikan", post(acts::form(acts::give_back::<Officer>)))
}

/// What is done before a report is given to someone.
fn of_coordinators() -> Router<App> {
    Router::new()
        .route("/koordinator/laporan", get(desk::list::<Coordinator>))
        .route("/koordinator/laporan/{number}", get(file::show::<Coordinator>))
        .route("/koordinator/laporan/{number}/berkas/{file}", get(file::attachment::<Coordinator>))
        .route(
            "/koordinator/laporan/{number}/minta-data",
            post(acts::form(acts::ask::<Coordinator>)),
        )
        .route(
            "/koordinator/laporan/{number}/verifikasi",
            post(acts::form(acts::verify::<Coordinator>)),
        )
        .route(
            "/koordinator/laporan/{number}/klasifikasi",
            post(acts::form(acts::classify::<Coordinator>)),
        )
        .route(
            "/koordinator/laporan/{number}/disposisi",
            post(acts::form(acts::dispose::<Coordinator>)),
        )
        .route("/koordinator/laporan/{number}/gabung", post(acts::form(acts::join::<Coordinator>)))
        .route("/koordinator/laporan/{number}/pisah", post(acts::form(acts::split::<Coordinator>)))
        .route(
            "/koordinator/laporan/{number}/teruskan",
            post(acts::form(acts::hand_over::<Coordinator>)),
        )
        .route(
            "/koordinator/laporan/{number}/tutup-paksa",
            post(acts::form(acts::override_end::<Coordinator>)),
        )
}

/// The Inspectorate gives reports to itself, handles them, and guards names.
fn of_inspectors() -> Router<App> {
    Router::new()
        .route("/inspektorat/laporan", get(desk::list::<Inspector>))
        .route("/inspektorat/laporan/{number}", get(file::show::<Inspector>))
        .route("/inspektorat/laporan/{number}/berkas/{file}", get(file::attachment::<Inspector>))
        .route("/inspektorat/laporan/{number}/minta-data", post(acts::form(acts::ask::<Inspector>)))
        .route("/inspektorat/laporan/{number}/jawab", post(acts::form(acts::answer::<Inspector>)))
        .route(
            "/inspektorat/laporan/{number}/usul-selesai",
            post(acts::form(acts::propose::<Inspector>)),
        )
        .route(
            "/inspektorat/laporan/{number}/verifikasi",
            post(acts::form(acts::verify::<Inspector>)),
        )
        .route(
            "/inspektorat/laporan/{number}/klasifikasi",
            post(acts::form(acts::classify::<Inspector>)),
        )
        .route(
            "/inspektorat/laporan/{number}/disposisi",
            post(acts::form(acts::dispose::<Inspector>)),
        )
        .route("/inspektorat/laporan/{number}/gabung", post(acts::form(acts::join::<Inspector>)))
        .route("/inspektorat/laporan/{number}/pisah", post(acts::form(acts::split::<Inspector>)))
        .route(
            "/inspektorat/laporan/{number}/teruskan",
            post(acts::form(acts::hand_over::<Inspector>)),
        )
        .route(
            "/inspektorat/laporan/{number}/tutup-paksa",
            post(acts::form(acts::override_end::<Inspector>)),
        )
        .route("/inspektorat/laporan/{number}/atasan", post(acts::form(acts::tell_superior)))
        .route("/inspektorat/laporan/{number}/disebut", post(acts::name))
        .route("/inspektorat/laporan/{number}/identitas", post(acts::ask_identity))
        .route("/inspektorat/laporan/{number}/identitas/putus", post(acts::decide_identity))
}

pub(super) fn routes() -> Router<App> {
    Router::new().merge(of_units()).merge(of_coordinators()).merge(of_inspectors())
}
