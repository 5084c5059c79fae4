//! `bening log recover`.

use kernel::Clock;
use platform::entropy::Entropy;

use super::super::{Done, say};
use crate::cli::Place;
use crate::config::Settings;
use crate::start;

/// Adopts the published log of every city of this server.
pub async fn run(place: Place) -> Done {
    let settings = Settings::of_place(&place)?;
    let city = start::kept_city(&settings)?;
    let db = start::open_database(&settings, Clock::System, Entropy::System).await?;
    let app = start::assemble(&settings, &city, db).await?;
    for tenant in app.db.tenants().await? {
        match publish::log::recover(&app, tenant).await? {
            None => say("The database holds everything that was published; nothing was changed."),
            Some(done) => {
                let lost = done.to - done.from + 1;
                say(&format!(
                    "Positions {} to {} are lost here: {lost} facts. Their entries were adopted.",
                    done.from, done.to
                ));
                say(&format!("{} newer facts moved behind them.", done.moved));
                say("The log says so to everyone (log.recovered). Start the server to go on.");
            }
        }
    }
    app.db.close().await;
    Ok(())
}
