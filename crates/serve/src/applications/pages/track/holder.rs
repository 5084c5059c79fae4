//! Who holds the secret of an application, for pages that show it together with other contexts.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;
use kernel::id::ApplicationId;
use platform::App;
use platform::web::Visitor;

use super::file::Opened;

/// A citizen with the secret of one application.
pub struct Holder {
    /// The visitor.
    pub visitor: Visitor,
    /// The application.
    pub application: ApplicationId,
    /// Its number, as printed.
    pub number: String,
    /// Name of the service.
    pub service: String,
}

impl FromRequestParts<App> for Holder {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let opened = Box::<Opened>::from_request_parts(parts, app).await?;
        Ok(Self {
            application: opened.row().id,
            number: opened.row().number.to_string(),
            service: opened.standard.name.get(opened.lang().code()).to_owned(),
            visitor: opened.visitor.clone(),
        })
    }
}
