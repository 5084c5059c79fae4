//! What is typed into a draft.

use jiff::civil::Date;
use kernel::facts::campaign::{Audience, Channel, Medium, Message, Second};
use kernel::money::Rupiah;
use kernel::service::Bilingual;
use platform::i18n::Lang;
use platform::web::view::Mistakes;
use serde::Deserialize;

use super::super::verbs::Said;

/// A draft as it is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) judul: String,
    pub(super) pesan: String,
    pub(super) kata: String,
    #[serde(rename = "kata-en")]
    pub(super) kata_en: String,
    pub(super) kelurahan: Vec<String>,
    pub(super) layanan: Vec<String>,
    pub(super) sasaran: String,
    pub(super) saluran: Vec<String>,
    #[serde(rename = "biaya-poster")]
    pub(super) poster: String,
    #[serde(rename = "biaya-leaflet")]
    pub(super) leaflet: String,
    #[serde(rename = "biaya-radio")]
    pub(super) radio: String,
    #[serde(rename = "biaya-sms")]
    pub(super) sms: String,
    #[serde(rename = "biaya-visit")]
    pub(super) visit: String,
    pub(super) mulai: String,
    #[serde(rename = "mulai-month")]
    pub(super) mulai_month: String,
    #[serde(rename = "mulai-year")]
    pub(super) mulai_year: String,
    pub(super) selesai: String,
    #[serde(rename = "selesai-month")]
    pub(super) selesai_month: String,
    #[serde(rename = "selesai-year")]
    pub(super) selesai_year: String,
    pub(super) undian: String,
    pub(super) dua: String,
    #[serde(rename = "pesan-b")]
    pub(super) pesan_b: String,
    #[serde(rename = "kata-b")]
    pub(super) kata_b: String,
    #[serde(rename = "kata-b-en")]
    pub(super) kata_b_en: String,
}

/// Whole rupiah as people type them: `Rp1.500.000`, `1500000`; nothing is nothing.
pub(super) fn rupiah(text: &str) -> Option<Rupiah> {
    let text = text.trim().trim_start_matches("Rp").trim();
    if text.is_empty() {
        return Some(Rupiah::ZERO);
    }
    let digits = text.replace('.', "");
    let good = digits.len() <= 12 && digits.bytes().all(|byte| byte.is_ascii_digit());
    good.then(|| digits.parse().ok().map(Rupiah::new)).flatten()
}

/// A date of three fields.
pub(super) fn date(day: &str, month: &str, year: &str) -> Option<Date> {
    let part = |text: &str| text.trim().parse::<i16>().ok();
    let (day, month) = (part(day)?, part(month)?);
    Date::new(part(year)?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

impl Typed {
    /// What a channel costs, as it was typed.
    pub(super) fn cost(&self, medium: Medium) -> &str {
        match medium {
            Medium::Poster => &self.poster,
            Medium::Leaflet => &self.leaflet,
            Medium::Radio => &self.radio,
            Medium::Sms => &self.sms,
            Medium::Visit => &self.visit,
        }
    }

    /// Whether it has two messages.
    pub(super) fn two(&self) -> bool {
        self.dua == "yes"
    }

    /// What it says, or what must be mended before the rules can be asked.
    pub(super) fn said(&self, lang: Lang) -> Result<Said, Mistakes> {
        let mut errors = Mistakes::default();
        let mut needs = |field: String, key: &str, good: bool| {
            if !good {
                errors.note(field, lang.t(key));
            }
        };
        let message = Message::parse(&self.pesan);
        needs("pesan".to_owned(), "outreach-message-missing", message.is_some());
        let second = self.two().then(|| Message::parse(&self.pesan_b));
        needs("pesan-b".to_owned(), "outreach-message-missing", second != Some(None));
        let audience = Audience::parse(&self.sasaran);
        needs("sasaran".to_owned(), "outreach-audience-missing", audience.is_some());
        let from = date(&self.mulai, &self.mulai_month, &self.mulai_year);
        needs("mulai".to_owned(), "outreach-date-unreadable", from.is_some());
        let until = date(&self.selesai, &self.selesai_month, &self.selesai_year);
        needs("selesai".to_owned(), "outreach-date-unreadable", until.is_some());
        let mut channels = Vec::new();
        for medium in Medium::ALL.iter().filter(|one| self.saluran.iter().any(|s| s == one.code()))
        {
            let cost = rupiah(self.cost(*medium));
            let field = format!("biaya-{}", medium.code());
            needs(field, "outreach-cost-unreadable", cost.is_some());
            channels.extend(cost.map(|cost| Channel { medium: *medium, cost }));
        }
        let (Some(message), Some(audience), Some(from), Some(until), true) =
            (message, audience, from, until, errors.is_empty())
        else {
            return Err(errors);
        };
        let second = second.flatten().map(|message| Second {
            message,
            words: words(message, &self.kata_b, &self.kata_b_en),
            halves: None,
        });
        Ok(Said {
            title: self.judul.trim().to_owned(),
            message,
            words: words(message, &self.kata, &self.kata_en),
            kelurahan: self.kelurahan.clone(),
            services: self.layanan.clone(),
            audience,
            channels,
            from,
            until,
            by_lot: self.undian == "yes",
            second,
        })
    }
}

/// Words of its own; what was typed beside a listed message is none.
fn words(message: Message, id: &str, en: &str) -> Bilingual {
    match message {
        Message::Own => Bilingual { id: id.trim().to_owned(), en: en.trim().to_owned() },
        _ => Bilingual::default(),
    }
}

/// The field to which a refusal of the rules belongs.
pub(super) fn field(key: &str) -> &'static str {
    match key {
        "outreach-title-length" => "judul",
        "outreach-words-missing" | "outreach-words-long" => "kata",
        "outreach-kelurahan-missing" => "kelurahan",
        "outreach-services-unknown" | "outreach-services-missing" => "layanan",
        "outreach-channels-missing" => "saluran",
        "outreach-until-before" | "outreach-until-late" => "selesai",
        "outreach-lot-few" | "outreach-lot-short" => "undian",
        "outreach-second-or-lot" | "outreach-second-few" => "dua",
        "outreach-second-words-missing" | "outreach-second-words-long" => "kata-b",
        "outreach-second-same" => "pesan-b",
        _ => "mulai",
    }
}
