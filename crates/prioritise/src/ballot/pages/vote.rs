//! `/pilih/surat`: the basket of one voter, its review, and the receipt. Nothing of it is kept before it is
//! cast.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use kernel::error::{Kind, Result};
use kernel::money::Rupiah;
use platform::App;
use platform::vault::sha256;
use platform::web::view::{Mistakes, with_cookie, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, assets, html, redirect};
use serde::Deserialize;

use super::super::model::{State, check, cost, shuffled, state};
use super::super::store::{self, Ballot};
use super::super::verbs::Cast;
use super::COOKIE;

struct Item {
    id: String,
    code: String,
    title: String,
    cost: String,
    rupiah: i64,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "ballot/templates/basket.html")]
struct BasketPage {
    page: Page,
    title: String,
    budget: i64,
    script: &'static str,
    items: Vec<Item>,
    spent: String,
    left: String,
    over: bool,
    percent: i64,
    errors: Mistakes,
}

#[derive(Template)]
#[template(path = "ballot/templates/review.html")]
struct ReviewPage {
    page: Page,
    items: Vec<Item>,
    spent: String,
    left: String,
}

#[derive(Template)]
#[template(path = "ballot/templates/receipt.html")]
struct ReceiptPage {
    page: Page,
    secret: String,
    digest: String,
    codes: String,
}

/// What was put into the basket.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Basket {
    pilih: Vec<String>,
    aksi: String,
}

impl Basket {
    fn codes(&self) -> BTreeSet<String> {
        self.pilih.iter().cloned().collect()
    }
}

/// The ballot and the token of whoever may vote; none for everyone else.
async fn admitted(
    app: &App,
    visitor: &Visitor,
    jar: &CookieJar,
) -> Result<Option<(Ballot, String)>> {
    let Some(token) = jar.get(COOKIE).map(|cookie| cookie.value().to_owned()) else {
        return Ok(None);
    };
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let Some(ballot) = store::newest(&mut tx).await? else { return Ok(None) };
    let open = state(ballot.last_day, !ballot.file.is_empty(), app.today()) == State::Open;
    let may = open && store::has_token(&mut tx, ballot.id, &sha256(token.as_bytes())).await?;
    Ok(may.then_some((ballot, token)))
}

fn items(ballot: &Ballot, token: &str, basket: &BTreeSet<String>) -> Vec<Item> {
    let all = shuffled(&ballot.items, token).into_iter().enumerate();
    let item = |(at, item): (usize, &kernel::facts::plan::BallotItem)| Item {
        id: if at == 0 { "pilih".to_owned() } else { format!("pilih-{}", at + 1) },
        code: item.code.clone(),
        title: item.title.clone(),
        cost: item.cost.to_string(),
        rupiah: item.cost.get(),
        chosen: basket.contains(&item.code),
    };
    all.map(item).collect()
}

fn basket_page(
    visitor: &Visitor,
    (ballot, token): (&Ballot, &str),
    basket: &BTreeSet<String>,
    errors: Mistakes,
) -> Response {
    let spent = cost(&ballot.items, basket).unwrap_or(0);
    let left = ballot.budget - spent;
    let page = visitor.page("ballot-basket").in_section("pilih");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let shown = BasketPage {
        page: page.with_error_if(!errors.is_empty()),
        title: ballot.title.clone(),
        budget: ballot.budget,
        script: assets::url("basket.js"),
        items: items(ballot, token, basket),
        spent: Rupiah::new(spent).to_string(),
        left: Rupiah::new(left.abs()).to_string(),
        over: left < 0,
        percent: (spent.saturating_mul(100) / ballot.budget.max(1)).min(100),
        errors,
    };
    with_status(html(&shown), status)
}

/// The empty basket.
pub(super) async fn show(Shared(app): Shared<App>, visitor: Visitor, jar: CookieJar) -> Handled {
    let Some((ballot, token)) = admitted(&app, &visitor, &jar).await? else {
        return Ok(redirect("/pilih"));
    };
    let basket = BTreeSet::new();
    Ok(basket_page(&visitor, (&ballot, &token), &basket, Mistakes::default()))
}

/// Adds up what is in the basket, or shows it for a last look.
pub(super) async fn fill(
    Shared(app): Shared<App>,
    visitor: Visitor,
    jar: CookieJar,
    PostForm(form): PostForm<Basket>,
) -> Handled {
    let Some((ballot, token)) = admitted(&app, &visitor, &jar).await? else {
        return Ok(redirect("/pilih"));
    };
    let basket = form.codes();
    if form.aksi != "periksa" {
        return Ok(basket_page(&visitor, (&ballot, &token), &basket, Mistakes::default()));
    }
    if let Err(error) = check(&ballot.items, ballot.budget, &basket) {
        let errors = Mistakes::one("pilih", visitor.lang.error(&error));
        return Ok(basket_page(&visitor, (&ballot, &token), &basket, errors));
    }
    let spent = cost(&ballot.items, &basket)?;
    let mut items = items(&ballot, &token, &basket);
    items.retain(|item| item.chosen);
    Ok(html(&ReviewPage {
        page: visitor.page("ballot-review").in_section("pilih"),
        items,
        spent: Rupiah::new(spent).to_string(),
        left: Rupiah::new(ballot.budget - spent).to_string(),
    }))
}

/// Casts the vote and shows the receipt, once.
pub(super) async fn cast(
    Shared(app): Shared<App>,
    visitor: Visitor,
    jar: CookieJar,
    PostForm(form): PostForm<Basket>,
) -> Handled {
    let Some((ballot, token)) = admitted(&app, &visitor, &jar).await? else {
        return Ok(redirect("/pilih"));
    };
    let basket = form.codes();
    let cast = Cast { app: app.clone(), token: token.clone(), basket: basket.clone() };
    match app.db.write(visitor.tenant.id, cast).await {
        Ok(receipt) => {
            let codes: Vec<&str> = basket.iter().map(String::as_str).collect();
            let response = html(&ReceiptPage {
                page: visitor.page("ballot-done").in_section("pilih"),
                secret: receipt.secret,
                digest: receipt.digest,
                codes: codes.join(","),
            });
            let path = "/pilih".to_owned();
            Ok(with_cookie(&app, response, COOKIE, String::new(), path, 0)?)
        }
        Err(error) if error.kind() == Kind::Invalid => {
            let errors = Mistakes::one("pilih", visitor.lang.error(&error));
            Ok(basket_page(&visitor, (&ballot, &token), &basket, errors))
        }
        Err(error) => Err(error.into()),
    }
}
