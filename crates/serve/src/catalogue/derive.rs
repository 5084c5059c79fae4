//! Components of a standard that follow from its other fields. They are written anew whenever a
//! field changes, so that the fourteen components never contradict the page of the service.

use kernel::calendar::{Hours, Term, TimeUnit};
use kernel::money::Rupiah;
use kernel::service::{
    Answer, Bilingual, Component, ComponentText, Condition, Document, FeeClass, Standard,
};
use platform::i18n::Lang;

/// The components that follow from other fields.
pub const DERIVED: [Component; 5] = [
    Component::Requirements,
    Component::Duration,
    Component::Fee,
    Component::Product,
    Component::LegalBasis,
];

/// Writes the derived components and puts all of them into the order of the law. A derived
/// component counts as checked when the standard does.
pub fn complete(standard: &mut Standard) {
    for component in DERIVED {
        let text = Bilingual {
            id: derived(standard, component, Lang::Id),
            en: derived(standard, component, Lang::En),
        };
        standard.components.retain(|known| known.component != component);
        standard.components.push(ComponentText { component, text, verified: standard.verified });
    }
    standard.components.sort_by_key(|known| known.component);
}

fn derived(standard: &Standard, component: Component, lang: Lang) -> String {
    match component {
        Component::Requirements => requirements(standard, lang),
        Component::Duration => {
            lang.t1("catalogue-derived-duration", "term", term(lang, standard.promise))
        }
        Component::Fee => fee(standard, lang),
        Component::Product => standard.product.get(lang.code()).to_owned(),
        _ => standard.legal_basis.clone(),
    }
}

/// `1 hari kerja`, `24 jam`, `60 menit jam buka kantor`.
pub fn term(lang: Lang, term: Term) -> String {
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

/// The whole price, that there is no other, and what it depends on.
pub fn fee(standard: &Standard, lang: Lang) -> String {
    let whole = std::iter::once(whole_fee(standard, lang));
    whole.chain(fee_lines(standard, lang)).collect::<Vec<_>>().join(" ")
}

/// The whole price, and that there is no other.
pub fn whole_fee(standard: &Standard, lang: Lang) -> String {
    lang.t1("catalogue-derived-fee", "fee", short_fee(standard, lang))
}

/// The listed classes, and what the price depends on.
pub fn fee_lines(standard: &Standard, lang: Lang) -> Vec<String> {
    let classes = standard.fees.iter().map(|class| fee_class(standard, class, lang));
    let note = standard.fee_note.get(lang.code()).to_owned();
    classes.chain((!note.is_empty()).then_some(note)).collect()
}

/// The price in a list: the amount, or that it depends on listed classes.
pub fn short_fee(standard: &Standard, lang: Lang) -> String {
    if standard.fees.is_empty() || !standard.charges() {
        return standard.fee.to_string();
    }
    lang.t("catalogue-fee-by-class")
}

/// `Rumah baru: Rp4.500 × jumlah luas lantai.`
pub fn fee_class(standard: &Standard, class: &FeeClass, lang: Lang) -> String {
    let name = class.name.get(lang.code()).to_owned();
    let number = standard.questions.iter().find(|question| question.code == class.per);
    match number {
        Some(number) if class.amount > Rupiah::ZERO => lang.with(
            "catalogue-fee-class-per",
            &[
                ("class", name),
                ("fee", class.amount.to_string()),
                ("number", number.label.get(lang.code()).trim_end_matches('?').to_owned()),
            ],
        ),
        _ => {
            lang.with("catalogue-fee-class", &[("class", name), ("fee", class.amount.to_string())])
        }
    }
}

fn requirements(standard: &Standard, lang: Lang) -> String {
    if standard.documents.is_empty() {
        return lang.t("catalogue-derived-no-documents");
    }
    let lines = standard.documents.iter().map(|document| requirement(standard, document, lang));
    lines.collect::<Vec<_>>().join("\n")
}

fn requirement(standard: &Standard, document: &Document, lang: Lang) -> String {
    let name = document.name.get(lang.code());
    let when = document.only_if.as_ref().map(|asked| condition(standard, asked, lang));
    match (when, document.required) {
        (Some(when), _) => format!("{name} ({when})"),
        (None, false) => format!("{name} ({})", lang.t("common-optional")),
        (None, true) => name.to_owned(),
    }
}

/// When something is asked for: the question and the answer that lead to it.
pub fn condition(standard: &Standard, condition: &Condition, lang: Lang) -> String {
    let question = standard.questions.iter().find(|known| known.code == condition.question);
    let label = question.map_or(condition.question.as_str(), |known| known.label.get(lang.code()));
    let answer = match question.map(|known| &known.answer) {
        Some(Answer::Choice(options)) => options
            .iter()
            .find(|(value, _)| *value == condition.value)
            .map_or(condition.value.clone(), |(_, text)| text.get(lang.code()).to_owned()),
        Some(Answer::YesNo) if condition.value == "yes" => lang.t("common-yes"),
        Some(Answer::YesNo) => lang.t("common-no"),
        _ => condition.value.clone(),
    };
    lang.with(
        "catalogue-condition",
        &[("question", label.trim_end_matches('?').to_owned()), ("answer", answer)],
    )
}
