//! Whoever may be offered a gift in their work: an officer of a unit, or an inspector.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::actor::{Actor, Channel};
use kernel::id::UserId;
use platform::App;
use platform::auth::{Can, Inspector, Officer, RoleMarker};
use platform::web::Failure;

use super::super::UPG;

/// The person, in the role in which they work.
pub(super) struct Recipient {
    pub(super) user: UserId,
    pub(super) name: String,
    /// Code of the unit for which they work.
    pub(super) unit: String,
    pub(super) actor: Actor,
}

impl Recipient {
    fn new<R: RoleMarker>(can: &Can<R>, unit: String) -> Self {
        let actor = can.actor(Channel::Online, None);
        Self { user: can.user(), name: can.name().to_owned(), unit, actor }
    }
}

impl FromRequestParts<App> for Recipient {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let refused = match Can::<Officer>::from_request_parts(parts, app).await {
            Ok(officer) => {
                let unit = officer.units().first().cloned().unwrap_or_default();
                return Ok(Self::new(&officer, unit));
            }
            Err(refused) => refused,
        };
        let inspector = Can::<Inspector>::from_request_parts(parts, app).await;
        inspector.map(|inspector| Self::new(&inspector, UPG.to_owned())).map_err(|_| refused)
    }
}
