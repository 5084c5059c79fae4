//! What is asked, as it was frozen.

use askama::Template;
use axum::extract::{Path, State};
use kernel::Error;
use kernel::fact::SubjectKind;
use kernel::survey::Kind;
use platform::App;
use platform::web::{Handled, Page, Visitor, html};

use crate::surveys::pages::id;
use crate::surveys::store;

/// A question as it stands in the log.
struct Question {
    text: String,
    key: String,
    options: Vec<String>,
    scores: bool,
}

#[derive(Template)]
#[template(path = "surveys/templates/questionnaire.html")]
struct QuestionnairePage {
    page: Page,
    version: i64,
    digest: String,
    changed: bool,
    position: Option<i64>,
    questions: Vec<Question>,
}

/// `GET /indeks/kuesioner/{id}`: what is asked, as it was frozen.
pub async fn questionnaire(
    State(app): State<App>,
    visitor: Visitor,
    Path(questionnaire): Path<String>,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let kept = store::questionnaire(&mut tx, id(&questionnaire)?).await?;
    if !kept.is_frozen() {
        return Err(Error::not_found().into());
    }
    let position = store::position(&mut tx, SubjectKind::Questionnaire, kept.id).await?;
    let question = |item: &kernel::survey::Item| Question {
        text: item.text.get(lang.code()).to_owned(),
        key: item.key.clone(),
        scores: item.term.is_some(),
        options: match &item.kind {
            Kind::Faces { words } => {
                words.iter().map(|word| word.get(lang.code()).to_owned()).collect()
            }
            Kind::Choice { options } => {
                options.iter().map(|word| word.get(lang.code()).to_owned()).collect()
            }
            Kind::YesNo { .. } => vec![lang.t("common-yes"), lang.t("common-no")],
            Kind::Kelurahan => vec![lang.t("index-kelurahan-list")],
        },
    };
    Ok(html(&QuestionnairePage {
        page: visitor.page_titled(kept.body.title.get(lang.code())).in_section("indeks"),
        version: kept.version,
        digest: kept.sha256.clone(),
        changed: kept.must_be_as_frozen().is_err(),
        position,
        questions: kept.body.items.iter().map(question).collect(),
    }))
}
