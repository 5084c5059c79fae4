//! What is typed into a look at an item.

use std::collections::BTreeMap;

use kernel::money::Rupiah;
use platform::i18n::Lang;
use platform::web::view::Mistakes;

use super::super::items::Item;
use super::super::model::Found;

/// A look as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) present: Option<bool>,
    pub(super) condition: String,
    pub(super) measured: String,
    pub(super) note: String,
    pub(super) cost: String,
    pub(super) price_code: String,
}

/// Digits with at most three decimals, by comma or dot, in thousandths.
fn milli(text: &str) -> Option<i64> {
    let text = text.trim().replace(',', ".");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || rest.len() > 3 || !digits(whole) || !digits(rest) {
        return None;
    }
    format!("{whole}{rest:0<3}").parse().ok()
}

/// An amount as people write it: `Rp1.500.000`, `1500000`.
fn rupiah(text: &str) -> Option<Rupiah> {
    let digits: String =
        text.trim().trim_start_matches("Rp").chars().filter(|c| !". ".contains(*c)).collect();
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten().map(Rupiah::new)
}

impl Typed {
    /// From the fields of the form.
    pub(super) fn of(fields: &BTreeMap<String, String>) -> Self {
        let text = |name: &str| fields.get(name).cloned().unwrap_or_default();
        let present = match text("ada").as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        Self {
            present,
            condition: text("kondisi"),
            measured: text("ukuran"),
            note: text("catatan"),
            cost: text("biaya"),
            price_code: text("kode"),
        }
    }

    /// What was found, or what must be mended.
    pub(super) fn found(&self, lang: Lang, item: &Item) -> Result<Found, Mistakes> {
        let mut errors = Mistakes::default();
        let mut wrong = |field: &str, key: &str| errors.note(field, lang.t(key));
        let present = self.present.unwrap_or_default();
        if self.present.is_none() {
            wrong("ada", "facilities-present-choose");
        }
        let condition = self.condition.parse().unwrap_or_default();
        if present && self.condition.parse::<u8>().is_err() {
            wrong("kondisi", "facilities-condition-choose");
        }
        let measured = Some(self.measured.trim()).filter(|text| !text.is_empty());
        let measured = measured.filter(|_| item.measure.is_some() && present);
        let milli = measured.and_then(milli);
        if measured.is_some() && milli.is_none() {
            wrong("ukuran", "facilities-measured-wrong");
        }
        let cost = Some(self.cost.trim()).filter(|text| !text.is_empty());
        let amount = cost.and_then(rupiah);
        if cost.is_some() && amount.is_none() {
            wrong("biaya", "facilities-cost-wrong");
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let price_code = self.price_code.clone();
        let found = Found { present, condition, measured: milli, cost: amount, price_code };
        let refused = |error: kernel::Error| Mistakes::one(field(error.key()), lang.error(&error));
        found.checked(item).map_err(refused)
    }
}

/// The field to which a refusal belongs.
pub(super) fn field(key: &str) -> &'static str {
    match key {
        "facilities-condition-choose" => "kondisi",
        "facilities-cost-wrong" => "biaya",
        "facilities-price-code-needed" => "kode",
        "facilities-note-long" => "catatan",
        _ => "ukuran",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, value) in [
            ("152,5", Some(152_500)),
            ("152.5", Some(152_500)),
            (" 40 ", Some(40_000)),
            ("0", Some(0)),
            ("5,123", Some(5_123)),
            ("5,1234", None),
            ("-1", None),
            ("lebar", None),
            ("", None),
            ("1e3", None),
        ] {
            assert_eq!(milli(text), value, "{text}");
        }
        for (text, value) in [
            ("Rp1.500.000", Some(1_500_000)),
            ("1 500 000", Some(1_500_000)),
            ("1500000", Some(1_500_000)),
            ("sejuta", None),
            ("-5", None),
            ("Rp", None),
        ] {
            assert_eq!(rupiah(text), value.map(Rupiah::new), "{text}");
        }
    }
}
