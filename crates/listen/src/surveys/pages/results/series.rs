//! An index over its rounds.

use estimation::index::Definition;
use kernel::error::Result;
use platform::db::Tx;
use platform::i18n::Lang;

use super::headline::{Headline, line, title};
use super::words::definition;
use crate::surveys::results::{Change, Figure, Published};
use platform::web::chart::{self, Trend};

/// One questionnaire over its rounds.
pub struct Series {
    /// The newest round.
    pub newest: Headline,
    /// The line through all of them, when there are two at least.
    pub trend: Option<Trend>,
    /// What is aimed at.
    pub target: String,
    /// Every round, the newest first.
    pub rows: Vec<Headline>,
}

/// A series for each questionnaire, of what `figure` finds in a round; `share` of the index's range is
/// the target.
///
/// # Errors
/// When the database fails.
pub async fn all_series(
    tx: &mut Tx<'_>,
    lang: Lang,
    all: &[Published],
    share: f64,
    figure: impl Fn(&Published) -> Option<Figure>,
) -> Result<Vec<Series>> {
    let mut codes: Vec<&str> = Vec::new();
    let mut series = Vec::new();
    for one in all {
        let code = one.report.code.as_str();
        if codes.contains(&code) {
            continue;
        }
        codes.push(code);
        let rounds = all.iter().filter(|other| other.report.code == code);
        let found: Vec<(&Published, Figure)> =
            rounds.filter_map(|round| Some((round, figure(round)?))).collect();
        if let Some((newest, _)) = found.first() {
            let title = title(tx, lang, &newest.round).await?;
            series.extend(series_of(lang, &found, &title, share)?);
        }
    }
    Ok(series)
}

fn series_of(
    lang: Lang,
    found: &[(&Published, Figure)],
    title: &str,
    share: f64,
) -> Result<Option<Series>> {
    let mut rows = Vec::new();
    let mut points = Vec::new();
    for (place, (one, figure)) in found.iter().enumerate() {
        let before = found.get(place + 1).map(|(_, before)| before);
        let change = before.and_then(|before| Change::between(figure, before));
        rows.push(line(lang, one, figure, change, title.to_owned())?);
        let label = lang.short_date(one.round.to);
        let label = label.split_once(' ').map_or(label.clone(), |(_, day)| day.to_owned());
        points.push((figure.span(), label, lang.decimal(figure.value, 2)));
    }
    points.reverse();
    let (Some(newest), Some((one, _))) = (rows.first().cloned(), found.first()) else {
        return Ok(None);
    };
    let range = definition(&one.report).map(Definition::range)?;
    let target = range.0 + share * (range.1 - range.0);
    let figures: Vec<_> = points.iter().map(|(figure, _, _)| *figure).collect();
    let ends = chart::ends(&figures, Some(target), range);
    let trend = (points.len() > 1)
        .then(|| chart::trend(&points, Some(target), ends, |value| lang.decimal(value, 1)));
    Ok(Some(Series { newest, trend, target: lang.decimal(target, 2), rows }))
}
