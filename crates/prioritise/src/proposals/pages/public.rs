//! `GET /usulan/{number}`: one proposal with its whole way, and the press that supports it.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State as Shared};
use axum_extra::extract::CookieJar;
use kernel::Error;
use kernel::error::Result;
use kernel::number::ApplicationNumber;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::vault::sha256;
use platform::web::view::with_cookie;
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use rand::Rng as _;
use serde::Deserialize;
use uuid::Uuid;

use super::super::model::{Forum, Origin, Proposal, Verdict};
use super::super::prices;
use super::super::rules;
use super::super::store::{self, forums};
use super::super::verbs::Support;
use super::evidence::{self, Hearing};
use super::way::{self, Step};
use super::{PUBLIC, words};
use crate::execution::follow;
use platform::city::Names;

const COOKIE: &str = "bening_dukung";
/// How long a browser remembers what it supports.
const DAYS: u64 = 365;
/// How often a press is tried again when another came first.
const TRIES: usize = 25;

/// What is told of a proposal, on every page.
pub(super) struct Told {
    pub(super) title: String,
    pub(super) number: String,
    pub(super) council: bool,
    pub(super) kind: &'static str,
    pub(super) state: String,
    pub(super) what: String,
    pub(super) rows: Vec<(String, String)>,
    pub(super) steps: Vec<Step>,
    pub(super) supporters: i64,
    pub(super) open: bool,
    /// The proposal as part of which it goes on: address and title.
    pub(super) into: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "proposals/templates/show.html")]
struct ShowPage {
    page: Page,
    told: Told,
    evidence: Vec<evidence::Line>,
    href: String,
    supported: bool,
}

/// The number in an address.
pub(super) fn number(text: &str) -> Result<ApplicationNumber> {
    ApplicationNumber::parse(text).map_err(|_| Error::not_found())
}

/// What deliberations said about a proposal.
pub(super) async fn said(tx: &mut Tx<'_>, row: &Proposal) -> Result<Vec<(Verdict, Forum)>> {
    let mut said = Vec::new();
    for verdict in forums::verdicts_on(tx, row.id).await? {
        let forum = forums::by_id(tx, verdict.forum).await?;
        said.push((verdict, forum));
    }
    Ok(said)
}

/// What is told of it.
pub(super) async fn tell(
    tx: &mut Tx<'_>,
    app: &App,
    lang: Lang,
    (row, names): (&Proposal, &Names),
) -> Result<Told> {
    let said = said(tx, row).await?;
    let into = match row.merged_into {
        Some(id) => Some(store::by_id(tx, id).await?),
        None => None,
    };
    let title = into.as_ref().map(|one| one.title.as_str());
    let followed = follow::proposal(tx, &row.number.to_string()).await?;
    let steps = way::steps(app, lang, row, &said, (title, followed.as_ref()));
    let (kind, state) = words::state(lang, row.state);
    Ok(Told {
        title: row.title.clone(),
        number: row.number.to_string(),
        council: row.origin == Origin::Council,
        kind,
        state,
        what: row.what.clone(),
        rows: rows(lang, names, row),
        steps,
        supporters: row.supporters,
        open: row.state.is_open(),
        into: into.map(|one| (format!("{PUBLIC}/{}", one.number), one.title)),
    })
}

fn rows(lang: Lang, names: &Names, row: &Proposal) -> Vec<(String, String)> {
    let term = |key: &str| lang.t(key);
    let volume = format!("{} {}", words::milli(lang, row.volume), row.measure);
    let origin = format!("{}: {}", words::origin(lang, row.origin), row.proposer);
    let mut rows = vec![
        (term("proposals-number"), row.number.to_string()),
        (term("proposals-place"), words::place(lang, names, row)),
        (term("proposals-origin"), origin),
        (term("proposals-office"), names.unit(&row.office)),
        (term("proposals-volume"), volume),
    ];
    if let Some(standard) = &row.standard {
        rows.push((term("proposals-standard"), words::standard(lang, row, standard)));
    }
    if let Some(asked) = row.asked {
        rows.push((term("proposals-asked"), asked_cost(lang, row, asked)));
    }
    if row.cost().is_none() {
        rows.push((term("proposals-cost"), words::cost(lang, None)));
    }
    if let Some(activity) = &row.activity {
        rows.push((term("proposals-activity"), activity.to_string()));
    }
    rows.push((term("proposals-year"), row.budget_year.to_string()));
    rows
}

/// The asked price, beside how far it lies from the standard.
fn asked_cost(lang: Lang, row: &Proposal, asked: kernel::money::Rupiah) -> String {
    let standard = row.standard.as_ref().map(|standard| standard.cost);
    let percent = standard.and_then(|standard| rules::deviation(asked, standard));
    match percent.map(f64::round) {
        Some(percent) if percent > 0.0 => {
            let more = lang.t1("proposals-above", "percent", lang.decimal(percent, 0));
            format!("{asked}, {more}")
        }
        Some(percent) if percent < 0.0 => {
            let less = lang.t1("proposals-below", "percent", lang.decimal(-percent, 0));
            format!("{asked}, {less}")
        }
        Some(_) => format!("{asked}, {}", lang.t("proposals-equal")),
        None => asked.to_string(),
    }
}

/// One proposal, for everyone.
pub(super) async fn show(
    Shared(app): Shared<App>,
    visitor: Visitor,
    jar: CookieJar,
    Extension(outside): Hearing,
    Path(text): Path<String>,
) -> Handled {
    let lang = visitor.lang;
    let number = number(&text)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, lang).await?;
    let row = store::by_number(&mut tx, number).await?;
    let told = tell(&mut tx, &app, lang, (&row, &names)).await?;
    let supported = match browser(&jar) {
        Some(own) => forums::supports(&mut tx, row.id, &token(own)).await?,
        None => false,
    };
    drop(tx);
    let evidence = evidence::lines(&app, &visitor, &outside, (&row, &names)).await?;
    let page = visitor.page("proposals-one").in_section("usulan");
    let href = format!("{PUBLIC}/{number}");
    Ok(html(&ShowPage { page, told, evidence, href, supported }))
}

/// What the cookie of a browser holds.
fn browser(jar: &CookieJar) -> Option<Uuid> {
    jar.get(COOKIE).and_then(|cookie| Uuid::parse_str(cookie.value()).ok())
}

fn token(browser: Uuid) -> Vec<u8> {
    sha256(browser.as_bytes()).to_vec()
}

/// A form without fields of its own.
#[derive(Deserialize)]
pub(super) struct Nothing {}

/// Supports a proposal, once for each browser.
pub(super) async fn support(
    Shared(app): Shared<App>,
    visitor: Visitor,
    jar: CookieJar,
    Path(text): Path<String>,
    PostForm(Nothing {}): PostForm<Nothing>,
) -> Handled {
    app.limits.form(visitor.address)?;
    let number = number(&text)?;
    let known = browser(&jar);
    let own = match known {
        Some(own) => own,
        None => {
            let mut random = [0; 16];
            app.db.entropy().rng()?.fill_bytes(&mut random);
            uuid::Builder::from_random_bytes(random).into_uuid()
        }
    };
    let press = Support { number, token: token(own) };
    let mut tries = 1;
    while let Err(error) = app.db.write(visitor.tenant.id, press.clone()).await {
        // Two who press at once must not see that the other was faster.
        if error.key() != "error-changed-meanwhile" || tries == TRIES {
            return Err(error.into());
        }
        tries += 1;
    }
    let answer = redirect(&format!("{PUBLIC}/{number}#dukungan"));
    if known.is_some() {
        return Ok(answer);
    }
    Ok(with_cookie(&app, answer, COOKIE, own.to_string(), PUBLIC.to_owned(), DAYS)?)
}

struct PriceRow {
    code: String,
    title: String,
    measure: String,
    price: String,
    since: String,
    source: String,
}

#[derive(Template)]
#[template(path = "proposals/templates/prices.html")]
struct PricesPage {
    page: Page,
    rows: Vec<PriceRow>,
}

/// The price standard of today.
pub(super) async fn price_list(Shared(app): Shared<App>, visitor: Visitor) -> Handled {
    let lang = visitor.lang;
    let row = |price: &prices::Price| PriceRow {
        code: price.code.clone(),
        title: price.name.get(lang.code()).to_owned(),
        measure: price.measure.clone(),
        price: price.price.to_string(),
        since: lang.date(price.valid_from),
        source: match price.verified {
            true => price.source.clone(),
            false => format!("{}. {}", price.source, lang.t("proposals-price-unverified")),
        },
    };
    let rows = prices::on(app.today()).map(row).collect();
    Ok(html(&PricesPage { page: visitor.page("proposals-prices").in_section("usulan"), rows }))
}
