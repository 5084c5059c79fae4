//! `POST /api/v1/permohonan`: an application without an account, by the rules of the form.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::service::{Applicant, Standard};
use platform::App;
use platform::i18n::Lang;
use platform::web::{Handled, Visitor};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::draft::Body;
use super::super::form::{self, Ask, Step};
use super::super::model::parse_applicant;
use super::super::seal;
use super::super::store::{self, Kelurahan};
use super::super::verbs::Submit;
use super::{Problem, body};
use crate::catalogue;

/// An application.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewApplication {
    /// Code of the service.
    #[schema(example = "DUK-KTP-HILANG")]
    service: String,
    /// Who applies: `oneself`, `family` or `mandate`.
    #[schema(example = "oneself")]
    applicant: String,
    /// Whom it is for.
    person: Person,
    /// Who applies, when it is not the person.
    representative: Option<Representative>,
    /// The letter of mandate, for `mandate`.
    letter: Option<Letter>,
    /// Answers by code of the question.
    #[serde(default)]
    answers: BTreeMap<String, String>,
    /// Codes of documents that are brought to a counter later. Documents cannot be sent here.
    #[serde(default)]
    documents_later: BTreeSet<String>,
    /// Language of messages, `id` (default) or `en`.
    language: Option<String>,
}

/// Whom it is for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Person {
    /// Full name.
    name: String,
    /// NIK, 16 digits.
    nik: String,
    /// Number of the family card, 16 digits.
    kk: String,
    /// Mobile phone.
    phone: String,
    /// Street, number, neighbourhood.
    address: String,
    /// Code of the kelurahan.
    kelurahan: String,
}

/// Someone who applies for the person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Representative {
    /// Full name.
    name: String,
    /// NIK, 16 digits.
    nik: String,
    /// Mobile phone, to which messages go.
    phone: String,
    /// Number of their family card, for `family`: it must be the person's own.
    kk: Option<String>,
    /// How they stand to the person.
    relation: String,
    /// Why the person does not apply alone.
    reason: String,
}

/// The letter of mandate (surat kuasa). It and both identity cards are documents: `kuasa`,
/// `kuasa-ktp-pemberi` and `kuasa-ktp-penerima`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Letter {
    /// The last day on which it holds (RFC 3339); the city's rule says when none is named.
    until: Option<String>,
    /// Whether it bears the stamp duty.
    stamped: bool,
}

/// What the applicant must keep.
#[derive(Serialize, ToSchema)]
struct NewReceipt {
    /// The number, such as `K7M4-2Q9P`.
    number: String,
    /// Opens everything that the number alone does not show. It is stored nowhere.
    secret: String,
    /// `awaiting_giver` under a mandate, `submitted` while documents are missing, otherwise `queued`.
    state: &'static str,
    /// When the promise, or else the completeness check, is due (RFC 3339).
    due_at: Option<String>,
    /// What the city promises, signed by the key of its log (C2SP signed-note); null while the city
    /// has no such key.
    promise: Option<String>,
}

/// Hand in an application.
#[utoipa::path(
    post,
    path = "/api/v1/permohonan",
    tag = "applications",
    request_body = NewApplication,
    responses(
        (status = 201, description = "It was received", body = NewReceipt),
        (status = 400, description = "Something must be mended",
         body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such service today",
         body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large",
         body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many applications from this address",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    sent: std::result::Result<Json<NewApplication>, JsonRejection>,
) -> Handled<Response> {
    app.limits.form(visitor.address)?;
    let new = body(sent)?;
    let language = language(visitor.lang, new.language.as_deref())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let code = service_code(&new.service)?;
    let found = catalogue::store::standard(&mut tx, code, app.today()).await?;
    let in_force = found.ok_or_else(Error::not_found)?;
    let kelurahan = store::kelurahan(&mut tx).await?;
    drop(tx);
    let standard = in_force.standard;
    let filled = fill(visitor.lang, &standard, (&kelurahan, app.today()), &new)?;
    let (details, applicant, documents) = form::finish(&standard, &filled, language.code())?;
    let submit = Submit {
        app: app.clone(),
        standard: Arc::clone(&standard),
        version: in_force.version,
        draft: None,
        details,
        applicant,
        documents,
        actor: Actor::citizen(Channel::Api),
    };
    let receipt = app.db.write(visitor.tenant.id, submit).await?;
    let (tenant, number) = (visitor.tenant.id, receipt.number);
    let held = (number, receipt.submitted_at, receipt.fee);
    let promise = seal::promised(&app, tenant, held, &standard)?;
    let answer = Json(NewReceipt {
        number: receipt.number.to_string(),
        secret: receipt.secret.expose_printed(),
        state: receipt.state.code(),
        due_at: receipt.due_at.map(|due| due.to_string()),
        promise: promise.map(|note| note.to_string()),
    });
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], answer).into_response())
}

fn language(lang: Lang, code: Option<&str>) -> Result<Lang> {
    match code {
        None => Ok(Lang::default()),
        Some(code) => {
            Lang::parse(code).ok_or_else(|| wrong(lang, "language", "applications-mistake-choose"))
        }
    }
}

/// A code that can be looked up; anything else is no service.
fn service_code(code: &str) -> Result<&str> {
    let plain = code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if plain { Ok(code) } else { Err(Error::not_found()) }
}

/// A mistake at `field`, in the words that the form itself uses.
fn wrong(lang: Lang, field: &str, key: &str) -> Error {
    Error::invalid("officer-api-field").with("field", field).with("mistake", lang.t(key))
}

/// The form as if it had been filled in page by page.
fn fill(
    lang: Lang,
    standard: &Standard,
    (kelurahan, today): (&[Kelurahan], Date),
    new: &NewApplication,
) -> Result<Body> {
    let applicant = parse_applicant(&new.applicant).filter(|who| standard.proxy.admits(*who));
    let applicant =
        applicant.ok_or_else(|| wrong(lang, "applicant", "applications-mistake-choose"))?;
    if (applicant == Applicant::Oneself) != new.representative.is_none() {
        return Err(wrong(lang, "representative", "applications-mistake-choose"));
    }
    let typed = typed(new);
    let known = |code: &str| kelurahan.iter().any(|known| known.code == code);
    let mut body = Body::default();
    let mut unused: BTreeSet<&str> = typed.keys().map(String::as_str).collect();
    let mut later: BTreeSet<&str> = new.documents_later.iter().map(String::as_str).collect();
    while let Some(step) = form::next(&form::steps(standard, &body), &body, None).cloned() {
        unused.remove(step.slug.as_str());
        match &step.ask {
            Ask::Document(code) => {
                document(lang, &mut body, &step, code, later.remove(code.as_str()))?;
            }
            _ => {
                let value = typed.get(&step.slug).map_or("", String::as_str);
                let value = form::accept(&step, value, (&body, today), &known)
                    .map_err(|mistake| wrong(lang, name(&step.slug), mistake.key))?;
                body.answers.insert(step.slug, value);
            }
        }
    }
    match unused.into_iter().map(name).chain(later).next() {
        Some(field) => Err(wrong(lang, field, "officer-api-not-asked")),
        None => Ok(body),
    }
}

fn document(lang: Lang, body: &mut Body, step: &Step, code: &str, later: bool) -> Result<()> {
    match (later, step.required) {
        (true, _) => {
            body.later.insert(code.to_owned());
        }
        (false, false) => {
            body.answers.insert(step.slug.clone(), String::new());
        }
        (false, true) => return Err(wrong(lang, code, "officer-api-document")),
    }
    Ok(())
}

/// Values by the slugs of the form's steps.
fn typed(new: &NewApplication) -> BTreeMap<String, String> {
    let person = &new.person;
    let mut typed: BTreeMap<String, String> = [
        (form::WHO, &new.applicant),
        ("nama", &person.name),
        ("nik", &person.nik),
        ("kk", &person.kk),
        ("telepon", &person.phone),
        ("kelurahan", &person.kelurahan),
        ("alamat", &person.address),
    ]
    .map(|(slug, value)| (slug.to_owned(), value.clone()))
    .into();
    if let Some(who) = &new.representative {
        typed.extend(
            [
                ("wakil-nama", &who.name),
                ("wakil-nik", &who.nik),
                ("wakil-telepon", &who.phone),
                ("wakil-hubungan", &who.relation),
                ("wakil-alasan", &who.reason),
            ]
            .map(|(slug, value)| (slug.to_owned(), value.clone())),
        );
        typed.extend(who.kk.iter().map(|kk| ("wakil-kk".to_owned(), kk.clone())));
    }
    if let Some(letter) = &new.letter {
        let stamped = if letter.stamped { "yes" } else { "no" };
        typed.insert("kuasa-meterai".to_owned(), stamped.to_owned());
        typed.extend(letter.until.iter().map(|until| ("kuasa-sampai".to_owned(), until.clone())));
    }
    typed.extend(new.answers.iter().map(|(code, value)| (format!("q-{code}"), value.clone())));
    typed
}

/// The field of the body that a slug stands for.
fn name(slug: &str) -> &str {
    match slug {
        form::WHO => "applicant",
        "nama" => "person.name",
        "nik" => "person.nik",
        "kk" => "person.kk",
        "telepon" => "person.phone",
        "kelurahan" => "person.kelurahan",
        "alamat" => "person.address",
        "wakil-nama" => "representative.name",
        "wakil-nik" => "representative.nik",
        "wakil-telepon" => "representative.phone",
        "wakil-hubungan" => "representative.relation",
        "wakil-alasan" => "representative.reason",
        "wakil-kk" => "representative.kk",
        "kuasa-meterai" => "letter.stamped",
        "kuasa-sampai" => "letter.until",
        question => question.strip_prefix("q-").unwrap_or(question),
    }
}
