//! Services as rows: what each costs, when it is promised, and how the promise is kept.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::error::Result;
use platform::db::Tx;
use platform::i18n::Lang;
use serve::applications::practice::{self, Practice};
use serve::catalogue::store::{self, InForce};

/// A service as a list shows it.
pub struct Row {
    pub href: String,
    pub name: String,
    pub fee: String,
    pub promise: String,
    pub of_ten: Option<i64>,
}

/// All services that are offered, those with most finished files over the last twelve months first, and
/// how each keeps its promise.
pub async fn asked(
    tx: &mut Tx<'_>,
    today: Date,
) -> Result<(Vec<InForce>, BTreeMap<String, Practice>)> {
    let practice = practice::all(tx, today).await?;
    let mut standards = store::in_force(tx, today).await?;
    let finished = |code: &str| practice.get(code).map_or(0, |known| known.finished);
    standards.sort_by_key(|known| Reverse(finished(&known.standard.code)));
    Ok((standards, practice))
}

/// A service as a row.
pub fn row(lang: Lang, known: &InForce, practice: &BTreeMap<String, Practice>) -> Row {
    let standard = &known.standard;
    Row {
        href: format!("/layanan/{}", standard.code),
        name: standard.name.get(lang.code()).to_owned(),
        fee: serve::catalogue::short_fee(standard, lang),
        promise: serve::catalogue::promise_text(lang, standard.promise),
        of_ten: practice.get(&standard.code).and_then(|known| known.of_ten()),
    }
}
