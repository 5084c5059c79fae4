//! `bening init`: a real city from its files.

use kernel::actor::{Actor, Role};
use kernel::{Clock, Error};
use platform::entropy::Entropy;

use super::user::{self, NewAccount};
use super::{Done, Stop, say};
use crate::city::{self, Found, Sources};
use crate::cli::Init;
use crate::config::Settings;
use crate::start;

/// Reads the files, names every mistake, or founds the city.
pub async fn run(args: Init) -> Done {
    let settings = Settings::of_place(&args.place)?;
    if settings.city_folder().exists() {
        let message = format!(
            "{} already holds a city; choose another folder with --data",
            settings.data.display()
        );
        return Err(Stop::Input(vec![message]));
    }
    let sources = Sources::from_disk(&args.city)?;
    let city = city::read(&sources)?;
    let db = start::open_database(&settings, Clock::System, Entropy::System).await?;
    let found = Found { city: city.clone(), synthetic: false, at: None }.run_on(&db).await?;
    sources.write_below(&settings.city_folder())?;
    let app = start::assemble(&settings, &city, db).await?;
    super::log::key::make(&app, found.tenant, None).await?;
    let account = NewAccount {
        login: city.config.administrator.login.clone(),
        name: city.config.administrator.name.clone(),
        mail: None,
        roles: vec![(Role::Administrator, String::new())],
    };
    let made = user::make(&app, found.tenant, &account, Actor::system()).await?;
    platform::workers::settle(&app, found.tenant).await?;
    app.db.close().await;
    say(&format!(
        "{} is ready: {} units, {} kelurahan, {} services.",
        city.config.name,
        city.units.len(),
        city.kelurahan.len(),
        city.seed.standards.len()
    ));
    let unverified = city.seed.standards.iter().filter(|standard| !standard.verified).count();
    if unverified > 0 {
        say(&format!("{unverified} services are marked as not yet checked by their office."));
    }
    made.show();
    say(&format!(
        "Keep {} in a safe place away from the backups: without it nothing can be read.",
        settings.key_file().display()
    ));
    say(&format!("Next: bening serve --data {}", settings.data.display()));
    Ok(())
}

impl From<kernel::rulebook::RulebookError> for Stop {
    fn from(error: kernel::rulebook::RulebookError) -> Self {
        Self::Failed(Error::from(error))
    }
}
