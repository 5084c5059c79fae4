//! Forms that another site cannot send in the visitor's name: a random cookie, and a token in the
//! form that only we can make from it.

use axum::extract::{FromRequest, Request};
use axum_extra::extract::CookieJar;
use axum_extra::extract::Form;
use axum_extra::extract::cookie::{Cookie, SameSite};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::Error;
use kernel::error::Result;
use rand::Rng as _;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq as _;

use super::failure::Failure;
use super::visitor::Visitor;
use crate::app::App;

const COOKIE: &str = "bening_form";

/// The visitor's form token.
#[derive(Clone, Debug)]
pub struct Csrf {
    /// What the hidden field `csrf` must hold.
    pub token: String,
    /// The cookie's value, when this visitor has none yet and must be given one.
    pub fresh: Option<String>,
}

impl Csrf {
    /// From the visitor's cookie, or a new one.
    ///
    /// # Errors
    /// When the operating system has no randomness.
    pub fn from_jar(app: &App, jar: &CookieJar) -> Result<Self> {
        let known = jar.get(COOKIE).map(|cookie| cookie.value().to_owned());
        if let Some(value) = known.filter(|value| value.len() == 22) {
            return Ok(Self { token: app.vault.form_token(&value), fresh: None });
        }
        let mut random = [0u8; 16];
        app.db.entropy().rng()?.fill_bytes(&mut random);
        let value = URL_SAFE_NO_PAD.encode(random);
        Ok(Self { token: app.vault.form_token(&value), fresh: Some(value) })
    }

    /// The cookie to set, when the visitor has none yet.
    pub fn cookie(&self, secure: bool) -> Option<Cookie<'static>> {
        self.fresh.clone().map(|value| {
            Cookie::build((COOKIE, value))
                .path("/")
                .http_only(true)
                .secure(secure)
                .same_site(SameSite::Lax)
                .build()
        })
    }

    /// Whether `sent` is this visitor's token.
    ///
    /// # Errors
    /// When it is not: the form is too old or came from elsewhere.
    pub fn check(&self, sent: &str) -> Result<()> {
        let same = bool::from(self.token.as_bytes().ct_eq(sent.as_bytes()));
        if same { Ok(()) } else { Err(Error::invalid("error-form-expired")) }
    }
}

#[derive(Deserialize)]
struct Token {
    #[serde(default)]
    csrf: String,
}

/// A posted form whose token was checked. Every handler of POST takes one of these, or a multipart
/// body whose first field it checks itself.
#[derive(Debug)]
pub struct PostForm<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for PostForm<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> std::result::Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let visitor =
            <Visitor as axum::extract::FromRequestParts<App>>::from_request_parts(&mut parts, app)
                .await?;
        let unreadable = |error: String| Error::invalid("error-form-unreadable").context(error);
        let bytes = axum::body::to_bytes(body, 256 * 1024)
            .await
            .map_err(|_| Error::new(kernel::error::Kind::TooLarge, "error-too-large"))?;
        let again = || Request::from_parts(parts.clone(), bytes.clone().into());
        let Form(Token { csrf }) =
            Form::from_request(again(), app).await.map_err(|e| unreadable(e.to_string()))?;
        visitor.csrf.check(&csrf)?;
        let Form(form) =
            Form::from_request(again(), app).await.map_err(|e| unreadable(e.to_string()))?;
        Ok(Self(form))
    }
}
