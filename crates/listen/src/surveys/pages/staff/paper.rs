//! Paper: envelopes to print, the questionnaire to print, answers to key twice.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use kernel::error::Kind as Refusal;
use kernel::survey::{Item, Kind};
use platform::App;
use platform::auth::{Can, Desk, Steward};
use platform::i18n::Lang;
use platform::web::{Handled, Page, PostForm, Visitor, html};
use serde::Deserialize;

use super::super::super::model::State as RoundState;
use super::super::super::store;
use super::super::super::verbs::{Credential, KeyPaper, Keyed, PrintEnvelopes, entitled};
use super::super::id;
use super::editor::covering;

#[derive(Template)]
#[template(path = "surveys/templates/envelopes.html")]
struct EnvelopesPage {
    page: Page,
    unit: String,
    codes: Vec<String>,
    site: String,
}

/// How many envelopes, of which unit.
#[derive(Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    unit: String,
    #[serde(default)]
    jumlah: usize,
}

/// `POST .../amplop`: codes to print once. They are shown on this page and nowhere else.
pub(crate) async fn envelopes(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Steward>,
    Path(round): Path<String>,
    PostForm(Wanted { unit, jumlah }): PostForm<Wanted>,
) -> Handled {
    covering(can.whole_city())?;
    let print = PrintEnvelopes { round: id(&round)?, unit: unit.clone(), count: jumlah };
    let codes = app.db.write(visitor.tenant.id, print).await?;
    let page = visitor.page("surveys-envelopes-title").in_section("survei");
    let site = app.settings.public_url.split("://").nth(1).unwrap_or_default().to_owned();
    Ok(html(&EnvelopesPage { page, unit, codes, site }))
}

/// A question on paper, or to key.
struct Question {
    key: String,
    text: String,
    options: Vec<(String, String)>,
    chosen: String,
    optional: bool,
}

fn question(
    lang: Lang,
    item: &Item,
    kelurahan: &[(String, String)],
    given: &BTreeMap<String, String>,
) -> Question {
    let numbered = |words: &[kernel::service::Bilingual]| {
        let words = (1..).zip(words);
        words
            .map(|(n, word): (usize, _)| (n.to_string(), word.get(lang.code()).to_owned()))
            .collect()
    };
    let options = match &item.kind {
        Kind::Faces { words } => numbered(words),
        Kind::Choice { options } => numbered(options),
        Kind::YesNo { .. } => {
            vec![("yes".to_owned(), lang.t("common-yes")), ("no".to_owned(), lang.t("common-no"))]
        }
        Kind::Kelurahan => kelurahan.to_vec(),
    };
    Question {
        key: item.key.clone(),
        text: item.text.get(lang.code()).to_owned(),
        options,
        chosen: given.get(&item.key).cloned().unwrap_or_default(),
        optional: item.is_optional(),
    }
}

#[derive(Template)]
#[template(path = "surveys/templates/paper.html")]
struct PaperPage {
    page: Page,
    questions: Vec<Question>,
}

/// `GET .../kertas`: the questionnaire to print.
pub(crate) async fn paper(
    State(app): State<App>,
    visitor: Visitor,
    _: Desk,
    Path(round): Path<String>,
) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let round = store::round(&mut tx, id(&round)?).await?;
    round.must_be(RoundState::Open)?;
    let kept = store::questionnaire(&mut tx, round.questionnaire).await?;
    let none = BTreeMap::new();
    // A list of kelurahan is too long for paper: it is written in, so no option is printed.
    let items = kept.body.items.iter();
    let questions = items.map(|item| question(visitor.lang, item, &[], &none)).collect();
    let title = kept.body.title.get(visitor.lang.code());
    Ok(html(&PaperPage { page: visitor.page_titled(title).in_section("survei"), questions }))
}

#[derive(Template)]
#[template(path = "surveys/templates/entry.html")]
struct EntryPage {
    page: Page,
    code: String,
    error: String,
    told: String,
    questions: Vec<Question>,
}

fn entry_page(
    visitor: &Visitor,
    code: String,
    questions: Vec<Question>,
    (error, told): (String, String),
) -> Response {
    let wrong = !error.is_empty();
    let page = visitor.page("surveys-entry-title").in_section("survei").with_error_if(wrong);
    let page = html(&EntryPage { page, code, error, told, questions });
    if wrong { (StatusCode::BAD_REQUEST, page).into_response() } else { page }
}

/// `GET /petugas/survei/entri`: where the code of a paper is typed.
pub(crate) async fn entry(visitor: Visitor, _: Desk) -> Handled {
    Ok(entry_page(&visitor, String::new(), Vec::new(), Default::default()))
}

/// `POST /petugas/survei/entri`: first the code, then the answers.
pub(crate) async fn key(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Steward>,
    PostForm(fields): PostForm<BTreeMap<String, String>>,
) -> Handled {
    covering(can.whole_city())?;
    let code = fields.get("kode").cloned().unwrap_or_default();
    let given: BTreeMap<String, String> = fields
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("j.")?.to_owned(), value.clone())))
        .collect();
    let tenant = visitor.tenant.id;
    let mut tx = app.db.read(tenant).await?;
    let opened = match Credential::parse(&code) {
        Ok(credential) => entitled(&mut tx, &credential).await,
        Err(error) => Err(error),
    };
    let opened = match opened {
        Ok(opened) => opened,
        Err(error) if error.kind() == Refusal::Internal => return Err(error.into()),
        Err(error) => {
            let said = visitor.lang.error(&error);
            return Ok(entry_page(&visitor, code, Vec::new(), (said, String::new())));
        }
    };
    let kelurahan = crate::city::kelurahan(&mut tx).await?;
    drop(tx);
    let items = &opened.questionnaire.body.items;
    let all =
        || items.iter().map(|item| question(visitor.lang, item, &kelurahan, &given)).collect();
    if given.is_empty() {
        return Ok(entry_page(&visitor, code, all(), Default::default()));
    }
    match KeyPaper::key(&app, tenant, &code, given.clone(), can.user()).await {
        Ok(keyed) => {
            let told = visitor.lang.t(match keyed {
                Keyed::First => "surveys-keyed-first",
                Keyed::Agreed => "surveys-keyed-agreed",
                Keyed::Differs => "surveys-keyed-differs",
            });
            Ok(entry_page(&visitor, String::new(), Vec::new(), (String::new(), told)))
        }
        Err(error) if error.kind() == Refusal::Internal => Err(error.into()),
        Err(error) => {
            let said = visitor.lang.error(&error);
            Ok(entry_page(&visitor, code, all(), (said, String::new())))
        }
    }
}
