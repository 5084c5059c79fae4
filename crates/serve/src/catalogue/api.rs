//! The catalogue as JSON.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::Error;
use kernel::service::{Answer, Bilingual, Standard};
use platform::App;
use platform::web::{Handled, Visitor};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::{self, InForce};
use super::text;

/// The operations.
pub fn api() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(search)).routes(routes!(show))
}

/// A text in Indonesian and English.
#[derive(Serialize, ToSchema)]
struct Text {
    /// Indonesian.
    id: String,
    /// English.
    en: String,
}

impl From<&Bilingual> for Text {
    fn from(text: &Bilingual) -> Self {
        Self { id: text.id.clone(), en: text.en.clone() }
    }
}

/// A promised time.
#[derive(Serialize, ToSchema)]
struct Promise {
    /// How many.
    amount: u32,
    /// `hk` working days, `hr` calendar days, `jam` hours, `menit` minutes.
    unit: &'static str,
    /// `office` when it runs only while the office is open, `elapsed` when day and night.
    hours: &'static str,
}

/// A service in a list.
#[derive(Serialize, ToSchema)]
struct ServiceSummary {
    /// Code of the service.
    code: String,
    /// Version of the standard in force.
    version: i64,
    /// Code of the unit that answers for it; `KEL` is the applicant's own kelurahan.
    unit: String,
    name: Text,
    summary: Text,
    promise: Promise,
    /// The whole price in rupiah.
    fee: i64,
    /// Whether the office confirmed time, fee and documents.
    verified: bool,
}

/// A condition on an earlier answer.
#[derive(Serialize, ToSchema)]
struct OnlyIf {
    /// Code of the question.
    question: String,
    /// The answer it must have.
    value: String,
}

/// A document to bring or upload.
#[derive(Serialize, ToSchema)]
struct ServiceDocument {
    code: String,
    name: Text,
    hint: Text,
    required: bool,
    only_if: Option<OnlyIf>,
}

/// An answer that can be chosen.
#[derive(Serialize, ToSchema)]
struct ServiceOption {
    value: String,
    label: Text,
}

/// A question of the form.
#[derive(Serialize, ToSchema)]
struct ServiceQuestion {
    code: String,
    /// What the answer looks like, such as `text`, `date` or `choice`.
    kind: &'static str,
    label: Text,
    hint: Text,
    /// The answers of a choice.
    options: Vec<ServiceOption>,
    required: bool,
    only_if: Option<OnlyIf>,
}

/// A component of the standard (UU 25/2009 Art 21).
#[derive(Serialize, ToSchema)]
struct ServiceComponent {
    /// Name of the component, such as `legal_basis`.
    component: &'static str,
    text: Text,
    /// Whether someone checked it against the law.
    verified: bool,
}

/// A service with its standard in force.
#[derive(Serialize, ToSchema)]
struct ServiceDetail {
    #[serde(flatten)]
    service: ServiceSummary,
    product: Text,
    fee_note: Text,
    /// Who may apply for someone: `self_only`, `family` or `mandate`.
    proxy: &'static str,
    /// What follows when the promise is missed: `never` or `granted`.
    deemed: &'static str,
    legal_basis: String,
    /// First day of this version, as `2026-11-25`.
    valid_from: String,
    documents: Vec<ServiceDocument>,
    questions: Vec<ServiceQuestion>,
    components: Vec<ServiceComponent>,
}

/// An error (RFC 9457).
#[derive(Serialize, ToSchema)]
struct CatalogueProblem {
    /// Names the kind of error.
    r#type: String,
    title: String,
    status: u16,
    /// What is wrong and what to do next.
    detail: String,
}

impl ServiceSummary {
    fn new(version: i64, standard: &Standard) -> Self {
        Self {
            code: standard.code.clone(),
            version,
            unit: standard.unit.clone(),
            name: (&standard.name).into(),
            summary: (&standard.summary).into(),
            promise: Promise {
                amount: standard.promise.amount,
                unit: standard.promise.unit.code(),
                hours: text::hours_text(standard.promise.hours),
            },
            fee: standard.fee.get(),
            verified: standard.verified,
        }
    }
}

impl ServiceDetail {
    fn new(version: i64, standard: &Standard) -> Self {
        Self {
            service: ServiceSummary::new(version, standard),
            product: (&standard.product).into(),
            fee_note: (&standard.fee_note).into(),
            proxy: text::proxy_text(standard.proxy),
            deemed: text::deemed_text(standard.deemed),
            legal_basis: standard.legal_basis.clone(),
            valid_from: standard.valid_from.to_string(),
            documents: standard.documents.iter().map(document).collect(),
            questions: standard.questions.iter().map(question).collect(),
            components: standard.components.iter().map(component).collect(),
        }
    }
}

fn only_if(condition: Option<&kernel::service::Condition>) -> Option<OnlyIf> {
    condition.map(|asked| OnlyIf { question: asked.question.clone(), value: asked.value.clone() })
}

fn document(document: &kernel::service::Document) -> ServiceDocument {
    ServiceDocument {
        code: document.code.clone(),
        name: (&document.name).into(),
        hint: (&document.hint).into(),
        required: document.required,
        only_if: only_if(document.only_if.as_ref()),
    }
}

fn question(question: &kernel::service::Question) -> ServiceQuestion {
    let options: &[(String, Bilingual)] = match &question.answer {
        Answer::Choice(options) => options,
        _ => &[],
    };
    let option = |(value, label): &(String, Bilingual)| ServiceOption {
        value: value.clone(),
        label: label.into(),
    };
    ServiceQuestion {
        code: question.code.clone(),
        kind: text::kind_text(&question.answer),
        label: (&question.label).into(),
        hint: (&question.hint).into(),
        options: options.iter().map(option).collect(),
        required: question.required,
        only_if: only_if(question.only_if.as_ref()),
    }
}

fn component(component: &kernel::service::ComponentText) -> ServiceComponent {
    ServiceComponent {
        component: component.component.code(),
        text: (&component.text).into(),
        verified: component.verified,
    }
}

async fn all(app: &App, visitor: &Visitor) -> kernel::error::Result<Vec<InForce>> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    store::in_force(&mut tx, app.today()).await
}

/// JSON that no cache keeps, since a version may end at any midnight.
fn fresh(body: impl Serialize) -> Response {
    let mut response = Json(body).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// All services with their standards in force, by code.
#[utoipa::path(
    get,
    path = "/api/v1/layanan",
    tag = "catalogue",
    responses((status = OK, description = "All services", body = Vec<ServiceSummary>))
)]
async fn list(State(app): State<App>, visitor: Visitor) -> Handled {
    let known = all(&app, &visitor).await?;
    let summary = |known: &InForce| ServiceSummary::new(known.version, &known.standard);
    Ok(fresh(known.iter().map(summary).collect::<Vec<_>>()))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Question {
    /// What is sought, in everyday words of either language.
    #[serde(default)]
    q: String,
}

/// The services that a question in everyday words may mean, best first. Forgives slips.
#[utoipa::path(
    get,
    path = "/api/v1/layanan/cari",
    tag = "catalogue",
    params(Question),
    responses((status = OK, description = "Services, best first", body = Vec<ServiceSummary>))
)]
async fn search(
    State(app): State<App>,
    visitor: Visitor,
    Query(question): Query<Question>,
) -> Handled {
    let known = all(&app, &visitor).await?;
    let version = |code: &str| known.iter().find(|one| one.standard.code == code);
    let found = store::index(&known).find(&question.q);
    let found = found.iter().filter_map(|standard| version(&standard.code));
    let summary = |known: &InForce| ServiceSummary::new(known.version, &known.standard);
    Ok(fresh(found.map(summary).collect::<Vec<_>>()))
}

/// One service: its standard in force with documents, questions and the fourteen components.
#[utoipa::path(
    get,
    path = "/api/v1/layanan/{kode}",
    tag = "catalogue",
    params(("kode" = String, Path, description = "Code of the service")),
    responses(
        (status = OK, description = "The service", body = ServiceDetail),
        (status = NOT_FOUND, description = "No such service today", body = CatalogueProblem,
            content_type = "application/problem+json"),
    )
)]
async fn show(State(app): State<App>, visitor: Visitor, Path(code): Path<String>) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let found = store::standard(&mut tx, &code, app.today()).await?.ok_or_else(Error::not_found)?;
    Ok(fresh(ServiceDetail::new(found.version, &found.standard)))
}
