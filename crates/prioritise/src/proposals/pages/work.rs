//! `/perencana/usulan/{number}`: one proposal, for who works on it: evidence, cost, and what it is like.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::error::{Kind, Result};
use kernel::number::ApplicationNumber;
use platform::App;
use platform::auth::{Can, Planner};
use platform::db::Tx;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::model::Proposal;
use super::super::similar::{likeness, words as words_of};
use super::super::store::{self};
use super::super::verbs::{Cost, Merge};
use super::evidence::{self, Hearing};
use super::make::{office_choices, price_choices};
use super::public::{Told, number, tell};
use super::typed::{activity, field, milli, optional, rupiah};
use super::{PUBLIC, WORK, words};
use platform::city::Names;

/// Similar proposals that are shown.
const SHOWN: usize = 5;

/// What is typed into the form of a cost.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    harga: String,
    volume: String,
    biaya: String,
    dinas: String,
    kode: String,
}

struct Alike {
    href: String,
    number: String,
    title: String,
    state: String,
    kind: &'static str,
    place: String,
    percent: String,
    supporters: i64,
    /// Whether this one can go on as part of that one.
    can_take: bool,
}

#[derive(Template)]
#[template(path = "proposals/templates/work.html")]
struct WorkPage {
    page: Page,
    told: Told,
    evidence: Vec<evidence::Line>,
    alike: Vec<Alike>,
    typed: Typed,
    errors: Mistakes,
    prices: Vec<Choice>,
    offices: Vec<Choice>,
    href: String,
    public: String,
}

/// Open proposals of the same budget and place that share enough words, the most alike first.
async fn alike(
    tx: &mut Tx<'_>,
    app: &App,
    visitor: &Visitor,
    (row, names): (&Proposal, &Names),
) -> Result<Vec<Alike>> {
    let lang = visitor.lang;
    let least = app.rulebook.count("proposal.similar_percent", app.today())? as f64 / 100.0;
    let text = |one: &Proposal| words_of(&format!("{} {}", one.title, one.place));
    let mine = text(row);
    let all = store::of_year(tx, row.budget_year).await?;
    let others = all.iter().filter(|other| {
        other.id != row.id && other.state.is_open() && other.kelurahan == row.kelurahan
    });
    let mut found: Vec<(f64, &Proposal)> =
        others.map(|other| (likeness(&mine, &text(other)), other)).collect();
    found.retain(|(like, _)| *like >= least);
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let each = |(like, other): (f64, &Proposal)| {
        let (kind, state) = words::state(lang, other.state);
        Alike {
            href: format!("{WORK}/{}", other.number),
            number: other.number.to_string(),
            title: other.title.clone(),
            state,
            kind,
            place: words::place(lang, names, other),
            percent: lang.decimal(like * 100.0, 0),
            supporters: other.supporters,
            can_take: row.state.merged(other.state).is_ok(),
        }
    };
    Ok(found.into_iter().take(SHOWN).map(each).collect())
}

async fn page(
    app: &App,
    visitor: &Visitor,
    (Extension(outside), number): (Hearing, ApplicationNumber),
    typed: Option<(Typed, Mistakes)>,
) -> Result<Response> {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, lang).await?;
    let row = store::by_number(&mut tx, number).await?;
    let told = tell(&mut tx, app, lang, (&row, &names)).await?;
    let alike = if row.state.is_open() {
        alike(&mut tx, app, visitor, (&row, &names)).await?
    } else {
        Vec::new()
    };
    drop(tx);
    let evidence = evidence::lines(app, visitor, &outside, (&row, &names)).await?;
    let kept = Typed {
        harga: row.standard.as_ref().map(|one| one.price_code.clone()).unwrap_or_default(),
        volume: words::milli(lang, row.volume),
        biaya: row.asked.map(|asked| asked.get().to_string()).unwrap_or_default(),
        dinas: row.office.clone(),
        kode: row.activity.as_ref().map(ToString::to_string).unwrap_or_default(),
    };
    let (typed, errors) = typed.unwrap_or((kept, Mistakes::default()));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = WorkPage {
        page: visitor.page("proposals-one").in_section("usulan").with_error_if(!errors.is_empty()),
        told,
        evidence,
        alike,
        prices: price_choices(app, lang, &typed.harga),
        offices: office_choices(&names, &typed.dinas),
        href: format!("{WORK}/{number}"),
        public: format!("{PUBLIC}/{number}"),
        typed,
        errors,
    };
    Ok(with_status(html(&shown), status))
}

/// The page.
pub(super) async fn show(
    Shared(app): Shared<App>,
    visitor: Visitor,
    _: Can<Planner>,
    outside: Hearing,
    Path(text): Path<String>,
) -> Handled {
    Ok(page(&app, &visitor, (outside, number(&text)?), None).await?)
}

/// Reckons the cost, or says what must be mended.
pub(super) async fn cost(
    Shared(app): Shared<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    outside: Hearing,
    Path(text): Path<String>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let number = number(&text)?;
    let done = match typed.cost(&app, number, planner) {
        Ok(cost) => app.db.write(visitor.tenant.id, cost).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(redirect(&format!("{WORK}/{number}"))),
        Err(error) if error.kind() == Kind::Invalid => {
            let errors = Mistakes::one(field(error.key()), visitor.lang.error(&error));
            Ok(page(&app, &visitor, (outside, number), Some((typed, errors))).await?)
        }
        Err(error) => Err(error.into()),
    }
}

impl Typed {
    fn cost(&self, app: &App, number: ApplicationNumber, planner: Can<Planner>) -> Result<Cost> {
        let volume = milli(&self.volume);
        Ok(Cost {
            app: app.clone(),
            number,
            price_code: self.harga.clone(),
            volume: volume.ok_or_else(|| kernel::Error::invalid("proposals-volume-wrong"))?,
            asked: optional(&self.biaya, rupiah, "proposals-asked-wrong")?,
            office: self.dinas.clone(),
            activity: activity(&self.kode)?,
            planner,
        })
    }
}

/// The proposal as part of which another goes on.
#[derive(Deserialize)]
pub(super) struct Into {
    #[serde(default)]
    tujuan: String,
}

/// Merges a proposal into another.
pub(super) async fn merge(
    Shared(app): Shared<App>,
    visitor: Visitor,
    planner: Can<Planner>,
    Path(text): Path<String>,
    PostForm(typed): PostForm<Into>,
) -> Handled {
    let (from, into) = (number(&text)?, number(&typed.tujuan)?);
    app.db.write(visitor.tenant.id, Merge { from, into, planner }).await?;
    Ok(redirect(&format!("{WORK}/{into}")))
}
