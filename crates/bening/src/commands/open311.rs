//! `bening open311 key`: a program that may hand in reports. `bening open311 pull`: reports of another
//! server.

use ::listen::complaints::exchange::{self, Import};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::ToSpan as _;
use kernel::error::Result;
use platform::db::{Command, WriteTx};
use platform::i18n::Lang;
use rand::Rng as _;

use super::complaints::{open, start_of};
use super::{Done, Stop, say};
use crate::cli::{Open311Key, Open311Pull};

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
    let (app, tenant) = open(&args.place).await?;
    let key = app.db.write(tenant, Add { name: args.name.clone() }).await?;
    app.db.close().await;
    say(&format!("Key of {}: {key}", args.name));
    say("It is shown only now. The program sends it as api_key with each report.");
    Ok(())
}

/// How many days back reports are asked for unless told.
const DAYS: i32 = 30;

/// `bening open311 pull`.
pub async fn pull(args: Open311Pull) -> Done {
    let (app, tenant) = open(&args.place).await?;
    let from = args.from.unwrap_or_else(|| app.today().saturating_sub(DAYS.days()));
    let from = start_of(&app, from)?.to_string();
    let json = ask(&args, from).await?;
    let wrong = |error: kernel::Error| {
        Stop::Input(vec![format!("{}: {}", args.url, Lang::En.error(&error))])
    };
    let reports = exchange::foreign(&json).map_err(wrong)?;
    let (all, mut taken) = (reports.len(), 0);
    for report in reports {
        let Some(body) = report.body().map_err(wrong)? else { continue };
        let (source, external) = (args.url.clone(), report.service_request_id);
        let import = Import { app: app.clone(), source, external, body };
        taken += usize::from(app.db.write(tenant, import).await?);
    }
    app.db.close().await;
    say(&format!(
        "{taken} of {all} reports were taken in; the others had come before or say nothing."
    ));
    Ok(())
}

/// What the other server answers.
async fn ask(args: &Open311Pull, from: String) -> std::result::Result<String, Stop> {
    let (url, jurisdiction) = (args.url.clone(), args.jurisdiction.clone());
    let asked = tokio::task::spawn_blocking(move || {
        let mut request = ureq::get(format!("{}/requests.json", url.trim_end_matches('/')))
            .query("start_date", from);
        if let Some(jurisdiction) = jurisdiction {
            request = request.query("jurisdiction_id", jurisdiction);
        }
        request.call().and_then(|mut answer| answer.body_mut().read_to_string())
    });
    let answer = asked.await.map_err(kernel::Error::internal)?;
    answer.map_err(|error| Stop::Input(vec![format!("{}: {error}", args.url)]))
}
