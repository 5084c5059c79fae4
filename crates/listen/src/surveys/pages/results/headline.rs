//! An index in one line.

use kernel::error::Result;
use platform::db::Tx;
use platform::i18n::Lang;

use super::words::{change_words, definition, grade, interval, period};
use crate::surveys::model::Round;
use crate::surveys::results::{self, Change, Figure, Published};
use crate::surveys::store;

/// An index in one line, for the city's home.
#[derive(Clone, Debug)]
pub struct Headline {
    /// Title of the questionnaire.
    pub title: String,
    /// The value.
    pub value: String,
    /// "76,15 sampai 80,65".
    pub interval: String,
    /// The band.
    pub grade: String,
    /// What can be said of the change; empty for the first round.
    pub change: String,
    /// Period of the round.
    pub period: String,
    /// Address of the results.
    pub href: String,
}

/// The newest index of each questionnaire.
///
/// # Errors
/// When the database fails.
pub async fn headline(tx: &mut Tx<'_>, lang: Lang) -> Result<Vec<Headline>> {
    let mut lines: Vec<(String, Headline)> = Vec::new();
    for one in results::published(tx).await? {
        if lines.iter().any(|(code, _)| *code == one.report.code) {
            continue;
        }
        let title = title(tx, lang, &one.round).await?;
        if let Some(city) = one.report.city {
            let line = line(lang, &one, &city, one.report.change, title)?;
            lines.push((one.report.code.clone(), line));
        }
    }
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

/// The title of a round's questionnaire.
///
/// # Errors
/// When the database fails.
pub async fn title(tx: &mut Tx<'_>, lang: Lang, round: &Round) -> Result<String> {
    let kept = store::questionnaire(tx, round.questionnaire).await?;
    Ok(kept.body.title.get(lang.code()).to_owned())
}

/// A figure of a round in one line.
///
/// # Errors
/// When its index has no definition.
pub fn line(
    lang: Lang,
    one: &Published,
    figure: &Figure,
    change: Option<Change>,
    title: String,
) -> Result<Headline> {
    let definition = definition(&one.report)?;
    Ok(Headline {
        title,
        value: lang.decimal(figure.value, 2),
        interval: interval(lang, figure, 2),
        grade: grade(lang, definition, figure.value),
        change: change.map_or_else(String::new, |change| change_words(lang, &change)),
        period: period(lang, &one.round),
        href: format!("/indeks/{}", one.round.id),
    })
}
