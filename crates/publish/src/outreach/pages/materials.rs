//! `/humas/kampanye/{id}/bahan`: what is printed, read out and sent, in both languages.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State as Shared};
use kernel::facts::campaign::{Letter, Medium, Message};
use kernel::service::Standard;
use platform::App;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};

use super::super::gsm;
use super::super::materials::{self, Addresses, Sheet, Telling, most_words, sheets};
use super::super::model::{Campaign, Way};
use super::super::store::links::Link;
use super::super::store::{self, links, seen};
use super::desk::Desk;
use super::{parse, words};
use platform::city::Names;

/// A text with what it is and how long.
struct Text {
    title: String,
    length: String,
    text: String,
}

/// A page to print.
struct Sheets {
    title: String,
    href: String,
}

/// What is printed, read out and sent of one message.
struct Group {
    /// Which message; empty where there is one.
    title: String,
    said: String,
    /// Kelurahan that hear it; empty before the lot is drawn.
    places: String,
    sheets: Vec<Sheets>,
    texts: Vec<Text>,
}

#[derive(Template)]
#[template(path = "outreach/templates/materials.html")]
struct MaterialsPage {
    page: Page,
    back: String,
    title: String,
    briefing: String,
    groups: Vec<Group>,
}

/// All of it.
pub(super) async fn show(
    Shared(app): Shared<App>,
    visitor: Visitor,
    _: Desk,
    Path(id): Path<String>,
) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let campaign = store::by_id(&mut tx, parse(&id)?).await?;
    let links = links::of_campaign(&mut tx, campaign.id).await?;
    let catalogue = seen::catalogue(&mut tx, app.today()).await?;
    let names = Names::load(&mut tx, visitor.lang).await?;
    drop(tx);
    let per_minute = app.rulebook.count("outreach.radio_words_per_minute", app.today());
    let per_minute = per_minute.map_err(kernel::Error::from)?;
    let desk = Printer {
        lang: visitor.lang,
        city: &visitor.tenant.name,
        host: &app.settings.public_url,
        names: &names,
        links: &links,
        catalogue: &catalogue,
        per_minute,
    };
    let groups = campaign.letters().iter().map(|letter| desk.group(&campaign, *letter));
    Ok(html(&MaterialsPage {
        back: format!("/humas/kampanye/{}", campaign.id),
        briefing: format!("/humas/pengarahan/{}", campaign.id),
        groups: groups.collect(),
        title: campaign.title,
        page: visitor.page("outreach-materials").in_section("kampanye"),
    }))
}

/// What materials are made from.
struct Printer<'a> {
    lang: Lang,
    city: &'a str,
    host: &'a str,
    names: &'a Names,
    links: &'a [Link],
    catalogue: &'a BTreeMap<String, Standard>,
    per_minute: i64,
}

impl Printer<'_> {
    fn group(&self, campaign: &Campaign, letter: Letter) -> Group {
        let lang = self.lang;
        let two = campaign.second.is_some();
        let term = words::message_term(lang, campaign, letter);
        let spoken = [Medium::Sms, Medium::Radio].map(|medium| Way { medium, letter });
        let spoken = spoken.into_iter().filter(|way| campaign.uses(*way));
        Group {
            title: if two { term } else { String::new() },
            said: words::message(lang, &campaign.saying(letter)),
            places: words::hearers(self.names, campaign, letter),
            sheets: self.sheets(campaign, letter),
            texts: spoken.flat_map(|way| self.texts(campaign, way)).collect(),
        }
    }

    fn sheets(&self, campaign: &Campaign, letter: Letter) -> Vec<Sheets> {
        let lang = self.lang;
        let way = |medium| Way { medium, letter };
        let visit = way(Medium::Visit);
        let all = [("poster", way(Medium::Poster)), ("selebaran", way(Medium::Leaflet))];
        let all = all
            .into_iter()
            .flat_map(|(path, way)| [Lang::Id, Lang::En].map(|spoken| (path, way, spoken)));
        all.filter(|(_, way, _)| campaign.uses(*way) || campaign.uses(visit))
            .map(|(path, way, spoken)| {
                let way = if campaign.uses(way) { way } else { visit };
                let name = lang.t(&format!("outreach-sheet-{path}"));
                let name = words::of_message(lang, campaign, letter, name);
                let (way, spoken, id) = (way.code(), spoken.code(), campaign.id);
                Sheets {
                    title: format!("{name} ({})", lang.t(&format!("outreach-in-{spoken}"))),
                    href: format!("/kampanye/{id}/{path}/{way}?bahasa={spoken}"),
                }
            })
            .collect()
    }

    fn texts(&self, campaign: &Campaign, way: Way) -> Vec<Text> {
        let addresses = Addresses::of(self.host, self.links, way);
        let name = words::way(self.lang, campaign, way);
        let heard = campaign.saying(way.letter);
        let mut texts = Vec::new();
        for lang in [Lang::Id, Lang::En] {
            for sheet in about(&heard, sheets(lang, &heard, self.catalogue)) {
                let (campaign, sheet, addresses) = (&heard, sheet.as_ref(), &addresses);
                let telling = Telling { lang, city: self.city, campaign, sheet, addresses };
                texts.extend(match way.medium {
                    Medium::Sms => vec![sms(self.lang, &name, &telling)],
                    _ => [30, 60]
                        .map(|seconds| {
                            radio(self.lang, &name, &telling, (self.per_minute, seconds))
                        })
                        .into(),
                });
            }
        }
        texts
    }
}

/// One text for each service; one for all where the message is about none of them.
fn about(campaign: &Campaign, sheets: Vec<Sheet>) -> Vec<Option<Sheet>> {
    match campaign.message {
        Message::Easy | Message::Bring if !sheets.is_empty() => {
            sheets.into_iter().map(Some).collect()
        }
        _ => vec![None],
    }
}

fn title(lang: Lang, name: &str, telling: &Telling<'_>) -> String {
    let spoken = lang.t(&format!("outreach-in-{}", telling.lang.code()));
    let about = telling.sheet.map(|sheet| format!(": {}", sheet.name)).unwrap_or_default();
    format!("{name} ({spoken}){about}")
}

fn sms(lang: Lang, name: &str, telling: &Telling<'_>) -> Text {
    let text = telling.sms().unwrap_or_else(|| lang.t("outreach-sms-no-room"));
    let length = gsm::septets(&text).unwrap_or_default();
    Text {
        title: title(lang, name, telling),
        length: lang.t1("outreach-letters", "count", length),
        text,
    }
}

fn radio(lang: Lang, name: &str, telling: &Telling<'_>, (per_minute, seconds): (i64, i64)) -> Text {
    let text = telling.radio(most_words(per_minute, seconds));
    let values = [("seconds", seconds.to_string()), ("words", materials::words(&text).to_string())];
    Text { title: title(lang, name, telling), length: lang.with("outreach-spoken", &values), text }
}
