//! A fee in words.

use kernel::Error;
use kernel::money::Rupiah;
use kernel::service::FeeDue;
use platform::i18n::Lang;

use super::super::model::{Fee, State};

/// What the tracking page says of the price.
pub(crate) struct Cost {
    /// One sentence: that it is free, or how it stands.
    pub(crate) text: String,
    /// Whether there is something to pay now.
    pub(crate) pay: bool,
}

/// The one sentence for whoever might be asked for money.
pub(crate) fn rule(lang: Lang, amount: Rupiah) -> String {
    lang.t(if amount > Rupiah::ZERO { "fees-rule-paid" } else { "fees-rule-free" })
}

/// How the price of an application stands.
pub(crate) fn cost(lang: Lang, fee: Option<&Fee>, amount: Rupiah, due: FeeDue) -> Cost {
    match fee {
        Some(fee) => Cost { text: standing(lang, fee), pay: !fee.state.is_settled() },
        None if amount == Rupiah::ZERO => Cost { text: rule(lang, amount), pay: false },
        None => {
            let key = match due {
                FeeDue::Issue => "fees-later-issue",
                FeeDue::Submission => "fees-later-submission",
            };
            Cost { text: format!("{} {}", lang.t(key), rule(lang, amount)), pay: false }
        }
    }
}

/// How a charged fee stands.
pub(crate) fn standing(lang: Lang, fee: &Fee) -> String {
    let text = lang.t1(&format!("fees-standing-{}", fee.state.code()), "fee", fee.amount);
    match fee.state {
        State::Asked | State::Waived => {
            format!("{text} {}.", lang.t(&format!("fees-reason-{}", fee.reason)))
        }
        _ => text,
    }
}

/// A mistake in the treasurer's lines names its place.
pub(super) fn mistake(lang: Lang, error: &Error) -> String {
    let values: Vec<(&str, String)> =
        error.args().iter().map(|(name, value)| (*name, value.clone())).collect();
    let inner = values.iter().find(|(name, _)| *name == "mistake");
    let Some(inner) = inner.map(|(_, key)| lang.with(key, &values)) else {
        return lang.error(error);
    };
    let place = values.iter().filter(|(name, _)| matches!(*name, "line" | "column"));
    let mut place: Vec<(&str, String)> = place.cloned().collect();
    place.push(("mistake", inner));
    lang.with("fees-import-at", &place)
}
