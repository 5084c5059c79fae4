//! `GET` and `POST /admin/pengguna/baru`: a new account. The first password and the secret of the
//! second factor are shown once, in the answer to the form, and can be read nowhere afterwards.

use askama::Template;
use axum::extract::State;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::{Kind, Result};
use kernel::identity::Nip;
use lettre::Address;
use serde::Deserialize;

use super::admin::{read_grant, role_choices, unit_choices};
use super::{Choice, FieldError, Mistakes, languages, with_mistakes};
use crate::app::App;
use crate::auth::account::{self, Create, RoleGrant};
use crate::auth::login_name::LoginName;
use crate::auth::password::NewPassword;
use crate::auth::totp::TotpSecret;
use crate::auth::{Administrator, Can, Profile};
use crate::i18n::Lang;
use crate::web::qr::Qr;
use crate::web::{Handled, Page, PostForm, Visitor, html};

/// Characters of a name, at most.
const NAME_LENGTH: usize = 200;

/// What the administrator typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct NewForm {
    login: String,
    nama: String,
    nip: String,
    surel: String,
    bahasa: String,
    peran: String,
    unit: String,
}

#[derive(Template)]
#[template(path = "auth/new.html")]
struct NewPage {
    page: Page,
    form: NewForm,
    languages: Vec<Choice>,
    roles: Vec<Choice>,
    units: Vec<Choice>,
    errors: Mistakes,
}

/// The empty form.
pub(super) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Administrator>,
) -> Handled {
    let form = NewForm { bahasa: Lang::Id.code().to_owned(), ..NewForm::default() };
    Ok(html(&new_page(&app, &visitor, form, Mistakes::default()).await?))
}

async fn new_page(
    app: &App,
    visitor: &Visitor,
    form: NewForm,
    errors: Mistakes,
) -> Result<NewPage> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let units = account::units(&mut tx).await?;
    let page = visitor.page("auth-new-title").in_section("pengguna");
    Ok(NewPage {
        page: page.with_error_if(!errors.is_empty()),
        languages: languages(&form.bahasa),
        roles: role_choices(visitor.lang, &form.peran),
        units: unit_choices(visitor.lang, &units, &form.unit),
        form,
        errors,
    })
}

#[derive(Template)]
#[template(path = "auth/created.html")]
struct CreatedPage {
    page: Page,
    name: String,
    login: String,
    password: String,
    qr: Qr,
    secret: String,
}

/// Makes the account and shows once what its owner logs in with.
pub(super) async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Administrator>,
    PostForm(form): PostForm<NewForm>,
) -> Handled {
    let read = match form.read(visitor.lang) {
        Ok(read) => read,
        Err(mistakes) => {
            return Ok(with_mistakes(html(&new_page(&app, &visitor, form, mistakes).await?)));
        }
    };
    let mut rng = app.db.entropy().rng()?;
    let (password, totp) = (NewPassword::generate(&mut rng), TotpSecret::generate(&mut rng));
    let create = Create {
        login: read.login.clone(),
        profile: read.profile.clone(),
        password: password.hash(&mut rng).await?,
        totp: totp.clone(),
        language: read.language,
        grants: vec![read.grant],
        actor: can.actor(Channel::Online, None),
    };
    match account::write(&app, visitor.tenant.id, create).await {
        Ok(_) => Ok(html(&CreatedPage {
            page: visitor.page("auth-created-title").in_section("pengguna"),
            name: read.profile.name,
            password: password.reveal().to_owned(),
            qr: Qr::of(&totp.uri(&format!("Bening {}", visitor.tenant.name), &read.login))?,
            secret: totp.text(),
            login: read.login.to_string(),
        })),
        Err(error) => refused(&app, &visitor, form, error).await,
    }
}

/// What only the database could tell goes to its field; anything else is a page of its own.
async fn refused(app: &App, visitor: &Visitor, form: NewForm, error: Error) -> Handled {
    let field = match (error.kind(), error.key()) {
        (Kind::Conflict, "auth-login-taken") => "login",
        (Kind::Invalid, "auth-unit-unknown") => "unit",
        _ => return Err(error.into()),
    };
    let message = visitor.lang.error(&error);
    let mistakes = Mistakes(vec![FieldError { field, message }]);
    Ok(with_mistakes(html(&new_page(app, visitor, form, mistakes).await?)))
}

/// The form, understood.
struct Read {
    login: LoginName,
    profile: Profile,
    language: Lang,
    grant: RoleGrant,
}

impl NewForm {
    fn read(&self, lang: Lang) -> Result<Read, Mistakes> {
        let mut mistakes = Mistakes::default();
        let login = mistakes.note(lang, "login", LoginName::parse(&self.login));
        let name = mistakes.note(lang, "nama", read_name(&self.nama));
        let nip = mistakes.note(lang, "nip", read_nip(&self.nip));
        let mail = mistakes.note(lang, "surel", read_mail(&self.surel));
        let language = Lang::parse(&self.bahasa).ok_or(Error::invalid("auth-language-choose"));
        let language = mistakes.note(lang, "bahasa", language);
        let grant = mistakes.note(lang, "peran", read_grant(&self.peran, &self.unit));
        match (login, name, nip, mail, language, grant) {
            (Some(login), Some(name), Some(nip), Some(mail), Some(language), Some(grant)) => {
                Ok(Read { login, profile: Profile { name, nip, mail }, language, grant })
            }
            _ => Err(mistakes),
        }
    }
}

fn read_name(text: &str) -> Result<String> {
    let name = text.trim();
    match name.chars().count() {
        0 => Err(Error::invalid("auth-name-empty")),
        length if length > NAME_LENGTH => {
            Err(Error::invalid("auth-name-long").with("most", NAME_LENGTH))
        }
        _ => Ok(name.to_owned()),
    }
}

fn read_nip(text: &str) -> Result<Option<Nip>> {
    match text.trim() {
        "" => Ok(None),
        digits => Ok(Some(Nip::parse(digits)?)),
    }
}

fn read_mail(text: &str) -> Result<Option<String>> {
    match text.trim() {
        "" => Ok(None),
        mail => match mail.parse::<Address>() {
            Ok(address) => Ok(Some(address.to_string())),
            Err(_) => Err(Error::invalid("auth-mail-wrong")),
        },
    }
}
