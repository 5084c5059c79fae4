//! `GET /`: do it yourself is the first screen. Search, track, the promise, what is asked most.

use askama::Template;
use axum::extract::State;
use kernel::error::Result;
use listen::surveys::pages::{Headline, headline};
use platform::App;
use platform::web::{Handled, Page, Visitor, html};
use serve::applications::practice;
use serve::catalogue::store;
use serve::queue::pages::{LiveQueue, live_queues};

/// How many services the home page names.
const SHOWN: usize = 6;

/// How many live queues it shows.
const QUEUES: usize = 4;

/// A service as the list shows it.
struct Row {
    href: String,
    name: String,
    fee: String,
    promise: String,
    of_ten: Option<i64>,
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    page: Page,
    headlines: Vec<Headline>,
    most_asked: Vec<Row>,
    queues: Vec<LiveQueue>,
    quick: Vec<(String, String)>,
    all: usize,
}

/// The page.
pub async fn show(State(app): State<App>, visitor: Visitor) -> Handled {
    let (most_asked, all) = most_asked(&app, &visitor).await?;
    let quick = most_asked.iter().take(5).map(|r| (r.href.clone(), r.name.clone())).collect();
    let page = visitor.page("home-title").in_section("beranda");
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let headlines = headline(&mut tx, visitor.lang).await?;
    let mut queues = live_queues(&mut tx, &app, visitor.lang).await?;
    queues.truncate(QUEUES);
    Ok(html(&Home { page, headlines, most_asked, queues, quick, all }))
}

/// The services with most finished files over the last twelve months.
async fn most_asked(app: &App, visitor: &Visitor) -> Result<(Vec<Row>, usize)> {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let today = app.today();
    let practice = practice::all(&mut tx, today).await?;
    let mut standards = store::in_force(&mut tx, today).await?;
    let all = standards.len();
    let finished = |code: &str| practice.get(code).map_or(0, |p| p.finished);
    standards.sort_by_key(|known| std::cmp::Reverse(finished(&known.standard.code)));
    let lang = visitor.lang;
    let rows = standards
        .iter()
        .take(SHOWN)
        .map(|known| {
            let standard = &known.standard;
            Row {
                href: format!("/layanan/{}", standard.code),
                name: standard.name.get(lang.code()).to_owned(),
                fee: serve::catalogue::short_fee(standard, lang),
                promise: serve::catalogue::promise_text(lang, standard.promise),
                of_ten: practice.get(&standard.code).and_then(|p| p.of_ten()),
            }
        })
        .collect();
    Ok((rows, all))
}
