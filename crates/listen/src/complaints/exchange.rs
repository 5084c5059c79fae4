//! Reports from and to other systems: the national complaint hub as CSV, and other Open311 servers.
//! What came once does not come again. Only what everyone may read goes out.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::Error;
use kernel::actor::{Actor, Channel};
use kernel::error::Result;
use kernel::facts::complaint::Class;
use platform::App;
use platform::db::{Command, Tx, WriteTx};
use platform::i18n::Lang;
use serde::{Deserialize, Serialize};

use super::report::{Body, Details};
use super::store::{self, Published, Wanted};
use super::verbs::Receive;
use super::{categories, suggest};
use crate::texts::written;

/// A row in the fields of the national complaint hub.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The hub's number.
    pub tracking_id: String,
    /// `Pengaduan`, `Permintaan Informasi` or `Aspirasi`.
    #[serde(default)]
    pub klasifikasi: String,
    /// Title.
    #[serde(default)]
    pub judul: String,
    /// The story.
    pub isi_laporan: String,
    /// When it happened, in words.
    #[serde(default)]
    pub tanggal_kejadian: String,
    /// Where, in words.
    #[serde(default)]
    pub lokasi_kejadian: String,
    /// The office that it is for, by code or name.
    #[serde(default)]
    pub instansi_tujuan: String,
    /// Category, by code or name.
    #[serde(default)]
    pub kategori: String,
    /// `ya` hides the name.
    #[serde(default)]
    pub anonim: String,
    /// `ya` hides the content.
    #[serde(default)]
    pub rahasia: String,
    /// When it was reported.
    #[serde(default)]
    pub tanggal_laporan: String,
    /// `terbuka` or `selesai`.
    #[serde(default)]
    pub status: String,
}

impl Entry {
    /// The report that the row asks for. `units` are names of units by code.
    ///
    /// # Errors
    /// Invalid when there is no story, or one that is too long.
    pub fn body(&self, units: &BTreeMap<String, String>) -> Result<Body> {
        let story = match self.judul.trim() {
            "" => self.isi_laporan.clone(),
            title => format!("{title}\n{}", self.isi_laporan),
        };
        let office = self.instansi_tujuan.trim();
        let about = units
            .iter()
            .find(|(code, name)| *code == office || name.eq_ignore_ascii_case(office))
            .map(|(code, _)| code.clone());
        let yes = |text: &str| matches!(text.trim().to_lowercase().as_str(), "ya" | "1" | "true");
        Ok(Body {
            category: self.category(),
            about: about.unwrap_or_default(),
            anonymous: yes(&self.anonim),
            secret: yes(&self.rahasia),
            details: Details {
                story: written(&story)?,
                landmark: self.lokasi_kejadian.trim().to_owned(),
                happened: self.tanggal_kejadian.trim().to_owned(),
                language: Lang::Id.code().to_owned(),
                ..Details::default()
            },
            ..Body::default()
        })
    }

    /// The category that is named, or one of the class that is named, or the likeliest.
    fn category(&self) -> String {
        let named = self.kategori.trim().to_lowercase();
        let known = categories::all().iter().find(|one| {
            one.code == named
                || ["id", "en"].iter().any(|lang| one.label.get(lang).to_lowercase() == named)
        });
        if let Some(known) = known {
            return known.code.clone();
        }
        let class = match self.klasifikasi.trim().to_lowercase().as_str() {
            "permintaan informasi" => Some(Class::Information),
            "aspirasi" => Some(Class::Aspiration),
            _ => None,
        };
        let of_class = |code: &String| match (class, categories::find(code)) {
            (Some(class), Ok(category)) => category.class == class,
            (None, _) => true,
            (_, Err(_)) => false,
        };
        let likely = suggest::suggest(&self.isi_laporan).into_iter().find(of_class);
        likely.unwrap_or_else(|| "quality".to_owned())
    }
}

/// Takes a report in from elsewhere, unless it came before.
#[derive(Clone)]
pub struct Import {
    /// The city.
    pub app: App,
    /// Which system it comes from.
    pub source: String,
    /// Its number there.
    pub external: String,
    /// What it says.
    pub body: Body,
}

impl Command for Import {
    type Output = bool;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<bool> {
        if store::came_before(tx, &self.source, &self.external).await? {
            return Ok(false);
        }
        let receive = Receive {
            app: self.app.clone(),
            draft: None,
            body: self.body.clone(),
            actor: Actor::citizen(Channel::Api),
        };
        let receipt = receive.run(tx).await?;
        store::note_origin(tx, (&self.source, &self.external), receipt.id).await?;
        Ok(true)
    }
}

/// What everyone may read of the reports published between two instants, in the hub's fields.
///
/// # Errors
/// When the database fails.
pub async fn export(
    tx: &mut Tx<'_>,
    app: &App,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<Entry>> {
    let units = crate::city::unit_names(tx, Lang::Id).await?;
    let kelurahan: BTreeMap<String, String> =
        crate::city::kelurahan(tx).await?.into_iter().collect();
    let wanted = Wanted { from: Some(from), to: Some(to), ..Wanted::default() };
    let reports = store::wanted(tx, &wanted).await?;
    let day = |at: Timestamp| app.tz().to_datetime(at).date().to_string();
    let entry = |report: Published| -> Result<Entry> {
        let category = categories::find(&report.category)?;
        Ok(Entry {
            tracking_id: report.number.to_string(),
            klasifikasi: match category.class {
                Class::Information => "Permintaan Informasi",
                Class::Aspiration => "Aspirasi",
                Class::Ordinary | Class::Supervision => "Pengaduan",
            }
            .to_owned(),
            judul: category.label.get("id").to_owned(),
            isi_laporan: safe(&report.text),
            tanggal_kejadian: String::new(),
            lokasi_kejadian: kelurahan.get(&report.kelurahan).cloned().unwrap_or_default(),
            instansi_tujuan: units.get(&report.unit).cloned().unwrap_or_default(),
            kategori: report.category,
            anonim: "ya".to_owned(),
            rahasia: "tidak".to_owned(),
            tanggal_laporan: day(report.published_at),
            status: if report.open { "terbuka" } else { "selesai" }.to_owned(),
        })
    };
    reports.into_iter().map(entry).collect()
}

/// A text that no spreadsheet takes for a formula.
fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// A report of another Open311 server, as GeoReport v2 writes it.
#[derive(Clone, Debug, Deserialize)]
pub struct Foreign {
    /// Its number there.
    pub service_request_id: String,
    /// The service's code there.
    #[serde(default)]
    pub service_code: Option<String>,
    /// The story.
    #[serde(default)]
    pub description: Option<String>,
    /// Where, in words.
    #[serde(default)]
    pub address: Option<String>,
    /// Degrees north; some servers write numbers as texts.
    #[serde(default)]
    pub lat: Option<serde_json::Value>,
    /// Degrees east.
    #[serde(default)]
    pub long: Option<serde_json::Value>,
    /// When it was reported.
    #[serde(default)]
    pub requested_datetime: Option<String>,
}

impl Foreign {
    /// The report that it becomes here; none without a story.
    ///
    /// # Errors
    /// Invalid when the story is too long.
    pub fn body(&self) -> Result<Option<Body>> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let Some(story) = self.description.as_deref().filter(|text| !text.trim().is_empty()) else {
            return Ok(None);
        };
        let entry = Entry {
            isi_laporan: story.to_owned(),
            kategori: text(&self.service_code),
            lokasi_kejadian: text(&self.address),
            tanggal_kejadian: text(&self.requested_datetime),
            ..Entry::default()
        };
        let mut body = entry.body(&BTreeMap::new())?;
        let degrees = |value: &Option<serde_json::Value>| match value {
            Some(serde_json::Value::Number(number)) => number.as_f64(),
            Some(serde_json::Value::String(text)) => text.parse().ok(),
            _ => None,
        };
        body.details.position = degrees(&self.lat).zip(degrees(&self.long));
        Ok(Some(body))
    }
}

/// Reports as another server answers them.
///
/// # Errors
/// Invalid when it is no list of GeoReport v2.
pub fn foreign(json: &str) -> Result<Vec<Foreign>> {
    serde_json::from_str(json).map_err(|error| {
        Error::invalid("open311-foreign-unreadable").with("why", error.to_string())
    })
}
