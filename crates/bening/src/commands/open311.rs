//! `bening open311 key`: a program that may hand in reports.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::Clock;
use kernel::error::Result;
use platform::db::{Command, WriteTx};
use platform::entropy::Entropy;
use rand::Rng as _;

use super::user::only_tenant;
use super::{Done, say};
use crate::cli::Open311Key;
use crate::config::Settings;
use crate::start;

/// Makes a key, of which only the hash is kept.
struct Add {
    name: String,
}

impl Command for Add {
    type Output = String;

    async fn run(&self, tx: &mut WriteTx<'_>) -> Result<String> {
        let mut random = [0_u8; 24];
        tx.rng().fill_bytes(&mut random);
        let key = URL_SAFE_NO_PAD.encode(random);
        ::listen::complaints::store::add_key(tx, &self.name, &key).await?;
        Ok(key)
    }
}

/// `bening open311 key`.
pub async fn key(args: Open311Key) -> Done {
    let settings = Settings::of_place(&args.place)?;
    let city = start::kept_city(&settings)?;
    let db = start::open_database(&settings, Clock::System, Entropy::System).await?;
    let app = start::assemble(&settings, &city, db).await?;
    let tenant = only_tenant(&app).await?;
    let key = app.db.write(tenant, Add { name: args.name.clone() }).await?;
    app.db.close().await;
    say(&format!("Key of {}: {key}", args.name));
    say("It is shown only now. The program sends it as api_key with each report.");
    Ok(())
}
