//! Plans in words.

use kernel::money::Rupiah;
use platform::i18n::Lang;

use super::super::criteria;
use super::super::model::Standing;
use super::super::solving::{BindTold, NoPlan, WhyTold};

/// Rupiah.
pub(super) fn rupiah(amount: u64) -> String {
    Rupiah::new(i64::try_from(amount).unwrap_or(i64::MAX)).to_string()
}

/// Thousandths of a mark or of points, with two decimals.
pub(super) fn points(lang: Lang, points: f64) -> String {
    lang.decimal(points, 2)
}

/// A share from 0 to 1 in percent.
pub(super) fn percent(lang: Lang, share: f64) -> String {
    format!("{} %", lang.decimal(100.0 * share, 1))
}

/// What a criterion is called.
pub(super) fn criterion(lang: Lang, code: &str) -> String {
    let found = criteria::find(code).map(|one| one.title.get(lang.code()).to_owned());
    found.unwrap_or_else(|| code.to_owned())
}

/// What a limit is called.
pub(super) fn limit(lang: Lang, code: &str) -> String {
    lang.t(&format!("plan-limit-{code}"))
}

/// How the scores of an activity stand: kind of chip and words.
pub(super) fn standing(lang: Lang, standing: &Standing) -> (&'static str, String) {
    match standing {
        Standing::Open(count) => ("", lang.t1("plan-standing-open", "count", count)),
        Standing::Apart(_) => ("warn", lang.t("plan-standing-apart")),
        Standing::Settled(_) => ("good", lang.t("plan-standing-settled")),
    }
}

fn bind(lang: Lang, bind: &BindTold) -> String {
    match bind {
        BindTold::Budget => lang.t("plan-bind-budget"),
        BindTold::Limit(group) => limit(lang, group),
        BindTold::Needs(code) => lang.t1("plan-bind-needs", "code", code),
        BindTold::Must(code) => lang.t1("plan-bind-must", "code", code),
    }
}

fn binds(lang: Lang, list: &[BindTold]) -> String {
    list.iter().map(|one| bind(lang, one)).collect::<Vec<_>>().join("; ")
}

/// Points that are lost as nothing.
const NOTHING: f64 = 0.005;

/// Why an activity is in or out, and what would change it: short sentences.
pub(super) fn why(lang: Lang, why: &WhyTold) -> Vec<String> {
    let lost = |key: &str, lost: f64| lang.t1(key, "points", points(lang, lost));
    let mut told = Vec::new();
    match why {
        WhyTold::Worth { lost: less, instead } => {
            told.push(match *less > NOTHING {
                true => lost("plan-why-worth", *less),
                false => lang.t("plan-why-worth-even"),
            });
            if !instead.is_empty() {
                told.push(lang.t1("plan-why-instead", "codes", instead.join(", ")));
            }
        }
        WhyTold::Needed { by } => told.push(lang.t1("plan-why-needed", "by", binds(lang, by))),
        WhyTold::Outweighed { lost: less, instead, by, at_cost } => {
            told.push(match *less > NOTHING {
                true => lost("plan-why-outweighed", *less),
                false => lang.t("plan-why-outweighed-even"),
            });
            if !instead.is_empty() {
                told.push(lang.t1("plan-why-gone", "codes", instead.join(", ")));
            }
            if !by.is_empty() {
                told.push(lang.t1("plan-why-held", "by", binds(lang, by)));
            }
            told.push(match at_cost {
                Some(cost) => lang.t1("plan-why-at-cost", "cost", rupiah(*cost)),
                None => lang.t("plan-why-no-cost"),
            });
        }
        WhyTold::Impossible { by } => {
            told.push(lang.t1("plan-why-impossible", "by", binds(lang, by)));
        }
        WhyTold::Unknown => told.push(lang.t("plan-why-unknown")),
    }
    told
}

/// Why there is no result.
pub(super) fn no_plan(lang: Lang, failure: &NoPlan) -> String {
    match failure {
        NoPlan::Conflict(by) => lang.t1("plan-conflict", "by", binds(lang, by)),
        NoPlan::Time => lang.t("plan-out-of-time"),
        NoPlan::Failed(_) => lang.t("plan-failed"),
    }
}
