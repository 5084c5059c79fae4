//! What is typed into a proposal, by hand or in a row of a spreadsheet.

use kernel::Error;
use kernel::activity::ActivityCode;
use kernel::error::Result;
use kernel::money::Rupiah;
use platform::i18n::Lang;
use platform::web::view::Mistakes;
use serde::Deserialize;

use super::super::model::Origin;
use super::super::verbs::Said;
use platform::city::Names;

/// The columns of a spreadsheet, which are the fields of the form.
pub(super) const COLUMNS: [&str; 13] = [
    "tahun",
    "judul",
    "uraian",
    "kelurahan",
    "tempat",
    "asal",
    "pengusul",
    "volume",
    "satuan",
    "harga",
    "biaya",
    "dinas",
    "kode",
];

/// A proposal as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) tahun: String,
    pub(super) judul: String,
    pub(super) uraian: String,
    pub(super) kelurahan: String,
    pub(super) tempat: String,
    pub(super) asal: String,
    pub(super) pengusul: String,
    pub(super) volume: String,
    pub(super) satuan: String,
    pub(super) harga: String,
    pub(super) biaya: String,
    pub(super) dinas: String,
    pub(super) kode: String,
}

/// Digits with at most three decimals, by comma or dot, in thousandths.
pub(super) fn milli(text: &str) -> Option<i64> {
    let text = text.trim().replace(',', ".");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || rest.len() > 3 || !digits(whole) || !digits(rest) {
        return None;
    }
    format!("{whole}{rest:0<3}").parse().ok()
}

/// An amount as people write it: `Rp1.500.000`, `1500000`.
pub(super) fn rupiah(text: &str) -> Option<Rupiah> {
    let digits: String =
        text.trim().trim_start_matches("Rp").chars().filter(|c| !". ".contains(*c)).collect();
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten().map(Rupiah::new)
}

/// Nothing, or what `read` makes of it.
pub(super) fn optional<T>(
    text: &str,
    read: impl Fn(&str) -> Option<T>,
    key: &'static str,
) -> Result<Option<T>> {
    match text.trim() {
        "" => Ok(None),
        text => read(text).map(Some).ok_or_else(|| Error::invalid(key)),
    }
}

/// Nothing, or the code of an activity.
pub(super) fn activity(text: &str) -> Result<Option<ActivityCode>> {
    match text.trim() {
        "" => Ok(None),
        text => Ok(Some(text.parse::<ActivityCode>()?)),
    }
}

/// A kelurahan by its code or its name.
fn kelurahan(names: &Names, text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    let same = |name: &str| name.eq_ignore_ascii_case(text);
    let found = names.kelurahan().iter().find(|one| one.code == text || same(&one.name));
    found.map(|one| one.code.clone()).ok_or_else(|| Error::invalid("proposals-kelurahan-wrong"))
}

/// The word by which a form and a spreadsheet name who asks.
pub(super) fn word(origin: Origin) -> &'static str {
    match origin {
        Origin::Resident => "warga",
        Origin::Unit => "kantor",
        Origin::Council => "dprd",
    }
}

impl Typed {
    /// What was asked for, or what must be mended, by field.
    pub(super) fn said(&self, lang: Lang, names: &Names) -> Result<Said, Mistakes> {
        let mut errors = Mistakes::default();
        let mut note = |field: &str, error: Error| errors.note(field, lang.error(&error));
        let year = self.tahun.trim().parse();
        if year.is_err() {
            note("tahun", Error::invalid("proposals-year-wrong"));
        }
        let place = kelurahan(names, &self.kelurahan);
        let asal = self.asal.trim().to_lowercase();
        let origin = Origin::ALL.into_iter().find(|origin| word(*origin) == asal);
        if origin.is_none() {
            note("asal", Error::invalid("proposals-origin-wrong"));
        }
        let volume = milli(&self.volume);
        if volume.is_none() {
            note("volume", Error::invalid("proposals-volume-wrong"));
        }
        let asked = optional(&self.biaya, rupiah, "proposals-asked-wrong");
        let activity = activity(&self.kode);
        let said = Said {
            budget_year: year.unwrap_or_default(),
            title: self.judul.clone(),
            what: self.uraian.clone(),
            kelurahan: place.unwrap_or_else(|error| {
                note("kelurahan", error);
                String::new()
            }),
            place: self.tempat.clone(),
            origin: origin.unwrap_or(Origin::Resident),
            proposer: self.pengusul.clone(),
            volume: volume.unwrap_or_default(),
            measure: self.satuan.clone(),
            price_code: self.harga.trim().to_owned(),
            asked: asked.unwrap_or_else(|error| {
                note("biaya", error);
                None
            }),
            office: self.dinas.trim().to_owned(),
            activity: activity.unwrap_or_else(|error| {
                note("kode", error);
                None
            }),
        };
        if errors.is_empty() { Ok(said) } else { Err(errors) }
    }
}

/// The field to which a refusal belongs.
pub(super) fn field(key: &str) -> &'static str {
    match key {
        "proposals-year-wrong" => "tahun",
        "proposals-title-wrong" => "judul",
        "proposals-what-long" => "uraian",
        "proposals-kelurahan-wrong" | "proposals-kelurahan-needed" => "kelurahan",
        "proposals-place-long" => "tempat",
        "proposals-origin-wrong" => "asal",
        "proposals-proposer-wrong" => "pengusul",
        "proposals-measure-wrong" => "satuan",
        "proposals-price-wrong" => "harga",
        "proposals-asked-wrong" => "biaya",
        "proposals-office-wrong" => "dinas",
        key if key.starts_with("activity-code-") => "kode",
        _ => "volume",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, value) in [
            ("152,5", Some(152_500)),
            (" 40 ", Some(40_000)),
            ("0.125", Some(125)),
            ("5,1234", None),
            ("-1", None),
            ("banyak", None),
            ("", None),
        ] {
            assert_eq!(milli(text), value, "{text}");
        }
        for (text, value) in
            [("Rp1.500.000", Some(1_500_000)), ("1 500 000", Some(1_500_000)), ("sejuta", None)]
        {
            assert_eq!(rupiah(text), value.map(Rupiah::new), "{text}");
        }
    }

    #[test]
    fn every_mistake_is_told_at_its_field() {
        let names = Names::default();
        let typed = Typed {
            kelurahan: "Entah".to_owned(),
            biaya: "banyak".to_owned(),
            kode: "1.03".to_owned(),
            ..Typed::default()
        };
        let errors = typed.said(Lang::Id, &names).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["tahun", "asal", "volume", "kelurahan", "biaya", "kode"]);
    }
}
