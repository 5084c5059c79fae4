//! `GET` and `POST /akun`: one's own account.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use kernel::Error;
use kernel::error::{Kind, Result};
use serde::Deserialize;

use super::{Choice, FieldError, Mistakes, RoleLine, languages, with_cookie, with_mistakes};
use crate::app::App;
use crate::auth::account::{self, AccountView, ChangeLanguage, ChangePassword};
use crate::auth::log_in::is_password;
use crate::auth::login_name::LoginName;
use crate::auth::password::NewPassword;
use crate::auth::session::{Lifetime, Start};
use crate::i18n::Lang;
use crate::web::{Handled, Page, PostForm, Visitor, html, redirect};

#[derive(Template)]
#[template(path = "auth/own.html")]
struct OwnPage {
    page: Page,
    account: AccountView,
    roles: Vec<RoleLine>,
    languages: Vec<Choice>,
    errors: Mistakes,
    done: bool,
}

/// Whether the page follows a change that was made.
#[derive(Deserialize)]
pub(super) struct Shown {
    tersimpan: Option<String>,
}

/// The account and its roles.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Query(shown): Query<Shown>,
) -> Handled {
    let page = own_page(&app, &visitor, Mistakes::default()).await?;
    Ok(html(&OwnPage { done: shown.tersimpan.is_some(), ..page }))
}

async fn own_page(app: &App, visitor: &Visitor, errors: Mistakes) -> Result<OwnPage> {
    let account = own(app, visitor).await?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let units = account::units(&mut tx).await?;
    let lines = account.grants.iter().map(|grant| RoleLine::new(visitor.lang, grant, &units));
    Ok(OwnPage {
        page: visitor.page("auth-own-title").in_section("akun").with_error_if(!errors.is_empty()),
        roles: lines.collect(),
        languages: languages(account.language.code()),
        account,
        errors,
        done: false,
    })
}

/// The visitor's own account.
async fn own(app: &App, visitor: &Visitor) -> Result<AccountView> {
    let not_in = || Error::new(Kind::Unauthenticated, "error-log-in-first");
    let user = visitor.user.as_ref().ok_or_else(not_in)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    account::by_id(&mut tx, &app.vault, user.id).await?.ok_or_else(not_in)
}

/// What the two forms of the page send.
#[derive(Deserialize)]
pub(super) struct Change {
    ubah: String,
    #[serde(default)]
    bahasa: String,
    #[serde(flatten)]
    passwords: Passwords,
}

/// The fields of the password's form.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Passwords {
    sekarang: String,
    baru: String,
    ulang: String,
}

/// Changes the language or the password.
pub(super) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    PostForm(change): PostForm<Change>,
) -> Handled {
    let account = own(&app, &visitor).await?;
    match (change.ubah.as_str(), Lang::parse(&change.bahasa)) {
        ("bahasa", Some(language)) => {
            let act = ChangeLanguage { user: account.id, language };
            account::write(&app, visitor.tenant.id, act).await?;
            Ok(redirect(&format!("/akun?tersimpan=1&bahasa={}", language.code())))
        }
        ("sandi", _) => match new_password(&app, &visitor, &account, &change.passwords).await? {
            Ok(password) => store(&app, &visitor, &account, &password).await,
            Err(mistakes) => Ok(with_mistakes(html(&own_page(&app, &visitor, mistakes).await?))),
        },
        _ => Err(Error::invalid("error-form-unreadable").into()),
    }
}

/// The new password, or what must be mended first.
async fn new_password(
    app: &App,
    visitor: &Visitor,
    account: &AccountView,
    typed: &Passwords,
) -> Result<Result<NewPassword, Mistakes>> {
    let lang = visitor.lang;
    let login = LoginName::parse(&account.login).map_err(Error::internal)?;
    let mut mistakes = Mistakes::default();
    if !is_password(app, visitor.tenant.id, visitor.address, &login, &typed.sekarang).await? {
        let message = lang.t("auth-password-current-wrong");
        mistakes.0.push(FieldError { field: "sekarang", message });
    }
    let password = mistakes.note(lang, "baru", NewPassword::parse(&typed.baru, &login));
    if typed.baru != typed.ulang {
        let message = lang.t("auth-password-differs");
        mistakes.0.push(FieldError { field: "ulang", message });
    }
    Ok(password.filter(|_| mistakes.is_empty()).ok_or(mistakes))
}

/// Stores the password, which ends all sessions, and begins a new one for this browser.
async fn store(
    app: &App,
    visitor: &Visitor,
    account: &AccountView,
    password: &NewPassword,
) -> Handled<Response> {
    let password = password.hash(&mut app.db.entropy().rng()?).await?;
    let tenant = visitor.tenant.id;
    account::write(app, tenant, ChangePassword { user: account.id, password }).await?;
    let lifetime = Lifetime::of(app)?;
    let started = app.db.write(tenant, Start { user: account.id, lifetime }).await?;
    Ok(with_cookie(redirect("/akun?tersimpan=1"), &started.cookie(app)?)?)
}
