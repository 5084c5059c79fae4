//! Answering: a code or token, then one question a page. What was answered travels in the form
//! itself until it is handed in, so the server remembers nothing of someone who stops half-way.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use kernel::error::{Kind as Refusal, Result};
use kernel::survey::{Item, Kind};
use platform::App;
use platform::i18n::Lang;
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::verbs::{Answer, Credential, Entitled, entitled};

#[derive(Template)]
#[template(path = "surveys/templates/enter.html")]
struct EnterPage {
    page: Page,
    typed: String,
    error: String,
}

/// `GET /survei`: where a code is typed.
pub(super) async fn enter(visitor: Visitor) -> Handled {
    Ok(enter_page(&visitor, String::new(), String::new()))
}

fn enter_page(visitor: &Visitor, typed: String, error: String) -> Response {
    let page = visitor.page("survey-enter-title").with_error_if(!error.is_empty());
    let wrong = !error.is_empty();
    let page = html(&EnterPage { page, typed, error });
    if wrong { (StatusCode::BAD_REQUEST, page).into_response() } else { page }
}

/// What the form holds: the credential, the question that was shown, its answer, all answers so
/// far, and where to go.
struct Sent {
    credential: String,
    step: usize,
    answer: String,
    act: String,
    answers: BTreeMap<String, String>,
}

impl Sent {
    fn read(mut fields: BTreeMap<String, String>) -> Self {
        let mut take = |name: &str| fields.remove(name).unwrap_or_default();
        let (credential, step) = (take("kredensial"), take("langkah"));
        let (answer, act) = (take("jawaban"), take("aksi"));
        let kept = fields
            .into_iter()
            .filter_map(|(name, value)| name.strip_prefix("j.").map(|key| (key.to_owned(), value)));
        Self {
            answers: kept.collect(),
            credential,
            step: step.parse().unwrap_or(usize::MAX),
            answer,
            act,
        }
    }
}

/// An answer that can be chosen.
struct Choice {
    value: String,
    label: String,
    checked: bool,
    /// Which face, 1 to 4; 0 for none.
    face: usize,
}

/// A line of the check page.
struct Line {
    key: String,
    question: String,
    answer: String,
    step: usize,
}

#[derive(Template)]
#[template(path = "surveys/templates/question.html")]
struct QuestionPage {
    page: Page,
    credential: String,
    answers: BTreeMap<String, String>,
    step: usize,
    of: usize,
    question: String,
    choices: Vec<Choice>,
    list: bool,
    optional: bool,
    error: String,
}

#[derive(Template)]
#[template(path = "surveys/templates/check.html")]
struct CheckPage {
    page: Page,
    credential: String,
    answers: BTreeMap<String, String>,
    of: usize,
    lines: Vec<Line>,
    weaker: bool,
}

/// `POST /survei/jawab`: from one question to the next, and in the end the answer itself.
pub(super) async fn step(
    State(app): State<App>,
    visitor: Visitor,
    PostForm(fields): PostForm<BTreeMap<String, String>>,
) -> Handled {
    app.limits.form(visitor.address)?;
    let mut sent = Sent::read(fields);
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let opened = match Credential::parse(&sent.credential) {
        Ok(credential) => entitled(&mut tx, &credential).await.map(|opened| (credential, opened)),
        Err(error) => Err(error),
    };
    let (credential, opened) = match opened {
        Ok(opened) => opened,
        Err(error) if error.kind() == Refusal::Internal => return Err(error.into()),
        Err(error) => {
            return Ok(enter_page(&visitor, sent.credential, visitor.lang.error(&error)));
        }
    };
    let kelurahan = crate::city::kelurahan(&mut tx).await?;
    drop(tx);
    let items = &opened.questionnaire.body.items;
    sent.answers.retain(|key, _| items.iter().any(|item| item.key == *key));
    if sent.act == "kirim" {
        let tenant = visitor.tenant.id;
        return match Answer::hand_in(&app, tenant, credential, sent.answers.clone()).await {
            Ok(()) => Ok(redirect("/survei/terima-kasih")),
            Err(error) if error.kind() == Refusal::Internal => Err(error.into()),
            Err(error) => Ok(enter_page(&visitor, sent.credential, visitor.lang.error(&error))),
        };
    }
    let (next, error) = after(&mut sent, items);
    Ok(shown(&visitor, sent, &opened, &kelurahan, next, error))
}

/// Where the form goes, and what must be mended before.
fn after(sent: &mut Sent, items: &[Item]) -> (usize, &'static str) {
    if let Some(step) = sent.act.strip_prefix("ubah.") {
        return (step.parse().unwrap_or(0), "");
    }
    let Some(item) = items.get(sent.step) else { return (0, "") };
    if !sent.answer.is_empty() {
        sent.answers.insert(item.key.clone(), sent.answer.clone());
    }
    match sent.act.as_str() {
        "kembali" => (sent.step.saturating_sub(1), ""),
        "lewati" if item.is_optional() => {
            sent.answers.remove(&item.key);
            (sent.step + 1, "")
        }
        _ if sent.answer.is_empty() && !item.is_optional() => (sent.step, "survey-answer-one"),
        _ => (sent.step + 1, ""),
    }
}

fn shown(
    visitor: &Visitor,
    sent: Sent,
    opened: &Entitled,
    kelurahan: &[(String, String)],
    step: usize,
    error: &'static str,
) -> Response {
    let lang = visitor.lang;
    let body = &opened.questionnaire.body;
    let of = body.items.len();
    let Some(item) = body.items.get(step) else {
        let lines = body.items.iter().enumerate();
        let lines = lines.map(|(step, item)| line(lang, item, &sent.answers, kelurahan, step));
        return html(&CheckPage {
            page: visitor.page("survey-check-title"),
            lines: lines.collect(),
            credential: sent.credential,
            answers: sent.answers,
            of,
            weaker: opened.mode != super::super::model::Mode::Token,
        });
    };
    let chosen = sent.answers.get(&item.key).map(String::as_str);
    let question = item.text.get(lang.code()).to_owned();
    html(&QuestionPage {
        page: visitor.page_titled(question.clone()).with_error_if(!error.is_empty()),
        choices: choices(lang, item, chosen, kelurahan),
        list: matches!(item.kind, Kind::Kelurahan),
        optional: item.is_optional(),
        error: if error.is_empty() { String::new() } else { lang.t(error) },
        credential: sent.credential,
        answers: sent.answers,
        step,
        of,
        question,
    })
}

fn choices(
    lang: Lang,
    item: &Item,
    chosen: Option<&str>,
    kelurahan: &[(String, String)],
) -> Vec<Choice> {
    let choice = |value: String, label: String, face: usize| Choice {
        checked: chosen == Some(value.as_str()),
        value,
        label,
        face,
    };
    match &item.kind {
        Kind::Faces { words } => (1..)
            .zip(words)
            .map(|(face, word)| choice(face.to_string(), word.get(lang.code()).to_owned(), face))
            .collect(),
        Kind::YesNo { .. } => vec![
            choice("yes".to_owned(), lang.t("common-yes"), 0),
            choice("no".to_owned(), lang.t("common-no"), 0),
        ],
        Kind::Choice { options } => (1..)
            .zip(options)
            .map(|(place, option): (usize, _)| {
                choice(place.to_string(), option.get(lang.code()).to_owned(), 0)
            })
            .collect(),
        Kind::Kelurahan => {
            kelurahan.iter().map(|(code, name)| choice(code.clone(), name.clone(), 0)).collect()
        }
    }
}

fn line(
    lang: Lang,
    item: &Item,
    answers: &BTreeMap<String, String>,
    kelurahan: &[(String, String)],
    step: usize,
) -> Line {
    let answer = answers.get(&item.key).map(String::as_str);
    let all = choices(lang, item, answer, kelurahan);
    let label = all.into_iter().find(|choice| choice.checked).map(|choice| choice.label);
    Line {
        key: item.key.clone(),
        question: item.text.get(lang.code()).to_owned(),
        answer: label.unwrap_or_else(|| lang.t("survey-not-answered")),
        step,
    }
}

#[derive(Template)]
#[template(path = "surveys/templates/thanks.html")]
struct ThanksPage {
    page: Page,
}

/// `GET /survei/terima-kasih`.
pub(super) async fn thanks(visitor: Visitor) -> Result<Response, platform::web::Failure> {
    Ok(html(&ThanksPage { page: visitor.page("survey-thanks-title") }))
}
