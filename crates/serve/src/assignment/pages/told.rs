//! What the citizen reads of the draw on the tracking page.

use kernel::error::Result;
use ledger::note::VerifierKey;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use uuid::Uuid;

use super::super::model::{Draw, Stands};
use super::super::{rules, store};

/// The draw in words.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// Where it stands.
    pub(crate) lines: Vec<String>,
    /// How to compute it again; empty before the draw.
    pub(crate) command: String,
}

/// The draw of a ticket, if an officer is drawn for it.
///
/// # Errors
/// When the database fails.
pub(crate) async fn told(
    tx: &mut Tx<'_>,
    app: &App,
    lang: Lang,
    ticket: Option<Uuid>,
) -> Result<Option<Told>> {
    let Some(ticket) = ticket else { return Ok(None) };
    let draw = store::of_ticket(tx, ticket).await?;
    Ok(draw.filter(|draw| draw.stands != Stands::Ended).map(|draw| words(app, lang, &draw)))
}

fn words(app: &App, lang: Lang, draw: &Draw) -> Told {
    let mut lines = Vec::new();
    match draw.stands {
        Stands::Waiting => lines.push(lang.t("assignment-told-waiting")),
        Stands::Nobody => lines.push(lang.t("assignment-told-nobody")),
        Stands::Drawn | Stands::Ended => {}
    }
    if let (Some(fact), Some(at)) = (&draw.fact, draw.drawn_at) {
        let values = [("code", rules::short(&fact.drawn)), ("moment", lang.moment(at, app.tz()))];
        lines.push(lang.with("assignment-told-drawn", &values));
        let witness = fact.witness.as_ref().and_then(|key| key.parse::<VerifierKey>().ok());
        lines.push(match witness {
            Some(key) => lang.t1("assignment-told-witness", "witness", key.name()),
            None => lang.t("assignment-told-no-witness"),
        });
    }
    let drawn = draw.fact.as_ref().map(|fact| fact.drawn.as_str());
    if draw.stands == Stands::Drawn && drawn != Some(draw.pseudonym.as_str()) {
        lines.push(lang.t1("assignment-told-override", "code", rules::short(&draw.pseudonym)));
    }
    let url = &app.settings.public_url;
    let command = format!("bening log draw --receipt RECEIPT --log {url}/log --vkey VKEY");
    let command = if draw.fact.is_some() { command } else { String::new() };
    Told { lines, command }
}
