//! What came of the last decisions, each by the measure that it was to move.

use improve::decisions::model::{Decision, LEAVE};
use improve::decisions::pages::words;
use improve::decisions::store;
use improve::reform::measures::measure;
use kernel::error::Result;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;

/// Decisions that are shown.
const SHOWN: i64 = 5;

/// What the comparison allows to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// The measure rose, beyond chance.
    More,
    /// It fell, beyond chance.
    Less,
    /// The difference may be chance.
    Uncertain,
    /// Nothing was compared, or not yet.
    Nothing,
}

/// A decision with what came of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its page.
    pub href: String,
    /// What was decided.
    pub words: String,
    /// From when.
    pub from: String,
    /// What came of it.
    pub text: String,
    /// What that allows to say.
    pub said: Said,
    /// The kind of its chip; none when nothing was compared.
    pub chip: Option<&'static str>,
}

impl Outcome {
    /// Of a decision to do something.
    fn of(lang: Lang, decision: &Decision) -> Option<Self> {
        let taken = decision.taken.as_ref().filter(|taken| taken.option != LEAVE)?;
        let verdict = decision.reviewed.as_ref().map_or("", |reviewed| reviewed.verdict.as_str());
        let said = match verdict {
            "up" => Said::More,
            "down" => Said::Less,
            "uncertain" => Said::Uncertain,
            _ => Said::Nothing,
        };
        let better = taken.measure.as_deref().and_then(measure).map(|m| m.more_is_better);
        let chip = match said {
            Said::Nothing => None,
            Said::Uncertain => Some(""),
            Said::More | Said::Less => {
                Some(if better == Some(said == Said::More) { "good" } else { "bad" })
            }
        };
        Some(Self {
            href: format!("/keputusan/{}", decision.id),
            words: taken.words.clone(),
            from: lang.date(taken.from),
            text: words::effect(lang, taken, decision.reviewed.as_ref()),
            said,
            chip,
        })
    }

    /// Whether it is certain.
    pub fn is_certain(&self) -> bool {
        matches!(self.said, Said::More | Said::Less)
    }
}

/// The last decisions to do something, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn outcomes(tx: &mut Tx<'_>, app: &App, lang: Lang) -> Result<Vec<Outcome>> {
    let taken = store::taken(tx, app, SHOWN).await?;
    Ok(taken.iter().filter_map(|one| Outcome::of(lang, one)).collect())
}
