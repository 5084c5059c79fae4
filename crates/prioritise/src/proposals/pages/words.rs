//! Proposals in words.

use kernel::money::Rupiah;
use platform::i18n::Lang;
use platform::web::view::Choice;

use super::super::model::{Origin, Proposal, State};
use crate::city::Names;

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

/// Who asks.
pub(super) fn origin(lang: Lang, origin: Origin) -> String {
    lang.t(&format!("proposals-origin-{}", origin.code()))
}

/// Where: kelurahan and place.
pub(super) fn place(lang: Lang, names: &Names, proposal: &Proposal) -> String {
    let kelurahan = names.find(&proposal.kelurahan);
    let kelurahan =
        kelurahan.map_or_else(|| lang.t("proposals-whole-city"), |one| one.name.clone());
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

/// One entry of a list to choose from.
pub(super) fn choice(value: &str, name: &str, chosen: &str) -> Choice {
    Choice {
        value: value.to_owned(),
        label: name.to_owned(),
        hint: String::new(),
        checked: value == chosen,
    }
}
