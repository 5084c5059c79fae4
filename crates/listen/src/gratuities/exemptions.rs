//! Whether a gift must be reported: the list of exemptions is data, its amounts are rules of the day on
//! which the gift was given.

use std::sync::LazyLock;

use jiff::civil::Date;
use kernel::error::Result;
use kernel::money::Rupiah;
use kernel::rulebook::Rulebook;
use serde::Deserialize;

use crate::texts::Words;

const FILE: &str = include_str!("../../../../data/gratuities/exemptions.toml");

/// One exemption.
#[derive(Clone, Debug, Deserialize)]
pub struct Exemption {
    /// Its letter in the regulation.
    pub letter: String,
    /// What it is about.
    pub label: Words,
    /// Rule with the most that one gift may be worth.
    pub limit: Option<String>,
    /// Rule with the most that the gifts of one giver may be worth in twelve months.
    pub year_limit: Option<String>,
    /// Money is never exempt.
    #[serde(default)]
    pub goods_only: bool,
    /// Last day on which it holds.
    pub until: Option<Date>,
}

#[derive(Deserialize)]
struct File {
    exemption: Vec<Exemption>,
}

static ALL: LazyLock<Vec<Exemption>> =
    LazyLock::new(|| toml::from_str::<File>(FILE).map(|file| file.exemption).unwrap_or_default());

/// Every exemption, by its letter.
pub fn all() -> &'static [Exemption] {
    &ALL
}

/// The exemption of that letter.
pub fn find(letter: &str) -> Option<&'static Exemption> {
    ALL.iter().find(|exemption| exemption.letter == letter)
}

/// What decides whether a gift must be reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gift {
    /// When it was given.
    pub given_on: Date,
    /// The exemption that the officer names, if any.
    pub letter: Option<String>,
    /// What it is worth.
    pub value: Rupiah,
    /// Money, or what stands for it.
    pub is_money: bool,
    /// The giver has something to gain from the officer.
    pub conflict: bool,
    /// An application of the giver is open.
    pub open_application: bool,
    /// What the same giver gave in the twelve months before, without this.
    pub before: Rupiah,
}

/// Whether it must be reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It need not be.
    Exempt,
    /// It must be, and why.
    Reportable(Why),
}

/// Why a gift must be reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// An application of the giver is open: it should have been refused.
    OpenApplication,
    /// No exemption is about it.
    NoExemption,
    /// The exemption does not hold on that day.
    NotInForce,
    /// The giver has something to gain.
    Conflict,
    /// Money is not exempt.
    Money,
    /// It is worth more than one gift may be.
    OverLimit,
    /// The gifts of this giver are worth more than twelve months may bring.
    OverYear,
}

impl Why {
    /// The stored name, also used in locale keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::OpenApplication => "open_application",
            Self::NoExemption => "no_exemption",
            Self::NotInForce => "not_in_force",
            Self::Conflict => "conflict",
            Self::Money => "money",
            Self::OverLimit => "over_limit",
            Self::OverYear => "over_year",
        }
    }
}

/// Judges a gift by the rules of the day on which it was given.
///
/// # Errors
/// Internal when the rulebook has no amount for that day.
pub fn judge(rulebook: &Rulebook, gift: &Gift) -> Result<Verdict> {
    let reportable = |why| Ok(Verdict::Reportable(why));
    if gift.open_application {
        return reportable(Why::OpenApplication);
    }
    let Some(exemption) = gift.letter.as_deref().and_then(find) else {
        return reportable(Why::NoExemption);
    };
    if exemption.until.is_some_and(|last| gift.given_on > last) {
        return reportable(Why::NotInForce);
    }
    if gift.conflict {
        return reportable(Why::Conflict);
    }
    if exemption.goods_only && gift.is_money {
        return reportable(Why::Money);
    }
    let amount = |code: &Option<String>| -> Result<Option<Rupiah>> {
        code.as_deref().map(|code| Ok(rulebook.money(code, gift.given_on)?)).transpose()
    };
    if amount(&exemption.limit)?.is_some_and(|limit| gift.value > limit) {
        return reportable(Why::OverLimit);
    }
    let sum = gift.before.checked_add(gift.value).unwrap_or(Rupiah::new(i64::MAX));
    if amount(&exemption.year_limit)?.is_some_and(|limit| sum > limit) {
        return reportable(Why::OverYear);
    }
    Ok(Verdict::Exempt)
}
