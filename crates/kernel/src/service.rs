//! A service standard as everyone speaks of it: the 14 components of UU 25/2009 Art 21 (as split
//! by PermenPANRB 15/2014), the promise, the fee, the documents and the typed questions.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::Term;
use crate::money::Rupiah;

/// The same text in the two languages of the interface.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bilingual {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// The text in the language `code` ("en" is English, anything else Indonesian).
    pub fn get(&self, code: &str) -> &str {
        if code == "en" && !self.en.is_empty() { &self.en } else { &self.id }
    }
}

/// The 14 components, in the order of the law: six of service delivery, which must be published,
/// then eight of management.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Component {
    /// Persyaratan.
    Requirements,
    /// Sistem, mekanisme dan prosedur.
    Procedure,
    /// Jangka waktu penyelesaian.
    Duration,
    /// Biaya atau tarif.
    Fee,
    /// Produk pelayanan.
    Product,
    /// Penanganan pengaduan, saran dan masukan.
    Complaints,
    /// Dasar hukum.
    LegalBasis,
    /// Sarana, prasarana dan fasilitas.
    Facilities,
    /// Kompetensi pelaksana.
    Competence,
    /// Pengawasan internal.
    Supervision,
    /// Jumlah pelaksana.
    Staff,
    /// Jaminan pelayanan.
    ServiceGuarantee,
    /// Jaminan keamanan dan keselamatan pelayanan.
    SafetyGuarantee,
    /// Evaluasi kinerja pelaksana.
    Evaluation,
}

impl Component {
    /// All fourteen, in legal order.
    pub const ALL: [Self; 14] = [
        Self::Requirements,
        Self::Procedure,
        Self::Duration,
        Self::Fee,
        Self::Product,
        Self::Complaints,
        Self::LegalBasis,
        Self::Facilities,
        Self::Competence,
        Self::Supervision,
        Self::Staff,
        Self::ServiceGuarantee,
        Self::SafetyGuarantee,
        Self::Evaluation,
    ];

    /// The name used in data files and locale keys, such as `legal_basis`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Requirements => "requirements",
            Self::Procedure => "procedure",
            Self::Duration => "duration",
            Self::Fee => "fee",
            Self::Product => "product",
            Self::Complaints => "complaints",
            Self::LegalBasis => "legal_basis",
            Self::Facilities => "facilities",
            Self::Competence => "competence",
            Self::Supervision => "supervision",
            Self::Staff => "staff",
            Self::ServiceGuarantee => "service_guarantee",
            Self::SafetyGuarantee => "safety_guarantee",
            Self::Evaluation => "evaluation",
        }
    }

    /// The component of that name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|component| component.code() == code)
    }
}

/// Who may apply for someone (UU 23/2006 Art 26 and the service's own standard).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proxy {
    /// The person must come or apply alone (biometrics, an exam).
    SelfOnly,
    /// Family on the same Kartu Keluarga may also apply.
    Family,
    /// Anyone under a written mandate may also apply.
    Mandate,
}

/// How the person who applies stands to the person whom it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Applicant {
    /// The person applies alone.
    Oneself,
    /// Family on the same Kartu Keluarga.
    Family,
    /// Another person under a mandate.
    Mandate,
}

impl Proxy {
    /// Whether `applicant` may use a service with this rule.
    pub fn admits(self, applicant: Applicant) -> bool {
        match applicant {
            Applicant::Oneself => true,
            Applicant::Family => self != Self::SelfOnly,
            Applicant::Mandate => self == Self::Mandate,
        }
    }
}

/// What happens by law when the promise is missed (UU 6/2023 Art 175).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deemed {
    /// The superior is told; nothing is deemed granted (civil registry, technical safety).
    Never,
    /// A record "dianggap dikabulkan" is made, and head and Inspectorate are told.
    Granted,
}

/// A document that the applicant brings or uploads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Short name, unique in the service, such as `kk`.
    pub code: String,
    /// What the person calls it.
    pub name: Bilingual,
    /// What a good copy looks like.
    pub hint: Bilingual,
    /// Whether the file is complete without it.
    pub required: bool,
    /// Only asked for when this holds.
    pub only_if: Option<Condition>,
}

/// What an answer looks like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "options")]
pub enum Answer {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// A civil date.
    Date,
    /// A whole number.
    Number,
    /// An amount of money in rupiah.
    Money,
    /// Yes or no.
    YesNo,
    /// One of several; the pair is stored value and shown text.
    Choice(Vec<(String, Bilingual)>),
    /// A NIK.
    Nik,
    /// A KK number.
    Kk,
    /// A phone number.
    Phone,
    /// One of the city's kelurahan, by code.
    Kelurahan,
}

/// A question holds only when an earlier answer has this value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Code of the earlier question.
    pub question: String,
    /// The stored value it must have.
    pub value: String,
}

/// One question of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Short name, unique in the service.
    pub code: String,
    /// The question as asked.
    pub label: Bilingual,
    /// Help under it.
    pub hint: Bilingual,
    /// What the answer looks like.
    pub answer: Answer,
    /// Whether it may be left empty.
    pub required: bool,
    /// Only asked when this holds.
    pub only_if: Option<Condition>,
}

/// When a fee is due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeDue {
    /// When the decision is yes and before the product is made.
    #[default]
    Issue,
    /// As soon as everything required is there.
    Submission,
}

impl FeeDue {
    /// Whether it is what a standard means that says nothing about it.
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// A listed class of a fee: who pays it, and how much (UU 1/2022 Art 94: every tariff of a levy stands
/// in the city's regulation).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeClass {
    /// Short name, unique in the service, such as `low_income`.
    pub code: String,
    /// What the person calls it.
    pub name: Bilingual,
    /// The amount, or the amount for each unit of `per`.
    pub amount: Rupiah,
    /// Code of the question about a number by which the amount is multiplied, such as an area in
    /// square metres; empty for a flat amount.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub per: String,
    /// Whom it fits; everyone without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_if: Option<Condition>,
}

/// What one application costs, and by which class; none is the price of whom no class fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price<'s> {
    /// The listed class.
    pub class: Option<&'s FeeClass>,
    /// The exact amount.
    pub amount: Rupiah,
}

/// One component of the standard: its text, and whether someone checked it against the law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComponentText {
    /// Which of the fourteen.
    pub component: Component,
    /// What it says.
    pub text: Bilingual,
    /// False while it is an editable default that nobody has checked.
    pub verified: bool,
}

/// One version of a service standard: all that a citizen, an officer and the clock need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standard {
    /// Code of the service, such as `DUK-KTP-HILANG`.
    pub code: String,
    /// Code of the unit that answers for it; `KEL` means the applicant's own kelurahan.
    pub unit: String,
    /// What the person calls it.
    pub name: Bilingual,
    /// One sentence: what it is for.
    pub summary: Bilingual,
    /// What the person holds in the end.
    pub product: Bilingual,
    /// Everyday words that lead here, such as "ktp ilang".
    pub words: Vec<String>,
    /// Promised time from "complete" to issue.
    pub promise: Term,
    /// The whole price. Nothing else may be charged.
    pub fee: Rupiah,
    /// Says what the fee depends on, where it does.
    pub fee_note: Bilingual,
    /// The listed classes of the fee, in the order in which they are tried; `fee` is the price of whom
    /// none of them fits. Empty when everybody pays the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<FeeClass>,
    /// When the fee is due.
    #[serde(default, skip_serializing_if = "FeeDue::is_usual")]
    pub fee_due: FeeDue,
    /// Who may apply for someone.
    pub proxy: Proxy,
    /// What follows by law when the promise is missed.
    pub deemed: Deemed,
    /// Laws and articles.
    pub legal_basis: String,
    /// Documents, in the order in which they are asked for.
    pub documents: Vec<Document>,
    /// Questions, in the order in which they are asked.
    pub questions: Vec<Question>,
    /// The fourteen components.
    pub components: Vec<ComponentText>,
    /// False while promise, fee or documents are defaults that the office has not confirmed.
    pub verified: bool,
    /// First day on which this version holds.
    pub valid_from: Date,
}

impl Standard {
    /// Whether anyone pays anything.
    pub fn charges(&self) -> bool {
        self.fee > Rupiah::ZERO || self.fees.iter().any(|class| class.amount > Rupiah::ZERO)
    }

    /// What an application with these answers costs: the first class that fits decides.
    ///
    /// `None` when the number by which the amount is multiplied is not there or too large.
    pub fn price(&self, answers: &BTreeMap<String, String>) -> Option<Price<'_>> {
        let fits =
            |condition: &Condition| answers.get(&condition.question) == Some(&condition.value);
        let class = self.fees.iter().find(|class| class.only_if.as_ref().is_none_or(fits));
        let Some(class) = class else { return Some(Price { class: None, amount: self.fee }) };
        let times = match class.per.as_str() {
            "" => 1,
            question => answers.get(question)?.parse().ok().filter(|times: &i64| *times >= 0)?,
        };
        let amount = class.amount.checked_mul(times)?;
        Some(Price { class: Some(class), amount })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    fn class(code: &str, amount: i64, per: &str, only_if: Option<(&str, &str)>) -> FeeClass {
        let only_if = only_if
            .map(|(question, value)| Condition { question: question.into(), value: value.into() });
        let amount = Rupiah::new(amount);
        FeeClass { code: code.into(), name: Bilingual::default(), amount, per: per.into(), only_if }
    }

    fn standard(fee: i64, fees: Vec<FeeClass>) -> Standard {
        let free = r#"{"code":"X","unit":"U","name":{"id":"","en":""},"summary":{"id":"","en":""},
            "product":{"id":"","en":""},"words":[],"promise":{"amount":1,"unit":"working_day","hours":"office"},
            "fee":0,"fee_note":{"id":"","en":""},"proxy":"mandate","deemed":"never","legal_basis":"",
            "documents":[],"questions":[],"components":[],"verified":false,"valid_from":"2025-01-02"}"#;
        let mut standard: Standard = serde_json::from_str(free).unwrap();
        (standard.fee, standard.fees) = (Rupiah::new(fee), fees);
        standard
    }

    /// What was published before there were classes is the same text, byte for byte.
    #[test]
    fn a_standard_without_classes_is_written_as_before() {
        let text = serde_json::to_string(&standard(0, Vec::new())).unwrap();
        assert!(!text.contains("fees") && !text.contains("fee_due"), "{text}");
    }

    proptest! {
        /// The first class that fits decides, whatever stands behind it; none fits, and the whole price
        /// of the standard holds.
        #[test]
        fn the_first_class_that_fits_says_what_it_costs(
            amounts in proptest::collection::vec(0_i64..1_000_000, 0..6),
            fits in proptest::collection::vec(any::<bool>(), 6),
            area in 0_i64..100_000,
            rest in 0_i64..1_000_000,
        ) {
            let fees: Vec<FeeClass> = amounts
                .iter()
                .enumerate()
                .map(|(at, amount)| {
                    let value = if fits[at] { "yes" } else { "no" };
                    class(&format!("c{at}"), *amount, "area", Some(("poor", value)))
                })
                .collect();
            let standard = standard(rest, fees);
            let answers = BTreeMap::from([
                ("poor".to_owned(), "yes".to_owned()),
                ("area".to_owned(), area.to_string()),
            ]);
            let price = standard.price(&answers).unwrap();
            let first = amounts.iter().zip(&fits).find(|(_, fits)| **fits);
            let wanted = first.map_or(rest, |(amount, _)| amount * area);
            prop_assert_eq!(price.amount, Rupiah::new(wanted));
            prop_assert_eq!(price.class.is_some(), first.is_some());
        }
    }

    #[test]
    fn an_amount_for_each_unit_needs_the_number_and_fits_into_money() {
        let standard = standard(0, vec![class("area", 4_500, "area", None)]);
        let with = |area: &str| {
            let answers = BTreeMap::from([("area".to_owned(), area.to_owned())]);
            standard.price(&answers).map(|price| price.amount.get())
        };
        assert_eq!(with("70"), Some(315_000));
        assert_eq!((with(""), with("-1"), with("9223372036854775807")), (None, None, None));
        assert_eq!(standard.price(&BTreeMap::new()), None);
        assert!(standard.charges());
    }
}
