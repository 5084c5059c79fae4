//! Accounts, sessions and roles. Officers log in with a password (Argon2id) and a second factor
//! (TOTP, RFC 6238). A role is a capability type: a handler that needs one takes a [`Can`] of it as
//! a parameter, and so cannot be reached without it.
//!
//! - Pages: `/masuk`, `/keluar`, `/akun`, `/admin/pengguna`, `/admin/pengguna/baru`,
//!   `/admin/pengguna/{id}` with `/beri`, `/cabut` and `/nonaktif`.
//! - API: `POST` and `DELETE /api/v1/sesi`.
//!
//! Invariants: a city always has an administrator; nobody gives a role to himself; each role given
//! or taken is a fact of the account (`user.granted`, `user.revoked`); a code of the second factor
//! works once.

pub mod account;
pub mod api;
pub mod can;
mod desk;
pub mod log_in;
mod login_name;
mod pages;
pub mod password;
pub mod session;
#[cfg(test)]
mod tests;
pub mod totp;

use serde::{Deserialize, Serialize};

pub use api::{ApiAuth, api_routes};
pub use can::{
    Administrator, Approver, Can, Coach, Coordinator, Head, Inspector, Mayor, Officer, Outreach,
    Partner, Planner, RoleMarker, Steward,
};
pub use desk::Desk;
pub use login_name::LoginName;
pub use pages::routes;

/// What an account keeps under its own key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// What the person is called.
    pub name: String,
    /// NIP, for those who have one.
    pub nip: Option<kernel::identity::Nip>,
    /// Where deadlines are told, by mail.
    pub mail: Option<String>,
}
