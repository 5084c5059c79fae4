//! `/usulan/musyawarah`: deliberations, who came as counts, and what they said.

use askama::Template;
use axum::extract::{Path, Query, State as Shared};
use kernel::Error;
use kernel::error::Result;
use kernel::id::ForumId;
use platform::App;
use platform::auth::{Can, Planner};
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::view::Choice;
use platform::web::{Handled, Page, Visitor, html};

use super::super::model::Forum;
use super::super::store::{self, forums};
use super::list::{Asked, year};
use super::{FORUMS, PUBLIC, PUBLIC_FORUMS, feed, words};
use platform::city::Names;

struct Row {
    href: String,
    title: String,
    day: String,
    came: String,
    women: String,
}

#[derive(Template)]
#[template(path = "proposals/templates/forums.html")]
struct PublicList {
    page: Page,
    year: i16,
    years: Vec<Choice>,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "proposals/templates/planner_forums.html")]
struct PlannerList {
    page: Page,
    year: i16,
    years: Vec<Choice>,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "proposals/templates/forum.html")]
struct PublicForum {
    page: Page,
    told: ForumTold,
}

/// A proposal in the order of a deliberation, or sent back by it.
pub(super) struct Line {
    pub(super) href: String,
    pub(super) title: String,
    /// Its place; empty when it was sent back.
    pub(super) rank: String,
    pub(super) note: String,
    pub(super) council: bool,
}

/// A deliberation as it is told.
pub(super) struct ForumTold {
    pub(super) title: String,
    pub(super) rows: Vec<(String, String)>,
    pub(super) accepted: Vec<Line>,
    pub(super) returned: Vec<Line>,
}

async fn load(
    app: &App,
    visitor: &Visitor,
    (asked, base): (&Asked, &str),
) -> Result<(i16, Vec<Choice>, Vec<Row>)> {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, lang).await?;
    let (year, years) = year(&mut tx, app, &asked.tahun).await?;
    let found = forums::of_year(&mut tx, year).await?;
    drop(tx);
    let row = |forum: &Forum| Row {
        href: format!("{base}/{}", forum.id),
        title: words::forum(lang, &names, forum.stage, &forum.area),
        day: lang.date(forum.held_on),
        came: forum.came.all().to_string(),
        women: share(lang, forum.came.women, forum.came.all()),
    };
    Ok((year, years, found.iter().map(row).collect()))
}

fn share(lang: Lang, part: i64, whole: i64) -> String {
    format!("{}%", lang.decimal(part as f64 * 100.0 / whole.max(1) as f64, 0))
}

/// All deliberations, for everyone.
pub(super) async fn list(
    Shared(app): Shared<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Handled {
    let (year, years, rows) = load(&app, &visitor, (&asked, PUBLIC_FORUMS)).await?;
    let page = visitor.page("proposals-forums").in_section("usulan");
    let page = page.with_feed(feed::CALENDAR, "proposals-feed");
    Ok(html(&PublicList { page, year, years, rows }))
}

/// The same, for planners.
pub(super) async fn planner_list(
    Shared(app): Shared<App>,
    visitor: Visitor,
    _: Can<Planner>,
    Query(asked): Query<Asked>,
) -> Handled {
    let (year, years, rows) = load(&app, &visitor, (&asked, FORUMS)).await?;
    let page = visitor.page("proposals-forums").in_section("usulan");
    Ok(html(&PlannerList { page, year, years, rows }))
}

/// What is told of a deliberation; `base` is where its proposals are.
pub(super) async fn told(
    tx: &mut Tx<'_>,
    lang: Lang,
    (forum, names): (&Forum, &Names),
    base: &str,
) -> Result<ForumTold> {
    let came = forum.came;
    let counts = [
        ("proposals-came-all", came.all().to_string()),
        ("proposals-men", came.men.to_string()),
        ("proposals-women", came.women.to_string()),
        ("proposals-disabled", came.disabled.to_string()),
        ("proposals-rw", came.rw.to_string()),
    ];
    let mut rows = vec![
        (lang.t("proposals-held-on"), lang.weekday_date(forum.held_on)),
        (lang.t("proposals-place"), forum.place.clone()),
        (lang.t("proposals-year"), forum.budget_year.to_string()),
    ];
    rows.extend(counts.into_iter().map(|(key, count)| (lang.t(key), count)));
    let (mut accepted, mut returned) = (Vec::new(), Vec::new());
    for (id, verdict) in forums::verdicts(tx, forum.id).await? {
        let row = store::by_id(tx, id).await?;
        let line = Line {
            href: format!("{base}/{}", row.number),
            title: row.title.clone(),
            rank: verdict.rank.map(|rank| rank.to_string()).unwrap_or_default(),
            note: match verdict.rank {
                Some(_) => words::cost(lang, row.cost()),
                None => verdict.reason,
            },
            council: row.origin == super::super::model::Origin::Council,
        };
        if line.rank.is_empty() { returned.push(line) } else { accepted.push(line) }
    }
    let title = words::forum(lang, names, forum.stage, &forum.area);
    Ok(ForumTold { title, rows, accepted, returned })
}

/// One deliberation, for everyone.
pub(super) async fn show(
    Shared(app): Shared<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Handled {
    let id: ForumId = id.parse().map_err(|_| Error::not_found())?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Names::load(&mut tx, visitor.lang).await?;
    let forum = forums::by_id(&mut tx, id).await?;
    let told = told(&mut tx, visitor.lang, (&forum, &names), PUBLIC).await?;
    drop(tx);
    let page = visitor.page("proposals-forum").in_section("usulan");
    Ok(html(&PublicForum { page, told }))
}
