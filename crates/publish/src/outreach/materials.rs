//! What a campaign prints, reads out and sends, made from the standards that hold that day. Pure.

use std::collections::BTreeMap;

use kernel::calendar::{Hours, Term, TimeUnit};
use kernel::facts::campaign::Message;
use kernel::service::Standard;
use platform::i18n::Lang;

use super::gsm::{self, Keep};
use super::model::{Campaign, Way};
use super::store::links::{ALL, Link, REPORT};

/// What a sheet says of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Code of the service.
    pub code: String,
    /// What the person calls it.
    pub name: String,
    /// Papers that everybody brings.
    pub papers: Vec<String>,
    /// Papers that only some bring.
    pub sometimes: Vec<String>,
    /// The promised time.
    pub term: String,
    /// The whole price.
    pub fee: String,
}

impl Sheet {
    /// The sheet of a standard.
    pub fn of(lang: Lang, standard: &Standard) -> Self {
        let papers = |conditional: bool| {
            let wanted = standard
                .documents
                .iter()
                .filter(|one| one.required && one.only_if.is_some() == conditional);
            wanted.map(|one| one.name.get(lang.code()).to_owned()).collect()
        };
        let listed = !standard.fees.is_empty() && standard.charges();
        let fee = if listed { lang.t("catalogue-fee-by-class") } else { standard.fee.to_string() };
        Self {
            code: standard.code.clone(),
            name: standard.name.get(lang.code()).to_owned(),
            papers: papers(false),
            sometimes: papers(true),
            term: term(lang, standard.promise),
            fee,
        }
    }
}

/// `1 hari kerja`, as the pages of the catalogue have it.
fn term(lang: Lang, term: Term) -> String {
    let key = match (term.unit, term.hours) {
        (TimeUnit::WorkingDay, _) => "catalogue-term-working-day",
        (TimeUnit::CalendarDay, _) => "catalogue-term-calendar-day",
        (TimeUnit::Hour, Hours::Elapsed) => "catalogue-term-hour",
        (TimeUnit::Hour, Hours::Office) => "catalogue-term-hour-office",
        (TimeUnit::Minute, Hours::Elapsed) => "catalogue-term-minute",
        (TimeUnit::Minute, Hours::Office) => "catalogue-term-minute-office",
    };
    lang.t1(key, "amount", term.amount)
}

/// The sheets of a campaign, in its order; a service that the catalogue no longer has is left out.
pub fn sheets(
    lang: Lang,
    campaign: &Campaign,
    catalogue: &BTreeMap<String, Standard>,
) -> Vec<Sheet> {
    let found = campaign.services.iter().filter_map(|code| catalogue.get(code));
    found.map(|standard| Sheet::of(lang, standard)).collect()
}

/// The addresses of a message by a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// The address of the city, as in `https://bening.kota.go.id`.
    host: String,
    codes: BTreeMap<String, String>,
}

impl Addresses {
    /// Those of one way of a campaign.
    pub fn of(host: &str, links: &[Link], way: Way) -> Self {
        let own = links.iter().filter(|link| link.way == way);
        let codes = own.map(|link| (link.target.clone(), link.code.clone())).collect();
        Self { host: host.trim_end_matches('/').to_owned(), codes }
    }

    /// What a QR code holds; none when the channel has no such link.
    pub fn full(&self, target: &str) -> Option<String> {
        self.codes.get(target).map(|code| format!("{}/k/{code}", self.host))
    }

    /// What people type.
    pub fn short(&self, target: &str) -> String {
        let full = self.full(target).unwrap_or_else(|| self.host.clone());
        full.split_once("://").map_or(full.clone(), |(_, rest)| rest.to_owned())
    }

    /// The target of the first service, or of all.
    pub fn first<'a>(&self, sheet: Option<&'a Sheet>) -> &'a str {
        sheet.map_or(ALL, |sheet| sheet.code.as_str())
    }
}

/// What is said, in one language.
pub struct Telling<'a> {
    /// The language.
    pub lang: Lang,
    /// Name of the city.
    pub city: &'a str,
    /// The campaign, [saying](Campaign::saying) what is told.
    pub campaign: &'a Campaign,
    /// The service that it is about; none for all.
    pub sheet: Option<&'a Sheet>,
    /// Where it leads.
    pub addresses: &'a Addresses,
}

impl Telling<'_> {
    fn own(&self) -> String {
        self.campaign.words.get(self.lang.code()).to_owned()
    }

    /// The text message: at most 160 septets, see [`gsm::fit`]. None when the city's own address leaves
    /// no room.
    pub fn sms(&self) -> Option<String> {
        let (lang, to) = (self.lang, self.addresses);
        let link = to.short(to.first(self.sheet));
        let report = lang.t1("outreach-sms-report", "link", to.short(REPORT));
        let mut parts = vec![(Keep::Drop, format!("{}:", self.city))];
        match (self.campaign.message, self.sheet) {
            (Message::Gifts, _) => {
                parts.push((Keep::Shorten, lang.t("outreach-sms-gifts")));
                parts.push((Keep::Whole, report));
                parts.push((Keep::Drop, lang.t("outreach-sms-shielded")));
            }
            (Message::Own, _) => {
                parts.push((Keep::Shorten, self.own()));
                parts.push((Keep::Whole, link));
                parts.push((Keep::Drop, report));
            }
            (message, Some(sheet)) => {
                let bring = message == Message::Bring && !sheet.papers.is_empty();
                let name = if bring {
                    let papers = sheet.papers.join(", ");
                    lang.with(
                        "outreach-sms-bring",
                        &[("name", sheet.name.clone()), ("papers", papers)],
                    )
                } else {
                    format!("{}:", sheet.name)
                };
                parts.push((Keep::Shorten, name));
                parts.push((Keep::Whole, format!("{}, {}.", sheet.fee, sheet.term)));
                parts.push((Keep::Drop, lang.t("outreach-sms-self")));
                parts.push((Keep::Whole, link));
                parts.push((Keep::Drop, report));
            }
            (_, None) => {
                parts.push((Keep::Shorten, lang.t("outreach-sms-easy")));
                parts.push((Keep::Whole, link));
                parts.push((Keep::Drop, report));
            }
        }
        gsm::fit(&parts, gsm::MOST)
    }

    /// The text that is read out in so many words. Whole sentences go, those that matter least first.
    pub fn radio(&self, most: usize) -> String {
        let lang = self.lang;
        let mut all: Vec<(u8, String)> =
            vec![(3, lang.t1("outreach-radio-hello", "city", self.city.to_owned()))];
        match (self.campaign.message, self.sheet) {
            (Message::Gifts, _) => {
                all.push((0, lang.t("outreach-radio-gifts")));
                all.push((2, lang.t("outreach-radio-gifts-law")));
                all.push((2, lang.t("outreach-radio-free")));
            }
            (Message::Own, _) => all.push((1, self.own())),
            (_, Some(sheet)) => {
                let said = [
                    ("name", sheet.name.clone()),
                    ("fee", sheet.fee.clone()),
                    ("term", sheet.term.clone()),
                ];
                all.push((0, lang.with("outreach-radio-easy", &said)));
                if !sheet.papers.is_empty() {
                    let papers = sheet.papers.join(", ");
                    all.push((1, lang.t1("outreach-radio-bring", "papers", papers)));
                }
                all.push((2, lang.t("outreach-radio-self")));
            }
            (_, None) => all.push((0, lang.t("outreach-sms-easy"))),
        }
        all.push((2, lang.t("outreach-radio-help")));
        all.push((3, lang.t("outreach-radio-ban")));
        let target = match self.campaign.message {
            Message::Gifts => REPORT,
            _ => self.addresses.first(self.sheet),
        };
        all.push((0, lang.t1("outreach-radio-link", "link", self.addresses.short(target))));
        while words(&together(&all)) > most {
            let least = all.iter().map(|(rank, _)| *rank).max().unwrap_or(0);
            match all.iter().rposition(|(rank, _)| *rank == least && least > 0) {
                Some(place) => drop(all.remove(place)),
                None => break,
            }
        }
        together(&all)
    }
}

fn together(all: &[(u8, String)]) -> String {
    all.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Words as a speaker counts them: each part of an address is one.
pub fn words(text: &str) -> usize {
    let part = |c: char| c.is_whitespace() || matches!(c, '/' | '.' | '-' | ':' | ',');
    text.split(part).filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// The most words that a speaker reads in so many seconds.
pub fn most_words(per_minute: i64, seconds: i64) -> usize {
    usize::try_from(per_minute * seconds / 60).unwrap_or(0)
}
