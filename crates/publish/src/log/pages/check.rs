//! "Periksa sendiri": what the log is, how it stands, and whether a receipt is genuine. The same
//! check runs without us, by `bening log verify` or any program that reads C2SP tlog-proof.

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use kernel::Error;
use kernel::error::Result;
use ledger::note::VerifierKey;
use ledger::receipt::{self, Receipt, Verified};
use platform::App;
use platform::i18n::Lang;
use platform::log::Standing;
use platform::web::upload::{Received, receive};
use platform::web::{Handled, Page, Visitor, html};

use super::super::store;
use super::super::witnesses::Witnesses;

#[derive(Template)]
#[template(path = "log/templates/check.html")]
struct CheckPage {
    page: Page,
    size: Option<u64>,
    signed: String,
    standing: &'static str,
    vkey: String,
    host: String,
    witnesses: Vec<Seen>,
    quorum: usize,
    result: Option<Outcome>,
    error: String,
}

/// A witness, and how fresh its cosignature is.
struct Seen {
    name: String,
    text: String,
    good: bool,
}

/// What a check came to.
struct Outcome {
    good: bool,
    title: String,
    text: String,
    rows: Vec<(String, String)>,
}

/// `GET /periksa`.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    witnesses: Witnesses,
) -> Handled {
    Ok(html(&page(&app, &visitor, &witnesses).await?))
}

async fn page(app: &App, visitor: &Visitor, witnesses: &Witnesses) -> Result<CheckPage> {
    let (lang, tenant) = (visitor.lang, visitor.tenant.id);
    let key = app.logs.key(tenant)?.map(|key| key.verifier());
    let published = match &key {
        Some(key) => app.logs.published(tenant, key)?,
        None => None,
    };
    let size = published.map(|published| published.checkpoint.size);
    let mut tx = app.db.read(tenant).await?;
    let signed = match size {
        Some(size) => store::written_at(&mut tx, size).await?,
        None => None,
    };
    let newest = store::newest(&mut tx).await?;
    let seen = witnesses.list().iter().map(|witness| {
        let name = witness.key.name().to_owned();
        let last = newest.iter().find(|line| line.witness == name);
        let good = last.is_some_and(|line| Some(line.size) == size);
        let text = match last {
            None => lang.t("log-witness-never"),
            Some(line) => {
                let at = lang.moment(line.at, app.tz());
                lang.with("log-witness-at", &[("moment", at), ("size", line.size.to_string())])
            }
        };
        Seen { name, text, good }
    });
    Ok(CheckPage {
        page: visitor.page("log-title").in_section("periksa"),
        size,
        signed: signed.map(|at| lang.moment(at, app.tz())).unwrap_or_default(),
        standing: word(&app.logs.standing(tenant)),
        vkey: key.map(|key| key.to_string()).unwrap_or_default(),
        host: app.settings.public_url.clone(),
        witnesses: seen.collect(),
        quorum: witnesses.quorum(),
        result: None,
        error: String::new(),
    })
}

fn word(standing: &Standing) -> &'static str {
    match standing {
        Standing::Publishing => "publishing",
        Standing::Refused(_) => "refused",
        Standing::Off | Standing::NoKey | Standing::Elsewhere => "still",
    }
}

/// `POST /periksa`: a receipt as a file, or its text.
pub(super) async fn check(
    State(app): State<App>,
    visitor: Visitor,
    witnesses: Witnesses,
    request: Request,
) -> Handled {
    let mut page = page(&app, &visitor, &witnesses).await?;
    let text = match receive(&app, &visitor, request, 1).await? {
        Received::TooLarge(error) => Err(error),
        Received::Form(form) => match form.files.get("berkas") {
            Some(file) => String::from_utf8(file.to_vec())
                .map_err(|_| Error::invalid("log-receipt-unreadable")),
            None => Ok(form.fields.get("teks").cloned().unwrap_or_default()),
        },
    };
    let text = text.and_then(|text| {
        let empty = text.trim().is_empty();
        if empty { Err(Error::invalid("log-receipt-none")) } else { Ok(text) }
    });
    match text {
        Err(error) => {
            page.error = visitor.lang.error(&error);
            page.page = page.page.with_error_if(true);
            let mut response = html(&page);
            *response.status_mut() = StatusCode::BAD_REQUEST;
            Ok(response)
        }
        Ok(text) => {
            let key = app.logs.key(visitor.tenant.id)?.map(|key| key.verifier());
            let key = key.ok_or_else(|| Error::conflict("log-no-key"))?;
            page.result = Some(judge(visitor.lang, &key, &text));
            Ok(html(&page))
        }
    }
}

fn judge(lang: Lang, key: &VerifierKey, text: &str) -> Outcome {
    // A form brings line ends of its own.
    let text = text.replace("\r\n", "\n");
    let receipt = text.parse::<Receipt>();
    let verified = receipt.and_then(|receipt| receipt.verify(key, None));
    match verified {
        Ok(verified) => good(lang, &verified),
        Err(error) => Outcome {
            good: false,
            title: lang.t("log-result-bad"),
            text: format!("{} {}", lang.t(why(&error)), lang.t("log-result-bad-text")),
            rows: Vec::new(),
        },
    }
}

/// Which part of the receipt is wrong; the command `bening log verify` says more.
fn why(error: &receipt::Error) -> &'static str {
    match error {
        receipt::Error::Promise(_) => "log-bad-promise",
        receipt::Error::Proof(_) => "log-bad-checkpoint",
        receipt::Error::NotInLog(_) => "log-bad-entry",
        receipt::Error::NotSubmitted | receipt::Error::Disagree { .. } => "log-bad-disagree",
        receipt::Error::Extra(_) | receipt::Error::Fact | receipt::Error::Entry(_) => {
            "log-bad-file"
        }
    }
}

fn good(lang: Lang, verified: &Verified) -> Outcome {
    let promise = &verified.promise;
    let mut rows = vec![
        (lang.t("log-row-number"), promise.number.clone()),
        (lang.t("log-row-service"), promise.service.clone()),
        (lang.t("log-row-received"), promise.received.to_string()),
    ];
    let text = match &verified.entry {
        None => lang.t("log-result-promise"),
        Some(entry) => {
            rows.push((lang.t("log-row-entry"), entry.index.to_string()));
            lang.t1("log-result-entry", "size", entry.checkpoint.size)
        }
    };
    Outcome { good: true, title: lang.t("log-result-good"), text, rows }
}

#[derive(Template)]
#[template(path = "log/templates/seal.html")]
struct SealPage {
    page: Page,
    seal: String,
    found: bool,
    index: u64,
    size: u64,
}

/// `GET /periksa/segel/{index}/{seal}`: what the QR of a seal leads to. Whether the published log
/// has this seal at this place.
pub(super) async fn seal(
    State(app): State<App>,
    visitor: Visitor,
    Path((index, seal)): Path<(String, String)>,
) -> Handled {
    let tenant = visitor.tenant.id;
    let index = index.parse().map_err(|_| Error::not_found())?;
    let hex = seal.len() == 16 && seal.bytes().all(|byte| byte.is_ascii_hexdigit());
    let key = app.logs.key(tenant)?.filter(|_| hex).ok_or_else(Error::not_found)?;
    let published = app.logs.published(tenant, &key.verifier())?.ok_or_else(Error::not_found)?;
    let size = published.checkpoint.size;
    let leaf = app.logs.leaf(tenant, &published, index)?;
    let found = leaf.is_some_and(|leaf| receipt::seal_digits(&leaf) == seal);
    Ok(html(&SealPage {
        page: visitor.page("log-seal-title").in_section("periksa"),
        seal: receipt::grouped(&seal),
        found,
        index,
        size,
    }))
}
