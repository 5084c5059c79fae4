//! The invitation to a survey: `/lacak/{number}/survei` for whoever holds the receipt, and envelopes
//! at the counter. It knows who is invited (serve) and what is handed out (listen).

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::number::ApplicationNumber;
use listen::surveys::verbs::{Code, HandEnvelope, Sign};
use listen::surveys::{store, token};
use platform::App;
use platform::auth::{Can, Officer};
use platform::web::{Handled, Page, PostForm, Visitor, assets, html};
use serde::Deserialize;
use serve::applications::pages::Holder;

#[derive(Template)]
#[template(path = "invitation.html")]
struct InvitationPage {
    page: Page,
    number: String,
    service: String,
    invited: Option<Invited>,
    script: &'static str,
}

/// What the browser needs to make its token.
struct Invited {
    modulus: String,
    /// Round and unit, which the token names.
    of: String,
}

/// `GET /lacak/{number}/survei`.
pub async fn show(State(app): State<App>, holder: Holder) -> Handled {
    let mut tx = app.db.read(holder.visitor.tenant.id).await?;
    let invitation = store::invitation_of(&mut tx, holder.application.uuid()).await?;
    let invited = match invitation.filter(|invitation| !invitation.taken) {
        Some(invitation) => {
            let strata = store::strata(&mut tx, invitation.round).await?;
            let stratum = strata.iter().find(|stratum| stratum.unit == invitation.unit);
            let stratum = stratum.ok_or_else(|| Error::internal("an invitation without a unit"))?;
            let modulus = token::modulus(&stratum.public_key)?;
            Some(Invited { modulus, of: format!("{}.{}", invitation.round, invitation.unit) })
        }
        None => None,
    };
    let title = if invited.is_some() { "survey-invite-title" } else { "survey-invite-none" };
    Ok(html(&InvitationPage {
        page: holder.visitor.page(title).in_section("lacak"),
        number: holder.number,
        service: holder.service,
        invited,
        script: assets::url("survey.js"),
    }))
}

/// A blinded token.
#[derive(Deserialize)]
pub struct Blinded {
    #[serde(default)]
    blinded: String,
}

/// `POST /lacak/{number}/survei/token`: the signature, as text.
pub async fn sign(
    State(app): State<App>,
    holder: Holder,
    PostForm(Blinded { blinded }): PostForm<Blinded>,
) -> Handled {
    let sign = Sign { app: app.clone(), application: holder.application.uuid(), blinded };
    let signature = app.db.write(holder.visitor.tenant.id, sign).await?;
    let mut response = signature.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

#[derive(Template)]
#[template(path = "survey_code.html")]
struct CodePage {
    page: Page,
    code: String,
}

/// A form with nothing but its button.
#[derive(Deserialize)]
pub struct Nothing {}

/// `POST /lacak/{number}/survei/kode`: a one-time code, shown once.
pub async fn code(
    State(app): State<App>,
    holder: Holder,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    let ask = Code { app: app.clone(), application: holder.application.uuid() };
    let code = app.db.write(holder.visitor.tenant.id, ask).await?;
    Ok(html(&CodePage { page: holder.visitor.page("survey-code-title").in_section("lacak"), code }))
}

#[derive(Template)]
#[template(path = "envelope.html")]
struct EnvelopePage {
    page: Page,
    typed: String,
    error: String,
    told: String,
}

fn envelope_page(visitor: &Visitor, typed: String, error: String, told: String) -> Response {
    let wrong = !error.is_empty();
    let page = visitor.page("surveys-envelope-hand-title").in_section("loket");
    let page = html(&EnvelopePage { page: page.with_error_if(wrong), typed, error, told });
    if wrong { (StatusCode::BAD_REQUEST, page).into_response() } else { page }
}

/// `GET /petugas/loket/amplop`: where an invited person is given an envelope.
pub async fn envelope(visitor: Visitor, _: Can<Officer>) -> Handled {
    Ok(envelope_page(&visitor, String::new(), String::new(), String::new()))
}

/// A typed number.
#[derive(Deserialize)]
pub struct Number {
    #[serde(default)]
    nomor: String,
}

/// `POST /petugas/loket/amplop`: notes that the invitation was used, not for which envelope.
pub async fn hand_envelope(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Officer>,
    PostForm(Number { nomor }): PostForm<Number>,
) -> Handled {
    match hand(&app, &visitor, &nomor).await {
        Ok(unit) => {
            let told = visitor.lang.t1("surveys-envelope-handed", "unit", unit);
            Ok(envelope_page(&visitor, String::new(), String::new(), told))
        }
        Err(error) if error.kind() == Kind::Internal => Err(error.into()),
        Err(error) if error.kind() == Kind::NotFound => {
            let said = visitor.lang.t("survey-invite-none-text");
            Ok(envelope_page(&visitor, nomor, said, String::new()))
        }
        Err(error) => {
            let said = visitor.lang.error(&error);
            Ok(envelope_page(&visitor, nomor, said, String::new()))
        }
    }
}

async fn hand(app: &App, visitor: &Visitor, typed: &str) -> Result<String> {
    let number = ApplicationNumber::parse(typed)?;
    let tenant = visitor.tenant.id;
    let mut tx = app.db.read(tenant).await?;
    let row = serve::applications::store::by_number(&mut tx, number).await?;
    drop(tx);
    let row = row.ok_or_else(Error::not_found)?;
    app.db.write(tenant, HandEnvelope { application: row.id.uuid() }).await
}
