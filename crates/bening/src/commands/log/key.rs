//! `bening log key`: keys live in files, never in the database.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use kernel::fact::TenantId;
use kernel::{Clock, Error};
use ledger::note::{KeyType, SigningKey};
use platform::App;
use platform::entropy::Entropy;
use publish::log::{KeyChange, name_key, sign_again};
use rand::Rng as _;

use super::super::{Done, Stop, say};
use crate::cli::{NewKey, Place, RotateKey, WitnessKey};
use crate::config::Settings;
use crate::start;

/// Makes the key of each city that has none.
pub async fn new(args: NewKey) -> Done {
    let app = open(&args.place).await?;
    let mut made = false;
    for tenant in app.db.tenants().await? {
        made |= make(&app, tenant, args.name.as_deref()).await?;
    }
    app.db.close().await;
    if made {
        return Ok(());
    }
    Err(Stop::Input(vec!["there is a key already; `bening log key rotate` makes a new one".into()]))
}

/// Makes the key of `tenant` unless there is one, and says so in the journal.
pub async fn make(app: &App, tenant: TenantId, name: Option<&str>) -> Result<bool, Stop> {
    if app.logs.key(tenant)?.is_some() {
        return Ok(false);
    }
    let name = match name {
        Some(name) => name.to_owned(),
        None => format!("{}/log", app.tenants.host_of(tenant).unwrap_or_default()),
    };
    let key = generate(app.db.entropy(), &name, KeyType::Ed25519)?;
    write(&app.logs.key_file(tenant), &key)?;
    name_key(app, tenant, KeyChange { revoked: None, vkey: key.verifier().to_string() }).await?;
    say(&format!(
        "{}: the key of the log {name}. Keep a copy elsewhere, on paper or on a stick.",
        app.logs.key_file(tenant).display()
    ));
    say(&format!("Public key: {}", key.verifier()));
    Ok(true)
}

/// Puts a new key in the place of the present one.
pub async fn rotate(args: RotateKey) -> Done {
    let app = open(&args.place).await?;
    for tenant in app.db.tenants().await? {
        let Some(old) = app.logs.key(tenant)? else { continue };
        let folder = app.logs.folder(tenant);
        let Some(lock) = folder.lock()? else {
            let line = "the log is being published; stop the server, then rotate the key";
            return Err(Stop::Input(vec![line.to_owned()]));
        };
        let key = generate(app.db.entropy(), old.name(), KeyType::Ed25519)?;
        let file = app.logs.key_file(tenant);
        let id = old.verifier().id();
        let kept = file.with_extension(format!("{id:08x}.old"));
        std::fs::rename(&file, &kept)?;
        write(&file, &key)?;
        sign_again(&app, tenant, &lock, &old, &key)?;
        let revoked = Some((old.verifier().to_string(), args.reason.clone()));
        name_key(&app, tenant, KeyChange { revoked, vkey: key.verifier().to_string() }).await?;
        say(&format!("{}: the old key, which signs no longer", kept.display()));
        say(&format!("Public key: {}", key.verifier()));
    }
    app.db.close().await;
    Ok(())
}

/// Makes the key of a witness.
pub fn witness(args: &WitnessKey) -> Done {
    let key = generate(&Entropy::System, &args.name, KeyType::Cosignature)?;
    write(&args.out, &key)?;
    let public = args.out.with_extension("vkey");
    std::fs::write(&public, format!("{}\n", key.verifier()))?;
    say(&format!("{}: keep it here, for the owner only", args.out.display()));
    say(&format!("{}: hand it to the city and to everyone", public.display()));
    Ok(())
}

async fn open(place: &Place) -> Result<App, Stop> {
    let settings = Settings::of_place(place)?;
    let city = start::kept_city(&settings)?;
    let db = start::open_database(&settings, Clock::System, Entropy::System).await?;
    Ok(start::assemble(&settings, &city, db).await?)
}

fn generate(entropy: &Entropy, name: &str, kind: KeyType) -> Result<SigningKey, Stop> {
    let mut seed = [0u8; 32];
    entropy.rng()?.fill_bytes(&mut seed);
    SigningKey::new(name, kind, seed).map_err(|error| Stop::Input(vec![error.to_string()]))
}

/// Writes the secret for its owner alone, and never over another.
fn write(path: &Path, key: &SigningKey) -> Done {
    let there = |error: std::io::Error| Error::internal(error).context(path.display());
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(there)?;
    file.write_all(format!("{}\n", key.to_text().as_str()).as_bytes()).map_err(there)?;
    Ok(file.sync_all().map_err(there)?)
}
