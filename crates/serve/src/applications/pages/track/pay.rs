//! `GET /lacak/{number}/bayar`: the slip with which the citizen pays, on paper and on a phone.

use askama::Template;
use kernel::Error;
use platform::web::{Handled, Page, html};

use super::super::words;
use super::file::Opened;
use crate::fees::{pages, store};

#[derive(Template)]
#[template(path = "fees/templates/slip.html")]
struct SlipPage {
    page: Page,
    number: String,
    compact: String,
    amount: String,
    standing: String,
    due: bool,
    account: String,
    rows: Vec<(String, String)>,
    base: String,
}

/// The slip; not found while nothing was charged.
pub(super) async fn slip(opened: Box<Opened>) -> Handled {
    let (lang, row, app) = (opened.lang(), opened.row(), &opened.app);
    let mut tx = app.db.read(opened.visitor.tenant.id).await?;
    let fee = store::of(&mut tx, row.id).await?.ok_or_else(Error::not_found)?;
    drop(tx);
    let account = app.rulebook.text("serve.fee_account", app.today()).map_err(Error::from)?;
    let account = account.to_owned();
    let class = opened.standard.fees.iter().find(|class| class.code == fee.class);
    let mut rows = vec![
        ("service", opened.standard.name.get(lang.code()).to_owned()),
        ("person", words::masked(&opened.file.details()?.person.name)),
        ("unit", opened.unit.clone()),
        ("charged", lang.weekday_date(app.tz().to_datetime(fee.charged_at).date())),
        ("basis", opened.standard.legal_basis.clone()),
    ];
    if let Some(class) = class {
        rows.insert(1, ("class", class.name.get(lang.code()).to_owned()));
    }
    let rows = rows.into_iter().map(|(key, value)| (lang.t(&format!("fees-slip-{key}")), value));
    Ok(html(&SlipPage {
        page: opened.visitor.page("fees-slip-title").in_section("lacak"),
        number: row.number.to_string(),
        compact: row.number.compact(),
        amount: fee.amount.to_string(),
        standing: pages::standing(lang, &fee),
        due: !fee.state.is_settled() && !row.state.is_ended(),
        account,
        rows: rows.collect(),
        base: opened.url(""),
    }))
}
