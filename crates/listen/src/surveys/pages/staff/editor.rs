//! Writing a questionnaire: one form, a block a question.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use kernel::Error;
use kernel::actor::{Channel, Role};
use kernel::error::{Kind as Refusal, Result};
use kernel::service::Bilingual;
use kernel::survey::{Item, Kind, Questionnaire};
use platform::App;
use platform::auth::{Approver, Can, Desk, Steward};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::super::model::Kept;
use super::super::super::store;
use super::super::super::verbs::{Draft, Freeze};
use super::super::id;
use super::{Nothing, may};

/// Empty blocks that the editor offers below the questions.
const SPARE: usize = 2;

/// A question as the form shows it.
struct Block {
    number: usize,
    key: String,
    id: String,
    en: String,
    kind: &'static str,
    options: String,
    term: String,
}

impl Block {
    fn of(number: usize, item: &Item) -> Self {
        let lines = |words: &[Bilingual]| {
            words
                .iter()
                .map(|word| format!("{} | {}", word.id, word.en))
                .collect::<Vec<_>>()
                .join("\n")
        };
        let (kind, options) = match &item.kind {
            Kind::Faces { words } => ("faces", lines(words)),
            Kind::YesNo { good: true } => ("yes_good", String::new()),
            Kind::YesNo { good: false } => ("yes_bad", String::new()),
            Kind::Choice { options } => ("choice", lines(options)),
            Kind::Kelurahan => ("kelurahan", String::new()),
        };
        let (id, en) = (item.text.id.clone(), item.text.en.clone());
        let term = item.term.clone().unwrap_or_default();
        Self { number, key: item.key.clone(), id, en, kind, options, term }
    }

    fn empty(number: usize) -> Self {
        let none = String::new;
        Self {
            number,
            key: none(),
            id: none(),
            en: none(),
            kind: "faces",
            options: none(),
            term: none(),
        }
    }
}

#[derive(Template)]
#[template(path = "surveys/templates/editor.html")]
struct EditorPage {
    page: Page,
    id: String,
    kept: Kept,
    error: String,
    blocks: Vec<Block>,
    terms: Vec<(String, String)>,
    kinds: [&'static str; 5],
    may_write: bool,
    may_freeze: bool,
    own: bool,
}

impl EditorPage {
    fn name(&self, field: &str, number: &usize) -> String {
        format!("{field}-{number}")
    }

    fn kind_name(&self, kind: &str) -> String {
        self.page.t(&format!("surveys-kind-{kind}"))
    }
}

fn page(
    visitor: &Visitor,
    desk: &Desk,
    kept: Kept,
    body: &Questionnaire,
    error: String,
) -> Response {
    let lang = visitor.lang;
    let mut blocks: Vec<Block> =
        (0..).zip(&body.items).map(|(n, item)| Block::of(n, item)).collect();
    let next = blocks.len();
    blocks.extend((next..next + SPARE).map(Block::empty));
    let title = body.title.get(lang.code()).to_owned();
    let frozen = kept.is_frozen();
    let own = kept.edited_by == Some(desk.user().uuid());
    html(&EditorPage {
        page: visitor.page_titled(title).in_section("survei").with_error_if(!error.is_empty()),
        id: kept.id.to_string(),
        terms: terms(body, lang == platform::i18n::Lang::Id),
        kinds: ["faces", "yes_good", "yes_bad", "choice", "kelurahan"],
        may_write: !frozen && may(desk, Role::Steward),
        may_freeze: !frozen && !own && may(desk, Role::Approver),
        own,
        kept: Kept { body: body.clone(), ..kept },
        error,
        blocks,
    })
}

/// Terms that a question may score, with their names.
fn terms(body: &Questionnaire, indonesian: bool) -> Vec<(String, String)> {
    let definition = estimation::index::find(&body.index);
    let name = |term: &estimation::index::Term| {
        let label = if indonesian { &term.label.id } else { &term.label.en };
        (term.key.clone(), label.clone())
    };
    let all = definition.into_iter().flat_map(|definition| &definition.terms);
    let leaves = |term: &estimation::index::Term| {
        if term.parts.is_empty() { vec![name(term)] } else { term.parts.iter().map(name).collect() }
    };
    all.flat_map(leaves).collect()
}

/// `GET /petugas/survei/kuesioner/{id}`.
pub(crate) async fn edit(
    State(app): State<App>,
    visitor: Visitor,
    desk: Desk,
    Path(questionnaire): Path<String>,
) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let kept = store::questionnaire(&mut tx, id(&questionnaire)?).await?;
    let body = kept.body.clone();
    Ok(page(&visitor, &desk, kept, &body, String::new()))
}

/// `POST /petugas/survei/kuesioner/{id}`: saves the draft. What was typed is shown again when
/// something must be mended.
pub(crate) async fn save(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Steward>,
    desk: Desk,
    Path(questionnaire): Path<String>,
    PostForm(fields): PostForm<BTreeMap<String, String>>,
) -> Handled {
    covering(can.whole_city())?;
    let tenant = visitor.tenant.id;
    let mut tx = app.db.read(tenant).await?;
    let kept = store::questionnaire(&mut tx, id(&questionnaire)?).await?;
    drop(tx);
    let body = typed(&kept.body, &fields);
    let seen = fields.get("revisi").and_then(|seen| seen.parse().ok()).unwrap_or(0);
    let draft = Draft { of: Some((kept.id, seen)), body: body.clone(), by: Some(can.user()) };
    match app.db.write(tenant, draft).await {
        Ok(id) => Ok(redirect(&format!("/petugas/survei/kuesioner/{id}"))),
        Err(error) if matches!(error.kind(), Refusal::Invalid | Refusal::Conflict) => {
            let shown = page(&visitor, &desk, kept, &body, visitor.lang.error(&error));
            Ok((StatusCode::BAD_REQUEST, shown).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn typed(before: &Questionnaire, fields: &BTreeMap<String, String>) -> Questionnaire {
    let text = |name: &str| fields.get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
    let items = (0..kernel::survey::MOST_ITEMS + SPARE).filter_map(|n| {
        let key = text(&format!("kunci-{n}"));
        (!key.is_empty()).then(|| Item {
            text: Bilingual { id: text(&format!("id-{n}")), en: text(&format!("en-{n}")) },
            kind: kind(&text(&format!("jenis-{n}")), &text(&format!("pilihan-{n}"))),
            term: Some(text(&format!("unsur-{n}"))).filter(|term| !term.is_empty()),
            key,
        })
    });
    Questionnaire {
        code: before.code.clone(),
        title: Bilingual { id: text("judul-id"), en: text("judul-en") },
        index: before.index.clone(),
        items: items.collect(),
    }
}

fn kind(name: &str, options: &str) -> Kind {
    let words = || {
        let lines = options.lines().map(str::trim).filter(|line| !line.is_empty());
        let word = |line: &str| {
            let (id, en) = line.split_once('|').unwrap_or((line, ""));
            Bilingual { id: id.trim().to_owned(), en: en.trim().to_owned() }
        };
        lines.map(word).collect()
    };
    match name {
        "yes_good" => Kind::YesNo { good: true },
        "yes_bad" => Kind::YesNo { good: false },
        "choice" => Kind::Choice { options: words() },
        "kelurahan" => Kind::Kelurahan,
        _ => Kind::Faces { words: words() },
    }
}

/// How a draft stood when it was read.
#[derive(Deserialize)]
pub(crate) struct Seen {
    #[serde(default)]
    revisi: i64,
}

/// `POST .../bekukan`: freezes it in the log.
pub(crate) async fn freeze(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Approver>,
    Path(questionnaire): Path<String>,
    PostForm(Seen { revisi }): PostForm<Seen>,
) -> Handled {
    covering(can.whole_city())?;
    let id = id(&questionnaire)?;
    let freeze = Freeze { id, seen: revisi, actor: can.actor(Channel::Online, None) };
    app.db.write(visitor.tenant.id, freeze).await?;
    Ok(redirect(&format!("/petugas/survei/kuesioner/{id}")))
}

/// `POST .../versi-baru`: a draft that begins as the frozen version stands.
pub(crate) async fn new_version(
    State(app): State<App>,
    visitor: Visitor,
    can: Can<Steward>,
    Path(questionnaire): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    covering(can.whole_city())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let kept = store::questionnaire(&mut tx, id(&questionnaire)?).await?;
    drop(tx);
    let draft = Draft { of: None, body: kept.body, by: Some(can.user()) };
    let id = app.db.write(visitor.tenant.id, draft).await?;
    Ok(redirect(&format!("/petugas/survei/kuesioner/{id}")))
}

/// Surveys are the whole city's.
pub(super) fn covering(whole_city: bool) -> Result<()> {
    if whole_city { Ok(()) } else { Err(Error::new(Refusal::Forbidden, "error-forbidden")) }
}
