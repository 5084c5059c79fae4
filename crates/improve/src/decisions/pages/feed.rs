//! `/keputusan/umpan.atom`: what was decided, and again when its effect is known.

use axum::extract::State;
use axum::http::HeaderMap;
use jiff::Timestamp;
use kernel::Error;
use kernel::error::Result;
use platform::App;
use platform::i18n::Lang;
use platform::web::feed::{self, atom};
use platform::web::{Handled, Visitor};

use super::super::model::{Decision, LEAVE};
use super::super::store;
use super::list::SHOWN;
use super::words;
use crate::city::Units;

/// Its path.
pub(super) const ATOM: &str = "/keputusan/umpan.atom";

/// The feed. It holds clear facts alone: nothing that waits, and of a pattern no unit.
pub(super) async fn atom(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Handled {
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let names = Units::load(&mut tx, visitor.lang).await?;
    let decisions = store::taken(&mut tx, &app, SHOWN).await?;
    drop(tx);
    let entries = decisions.iter().map(|one| entry(&app, visitor.lang, &names, one));
    let feed = atom::Feed {
        host: &app.settings.public_url,
        path: ATOM,
        page: "/keputusan",
        title: format!("{}, {}", visitor.lang.t("decisions-title"), visitor.tenant.name),
        author: &visitor.tenant.name,
        lang: visitor.lang.code(),
        entries: entries.filter_map(Result::transpose).collect::<Result<_>>()?,
    };
    Ok(feed::answer(&headers, feed::ATOM, feed.write()?)?)
}

fn entry(app: &App, lang: Lang, names: &Units, decision: &Decision) -> Result<Option<atom::Entry>> {
    let (Some(taken), Some(at)) = (&decision.taken, decision.taken_at) else { return Ok(None) };
    let came = if taken.option == LEAVE {
        lang.t("decisions-left")
    } else {
        words::effect(lang, taken, decision.reviewed.as_ref())
    };
    let units = words::units(lang, names, &taken.source, &taken.units);
    let from = lang.t1("decisions-from", "day", lang.date(taken.from));
    Ok(Some(atom::Entry {
        id: format!("urn:uuid:{}", decision.id.uuid()),
        title: taken.words.clone(),
        published: at,
        updated: updated(app, decision, at)?,
        path: format!("/keputusan/{}", decision.id),
        summary: format!("{units} {from}. {came}").trim().to_owned(),
    }))
}

/// When a reader should look again: once its effect is known, which is on the day of its review.
fn updated(app: &App, decision: &Decision, at: Timestamp) -> Result<Timestamp> {
    let review = decision.taken.as_ref().filter(|_| decision.reviewed.is_some());
    let Some(taken) = review else { return Ok(at) };
    let local = app.tz().to_ambiguous_timestamp(taken.review.at(0, 0, 0, 0));
    Ok(local.compatible().map_err(Error::internal)?.max(at))
}
