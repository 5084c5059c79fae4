//! `/humas/kampanye/baru`: a campaign is drafted.

use askama::Template;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::ToSpan as _;
use kernel::error::{Kind, Result};
use kernel::facts::campaign::{Audience, Medium, Message};
use platform::App;
use platform::auth::{Can, Outreach};
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};

use super::super::rules::{FEWEST_IN_LOT, FEWEST_WEEKS};
use super::super::store::seen;
use super::super::verbs::Draft;
use super::typed::{Typed, field};
use super::words;
use platform::city::Names;

/// A field for the cost of a channel.
struct Cost {
    field: String,
    label_text: String,
    typed: String,
}

#[derive(Template)]
#[template(path = "outreach/templates/draft.html")]
struct DraftPage {
    page: Page,
    typed: Typed,
    errors: Mistakes,
    messages: Vec<Choice>,
    kelurahan: Vec<Choice>,
    services: Vec<Choice>,
    audiences: Vec<Choice>,
    media: Vec<Choice>,
    costs: Vec<Cost>,
    lot: Option<bool>,
    second: Vec<Choice>,
    messages_b: Vec<Choice>,
    few: usize,
    weeks: i32,
}

async fn form(app: &App, visitor: &Visitor, typed: Typed, errors: Mistakes) -> Result<Response> {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, lang).await?;
    let catalogue = seen::catalogue(&mut tx, app.today()).await?;
    drop(tx);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let word = |kind: &str, code: &str, chosen: bool| {
        words::choice(code, &lang.t(&format!("outreach-{kind}-{code}")), chosen)
    };
    let mut services: Vec<Choice> = catalogue
        .values()
        .map(|one| {
            let chosen = typed.layanan.contains(&one.code);
            words::choice(&one.code, one.name.get(lang.code()), chosen)
        })
        .collect();
    services.sort_by(|a, b| a.label.cmp(&b.label));
    let place = |one: &platform::city::Kelurahan| {
        words::choice(&one.code, &one.name, typed.kelurahan.contains(&one.code))
    };
    let cost = |one: &Medium| Cost {
        field: format!("biaya-{}", one.code()),
        label_text: lang.t1(
            "outreach-cost-of",
            "medium",
            lang.t(&format!("outreach-medium-{}", one.code())),
        ),
        typed: typed.cost(*one).to_owned(),
    };
    let media = Medium::ALL.iter();
    let messages = |typed: &str| -> Vec<Choice> {
        let each = Message::ALL.iter();
        each.map(|one| word("message", one.code(), typed == one.code())).collect()
    };
    let shown = DraftPage {
        page: visitor.page("outreach-new").in_section("kampanye").with_error_if(!errors.is_empty()),
        messages: messages(&typed.pesan),
        second: vec![words::choice("yes", &lang.t("outreach-second-choice"), typed.two())],
        messages_b: messages(&typed.pesan_b),
        kelurahan: names.kelurahan().iter().map(place).collect(),
        services,
        audiences: Audience::ALL
            .iter()
            .map(|one| word("audience", one.code(), typed.sasaran == one.code()))
            .collect(),
        media: media
            .clone()
            .map(|one| word("medium", one.code(), typed.saluran.iter().any(|c| c == one.code())))
            .collect(),
        costs: media.map(cost).collect(),
        lot: match typed.undian.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        few: FEWEST_IN_LOT,
        weeks: FEWEST_WEEKS,
        typed,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// The form; the first day is two weeks ahead, the last ten weeks later.
pub(super) async fn ask(Shared(app): Shared<App>, visitor: Visitor, _: Can<Outreach>) -> Handled {
    let from = app.today().saturating_add(14.days());
    let until = from.saturating_add(70.days());
    let typed = Typed {
        mulai: from.day().to_string(),
        mulai_month: from.month().to_string(),
        mulai_year: from.year().to_string(),
        selesai: until.day().to_string(),
        selesai_month: until.month().to_string(),
        selesai_year: until.year().to_string(),
        ..Typed::default()
    };
    Ok(form(&app, &visitor, typed, Mistakes::default()).await?)
}

/// Keeps the draft, or says what must be mended.
pub(super) async fn make(
    Shared(app): Shared<App>,
    visitor: Visitor,
    outreach: Can<Outreach>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let said = match typed.said(visitor.lang) {
        Ok(said) => said,
        Err(errors) => return Ok(form(&app, &visitor, typed, errors).await?),
    };
    let draft = Draft { app: app.clone(), said, drafter: outreach.user() };
    match app.db.write(visitor.tenant.id, draft).await {
        Ok(id) => Ok(redirect(&format!("/humas/kampanye/{id}"))),
        Err(error) if error.kind() == Kind::Invalid => {
            let errors = Mistakes::one(field(error.key()), visitor.lang.error(&error));
            Ok(form(&app, &visitor, typed, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}
