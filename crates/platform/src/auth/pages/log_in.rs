//! `GET` and `POST /masuk`, `POST /keluar`.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum_extra::extract::CookieJar;
use kernel::error::Kind;
use serde::Deserialize;

use super::{FieldError, Mistakes, with_cookie};
use crate::app::App;
use crate::auth::log_in::{Attempt, LoggedIn, log_in};
use crate::auth::session::{self, End, no_cookie};
use crate::i18n::Lang;
use crate::web::{Handled, Page, PostForm, UserView, Visitor, html, redirect};

#[derive(Template)]
#[template(path = "auth/log_in.html")]
struct LogInPage {
    page: Page,
    errors: Mistakes,
    login: String,
    back_to: String,
}

/// Where to go after the log-in.
#[derive(Deserialize)]
pub(super) struct BackTo {
    ke: Option<String>,
}

/// The form; who is logged in already goes on.
pub(super) async fn form(visitor: Visitor, Query(back): Query<BackTo>) -> Handled {
    let back_to = back.ke.as_deref().and_then(local_path);
    if let Some(user) = &visitor.user {
        return Ok(redirect(back_to.unwrap_or_else(|| room_of(user))));
    }
    Ok(html(&LogInPage {
        page: visitor.page("auth-log-in-title"),
        errors: Mistakes::default(),
        login: String::new(),
        back_to: back_to.unwrap_or_default().to_owned(),
    }))
}

#[derive(Deserialize)]
pub(super) struct LogInForm {
    #[serde(flatten)]
    attempt: Attempt,
    #[serde(default)]
    ke: String,
}

/// Lets the person in, or shows the form again with one sentence whatever was wrong.
pub(super) async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    jar: CookieJar,
    PostForm(form): PostForm<LogInForm>,
) -> Handled {
    let back_to = local_path(&form.ke);
    match log_in(&app, visitor.tenant.id, visitor.address, &form.attempt).await {
        Ok(let_in) => {
            if let Some(old) = session::token(&headers, &jar) {
                app.db.write(visitor.tenant.id, End(old)).await?;
            }
            welcome(&app, &visitor, &let_in, back_to).await
        }
        Err(error) if error.kind() == Kind::Unauthenticated => {
            let message = visitor.lang.error(&error);
            let mut answer = html(&LogInPage {
                page: visitor.page("auth-log-in-title").with_error(),
                errors: Mistakes(vec![FieldError { field: "login", message }]),
                login: form.attempt.login,
                back_to: back_to.unwrap_or_default().to_owned(),
            });
            *answer.status_mut() = StatusCode::UNAUTHORIZED;
            Ok(answer)
        }
        Err(error) => Err(error.into()),
    }
}

async fn welcome(
    app: &App,
    visitor: &Visitor,
    let_in: &LoggedIn,
    back_to: Option<&str>,
) -> Handled {
    let user = session::find(app, visitor.tenant.id, &let_in.started.token).await?;
    let room = || user.as_ref().map_or("/akun", room_of);
    let to = in_language(back_to.unwrap_or_else(room), visitor.lang, let_in.language);
    Ok(with_cookie(redirect(&to), &let_in.started.cookie(app)?)?)
}

#[derive(Deserialize)]
pub(super) struct Nothing {}

/// Ends the session.
pub(super) async fn leave(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    jar: CookieJar,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled<Response> {
    if let Some(token) = session::token(&headers, &jar) {
        app.db.write(visitor.tenant.id, End(token)).await?;
    }
    Ok(with_cookie(redirect("/"), &no_cookie(&app)?)?)
}

/// The page that someone with these roles works on.
fn room_of(user: &UserView) -> &'static str {
    match user {
        _ if user.can_decide => "/ruang",
        _ if user.can_work => "/petugas",
        _ if user.can_coordinate => "/koordinator/laporan",
        _ if user.can_inspect => "/inspektorat/laporan",
        _ if user.can_coach => "/pembina",
        _ if user.can_plan => "/perencana/usulan",
        _ if user.can_partner => "/mitra/tugas",
        _ if user.can_edit_catalogue => "/penata",
        _ if user.can_reach => "/humas/kampanye",
        _ if user.can_administer => "/admin/pengguna",
        _ => "/akun",
    }
}

/// `path` when it is a path of this site and nothing else: a browser reads `//host`, `/\host` and
/// addresses with control characters as other sites. The log-in page itself is no place to go.
fn local_path(path: &str) -> Option<&str> {
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\' && byte != b'#');
    let rooted = path.starts_with('/') && !path.starts_with("//");
    let elsewhere = !["/masuk", "/keluar"].iter().any(|own| path.starts_with(own));
    (plain && rooted && elsewhere).then_some(path)
}

/// The same address, in the language of the account when the page was in the other one.
fn in_language(path: &str, shown: Lang, wanted: Lang) -> String {
    if shown == wanted || path.contains("bahasa=") {
        return path.to_owned();
    }
    let separator = if path.contains('?') { '&' } else { '?' };
    format!("{path}{separator}bahasa={}", wanted.code())
}

#[cfg(test)]
mod tests {
    use super::local_path;
    use proptest::prelude::*;

    #[test]
    fn only_paths_of_this_site() {
        for good in ["/", "/petugas", "/petugas/berkas/K7M4-2Q9P?t=new&after=4"] {
            assert_eq!(local_path(good), Some(good));
        }
        for bad in [
            "",
            "petugas",
            "//lain.example",
            "/\\lain.example",
            "\\/lain.example",
            "/\t/lain.example",
            "https://lain.example",
            "javascript:alert(1)",
            "/a b",
            "/a\r\nSet-Cookie: x=1",
            "/é",
            "/masuk",
            "/masuk?ke=/petugas",
            "/keluar",
        ] {
            assert_eq!(local_path(bad), None, "{bad:?}");
        }
    }

    proptest! {
        /// What is let through begins with exactly one slash and cannot leave the header's line.
        #[test]
        fn whatever_is_let_through_stays_here(path in "[/\\\\:a-z\\r\\n\\t #?é]{0,12}") {
            if let Some(kept) = local_path(&path) {
                let second = kept.chars().nth(1);
                prop_assert!(kept.starts_with('/') && second != Some('/') && second != Some('\\'));
                prop_assert!(kept.chars().all(|c| c.is_ascii_graphic()));
            }
        }
    }
}
