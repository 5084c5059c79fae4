//! What the citizen reads of partners on the tracking page, and may rate.

use kernel::error::Result;
use kernel::id::ApplicationId;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::view::Choice;

use super::super::model::TaskState;
use super::super::store;

/// Steps that were handed to partners, in words.
pub(crate) struct Told {
    /// One line for each.
    pub(crate) lines: Vec<String>,
    /// Scores to choose from; none when there is nothing to rate, or it was rated.
    pub(crate) scores: Vec<Choice>,
}

/// What there is to tell; none without a partner.
///
/// # Errors
/// When the database fails.
pub(crate) async fn told(
    tx: &mut Tx<'_>,
    app: &App,
    lang: Lang,
    application: ApplicationId,
) -> Result<Option<Told>> {
    let tasks = store::of_file(tx, application).await?;
    let mut lines = Vec::new();
    for task in &tasks {
        let partner = store::by_id(tx, task.partner).await?;
        let at = task.ended_at.unwrap_or(task.handed_at);
        let values = [
            ("partner", partner.terms.name),
            ("step", lang.t(&format!("partners-step-{}", task.step.code()))),
            ("at", lang.moment(at, app.tz())),
        ];
        lines.push(lang.with(&format!("partners-told-{}", task.state.code()), &values));
    }
    let rated = tasks.iter().any(|task| task.rating != 0);
    let done = tasks.iter().any(|task| task.state == TaskState::Done);
    let scores = (1..=5).map(|score| Choice {
        value: score.to_string(),
        label: lang.t(&format!("partners-score-{score}")),
        hint: String::new(),
        checked: false,
    });
    let scores = if done && !rated { scores.collect() } else { Vec::new() };
    Ok((!lines.is_empty()).then_some(Told { lines, scores }))
}
