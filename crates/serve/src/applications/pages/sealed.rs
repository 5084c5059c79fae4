//! The seal as pages and paper show it.

use kernel::error::Result;
use kernel::service::Standard;
use platform::App;
use platform::db::Tx;
use platform::i18n::Lang;
use platform::web::qr::Qr;

use super::super::seal;
use super::super::verbs::File;

/// The seal of one application.
pub(super) struct SealView {
    /// Sixteen digits in groups of four.
    pub(super) digits: String,
    /// What it says about the log.
    pub(super) text: String,
    /// Leads to the place in the log; none before the log holds it.
    pub(super) qr: Option<Qr>,
}

/// The seal in words; none while the city has no key.
///
/// # Errors
/// As [`seal::of`].
pub(super) async fn view(
    tx: &mut Tx<'_>,
    app: &App,
    lang: Lang,
    file: &File,
    standard: &Standard,
) -> Result<Option<SealView>> {
    let Some(sealed) = seal::of(tx, app, file, standard).await? else { return Ok(None) };
    let index = sealed.index.filter(|_| sealed.proven);
    let text = match index {
        Some(index) => lang.t1("applications-seal-proven", "index", index),
        None => lang.t("applications-seal-promised"),
    };
    let url = &app.settings.public_url;
    let qr = match index {
        Some(index) => Some(Qr::of(&format!("{url}/periksa/segel/{index}/{}", sealed.digits))?),
        None => None,
    };
    Ok(Some(SealView { digits: ledger::receipt::grouped(&sealed.digits), text, qr }))
}
