//! `bening erase`: a person's request that the city no longer keeps what an application or a report
//! says (UU 27/2022 Art 8). The key goes; numbers, times and the journal's leaves stay, and name nobody.

use kernel::error::Result;
use kernel::number::ApplicationNumber;
use kernel::{Clock, Error};
use platform::App;
use platform::db::{Command, WriteTx};
use platform::entropy::Entropy;
use platform::keys;
use serve::applications::store;
use serve::representatives::store as mandates;
use uuid::Uuid;

use super::user::only_tenant;
use super::{Done, Stop, say};
use crate::cli::Erase;
use crate::config::Settings;
use crate::start;

/// Erases the person of one ended application.
pub async fn run(args: Erase) -> Done {
    let number = ApplicationNumber::parse(&args.number).map_err(Error::from)?;
    let settings = Settings::of_place(&args.place)?;
    let city = start::kept_city(&settings)?;
    let db = start::open_database(&settings, Clock::System, Entropy::System).await?;
    let app: App = start::assemble(&settings, &city, db).await?;
    let tenant = only_tenant(&app).await?;
    let erased = app.db.write(tenant, ErasePerson(number)).await?;
    app.db.close().await;
    if !erased {
        let line = format!("{number} is still open: withdraw or finish it first, then erase it.");
        return Err(Stop::Input(vec![line]));
    }
    say(&format!("{number}: nobody can read any more what it says, and no backup brings it back."));
    say("Restore older backups with --erasures-of a later one, so that this is repeated.");
    Ok(())
}

struct ErasePerson(ApplicationNumber);

impl Command for ErasePerson {
    type Output = bool;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<bool> {
        if let Some(found) = store::by_number(tx, self.0).await? {
            let over = found.state.is_answered();
            if let Some(mandate) = mandates::of_application(tx, found.id).await? {
                erase(tx, mandate.id.uuid(), over).await?;
            }
            return erase(tx, found.id.uuid(), over).await;
        }
        let report = listen::complaints::store::by_number(tx, self.0).await?;
        let report = report.ok_or_else(Error::not_found)?;
        erase(tx, report.id.uuid(), !report.matter.state.is_open()).await
    }
}

/// Destroys the key, if the matter is over.
async fn erase(tx: &mut WriteTx<'_>, subject: Uuid, over: bool) -> Result<bool> {
    if over {
        keys::erase(tx, subject).await?;
    }
    Ok(over)
}
