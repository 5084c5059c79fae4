//! Standards as pages and the API show them.

use std::collections::BTreeMap;

use kernel::service::{Document, Standard};
use platform::i18n::Lang;

use super::derive;
use super::import::OWN_KELURAHAN;
use super::store::Unit;
use super::text;
use crate::applications::practice::Practice;

/// A service in a list.
pub struct Row {
    /// Address of its page.
    pub href: String,
    /// Its name.
    pub name: String,
    /// The whole price.
    pub fee: String,
    /// The promised time.
    pub promise: String,
    /// On how many of ten files the promise was kept; none while there are too few to say.
    pub of_ten: Option<i64>,
}

impl Row {
    /// The row of `standard`, with how its promise was kept.
    pub fn new(lang: Lang, standard: &Standard, practice: Option<&Practice>) -> Self {
        Self {
            href: format!("/layanan/{}", standard.code),
            name: standard.name.get(lang.code()).to_owned(),
            fee: derive::short_fee(standard, lang),
            promise: derive::term(lang, standard.promise),
            of_ten: practice.and_then(|known| known.of_ten()),
        }
    }
}

/// A document on the page of a service.
pub struct Paper {
    /// What the person calls it.
    pub name: String,
    /// What a good copy looks like.
    pub hint: String,
    /// When it is needed; empty when always.
    pub when: String,
}

/// The documents of a service: always needed, needed by an answer, and welcome.
pub struct Papers {
    /// Always needed.
    pub always: Vec<Paper>,
    /// Needed after a certain answer.
    pub by_answer: Vec<Paper>,
    /// Not needed, but welcome.
    pub welcome: Vec<Paper>,
}

impl Papers {
    /// The documents of `standard`.
    pub fn new(lang: Lang, standard: &Standard) -> Self {
        let paper = |document: &Document| Paper {
            name: document.name.get(lang.code()).to_owned(),
            hint: document.hint.get(lang.code()).to_owned(),
            when: document
                .only_if
                .as_ref()
                .map(|asked| derive::condition(standard, asked, lang))
                .unwrap_or_default(),
        };
        let those = |wanted: fn(&Document) -> bool| {
            standard.documents.iter().filter(|document| wanted(document)).map(paper).collect()
        };
        Self {
            always: those(|document| document.required && document.only_if.is_none()),
            by_answer: those(|document| document.required && document.only_if.is_some()),
            welcome: those(|document| !document.required),
        }
    }

    /// Whether nothing at all is asked for.
    pub fn is_empty(&self) -> bool {
        self.always.is_empty() && self.by_answer.is_empty() && self.welcome.is_empty()
    }
}

/// What the page of a service says beside its documents.
pub struct Service {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// One sentence: what it is for.
    pub summary: String,
    /// What the person holds in the end.
    pub product: String,
    /// The whole price, and that there is no other.
    pub fee: String,
    /// The listed classes of the price, and what it depends on.
    pub fee_lines: Vec<String>,
    /// That nobody may ask for money, or which ways to pay there are.
    pub fee_rule: String,
    /// The promised time.
    pub promise: String,
    /// Who may apply.
    pub who: String,
    /// What follows when the promise is missed.
    pub missed: String,
    /// Steps of the procedure.
    pub steps: Vec<String>,
    /// Laws and articles, one by one.
    pub laws: Vec<String>,
    /// The office that answers for it.
    pub unit: String,
    /// Address of that office's promise; empty for the applicant's own kelurahan.
    pub unit_href: String,
    /// Who is told when the promise is missed.
    pub superior: String,
    /// Documents.
    pub papers: Papers,
    /// Whether the office confirmed time, fee and documents.
    pub verified: bool,
}

impl Service {
    /// The page of `standard`.
    pub fn new(lang: Lang, standard: &Standard, units: &BTreeMap<String, Unit>) -> Self {
        let shown = |text: &kernel::service::Bilingual| text.get(lang.code()).to_owned();
        let unit = units.get(&standard.unit);
        Self {
            code: standard.code.clone(),
            name: shown(&standard.name),
            summary: shown(&standard.summary),
            product: shown(&standard.product),
            fee: derive::whole_fee(standard, lang),
            fee_lines: derive::fee_lines(standard, lang),
            fee_rule: lang.t(if standard.charges() { "fees-rule-paid" } else { "fees-rule-free" }),
            promise: derive::term(lang, standard.promise),
            who: lang.t(&key("catalogue-proxy", text::proxy_text(standard.proxy))),
            missed: lang.t(&key("catalogue-deemed", text::deemed_text(standard.deemed))),
            steps: procedure(lang, standard),
            laws: standard.legal_basis.split("; ").map(str::to_owned).collect(),
            unit: unit_name(lang, &standard.unit, units),
            unit_href: unit.map(|unit| format!("/maklumat/{}", unit.code)).unwrap_or_default(),
            superior: superior(lang, &standard.unit, units),
            papers: Papers::new(lang, standard),
            verified: standard.verified,
        }
    }
}

fn procedure(lang: Lang, standard: &Standard) -> Vec<String> {
    let component = kernel::service::Component::Procedure;
    let found = standard.components.iter().find(|known| known.component == component);
    let text = found.map_or("", |known| known.text.get(lang.code()));
    text.lines().map(str::to_owned).collect()
}

/// The name of the unit `code`; the applicant's own kelurahan has one too.
pub fn unit_name(lang: Lang, code: &str, units: &BTreeMap<String, Unit>) -> String {
    match units.get(code) {
        Some(unit) => unit.name(lang.code()).to_owned(),
        None if code == OWN_KELURAHAN => lang.t("catalogue-own-kelurahan"),
        None => code.to_owned(),
    }
}

fn superior(lang: Lang, code: &str, units: &BTreeMap<String, Unit>) -> String {
    if code == OWN_KELURAHAN {
        return lang.t("catalogue-own-district");
    }
    let parent = units.get(code).map_or("", |unit| unit.parent_code.as_str());
    if parent.is_empty() { lang.t("catalogue-mayor") } else { unit_name(lang, parent, units) }
}

/// A locale key that ends in a stored name.
pub fn key(start: &str, name: &str) -> String {
    format!("{start}-{}", name.replace('_', "-"))
}
