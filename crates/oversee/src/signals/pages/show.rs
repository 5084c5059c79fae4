//! One signal: the pattern, its null model, the people's side, the records, and the decision.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Error;
use kernel::actor::Channel;
use kernel::error::{Kind as Refusal, Result};
use kernel::id::SignalId;
use platform::App;
use platform::auth::{Can, Inspector};
use platform::i18n::Lang;
use platform::web::encode;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::model::{REASONS, ReadAsked, SPEAKERS, Signal, State as Stands};
use super::super::store;
use super::super::verbs::{Decide, Does};
use super::BASE;
use super::graph::Graph;
use super::words::{self, Names};

type Fields = BTreeMap<String, String>;

/// The longest text that people write.
pub(super) const LONGEST: usize = 4000;

struct Said {
    by: String,
    at: String,
    text: String,
}

struct Asked {
    who: String,
    at: String,
    text: String,
    answered: bool,
}

#[derive(Template)]
#[template(path = "signals/templates/show.html")]
struct ShowPage {
    page: Page,
    base: String,
    kind: String,
    finding: String,
    chance: String,
    q: String,
    null_model: String,
    state: String,
    open: bool,
    escalated: bool,
    case: String,
    due: String,
    missed: bool,
    ending: String,
    by_mayor: String,
    said: Vec<Said>,
    asked: Vec<Asked>,
    officers: Vec<Choice>,
    question: String,
    must_wait: bool,
    said_of_money: Vec<String>,
    records: Vec<String>,
    records_are: &'static str,
    graph: Graph,
    speakers: Vec<Choice>,
    reasons: Vec<Choice>,
    told: String,
    why: String,
    errors: Mistakes,
}

/// What the head of the city asked, which another context knows.
#[derive(Clone, Copy)]
pub(super) struct FromMayor(pub(super) ReadAsked);

/// `GET /pengawasan/sinyal/{id}`.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    _: Can<Inspector>,
    Extension(from): Extension<FromMayor>,
    Path(id): Path<String>,
) -> Handled {
    shown(&app, &visitor, from, &id, (&Fields::new(), Mistakes::default())).await
}

async fn shown(
    app: &App,
    visitor: &Visitor,
    FromMayor(from_mayor): FromMayor,
    id: &str,
    (typed, errors): (&Fields, Mistakes),
) -> Handled {
    let lang = visitor.lang;
    let by_mayor = from_mayor(app, visitor.tenant.id, parse(id)?).await?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let (signal, _) = store::by_id(&mut tx, app, parse(id)?).await?;
    let names = Names::of(&mut tx, app, std::slice::from_ref(&signal)).await?;
    drop(tx);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let text = |field: &str| typed.get(field).cloned().unwrap_or_default();
    let choices = |codes: &[&str], prefix: &str, chosen: &str| {
        let choice = |code: &&str| {
            let label = lang.t(&format!("{prefix}-{code}"));
            let (value, checked) = ((*code).to_owned(), *code == chosen);
            Choice { value, label, hint: String::new(), checked }
        };
        codes.iter().map(choice).collect()
    };
    let content = &signal.content;
    let page = visitor.page("signals-one-title").in_section("sinyal");
    let shown = ShowPage {
        page: page.with_error_if(!errors.is_empty()),
        base: format!("{BASE}/{}", signal.id),
        kind: lang.t(&format!("signals-kind-{}", signal.kind)),
        finding: words::finding(lang, &names, &signal),
        chance: words::chance(lang, content.p),
        q: words::rate(lang, content.q),
        null_model: lang.t(&format!("signals-null-{}", signal.kind)),
        state: lang.t(&format!("signals-state-{}", signal.state.code())),
        open: signal.state == Stands::Open,
        escalated: signal.state == Stands::Escalated,
        case: case_link(&signal),
        due: signal.due_at.map_or_else(String::new, |due| lang.moment(due, app.tz())),
        missed: signal.missed_at.is_some(),
        ending: ending(lang, &signal),
        by_mayor: by_mayor.map_or_else(String::new, |at| lang.moment(at, app.tz())),
        said: said(app, lang, &signal),
        asked: asked(app, lang, &names, &signal),
        officers: officers(&names, &signal, &text("petugas")),
        question: text("pertanyaan"),
        must_wait: !signal.may_become_case(app.db.clock().now()),
        said_of_money: words::said_of_money(lang, &signal),
        records: content.records.clone(),
        records_are: words::records(&signal),
        graph: Graph::of(&names, &signal),
        speakers: choices(&SPEAKERS, "signals-speaker", &text("siapa")),
        reasons: choices(&REASONS, "signals-reason", &text("alasan")),
        told: text("penjelasan"),
        why: text("uraian"),
        errors,
    };
    Ok(with_status(html(&shown), status))
}

fn said(app: &App, lang: Lang, signal: &Signal) -> Vec<Said> {
    let explanations = signal.content.explanations.iter();
    let said = explanations.map(|explanation| Said {
        by: lang.t(&match explanation.from {
            Some(_) => "signals-speaker-own".to_owned(),
            None => format!("signals-speaker-{}", explanation.by),
        }),
        at: lang.moment(explanation.at, app.tz()),
        text: explanation.text.clone(),
    });
    said.collect()
}

fn asked(app: &App, lang: Lang, names: &Names, signal: &Signal) -> Vec<Asked> {
    let asked = signal.content.questions.iter().map(|question| Asked {
        who: names.officer(&question.to.to_string()),
        at: lang.moment(question.at, app.tz()),
        text: question.text.clone(),
        answered: signal.answer_to(question).is_some(),
    });
    asked.collect()
}

fn officers(names: &Names, signal: &Signal, chosen: &str) -> Vec<Choice> {
    let choice = |officer: kernel::id::UserId| {
        let value = officer.to_string();
        let (label, checked) = (names.officer(&value), value == chosen);
        Choice { value, label, hint: String::new(), checked }
    };
    signal.officers().into_iter().map(choice).collect()
}

fn ending(lang: Lang, signal: &Signal) -> String {
    match (&signal.content.ending, signal.state) {
        (Some(ending), Stands::Dismissed) => {
            let reason = lang.t(&format!("signals-reason-{}", ending.reason));
            format!("{reason}. {}", ending.text)
        }
        (Some(ending), Stands::Escalated) if !ending.urgent.is_empty() => {
            let urgent = lang.t1("signals-urgent", "reason", &ending.urgent);
            format!("{}. {urgent}", ending.text)
        }
        (Some(ending), Stands::Escalated) => ending.text.clone(),
        _ => String::new(),
    }
}

/// The form of a new case, filled in with what the signal knows; or the case that it became.
fn case_link(signal: &Signal) -> String {
    match &signal.content.ending {
        Some(ending) if signal.state == Stands::Escalated => {
            format!("/inspektorat/perkara/{}", ending.text)
        }
        _ => {
            let (id, unit) = (signal.id, encode(&signal.content.unit));
            format!("/inspektorat/perkara/baru?asal=signal&rujukan={id}&unit={unit}")
        }
    }
}

pub(super) fn parse(id: &str) -> Result<SignalId> {
    id.parse().map_err(|_| Error::not_found())
}

/// An officer is asked.
pub(super) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    inspector: Can<Inspector>,
    Extension(from): Extension<FromMayor>,
    Path(id): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let does = |officer: String, text: String| Does::Ask(officer, text);
    decide(&app, (&visitor, from), &inspector, &id, &typed, ("petugas", "pertanyaan"), does).await
}

/// Takes down what someone concerned says.
pub(super) async fn explain(
    State(app): State<App>,
    visitor: Visitor,
    inspector: Can<Inspector>,
    Extension(from): Extension<FromMayor>,
    Path(id): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let does = |by: String, text: String| Does::Explain(by, text);
    decide(&app, (&visitor, from), &inspector, &id, &typed, ("siapa", "penjelasan"), does).await
}

/// Nothing is the matter.
pub(super) async fn dismiss(
    State(app): State<App>,
    visitor: Visitor,
    inspector: Can<Inspector>,
    Extension(from): Extension<FromMayor>,
    Path(id): Path<String>,
    PostForm(typed): PostForm<Fields>,
) -> Handled {
    let does = |reason: String, text: String| Does::Dismiss(reason, text);
    decide(&app, (&visitor, from), &inspector, &id, &typed, ("alasan", "uraian"), does).await
}

/// An act with a choice and words; both are needed, and what was typed stays.
async fn decide(
    app: &App,
    (visitor, from): (&Visitor, FromMayor),
    inspector: &Can<Inspector>,
    id: &str,
    typed: &Fields,
    (choice, words): (&str, &str),
    does: impl FnOnce(String, String) -> Does,
) -> Handled {
    let signal = parse(id)?;
    let field = |name: &str| typed.get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
    let (chosen, text) = (field(choice), field(words));
    let mut errors = Mistakes::default();
    if chosen.is_empty() {
        errors.note(choice, visitor.lang.t("signals-choose"));
    }
    if text.is_empty() {
        errors.note(words, visitor.lang.t("signals-write"));
    } else if text.chars().count() > LONGEST {
        errors.note(words, visitor.lang.t1("signals-too-long", "most", LONGEST));
    }
    if !errors.is_empty() {
        return shown(app, visitor, from, id, (typed, errors)).await;
    }
    let actor = inspector.actor(Channel::Online, None);
    let command = Decide { app: app.clone(), signal, does: does(chosen, text), actor };
    match app.db.write(visitor.tenant.id, command).await {
        Ok(()) => Ok(redirect(&format!("{BASE}/{id}"))),
        Err(error) if error.kind() == Refusal::Invalid => {
            let errors = Mistakes::one(choice, visitor.lang.error(&error));
            shown(app, visitor, from, id, (typed, errors)).await
        }
        Err(error) => Err(error.into()),
    }
}
