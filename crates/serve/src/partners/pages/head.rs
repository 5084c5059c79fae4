//! `/petugas/atasan/mitra`: a head proposes contracts, hands steps over, takes them back, and compares.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Error;
use kernel::error::{Kind, Result};
use kernel::facts::partner::{PartnerKind, PartnerStep, Terms};
use kernel::money::Rupiah;
use kernel::number::ApplicationNumber;
use kernel::service::Standard;
use platform::App;
use platform::auth::{Can, Head};
use platform::city::{self, Kelurahan};
use platform::db::Command;
use platform::web::view::{Choice, Mistakes, with_status};
use platform::web::{Handled, Page, PostForm, Visitor, html, redirect};
use serde::Deserialize;

use super::super::model::TaskState;
use super::super::store;
use super::super::verbs::{End, Hand, Propose, TakeBack};
use super::compare::{Shown, shown};
use super::{Fields, id};
use crate::applications::store::by_id;
use crate::catalogue;
use crate::catalogue::import::OWN_KELURAHAN;

const HOME: &str = "/petugas/atasan/mitra";

struct Out {
    number: String,
    step: String,
    due: String,
    back: String,
}

struct Contract {
    shown: Shown,
    ends: bool,
    out: Vec<Out>,
}

/// The form of a new contract, or of a file that is handed over, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    nama: String,
    jenis: String,
    unit: String,
    langkah: String,
    layanan: Vec<String>,
    kelurahan: Vec<String>,
    harga: String,
    mulai: String,
    sampai: String,
    akun: String,
    nomor: String,
    mitra: String,
}

/// The same as it is shown.
struct Form {
    name: String,
    login: String,
    services: Vec<Choice>,
    kelurahan: Vec<Choice>,
    price: String,
    from: String,
    until: String,
    number: String,
    kinds: Vec<Choice>,
    steps: Vec<Choice>,
    units: Vec<Choice>,
    partners: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "partners/templates/head.html")]
struct HeadPage {
    page: Page,
    contracts: Vec<Contract>,
    form: Form,
    errors: Mistakes,
}

pub(super) async fn show(State(app): State<App>, visitor: Visitor, head: Can<Head>) -> Handled {
    write(&app, &visitor, &head, &Typed::default(), Mistakes::default()).await
}

async fn write(
    app: &App,
    visitor: &Visitor,
    head: &Can<Head>,
    typed: &Typed,
    errors: Mistakes,
) -> Handled {
    let (lang, today) = (visitor.lang, app.today());
    let mut tx = app.db.read(visitor.tenant.id).await?;
    let choice = |chosen: &str, value: String, label: String| Choice {
        checked: chosen == value,
        value,
        label,
        hint: String::new(),
    };
    let (mut contracts, mut partners) = (Vec::new(), Vec::new());
    for partner in store::all(&mut tx).await? {
        if !head.covers(&partner.terms.unit) {
            continue;
        }
        let ends = partner.in_force(today);
        if ends {
            let id = partner.id.to_string();
            partners.push(choice(&typed.mitra, id, partner.terms.name.clone()));
        }
        let mut out = Vec::new();
        for task in store::of_partner(&mut tx, partner.id, jiff::Timestamp::MIN).await? {
            if task.state == TaskState::Open {
                let file = by_id(&mut tx, task.application).await?;
                out.push(Out {
                    number: file.number.to_string(),
                    step: lang.t(&format!("partners-step-{}", task.step.code())),
                    due: lang.moment(task.due_at, app.tz()),
                    back: format!("{HOME}/tugas/{}/tarik", task.id),
                });
            }
        }
        let shown = shown(&mut tx, app, lang, &partner).await?;
        contracts.push(Contract { shown, ends, out });
    }
    let units = catalogue::store::units(&mut tx).await?;
    let units = units.iter().filter(|(code, _)| head.covers(code));
    let units =
        units.map(|(code, unit)| choice(&typed.unit, code.clone(), unit.name(lang.code()).into()));
    let coded = |chosen: &str, prefix: &str, codes: [&str; 2]| {
        codes.map(|code| choice(chosen, code.to_owned(), lang.t(&format!("{prefix}{code}")))).into()
    };
    let one_of = |chosen: &[String], value: String, label: String, hint: String| Choice {
        checked: chosen.contains(&value),
        value,
        label,
        hint,
    };
    let standards = catalogue::store::in_force(&mut tx, today).await?;
    let own = standards.iter().map(|one| &one.standard);
    let own = own.filter(|one| one.unit == OWN_KELURAHAN || head.covers(&one.unit));
    let service = |one: &Arc<Standard>| {
        let name = one.name.get(lang.code()).to_owned();
        one_of(&typed.layanan, one.code.clone(), name, one.code.clone())
    };
    let place = |one: Kelurahan| one_of(&typed.kelurahan, one.code, one.name, String::new());
    let form = Form {
        name: typed.nama.clone(),
        login: typed.akun.clone(),
        services: own.map(service).collect(),
        kelurahan: city::kelurahan(&mut tx).await?.into_iter().map(place).collect(),
        price: typed.harga.clone(),
        from: typed.mulai.clone(),
        until: typed.sampai.clone(),
        number: typed.nomor.clone(),
        kinds: coded(&typed.jenis, "partners-kind-", PartnerKind::ALL.map(PartnerKind::code)),
        steps: coded(&typed.langkah, "partners-step-", PartnerStep::ALL.map(PartnerStep::code)),
        units: units.collect(),
        partners,
    };
    let page = visitor.page("partners-head-title").in_section("atasan");
    let page = page.with_error_if(!errors.is_empty());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    Ok(with_status(html(&HeadPage { page, contracts, form, errors }), status))
}

fn terms(typed: &Typed) -> Result<Terms> {
    let day = |text: &str| text.trim().parse().map_err(|_| Error::invalid("partners-days-bad"));
    let price: Option<i64> = match typed.harga.trim() {
        "" => Some(0),
        typed => typed.parse().ok().filter(|price| *price >= 0),
    };
    Ok(Terms {
        name: typed.nama.trim().to_owned(),
        kind: PartnerKind::parse(&typed.jenis)
            .ok_or_else(|| Error::invalid("partners-kind-bad"))?,
        unit: typed.unit.clone(),
        step: PartnerStep::parse(&typed.langkah)
            .ok_or_else(|| Error::invalid("partners-step-bad"))?,
        services: typed.layanan.clone(),
        kelurahan: typed.kelurahan.clone(),
        price: price.map(Rupiah::new).ok_or_else(|| Error::invalid("partners-price-bad"))?,
        from: day(&typed.mulai)?,
        until: day(&typed.sampai)?,
    })
}

/// Proposes a contract; a second person agrees.
pub(super) async fn propose(
    State(app): State<App>,
    visitor: Visitor,
    head: Can<Head>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let done = match terms(&typed) {
        Ok(terms) => {
            let login = typed.akun.trim().to_owned();
            let propose = Propose { app: app.clone(), terms, login, head: head.clone() };
            app.db.write(visitor.tenant.id, propose).await.map(|_| ())
        }
        Err(error) => Err(error),
    };
    answer(&app, &visitor, &head, &typed, done).await
}

/// Hands a step of a file over.
pub(super) async fn hand(
    State(app): State<App>,
    visitor: Visitor,
    head: Can<Head>,
    PostForm(typed): PostForm<Typed>,
) -> Handled {
    let number = ApplicationNumber::parse(typed.nomor.trim());
    let number = number.map_err(|_| Error::invalid("partners-number-unknown"));
    let partner = id(&typed.mitra).map_err(|_| Error::invalid("partners-choose"));
    let done = match (number, partner) {
        (Ok(number), Ok(partner)) => {
            let hand = Hand { app: app.clone(), number, partner, head: head.clone() };
            app.db.write(visitor.tenant.id, hand).await.map(|_| ())
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    answer(&app, &visitor, &head, &typed, done).await
}

async fn run<C: Command<Output = ()>>(
    app: &App,
    visitor: &Visitor,
    head: &Can<Head>,
    command: C,
) -> Handled {
    let done = app.db.write(visitor.tenant.id, command).await;
    answer(app, visitor, head, &Typed::default(), done).await
}

/// Ends a contract.
pub(super) async fn end(
    State(app): State<App>,
    visitor: Visitor,
    head: Can<Head>,
    Path(partner): Path<String>,
    PostForm(_): PostForm<Fields>,
) -> Handled {
    let end = End { app: app.clone(), partner: id(&partner)?, head: head.clone() };
    run(&app, &visitor, &head, end).await
}

/// Takes a step back.
pub(super) async fn take_back(
    State(app): State<App>,
    visitor: Visitor,
    head: Can<Head>,
    Path(task): Path<String>,
    PostForm(_): PostForm<Fields>,
) -> Handled {
    let back = TakeBack { app: app.clone(), task: id(&task)?, head: head.clone() };
    run(&app, &visitor, &head, back).await
}

async fn answer(
    app: &App,
    visitor: &Visitor,
    head: &Can<Head>,
    typed: &Typed,
    done: Result<()>,
) -> Handled {
    match done {
        Ok(()) => Ok(redirect(HOME)),
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let field = match error.key() {
                "partners-name-bad" => "nama",
                "partners-kind-bad" => "jenis",
                "partners-step-bad" => "langkah",
                "partners-kelurahan-unknown" => "kelurahan",
                "partners-services-none" | "partners-service-unknown" => "layanan",
                "partners-price-bad" => "harga",
                "partners-days-bad" => "mulai",
                "partners-login-unknown" => "akun",
                "partners-choose" | "partners-not-in-force" | "partners-elsewhere" => "mitra",
                _ => "nomor",
            };
            let errors = Mistakes::one(field, visitor.lang.error(&error));
            write(app, visitor, head, typed, errors).await
        }
        Err(error) => Err(error.into()),
    }
}
