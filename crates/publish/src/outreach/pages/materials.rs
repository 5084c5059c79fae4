//! `/humas/kampanye/{id}/bahan`: what is printed, read out and sent, in both languages.

use askama::Template;
use axum::extract::{Path, State as Shared};
use kernel::facts::campaign::{Medium, Message};
use platform::App;
use platform::i18n::Lang;
use platform::web::{Handled, Page, Visitor, html};

use super::super::gsm;
use super::super::materials::{Addresses, Sheet, Telling, most_words, sheets, words};
use super::super::model::Campaign;
use super::super::store::{self, links, seen};
use super::desk::Desk;
use super::parse;

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

#[derive(Template)]
#[template(path = "outreach/templates/materials.html")]
struct MaterialsPage {
    page: Page,
    back: String,
    title: String,
    sheets: Vec<Sheets>,
    briefing: String,
    texts: Vec<Text>,
}

/// All of it.
pub(super) async fn show(
    Shared(app): Shared<App>,
    visitor: Visitor,
    _: Desk,
    Path(id): Path<String>,
) -> Handled {
    let lang = visitor.lang;
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let campaign = store::by_id(&mut tx, parse(&id)?).await?;
    let own = links::of_campaign(&mut tx, campaign.id).await?;
    let catalogue = seen::catalogue(&mut tx, app.today()).await?;
    drop(tx);
    let per_minute = app.rulebook.count("outreach.radio_words_per_minute", app.today());
    let per_minute = per_minute.map_err(kernel::Error::from)?;
    let mut texts = Vec::new();
    for medium in [Medium::Sms, Medium::Radio].into_iter().filter(|one| campaign.uses(*one)) {
        let addresses = Addresses::of(&app.settings.public_url, &own, medium);
        for spoken in [Lang::Id, Lang::En] {
            for sheet in about(&campaign, sheets(spoken, &campaign, &catalogue)) {
                let city = visitor.tenant.name.as_str();
                let (campaign, addresses, sheet) = (&campaign, &addresses, sheet.as_ref());
                let telling = Telling { lang: spoken, city, campaign, sheet, addresses };
                texts.extend(match medium {
                    Medium::Sms => vec![sms(lang, &telling)],
                    _ => [30, 60].map(|seconds| radio(lang, &telling, per_minute, seconds)).into(),
                });
            }
        }
    }
    let base = format!("/kampanye/{}", campaign.id);
    let sheets = [("poster", Medium::Poster), ("selebaran", Medium::Leaflet)]
        .into_iter()
        .flat_map(|(path, medium)| [Lang::Id, Lang::En].map(|spoken| (path, medium, spoken)))
        .filter(|(_, medium, _)| campaign.uses(*medium) || campaign.uses(Medium::Visit))
        .map(|(path, medium, spoken)| {
            let medium = if campaign.uses(medium) { medium } else { Medium::Visit };
            let name = lang.t(&format!("outreach-sheet-{path}"));
            Sheets {
                title: format!("{name} ({})", lang.t(&format!("outreach-in-{}", spoken.code()))),
                href: format!("{base}/{path}/{}?bahasa={}", medium.code(), spoken.code()),
            }
        });
    Ok(html(&MaterialsPage {
        back: format!("/humas/kampanye/{}", campaign.id),
        sheets: sheets.collect(),
        briefing: format!("/humas/pengarahan/{}", campaign.id),
        texts,
        title: campaign.title,
        page: visitor.page("outreach-materials").in_section("kampanye"),
    }))
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

fn title(lang: Lang, key: &str, telling: &Telling<'_>) -> String {
    let spoken = lang.t(&format!("outreach-in-{}", telling.lang.code()));
    let about = telling.sheet.map(|sheet| format!(": {}", sheet.name)).unwrap_or_default();
    format!("{} ({spoken}){about}", lang.t(key))
}

fn sms(lang: Lang, telling: &Telling<'_>) -> Text {
    let text = telling.sms().unwrap_or_else(|| lang.t("outreach-sms-no-room"));
    let length = gsm::septets(&text).unwrap_or_default();
    Text {
        title: title(lang, "outreach-medium-sms", telling),
        length: lang.t1("outreach-letters", "count", length),
        text,
    }
}

fn radio(lang: Lang, telling: &Telling<'_>, per_minute: i64, seconds: i64) -> Text {
    let text = telling.radio(most_words(per_minute, seconds));
    let values = [("seconds", seconds.to_string()), ("words", words(&text).to_string())];
    Text {
        title: title(lang, "outreach-medium-radio", telling),
        length: lang.with("outreach-spoken", &values),
        text,
    }
}
