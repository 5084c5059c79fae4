//! `/kampanye`: what runs, what it cost, whom it reached and what changed, for everyone.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State as Shared};
use kernel::Error;
use kernel::error::Result;
use kernel::facts::campaign::{self as spread, Area, Counts, Evaluated, Letter, Medium};
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::chart::{Span, Whisker, place, whisker};
use platform::web::{Handled, Page, Visitor, html};

use super::super::model::{Campaign, Going, State, Way};
use super::super::store::{self, links, seen, visits};
use super::{feeds, parse, words};
use platform::city::Names;

/// A campaign in a list.
pub(super) struct Row {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) kind: &'static str,
    pub(super) state: String,
    pub(super) days: String,
    pub(super) cost: String,
    pub(super) reach: String,
    pub(super) said: String,
    /// Nobody has evaluated it in time.
    pub(super) late: bool,
}

#[derive(Template)]
#[template(path = "outreach/templates/list.html")]
struct ListPage {
    page: Page,
    rows: Vec<Row>,
}

/// The row of a campaign below `base`.
pub(super) async fn row(
    tx: &mut Tx<'_>,
    (app, lang): (&App, Lang),
    campaign: &Campaign,
    base: &str,
) -> Result<Row> {
    let (kind, state) = words::state(lang, campaign, app.today());
    let followed: i64 = links::totals(tx, campaign.id).await?.values().sum();
    let people = people(tx, campaign).await?;
    let reach = [("followed", lang.count(followed)), ("people", lang.count(people))];
    Ok(Row {
        href: format!("{base}/{}", campaign.id),
        title: campaign.title.clone(),
        kind,
        state,
        days: words::days(lang, campaign.from, campaign.ended_on.unwrap_or(campaign.until)),
        cost: campaign.cost().to_string(),
        reach: lang.with("outreach-reach", &reach),
        said: words::all_said(lang, campaign.effect.as_ref()),
        late: words::due(app, lang, campaign).is_some_and(|(_, late)| late),
    })
}

/// People spoken to on visits of a campaign.
async fn people(tx: &mut Tx<'_>, campaign: &Campaign) -> Result<i64> {
    let all = visits::of_campaign(tx, campaign.id).await?;
    Ok(all.iter().filter(|visit| visit.state == Going::Done).map(|visit| visit.people).sum())
}

/// All campaigns that facts tell of.
pub(super) async fn list(Shared(app): Shared<App>, visitor: Visitor) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let mut rows = Vec::new();
    for campaign in store::list(&mut tx).await? {
        if campaign.state.is_public() {
            rows.push(row(&mut tx, (&app, lang), &campaign, "/kampanye").await?);
        }
    }
    let page = visitor.page("outreach-title").in_section("kampanye");
    let page = page.with_feed(feeds::ATOM, "outreach-feed");
    let page = page.with_feed(feeds::CALENDAR, "outreach-calendar");
    Ok(html(&ListPage { page, rows }))
}

/// A line of the table of channels.
pub(super) struct Channel {
    pub(super) way: String,
    pub(super) title: String,
    pub(super) cost: String,
    pub(super) count: String,
    pub(super) poster: bool,
}

/// A line of the table before and after.
pub(super) struct Line {
    pub(super) title: String,
    pub(super) total: bool,
    pub(super) cells: Vec<(String, String)>,
}

/// An interval, and where nothing changed.
pub(super) struct Chart {
    pub(super) whisker: Whisker,
    pub(super) zero: i64,
}

/// What a lot decided, and from which seed.
pub(super) struct Drawn {
    pub(super) text: String,
    pub(super) rows: Vec<(String, String)>,
    pub(super) seed: String,
}

/// What came of it.
pub(super) struct Came {
    pub(super) said: String,
    pub(super) compared: String,
    pub(super) each: String,
    pub(super) lesson: String,
    pub(super) chart: Option<Chart>,
    /// Which message did better; empty where there was one.
    pub(super) between: String,
    pub(super) between_chart: Option<Chart>,
    pub(super) groups: Vec<(String, Vec<Line>)>,
}

/// A visit in a list.
pub(super) struct Go {
    pub(super) day: String,
    pub(super) title: String,
    pub(super) place: String,
    pub(super) goes: String,
    pub(super) kind: &'static str,
    pub(super) state: String,
    pub(super) people: String,
}

/// A campaign as everyone may read it.
pub(super) struct Told {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) kind: &'static str,
    pub(super) state: String,
    pub(super) rows: Vec<(String, String)>,
    pub(super) channels: Vec<Channel>,
    pub(super) lot: Option<Drawn>,
    pub(super) days: Vec<(String, i64)>,
    pub(super) visits: Vec<Go>,
    pub(super) due: String,
    pub(super) late: bool,
    pub(super) result: Option<Came>,
}

#[derive(Template)]
#[template(path = "outreach/templates/show.html")]
struct ShowPage {
    page: Page,
    told: Told,
}

/// One campaign.
pub(super) async fn show(
    Shared(app): Shared<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let campaign = store::by_id(&mut tx, parse(&id)?).await?;
    if !campaign.state.is_public() {
        return Err(Error::not_found().into());
    }
    let told = tell(&mut tx, (&app, visitor.lang), &campaign).await?;
    let page = visitor.page_titled(campaign.title.clone()).in_section("kampanye");
    Ok(html(&ShowPage { page, told }))
}

/// All that is public about a campaign.
pub(super) async fn tell(
    tx: &mut Tx<'_>,
    (app, lang): (&App, Lang),
    campaign: &Campaign,
) -> Result<Told> {
    let names = Names::load(tx, lang).await?;
    let totals = links::totals(tx, campaign.id).await?;
    let catalogue = seen::catalogue(tx, app.today()).await?;
    let service = |code: &String| {
        catalogue.get(code).map_or_else(|| code.clone(), |one| one.name.get(lang.code()).to_owned())
    };
    let services: Vec<String> = campaign.services.iter().map(service).collect();
    let by_day = links::by_day(tx, campaign.id).await?;
    let going = visits::of_campaign(tx, campaign.id).await?;
    let (kind, state) = words::state(lang, campaign, app.today());
    let due = words::due(app, lang, campaign);
    let whole = |text: String, key: &str| if text.is_empty() { lang.t(key) } else { text };
    let audience = lang.t(&format!("outreach-audience-{}", campaign.audience.code()));
    let mut rows: Vec<(String, String)> = campaign
        .letters()
        .iter()
        .map(|letter| {
            let term = words::message_term(lang, campaign, *letter);
            (term, words::message(lang, &campaign.saying(*letter)))
        })
        .collect();
    let mut row = |key: &str, value: String| rows.push((lang.t(key), value));
    row("outreach-services", whole(services.join(", "), "outreach-all-services"));
    row("outreach-kelurahan", words::places(lang, &names, &campaign.kelurahan));
    row("outreach-audience", audience);
    row("outreach-when", words::days(lang, campaign.from, campaign.until));
    row("outreach-cost", campaign.cost().to_string());
    if campaign.state != State::Draft && !campaign.reason.is_empty() {
        let dropped = campaign.state == State::Dropped;
        let key = if dropped { "outreach-reason" } else { "outreach-ended-early" };
        row(key, campaign.reason.clone());
    }
    Ok(Told {
        id: campaign.id.to_string(),
        title: campaign.title.clone(),
        kind,
        state,
        rows,
        channels: channels(lang, campaign, &totals),
        lot: drawn(lang, &names, campaign),
        days: by_day.into_iter().map(|(day, count)| (lang.short_date(day), count)).collect(),
        visits: going.iter().map(|visit| go(lang, &names, visit)).collect(),
        late: due.as_ref().is_some_and(|(_, late)| *late),
        due: due.map(|(day, _)| day).unwrap_or_default(),
        result: campaign.effect.as_ref().map(|effect| result(lang, &names, effect)),
    })
}

fn channels(lang: Lang, campaign: &Campaign, totals: &BTreeMap<Way, i64>) -> Vec<Channel> {
    let line = |channel: &spread::Channel, letter: Letter| {
        let way = Way { medium: channel.medium, letter };
        let first = letter.is_first();
        Channel {
            way: way.code(),
            title: words::way(lang, campaign, way),
            // What a channel costs is for all its messages.
            cost: if first { channel.cost.to_string() } else { lang.t("outreach-cost-within") },
            count: lang.count(totals.get(&way).copied().unwrap_or(0)),
            poster: matches!(way.medium, Medium::Poster | Medium::Leaflet | Medium::Visit),
        }
    };
    let both = |channel| campaign.letters().iter().map(move |letter| line(channel, *letter));
    campaign.channels.iter().flat_map(both).collect()
}

/// What the lot of a campaign decided: which kelurahan come first, or which hear which message.
pub(super) fn drawn(lang: Lang, names: &Names, campaign: &Campaign) -> Option<Drawn> {
    if let Some(lot) = &campaign.lot {
        let row =
            |from, codes: &Vec<String>| (lang.weekday_date(from), words::listed(names, codes));
        return Some(Drawn {
            text: lang.t("outreach-lot-text"),
            rows: vec![row(lot.early_from, &lot.early), row(lot.late_from, &lot.late)],
            seed: lot.seed.clone(),
        });
    }
    let halves = campaign.halves()?;
    let row = |letter: &Letter| {
        let term = words::message_term(lang, campaign, *letter);
        (term, words::hearers(names, campaign, *letter))
    };
    Some(Drawn {
        text: lang.t("outreach-second-text"),
        rows: campaign.letters().iter().map(row).collect(),
        seed: halves.seed.clone(),
    })
}

/// A visit in a list.
pub(super) fn go(lang: Lang, names: &Names, visit: &super::super::model::Visit) -> Go {
    let (kind, state) = words::going(lang, visit.state);
    let place = lang.t(&format!("outreach-place-{}", visit.place.code()));
    Go {
        day: format!("{}, {}", lang.weekday_date(visit.on), visit.at),
        title: visit.name.clone(),
        place: format!("{place}, {}", names.place(&visit.kelurahan)),
        goes: words::goes(lang, names, visit),
        kind,
        state,
        people: if visit.state == Going::Done { lang.count(visit.people) } else { String::new() },
    }
}

/// The interval of an effect, around where nothing changed; none where an end is missing.
fn chart(effect: Option<i64>, low: Option<i64>, high: Option<i64>) -> Option<Chart> {
    let share = |value: i64| value as f64 / 100.0;
    let span = Span { value: share(effect?), low: share(low?), high: share(high?) };
    let most = span.low.abs().max(span.high.abs()).max(1.0) * 1.1;
    let ends = (-most, most);
    Some(Chart { whisker: whisker(span, ends), zero: place(0.0, ends) })
}

fn result(lang: Lang, names: &Names, effect: &Evaluated) -> Came {
    let group = |reached: bool| {
        let own = effect.areas.iter().filter(|area| area.reached == reached);
        let lines: Vec<Line> = own.map(|area| line(lang, names, area)).collect();
        let key = if reached { "outreach-reached" } else { "outreach-not-reached" };
        (lang.t(key), lines)
    };
    let groups = [group(true), group(false)];
    Came {
        said: words::said(lang, effect),
        compared: words::compared(lang, effect.comparison),
        each: words::each(lang, effect),
        lesson: effect.lesson.clone(),
        chart: chart(effect.effect, effect.low, effect.high),
        between: words::between(lang, effect),
        between_chart: effect
            .between
            .as_ref()
            .and_then(|between| chart(between.effect, between.low, between.high)),
        groups: groups.into_iter().filter(|(_, lines)| lines.len() > 1).collect(),
    }
}

fn line(lang: Lang, names: &Names, area: &Area) -> Line {
    let total = area.kelurahan.is_empty();
    let title = if total { lang.t("outreach-together") } else { names.place(&area.kelurahan) };
    let shown = |value: Option<i64>| {
        value.map_or_else(|| lang.t("outreach-hidden"), |value| lang.count(value))
    };
    let share = |counts: &Counts| match (counts.own, counts.files) {
        (Some(own), Some(files)) if files > 0 => {
            format!("{}%", lang.decimal(100.0 * own as f64 / files as f64, 1))
        }
        _ => lang.t("outreach-hidden"),
    };
    let both = |key: &str, value: &dyn Fn(&Counts) -> String| {
        (lang.t(key), format!("{} / {}", value(&area.before), value(&area.after)))
    };
    let cells = vec![
        both("outreach-col-files", &|counts| shown(counts.files)),
        both("outreach-col-own", &share),
        both("outreach-col-mandates", &|counts| shown(counts.mandates)),
        both("outreach-col-gifts", &|counts| shown(counts.gifts)),
        both("outreach-col-complaints", &|counts| shown(counts.complaints)),
    ];
    Line { title, total, cells }
}
