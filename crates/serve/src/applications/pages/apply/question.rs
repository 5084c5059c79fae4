//! `GET` and `POST /ajukan/{draft}/{slug}`: one question.

use askama::Template;
use axum::extract::{FromRequest as _, Path, Query, Request};
use axum::http::StatusCode;
use jiff::civil::Date;
use kernel::identity::{Nik, Stated};
use kernel::service::{Answer, Applicant};
use platform::web::{Failure, Handled, Page, PostForm, html, redirect};
use serde::Deserialize;

use super::super::super::form::{self, Ask, Step};
use super::super::super::model::applicant_code;
use super::super::words;
use super::Session;
use super::document;
use super::session::Back;
use platform::web::view::{Choice, Mistakes, with_status};

/// Name of the field, and of the id that errors link to.
pub(super) const FIELD: &str = "jawaban";

#[derive(Template)]
#[template(path = "applications/templates/citizen/question.html")]
struct QuestionPage {
    page: Page,
    back_href: String,
    back_text: String,
    caption: String,
    errors: Mistakes,
    field: Field,
    notice: String,
    mandate: String,
}

/// A field as the template draws it.
#[derive(Default)]
struct Field {
    kind: &'static str,
    label: String,
    hint: String,
    error: String,
    value: String,
    day: String,
    month: String,
    year: String,
    yes: Option<bool>,
    options: Vec<Choice>,
    width: &'static str,
    inputmode: &'static str,
    input: &'static str,
    autocomplete: &'static str,
}

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    jawaban: String,
    #[serde(rename = "jawaban-month")]
    month: String,
    #[serde(rename = "jawaban-year")]
    year: String,
}

impl Typed {
    /// From the kept answer.
    fn kept(step: &Step, value: &str) -> Self {
        match (&step.ask, value.parse::<Date>()) {
            (Ask::Answer(Answer::Date), Ok(date)) => Self {
                jawaban: date.day().to_string(),
                month: date.month().to_string(),
                year: date.year().to_string(),
            },
            _ => Self { jawaban: value.to_owned(), ..Self::default() },
        }
    }

    /// One value, as [`form::parse`] takes it. A year must be typed in full.
    fn joined(&self, step: &Step) -> String {
        if step.ask != Ask::Answer(Answer::Date) {
            return self.jawaban.clone();
        }
        let (day, month, year) = (self.jawaban.trim(), self.month.trim(), self.year.trim());
        if day.is_empty() && month.is_empty() && year.is_empty() {
            return String::new();
        }
        format!("{year}-{month:0>2}-{day:0>2}")
    }
}

/// The question, with what was answered before.
pub(super) async fn show(
    session: Session,
    Path((_, slug)): Path<(String, String)>,
    Query(back): Query<Back>,
) -> Handled {
    let Some(step) = session.step(&slug) else { return Ok(redirect(&session.url(""))) };
    if let Ask::Document(code) = &step.ask {
        return document::page(&session, &step, code, &back, None).await;
    }
    let kept = session.body().answers.get(&slug).map(String::as_str).unwrap_or_default();
    let typed = Typed::kept(&step, kept);
    Ok(html(&page(&session, &step, &back, &typed, None)?))
}

/// Keeps the answer and goes on, or shows the question again with what is wrong.
pub(super) async fn answer(
    session: Session,
    Path((_, slug)): Path<(String, String)>,
    Query(back): Query<Back>,
    request: Request,
) -> Handled {
    let Some(step) = session.step(&slug) else { return Ok(redirect(&session.url(""))) };
    if let Ask::Document(code) = &step.ask {
        return document::take(session, &step, code, &back, request).await;
    }
    let PostForm(typed) = PostForm::<Typed>::from_request(request, &session.app).await?;
    take(session, &step, &back, &typed).await
}

async fn take(mut session: Session, step: &Step, back: &Back, typed: &Typed) -> Handled {
    let known = |code: &str| session.kelurahan.iter().any(|kelurahan| kelurahan.code == code);
    let around = (session.body(), session.app.today());
    match form::accept(step, &typed.joined(step), around, &known) {
        Ok(value) => {
            let keep = |body: &mut super::super::super::draft::Body| {
                body.answers.insert(step.slug.clone(), value.clone());
            };
            session.keep(None, keep).await?;
            Ok(redirect(&session.after(&step.slug, back)))
        }
        Err(mistake) => {
            let message = session.lang().t(mistake.key);
            let page = page(&session, step, back, typed, Some(message))?;
            Ok(with_status(html(&page), StatusCode::BAD_REQUEST))
        }
    }
}

fn page(
    session: &Session,
    step: &Step,
    back: &Back,
    typed: &Typed,
    mistake: Option<String>,
) -> Result<QuestionPage, Failure> {
    let lang = session.lang();
    let errors = mistake.map_or_else(Mistakes::default, |message| Mistakes::one(FIELD, message));
    let page = session.visitor.page_titled(words::label(lang, step));
    let (back_href, back_text) = way_back(session, back);
    Ok(QuestionPage {
        page: page.in_section("layanan").with_error_if(!errors.is_empty()),
        back_href,
        back_text,
        caption: caption(session, step),
        field: field(session, step, typed, errors.of(FIELD)),
        notice: notice(session, step),
        mandate: mandate(session, step)?,
        errors,
    })
}

/// The link above the question.
pub(super) fn way_back(session: &Session, back: &Back) -> (String, String) {
    let lang = session.lang();
    if back.is_check() {
        return (session.url("periksa"), lang.t("applications-back-check"));
    }
    (session.url(""), lang.t("applications-back-tasks"))
}

/// Where in the form this question stands.
pub(super) fn caption(session: &Session, step: &Step) -> String {
    let lang = session.lang();
    let steps = session.steps();
    let own = steps.iter().filter(|other| other.section == step.section);
    let place = own.clone().position(|other| other.slug == step.slug).unwrap_or_default() + 1;
    let values = [
        ("section", lang.t(&format!("applications-section-{}", step.section.code()))),
        ("place", place.to_string()),
        ("of", own.count().to_string()),
    ];
    lang.with("applications-question-caption", &values)
}

/// The question, marked when it may be left out.
pub(super) fn label(session: &Session, step: &Step) -> String {
    let label = words::label(session.lang(), step);
    if step.required { label } else { format!("{label} ({})", session.lang().t("common-optional")) }
}

fn field(session: &Session, step: &Step, typed: &Typed, error: &str) -> Field {
    let lang = session.lang();
    let mut field = Field {
        kind: "text",
        label: label(session, step),
        hint: words::hint(lang, step),
        error: error.to_owned(),
        value: typed.jawaban.clone(),
        inputmode: "text",
        input: "text",
        autocomplete: autocomplete(session, step),
        ..Field::default()
    };
    let chosen = |value: &str, label: String, hint: String| Choice {
        checked: value == typed.jawaban,
        value: value.to_owned(),
        label,
        hint,
    };
    match &step.ask {
        Ask::Who(admitted) => {
            field.kind = "choice";
            field.options =
                admitted.iter().map(|applicant| who(session, *applicant, typed)).collect();
        }
        Ask::Answer(Answer::LongText) => field.kind = "long",
        Ask::Answer(Answer::Date) => {
            field.kind = "date";
            field.day.clone_from(&typed.jawaban);
            field.month.clone_from(&typed.month);
            field.year.clone_from(&typed.year);
        }
        Ask::Answer(Answer::Number) => (field.inputmode, field.width) = ("numeric", "w-8"),
        Ask::Answer(Answer::Money) => (field.inputmode, field.width) = ("numeric", "w-16"),
        Ask::Answer(Answer::YesNo) => {
            field.kind = "yes_no";
            field.yes = match typed.jawaban.as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            };
        }
        Ask::Answer(Answer::Choice(options)) => {
            field.kind = "choice";
            let text = |label: &kernel::service::Bilingual| label.get(lang.code()).to_owned();
            field.options = options
                .iter()
                .map(|(value, label)| chosen(value, text(label), String::new()))
                .collect();
        }
        Ask::Answer(Answer::Nik | Answer::Kk) => {
            (field.inputmode, field.width) = ("numeric", "w-16");
        }
        Ask::Answer(Answer::Phone) => {
            (field.inputmode, field.width, field.input) = ("tel", "w-16", "tel");
        }
        Ask::Answer(Answer::Kelurahan) => {
            field.kind = "select";
            field.options = session
                .kelurahan
                .iter()
                .map(|known| {
                    let label = format!("{} ({})", known.name, known.district_name);
                    chosen(&known.code, label, String::new())
                })
                .collect();
        }
        Ask::Answer(Answer::Text) | Ask::Document(_) => {}
    }
    field
}

fn who(session: &Session, applicant: Applicant, typed: &Typed) -> Choice {
    let code = applicant_code(applicant);
    let key = format!("applications-who-{code}");
    Choice {
        value: code.to_owned(),
        label: session.lang().t(&key),
        hint: session.lang().t(&format!("{key}-hint")),
        checked: typed.jawaban == code,
    }
}

/// The browser may help with one's own data (WCAG 1.3.5), not with another person's.
fn autocomplete(session: &Session, step: &Step) -> &'static str {
    let own = form::applicant(session.body()) == Some(Applicant::Oneself);
    match step.slug.as_str() {
        "nama" if own => "name",
        "telepon" if own => "tel",
        "alamat" if own => "street-address",
        "wakil-nama" => "name",
        "wakil-telepon" => "tel",
        _ => "off",
    }
}

/// Where the kept NIK was first registered elsewhere: worth knowing, never a mistake.
fn notice(session: &Session, step: &Step) -> String {
    let kept = session.body().answers.get(&step.slug);
    if step.slug == "nik" && kept.is_some_and(|nik| is_from_elsewhere(session, nik)) {
        return session.lang().t("applications-notice-nik-region");
    }
    String::new()
}

/// Whether the kernel warns that this NIK comes from another region than the city's.
pub(super) fn is_from_elsewhere(session: &Session, nik: &str) -> bool {
    let stated = Stated { region: Some(&session.visitor.tenant.code), ..Stated::default() };
    let today = session.app.today();
    Nik::parse(nik).is_ok_and(|nik| !nik.warnings(&stated, today).is_empty())
}

/// What a mandate needs, where one may be used.
fn mandate(session: &Session, step: &Step) -> Result<String, Failure> {
    match &step.ask {
        Ask::Who(admitted) if admitted.contains(&Applicant::Mandate) => {
            let rule = session.app.rulebook.money("mandate.stamp_duty", session.app.today());
            let duty = rule.map_err(kernel::Error::from)?;
            Ok(session.lang().t1("applications-who-mandate-note", "duty", duty))
        }
        _ => Ok(String::new()),
    }
}
