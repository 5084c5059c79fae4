//! Sheets of paper: the poster, the leaflet, and the briefing of who works at a counter. They say what the
//! catalogue says that day, and are read as well in black and white.

use askama::Template;
use axum::extract::{Path, State as Shared};
use kernel::Error;
use kernel::error::Result;
use kernel::facts::campaign::Message;
use platform::App;
use platform::web::qr::Qr;
use platform::web::{Handled, Page, Visitor, html};

use super::super::materials::{Addresses, Sheet, sheets};
use super::super::model::Way;
use super::super::store::links::REPORT;
use super::super::store::{self, links, seen, visits};
use super::desk::Staff;
use super::public::{Drawn, Go, drawn, go};
use super::{parse, words};
use platform::city::Names;

/// A service with its own link.
struct Part {
    sheet: Sheet,
    link: String,
    qr: Qr,
}

/// What all sheets hold.
struct Paper {
    back: String,
    headline: String,
    words: String,
    parts: Vec<Part>,
    /// The link of a sheet about no service.
    link: String,
    qr: Option<Qr>,
    report: String,
    report_qr: Qr,
    day: String,
    /// Kelurahan for which it is; empty where all get the same.
    places: String,
}

#[derive(Template)]
#[template(path = "outreach/templates/poster.html")]
struct PosterPage {
    page: Page,
    paper: Paper,
}

#[derive(Template)]
#[template(path = "outreach/templates/leaflet.html")]
struct LeafletPage {
    page: Page,
    paper: Paper,
}

#[derive(Template)]
#[template(path = "outreach/templates/briefing.html")]
struct BriefingPage {
    page: Page,
    title: String,
    days: String,
    places: String,
    lot: Option<Drawn>,
    /// What people are told, with the message that it is where there are two.
    told: Vec<(String, String)>,
    services: Vec<Sheet>,
    visits: Vec<Go>,
}

async fn paper(app: &App, visitor: &Visitor, id: &str, way: &str) -> Result<Paper> {
    let lang = visitor.lang;
    let way = Way::parse(way).ok_or_else(Error::not_found)?;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let campaign = store::by_id(&mut tx, parse(id)?).await?;
    // A draft is working paper, which its makers alone look at.
    let makers = visitor.user.as_ref().is_some_and(|user| user.can_reach);
    if !campaign.uses(way) || !(campaign.state.is_public() || makers) {
        return Err(Error::not_found());
    }
    let own = links::of_campaign(&mut tx, campaign.id).await?;
    let catalogue = seen::catalogue(&mut tx, app.today()).await?;
    let names = Names::load(&mut tx, lang).await?;
    drop(tx);
    let places = words::hearers(&names, &campaign, way.letter);
    let campaign = campaign.saying(way.letter);
    let addresses = Addresses::of(&app.settings.public_url, &own, way);
    let qr = |target: &str| -> Result<Qr> {
        Qr::of(&addresses.full(target).ok_or_else(Error::not_found)?)
    };
    let part = |sheet: Sheet| -> Result<Part> {
        Ok(Part { link: addresses.short(&sheet.code), qr: qr(&sheet.code)?, sheet })
    };
    let parts = sheets(lang, &campaign, &catalogue).into_iter().map(part);
    let parts = parts.collect::<Result<Vec<_>>>()?;
    let all = addresses.full(links::ALL).map(|full| Qr::of(&full)).transpose()?;
    let headline = match campaign.message {
        Message::Own => campaign.title.clone(),
        message => lang.t(&format!("outreach-headline-{}", message.code())),
    };
    Ok(Paper {
        back: format!("/kampanye/{}", campaign.id),
        headline,
        words: match campaign.message {
            Message::Own => campaign.words.get(lang.code()).to_owned(),
            Message::Gifts => {
                ["outreach-radio-gifts", "outreach-radio-gifts-law", "outreach-radio-free"]
                    .map(|key| lang.t(key))
                    .join(" ")
            }
            Message::Easy | Message::Bring => String::new(),
        },
        parts,
        link: addresses.short(links::ALL),
        qr: all,
        report: addresses.short(REPORT),
        report_qr: qr(REPORT)?,
        day: lang.date(app.today()),
        places,
    })
}

/// A4 for a wall.
pub(super) async fn poster(
    Shared(app): Shared<App>,
    visitor: Visitor,
    Path((id, way)): Path<(String, String)>,
) -> Handled {
    let paper = paper(&app, &visitor, &id, &way).await?;
    let page = visitor.page("outreach-sheet-poster").in_section("kampanye");
    Ok(html(&PosterPage { page, paper }))
}

/// "Bring these papers", to take home.
pub(super) async fn leaflet(
    Shared(app): Shared<App>,
    visitor: Visitor,
    Path((id, way)): Path<(String, String)>,
) -> Handled {
    let paper = paper(&app, &visitor, &id, &way).await?;
    let page = visitor.page("outreach-sheet-selebaran").in_section("kampanye");
    Ok(html(&LeafletPage { page, paper }))
}

/// One page for who works at a counter: what people are told, and what to answer.
pub(super) async fn briefing(
    Shared(app): Shared<App>,
    visitor: Visitor,
    _: Staff,
    Path(id): Path<String>,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let campaign = store::by_id(&mut tx, parse(&id)?).await?;
    let makers = visitor.user.as_ref().is_some_and(|user| user.can_reach);
    if !campaign.state.is_public() && !makers {
        return Err(Error::not_found().into());
    }
    let names = Names::load(&mut tx, lang).await?;
    let catalogue = seen::catalogue(&mut tx, app.today()).await?;
    let going = visits::of_campaign(&mut tx, campaign.id).await?;
    drop(tx);
    let told = campaign.letters().iter().map(|letter| {
        let heard = campaign.saying(*letter);
        let said = match heard.message {
            Message::Own => heard.words.get(lang.code()).to_owned(),
            message => lang.t(&format!("outreach-headline-{}", message.code())),
        };
        (words::message_term(lang, &campaign, *letter), said)
    });
    let told = told.collect();
    // The seed is for who checks the lot, not for the counter.
    let lot = drawn(lang, &names, &campaign).map(|lot| Drawn { seed: String::new(), ..lot });
    Ok(html(&BriefingPage {
        page: visitor.page("outreach-briefing").in_section("kampanye"),
        days: words::days(lang, campaign.from, campaign.until),
        places: words::places(lang, &names, &campaign.kelurahan),
        lot,
        told,
        services: sheets(lang, &campaign, &catalogue),
        visits: going
            .iter()
            .filter(|visit| visit.on >= app.today())
            .map(|visit| go(lang, &names, visit))
            .collect(),
        title: campaign.title,
    }))
}
