//! Contracts in words.

use kernel::facts::spending::{Category, ContractAwarded, Method};
use platform::i18n::Lang;

use super::super::model::{Contract, of_estimate};

/// How it was given.
pub(super) fn method(lang: Lang, method: Method) -> String {
    lang.t(&format!("procurement-method-{}", method.code()))
}

/// What it is for.
pub(super) fn category(lang: Lang, category: Category) -> String {
    lang.t(&format!("procurement-category-{}", category.code()))
}

/// How many offers there were.
pub(super) fn bids(lang: Lang, awarded: &ContractAwarded) -> String {
    awarded.bids.map_or_else(|| lang.t("procurement-unknown"), |bids| bids.to_string())
}

/// Thousandths as percent: `97,5 %`.
fn percent(lang: Lang, thousandths: i64) -> String {
    format!("{} %", lang.decimal(thousandths as f64 / 10.0, 1))
}

/// The price against the estimate.
pub(super) fn against_estimate(lang: Lang, awarded: &ContractAwarded) -> String {
    of_estimate(awarded.value, awarded.estimate)
        .map_or_else(|| lang.t("procurement-unknown"), |share| percent(lang, share))
}

/// The price against the city's standard prices: kind of chip and words.
pub(super) fn against_standard(lang: Lang, over: Option<i64>) -> (&'static str, String) {
    match over {
        None => ("", lang.t("procurement-standard-none")),
        Some(0) => ("good", lang.t("procurement-standard-same")),
        Some(more) if more > 0 => {
            ("warn", lang.t1("procurement-standard-above", "percent", percent(lang, more)))
        }
        Some(less) => {
            ("good", lang.t1("procurement-standard-below", "percent", percent(lang, -less)))
        }
    }
}

/// The address of a contract.
pub(super) fn href(contract: &Contract) -> String {
    format!("{}/{}", super::PUBLIC, contract.id)
}
