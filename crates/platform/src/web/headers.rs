//! Headers of every answer, and the cookies that keep language and form token.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::cookie::{Cookie, SameSite};

use super::visitor::{LANGUAGE_COOKIE, Visitor};
use crate::app::App;

/// No script, style or picture from anywhere but here, and none inline.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
                      font-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; \
                      frame-ancestors 'none'; base-uri 'none'";

/// Adds the security headers, and the cookies that a page visit sets.
pub async fn secure(
    State(app): State<App>,
    visitor: Visitor,
    request: Request,
    next: Next,
) -> Response {
    let asset = request.uri().path().starts_with("/aset/");
    // Reach is counted without knowing anybody: a short link gives nobody a cookie.
    let link = request.uri().path().starts_with("/k/");
    let mut response = next.run(request).await;
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=(self)",
        ),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    if app.settings.secure_cookies {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    if !asset && !link {
        set_cookies(&app, &visitor, &mut response);
    }
    response
}

fn set_cookies(app: &App, visitor: &Visitor, response: &mut Response) {
    let secure = app.settings.secure_cookies;
    let language = visitor.query.contains("bahasa=").then(|| {
        Cookie::build((LANGUAGE_COOKIE, visitor.lang.code()))
            .path("/")
            .http_only(true)
            .secure(secure)
            .same_site(SameSite::Lax)
            .permanent()
            .build()
    });
    for cookie in [visitor.csrf.cookie(secure), language].into_iter().flatten() {
        if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}
