//! `GET /ruang`: what the head of the city needs in ten minutes.

use askama::Template;
use axum::extract::State as Shared;
use improve::city::Units;
use improve::decisions::model::Decision;
use improve::decisions::pages::words as decisions;
use improve::decisions::store;
use improve::meetings::agenda::Topic;
use improve::meetings::model::Standing;
use improve::meetings::{Line as Promised, board};
use kernel::error::Result;
use listen::surveys::pages::{change_words, interval, series_target};
use listen::surveys::results::published;
use platform::App;
use platform::auth::{Can, Mayor};
use platform::db::Tx;
use platform::i18n::Lang;
use platform::journal::last_position;
use platform::web::chart::{self, Trend};
use platform::web::{Handled, Page, Visitor, html};

use super::index::{Line, Marked};
use super::money::Money;
use super::results::{Outcome, outcomes};
use super::state::{Row, State, Tile, ends};

/// Topics of the next meeting that the room shows.
const TOPICS: usize = 3;

/// A proposal with its first option.
pub struct Card {
    pub href: String,
    /// The kind of the chip.
    pub kind: &'static str,
    pub label: String,
    pub until: String,
    pub missed: bool,
    pub title: String,
    pub evidence: String,
    pub chance: String,
    /// Its first option: address and name.
    pub first: Option<(String, String)>,
}

/// The coffee morning: when the next one is, and what was promised in the last.
pub struct Coffee {
    pub title: String,
    pub href: String,
    pub kept: String,
    /// What was promised, how it stands, and the kind of that word.
    pub promises: Vec<(String, String, &'static str)>,
    pub topics: Vec<(String, String)>,
}

/// Everything in the room; the printed summary shows the same.
pub struct Room {
    pub title: String,
    pub today: String,
    pub tiles: Vec<Tile>,
    pub cards: Vec<Card>,
    pub trend: Option<Trend>,
    pub index: String,
    pub target: String,
    pub points: Vec<(String, String, String)>,
    pub marks: Vec<Marked>,
    pub coffee: Coffee,
    /// The budget; none where none holds. It is not on paper, which has two pages.
    pub money: Option<Money>,
    pub outcomes: Vec<Outcome>,
    pub rows: Vec<Row>,
    pub target_at: i64,
    pub entries: String,
}

#[derive(Template)]
#[template(path = "room.html")]
struct RoomPage {
    page: Page,
    room: Room,
}

/// The page.
pub(super) async fn show(Shared(app): Shared<App>, visitor: Visitor, _: Can<Mayor>) -> Handled {
    let room = Room::load(&app, &visitor).await?;
    let page = visitor.page("room-name").in_section("ruang");
    Ok(html(&RoomPage { page, room }))
}

impl Room {
    /// Gathers everything.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(app: &App, visitor: &Visitor) -> Result<Self> {
        let lang = visitor.lang;
        let mut tx = app.db.read(visitor.tenant.id).await?;
        let names = Units::load(&mut tx, lang).await?;
        let state = State::load(&mut tx, app).await?;
        let cards: Vec<Card> =
            store::waiting(&mut tx, app).await?.iter().map(|one| card(lang, one)).collect();
        let line = line(&mut tx, app, lang).await?;
        let coffee = coffee(&mut tx, app, lang, &names).await?;
        let money = Money::load(&mut tx, app, lang).await?;
        let outcomes = outcomes(&mut tx, app, lang).await?;
        let entries = lang.count(last_position(&mut tx).await?);
        drop(tx);
        let mut tiles = Vec::new();
        let (mut rows, mut points, mut target_at, mut target) = (vec![], vec![], -1, String::new());
        let mut index = lang.t("room-index-none");
        if let Some(line) = &line
            && let Some(newest) = line.newest()
        {
            let (range, _) = series_target(app, &newest.report)?;
            let ends = ends(line, range);
            rows = state.rows(lang, line, &names, ends);
            target_at = chart::place(line.target, ends);
            target = lang.decimal(line.target, 2);
            let tile = index_tile(lang, line);
            index.clone_from(&tile.note);
            tiles.push(tile);
            points = told(lang, line);
        }
        tiles.extend(
            ["on-time", "self-application"].iter().filter_map(|m| state.tile(lang, m, None)),
        );
        tiles.push(state.complaints_tile(lang, None));
        let (trend, marks) = line.map(|line| (line.trend, line.marks)).unwrap_or_default();
        Ok(Self {
            title: lang.t1("room-title", "count", cards.len()),
            today: lang.weekday_date(app.today()),
            tiles,
            cards,
            trend,
            index,
            target,
            points,
            marks,
            coffee,
            money,
            outcomes,
            rows,
            target_at,
            entries,
        })
    }
}

/// The index over its rounds, with decisions.
pub(super) async fn line(tx: &mut Tx<'_>, app: &App, lang: Lang) -> Result<Option<Line>> {
    let marks = store::marks(tx).await?;
    Line::of(app, lang, published(tx).await?, &marks)
}

async fn coffee(tx: &mut Tx<'_>, app: &App, lang: Lang, names: &Units) -> Result<Coffee> {
    let now = app.db.clock().now();
    let board = board(tx, app, now, crate::meetings::topics).await?;
    let called = board.next.as_ref().map(|meeting| meeting.starts);
    let when = called.or(board.next_coffee).map(|at| lang.moment(at, app.tz()));
    let topic = |topic: &Topic| {
        let unit = if topic.unit.is_empty() { String::new() } else { names.name(&topic.unit) };
        (topic.link.clone(), format!("{} {unit}", topic.text(lang)).trim().to_owned())
    };
    let promise = |line: &Promised| {
        let (kind, word) = if line.promise.standing == Standing::Released {
            ("", lang.t("room-promise-released"))
        } else if line.promise.standing.is_kept() {
            ("kept", lang.t("room-promise-kept"))
        } else if line.late {
            ("over", lang.t1("room-promise-late", "days", line.late_days))
        } else {
            ("", lang.short_date(app.tz().to_datetime(line.promise.due).date()))
        };
        (line.text.clone(), word, kind)
    };
    Ok(Coffee {
        title: when
            .map_or_else(|| lang.t("room-coffee"), |when| lang.t1("room-coffee-on", "when", when)),
        href: board.next.as_ref().map_or_else(
            || "/perbaikan/rapat".to_owned(),
            |meeting| format!("/perbaikan/rapat/{}", meeting.id),
        ),
        kept: if board.kept.of == 0 {
            lang.t("room-promises-none")
        } else {
            let counts = [("done", board.kept.done.to_string()), ("of", board.kept.of.to_string())];
            lang.with("room-promises", &counts)
        },
        promises: board.promises.iter().map(promise).collect(),
        topics: board.topics.iter().take(TOPICS).map(topic).collect(),
    })
}

fn card(lang: Lang, decision: &Decision) -> Card {
    let card = &decision.card;
    let href = format!("/keputusan/{}", decision.id);
    let first = card.choices.first();
    Card {
        kind: decisions::kind(card.source),
        label: lang.t(&format!("decisions-source-{}", card.source.code())),
        until: lang.weekday_date(decision.due),
        missed: decision.missed,
        title: card.title.get(lang.code()).to_owned(),
        evidence: card.evidence.get(lang.code()).to_owned(),
        chance: decisions::chance(lang, card.chance),
        first: first.map(|choice| {
            let label = choice.label.get(lang.code()).to_owned();
            (format!("{href}?pilihan={}", choice.code), label)
        }),
        href,
    }
}

fn index_tile(lang: Lang, line: &Line) -> Tile {
    let newest = line.newest();
    let city = newest.and_then(|one| one.report.city);
    Tile {
        href: newest.map(|one| format!("/indeks/{}", one.round.id)).unwrap_or_default(),
        name: lang.t("room-index"),
        value: city.map(|figure| lang.decimal(figure.value, 2)).unwrap_or_default(),
        small: city.map(|figure| interval(lang, &figure, 2)).unwrap_or_default(),
        note: line.change().map(|change| change_words(lang, &change)).unwrap_or_default(),
    }
}

/// The line as a table: round, value, interval; the newest first.
fn told(lang: Lang, line: &Line) -> Vec<(String, String, String)> {
    let row = |one: &listen::surveys::results::Published| {
        let city = one.report.city?;
        Some((lang.date(one.round.to), lang.decimal(city.value, 2), interval(lang, &city, 2)))
    };
    line.rounds.iter().rev().filter_map(row).collect()
}
