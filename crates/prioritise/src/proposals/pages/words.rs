//! Proposals in words.

use kernel::money::Rupiah;
use platform::i18n::Lang;
use platform::web::view::Choice;

use super::super::model::{Origin, Proposal, Stage, Standard, State};
use platform::city::Names;

/// Where it stands: kind of chip and words.
pub(super) fn state(lang: Lang, state: State) -> (&'static str, String) {
    let key = match state.stage() {
        Some(stage) if state.code() != "merged" => {
            format!("proposals-state-{}-{}", state.code(), stage.code())
        }
        _ => format!("proposals-state-{}", state.code()),
    };
    let kind = match state {
        State::Made => "warn",
        State::Accepted(_) => "good",
        State::Returned(_) => "bad",
        State::Merged(_) => "",
    };
    (kind, lang.t(&key))
}

/// A deliberation: `Musrenbang kelurahan`.
pub(super) fn stage(lang: Lang, stage: Stage) -> String {
    lang.t(&format!("proposals-stage-{}", stage.code()))
}

/// The deliberation of an area: `Musrenbang kelurahan Yosodadi`.
pub(super) fn forum(lang: Lang, names: &Names, of: Stage, area: &str) -> String {
    let area = match of {
        Stage::Kelurahan => names.find(area).map(|one| one.name.clone()),
        Stage::District => {
            let known = names.districts().into_iter().find(|(code, _)| code == area);
            known.map(|(_, name)| name)
        }
        Stage::City => None,
    };
    [stage(lang, of), area.unwrap_or_default()].join(" ").trim().to_owned()
}

/// Who asks.
pub(super) fn origin(lang: Lang, origin: Origin) -> String {
    lang.t(&format!("proposals-origin-{}", origin.code()))
}

/// What a kelurahan is called; the whole city when it is none.
pub(super) fn kelurahan(lang: Lang, names: &Names, code: &str) -> String {
    names.find(code).map_or_else(|| lang.t("proposals-whole-city"), |one| one.name.clone())
}

/// Where: kelurahan and place.
pub(super) fn place(lang: Lang, names: &Names, proposal: &Proposal) -> String {
    let kelurahan = kelurahan(lang, names, &proposal.kelurahan);
    [proposal.place.as_str(), &kelurahan]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// A cost; that it is not known is said.
pub(super) fn cost(lang: Lang, cost: Option<Rupiah>) -> String {
    cost.map_or_else(|| lang.t("proposals-cost-unknown"), |cost| cost.to_string())
}

/// Thousandths as people write them: `1,5`, `120`.
pub(super) fn milli(lang: Lang, milli: i64) -> String {
    let text = lang.decimal(milli as f64 / 1000.0, 3);
    text.trim_end_matches('0').trim_end_matches([',', '.']).to_owned()
}

/// A cost by the standard, with how it comes about.
pub(super) fn standard(lang: Lang, proposal: &Proposal, standard: &Standard) -> String {
    lang.with(
        "proposals-standard-note",
        &[
            ("cost", standard.cost.to_string()),
            ("volume", milli(lang, proposal.volume)),
            ("measure", proposal.measure.clone()),
            ("price", standard.price.to_string()),
            ("code", standard.price_code.clone()),
        ],
    )
}

/// One entry of a list to choose from.
pub(super) fn choice(value: &str, name: &str, chosen: &str) -> Choice {
    Choice {
        value: value.to_owned(),
        label: name.to_owned(),
        hint: String::new(),
        checked: value == chosen,
    }
}
