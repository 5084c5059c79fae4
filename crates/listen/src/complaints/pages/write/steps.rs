//! One thing a page: story, kind, place, oneself.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use kernel::error::Kind as Refusal;
use kernel::facts::complaint::Class;
use platform::web::assets;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, html, redirect};

use super::super::super::categories::{self, Category, Kind};
use super::super::super::report::Body;
use super::super::super::suggest;
use super::super::words::{category, category_choices};
use super::session::Session;
use super::{Story, fields, story_page};
use crate::texts::written;

/// Categories that are not folded away.
const LIKELY: usize = 4;

fn status(errors: &Mistakes) -> StatusCode {
    if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST }
}

pub(super) async fn story(session: Session) -> Handled {
    let typed = session.body().details.story.clone();
    story_page(&session.visitor, &session.url("periksa"), "", typed, Mistakes::default())
}

pub(super) async fn keep_story(
    mut session: Session,
    PostForm(Story { cerita, .. }): PostForm<Story>,
) -> Handled {
    match written(&cerita) {
        Ok(text) => {
            session.keep("cerita", None, |body| body.details.story.clone_from(&text)).await?;
            Ok(redirect(&session.after("cerita")))
        }
        Err(error) if error.kind() == Refusal::Invalid => {
            let errors = Mistakes::one("cerita", session.lang().error(&error));
            story_page(&session.visitor, &session.url("periksa"), "", cerita, errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// A question of a category.
struct Asked {
    name: String,
    label: String,
    yes_no: bool,
    yes: Option<bool>,
    money: bool,
    value: String,
    error: String,
}

#[derive(Template)]
#[template(path = "complaints/templates/kind.html")]
struct KindPage {
    page: Page,
    back: String,
    suggested: String,
    asked_of: String,
    categories: Vec<Choice>,
    open: bool,
    questions: Vec<Asked>,
    /// The kind whose questions are asked before going on; empty otherwise.
    more_about: String,
    errors: Mistakes,
}

/// The kind; once it is chosen, the questions that go with it.
pub(super) async fn kind(session: Session) -> Handled {
    kind_again(&session, "")
}

/// The page as it was kept; `more_about` is the kind whose questions were not seen yet.
fn kind_again(session: &Session, more_about: &str) -> Handled {
    let answers = session.body().details.answers.iter();
    let typed = answers.map(|(code, value)| (format!("q-{code}"), value.clone())).collect();
    kind_page(session, &session.body().category, &typed, more_about, Mistakes::default())
}

/// Kinds that are offered first: those of the story, or for whoever went to the Inspectorate all that
/// it alone handles.
fn likely(body: &Body, said: &[String]) -> Vec<String> {
    if !body.inspectorate {
        return said.to_vec();
    }
    let mut own: Vec<&Category> = categories::all().iter().collect();
    own.retain(|category| category.class == Class::Supervision);
    own.sort_by_key(|category| {
        said.iter().position(|code| *code == category.code).unwrap_or(usize::MAX)
    });
    own.into_iter().map(|category| category.code.clone()).collect()
}

fn kind_page(
    session: &Session,
    chosen: &str,
    typed: &BTreeMap<String, String>,
    more_about: &str,
    errors: Mistakes,
) -> Handled {
    let lang = session.lang();
    let said = suggest::suggest(&session.body().details.story);
    let likely = likely(session.body(), &said);
    // What the story does not say is not chosen for its writer.
    let first = likely.first().filter(|code| said.first() == Some(*code));
    let first = first.map(String::as_str).unwrap_or_default();
    let shown = if chosen.is_empty() { first } else { chosen };
    let questions = categories::find(shown).map(|found| found.question.as_slice());
    let asked = |question: &categories::Question| {
        let name = format!("q-{}", question.code);
        let value = typed.get(&name).cloned().unwrap_or_default();
        Asked {
            label: question.text.get(lang.code()).to_owned(),
            yes_no: question.kind == Kind::YesNo,
            yes: match value.as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            money: question.kind == Kind::Money,
            error: errors.of(&name).to_owned(),
            name,
            value,
        }
    };
    let suggested =
        if chosen.is_empty() && !first.is_empty() { category(lang, first) } else { String::new() };
    let categories = category_choices(lang, &likely, shown);
    let page = KindPage {
        page: session.page("complaint-kind-title", !errors.is_empty()),
        back: session.url("cerita"),
        suggested,
        asked_of: shown.to_owned(),
        // Those that are not likely are folded away, unless one of them is chosen.
        open: categories.iter().skip(LIKELY).any(|category| category.checked),
        categories,
        questions: questions.unwrap_or_default().iter().map(asked).collect(),
        more_about: match more_about {
            "" => String::new(),
            code => category(lang, code),
        },
        errors,
    };
    let status = status(&page.errors);
    Ok(with_status(html(&page), status))
}

pub(super) async fn keep_kind(
    mut session: Session,
    PostForm(typed): PostForm<BTreeMap<String, String>>,
) -> Handled {
    let lang = session.lang();
    let chosen = typed.get("jenis").cloned().unwrap_or_default();
    let Ok(kind) = categories::find(&chosen) else {
        let errors = Mistakes::one("jenis", lang.t("complaint-category-unknown"));
        return kind_page(&session, "", &typed, "", errors);
    };
    let (answers, wrong) = fields::answers(kind, &typed);
    if !wrong.is_empty() {
        let mut errors = Mistakes::default();
        for (field, error) in &wrong {
            errors.note(field.clone(), lang.error(error));
        }
        return kind_page(&session, &chosen, &typed, "", errors);
    }
    // Another kind has other questions: they are asked before going on.
    let asked = typed.get("ditanya").map(String::as_str);
    let asks = !kind.question.is_empty() && asked != Some(chosen.as_str());
    let change = |body: &mut Body| {
        body.category.clone_from(&chosen);
        body.details.answers.clone_from(&answers);
    };
    session.keep("jenis", None, change).await?;
    if asks {
        return kind_again(&session, &chosen);
    }
    Ok(redirect(&session.after("jenis")))
}

#[derive(Template)]
#[template(path = "complaints/templates/place.html")]
struct PlacePage {
    page: Page,
    back: String,
    kelurahan: Vec<Choice>,
    units: Vec<Choice>,
    landmark: String,
    happened: String,
    position: String,
    script: &'static str,
    errors: Mistakes,
}

pub(super) async fn place(session: Session) -> Handled {
    let body = session.body();
    let position =
        body.details.position.map(|(latitude, longitude)| format!("{latitude}, {longitude}"));
    let typed = [
        ("kelurahan", body.kelurahan.clone()),
        ("unit", body.about.clone()),
        ("patokan", body.details.landmark.clone()),
        ("kapan", body.details.happened.clone()),
        ("posisi", position.unwrap_or_default()),
    ];
    let typed = typed.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    place_page(&session, &typed, Mistakes::default())
}

fn place_page(session: &Session, typed: &BTreeMap<String, String>, errors: Mistakes) -> Handled {
    let text = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let page = PlacePage {
        page: session.page("complaint-place-title", !errors.is_empty()),
        back: session.url("jenis"),
        kelurahan: session.names.kelurahan_choices(&text("kelurahan")),
        units: session.names.unit_choices(&text("unit")),
        landmark: text("patokan"),
        happened: text("kapan"),
        position: text("posisi"),
        script: assets::url("place.js"),
        errors,
    };
    let status = status(&page.errors);
    Ok(with_status(html(&page), status))
}

pub(super) async fn keep_place(
    mut session: Session,
    PostForm(typed): PostForm<BTreeMap<String, String>>,
) -> Handled {
    let lang = session.lang();
    let text = |name: &str| typed.get(name).map(String::as_str).unwrap_or_default();
    let mut errors = Mistakes::default();
    let mut short = |name: &str| match fields::short(text(name)) {
        Ok(text) => text,
        Err(error) => {
            errors.note(name, lang.error(&error));
            String::new()
        }
    };
    let (landmark, happened) = (short("patokan"), short("kapan"));
    let position = fields::position(text("posisi"));
    if let Err(error) = &position {
        errors.note("posisi", lang.error(error));
    }
    let kelurahan = text("kelurahan").to_owned();
    if !kelurahan.is_empty() && session.names.kelurahan(&kelurahan).is_empty() {
        errors.note("kelurahan", lang.t("complaint-kelurahan-unknown"));
    }
    let unit = text("unit").to_owned();
    if !unit.is_empty() && !session.names.units.contains_key(&unit) {
        errors.note("unit", lang.t("complaint-unit-unknown"));
    }
    let (Ok(position), true) = (position, errors.is_empty()) else {
        return place_page(&session, &typed, errors);
    };
    let change = |body: &mut Body| {
        body.kelurahan.clone_from(&kelurahan);
        body.about.clone_from(&unit);
        body.details.landmark.clone_from(&landmark);
        body.details.happened.clone_from(&happened);
        body.details.position = position;
    };
    session.keep("tempat", None, change).await?;
    Ok(redirect(&session.after("tempat")))
}

#[derive(Template)]
#[template(path = "complaints/templates/oneself.html")]
struct OneselfPage {
    page: Page,
    back: String,
    called: String,
    contact: String,
    behalf: String,
    anonymous: bool,
    secret: bool,
    inspected: bool,
    errors: Mistakes,
}

pub(super) async fn oneself(session: Session) -> Handled {
    let body = session.body();
    let reporter = &body.reporter;
    let phone = reporter.phone.as_ref().map(|phone| phone.expose().to_owned());
    let contact = phone.unwrap_or_else(|| reporter.email.clone());
    let switches = (body.anonymous, body.secret);
    let typed = [reporter.name.clone(), contact, reporter.behalf.clone()];
    oneself_page(&session, typed, switches, Mistakes::default())
}

fn oneself_page(
    session: &Session,
    [called, contact, behalf]: [String; 3],
    (anonymous, secret): (bool, bool),
    errors: Mistakes,
) -> Handled {
    let class = categories::find(&session.body().category).map(|category| category.class);
    let page = OneselfPage {
        page: session.page("complaint-self-title", !errors.is_empty()),
        back: session.url("foto"),
        called,
        contact,
        behalf,
        anonymous,
        secret,
        inspected: class.is_ok_and(|class| class == Class::Supervision),
        errors,
    };
    let status = status(&page.errors);
    Ok(with_status(html(&page), status))
}

pub(super) async fn keep_oneself(
    mut session: Session,
    PostForm(typed): PostForm<BTreeMap<String, String>>,
) -> Handled {
    let lang = session.lang();
    let text = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let switches = (typed.contains_key("anonim"), typed.contains_key("rahasia"));
    let mut errors = Mistakes::default();
    let name = fields::short(&text("nama"));
    if let Err(error) = &name {
        errors.note("nama", lang.error(error));
    }
    let contact = fields::contact(&text("kontak"));
    if let Err(error) = &contact {
        errors.note("kontak", lang.error(error));
    }
    let behalf = fields::short(&text("atas-nama"));
    if let Err(error) = &behalf {
        errors.note("atas-nama", lang.error(error));
    }
    let (Ok(name), Ok((phone, email)), Ok(behalf)) = (name, contact, behalf) else {
        let typed = ["nama", "kontak", "atas-nama"].map(text);
        return oneself_page(&session, typed, switches, errors);
    };
    let change = |body: &mut Body| {
        body.reporter.name.clone_from(&name);
        body.reporter.phone.clone_from(&phone);
        body.reporter.email.clone_from(&email);
        body.reporter.behalf.clone_from(&behalf);
        (body.anonymous, body.secret) = switches;
    };
    session.keep("saya", None, change).await?;
    Ok(redirect(&session.after("saya")))
}
